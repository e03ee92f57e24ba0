"""What a careful reader wants to know of the numbers. Pure."""

from collections.abc import Iterator

from imu_hinge import __version__
from imu_hinge.model.plural import counted
from imu_hinge.report.contents import Contents
from imu_hinge.report.wording import clock, deg
from imu_hinge.view.noise import NOISE_DEG
from imu_hinge.view.words import reason_words

_MOST = 4
"""Warnings that are told one by one."""
_ZERO = {
    "guided": "Zero is your own stand, measured in the guided calibration.",
    "automatic": "Zero was learned from the repetitions, without a measured stand: limits on postures are 6° wider.",
}


def small_print(contents: Contents) -> list[tuple[str, str]]:
    """Pairs of what it is about and the words."""
    return [(name, words) for name, words in _lines(contents) if words]


def _lines(contents: Contents) -> Iterator[tuple[str, str]]:
    yield "Calibration", _calibration(contents)
    yield "Uncertainty", _UNCERTAINTY
    yield "Data", _data(contents)
    yield "Sensors", _listed(contents.warnings)
    yield "Recording", _listed(contents.damage, "incomplete: ")
    yield "Changed by hand", "; ".join(contents.corrections) or "nothing"
    yield "Limits", _limits(contents)
    yield "Made by", _made(contents)


_UNCERTAINTY = (
    "The angle of the low back is measured between two sensors on the skin. In a real deadlift it has not been checked "
    "against an optical reference. Skin that slides under a sensor scales it: 5 % of 60° are 3°. Between days a change "
    f"below about {NOISE_DEG:.0f}° is the measurement's own noise."
)


def _calibration(contents: Contents) -> str:
    said = contents.calibrated
    if said is None:
        why = f": {contents.refused.remedy}" if contents.refused else ""
        return f"none{why}. Angles are not judged."
    at = clock((said.t_ns - contents.origin_ns) / 1e9)
    reasons = f" ({', '.join(map(reason_words, said.reasons))})" if said.reasons else ""
    zero = _ZERO[said.status] if said.upright_known else "It is not known which posture is upright: ranges only."
    return f"{said.status}, at {at}, quality {said.quality:.2f} of 1{reasons}. {zero}"


def _data(contents: Contents) -> str:
    lost = counted(contents.lost_samples, "sample") + " lost" if contents.lost_samples else "no sample lost"
    affected = contents.affected
    if not affected:
        return f"{lost}; no rep affected."
    reasons = ", ".join(sorted({reason_words(reason) for rep in affected for reason in rep.reasons})) or "unsure"
    return f"{lost}; {counted(len(affected), 'rep')} affected: {reasons}."


def _listed(items: tuple[str, ...], before: str = "") -> str:
    more = len(items) - _MOST
    shown = "; ".join(items[:_MOST])
    return f"{before}{shown}{f'; and {more} more' if more > 0 else ''}." if items else ""


def _limits(contents: Contents) -> str:
    exercise, limits = contents.exercise, contents.limits
    if not exercise.faults:
        return f"none; profile {exercise.id}."
    if limits is None:
        return f"low back not judged; profile {exercise.id}."
    whose = "from your own full bend" if limits.own else "for a bend that was not measured"
    return f"low back {deg(limits.fault_deg)}, close from {deg(limits.caution_deg)}, {whose}; profile {exercise.id}."


def _made(contents: Contents) -> str:
    origin = contents.origin
    recorded = f"recorded by {origin.software}; " if origin.software else ""
    ident = f"; recording {origin.recording_id}" if origin.recording_id else ""
    return f"{recorded}page by imu_hinge {__version__}{ident}."
