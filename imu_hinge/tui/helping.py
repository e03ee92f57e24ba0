"""The words of the help page. Pure."""

from imu_hinge.tui.help_page import BLANK, EVERYTHING, lines
from imu_hinge.tui.keys import KEYS
from imu_hinge.tui.states import pain_open
from imu_hinge.view.snapshot import Snapshot

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
    """Keys that work in this stage, then the numbers, as lines."""
    keys = [(key.keys_shown, key.meaning) for key in KEYS if key.works(snapshot)]
    pain = [("0 to 9, x", "pain after the set, x is 10")] if pain_open(snapshot) else []
    return lines([*keys, *pain, EVERYTHING, BLANK, *_NUMBERS, *_limits(snapshot)])


def _limits(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The marks of the gauge as they are in force, and where they come from."""
    limits = snapshot.limits
    if limits is None:
        return []
    name, source = ("your limit", "by your own bend") if limits.own else ("limit", "own bend not measured")
    return [(name, f"{limits.fault_deg:.0f} deg; the first mark {limits.caution_deg:.0f} deg; {source}")]
