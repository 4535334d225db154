"""Twenty readers in loops while builds publish: no error, never a mix of two runs."""

from multiprocessing import get_context
from pathlib import Path

from tests.faults.desk import Desk, seen
from tests.faults.steps import NOTHING, start

READERS = 20
OPENS = 1_000


def read(marts: Path, until: Path, told, opened) -> None:
    """Open, read and close until a file appears; tell the turns that were seen."""
    turns = []
    while not until.exists():
        try:
            turns.append(seen(marts))
        except BaseException as error:  # noqa: BLE001 (whatever a reader meets counts)
            told.put(repr(error))
            return
        with opened.get_lock():
            opened.value += 1
    told.put(turns)


def test_twenty_readers_never_meet_an_error_or_two_runs_at_once(tmp_path):
    desk = Desk(tmp_path)
    context, until = get_context("forkserver"), tmp_path / "over"
    told, opened = context.Queue(), context.Value("i", 0)
    arguments = (desk.target / "marts.duckdb", until, told, opened)
    readers = [context.Process(target=read, args=arguments) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    while opened.value < OPENS or desk.turn < 10:
        desk.next()
        desk.build()
    until.touch()
    found = [told.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(60)

    assert [error for error in found if isinstance(error, str)] == []
    assert sum(map(len, found)) >= OPENS
    assert all(turns == sorted(turns) for turns in found)
    assert len({turn for turns in found for turn in turns}) > 5


def test_of_many_builds_at_once_one_works_and_the_others_say_who(tmp_path):
    desk = Desk(tmp_path)
    desk.next()
    options = ("--project", desk.root, "--raw", desk.root / "raw")
    homes = [tmp_path / f"seen{number}" / "target" for number in range(4)]
    for home in homes:
        home.parent.mkdir()
    builds = [
        start(home, ["build", *options, "--target", desk.target], NOTHING)
        for home in homes
    ]
    for build in builds:
        build.join(60)

    codes = sorted(build.exitcode for build in builds)
    said = [home.with_name("target.said").read_text("utf-8") for home in homes]

    assert set(codes) <= {0, 2}
    assert codes[0] == 0
    assert all("another build (process" in text for text in said if "Error" in text)
    assert sum("Error" in text for text in said) == codes.count(2)
    assert desk.seen() == desk.turn
