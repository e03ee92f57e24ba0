"""Events that come long after they happened say so, by the clock of their session alone."""

from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.inbox import Arrived
from imu_hinge.remote.late import late_words
from imu_hinge.remote.messages import Live
from tests.made import S
from tests.remote.mirrored import SESSION, mirror_of

LIVE = Live(n=1, t_ms=0, t_ns=300 * S, session=SESSION, state="rest", exercise="band_rdl")


def pain(seq: int, t_s: int, **fields: Any) -> Arrived:
    """The clock of the client's machine is of no use: it stands still."""
    body = {"score": seq, "t_ns": t_s * S, **fields}
    return Arrived(seq=seq, id=f"e{seq}", t_ms=7, session=SESSION, type="PainReported", body=body)


def told(rows: list[Arrived], live: Live | None = None) -> list[str]:
    mirror = mirror_of(load_exercise("band_rdl"))
    if live is not None:
        mirror.take_live(live, {})
    mirror.take_events(rows)
    return mirror.drain()


def test_what_happened_long_before_the_newest_live_message_says_how_long() -> None:
    rows = [pain(1, 60), pain(2, 275), pain(3, 298)]
    assert told(rows, LIVE) == ["4 min ago: pain 1", "25 s ago: pain 2", "pain 3"]


def test_what_came_with_later_events_says_how_long_before_them() -> None:
    assert told([pain(1, 60), pain(2, 180)]) == ["2 min ago: pain 1", "pain 2"]


def test_what_comes_at_once_says_nothing() -> None:
    assert told([pain(1, 302)], LIVE) == ["pain 1"]
    assert told([pain(1, 299)], replace(LIVE, t_ns=301 * S)) == ["pain 1"]


@pytest.mark.parametrize("t_ns", ["soon", -1, 1 << 70])
def test_a_time_that_makes_no_sense_is_none(t_ns: object) -> None:
    assert told([pain(1, 0, t_ns=t_ns)], LIVE) == ["pain 1"]


@pytest.mark.parametrize(
    ("behind_s", "words"),
    [
        (-5.0, ""),
        (10.0, ""),
        (11.0, "11 s ago: "),
        (89.0, "89 s ago: "),
        (90.0, "2 min ago: "),
        (4000.0, "67 min ago: "),
    ],
)
def test_how_long_ago_is_said_in_one_unit(behind_s: float, words: str) -> None:
    assert late_words(behind_s) == words
