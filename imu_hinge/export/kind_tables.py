"""Tables of sessions that are no training: the postures of a day, the captures of an assessment."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from imu_hinge.analysis import Source, fold
from imu_hinge.export.table import Table, column
from imu_hinge.history.captures import Capture, Captures
from imu_hinge.model.events import PostureChanged, Step
from imu_hinge.model.inputs import Input

POSTURE = ("t_start_s", "t_end_s", "state", "zone", "slumped", "reasons")
CAPTURES = (
    "test",
    "capture",
    "fate",
    "t_start_s",
    "t_peak_s",
    "t_end_s",
    "value_deg",
    "pelvis_deg",
    "thorax_deg",
    "lumbar_deg",
    "lateral_deg",
    "hinge_share",
    "pain",
    "reason",
)
_SLUMPED = {True: "true", False: "false", None: None}


def posture_table(source: Source) -> Table:
    """A row for each stretch in which the posture stayed the same; session time, to the second."""
    changed, last_s = list[PostureChanged](), 0.0

    def listen(item: Input, step: Step) -> None:
        nonlocal last_s
        last_s = item.t_ns / 1e9
        changed.extend(event for event in step.events if isinstance(event, PostureChanged))

    fold(source, listen)
    starts = [event.t_ns / 1e9 - 1.0 for event in changed]  # an event tells of the second that ends at it
    spans = pairwise([*starts, max(last_s, *starts, 0.0)])
    rows = [_stay(event, *span) for event, span in zip(changed, spans, strict=True)]
    return _table(POSTURE, rows)


def _stay(event: PostureChanged, start_s: float, end_s: float) -> dict[str, Any]:
    return {
        "t_start_s": start_s,
        "t_end_s": end_s,
        "state": event.state.value,
        "zone": event.zone.value if event.zone else None,
        "slumped": _SLUMPED[event.slumped],
        "reasons": list(event.reasons),
    }


def captures_table(source: Source) -> Table:
    """A row for each movement that was captured, taken back or refused; session time."""
    captures = Captures()

    def listen(item: Input, step: Step) -> None:
        for event in step.events:
            captures.take(event)

    fold(source, listen)
    return _table(CAPTURES, map(capture_row, captures.rows))


def capture_row(one: Capture) -> dict[str, Any]:
    """By the names of CAPTURES."""
    seconds = {
        f"{name}_s": None if t_ns is None else t_ns / 1e9
        for name, t_ns in (("t_start", one.t_start_ns), ("t_peak", one.t_peak_ns), ("t_end", one.t_end_ns))
    }
    texts = {name: None if (value := getattr(one, name)) is None else str(value) for name in ("capture", "pain")}
    rest = (name for name in CAPTURES if name not in seconds and name not in texts)
    return {**seconds, **texts, **{name: _rounded(getattr(one, name)) for name in rest}}


def _rounded(value: Any) -> Any:
    """Numbers to four decimals, further ones would be noise; texts as they are."""
    return round(value, 4) + 0.0 if isinstance(value, float) else value


def _table(header: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Table:
    listed = list(rows)
    return Table({name: column(name, [row[name] for row in listed]) for name in header})
