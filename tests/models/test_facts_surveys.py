"""Answers by latency: which survey counts, and whether it says satisfied."""

from decimal import Decimal

import pytest

from tests.models.facts import case, facts, judge, opened, resolved

SOON = resolved(hours=1)


def survey(sent_at, score=None, **changes):
    """Return a survey on a scale of 1 to 5."""
    return {
        "sent_at": sent_at,
        "score": score,
        "scale_min": 1,
        "scale_max": 5,
        **changes,
    }


def sent(latency, at, **changes):
    """Return a case of one survey that has this latency alone."""
    expected = {
        "is_resolution_sent": latency == "resolution",
        "is_delayed_sent": latency == "delayed",
        "off_window_survey_count": int(latency == "off_window"),
    }
    return case(expected, changes, surveys=[survey(at, 5)])


def scored(is_satisfied, score, low, high, satisfied_from=None):
    """Return a case of one answer on this scale."""
    scale = {"scale_min": low, "scale_max": high, "satisfied_from": satisfied_from}
    return case(
        {"is_resolution_satisfied": is_satisfied},
        surveys=[survey(SOON, score, **scale)],
    )


def latest(is_satisfied, *surveys):
    """Return a case of several surveys of one latency."""
    return case({"is_resolution_satisfied": is_satisfied}, surveys=list(surveys))


def quality(expected, *scores):
    """Return a case of model scores: when, by which version, how good."""
    names = ("scored_at", "model_version", "resolution_quality")
    rows = [dict(zip(names, score, strict=True)) for score in scores]
    return case({"model_quality": Decimal(expected)}, model_scores=rows)


CASES = {
    "sent before it was resolved": sent("resolution", opened(minutes=1)),
    "sent when resolved": sent("resolution", resolved()),
    "just under 48 h": sent("resolution", resolved(hours=48, microseconds=-1)),
    "48 h exactly": sent("delayed", resolved(hours=48)),
    "72 h exactly": sent("delayed", resolved(hours=72)),
    "just over 72 h": sent("off_window", resolved(hours=72, microseconds=1)),
    "50 h after resolved, before the close": sent(
        "delayed", resolved(hours=50), closed_at=resolved(days=30)
    ),
    "an open ticket has no latency": sent(None, opened(days=9), resolved_at=None),
    "no survey": case(
        {"is_resolution_sent": False, "is_resolution_answered": False}
        | {"is_resolution_satisfied": None, "off_window_survey_count": 0}
    ),
    "sent without an answer": case(
        {"is_resolution_sent": True, "is_resolution_answered": False}
        | {"is_resolution_satisfied": None, "resolution_scale": None},
        surveys=[survey(SOON)],
    ),
    "every survey off the window is counted": case(
        {"off_window_survey_count": 2, "is_delayed_sent": False},
        surveys=[survey(resolved(days=9), 5), survey(resolved(days=10))],
    ),
    "the later response wins over the later survey": latest(
        True,
        survey(SOON, 5, responded_at=resolved(hours=9)),
        survey(resolved(hours=2), 1, responded_at=resolved(hours=8)),
    ),
    "sent_at stands in for responded_at": latest(
        False,
        survey(SOON, 5, responded_at=resolved(hours=2)),
        survey(resolved(hours=3), 1),
    ),
    "an unanswered survey hides no answer": latest(
        True, survey(SOON, 5), survey(resolved(hours=3))
    ),
    "at the same moment the greatest survey_id": latest(
        False, survey(SOON, 1, survey_id="s9"), survey(SOON, 5, survey_id="s10")
    ),
    "each latency has its own answer": case(
        {"is_resolution_answered": True, "is_resolution_satisfied": False}
        | {"resolution_score_normalised": 0.25}
        | {"is_delayed_answered": True, "is_delayed_satisfied": True}
        | {"delayed_score_normalised": 1.0},
        surveys=[survey(SOON, 2), survey(resolved(hours=60), 5)],
    ),
    "3 of 1..5": scored(False, 3, 1, 5),
    "4 of 1..5": scored(True, 4, 1, 5),
    "7 of 0..10": scored(False, 7, 0, 10),
    "8 of 0..10": scored(True, 8, 0, 10),
    "bad of bad/good": scored(False, 0, 0, 1),
    "good of bad/good": scored(True, 1, 0, 1),
    # 1.9 - 1.0 and 0.75 * 1.2 are 0.9, but in floating point the first falls short
    "three quarters but for floating point": scored(True, 1.9, 1.0, 2.2),
    "a billionth short": scored(True, 1.9 - 0.9e-9, 1.0, 2.2),
    "two billionths short": scored(False, 1.9 - 2e-9, 1.0, 2.2),
    "its own limit, met": scored(True, 7, 0, 10, 7),
    "its own limit, just missed": scored(False, 6.999, 0, 10, 7),
    "its own limit may be stricter": scored(False, 4, 1, 5, 5),
    "the scale of the answer that counts": case(
        {"resolution_scale": "v2|0.0|10.0|", "delayed_scale": "|1.0|5.0|4.0"},
        surveys=[
            survey(SOON, 4, instrument="v1"),
            survey(resolved(hours=2), 8, instrument="v2", scale_min=0, scale_max=10),
            survey(resolved(hours=60), 4, satisfied_from=4),
        ],
    ),
    "no score": case({"model_quality": None}),
    "the latest score": quality("0.1", (SOON, "v9", 0.1), (opened(), "v9", 0.9)),
    "the greatest version": quality("0.1", (SOON, "v2", 0.1), (SOON, "v1", 0.9)),
    "any version over none": quality("0.1", (SOON, "v1", 0.1), (SOON, None, 0.9)),
    "the greatest quality": quality("0.9", (SOON, "v1", 0.9), (SOON, "v1", 0.1)),
}


@pytest.fixture(scope="module")
def found():
    return facts(CASES)


@pytest.mark.parametrize("name", CASES)
def test_survey(found, name):
    judge(found, name, CASES)
