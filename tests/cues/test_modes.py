"""What each mode lets through, and the circle they form."""

import pytest

from imu_hinge.cues.cue import Cue, Mode, Sort
from imu_hinge.cues.modes import Heard, heard, next_mode

EIGHT = Cue(t_ns=0, sort=Sort.REP, words="eight")
CLICK = Cue(t_ns=0, sort=Sort.REP, soft=True)
ARCH = Cue(t_ns=0, sort=Sort.FAULT, words="keep the arch")
LOST = Cue(t_ns=0, sort=Sort.LOST, words="sensor lost, counting paused")
TICK = Cue(t_ns=0, sort=Sort.NEAR)
LAST = Cue(t_ns=0, sort=Sort.LAST_REP, words="last one")
REST = Cue(t_ns=0, sort=Sort.REST, words="rest, eight")

NOTHING, TONE, BOTH = Heard(False, False), Heard(True, False), Heard(True, True)


@pytest.mark.parametrize(
    ("mode", "cues"),
    [
        (Mode.OFF, dict.fromkeys([EIGHT, CLICK, ARCH, LOST, TICK, LAST, REST], NOTHING)),
        (Mode.TONES, {TICK: NOTHING, **dict.fromkeys([EIGHT, CLICK, ARCH, LOST, LAST, REST], TONE)}),
        (Mode.COUNTS, {TICK: NOTHING, EIGHT: BOTH, LAST: BOTH, **dict.fromkeys([CLICK, ARCH, LOST, REST], TONE)}),
        (Mode.ALL, {TICK: TONE, CLICK: TONE, **dict.fromkeys([EIGHT, LAST, ARCH, LOST, REST], BOTH)}),
    ],
)
def test_what_is_heard_in_each_mode(mode: Mode, cues: dict[Cue, Heard]) -> None:
    assert {cue: heard(mode, cue) for cue in cues} == cues


def test_one_key_goes_through_all_modes() -> None:
    modes = [Mode.ALL]
    while len(modes) < 5:
        modes.append(next_mode(modes[-1]))
    assert modes == [Mode.ALL, Mode.OFF, Mode.TONES, Mode.COUNTS, Mode.ALL]
