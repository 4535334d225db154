"""The pair on one line: verdict, what is reported as a win, and the sentence."""

from datetime import date

from tests.models.panel_cells import answered
from tests.support.warehouse import ticket, warehouse

LAST_WEEK = date(2026, 1, 26)
BEFORE = ["2025-11-03"]
AFTER = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]


def conversations(days, satisfied, of, *, delay_hours=1, **columns):
    """Return tickets spread over days, each answered, some of them satisfied."""
    tickets, surveys = [], []
    for day in days:
        for number in range(of):
            name = f"{day} {columns} {delay_hours} {number}"
            tickets.append(
                ticket(
                    name,
                    opened_at=f"{day} 10:00:00",
                    resolved_at=f"{day} 11:00:00",
                    **columns,
                )
            )
            sent_at = f"{day[:8]}{int(day[8:]) + delay_hours // 24:02d} 12:00:00"
            surveys.append(answered(name, sent_at, 5 if number < satisfied else 1))
    return tickets, surveys


def desk(*parts, as_of="2026-03-01", seeds=None, **tables):
    """Build the mart from parts that each are tickets with their surveys."""
    return warehouse(
        tickets=[ticket for tickets, _ in parts for ticket in tickets],
        surveys=[survey for _, surveys in parts for survey in surveys],
        seeds=seeds,
        variables={"as_of": as_of},
        upto=["deflection_weekly"],
        **tables,
    )


def line(built, week=LAST_WEEK, archetype="order_status"):
    """Return the row of one week."""
    (found,) = built.records(
        "select * from deflection_weekly"
        f" where week = '{week}' and archetype = '{archetype}'"
    )
    return found


BASELINE = conversations(BEFORE, 400, 500)


def deflected(satisfied, of, **columns):
    """Return four weeks of conversations that the bot alone resolved."""
    columns = {"bot_attempted": True, "bot_outcome": "confirmed", **columns}
    return conversations(AFTER, satisfied, of, **columns)


def test_a_small_drop_is_called_what_it_is():
    built = desk(BASELINE, deflected(79, 100))

    assert line(built)["headline"] == (
        "order_status: deflected 100.0 % with CSAT -1.0, inside the two-point"
        " tolerance: held, sees drops of 9.2 points and more;"
        " delayed CSAT not measured; model-scored CSAT not measured"
    )
