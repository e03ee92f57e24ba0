"""What the arguments of `posture` choose."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from imu_hinge.catalogue.posture import DELAY_S, stays
from imu_hinge.cli.posture.plan import time_of_day_s
from imu_hinge.core.posture import PostureSettings
from imu_hinge.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Choice:
    """Beside the source."""

    settings: PostureSettings
    """Without the hour at which a part begins."""
    path: Path | None
    """Where to record; None: among this user's recordings."""
    unwanted: bool
    """Whether nothing is to be kept."""
    duration_s: float | None
    """When it ends by itself, in session time."""
    anew: bool = False
    """Whether it begins with a new calibration and takes none over from an earlier part."""


def choice_of(arguments: argparse.Namespace) -> Choice:
    """Raises UsageError that names the argument."""
    delays_s = _delays_s(arguments.delay or ())
    quiet = tuple(_span(text) for text in arguments.quiet_hours or ())
    settings = PostureSettings(delays_s=delays_s, quiet=quiet, muted=arguments.mute)
    return Choice(settings, arguments.record, arguments.no_record, arguments.duration, arguments.calibrate)


def _delays_s(texts: Sequence[str]) -> dict[str, float]:
    """By reminder, each named once."""
    delays_s: dict[str, float] = {}
    given: dict[str, str] = {}
    for text in texts:
        row, delay_s = _delay(text)
        if row in given:
            raise UsageError(f"--delay {given[row]} {text}: one reminder has one delay; leave one of them out")
        given[row], delays_s[row] = text, delay_s
    return delays_s


def _delay(text: str) -> tuple[str, float]:
    row, _, seconds = text.partition("=")
    try:
        delay_s = float(seconds)
    except ValueError:
        raise UsageError(f"--delay {text}: expected a reminder and seconds, like lean=120") from None
    rows = [stay.id for stay in stays()]
    if row not in rows:
        raise UsageError(f"--delay {text}: there is no reminder {row!r}; there are {', '.join(rows)}")
    least_s, most_s = DELAY_S
    if not least_s <= delay_s <= most_s:
        raise UsageError(f"--delay {text}: expected {least_s:.0f} to {most_s:.0f} seconds")
    return row, delay_s


def _span(text: str) -> tuple[float, float]:
    start, _, stop = text.partition("-")
    from_s, until_s = time_of_day_s(start), time_of_day_s(stop)
    if from_s is None or until_s is None:
        raise UsageError(f"--quiet-hours {text}: expected two times of the day, like 12:00-13:00")
    if from_s == until_s:
        raise UsageError(f"--quiet-hours {text}: begins when it ends; for the whole day give --mute")
    return from_s, until_s
