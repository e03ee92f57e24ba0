"""What the fold says of tests of movement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentStep:
    """The assessment asks for the next thing."""

    t_ns: int
    test: str
    """Id of the row in the catalogue; empty once all is over."""
    stage: str
    """`stand` (at the start, still), `move` (to the end, and stay there), `back` (held long enough), or `done`."""
    capture: int
    """Number of the capture under way in this test, from 1; 0 with `done`."""
    of: int
    """How many the test asks for; 0 with `done`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A movement to the end range and back was measured; angles are changes from the stand right before it.

    None where a segment is not measured. Definitions: docs/assess.md.
    """

    t_ns: int
    test: str
    capture: int
    """Number in the test, from 1; the number of one that was taken back is given again."""
    t_start_ns: int
    t_peak_ns: int
    """Middle of the hold that was measured."""
    t_end_ns: int
    value_deg: float
    """The measure of the row over the hold, positive in the direction of the test."""
    pelvis_deg: float | None
    thorax_deg: float | None
    lumbar_deg: float | None
    """Thorax less pelvis: + round, - arched."""
    lateral_deg: float | None
    """Of the thorax: + to the right."""
    hinge_share: float | None
    """Pelvis / thorax; None below 15 deg of thorax, and in other tests than bends forward."""
    pain: int | None
    """0 to 10. Told later it comes with the same event again: the last one with this test and number holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRefused:
    """A movement was not measured, or a test cannot be."""

    t_ns: int
    test: str
    """Empty where the reason concerns all of them."""
    reason: str
    """Id of the table in docs/assess.md; `left_out` after the command `next`."""
    remedy: str
    pain: int | None
    """0 to 10, told while the movement was under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureDropped:
    """The last capture was taken back."""

    t_ns: int
    test: str
    capture: int


AssessmentEvent = AssessmentStep | Captured | CaptureRefused | CaptureDropped
