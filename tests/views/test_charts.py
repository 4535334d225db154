from kpi_runner.views.charts import KEPT, drawn


def test_the_charts_that_are_kept_are_those_that_are_drawn():
    assert KEPT.read_text("utf-8") == drawn()
