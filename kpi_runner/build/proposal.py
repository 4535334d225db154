"""What raw data propose for a project of one's own: read once, nothing decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kpi_runner.build.archetype_names import Guess, as_pattern, guess, is_safe
from kpi_runner.build.build import contract_of
from kpi_runner.build.contract import TICKETS as TICKETS_OF
from kpi_runner.build.files import find_files
from kpi_runner.build.land import land
from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import ContractError
from kpi_runner.project.project import Project
from kpi_runner.project.selection import select

# An intent of its own archetype takes so many tickets in a hundred.
OWN_SHARE = 0.01
# More intents than people name are free text.
MOST_INTENTS = 500
TICKETS = "stg_tickets_typed"
COUNTED = f"""
    {TICKETS} where exclusion is null and ticket_id is not null
    and deployment_id is not null and opened_at <= cast(? as timestamp)
"""
# Launched in the first week in which the bot attempted one ticket in a hundred, as over
# the four weeks from it on: a stray row is no launch. The longest run of whole weeks
# with tickets before it is the baseline.
DEPLOYMENTS = f"""
    with tickets as (select * from {COUNTED}),
    weeks as (
        select
            deployment_id,
            cast(date_trunc('week', opened_at) as date) as week,
            count(*) as ticket_count,
            count_if(bot_attempted) as attempted_count
        from tickets
        group by deployment_id, week
    ),
    weeks_ahead as (
        select
            *,
            sum(ticket_count) over four_weeks as tickets_ahead,
            sum(attempted_count) over four_weeks as attempted_ahead
        from weeks
        window four_weeks as (
            partition by deployment_id
            order by week
            range between current row and interval 21 days following
        )
    ),
    deployments as (
        select
            deployment_id,
            cast(sum(ticket_count) as bigint) as ticket_count,
            min(case
                when
                    attempted_count > 0
                    and 100 * attempted_count >= ticket_count
                    and 100 * attempted_ahead >= tickets_ahead
                    then week
            end) as launched_on,
            max(week) as last_week
        from weeks_ahead
        group by deployment_id
    ),
    first_days as (
        select deployment_id, cast(min(opened_at) as date) as first_day
        from tickets
        group by deployment_id
    ),
    whole_weeks as (
        select
            weeks.deployment_id,
            weeks.week,
            weeks.week - cast(7 * row_number() over (
                partition by weeks.deployment_id
                order by weeks.week
            ) as integer) as run
        from weeks
        inner join deployments on weeks.deployment_id = deployments.deployment_id
        inner join first_days on weeks.deployment_id = first_days.deployment_id
        where
            weeks.week < coalesce(deployments.launched_on, deployments.last_week)
            and weeks.week >= first_days.first_day
    ),
    runs as (
        select
            deployment_id,
            min(week) as window_start,
            max(week) + 7 as window_end,
            row_number() over (
                partition by deployment_id
                order by count(*) desc, max(week) desc
            ) as place
        from whole_weeks
        group by deployment_id, run
    )
    select
        deployments.deployment_id,
        deployments.ticket_count,
        deployments.launched_on,
        runs.window_start,
        runs.window_end
    from deployments
    left join runs
        on deployments.deployment_id = runs.deployment_id and runs.place = 1
    order by deployments.ticket_count desc, deployments.deployment_id
"""
INTENTS = f"""
    select intent, count(*) as ticket_count from {COUNTED} and intent is not null
    group by intent order by ticket_count desc, intent limit {MOST_INTENTS}
"""
ARCHETYPES = "select archetype, min(tier) from archetypes group by archetype order by 1"
PATTERNS = "select intent, archetype from intents order by intent"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment found in the tickets; dates are proposals, None: none was found."""

    deployment_id: str
    ticket_count: int
    launched_on: date | None
    window_start: date | None
    window_end: date | None

    @property
    def baseline_weeks(self) -> int:
        """Return how many weeks the proposed baseline has."""
        if not self.window_start or not self.window_end:
            return 0
        return (self.window_end - self.window_start).days // 7


@dataclass(frozen=True, slots=True)
class Intent:
    """A raw intent, as the seed will hold it, and what it may be; None: unmapped."""

    intent: str
    ticket_count: int
    guess: Guess | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that was found; intents by volume, without those that are null."""

    deployments: tuple[Deployment, ...]
    intents: tuple[Intent, ...]
    ticket_count: int
    helpdesks: tuple[str, ...] = ()

    @property
    def unmapped_share(self) -> float:
        """Return the share of tickets that no proposed intent maps."""
        mapped = sum(each.ticket_count for each in self.intents if each.guess)
        return 1 - mapped / self.ticket_count


def helpdesks_in(project: Project, paths: Sequence[Path]) -> list[str]:
    """Return the helpdesks whose own tables the raw paths hold; ``contract`` is one."""
    labels = [table.label for table in contract_of(project).tables.values()]
    found = find_files(paths, labels).by_table
    return [name for name, table in TICKETS_OF.items() if table in found]


def identity_of(helpdesk: str) -> tuple[str, ...]:
    """Return the row of bot_identities by which all its tickets are one deployment's.

    Until a person says more: then only the helpdesk's own bot is known to be one.
    """
    return (helpdesk, "channel", "*", "", f"{helpdesk}_desk")


def propose(
    engine: Engine, project: Project, paths: Sequence[Path], now: datetime
) -> Proposal:
    """Read the tickets of the raw paths as a build would, and propose from them.

    Raises what landing raises, and ContractError when no ticket can be read.
    """
    land(engine, paths, contract_of(project), now=now)
    load_seeds(engine, project, None)
    helpdesks = tuple(h for h in helpdesks_in(project, paths) if h != "contract")
    for helpdesk in helpdesks:
        engine.execute(
            "insert into main.bot_identities values (?, ?, ?, ?, ?)",
            identity_of(helpdesk),
        )
    for name in select(project, [f"+{TICKETS}"]):
        sql = project.compile(name, database=engine.database)
        if project.models[name].materialized == "view":
            engine.create_view(name, sql)
        else:
            engine.create_table(name, sql)
    found = [Deployment(*row) for row in engine.rows(DEPLOYMENTS, [now])]
    deployments = tuple(each for each in found if is_safe(each.deployment_id))
    if not deployments:
        raise ContractError(
            "no ticket has a ticket_id, a deployment_id that is a name, and an"
            " opened_at that is past.",
            hint="models/staging/_sources.yml says what each column holds.",
        )
    total = sum(each.ticket_count for each in found)
    tiers = {str(name): int(tier) for name, tier in engine.rows(ARCHETYPES)}
    patterns = [(str(text), str(name)) for text, name in engine.rows(PATTERNS)]
    intents: dict[str, Intent] = {}
    for name, count in engine.rows(INTENTS, [now]):
        guessed = guess(str(name), tiers, patterns)
        is_rare = count < OWN_SHARE * total
        if guessed and guessed.archetype not in tiers and is_rare:
            guessed = None
        row = _seed_row(str(name), count, guessed)
        intents.setdefault(row.intent, row)
    return Proposal(deployments, tuple(intents.values()), total, helpdesks)


def _seed_row(name: str, count: int, guessed: Guess | None) -> Intent:
    """Return an intent as the seed may hold it; unmapped where it may not at all."""
    pattern = as_pattern(name)
    return Intent(pattern or name, count, guessed if pattern else None)
