"""The words of the help page. Pure."""

import textwrap

from imu_hinge.tui.keys import KEYS
from imu_hinge.tui.states import pain_open
from imu_hinge.view.snapshot import Snapshot

WIDTH = 74
_NAMES = 18
_EVERYTHING = ("^p", "every command, to search in")
_NUMBERS = (
    ("large number", "reps counted and unsure; hatched: not sure yet"),
    ("reps", "● good  ~ close to a limit  ✗ past it  ? no data, unsure"),
    ("low back", "how far it bends against your stand, in degrees"),
    ("PELVIS", "its part of the movement; the low back does the rest"),
    ("REC", "recorded time, and the size of the file, which must grow"),
    ("●  ~  ?", "a sensor: data come, come late, do not come"),
)
"""What each part of the screen means."""


def help_text(snapshot: Snapshot) -> str:
    """Keys that work in this stage, then the numbers, in lines of at most WIDTH cells."""
    keys = [(key.keys_shown, key.meaning) for key in KEYS if key.works(snapshot)]
    pain = [("0 to 9, x", "pain after the set, x is 10")] if pain_open(snapshot) else []
    rows = [*keys, *pain, _EVERYTHING, ("", ""), *_NUMBERS, *_limits(snapshot)]
    return "\n".join(_row(name, meaning) for name, meaning in rows)


def _row(name: str, meaning: str) -> str:
    return textwrap.fill(meaning, WIDTH, initial_indent=f"{name:<{_NAMES}}", subsequent_indent=" " * _NAMES)


def _limits(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The marks of the gauge as they are in force, and where they come from."""
    limits = snapshot.limits
    if limits is None:
        return []
    name, source = ("your limit", "by your own bend") if limits.own else ("limit", "own bend not measured")
    return [(name, f"{limits.fault_deg:.0f} deg; the first mark {limits.caution_deg:.0f} deg; {source}")]
