"""An assessment on the screen: engine, sound and snapshot beneath the app."""

import argparse
from contextlib import ExitStack

from imu_hinge.cli.assess.plan import Tests, planned_tests, tests_of
from imu_hinge.cli.assess.turn import AssessTurn
from imu_hinge.cli.playing import playing
from imu_hinge.cli.showing import Shown
from imu_hinge.cli.sources import Plan
from imu_hinge.cues.cue import Mode
from imu_hinge.model.errors import HingeError
from imu_hinge.sound import Player
from imu_hinge.station.settings import Settings, load_settings, settings_path
from imu_hinge.tui.assess.app import AssessApp
from imu_hinge.view.assess.viewer import Seen


def shown(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """The tests on a screen; the results are printed when the screen is gone."""
    settings = load_settings(settings_path())
    tests = tests_of(arguments)
    player = opened.enter_context(playing())
    session = ShownTests(arguments, opened, settings, player, tests)
    return session.run()


class ShownTests(Shown):
    """What the app drives: a session of every kind, and the tests."""

    COMMAND = "assess"

    def __init__(
        self, arguments: argparse.Namespace, opened: ExitStack, settings: Settings, player: Player, tests: Tests
    ) -> None:
        self._tests = tests
        super().__init__(arguments, opened, settings, player)

    def _plan_of(self, arguments: argparse.Namespace) -> Plan:
        return planned_tests(arguments, self._tests, self._opened, self._ask)

    def _turn_of(self, arguments: argparse.Namespace, plan: Plan, mode: Mode) -> AssessTurn:
        self._assessing = AssessTurn(
            arguments,
            plan,
            self._tests,
            self._wearer,
            pain_limit=self._settings.pain_start_limit,
            hearing=(mode, self._player, self._voice),
            tell=self._tell,
        )
        return self._assessing

    def seen(self) -> Seen:
        """The newest state."""
        return self._assessing.viewer.seen

    def take(self, place: int) -> str:
        """Keeps the proposed limit of this place; what became of it, in words."""
        try:
            return self._assessing.take(place)
        except HingeError as error:
            return str(error)

    def app(self) -> AssessApp:
        """The app around this session."""
        settings = self._settings
        return AssessApp(
            self,
            self._looks,
            self._interview(),
            self._remember,
            pain_limit=settings.pain_start_limit,
            theme=settings.theme,
            keymap=settings.keymap,
        )
