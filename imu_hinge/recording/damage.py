"""Something in a recording that is not as it was written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """Where and why, and which inputs are missing. Indexes and times (session time, ns) are None where unknown.

    `missing_first` None: no input is missing. `missing_last` None beside it: everything from there on.
    """

    offset: int
    reason: str
    missing_first: int | None = None
    missing_last: int | None = None
    t_first_ns: int | None = None
    """Time of the last input before the loss."""
    t_last_ns: int | None = None
    """Time of the first input after it."""

    def __str__(self) -> str:
        return f"byte {self.offset}: {self.reason}{self._missing()}"

    def _missing(self) -> str:
        if self.missing_first is None:
            return ""
        start = f"{(self.t_first_ns or 0) / 1e9:.1f}"
        if self.missing_last is None:
            return f", what came after {start} s may be missing"
        end = "" if self.t_last_ns is None else f" to {self.t_last_ns / 1e9:.1f}"
        count = self.missing_last - self.missing_first + 1
        return f", {count} {'input' if count == 1 else 'inputs'} missing from {start}{end} s"
