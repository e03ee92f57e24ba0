"""Sets, repetitions and faults as BIDS events, in seconds from the first sample."""

from collections.abc import Iterator, Mapping
from typing import Any

from imu_hinge.core.summary import SetSummary
from imu_hinge.export.folded import Folded
from imu_hinge.model.events import FaultRaised, Level, Rep

COLUMNS = {
    "onset": ("Seconds from the first sample of the session.", "s"),
    "duration": ("Seconds; 0 for the moment at which a measure had stayed past its limit.", "s"),
    "trial_type": ("`set`, `rep`, or the id of a fault of the repetition.", ""),
    "set": ("Number of the set in the session.", ""),
    "rep": ("Number of the repetition in the set.", ""),
    "status": ("`counted`, or `unsure` where it cannot be vouched for.", ""),
    "side": ("Working side as it was told: left or right.", ""),
    "lumbar_flexion_peak": ("Largest lumbar flexion of the repetition, against stance.", "deg"),
    "faults": ("Ids of what was past its limit in the repetition, separated by commas.", ""),
}
"""Column -> what it says, and its unit."""

EventRow = Mapping[str, Any]


def event_rows(folded: Folded) -> list[EventRow]:
    """All of a session in order of time; each row has some of COLUMNS."""
    rows = [row for one in folded.sets for row in _set(one, folded)]
    return sorted(rows, key=lambda row: row["onset"])


def sidecar() -> dict[str, Any]:
    """`events.json`."""
    return {
        name: {"Description": words, **({"Units": unit} if unit else {})} for name, (words, unit) in COLUMNS.items()
    }


def _set(one: SetSummary, folded: Folded) -> Iterator[EventRow]:
    span = _span(one.t_start_ns, one.t_end_ns, folded)
    yield {**span, "trial_type": "set", "set": one.index, "side": one.side}
    for rep in one.reps:
        yield from _rep(rep, folded)


def _rep(rep: Rep, folded: Folded) -> Iterator[EventRow]:
    peak_deg = rep.lumbar_flexion_peak_deg
    where = {"set": rep.set_index, "rep": rep.index, "side": rep.side}
    yield {
        **_span(rep.t_start_ns, rep.t_end_ns, folded),
        **where,
        "trial_type": "rep",
        "status": rep.status.value,
        "lumbar_flexion_peak": None if peak_deg is None else round(peak_deg, 2) + 0.0,
        "faults": rep.faults,
    }
    for fault in rep.faults:
        raised_ns = _raised_ns(rep, fault, folded.raised)
        yield {**_span(raised_ns, raised_ns, folded), **where, "trial_type": fault}


def _raised_ns(rep: Rep, fault: str, raised: tuple[FaultRaised, ...]) -> int:
    """When the measure had stayed past its limit; the end of the repetition where it was judged as a whole."""
    times = (
        event.t_ns
        for event in raised
        if (event.fault, event.level, event.set_index, event.rep_index)
        == (fault, Level.FAULT, rep.set_index, rep.index)
    )
    return min((t_ns for t_ns in times if rep.t_start_ns <= t_ns <= rep.t_end_ns), default=rep.t_end_ns)


def _span(start_ns: int, end_ns: int, folded: Folded) -> EventRow:
    onset_s = round((start_ns - folded.origin_ns) / 1e9, 3)
    return {"onset": onset_s, "duration": round((end_ns - folded.origin_ns) / 1e9 - onset_s, 3)}
