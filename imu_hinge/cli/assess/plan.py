"""What is tested: chosen by arguments, or as a recording says."""

import argparse
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from imu_hinge.analysis import is_recording
from imu_hinge.catalogue import exercise_from_texts
from imu_hinge.catalogue.assess import AssessTest, rows
from imu_hinge.catalogue.limits import texts_with
from imu_hinge.cli.sources import SIMULATED, Plan, planned
from imu_hinge.cli.worlds import SEED
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, open_recording
from imu_hinge.station.radio import radio
from imu_hinge.station.roster import Roster
from imu_hinge.station.worlds import simulation
from imu_hinge.virtual.assess_scenarios import ASSESS_SCENARIOS, Showing
from imu_hinge.virtual.loops import PacedLoop

if TYPE_CHECKING:
    from imu_hinge.core.assess import AssessmentSettings

EXERCISE = "forward_bend"
"""What a recording of an assessment names as its exercise: the one by which nothing is cued."""
READY_S = 10.0
"""`got it` and the sentence of the next test take up to 9.5 s to be spoken: nobody is to begin before their end."""


@dataclass(frozen=True, slots=True)
class Tests:
    """What the fold is started with, and for whom it is shown."""

    settings: "AssessmentSettings"
    text: str
    """The settings as About has them."""
    about: About | None = None
    """Of the recording that is played; None for an assessment that is about to be made."""

    @property
    def rows(self) -> tuple[AssessTest, ...]:
        """In order."""
        return rows(self.settings.tests)

    @property
    def repeats(self) -> int:
        """The most that a test asks for."""
        return self.settings.repeats or max(row.repeats for row in self.rows)


def tests_of(arguments: argparse.Namespace) -> Tests:
    """Raises UsageError for a test there is not, and for what does not go with a recording."""
    from imu_hinge.core.assess import AssessmentSettings, settings_from

    if arguments.path is not None:
        if arguments.only or arguments.repeats:
            raise UsageError("--only, --repeats: a recording was made with its own; they go without --from")
        about = about_of(arguments.path)
        return Tests(settings_from(about.settings), about.settings, about)
    settings = AssessmentSettings(named(arguments.only or ()), arguments.repeats, READY_S)
    return Tests(settings, settings.to_json())


def named(words: Iterable[str]) -> tuple[str, ...]:
    """Ids of tests, with blanks or commas between them; `side_bend` stands for both of its sides."""
    ids = [row.id for row in rows()]
    names = [name for word in words for name in word.split(",") if name]
    return tuple(one for name in names for one in [found for found in ids if found.startswith(f"{name}_")] or [name])


def about_of(path: Path) -> About:
    """What a recording of an assessment says of itself. Raises UsageError for any other file, HingeError, OSError."""
    if not is_recording(path):
        raise UsageError(f"{path}: is no recording of an assessment; `imu-hinge live --from` counts repetitions in it")
    with open_recording(path) as recording:
        about = recording.about
    if about.kind != Kind.ASSESSMENT:
        raise UsageError(f"{path}: is a recording of {about.kind}; `imu-hinge review` shows it")
    return about


def planned_tests(arguments: argparse.Namespace, tests: Tests, opened: ExitStack, tell: Callable[[str], None]) -> Plan:
    """The session these arguments ask for; `opened` and `tell` as in `planned`.

    Tests are no exercise: a recording of them names that by which nothing is cued; one being played has its own.
    """
    exercise = None if arguments.path else EXERCISE
    asked = argparse.Namespace(**{**vars(arguments), "exercise": exercise})
    return planned(asked, opened, tell, {}) if arguments.simulate is None else simulated(asked, tests, tell)


def simulated(arguments: argparse.Namespace, tests: Tests, tell: Callable[[str], None]) -> Plan:
    """A virtual wearer who makes the tests that are asked for."""
    settings = tests.settings
    scenario = chosen(arguments.simulate).scenario(settings.tests, settings.repeats, settings.ready_s)
    world = partial(simulation, scenario, scenario.wearer(SEED))
    judged_by = texts_with(arguments.exercise, {})
    source = partial(radio, world, Roster(), lambda roster: None, tell)
    return Plan(
        exercise_from_texts(*judged_by), source, SIMULATED, True, judged_by, partial(PacedLoop, arguments.speed)
    )


def chosen(name: str) -> Showing:
    """The scenario; raises UsageError with the names that exist."""
    if name.lower() not in ASSESS_SCENARIOS:
        listed = ", ".join(ASSESS_SCENARIOS)
        raise UsageError(f"--simulate={name}: there is no such scenario of an assessment; there are: {listed}")
    return ASSESS_SCENARIOS[name.lower()]
