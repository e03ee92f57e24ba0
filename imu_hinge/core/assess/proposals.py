"""Limits as shares of the wearer's own range, each with its arithmetic in words. Somebody decides; this proposes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from imu_hinge.catalogue import Fault, load_fault
from imu_hinge.core.assess.results import TestResult

LEAST_REPEATS = 2
AGREE_DEG = 8.0
"""Repeats further apart than this, and than AGREE of their median, do not agree: 8 deg is noise between two days."""
AGREE = 0.15
AGREE_SHARE = 0.15
LEAST_SHARE = 0.3
"""A bend with less of the pelvis was no hinge."""
FULL_BEND_DEG = (25.0, 90.0)
"""Outside of this no bend is taken for a full one, here as in the guided calibration."""
POPULATION_DEG = 52.0
"""Largest lumbar flexion of adults without back pain, which the plain limits of the catalogue stand beside."""
SHARE_BELOW = (0.08, 0.15)
"""Shares of one person vary by 8 to 15 percentage points between days (Laird 2016, PMC5034504)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitProposal:
    """Limits for a fault of the catalogue, in its unit."""

    fault: str
    caution: float
    limit: float
    unit: str
    test: str
    """The test it comes from."""
    words: str
    """How it was reckoned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Why there is no proposal for a fault."""

    fault: str
    test: str
    words: str


Proposed = LimitProposal | Withheld


def proposals(results: Iterable[TestResult]) -> tuple[LimitProposal, ...]:
    """Limits that the results support; none where the repeats disagree or a pain was told."""
    return tuple(one for one in _looked_at(results) if isinstance(one, LimitProposal))


def withheld(results: Iterable[TestResult]) -> tuple[Withheld, ...]:
    """What the results do not support, and why."""
    return tuple(one for one in _looked_at(results) if isinstance(one, Withheld))


def _looked_at(results: Iterable[TestResult]) -> list[Proposed]:
    by = {result.test: result for result in results}
    return [_one(fault, test, by[test], made) for fault, (test, made) in SOURCES.items() if test in by]


def _one(fault: str, test: str, result: TestResult, made: "Maker") -> Proposed:
    why = _against(result, of_shares=load_fault(fault).unit == "share")
    if why:
        return Withheld(fault=fault, test=test, words=why)
    return made(load_fault(fault), result)


def _against(result: TestResult, *, of_shares: bool) -> str:
    """Why nothing is proposed from these repeats; empty where they will do."""
    values = result.shares if of_shares else result.values
    if any(result.pains):
        return "a pain was told in this test: no limit is proposed from it"
    if len(values) < LEAST_REPEATS:
        return f"fewer than {LEAST_REPEATS} captures: one movement alone says little"
    apart = max(values) - min(values)
    if of_shares and apart > AGREE_SHARE:
        return f"the repeats are {apart:.2f} apart: they do not agree well enough"
    if not of_shares and apart > max(AGREE_DEG, AGREE * max(values)):
        return f"the repeats are {apart:.0f} deg apart: they do not agree well enough"
    return _no_hinge(median(values)) if of_shares else _no_full_bend(median(values))


def _no_hinge(share: float) -> str:
    return "" if share >= LEAST_SHARE else f"a share of {share:.2f} is no hinge to take a limit from"


def _no_full_bend(own_deg: float) -> str:
    low, high = FULL_BEND_DEG
    words = f"{own_deg:.0f} deg of lumbar flexion is no full bend as the calibration takes it ({low:.0f} to {high:.0f})"
    return "" if low <= own_deg <= high else words


def _rounded(fault: Fault, result: TestResult, caution: float, limit: float, words: str) -> LimitProposal:
    step = 0.5 if fault.unit == "deg" else 0.01
    caution, limit = (round(round(value / step) * step, 2) for value in (caution, limit))
    return LimitProposal(fault=fault.id, caution=caution, limit=limit, unit=fault.unit, test=result.test, words=words)


def _own_maximum(fault: Fault, result: TestResult) -> LimitProposal:
    """The percentages of the catalogue, of the lumbar flexion of the forward bend, never below its floor."""
    own = result.median_deg
    assert own is not None
    assert fault.fault is not None
    caution, limit = fault.caution.at(own), fault.fault.at(own)
    words = (
        f"{fault.caution.own_maximum_pct:.0f} and {fault.fault.own_maximum_pct:.0f} % of your own {own:.0f} deg,"
        f" at least {fault.caution.limit:.0f} and {fault.fault.limit:.0f} deg"
    )
    return _rounded(fault, result, caution, limit, words)


def _scaled(fault: Fault, result: TestResult) -> LimitProposal:
    """The plain limits of the catalogue as shares of the population's maximum, of one's own, never below them."""
    own = result.median_deg
    assert own is not None
    assert fault.fault is not None
    caution, limit = (level.limit * max(own / POPULATION_DEG, 1.0) for level in (fault.caution, fault.fault))
    pct = [100 * level.limit / POPULATION_DEG for level in (fault.caution, fault.fault)]
    words = (
        f"{pct[0]:.0f} and {pct[1]:.0f} % of your own {own:.0f} deg, as {fault.caution.limit:.0f} and"
        f" {fault.fault.limit:.0f} are of {POPULATION_DEG:.0f} deg, at least these"
    )
    return _rounded(fault, result, caution, limit, words)


def _below_own_share(fault: Fault, result: TestResult) -> LimitProposal:
    """So far below the share of the cued hinge that another day alone does not reach it."""
    share = result.share
    assert share is not None
    near, far = SHARE_BELOW
    words = (
        f"{near:.2f} and {far:.2f} below your own {share:.2f}"
        " of the hinge with the cue: shares vary by so much between days"
    )
    return _rounded(fault, result, min(share, 1.0) - near, min(share, 1.0) - far, words)


Maker = Callable[[Fault, TestResult], LimitProposal]
SOURCES: dict[str, tuple[str, Maker]] = {
    "lumbar_flexion": ("flexion", _own_maximum),
    "low_hinge_share": ("hinge_cued", _below_own_share),
    "arch_lost": ("flexion", _scaled),
}
"""Fault -> the test its limits come from, and how."""
