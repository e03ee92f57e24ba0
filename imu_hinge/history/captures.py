"""The movements of an assessment, from what was said of them, and back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from imu_hinge.model.events import Captured, CaptureDropped, CaptureRefused, Event

KEPT, DROPPED, REFUSED = "kept", "dropped", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One movement, or why there is none; the columns of the table `capture`, None where they do not apply."""

    fate: str
    """`kept`, `dropped` (taken back) or `refused`."""
    test: str
    capture: int | None = None
    """Its number in the test."""
    t_ns: int
    """When it was said."""
    t_start_ns: int | None = None
    t_peak_ns: int | None = None
    t_end_ns: int | None = None
    value_deg: float | None = None
    """The measure of the test at the end range, positive in its direction."""
    pelvis_deg: float | None = None
    thorax_deg: float | None = None
    lumbar_deg: float | None = None
    lateral_deg: float | None = None
    hinge_share: float | None = None
    pain: int | None = None
    """0 to 10; None: no score was told."""
    reason: str | None = None
    """Of a refusal."""
    remedy: str | None = None


class Captures:
    """Collects them; what is said last of a capture holds."""

    def __init__(self) -> None:
        self._rows: list[Capture] = []

    @property
    def rows(self) -> tuple[Capture, ...]:
        """In the order in which they were first said."""
        return tuple(self._rows)

    def take(self, event: Event) -> None:
        """One event; others change nothing."""
        match event:
            case Captured():
                self._put(event, Capture(fate=KEPT, **_values(event, _CAPTURED)))
            case CaptureDropped():
                self._drop(event)
            case CaptureRefused():
                self._rows.append(Capture(fate=REFUSED, **_values(event, _REFUSED)))

    def _put(self, event: Captured, row: Capture) -> None:
        place = self._place(event)
        if place is None:
            self._rows.append(row)
        else:
            self._rows[place] = row

    def _drop(self, event: CaptureDropped) -> None:
        place = self._place(event)
        if place is not None:
            self._rows[place] = replace(self._rows[place], fate=DROPPED)

    def _place(self, event: Captured | CaptureDropped) -> int | None:
        """Of the capture with this number; one that was taken back had it, too."""
        wanted = (KEPT, event.test, event.capture)
        return next((n for n, row in enumerate(self._rows) if (row.fate, row.test, row.capture) == wanted), None)


def events_of(rows: Iterable[Capture]) -> Iterator[Event]:
    """What results are made of."""
    for row in rows:
        if row.fate == REFUSED:
            yield CaptureRefused(**_values(row, _REFUSED))
            continue
        yield Captured(**_values(row, _CAPTURED))
        if row.fate == DROPPED:
            yield CaptureDropped(**_values(row, _DROPPED))


def _values(of: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


_CAPTURED, _REFUSED, _DROPPED = (
    tuple(field.name for field in fields(kind)) for kind in (Captured, CaptureRefused, CaptureDropped)
)
