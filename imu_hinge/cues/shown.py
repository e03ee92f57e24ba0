"""The words of the banner, what stands beside them, and for how long they stay: tables."""

from collections.abc import Set

from imu_hinge.cues.banner import Banner, Tint
from imu_hinge.cues.spoken import STEPS
from imu_hinge.model.events import Level
from imu_hinge.model.inputs import Placement

STOP = Banner("STOP", Tint.BAD, "!", "stopped: how much does it hurt, 0 to 10?")
DISK = Banner("DISK", Tint.LOST, "?", "not recording")
MOVED = Banner("MOVED", Tint.LOST, "?", "a sensor moved: stand tall, or calibrate again")
GOOD = Banner("GOOD", Tint.GOOD, line="nothing past a limit")
READY = Banner("READY", Tint.GOOD, line="ready for the first repetition")
DONE = Banner("DONE", Tint.GOOD, line="calibrated")
LOST = Banner("LOST", Tint.LOST, "?")
REST = Banner("REST", Tint.MUTED)
SIDES = {
    "left": Banner("LEFT", line="left side"),
    "right": Banner("RIGHT", line="right side"),
}
STEP_WORDS = {"hold": "HOLD", "stance": "HOLD", "hinges": "HINGE", "full_bend": "BEND", "stance_again": "HOLD"}
ASKED = {step: Banner(word, Tint.GOOD, line=STEPS[step]) for step, word in STEP_WORDS.items()}
"""By step of the guided calibration."""
ALL = (STOP, DISK, LOST, MOVED, GOOD, READY, DONE, REST, *SIDES.values(), *ASKED.values())
"""All of them but those of the catalogue."""

MARKS = {Level.FAULT: (Tint.BAD, "!"), Level.CAUTION: (Tint.CAUTION, "~")}
"""Colour and glyph of a fault by how far it went."""
LINES = {Level.FAULT: "{title}: {value}, limit {limit}", Level.CAUTION: "near your limit: {value}, mark {limit}"}
"""The same in a sentence; the early limit is the first mark of the gauge."""
UNITS = {"deg": "{:.0f} deg", "share": "{:.2f}"}
"""How a value is written, by its unit."""

HOLDS_S = {
    "asked": 0.0,
    "stop": 0.0,
    "disk": 3.0,
    "lost": 1.5,
    "moved": 3.0,
    "fault": 0.7,
    "caution": 0.7,
    "good": 0.8,
    "done": 1.5,
    "side": 2.0,
    "hint": 0.0,
    "life": 0.0,
}
"""Each state of the banner, the most urgent first, and how long it stays at the least once it is shown: our choice."""
DISK_S = 8.0
"""A full disk rarely heals within a session, and faults must be seen again: the band says it for one slow repetition
and the look up after it, the link bar from then on; our choice."""
PER_REP_S = 1.5
"""A fault that is decided once per repetition is never taken back: it is shown for so long; our choice."""


def lost_line(lost: Set[Placement], left: Set[Placement]) -> str:
    """`no data from sacrum: counting only, the low back is not judged`; `left` are the sensors that give data."""
    goes_on = "counting paused"
    if left:
        thorax = Placement.THORACIC in left
        goes_on = "counting only, the low back is not judged" if thorax else "repetitions are unsure, nothing is judged"
    return f"no data from {' and '.join(sorted(lost))}: {goes_on}"


def rest_line(reps: int, unsure: int) -> str:
    """`rest: 8 reps, 1 unsure`."""
    words = f"rest: {reps} rep" if reps == 1 else f"rest: {reps} reps"
    return f"{words}, {unsure} unsure" if unsure else words
