"""Full counters from short ones (PROTOCOL.md section 8), in exact integer arithmetic."""

from dataclasses import dataclass

from imu_hinge.sensors.hsp.refusal import refused

_INDEX_LAP, _TIME_LAP = 1 << 16, 1 << 32
_TOLERANCE = 64
"""Samples an index may always be off the place its time says; else a tenth of the way from the anchor."""
_NANO = 10**9
"""(microseconds * millihertz) per sample."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Full index and full device time, us, of one sample."""

    index: int
    t_us: int


def unwrap(anchor: Anchor, index16: int, t32: int, odr_mhz: int) -> Anchor:
    """Full counters of a live frame's first sample; raises ProtocolError counter when index and time disagree."""
    dt = (t32 - anchor.t_us + _TIME_LAP // 2) % _TIME_LAP - _TIME_LAP // 2
    way = dt * odr_mhz
    expected = anchor.index * _NANO + way
    laps = (expected - index16 * _NANO + _INDEX_LAP * _NANO // 2) // (_INDEX_LAP * _NANO)
    found = Anchor(index16 + _INDEX_LAP * laps, anchor.t_us + dt)
    off = abs(found.index * _NANO - expected)
    if found.index < 0 or found.t_us < 0 or 10 * off > max(10 * _TOLERANCE * _NANO, abs(way)):
        raise refused(2, "counter")
    return found


def unwrap_backfill(next_index: int, index16: int) -> int:
    """Full index of a backfill frame, where `next_index` is expected next in its request (U4)."""
    return next_index + (index16 - next_index) % _INDEX_LAP


def unwrap_past(anchor: Anchor, index: int, t32: int, odr_mhz: int) -> int:
    """Full time, us, of a backfill frame whose full index is known; raises ProtocolError counter when the two disagree.

    The index tells how often the time has lapped: unambiguous for 12 h at 5 % rate error.
    """
    samples = index - anchor.index
    expected = anchor.t_us + samples * _NANO // odr_mhz
    t_us = t32 + _TIME_LAP * ((expected - t32 + _TIME_LAP // 2) // _TIME_LAP)
    off = abs(t_us - expected) * odr_mhz
    if t_us < 0 or 10 * off > max(10 * _TOLERANCE, abs(samples)) * _NANO:
        raise refused(2, "counter")
    return t_us
