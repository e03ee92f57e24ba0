"""One block per repetition of the set: number and verdict, and how long it took."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from imu_hinge.tui.rows import Piece, Row, spread, width_of
from imu_hinge.tui.states import clock, current_set, sensor_of, target
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.tui.widgets.signals import GLYPHS
from imu_hinge.view.sets import SetOutline
from imu_hinge.view.signals import signal_of
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.verdicts import Verdict, verdict_of

_TITLE, _MORE, _INDENT = " reps ", " …    ", "      "
_INKS = {
    Verdict.GOOD: "on-good",
    Verdict.COUNTED: "on-panel",
    Verdict.CLOSE: "on-caution",
    Verdict.PAST: "on-bad",
    Verdict.UNSURE: "on-lost",
}


class Block(NamedTuple):
    """One repetition of the strip."""

    number: int
    verdict: Verdict
    seconds: float

    @property
    def text(self) -> str:
        """What stands in it."""
        return f" {self.number}{self.verdict.value.glyph} "


class Seen(NamedTuple):
    """What the strip shows."""

    blocks: tuple[Block, ...]
    other_side: str
    """`right 8 done`, empty where there is no other side."""
    recording: str
    """`● ● REC 00:25`, for the layout without a link bar."""
    target: int | None = None
    """Repetitions the set is meant to have."""


class RepStrip(Drawn[Seen]):
    """The newest repetitions that fit; the second row has their seconds."""

    big = False
    """Whether recording and sensors are told here, for lack of a link bar."""

    def see(self, snapshot: Snapshot) -> Seen:
        """The repetitions of the set under way or just ended."""
        shown, exercise = current_set(snapshot), snapshot.exercise
        reps = shown.reps if shown else ()
        return Seen(
            tuple(Block(rep.index, verdict_of(rep, exercise), (rep.t_end_ns - rep.t_start_ns) / 1e9) for rep in reps),
            _other_side(snapshot),
            _recording(snapshot) if self.big else "",
            target(snapshot, self.looks.target),
        )

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """Blocks, then seconds."""
        right: list[Piece] = [(f" {_plan(seen, width)} ", "muted")]
        room = width - len(_TITLE) - width_of(right)
        shown = _fitting(seen.blocks, room)
        blocks = [piece for block in shown for piece in ((block.text, _INKS[block.verdict]), (" ", "text"))]
        title = _TITLE if len(shown) == len(seen.blocks) else _MORE
        top = [(title, "muted"), *blocks, *_to_come(seen, room - width_of(blocks))]
        below = "".join(f"{block.seconds:.1f}s".ljust(len(block.text) + 1) for block in shown)
        return [spread(top, right, width), [(_INDENT + below, "muted")]][:height]


def _plan(seen: Seen, width: int) -> str:
    target = f"target {seen.target}" if seen.target and width >= 100 else ""
    return "   ".join(word for word in (seen.other_side, target, seen.recording) if word)


def _to_come(seen: Seen, room: int) -> list[Piece]:
    """The repetitions that are still planned, as far as there is room."""
    planned = [f" {number}·  " for number in range(len(seen.blocks) + 1, (seen.target or 0) + 1)]
    ends = accumulate(map(len, planned))
    return [(text, "idle") for text, end in zip(planned, ends, strict=True) if end <= room]


def _fitting(blocks: Sequence[Block], room: int) -> Sequence[Block]:
    """The newest ones for which there is room, one cell between two."""
    ends = accumulate(len(block.text) + 1 for block in reversed(blocks))
    return blocks[len(blocks) - sum(end <= room for end in ends) :]


def _other_side(snapshot: Snapshot) -> str:
    """The last set of the side that rests now."""
    if not (snapshot.exercise.sides and snapshot.side):
        return ""
    others = [one for one in snapshot.all_sets if one.side not in (None, snapshot.side)]
    return _done(others[-1]) if others else ""


def _done(one: SetOutline) -> str:
    return f"{one.side} {one.counted + one.unsure} done"


def _recording(snapshot: Snapshot) -> str:
    signals = [signal_of(sensor_of(snapshot, place)) for place in snapshot.sensors]
    glyphs = " ".join(GLYPHS[signal].text for signal in signals)
    recorded = snapshot.recorded
    if not recorded.known:
        return glyphs
    if recorded.problem:
        return f"{glyphs} ? NOT RECORDING"
    return f"{glyphs} REC {clock(recorded.seconds)}" if recorded.path else f"{glyphs} no REC"
