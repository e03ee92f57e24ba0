"""A live session on the screen: engine, sound and snapshot beneath the app."""

import argparse
import threading
from contextlib import ExitStack
from typing import Any

from imu_hinge.cli.broker import Watch, broker_of
from imu_hinge.cli.drawing import only_ascii
from imu_hinge.cli.on_screen import OnScreen
from imu_hinge.cli.playing import playing
from imu_hinge.cli.sources import LIVE, Plan, planned, say
from imu_hinge.cli.taking import following
from imu_hinge.cli.today import ahead_of
from imu_hinge.cli.turn import AnyTurn, Turn
from imu_hinge.cli.who import who
from imu_hinge.cues.cue import Mode
from imu_hinge.sound import Player, find_voice
from imu_hinge.station.settings import Settings, load_settings, settings_path
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
    return session.run()


class Shown(OnScreen):
    """A session, and those that follow it where the wearer takes another exercise."""

    COMMAND = "live"

    def __init__(self, arguments: argparse.Namespace, opened: ExitStack, settings: Settings, player: Player) -> None:
        looks = Looks(ascii=only_ascii(settings, arguments), big=settings.big, sets=arguments.sets)
        super().__init__(settings, player, looks)
        self._arguments, self._opened, self._lines = arguments, opened, list[str]()
        self._ahead: tuple[str, ...] = ()
        self._wearer = wearer = who(arguments.client, not arguments.no_record)
        plan = self._plan_of(arguments)
        broker = broker_of(arguments.broker, plan.kind, wearer.pseudonym, True, opened)
        self._watch = Watch(broker, self._tell)
        self._voice = find_voice()
        opened.callback(self._voice.close)
        mode = settings.sound if arguments.sound is None else Mode(arguments.sound)
        self._turn: AnyTurn = self._turn_of(arguments, plan, mode)
        self._stopped = False
        self._broke: BaseException | None = None
        self._following: threading.Thread | None = None

    def _plan_of(self, arguments: argparse.Namespace) -> Plan:
        return planned(arguments, self._opened, self._ask, self._wearer.limits)

    def _turn_of(self, arguments: argparse.Namespace, plan: Plan, mode: Mode) -> AnyTurn:
        hearing = self._settings.dose, mode, self._player, self._voice
        limit = self._settings.pain_start_limit
        return Turn(
            arguments, plan, self._wearer, hearing=hearing, tell=self._tell, watch=self._watch, pain_limit=limit
        )

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
    def began(self) -> bool:
        """Whether it was started."""
        return self._following is not None

    @property
    def broke(self) -> bool:
        """Whether it ended by an error."""
        return self._broke is not None

    def _follow(self) -> None:
        """On a thread of its own: when a session has ended for another exercise, that one begins, unasked."""
        try:
            self._turn.engine.wait()
            while (taken := self._turn.taking.taken) and not self._stopped:
                self._lines.append(self._turn.end_line())
                arguments = following(self._arguments, taken)
                plan = self._plan_of(arguments)
                turn = self._turn_of(arguments, plan, self._turn.sounder.mode)
                if taken.side:
                    turn.engine.say("side", taken.side)
                self._turn = turn
                if self._stopped:
                    return
                turn.engine.start()
                turn.engine.wait()
            self._look_ahead()
        except BaseException as error:
            self._broke = error

    def _look_ahead(self) -> None:
        """After a session that counts for the progression: where the wearer stands, on the last page and below it."""
        turn = self._turn
        if isinstance(turn, Turn) and turn.is_progress and not self.signals:
            self._ahead = ahead_of(self._wearer, self._arguments.client, self._settings, self._told.append)
            turn.viewer.tell_ahead(self._ahead)

    def app(self) -> SessionApp[Any]:
        """The app around this session."""
        settings = self._settings
        return SessionApp(
            self, self._looks, self._interview(), self._remember, theme=settings.theme, keymap=settings.keymap
        )

    def _wait(self) -> None:
        while self._following is not None and self.running:
            self._following.join(_LOOK_S)
        if self._broke is not None:
            raise self._broke

    @property
    def _worn(self) -> bool:
        return self._turn.plan.kind == LIVE

    @property
    def _mode(self) -> Mode:
        return self._turn.sounder.mode

    def _set_mode(self, mode: Mode) -> None:
        self._turn.sounder.mode = mode

    def _ask(self, words: str) -> None:
        self._turn.viewer.tell(words)

    def _say_end(self) -> None:
        print(*self._lines, self._turn.end_line(), *self._ahead, sep="\n")
        for words in self._told:
            say(words)
        if self._turn.sounder.problem:
            say(self._turn.sounder.problem)
