"""Calibration from whatever the wearer happened to do: no stance is promised."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.core.forward import (
    Forward,
    ForwardParams,
    Pelvis,
    PelvisParams,
    find_forward,
    find_pelvis,
    score,
)
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.core.refusals import Refusal, refused
from imu_hinge.core.swapped import SwapParams, liveliness, pelvis_goes_further, ranges
from imu_hinge.core.upright import UprightParams, candidates


@dataclass(frozen=True, slots=True)
class AutomaticParams:
    """Limits of what is taken for a calibration; inferred unless said otherwise."""

    upright: UprightParams = field(default_factory=UprightParams)
    forward: ForwardParams = field(default_factory=ForwardParams)
    pelvis: PelvisParams = field(default_factory=PelvisParams)
    swap: SwapParams = field(default_factory=SwapParams)
    lead: int = 2
    """Points by which upright must lead the other postures."""
    lead_good: int = 4
    quality_most: float = 0.7
    """No stance was asked for: the lumbar zero is uncertain by about 6 deg."""
    bends_good: int = 3


DEFAULTS = AutomaticParams()


def calibrate_automatically(past: Pair, *, at_end: bool, params: AutomaticParams = DEFAULTS) -> Calibration | Refusal:
    """What the past tells of the two mounts. `at_end`: nothing more will come, so that one bend is enough.

    Without a thoracic sensor the pelvis is calibrated on its own movement (reason `no_thorax`). A refused pelvis is
    None in the result (`pelvis_axis_unknown`, `no_pelvis`); without a lead among the postures the mounts still count
    (`upright_unknown`).
    """
    leader = past.thoracic if heard(past.thoracic) else past.sacrum
    postures = candidates(past, leader, at_end, params.upright)
    if not postures:
        return refused("no_data")
    lead = postures[0].points - (postures[1].points if len(postures) > 1 else 0)
    sure = lead >= params.lead
    if not (sure or at_end or span_s(past) >= params.upright.dwell_s):
        return refused("posture_unclear")
    for posture in postures[:1] if sure else postures:
        forward = find_forward(leader, posture.up, not at_end, params.forward)
        if forward is not None:
            scores = {
                "upright_unsure": score(lead, 0, params.lead_good),
                "few_bends": score(len(forward.bends) + 1, 0, params.bends_good + 1),
            }
            return described(past, forward, sure and posture.outside, scores, params)
    return refused("too_few_hinges")


def span_s(past: Pair) -> float:
    """How long the past is."""
    return float(past.t_ns[-1] - past.t_ns[0]) * 1e-9


def heard(motion: Motion) -> bool:
    """Whether the sensor said anything usable."""
    return bool(motion.valid.any())


def described(
    past: Pair, forward: Forward, upright_known: bool, scores: dict[str, float], params: AutomaticParams
) -> Calibration | Refusal:
    """The calibration for a leading mount that was found, with the pelvis if it can be had."""
    if not heard(past.thoracic):
        return given(forward.mount, None, ("no_thorax",), None, upright_known, scores, params)
    rom = float(np.median(forward.bends.size_rad))
    if not heard(past.sacrum):
        return given(None, forward.mount, ("no_pelvis",), rom, upright_known, scores, params)
    pelvis = find_pelvis(past, forward.mount, forward.bends, params.pelvis)
    ratio = liveliness(past, forward.bends.rows, params.swap)
    if ratio < params.swap.ratio or (pelvis is not None and further(past, pelvis, params.swap)):
        return refused("swapped")
    doubts = ("perhaps_swapped",) if ratio < params.swap.ratio_ask else ()
    if pelvis is None:
        return given(None, forward.mount, ("pelvis_axis_unknown", *doubts), rom, upright_known, scores, params)
    return given(pelvis.mount, forward.mount, doubts, rom, upright_known, scores | pelvis.scores, params)


def further(past: Pair, pelvis: Pelvis, p: SwapParams) -> bool:
    """Whether the pelvis turned further than the thorax in the bends it was learned from."""
    own = ranges(past.sacrum, pelvis.mount.axes[2], pelvis.bends.rows)
    return pelvis_goes_further(own, pelvis.bends.size_rad, p)


def given(
    sacrum: Mount | None,
    thoracic: Mount | None,
    doubts: tuple[str, ...],
    rom_rad: float | None,
    upright_known: bool,
    scores: dict[str, float],
    params: AutomaticParams,
) -> Calibration:
    """The calibration with its quality, the weakest score capped, and what it says about itself."""
    unknown = () if upright_known else ("upright_unknown",)
    weakest = min(scores, key=lambda name: scores[name])
    weak = (weakest,) if scores[weakest] < params.quality_most else ()
    quality = min(params.quality_most, scores[weakest])
    return Calibration("automatic", quality, (*unknown, *doubts, *weak), sacrum, thoracic, upright_known, rom_rad, None)
