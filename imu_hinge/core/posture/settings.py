"""What a wearer chooses for the day, and the text of it that a recording carries."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from imu_hinge.catalogue.posture import DELAY_S, stays
from imu_hinge.model.errors import UsageError

DAY_S = 86_400
SNOOZES_MIN = (1, 5, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureSettings:
    """Raises UsageError that names the key for a value that cannot be."""

    delays_s: Mapping[str, float] = field(default_factory=dict)
    """By id of a row, in place of its delay; from 30 s to 2 h."""
    quiet: tuple[tuple[float, float], ...] = ()
    """Spans (from, until) in seconds of the day without reminders; one may pass midnight."""
    origin_s: float = 0.0
    """Second of the day at session time 0, which has no hour of its own."""
    muted: bool = False
    """Reminders are recorded and not given."""

    def __post_init__(self) -> None:
        known = {stay.id for stay in stays()}
        for row, delay_s in _table("delays_s", self.delays_s).items():
            _demand(row in known, f"delays_s.{row}", f"one of {', '.join(sorted(known))}", row)
            _number(f"delays_s.{row}", delay_s, *DELAY_S)
        for span in self.quiet:
            _demand(isinstance(span, tuple) and len(span) == 2, "quiet", "spans of two times of the day", span)
            for time_s in span:
                _number("quiet", time_s, 0, DAY_S)
        _number("origin_s", self.origin_s, 0, DAY_S)
        _demand(isinstance(self.muted, bool), "muted", "true or false", self.muted)

    def to_text(self) -> str:
        """JSON; `from_text` gives equal settings."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_text(cls, text: str) -> "PostureSettings":
        """The inverse of `to_text`; keys that are missing, and an empty text, are the defaults. Raises UsageError."""
        try:
            values = _table("", json.loads(text or "{}"))
        except ValueError as error:
            raise UsageError(f"settings of posture: this is no JSON: {error}") from None
        known = [key.name for key in fields(cls)]
        for key in values:
            _demand(key in known, key, f"one of {', '.join(known)}", key)
        return cls(**(values | {key: _spans(values[key]) for key in ("quiet",) if key in values}))


def _spans(value: Any) -> Any:
    """JSON has no tuples."""
    _demand(isinstance(value, list), "quiet", "a list of spans", value)
    return tuple(tuple(span) if isinstance(span, list) else span for span in value)


def _table(key: str, value: Any) -> dict[str, Any]:
    _demand(isinstance(value, Mapping), key, "a table", value)
    return dict(value)


def _number(key: str, value: Any, least: float, most: float) -> None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
    _demand(fits, key, f"a number from {least:g} to {most:g}", value)


def _demand(fits: bool, key: str, expected: str, found: object) -> None:
    if not fits:
        raise UsageError(f"settings of posture: {key + ': ' if key else ''}expected {expected}, found {found!r}")
