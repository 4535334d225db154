"""What can be planted: each scenario pulls levers, columns of the table `rates`."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi_runner.errors import SelectionError, did_you_mean

DEFAULT_WEEK = 13
FORM = "NAME[:[DEPLOYMENT/]ARCHETYPE[:WEEK[:SIZE]]]"
WRITTEN = f"It is written {FORM}."


@dataclass(frozen=True, slots=True)
class Lever:
    """What a scenario of size 1 does to one rate: add to it, or scale it.

    ``ramp_weeks`` weeks pass until it acts in full.
    """

    rate: str
    add: float = 0.0
    scale: float = 0.0
    segment: str = "all"
    arm: str = "bot"
    ramp_weeks: int = 1


@dataclass(frozen=True, slots=True)
class Plant:
    """A kind of scenario, with what it does where nothing else is asked for."""

    description: str
    archetype: str = "all"
    size: float = 0.0
    levers: tuple[Lever, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One planted scenario; ``week`` counts from the launch, from 1."""

    name: str
    deployment_id: str
    archetype: str
    week: int
    size: float

    @property
    def levers(self) -> tuple[Lever, ...]:
        """Return what it pulls, at size 1."""
        return PLANTS[self.name].levers


# Enterprise customers are about an eighth of a desk, consumers about two thirds:
# what the ones lose the others gain, so that the average stays where it was.
GAIN_OF_CONSUMERS = 0.17

PLANTS = {
    "healthy": Plant("nothing is wrong"),
    "csat_gain": Plant(
        "satisfaction rises by SIZE",
        "password_reset",
        0.05,
        (Lever("csat", add=1),),
    ),
    "csat_slip": Plant(
        "satisfaction falls by SIZE",
        "order_status",
        0.06,
        (Lever("csat", add=-1),),
    ),
    "delayed_only_slip": Plant(
        "satisfaction two days later falls by SIZE, at the time of resolution not",
        "basic_billing",
        0.1,
        (Lever("delayed_shift", add=-1),),
    ),
    "segment_slip": Plant(
        "enterprise satisfaction falls by SIZE, the average stays flat",
        size=0.12,
        levers=(
            Lever("csat", add=-1, segment="enterprise"),
            Lever("csat", add=GAIN_OF_CONSUMERS, segment="consumer"),
        ),
    ),
    "doom_loop": Plant(
        "SIZE more of the attempts end abandoned, hardly anybody is escalated",
        "order_status",
        0.4,
        (Lever("abandon", add=1), Lever("escalate", scale=-2)),
    ),
    "context_loss": Plant(
        "agents ask SIZE more of the escalated customers to start again",
        "billing_disputes",
        0.15,
        (Lever("context_loss", add=1),),
    ),
    "invented_policy": Plant(
        "SIZE of the bot's policy quotes are invented, some actions only claimed",
        "returns",
        0.06,
        (Lever("wrong_quote", add=1), Lever("overreach", add=0.2)),
    ),
    "refund_leakage": Plant(
        "SIZE of the refunds pay too much, or somebody entitled to nothing",
        "returns",
        0.1,
        (Lever("leak", add=1),),
    ),
    "handle_time_creep": Plant(
        "handle times rise by the share SIZE within eight weeks",
        "technical_issues",
        0.4,
        (
            Lever("agent_seconds", scale=1, ramp_weeks=8),
            Lever("bot_seconds", scale=1, ramp_weeks=8),
        ),
    ),
    "repeat_contact_rise": Plant(
        "SIZE more of the customers come back within a week",
        "basic_billing",
        0.08,
        (Lever("follow_7d", add=1),),
    ),
    "silent_refusal": Plant(
        "the bot refuses the share SIZE of what it attempted before",
        "plan_comparison",
        0.95,
        (Lever("attempt", scale=-1),),
    ),
    "survey_outage": Plant(
        "the share SIZE of the surveys is not sent any more",
        size=1.0,
        levers=(Lever("survey_sent", scale=-1, arm="all"),),
    ),
    "mix_shift": Plant(
        "an archetype's volume grows by the multiple SIZE, the total stays",
        "billing_disputes",
        2.0,
        (Lever("volume", scale=1),),
    ),
    "model_score_drift": Plant(
        "model scores fall by SIZE, satisfaction does not",
        size=0.06,
        levers=(Lever("model_shift", add=-1, arm="all"),),
    ),
    "seasonal_dip": Plant(
        "satisfaction falls by SIZE with the bot and without it",
        size=0.06,
        levers=(Lever("csat", add=-1, arm="all"),),
    ),
    "staggered_launch": Plant(
        "archetypes launch SIZE weeks apart, in alphabetical order",
        size=1.0,
    ),
}


def read_scenario(
    text: str, *, deployments: Iterable[str], archetypes: Iterable[str]
) -> Scenario:
    """Read a scenario as `FORM` says; parts that are empty or missing are defaults."""
    parts = text.split(":")
    if len(parts) > FORM.count(":") + 1:
        raise SelectionError(f"scenario '{text}' has too many parts.", hint=WRITTEN)
    name, place, week, size = (*parts, "", "", "")[:4]
    plant = PLANTS[known(name, PLANTS, "scenario")]
    deployment_id, _, archetype = place.rpartition("/")
    scenario = Scenario(
        name,
        known(deployment_id or "all", ["all", *deployments], "deployment"),
        known(archetype or plant.archetype, ["all", *archetypes], "archetype"),
        int(number(week or str(DEFAULT_WEEK), text)),
        number(size or str(plant.size), text),
    )
    if scenario.week < 1 or scenario.size < 0:
        raise SelectionError(
            f"scenario '{text}' starts before the launch or has a negative size.",
            hint="Weeks count from 1, the week of the launch; sizes from 0.",
        )
    return scenario


def known(word: str, words: Iterable[str], kind: str) -> str:
    """Return ``word`` if it is one of ``words``, else say what is there."""
    there = list(words)
    if word in there:
        return word
    raise SelectionError(
        f"there is no {kind} '{word}' to simulate.",
        hint=did_you_mean(word, there) or f"There are: {', '.join(there)}.",
    )


def number(word: str, text: str) -> float:
    """Return a part of the scenario ``text`` as a number."""
    try:
        return float(word)
    except ValueError as error:
        raise SelectionError(
            f"scenario '{text}': '{word}' is no number.",
            hint=WRITTEN,
        ) from error
