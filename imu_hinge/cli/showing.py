"""A live session on the screen: engine, sound and snapshot beneath the app."""

import argparse
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date

from imu_hinge.cli.broker import Watch, broker_of
from imu_hinge.cli.drawing import only_ascii
from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.sources import LIVE, Plan, planned, say
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.taking import following
from imu_hinge.cli.terminal import leaving_anyway
from imu_hinge.cli.turn import Turn
from imu_hinge.cli.who import who
from imu_hinge.cues.cue import Mode
from imu_hinge.cues.modes import next_mode
from imu_hinge.gate.interview import Interview, begin
from imu_hinge.recording import default_folder
from imu_hinge.sound import Player, SilentPlayer, SoundUnavailableError, find_voice, open_player
from imu_hinge.station.settings import Settings, keep_settings, load_settings, settings_path
from imu_hinge.tui.app import SessionApp
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import Snapshot

_LOOK_S = 0.2
"""How often a waiting main thread looks for signals."""


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
        self._arguments, self._opened, self._settings, self._player = arguments, opened, settings, player
        self._told, self._lines = deque[str](), list[str]()
        self._wearer = wearer = who(arguments.client, not arguments.no_record)
        plan = planned(arguments, opened, self._ask, wearer.limits)
        broker = broker_of(arguments.broker, plan.kind, wearer.pseudonym, True, opened)
        self._watch = Watch(broker, self._tell)
        self._voice = find_voice()
        opened.callback(self._voice.close)
        mode = settings.sound if arguments.sound is None else Mode(arguments.sound)
        self._turn = self._turn_of(arguments, plan, mode)
        self._stopped = False
        self._broke: BaseException | None = None
        self._following: threading.Thread | None = None
        self._looks = Looks(ascii=only_ascii(settings, arguments), big=settings.big, sets=arguments.sets)

    def _turn_of(self, arguments: argparse.Namespace, plan: Plan, mode: Mode) -> Turn:
        hearing = self._settings.dose, mode, self._player, self._voice
        return Turn(arguments, plan, self._wearer, hearing=hearing, tell=self._tell, watch=self._watch)

    def read(self) -> Snapshot:
        """The newest state."""
        return self._turn.viewer.snapshot

    def say(self, name: str, argument: str) -> None:
        """A Command into the session."""
        self._turn.engine.say(name, argument)

    def begin(self) -> None:
        """Starts the engine, and whatever follows when the wearer takes another exercise."""
        self._turn.engine.start()
        self._following = threading.Thread(target=self._follow, name="following", daemon=True)
        self._following.start()

    def stop(self) -> None:
        """Asks for the end."""
        self._stopped = True
        self._turn.engine.stop()

    @property
    def running(self) -> bool:
        """Whether a session runs, or is about to."""
        return self._following is not None and self._following.is_alive()

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for the last page."""
        return bool(self.signals) or self._broke is not None

    def sound(self) -> str:
        """The mode, or that nothing can be heard."""
        return "none" if self._player.problem else str(self._turn.sounder.mode)

    def next_sound(self) -> str | None:
        """The next mode; where nothing can be heard the mode stays, and this is why."""
        if self._player.problem:
            return self._player.problem
        sounder = self._turn.sounder
        sounder.mode = next_mode(sounder.mode)
        return None

    def _follow(self) -> None:
        """On a thread of its own: when a session has ended for another exercise, that one begins, unasked."""
        try:
            self._turn.engine.wait()
            while (taken := self._turn.taking.taken) and not self._stopped:
                self._lines.append(self._turn.end_line())
                arguments = following(self._arguments, taken)
                plan = planned(arguments, self._opened, self._ask, self._wearer.limits)
                turn = self._turn_of(arguments, plan, self._turn.sounder.mode)
                if taken.side:
                    turn.engine.say("side", taken.side)
                self._turn = turn
                if self._stopped:
                    return
                turn.engine.start()
                turn.engine.wait()
        except BaseException as error:
            self._broke = error

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
        if self._following is not None:
            self.stop()
            while self.running:
                self._following.join(_LOOK_S)
            if self._broke is not None:
                raise self._broke
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
        if self._turn.plan.kind != LIVE:
            return Interview((), self._settings.pain_start_limit)
        return begin("live", self._settings.gate_answered, date.today().isoformat(), self._settings.pain_start_limit)

    def _remember(self, interview: Interview) -> None:
        answered = interview.remembered(self._settings.gate_answered, date.today().isoformat())
        self._settings = replace(self._settings, gate_answered=answered)
        self._keep()

    def _keep_settings(self, theme: str) -> None:
        before, self._settings = self._settings, replace(self._settings, theme=theme, sound=self._turn.sounder.mode)
        if before != self._settings:
            self._keep()

    def _keep(self) -> None:
        if problem := keep_settings(self._settings, settings_path()):
            self._told.append(problem)

    def _tell(self, words: str) -> None:
        """On the engine's thread: a line on the screen, and again when the screen is gone."""
        self._told.append(words)
        self._ask(words)

    def _ask(self, words: str) -> None:
        """A line on the screen."""
        self._turn.viewer.tell(words)

    def _say_end(self) -> None:
        print(*self._lines, self._turn.end_line(), sep="\n")
        for words in self._told:
            say(words)
        if self._turn.sounder.problem:
            say(self._turn.sounder.problem)


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
