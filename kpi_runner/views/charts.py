"""The report's charts as Vega-Lite: one for rates and means, one for counts.

The page fills in the rows (``weeks`` and ``marks``) and the colours: a text
``@accent`` stands for the page's colour of that name, so that charts follow its
light and dark.

Importing Altair takes longer than a report, so that what it draws is kept beside the
page; after a change here: python -m kpi_runner.views.charts
"""

import json
from pathlib import Path

import altair

KEPT = Path(__file__).parent / "templates" / "charts.json"
HEIGHT = 150
_X = (
    altair.X("w:T", title=None)
    .scale(type="utc")
    .axis(
        format="%b",
        labelFlush=True,
        tickCount={"interval": "month", "step": 2},
        grid=False,
    )
)
_TONES = ("severe", "bad", "warn", "calm", "good", "mute")


def drawn() -> str:
    """Return the two specifications as the page reads them."""
    return json.dumps(chart_specs(), indent=1, sort_keys=True) + "\n"


def chart_specs() -> dict[str, dict[str, object]]:
    """Return the two specifications, by the kind of chart."""
    weeks = altair.Chart(altair.NamedData("weeks"))
    return {"trend": _finished(_trend(weeks)), "count": _finished(_bars(weeks))}


def _trend(weeks: altair.Chart) -> list[altair.Chart]:
    """Return what a rate shows, from back to front."""
    x = _X
    scale = altair.Scale(zero=False, nice=True)
    return [
        weeks.mark_area(color="@target", clip=True).encode(
            x, altair.Y("tl:Q", title=None, scale=scale), altair.Y2("th:Q")
        ),
        weeks.mark_area(color="@interval").encode(
            x, altair.Y("lo:Q", scale=scale), altair.Y2("hi:Q")
        ),
        weeks.mark_line(color="@soft", strokeDash=[4, 3], strokeWidth=1.25).encode(
            x, altair.Y("b:Q", scale=scale)
        ),
        *(
            weeks.mark_line(color=colour, strokeDash=[1, 3], strokeWidth=1.5).encode(
                x, altair.Y(f"{limit}:Q", scale=scale)
            )
            for limit, colour in (("rv", "@bad"), ("rb", "@severe"))
        ),
        weeks.mark_circle(color="@soft", size=14, opacity=0.8).encode(
            x, altair.Y("v:Q", scale=scale)
        ),
        weeks.mark_line(color="@accent", strokeWidth=2).encode(
            x, altair.Y("r:Q", scale=scale)
        ),
        weeks.mark_point(filled=True, size=55, opacity=1)
        .encode(
            x,
            altair.Y("r:Q", scale=scale),
            altair.Color("t:N", legend=None).scale(
                domain=_TONES, range=[f"@{tone}" for tone in _TONES]
            ),
            altair.Tooltip("tip:N"),
        )
        .transform_filter("datum.alarm"),
    ]


def _bars(weeks: altair.Chart) -> list[altair.Chart]:
    """Return what a count or a sum of money shows; nothing at all lies at the foot."""
    y = altair.Y("v:Q", title=None).axis(tickMinStep=1).scale(domainMin=0)
    return [
        weeks.mark_point(opacity=0).encode(y=altair.YDatum(1)),
        weeks.mark_bar(color="@accent", width=5).encode(_X, y, altair.Tooltip("tip:N")),
    ]


def _finished(layers: list[altair.Chart]) -> dict[str, object]:
    """Return the layers with the marks of what changed, in the page's manner."""
    marks = altair.Chart(altair.NamedData("marks"))
    rules = marks.mark_rule(color="@soft", strokeWidth=1, opacity=0.7).encode(
        altair.X("w:T").scale(type="utc"), altair.Tooltip("tip:N")
    )
    letters = marks.mark_text(
        color="@soft", align="left", dx=2, baseline="top", fontSize=10
    ).encode(
        altair.X("w:T").scale(type="utc"),
        altair.Text("k:N"),
        altair.Tooltip("tip:N"),
        y=altair.value(0),
    )
    text = {"labelColor": "@soft", "labelFontSize": 11}
    axis = {**text, "domain": False, "ticks": False, "gridColor": "@line"}
    chart = (
        altair.layer(rules, *layers, letters)
        .properties(height=HEIGHT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(**axis, tickCount=4, labelPadding=6)
        .configure_axisY(format=",~f")
    )
    found: dict[str, object] = chart.to_dict()
    return found


if __name__ == "__main__":
    KEPT.write_text(drawn(), encoding="utf-8")
