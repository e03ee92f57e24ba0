"""The automaton of a repetition as a table: phase and sign give the next phase. docs/phases.md is drawn from it."""

from enum import StrEnum

from imu_hinge.model.events import Phase


class Sign(StrEnum):
    """What the count signal does; `R` is the wearer's own range, all heights are above the base."""

    OPENED = "rises above 0.25 R"
    TURNED = "slower than 8 deg/s, or 2 deg below the peak"
    DEEPER = "beyond the peak by 0.05 R, faster than 8 deg/s"
    ROW_BEGAN = "thorax dips by 1.8 deg"
    ROW_ENDED = "the dip is over"
    ROSE = "below the peak by 0.15 R and a quarter of the excursion"
    BACK_AT_PEAK = "within 5 % of the peak again"
    SANK = "came up half way, then sinks by 8 deg and 0.12 R"
    CLOSED = "below 0.18 R and 7 deg"
    TOO_LONG = "14 s since the start, or 3 s without data"
    UPRIGHT = "below 0.25 R"


TABLE: dict[tuple[Phase, Sign], Phase] = {
    (Phase.STANDING, Sign.OPENED): Phase.HINGING,
    (Phase.HINGING, Sign.TURNED): Phase.BOTTOM,
    (Phase.HINGING, Sign.TOO_LONG): Phase.WAITING,
    (Phase.BOTTOM, Sign.DEEPER): Phase.HINGING,
    (Phase.BOTTOM, Sign.ROW_BEGAN): Phase.ROWING,
    (Phase.BOTTOM, Sign.ROSE): Phase.DRIVING,
    (Phase.BOTTOM, Sign.TOO_LONG): Phase.WAITING,
    (Phase.ROWING, Sign.ROW_ENDED): Phase.BOTTOM,
    (Phase.ROWING, Sign.ROSE): Phase.DRIVING,
    (Phase.ROWING, Sign.TOO_LONG): Phase.WAITING,
    (Phase.DRIVING, Sign.BACK_AT_PEAK): Phase.BOTTOM,
    (Phase.DRIVING, Sign.SANK): Phase.HINGING,
    (Phase.DRIVING, Sign.CLOSED): Phase.STANDING,
    (Phase.DRIVING, Sign.TOO_LONG): Phase.WAITING,
    (Phase.WAITING, Sign.UPRIGHT): Phase.STANDING,
}
"""Every transition there is; a repetition ends with CLOSED, or incomplete with SANK."""
