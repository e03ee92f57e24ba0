"""Fills what is missing between samples, or says that it cannot be filled."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from imu_hinge.model.arrays import Array, Bools, Times


@dataclass(frozen=True, slots=True)
class GapParams:
    """Measured on BROAD recordings and simulated hinges with soft-tissue wobble."""

    ordinary_steps: float = 1.75
    """A step up to this many periods is jitter; nothing is missing."""
    gap_steps: float = 3.0
    """A step above this many periods is a gap; below, what is missing is interpolated and stays valid."""
    interpolate_ns: int = 50_000_000
    """Longest gap that is interpolated without a device rotation; its frames are invalid."""
    bridge_ns: int = 10_000_000_000
    """Longest gap that is bridged with the device's cumulative rotation."""
    lossy: float = 0.02
    """Above this share of lost samples, without a device rotation, what is judged suffers."""
    lossy_after: int = 1000
    bridge_valid_ns: int = 250_000_000
    """Longest bridged gap whose own frames are valid."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Samples one ordinary period apart: measured ones, and those that were filled in."""

    t_ns: Times
    acc: Array
    """(n, 3) m/s2."""
    gyr: Array
    """(n, 3) rad/s, bias included."""
    real: Bools
    """(n,) fit to be judged on."""
    restart: bool
    """What came before cannot be joined to this run."""
    measured: bool
    """Whether the samples came from the sensor; otherwise they were filled in."""

    def __len__(self) -> int:
        return len(self.t_ns)

    def __getitem__(self, rows: slice) -> "Run":
        starts = (rows.start or 0) == 0
        return Run(
            self.t_ns[rows],
            self.acc[rows],
            self.gyr[rows],
            self.real[rows],
            self.restart and starts,
            self.measured,
        )


def joined(runs: list[Run]) -> Run:
    """Runs of which each goes on with the one before, as one."""
    if len(runs) == 1:
        return runs[0]
    t_ns, acc, gyr, real = (
        np.concatenate([getattr(run, name) for run in runs]) for name in ("t_ns", "acc", "gyr", "real")
    )
    return Run(t_ns, acc, gyr, real, runs[0].restart, runs[0].measured)


class Gaps:
    """Turns the samples of one sensor into runs; counts what was lost."""

    def __init__(self, period_ns: int, params: GapParams | None = None) -> None:
        self._params = params or GapParams()
        self._period_ns = period_ns
        self._last: Run | None = None
        self._broken = True
        self.samples = self.lost = self.gaps = 0
        self.lossy_ns: int | None = None
        """When too much was missing without a device rotation."""

    @property
    def last_ns(self) -> int | None:
        """Time of the last sample."""
        return None if self._last is None else int(self._last.t_ns[0])

    def forget(self) -> None:
        """Join nothing to what came before."""
        self._broken = True

    def continue_from(self, other: "Gaps") -> None:
        """Take over the counts and the last sample of the same sensor's earlier gaps."""
        self._last, self._broken = other._last, other._broken
        self.samples, self.lost, self.gaps = other.samples, other.lost, other.gaps

    def split(self, t_ns: Times, acc: Array, gyr: Array) -> list[Run]:
        """Runs of samples whose loss shows in their times (imports)."""
        before = t_ns[:1] if self._last is None else self._last.t_ns
        steps = np.diff(t_ns, prepend=before) / self._period_ns
        cuts = np.flatnonzero(steps > self._params.ordinary_steps)
        if not len(cuts):
            return [self._measured(t_ns, acc, gyr, self._broken)]
        runs: list[Run] = []
        for a, b in pairwise(sorted({0, *cuts.tolist(), len(t_ns)})):
            lost = max(round(steps[a]) - 1, 0)
            runs += self.join(t_ns[a:b], acc[a:b], gyr[a:b], lost, None)
        return runs

    def join(self, t_ns: Times, acc: Array, gyr: Array, lost: int, rate: Array | None) -> list[Run]:
        """Runs of samples that follow `lost` missing ones; `rate` (3,) is the mean raw rate inside, where known."""
        if self._last is None or self._broken or lost <= 0:
            return [self._measured(t_ns, acc, gyr, self._broken)]
        gap_ns = int(t_ns[0]) - int(self._last.t_ns[0])
        self._count(lost, int(t_ns[0]), rate is not None)
        fits, real = self._verdict(lost, gap_ns, rate is not None)
        fill = [self._filled(t_ns, acc, gyr, lost, rate, real)] if fits else []
        return [*fill, self._measured(t_ns, acc, gyr, not fits)]

    def missed_until(self, t_ns: int, period_ns: float) -> None:
        """Counts what is missing up to a run that begins at `t_ns`, where time alone tells how many samples that is."""
        lost = 0 if self.last_ns is None else round((t_ns - self.last_ns) / period_ns) - 1
        if lost > 0:
            self._count(lost, t_ns, False)

    def _count(self, lost: int, t_ns: int, rotation_known: bool) -> None:
        """Notes `lost` samples that are missing before `t_ns`."""
        self.lost += lost
        p, heard = self._params, self.samples + self.lost
        if not rotation_known and self.lossy_ns is None and heard > p.lossy_after and self.lost > p.lossy * heard:
            self.lossy_ns = t_ns
        self.gaps += lost + 1 > p.gap_steps

    def _verdict(self, lost: int, gap_ns: int, rotation_known: bool) -> tuple[bool, bool]:
        """Whether the gap is filled, and whether the filling may be judged on."""
        p = self._params
        if rotation_known:
            return gap_ns <= p.bridge_ns, gap_ns <= p.bridge_valid_ns
        if lost + 1 <= p.gap_steps:
            return True, True
        return gap_ns <= p.interpolate_ns, False

    def _measured(self, t_ns: Times, acc: Array, gyr: Array, restart: bool) -> Run:
        run = Run(t_ns, acc, gyr, np.ones(len(t_ns), dtype=bool), restart, True)
        self.samples += len(t_ns)
        self._last, self._broken = run[len(run) - 1 :], False
        return run

    def _filled(self, t_ns: Times, acc: Array, gyr: Array, lost: int, rate: Array | None, real: bool) -> Run:
        assert self._last is not None
        share = np.arange(1, lost + 1) / (lost + 1)
        step = int(t_ns[0]) - int(self._last.t_ns[0])
        return Run(
            int(self._last.t_ns[0]) + (share * step).astype(np.int64),
            between(self._last.acc[0], acc[0], share),
            between(self._last.gyr[0], gyr[0], share) if rate is None else np.tile(rate, (lost, 1)),
            np.full(lost, real),
            False,
            False,
        )


def between(a: Array, b: Array, share: Array) -> Array:
    """(m, 3) points on the line from a to b (3,)."""
    return np.asarray(a + share[:, None] * (b - a))
