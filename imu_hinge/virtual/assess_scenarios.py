"""What `assess --simulate=NAME` can show: who is tested, and what of it goes astray."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from imu_hinge.virtual.assessing import AssessOptions, assessment
from imu_hinge.virtual.scenarios import LEAD_S, Happening, Scenario
from imu_hinge.virtual.wearer import Wearer

ALLOWANCE_S = 3.0
"""The wearer waits so much longer than the sentence takes: the fold knows of a stand only once it was still."""


@dataclass(frozen=True, slots=True)
class Showing:
    """One thing to show."""

    says: str
    """For the list of scenarios."""
    mistakes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By test: what goes astray, in turn, one before each of the first movements as asked."""

    def scenario(self, tests: tuple[str, ...], repeats: int | None, ready_s: float) -> Scenario:
        """A wearer who makes these tests so often and waits for sentences of `ready_s`."""
        options = AssessOptions(
            tests=tests,
            repeats=repeats or AssessOptions().repeats,
            mistakes=self.mistakes,
            ready_s=ready_s + ALLOWANCE_S,
            lead_s=LEAD_S,
        )
        return Scenario(self.says, partial(_tested, options), _nothing)


ASSESS_SCENARIOS = {
    "assessment": Showing("all tests, each movement as asked"),
    "refused": Showing(
        "the same, and some movements are not taken",
        {
            "flexion": ("no_hold", "too_small"),
            "extension": ("moved_at_start",),
            "pelvic_tilt_forward": ("trunk_moved",),
            "hinge_own": ("bounced",),
            "hinge_cued": ("not_back",),
            "side_bend_left": ("other_direction",),
            "side_bend_right": ("out_of_plane",),
        },
    ),
}
"""By name; the first one is the default."""
DEFAULT = next(iter(ASSESS_SCENARIOS))


def _tested(options: AssessOptions, seed: int, extra_s: float = 0.0) -> Wearer:
    return assessment(seed, replace(options, lead_s=options.lead_s + extra_s)).wearer


def _nothing(wearer: Wearer) -> tuple[Happening, ...]:
    return ()
