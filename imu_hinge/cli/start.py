"""`imu-hinge` alone, in a terminal: a first screen that leads to a command."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import leaving_anyway
from imu_hinge.cli.texts import DISCLAIMER
from imu_hinge.recording import default_folder
from imu_hinge.station.settings import keep_settings, load_settings, settings_path
from imu_hinge.station.wearers import wearers_path
from imu_hinge.tui.choosing import Item
from imu_hinge.tui.start import StartApp

_NEWEST = 50


def choose() -> list[str]:
    """The words of the command that was chosen; empty when none was. Raises SystemExit after a signal."""
    app = StartApp(DISCLAIMER, list(exercises()), list(recordings()), trainer())
    with stopping(app.exit) as came, leaving_anyway(lambda: bool(came), lambda: 128 + came[0]):
        app.run()
    if came:
        raise SystemExit(128 + came[0])
    see_disclaimer()
    return list(app.words)


def see_disclaimer() -> None:
    """Keeps that it was shown."""
    settings = load_settings(settings_path())
    if not settings.disclaimer_seen:
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        keep_settings(replace(settings, disclaimer_seen=now), settings_path())


def trainer() -> list[str]:
    """Whoever was paired; virtual clients where nobody was."""
    paired = wearers_path().exists()
    return ["trainer"] if paired else ["trainer", "--simulate", "--no-record"]


def exercises() -> Iterator[Item]:
    """The progression, then the assessments."""
    for exercise in map(load_exercise, exercise_ids()):
        level = f"level {exercise.level}: " if exercise.level else ""
        yield Item(exercise.id, f"{level}{exercise.title}", exercise.description)


def recordings() -> Iterator[Item]:
    """This user's, newest first."""
    folder = default_folder()
    paths = sorted(folder.rglob("*.mcap"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths[:_NEWEST]:
        stat = path.stat()
        made = time.strftime("%d %b %Y %H:%M", time.localtime(stat.st_mtime))
        yield Item(str(path), f"{made}  {path.stem}", f"{stat.st_size / 1e6:.1f} MB")
