"""The report in a real browser: what it draws, shows, forbids and weighs."""

import pytest

from kpi_runner.views import words
from kpi_runner.views.grid import COLUMNS, POLICY_FIRST
from tests.support.require import require
from tests.views import desks
from tests.views.browser import page
from tests.views.conftest import written

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRID = """article => [...article.querySelectorAll('.grid tbody tr')].map(row => [
    row.querySelector('th').innerText,
    [...row.querySelectorAll('td')].map(td => [
        td.querySelector('.figure').textContent, td.querySelector('.word').textContent,
        td.className])])"""


def grid(tab, deployment):
    """Return archetype -> cells (figure, word, class) as the page shows them."""
    article = tab.locator(f".desk[data-deployment='{deployment}']")
    return dict(article.evaluate(GRID))


def expected(target, deployment, column, archetype, *, segment="all", week=None):
    """Return figure and word of a cell, straight from the marts."""
    cut = "archetype" if segment == "all" else "archetype_segment"
    (measure, *others) = column.measures
    assert not others
    found = desks.rows(
        target,
        f"select {column.shows}, status, unit from panel_weekly"
        " join measure_catalogue using (measure) where deployment_id = ? and slice = ?"
        " and archetype = ? and segment = ? and channel = 'all' and measure = ?"
        " and week = coalesce(?, (select max(week) from panel_weekly where is_mature))",
        (deployment, cut, archetype, segment, measure, week),
    )
    value, status, unit = found[0]
    write = words.change if column.shows == "delta" else words.number
    return [write(value, unit), words.status(status).word]


def axe_core():
    """Return the checker of accessibility, or skip for want of it."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        require("browser", "there is no axe (pip install axe-playwright-python)")
    return Axe()


def singles():
    """Return the grid's columns that show one measure, and their places."""
    return [
        (n, column) for n, column in enumerate(COLUMNS) if column.measures[1:] == ()
    ]


def test_figures_on_the_page_are_those_of_the_marts(small, chromium):
    with page(chromium, small / "report.html") as tab:
        tab.select_option("#pick-deployment", "web_chat")
        shown = grid(tab, "web_chat")
    for archetype in desks.Desk().archetypes:
        for place, column in singles():
            cell = expected(small, "web_chat", column, archetype)
            assert shown[archetype][place][:2] == cell


def test_pickers_change_what_is_shown(small, chromium):
    week = "2026-06-01"
    with page(chromium, small / "report.html") as tab:
        tab.select_option("#pick-deployment", "web_chat")
        tab.select_option("#pick-segment", "enterprise")
        tab.select_option("#pick-week", week)
        shown = grid(tab, "web_chat")
        hidden = tab.locator(".desk[data-deployment='wallet_app']").is_hidden()
        tab.select_option("#pick-channel", "email")
        segment = tab.input_value("#pick-segment")
    assert hidden
    assert segment == ""
    for place, column in singles():
        cell = expected(
            small, "web_chat", column, "returns", segment="enterprise", week=week
        )
        assert shown["returns"][place][:2] == cell


def test_the_script_shows_what_the_page_was_written_with(small, chromium):
    with page(chromium, small / "report.html", java_script_enabled=False) as tab:
        plain = {
            name: tab.locator(".desk").nth(n).evaluate("a => a.outerHTML")
            for n, name in enumerate(("wallet_app", "web_chat"))
        }
        before = [tab.locator(".grid").nth(n).inner_text() for n in (0, 1)]
    assert plain.keys() == {"wallet_app", "web_chat"}
    with page(chromium, small / "report.html") as tab:
        after = []
        for name in plain:
            tab.select_option("#pick-deployment", name)
            after.append(tab.locator(".desk:not([hidden]) .grid").inner_text())
    assert after == before


def test_charts_are_drawn_when_they_are_scrolled_to(small, chromium):
    with page(chromium, small / "report.html") as tab:
        assert tab.locator(".plot svg").count() == 0
        last = tab.locator(".desk:not([hidden]) figure").last
        last.scroll_into_view_if_needed()
        last.locator("svg").wait_for()
        drawn = tab.locator(".plot svg").count()
        total = tab.locator(".desk:not([hidden]) figure").count()
    assert 0 < drawn < total


def test_a_chart_shows_the_limits_that_its_rule_has(small, chromium):
    with page(chromium, small / "report.html") as tab:
        tab.select_option("#pick-deployment", "web_chat")
        judged = tab.locator(".desk:not([hidden]) figure[data-measure=resolution_csat]")
        judged.scroll_into_view_if_needed()
        judged.locator("svg").wait_for()
        caption = judged.locator(".now").inner_text()
        lines = "all => all.map(path => path.getAttribute('stroke'))"
        drawn = judged.locator("svg path[stroke-dasharray]").evaluate_all(lines)
        other = tab.locator(".desk:not([hidden]) figure[data-measure=attempt_rate]")
        assert "limit" not in other.locator(".now").inner_text()
    # Baseline 81.25; a review at two points under it, a rollback at four.
    assert "baseline 81.3, limit 79.3" in caption
    assert len(set(drawn)) == 3


def test_a_segment_can_be_seen_over_all_archetypes(small, chromium):
    with page(chromium, small / "report.html") as tab:
        names = "all => all.map(option => option.value)"
        archetypes = tab.locator("#pick-archetype option")
        assert "all" not in archetypes.evaluate_all(names)
        tab.select_option("#pick-segment", "consumer")
        tab.select_option("#pick-archetype", "all")
        article = tab.locator(".desk:not([hidden])")
        judged = article.locator("figure[data-measure=resolution_csat] .now")
        blended = article.locator("figure[data-measure=deflection_rate] .now")
        assert "baseline 81.3" in judged.inner_text()
        assert blended.inner_text() == "This measure is not cut this way."
        tab.select_option("#pick-channel", "email")
        assert tab.input_value("#pick-archetype") != "all"


def test_no_deflection_stands_without_its_satisfaction(small, chromium):
    with page(chromium, small / "report.html") as tab:
        figure = tab.locator(".desk:not([hidden]) figure[data-measure=deflection_rate]")
        caption = figure.locator(".now").inner_text()
        figure.locator("summary").click()
        lines = figure.locator("tbody tr").all_inner_texts()
    assert "CSAT" in caption
    assert len(lines) == desks.Desk().weeks
    assert all("CSAT" in line for line in lines)


def test_what_is_not_proven_never_looks_good(small, chromium):
    mute = {"insufficient", "pending", "not instrumented", "baseline", "not judged"}
    with page(chromium, small / "report.html") as tab:
        cells = []
        for week in ("", "2026-06-29", "2026-04-20"):
            tab.select_option("#pick-week", week)
            cells += [cell for row in grid(tab, "wallet_app").values() for cell in row]
    assert {word for _, word, _ in cells} >= mute - {"pending", "baseline"}
    assert all(look == "tone-mute" for _, word, look in cells if word in mute)


def test_policy_stands_first_where_a_deployment_is_regulated(small, chromium):
    with page(chromium, small / "report.html") as tab:
        first = tab.locator(".desk").first
        name = first.get_attribute("data-deployment")
        headings = first.locator("h3").all_inner_texts()
        column = first.locator(".grid thead th").nth(1).inner_text()
    assert name == "wallet_app"
    assert headings[0] == "Policy first"
    assert POLICY_FIRST[0].name in column


def test_a_keyboard_is_enough(small, chromium):
    with page(chromium, small / "report.html") as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "To the content"
        tab.locator("#pick-archetype").focus()
        tab.keyboard.press("ArrowDown")
        second = tab.locator("#pick-archetype option").nth(1).get_attribute("value")
        assert tab.locator(".charted").first.inner_text() == second
        summary = tab.locator(".actions summary").first
        summary.focus()
        tab.keyboard.press("Enter")
        assert tab.locator(".actions details[open] a").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_a_screen_reader(small, chromium, scheme):
    axe = axe_core()
    with page(chromium, small / "report.html", color_scheme=scheme) as tab:
        tab.locator(".desk:not([hidden]) figure").first.scroll_into_view_if_needed()
        tab.locator(".plot svg").first.wait_for()
        found = axe.run(tab)
        ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert found.violations_count == 0, found.generate_report()
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_print_shows_the_page_without_its_pickers(small, chromium):
    with page(chromium, small / "report.html") as tab:
        tab.emulate_media(media="print")
        assert not tab.locator(".pickers").is_visible()
        tab.wait_for_function("globalThis.vegaRuntime")
        assert tab.pdf(format="A4").startswith(b"%PDF")
        plots = tab.locator(".desk:not([hidden]) .plot:not([hidden])").count()
        drawn = tab.locator(".desk:not([hidden]) .plot svg").count()
    assert drawn == plots


def test_hostile_names_appear_as_text(hostile, chromium):
    with page(chromium, hostile / "report.html") as tab:
        title = tab.title()
        for name in desks.HOSTILE[:2]:
            tab.select_option("#pick-deployment", name)
            rows = tab.locator(".desk:not([hidden]) .grid tbody th").evaluate_all(
                "all => all.map(th => th.textContent)"
            )
            tab.select_option("#pick-segment", "null")
            tab.select_option("#pick-archetype", desks.HOSTILE[0])
            assert sorted(rows) == sorted(desks.HOSTILE)
        figure = tab.locator(".desk:not([hidden]) figure").first
        figure.scroll_into_view_if_needed()
        figure.locator("svg").wait_for()
        assert tab.title() == title
        assert tab.locator("main img, main b, main script").count() == 0
        assert tab.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize(
    "deployments", [("web_chat",), ("web_chat", "wallet_app", "store")], ids=len
)
def test_the_largest_desk_is_small_and_paints_at_once(tmp_path, chromium, deployments):
    target = written(tmp_path, desks.large(deployments))
    assert (target / "report.html").stat().st_size < 2_700_000
    paints = []
    for _ in range(3):
        with page(chromium, target / "report.html") as tab:
            paints.append(
                tab.evaluate(
                    "performance.getEntriesByName('first-contentful-paint')[0].startTime"
                )
            )
    assert min(paints) < 1000
