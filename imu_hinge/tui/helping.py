"""The words of the help page. Pure."""

import textwrap

from imu_hinge.catalogue import Exercise
from imu_hinge.catalogue.rows import Limit
from imu_hinge.tui.keys import KEYS
from imu_hinge.view.snapshot import Stage

WIDTH = 74
_NAMES = 18
_NUMBERS = (
    ("large number", "reps counted and unsure; hatched: not sure yet"),
    ("reps", "● good  ~ close to a limit  ✗ past it  ? no data, unsure"),
    ("low back", "how far it bends against your stand, in degrees"),
    ("PELVIS", "its part of the movement; the low back does the rest"),
    ("REC", "recorded time, and the size of the file, which must grow"),
    ("●  ~  ?", "a sensor: data come, come late, do not come"),
)
"""What each part of the screen means."""


def help_text(stage: Stage, exercise: Exercise) -> str:
    """Keys that work in this stage, then the numbers, in lines of at most WIDTH cells."""
    keys = [(key.keys_shown, key.meaning) for key in KEYS if key.works(stage, exercise)]
    pain = [("0 to 9, x", "pain after the set, x is 10")] if stage is Stage.REST else []
    rows = [*keys, *pain, ("", ""), *_NUMBERS, *_limits(exercise)]
    return "\n".join(_row(name, meaning) for name, meaning in rows)


def _row(name: str, meaning: str) -> str:
    return textwrap.fill(meaning, WIDTH, initial_indent=f"{name:<{_NAMES}}", subsequent_indent=" " * _NAMES)


def _limits(exercise: Exercise) -> list[tuple[str, str]]:
    """Where the marks of the gauge come from."""
    fault = next((fault for fault in exercise.faults if fault.id == "lumbar_flexion"), None)
    if fault is None or fault.fault is None:
        return []
    return [("your limit", f"{_limit(fault.fault)}; the first mark {_limit(fault.caution)}")]


def _limit(limit: Limit) -> str:
    own = "" if limit.own_maximum_pct is None else f"{limit.own_maximum_pct:.0f} % of your own bend or "
    return f"{own}{limit.limit:.0f} deg"
