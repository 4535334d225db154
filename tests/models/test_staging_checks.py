"""The build checks find what they are there for, once somebody breaks the data."""

import pytest

from tests.models.staging_rows import good
from tests.support.warehouse import Warehouse, warehouse

CHECKS = ["check_rows_reconciled", "check_staging_keys", "check_tickets_counted"]


@pytest.fixture(scope="module")
def sound() -> Warehouse:
    return warehouse(
        tickets=[good("tickets"), good("tickets", ticket_id="t2", arm="holdout")],
        messages=[good("messages"), good("messages", message_id="m2")],
        upto=CHECKS,
    )


@pytest.fixture
def built(sound: Warehouse):
    """Lend the one build to a test, and put it right again afterwards."""
    sound.engine.execute("begin transaction")
    yield sound
    sound.engine.execute("rollback")


def found(built: Warehouse, check: str) -> list[tuple[str, str]]:
    """Return what a check says of the database as it is now."""
    return built.rows(built.project.compile(check, database=built.engine.database))


@pytest.mark.parametrize("check", CHECKS)
def test_sound_data_has_no_offender(built, check):
    assert found(built, check) == []


def test_a_lost_row_is_found(built):
    built.engine.execute(
        "update data_quality set rows_staged = 1 where table_name = 'messages'"
    )
    ((subject, message),) = found(built, "check_rows_reconciled")
    assert subject == "messages"
    assert message.startswith(
        "Of 2 rows of messages, 1 are staged and 0 in quarantine, which is not all"
    )


def test_a_file_that_changed_during_the_build_is_found(built):
    built.engine.execute(
        "update raw.inventory set row_count = 3 where table_name = 'messages'"
    )
    ((subject, message),) = found(built, "check_rows_reconciled")
    assert subject == "messages"
    assert message.startswith(
        "The files of messages hold 3 records, but 2 were landed."
    )


def test_a_key_that_stands_twice_is_found(built):
    built.engine.execute("insert into stg_messages from stg_messages")
    assert found(built, "check_staging_keys") == [
        (
            "stg_messages",
            "stg_messages has 2 keys (message_id) with more than one row, for example"
            " m. Its rows must be unique by them: do not trust this build.",
        )
    ]


def test_a_row_without_what_must_be_there_is_found(built):
    built.engine.execute("update stg_messages set author = null")
    ((subject, message),) = found(built, "check_staging_keys")
    assert subject == "stg_messages"
    assert message.startswith("stg_messages has 2 rows without message_id, ticket_id")


def test_a_ticket_that_is_neither_counted_nor_excluded_is_found(built):
    built.engine.execute("delete from exclusions")
    ((_, message),) = found(built, "check_tickets_counted")
    assert message.startswith("1 counted and 0 excluded tickets are not the 2 staged")
