"""A day of posture on the screen: parts, sound and snapshot beneath the app."""

import argparse
from collections.abc import Sequence
from contextlib import ExitStack

from imu_hinge.cli.drawing import only_ascii
from imu_hinge.cli.on_screen import OnScreen
from imu_hinge.cli.posture.choice import choice_of
from imu_hinge.cli.posture.hearing import hearing_of
from imu_hinge.cli.posture.lines import end_lines
from imu_hinge.cli.posture.past import PastDays
from imu_hinge.cli.posture.plan import planned_day
from imu_hinge.cli.posture.sitting import Part, PostureSitting
from imu_hinge.cli.sources import LIVE, say
from imu_hinge.cli.who import who
from imu_hinge.cues.cue import Mode
from imu_hinge.sound import Sounder
from imu_hinge.station import Sink
from imu_hinge.station.settings import Settings, load_settings, settings_path
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.posture.app import PostureApp
from imu_hinge.view.day import DaySnapshot
from imu_hinge.view.day_viewer import DayViewer
from imu_hinge.view.snapshot import Snapshot


def shown(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """The day on a screen; its numbers, and where it lies, are printed when the screen is gone."""
    day = ShownDay(arguments, opened, load_settings(settings_path()))
    return day.run()


class ShownDay(OnScreen):
    """A day, part after part."""

    COMMAND = "posture"

    def __init__(self, arguments: argparse.Namespace, opened: ExitStack, settings: Settings) -> None:
        wearer = who(arguments.client, not arguments.no_record)
        self._past = PastDays(wearer.pseudonym)
        self._hearing = hearing_of(arguments.sound, settings, opened)
        super().__init__(settings, self._hearing.player, Looks(ascii=only_ascii(settings, arguments)))
        plan = planned_day(arguments, opened, self._ask, wearer.limits)
        self._asks = plan.kind == LIVE
        self._viewer: DayViewer | None = None
        choice, read_again = choice_of(arguments), self._past.start
        self.sitting = PostureSitting(
            plan, choice, wearer.pseudonym, self._sinks, self._tell, lambda yesterday: read_again()
        )

    def _sinks(self, part: Part) -> Sequence[Sink]:
        """Who listens to a part; the snapshot is that of the newest one."""
        self._sounder: Sounder = self._hearing.sounder()
        self._viewer = DayViewer(part.fold, part.heard, part.recorded, part, lambda: self._past.days)
        return [self._sounder, self._viewer]

    def day(self) -> DaySnapshot:
        """The newest state."""
        assert self._viewer is not None
        return self._viewer.snapshot

    def read(self) -> Snapshot:
        """That of the session."""
        return self.day().session

    def say(self, name: str, argument: str) -> None:
        """A Command into the part under way."""
        self.sitting.say(name, argument)

    def begin(self) -> None:
        """Starts the day."""
        self._past.start()
        self.sitting.start()

    def stop(self) -> None:
        """Asks for the end."""
        self.sitting.stop()

    @property
    def running(self) -> bool:
        """From the start until everything is closed."""
        return self.sitting.running

    @property
    def began(self) -> bool:
        """Whether it was started."""
        return self.sitting.began

    @property
    def broke(self) -> bool:
        """Whether it ended by an error."""
        return self.sitting.broke

    def app(self) -> PostureApp:
        """The app around this day."""
        settings = self._settings
        return PostureApp(
            self, self._looks, self._interview(), self._remember, theme=settings.theme, keymap=settings.keymap
        )

    def _wait(self) -> None:
        self.sitting.wait()

    @property
    def _worn(self) -> bool:
        return self._asks

    @property
    def _mode(self) -> Mode:
        return self._hearing.mode

    def _set_mode(self, mode: Mode) -> None:
        """Of the parts to come too."""
        self._hearing.mode = self._sounder.mode = mode

    def _ask(self, words: str) -> None:
        if self._viewer is not None:
            self._viewer.tell(words)

    def _say_end(self) -> None:
        part = self.sitting.part
        print(*end_lines(part), sep="\n")
        for words in (*self._told, *part.earlier.trouble):
            say(words)
