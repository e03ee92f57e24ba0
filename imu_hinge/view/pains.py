"""Which pain score belongs to what. Scores are (session time in ns, 0 to 10) in order. Pure."""

from collections.abc import Sequence

from imu_hinge.view.sets import SetOutline

Scores = Sequence[tuple[int, int]]


def pain_before(sets: Sequence[SetOutline], scores: Scores) -> int | None:
    """The first score given before the first set; without sets the first of all."""
    given = [score for t_ns, score in scores if not sets or t_ns < sets[0].t_start_ns]
    return given[0] if given else None


def pain_after(sets: Sequence[SetOutline], scores: Scores, position: int) -> int | None:
    """The last score given since the start of the set at this position, which it ended or followed, up to the next."""
    nexts = [one.t_start_ns for one in sets[position + 1 : position + 2]]
    given = [score for t_ns, score in scores if sets[position].t_start_ns <= t_ns and all(t_ns < n for n in nexts)]
    return given[-1] if given else None


def highest_of_sets(sets: Sequence[SetOutline], scores: Scores) -> tuple[int, int] | None:
    """The highest score that `pain_after` gives, and the position of its set, the last of several; None without any."""
    given = ((pain_after(sets, scores, position), position) for position in range(len(sets)))
    return max(((score, position) for score, position in given if score is not None), default=None)


def pain_since(scores: Scores, t_ns: int) -> int | None:
    """The last score given at this time or later."""
    given = [score for said_ns, score in scores if said_ns >= t_ns]
    return given[-1] if given else None
