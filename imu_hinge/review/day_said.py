"""The zones and the strip of a day from what was said when they changed: there before the fold has been through."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from imu_hinge.core.posture import Column, PostureDay
from imu_hinge.core.posture.bends import Counted
from imu_hinge.model.events import PostureChanged, PostureState, Zone

_S = 1_000_000_000
_STRIP_S = 300
_AWAY = (PostureState.LYING, PostureState.NOT_WORN)


def said_day(changed: Sequence[PostureChanged], origin_s: float, end_s: int) -> PostureDay:
    """Seconds by zone and state up to `end_s` of session time; changes, bends and stays are not in it."""
    zones: Counter[Zone] = Counter()
    states: Counter[PostureState] = Counter()
    why: Counter[str] = Counter()
    strip: dict[int, Counter[Zone | PostureState]] = {}
    slumped = 0
    for event, start_s, until_s in _stays(changed, end_s):
        seconds = until_s - start_s
        states[event.state] += seconds
        zones.update({event.zone: seconds} if event.zone else {})
        why.update({event.reasons[0]: seconds} if event.state is PostureState.UNKNOWN and event.reasons else {})
        slumped += seconds if event.slumped else 0
        for column, spent in _columns(int(origin_s) + start_s, int(origin_s) + until_s):
            strip.setdefault(column, Counter())[_shown(event)] += spent
    return PostureDay(
        seconds=states.total(),
        by_zone_s=dict(zones),
        by_state_s=dict(states),
        slumped_s=slumped,
        unknown_s=dict(why),
        longest={},
        bends=Counted(),
        reminders={},
        strip=tuple(Column(start_s=float(n * _STRIP_S), seconds=dict(spent)) for n, spent in sorted(strip.items())),
    )


def _stays(changed: Sequence[PostureChanged], end_s: int) -> Iterator[tuple[PostureChanged, int, int]]:
    """Each posture with its first second and the one after its last; an event tells of the second that ends at it."""
    starts = [event.t_ns // _S - 1 for event in changed]
    for event, (start_s, until_s) in zip(changed, pairwise([*starts, max(end_s, *starts, 0)]), strict=True):
        yield event, start_s, until_s


def _columns(start_s: int, until_s: int) -> Iterator[tuple[int, int]]:
    """Number of each column from midnight, and the seconds of the stay in it."""
    column = start_s // _STRIP_S
    while start_s < until_s:
        end_s = min(until_s, (column + 1) * _STRIP_S)
        yield column, end_s - start_s
        start_s, column = end_s, column + 1


def _shown(event: PostureChanged) -> Zone | PostureState:
    return event.state if event.zone is None or event.state in _AWAY else event.zone
