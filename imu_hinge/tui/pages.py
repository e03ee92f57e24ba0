"""The plain lines of the stages between sets: who is awaited, what is asked, how the set went. Pure."""

from collections.abc import Callable, Iterable, Sequence
from math import isnan

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.hint import hint_words
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.tui.rows import BLANK, Line, Piece
from imu_hinge.tui.states import STILL_DPS, missing, newest_note, pain_risen, sensor_of
from imu_hinge.tui.tables import session_table
from imu_hinge.view.advice import INSIDE, most_frequent, not_judged, pain_words
from imu_hinge.view.pains import highest_of_sets
from imu_hinge.view.signals import Signal, signal_of
from imu_hinge.view.snapshot import Calibrating, Recorded, Sensor, Snapshot, Stage
from imu_hinge.view.today import end_words, rest_words
from imu_hinge.view.totals import Totals, totals
from imu_hinge.view.verdicts import Verdict, tally
from imu_hinge.view.words import not_taken, reps_words

_BAR = 20
_STATES = {
    None: "not heard yet",
    LinkState.SEARCHING: "searching",
    LinkState.CONNECTING: "connecting",
    LinkState.STREAMING: "connected, no data yet",
    LinkState.SILENT: "connected, no data",
    LinkState.LOST: "out of reach, searching again",
    LinkState.NO_BLUETOOTH: "no Bluetooth",
    LinkState.STOPPED: "stopped",
}
_BEND, _SKIPPABLE = "bend", "full_bend"
_HINTS = {
    "hold": "It starts by itself when you have stood still for three seconds.",
    "hinges": "Stand tall after each one.",
    _SKIPPABLE: "k leaves the bend out, for instance with pain.",
}
"""What the banner does not say of a step of the calibration."""
_STEPS = (
    ("stand", ("hold", "stance")),
    ("3 hinges", ("hinges",)),
    (_BEND, (_SKIPPABLE,)),
    ("stand", ("stance_again",)),
)
_PLACES = (
    "     O",
    "    /|\\",
    "    [T]      thoracic: beside the spine, at the lowest ribs",
    "     |",
    "    [S]      sacrum: flat bone below the belt line",
    "    / \\",
    "   /   \\",
)
"""Where the sensors sit."""


ALONE = "The thoracic sensor alone counts too: stand still. No low back is judged then."
AGAIN = "c tries the calibration again. Or just begin: five repetitions teach it too."
"""After a calibration that was not taken; what else is said after some reasons stands in _AFTER."""
_AFTER = {"swapped": "Exchange the two sensors, then c calibrates again."}


def page(snapshot: Snapshot) -> tuple[Line, ...]:
    """The lines of the stage."""
    return tuple(_PAGES.get(snapshot.stage, _nothing)(snapshot))


def _nothing(_: Snapshot) -> Iterable[Line]:
    return ()


def _waiting(snapshot: Snapshot) -> Iterable[Line]:
    absent = missing(snapshot)
    tried = snapshot.calibrating.refused and not absent
    yield ((_AFTER.get(snapshot.calibrating.reason, AGAIN) if tried else _awaited(absent), "*text"),)
    if absent == (Placement.SACRUM,):
        yield ((ALONE, "text"),)
    yield BLANK
    sensors = {place: sensor_of(snapshot, place) for place in Placement}
    for place, sensor in sensors.items():
        yield _sensor(place, sensor)
    for detail in dict.fromkeys(one.detail for place, one in sensors.items() if one.detail and place in absent):
        yield ((detail, "muted"),)
    yield from _refusal(snapshot)
    yield from (((note.words, "*text"),) for note in snapshot.notes[-1:] if note.words != _told(snapshot))
    yield BLANK
    yield from (((row, "muted"),) for row in _PLACES)


def _told(snapshot: Snapshot) -> str:
    """The note that says the same as the refusal."""
    return not_taken(snapshot.calibrating.refused)


def _refusal(snapshot: Snapshot) -> Iterable[Line]:
    if snapshot.calibrating.refused:
        yield ((f"~ {snapshot.calibrating.refused}", "caution"),)


def _awaited(absent: Sequence[Placement]) -> str:
    if not absent:
        return "Both sensors are here. Stand tall and still: the calibration starts by itself."
    names = "both sensors" if len(absent) == len(Placement) else f"the {absent[0]} sensor"
    return f"Waiting for {names}. Switch on, come near; no key is needed."


def _sensor(place: Placement, sensor: Sensor) -> Line:
    here = signal_of(sensor) in (Signal.FRESH, Signal.LATE)
    glyph, ink = ("●", "good") if here else ("?", "*lost")
    state = "gives data" if here else _STATES[sensor.state]
    return ((f"{glyph} {place.upper():<9}", ink), (f"  {state}", "text"))


def _calibrating(snapshot: Snapshot) -> Iterable[Line]:
    step = snapshot.calibrating.step
    yield from _refusal(snapshot)
    skipped = step == _SKIPPABLE and snapshot.calibrating.bend_skipped
    yield (("" if skipped else _HINTS.get(step, ""), "text"),)
    yield BLANK
    for place in Placement:
        yield _stillness(place, sensor_of(snapshot, place))
    yield _steps(snapshot.calibrating)


def _stillness(place: Placement, sensor: Sensor) -> Line:
    """As wide whatever it says: a block that is centred would jump."""
    turning = sensor.still_dps
    if turning is not None and isnan(turning):
        return ((f"{place:<9}", "text"), ("░" * _BAR, "muted"), (f"  {'no gyroscope':<19}", "muted"))
    if turning is None:
        return ((f"{place:<9}", "text"), ("░" * _BAR, "muted"), (f"  {'--':>5}{' ' * 14}", "muted"))
    filled = round(_BAR * max(0.0, 1.0 - turning / (2 * STILL_DPS)))
    bar, ink = "█" * filled, "good" if turning <= STILL_DPS else "caution"
    words = f"  {turning:5.1f} deg/s  {'still' if turning <= STILL_DPS else 'moving':<6}"
    return ((f"{place:<9}", "text"), (bar, ink), ("·" * (_BAR - filled), "idle"), (words, "muted"))


def _steps(calibrating: Calibrating) -> Line:
    """`● stand   > 3 hinges   - no bend   · stand`."""
    rows = [("no bend" if calibrating.bend_skipped and name == _BEND else name, steps) for name, steps in _STEPS]
    at = next((place for place, (_, steps) in enumerate(rows) if calibrating.step in steps), len(rows))
    return tuple(_step(name, place, at) for place, (name, _) in enumerate(rows))


def _step(name: str, place: int, at: int) -> Piece:
    if place == at:
        return (f"> {name}    ", "*text")
    return (f"{'●' if place < at else '·'} {name}    ", "muted")


def _rest(snapshot: Snapshot) -> Iterable[Line]:
    """The numbers of the last set, and what is next; the more important ones first, for there are few rows.

    There is no advice for the next set after a stop, or while a rise of pain is told; after a set with pain from the
    start limit on that is said in its place. A new note is first of these.
    """
    if not snapshot.sets:
        return
    last = snapshot.sets[-1]
    numbers = totals([last], snapshot.exercise)
    yield _verdicts(last, numbers, snapshot.exercise)
    told = snapshot.stopped_ns is not None or pain_risen(snapshot)
    yield BLANK if told else ((_high_pain(snapshot) or advice(last, snapshot.exercise), "text"),)
    note = newest_note(snapshot)
    ahead = () if told else rest_words(snapshot.today)
    found = "" if told else hint_words(snapshot.quality)
    lines = ((note, "*text"), *((words, "text") for words in ahead), (found, "muted"))
    yield from ((line,) for line in lines if line[0])
    yield ((_peak(numbers, snapshot), "muted"),)


def _verdicts(last: SetSummary, numbers: Totals, exercise: Exercise) -> Line:
    """`8 reps:   ● 6 good   ✗ 2 past the limit`."""
    counts = tally(last, exercise)
    kinds = [verdict for verdict in Verdict if counts[verdict]]
    signs = [verdict.value for verdict in kinds]
    parts = [
        (f"   {sign.glyph} {counts[kind]} {sign.words}", sign.ink) for kind, sign in zip(kinds, signs, strict=True)
    ]
    return ((f"{reps_words(numbers.reps, 0)}:", "*text"), *parts)


def _high_pain(snapshot: Snapshot) -> str:
    found = highest_of_sets(snapshot.all_sets, snapshot.pains)
    return pain_words(found[0] if found else None, snapshot.pain_limit)


def advice(last: SetSummary, exercise: Exercise) -> str:
    """One sentence: what to look after in the next set."""
    fault = most_frequent(last.faults, last.cautions, exercise)
    if fault is not None:
        return _about(fault)
    return not_judged(last.reps) if last.unsure else INSIDE


def _about(fault: Fault) -> str:
    return f"Next set: {fault.cue}." if fault.cue else f"Most often: {fault.title}."


def _peak(numbers: Totals, snapshot: Snapshot) -> str:
    peak, limits = numbers.peak_deg, snapshot.limits
    if snapshot.unjudged:
        return snapshot.unjudged
    reached = "low back not judged" if peak is None else f"low back peak {peak:.0f} deg"
    return f"{reached}, limit {limits.fault_deg:.0f} deg" if limits else reached


def _saved(kept: Recorded) -> Line:
    words = kept.problem or (f"Saved: {kept.path}" if kept.path else "Nothing was recorded.")
    return ((words, "*lost" if kept.problem else "text"),)


def _ended(snapshot: Snapshot) -> Iterable[Line]:
    if snapshot.recorded.known:
        yield _saved(snapshot.recorded)
        yield BLANK
    yield from session_table(snapshot)
    lines = [*end_words(snapshot.today), *snapshot.ahead]
    if lines:
        yield BLANK
    yield from (((words, "text"),) for words in lines)


_PAGES: dict[Stage, Callable[[Snapshot], Iterable[Line]]] = {
    Stage.WAITING: _waiting,
    Stage.CALIBRATING: _calibrating,
    Stage.REST: _rest,
    Stage.ENDED: _ended,
}
