"""A live session on the screen: engine, sound and snapshot beneath the app."""

import argparse
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date

from imu_hinge.cli.drawing import only_ascii
from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.sinks import Words
from imu_hinge.cli.sitting import Sitting, folding
from imu_hinge.cli.sources import LIVE, planned, say
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import leaving_anyway
from imu_hinge.cli.who import who
from imu_hinge.cues.banners import Banners
from imu_hinge.cues.cue import Mode
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.modes import next_mode
from imu_hinge.cues.spoken import phrases
from imu_hinge.gate.interview import Interview, begin
from imu_hinge.recording import default_folder
from imu_hinge.sound import Player, SilentPlayer, Sounder, SoundUnavailableError, find_voice, open_player
from imu_hinge.station import Sink
from imu_hinge.station.settings import Settings, keep_settings, load_settings, settings_path
from imu_hinge.tui.app import SessionApp
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer


def shown(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """The session on a screen; what was counted and where it lies is printed when the screen is gone."""
    settings = load_settings(settings_path())
    player = opened.enter_context(playing())
    session = Shown(arguments, opened, settings, player)
    with stopping(session.stop) as came:
        session.signals = came
        code = session.show()
    return 128 + came[0] if came else code


class Shown:
    """What the app drives. Its methods are called on the main thread and never wait."""

    def __init__(self, arguments: argparse.Namespace, opened: ExitStack, settings: Settings, player: Player) -> None:
        self.signals: list[int] = []
        self._settings, self._told, self._player = settings, deque[str](), player
        wearer = who(arguments.client, not arguments.no_record)
        self._plan = plan = planned(arguments, opened, lambda words: self._viewer.tell(words), wearer.limits)
        heard = Heard()
        folded = folding(plan.exercise, heard.tap)
        mode = settings.sound if arguments.sound is None else Mode(arguments.sound)
        voice = find_voice()
        voice.prepare(phrases(plan.exercise))
        opened.callback(voice.close)
        self._sounder = Sounder(Cues(plan.exercise, settings.dose), mode, player, voice)
        self._viewer = Viewer(folded.session, heard, Banners(plan.exercise), lambda: self._sitting.recorded())
        sinks: list[Sink] = [self._sounder, self._viewer]
        self._sitting = Sitting(plan, arguments, wearer.pseudonym, folded, sinks, self._tell)
        self._looks = Looks(ascii=only_ascii(settings, arguments), big=settings.big, sets=arguments.sets)

    def read(self) -> Snapshot:
        """The newest state."""
        return self._viewer.snapshot

    def say(self, name: str, argument: str) -> None:
        """A Command into the session."""
        self._sitting.engine.say(name, argument)

    def begin(self) -> None:
        """Starts the engine."""
        self._sitting.engine.start()

    def stop(self) -> None:
        """Asks for the end."""
        self._sitting.engine.stop()

    @property
    def running(self) -> bool:
        """Whether the engine runs."""
        return self._sitting.engine.running

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for the last page."""
        return bool(self.signals) or self._sitting.engine.broke

    def sound(self) -> str:
        """The mode, or that nothing can be heard."""
        return "none" if self._player.problem else str(self._sounder.mode)

    def next_sound(self) -> str | None:
        """The next mode; where nothing can be heard the mode stays, and this is why."""
        if self._player.problem:
            return self._player.problem
        self._sounder.mode = next_mode(self._sounder.mode)
        return None

    def app(self) -> SessionApp:
        """The app around this session."""
        settings = self._settings
        return SessionApp(
            self, self._looks, self._interview(), self._remember, theme=settings.theme, keymap=settings.keymap
        )

    def show(self) -> int:
        """Runs the app to its end; then says what is worth keeping. Raises what broke the session."""
        app = self.app()
        with leaving_anyway(lambda: self.leaving and not self.running, self._code):
            app.run()
        if self._sitting.engine.began:
            self._sitting.engine.stop()
            self._sitting.engine.wait()
            self._keep_settings(app.theme)
            self._say_end()
            if not self.signals:
                finish_earlier(default_folder())
        return app.return_code or 0

    def _code(self) -> int:
        """What the process ends with where the app cannot leave."""
        return 128 + self.signals[0] if self.signals else 1

    def _interview(self) -> Interview:
        """Real sensors are worn by somebody who is asked first."""
        if self._plan.kind != LIVE:
            return Interview((), self._settings.pain_start_limit)
        return begin("live", self._settings.gate_answered, date.today().isoformat(), self._settings.pain_start_limit)

    def _remember(self, interview: Interview) -> None:
        answered = interview.remembered(self._settings.gate_answered, date.today().isoformat())
        self._settings = replace(self._settings, gate_answered=answered)
        self._keep()

    def _keep_settings(self, theme: str) -> None:
        before, self._settings = self._settings, replace(self._settings, theme=theme, sound=self._sounder.mode)
        if before != self._settings:
            self._keep()

    def _keep(self) -> None:
        if problem := keep_settings(self._settings, settings_path()):
            self._told.append(problem)

    def _tell(self, words: str) -> None:
        """On the engine's thread: a line on the screen, and again when the screen is gone."""
        self._told.append(words)
        self._viewer.tell(words)

    def _say_end(self) -> None:
        snapshot = self._viewer.snapshot
        print(Words(snapshot.exercise).end(snapshot.t_ns, snapshot.sets))
        for words in self._told:
            say(words)
        if self._sounder.problem:
            say(self._sounder.problem)


@contextmanager
def playing() -> Iterator[Player]:
    """The sound device; where there is none, one that plays nothing and says why."""
    player: Player
    try:
        player = open_player()
    except SoundUnavailableError as error:
        player = SilentPlayer(str(error))
    try:
        yield player
    finally:
        player.drain(1.0)
        player.close()
