"""Watching, from the arguments: this room, a broker, or both; on a screen or as lines."""

import argparse
import gc
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.sources import say
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.trainer.joined import Joined, Lasting
from imu_hinge.cli.trainer.lines import as_json, as_words, broker_as_json, events_of, nobody_else, printed
from imu_hinge.cli.trainer.room import watch_room
from imu_hinge.cli.trainer.web import served
from imu_hinge.export.extras import needing
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import default_folder
from imu_hinge.station.settings import Settings, keep_settings, load_settings, settings_path
from imu_hinge.view.wall import Watch

_NEW_OBJECTS = 10_000
"""After which garbage is looked for among them; Python's own choice is 700."""
NOBODY = (
    "nobody is here to watch: pair sensors with `imu-hinge trainer pair`, give --broker (`imu-hinge trainer setup` "
    "makes a room), or try --simulate"
)


def run(arguments: argparse.Namespace) -> int:
    """Watches until everybody has left or the trainer leaves; a signal ends it and is the exit code."""
    with ExitStack() as opened:
        watch = watch_of(arguments, opened)
        with stopping(watch.stop) as came:
            watch.signals = came
            code = _form(arguments)(watch, arguments)
            watch.stop()
            watch.wait()
        if not (came or arguments.no_record or arguments.simulate is not None):
            finish_earlier(default_folder())
        return 128 + came[0] if came else code


def watch_of(arguments: argparse.Namespace, opened: ExitStack) -> Joined:
    """What these arguments watch; what it holds open is closed by `opened`.

    Raises UsageError where there is nobody to watch, HistoryError.
    """
    room = watch_room(arguments, opened, load_settings(settings_path()), events_of if arguments.json else nobody_else)
    watches: list[Lasting] = [room] if room else []
    if arguments.broker:
        watches.append(_remote(arguments.broker))
    if not watches:
        raise UsageError(NOBODY)
    return Joined(watches)


def _remote(broker: str) -> Lasting:
    accounts = needing("remote", "imu_hinge.remote.accounts", "--broker")
    watcher = needing("remote", "imu_hinge.remote.watcher", "--broker")
    made: Lasting = watcher.Watcher(accounts.load_account(broker, "trainer"))
    if exposed := accounts.exposed(broker):
        say(exposed)
    return made


def _form(arguments: argparse.Namespace) -> Callable[[Joined, argparse.Namespace], int]:
    if arguments.plain or arguments.json:
        return _as_lines
    if arguments.web:
        return served
    return _on_screen


def _as_lines(watch: Joined, arguments: argparse.Namespace) -> int:
    printed(watch, *((as_json, broker_as_json) if arguments.json else (as_words, say)))
    return 0


def _on_screen(watch: Joined, arguments: argparse.Namespace) -> int:
    settings = load_settings(settings_path())
    code, theme = shown(watch, arguments, settings, lambda: 128 + watch.signals[0] if watch.signals else 1)
    if theme != settings.theme and (problem := keep_settings(replace(settings, theme=theme), settings_path())):
        say(problem)
    return code


def _collect_seldom() -> None:
    """Looking through the program itself for garbage, every few seconds, would stall the screen by a fifth of one."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def shown(
    watch: Watch, arguments: argparse.Namespace, settings: Settings, torn: Callable[[], int] = lambda: 1
) -> tuple[int, str]:
    """The trainer's screen over any watch; exit code, and the theme that was chosen last.

    `torn`: exit code of a process whose terminal does not let it leave.
    """
    from imu_hinge.cli.drawing import only_ascii
    from imu_hinge.cli.terminal import leaving_anyway
    from imu_hinge.cli.trainer.past import History
    from imu_hinge.tui.looks import Looks
    from imu_hinge.tui.trainer.app import TrainerApp

    looks = Looks(ascii=only_ascii(settings, arguments))
    app = TrainerApp(watch, looks, past=History(), theme=settings.theme, keymap=settings.keymap)
    _collect_seldom()
    with leaving_anyway(lambda: watch.leaving and not watch.running, torn):
        app.run()
    return app.return_code or 0, app.theme
