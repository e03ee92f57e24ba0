"""The large numbers, and how they changed since the last time. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from imu_hinge.core.summary import SetSummary
from imu_hinge.model.plural import counted
from imu_hinge.report.contents import Contents, Earlier
from imu_hinge.report.wording import deg, short_day, signed
from imu_hinge.view.noise import NOISE_DEG, within_noise
from imu_hinge.view.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Number:
    """One large number."""

    id: str
    value: str
    name: str
    ink: str
    beside: tuple[str, ...] = ()
    """What belongs to it, line by line."""
    change: str = ""
    """Since the last time; empty where there is none."""


def numbers(contents: Contents) -> list[Number]:
    """Four of them; others where nothing is judged, and only the first where nothing was counted."""
    if not contents.sets:
        return [_reps(contents)]
    return list(_judged(contents) if contents.exercise.faults else _measured(contents))


def _judged(contents: Contents) -> Iterator[Number]:
    all_, before = contents.totals, contents.earlier
    good, past = Verdict.GOOD.value, Verdict.PAST.value
    of, close = f"of {all_.reps}", f"{all_.close} close"
    yield _reps(contents)
    for name, value, sign, words, beside in (
        ("good", all_.good, good, "good", of),
        ("past", all_.past, past, "past your limit", close),
    ):
        ink = sign.ink if value else "muted"
        yield Number(name, str(value), f"{sign.glyph} {words}", ink, (beside,), _count(value, before, name))
    yield _peak(contents)


def _measured(contents: Contents) -> Iterator[Number]:
    yield _reps(contents)
    for name, words in (("thorax_rom_deg", "trunk range, middle rep"), ("pelvis_rom_deg", "pelvis range, middle rep")):
        yield Number(name, deg(middle(contents.sets, name)), words, "text")
    yield _peak(contents)


def _reps(contents: Contents) -> Number:
    all_ = contents.totals
    sides = ", ".join(f"{number} {side}" for side, number in all_.sides.items())
    unsure = f"{all_.unsure} unsure" if all_.unsure else ""
    beside = tuple(filter(None, (sides or f"in {counted(all_.sets, 'set')}", unsure)))
    change = _count(all_.reps, contents.earlier, "reps")
    return Number("reps", str(all_.reps), "rep" if all_.reps == 1 else "reps", "text", beside, change)


def _peak(contents: Contents) -> Number:
    all_, limits = contents.totals, contents.limits
    if all_.peak_at is None:
        return Number("peak", deg(None), "low back not judged", "muted")
    limit = (f"your limit {deg(limits.fault_deg)}",) if limits else ()
    beside = (*limit, "in set {}, rep {}".format(*all_.peak_at))
    return Number("peak", deg(all_.peak_deg), "low back peak", "text", beside, _angle(all_.peak_deg, contents.earlier))


def _since(before: Earlier) -> str:
    return f"since {short_day(before.day)}" if before.day else "since last time"


def _count(value: int, before: Earlier | None, name: str) -> str:
    return f"{signed(value - getattr(before, name))} {_since(before)}" if before else ""


def _angle(value: float | None, before: Earlier | None) -> str:
    """A change below the measurement's own noise is said to be no more than that."""
    if before is None or before.peak_deg is None or value is None:
        return ""
    change = round(value) - round(before.peak_deg)
    noise = "within" if within_noise(change) else "more than"
    return f"{signed(change)}° {_since(before)}: {noise} the noise of {NOISE_DEG:.0f}°"


def middle(sets: tuple[SetSummary, ...], measure: str) -> float | None:
    """Of the sets' middles of one measure; None where none is known."""
    known = [one.spreads[measure].median for one in sets if measure in one.spreads]
    return median(known) if known else None
