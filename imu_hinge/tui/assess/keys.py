"""The keys of an assessment, as a table: bindings, footer, palette and help are made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding

from imu_hinge.tui.key_table import Entry, Key, bindings_of, entries_of, written
from imu_hinge.tui.keys import bend_asked, score_bindings
from imu_hinge.view.assess.viewer import Seen
from imu_hinge.view.snapshot import Stage

LIMIT_KEYS = tuple("123456789")
"""The key that takes each proposed limit, in order."""


def _measuring(seen: Seen) -> bool:
    """Whether the tests go on, or could: a calibration holds and the session is not over."""
    return seen.session.stage is Stage.READY


def _in_test(seen: Seen) -> bool:
    return _measuring(seen) and seen.row is not None


def _taken(seen: Seen) -> bool:
    return _measuring(seen) and any(one.n for one in seen.results)


def _done(seen: Seen) -> bool:
    return _measuring(seen) and seen.over


def _going(seen: Seen) -> bool:
    return seen.session.stage is not Stage.ENDED


def _bend_asked(seen: Seen) -> bool:
    return seen.session.stage is Stage.CALIBRATING and bend_asked(seen.session)


def _always(seen: Seen) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class AssessKey(Key):
    """One action, the keys that ask for it, and when it does anything."""

    SCREEN: ClassVar[str] = "assess"
    when: Callable[[Seen], bool] = _always


KEYS = (
    AssessKey("results", "enter,space", "enter", "Results", "end here and see the results", 3, _done),
    AssessKey("next", "n", "n", "Next", "leave out the rest of this test", 1, _in_test),
    AssessKey("again", "r", "r", "Again", "take the last movement back and do it once more", 2, _taken),
    AssessKey(
        "pain", "p", "p", "PAIN", "note pain, 0 to 10, with this movement; you choose whether to go on", 0, _going
    ),
    AssessKey("command('skip')", "k", "k", "Skip bend", "leave the full bend of the calibration out", 3, _bend_asked),
    AssessKey("command('calibrate')", "c", "c", "Calibrate", "begin the calibration anew", 7, _going),
    AssessKey("sound", "m", "m", "Sound", "change how much is heard", 4, _going),
    AssessKey("theme", "t", "t", "Theme", "dark or light", 8),
    AssessKey("help", "question_mark", "?", "Help", "this page; ?, q or esc closes it", 6),
    AssessKey("leave", "escape,ctrl+q,ctrl+c", "esc", "Leave", "end here; asks while it is recorded", 5),
)
"""In the order of the footer."""


def bindings() -> list[Binding]:
    """All of them for Textual."""
    asked = [Binding("escape", "unanswered", show=False)]
    offers = [Binding("q", "offer('stop')", show=False), Binding("o", "offer('on')", show=False)]
    limits = [Binding(key, f"take({place})", show=False) for place, key in enumerate(LIMIT_KEYS)]
    return [*asked, *offers, *bindings_of(KEYS), *score_bindings(), *limits]


_BY_ACTION = {key.action: key for key in KEYS}


def works(action: str, parameters: tuple[object, ...], seen: Seen) -> bool:
    """Whether an action does anything here; true for those that are not in the table."""
    key = _BY_ACTION.get(written(action, parameters))
    return key is None or key.when(seen)


def limits_to_take(seen: Seen) -> int:
    """How many proposed limits can be kept."""
    outcome = seen.outcome
    return len(outcome.proposals) if outcome and not outcome.keeping else 0


def entries(seen: Seen) -> tuple[Entry, ...]:
    """For the footer."""
    count = limits_to_take(seen)
    limits = [Entry("1" if count == 1 else f"1-{count}", "Take limit", 0)] if count else []
    return (*limits, *entries_of(key for key in KEYS if key.when(seen)))
