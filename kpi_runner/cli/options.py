"""Options that commands share, and the values they become."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path

import click

from kpi_runner.build.request import Request, raw_path
from kpi_runner.errors import KpiError

FILE = "dbt_project.yml"

Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options were given; only a build has the last ones."""

    project: Path | None
    target: Path | None
    seeds: Path | None
    as_of: datetime | None
    variables: dict[str, object]
    raw: tuple[Path, ...] = ()
    now: datetime | None = None
    engine: str = "duckdb"
    spark_master: str = "local[*]"
    threads: int | None = None
    memory_limit: str | None = None


def moment(text: str) -> datetime:
    """Return a date (its first moment) or an ISO time, in UTC without an offset."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def read_moment(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> datetime | None:
    """Read the value of --as-of or --now."""
    try:
        return moment(text) if text else None
    except ValueError as error:
        raise click.BadParameter(
            f"'{text}' is no date (2026-03-02) and no time (2026-03-02T12:00:00)."
        ) from error


def read_raw(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[Path, ...]:
    """Read the values of --raw, paths or file: URIs."""
    return tuple(raw_path(each) for each in given)


def read_variables(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> dict[str, object]:
    """Read the value of --vars, YAML or JSON as dbt takes it."""
    if not text:
        return {}
    import yaml

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise click.BadParameter(f"this is no YAML: {error}") from error
    if not isinstance(found, dict):
        raise click.BadParameter(
            'this is no mapping such as \'{"gate_mode": "literal"}\'.'
        )
    return {str(name): value for name, value in found.items()}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a project is, and where its results are."""

    root: Path
    target: Path


_FOLDER = click.Path(path_type=Path)
project_option = click.option(
    "--project", type=_FOLDER, help="The project's folder (else the nearest one)."
)
seeds_option = click.option(
    "--seeds", type=_FOLDER, help="A folder whose files replace seeds by name."
)
_TARGET = (
    project_option,
    click.option(
        "--target", type=_FOLDER, help="Where results go (else target/ in the project)."
    ),
)
_PROJECT = (
    seeds_option,
    click.option(
        "--as-of",
        callback=read_moment,
        metavar="DATE",
        help="Read nothing later than this (else all there is).",
    ),
    click.option(
        "--vars",
        "variables",
        callback=read_variables,
        metavar="YAML",
        help="Variables of the project, as dbt takes them.",
    ),
)
_BUILD = (
    click.option(
        "--raw",
        multiple=True,
        callback=read_raw,
        metavar="PATH",
        help="Raw data: folder, file, glob or DuckDB file (repeatable).",
    ),
    click.option(
        "--now",
        callback=read_moment,
        metavar="TIME",
        help="The moment of landing and publishing (else the clock), in UTC.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["duckdb", "spark"]),
        default="duckdb",
        help="What the models are built in.",
    ),
    click.option(
        "--spark-master",
        default="local[*]",
        metavar="URL",
        help="Where Spark runs: local[2], spark://HOST:7077, yarn ... (else here).",
    ),
    click.option(
        "--threads",
        type=click.IntRange(min=1),
        help="Cores, and models at once (else all cores).",
    ),
    click.option(
        "--memory-limit", metavar="SIZE", help="The most memory to use, such as 4GB."
    ),
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
select_option = click.option(
    "--select",
    "-s",
    multiple=True,
    metavar="SELECT",
    help="Models as dbt selects them: name, +name, name+, tag:x, path/.",
)


def with_options(
    *options: Callable[[Command], Command],
) -> Callable[[Command], Command]:
    """Return a decorator that adds options, listed in this order by --help."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def target_options(command: Command) -> Command:
    """Add --project and --target; the function gets ``target``."""

    @wraps(command)
    def wrapped(*, project: Path | None, target: Path | None, **others: object) -> None:
        found = target or target_folder(project_root(project), None)
        command(target=found.absolute(), **others)

    return with_options(*_TARGET)(wrapped)


def home_options(command: Command) -> Command:
    """Add --project and --target; the function gets ``home``."""

    @wraps(command)
    def wrapped(*, project: Path | None, target: Path | None, **others: object) -> None:
        root = project_root(project)
        command(home=Home(root, target_folder(root, target)), **others)

    return with_options(*_TARGET)(wrapped)


def project_options(command: Command) -> Command:
    """Add what a project is read with; the function gets ``request``."""
    return with_options(*_PROJECT, *_TARGET)(with_request(command))


def request_options(command: Command) -> Command:
    """Add every option of a build; the function gets ``request``."""
    options = (*_BUILD[:1], *_PROJECT, *_TARGET, *_BUILD[1:])
    return with_options(*options)(with_request(command))


def with_request(command: Command) -> Command:
    """Put one request in the place of the options that it is made of."""

    @wraps(command)
    def wrapped(**given: object) -> None:
        names = {each.name for each in fields(Asked)} & given.keys()
        asked = {name: given.pop(name) for name in sorted(names)}
        # click has converted each value to the type of its field.
        found = request_of(Asked(**asked))  # type: ignore[arg-type]
        command(request=found, **given)

    return wrapped


def request_of(asked: Asked) -> Request:
    """Return the options of a build with everything found out that they leave out."""
    root = project_root(asked.project)
    return Request(
        root=root,
        target=target_folder(root, asked.target),
        raw=tuple(path.absolute() for path in asked.raw),
        seeds=seeds_folder(asked.seeds),
        variables=with_as_of(asked.variables, asked.as_of),
        now=asked.now or datetime.now(UTC).replace(tzinfo=None),
        engine=asked.engine,
        spark_master=asked.spark_master,
        threads=asked.threads,
        memory_limit=asked.memory_limit,
    )


def project_root(given: Path | None) -> Path:
    """Return the project's folder: the one named, else the nearest one upwards."""
    here = (given or Path.cwd()).absolute()
    for folder in (here,) if given else (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    above = "" if given else " or above it"
    raise KpiError(
        f"there is no {FILE} in '{here}'{above}.",
        hint="Name the project's folder with --project, or start one: kpi init.",
    )


def target_folder(root: Path, given: Path | None) -> Path:
    """Return where results go."""
    return given.absolute() if given else root / "target"


def seeds_folder(given: Path | None) -> Path | None:
    """Return the overlay's folder, which must be there."""
    if given and not given.is_dir():
        raise KpiError(
            f"the folder of seeds '{given}' does not exist.",
            hint="--seeds takes a folder with CSV files named as those in seeds/.",
        )
    return given.absolute() if given else None


def with_as_of(
    variables: dict[str, object], as_of: datetime | None
) -> dict[str, object]:
    """Return the variables with as_of as the text that models expect."""
    if as_of is None and not variables.get("as_of"):
        return variables
    try:
        found = as_of or moment(str(variables["as_of"]))
    except ValueError as error:
        raise KpiError(
            f"the variable as_of is '{variables['as_of']}', which is no date.",
            hint="Write 2026-03-02 or 2026-03-02T12:00:00.",
        ) from error
    return {**variables, "as_of": found.isoformat(sep=" ")}
