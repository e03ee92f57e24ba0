"""The trainer's screen in a browser: this process watches, and each tab is a process that only shows it."""

import argparse
import os

from imu_hinge.cli.drawing import only_ascii
from imu_hinge.cli.sources import say
from imu_hinge.cli.trainer.past import History
from imu_hinge.export.extras import needing
from imu_hinge.model.errors import UsageError
from imu_hinge.station.settings import load_settings, settings_path
from imu_hinge.station.sharing import shared, way_from
from imu_hinge.station.shown_wall import SharedWatch
from imu_hinge.view.wall import Watch

TITLE = "imu-hinge trainer"


def served(watch: Watch, arguments: argparse.Namespace) -> int:
    """Serves it to browsers of this machine, also when all sessions are over, until a signal comes or it breaks."""
    serving = needing("web", "imu_hinge.tui.web.serving", "--web")
    watch.begin()
    with shared(watch) as way:
        os.environ.update(way.environment())  # of the processes of the tabs
        server = serving.TrainerServer([*serving.program(), "trainer", "--shared"], arguments.web, TITLE)
        say(f"open {server.address}")
        say("whoever has this address may watch; Ctrl-C ends it")
        try:
            server.serve_while(lambda: not watch.leaving)
        except OSError as error:
            raise UsageError(f"--web {arguments.web}: {error.strerror}; choose another port") from error
    return 0


def tab(arguments: argparse.Namespace) -> int:
    """One tab: shows what the process that was started with `--web` watches."""
    from imu_hinge.tui.looks import Looks
    from imu_hinge.tui.trainer.app import TrainerApp

    settings = load_settings(settings_path())
    looks = Looks(ascii=only_ascii(settings, arguments))
    app = TrainerApp(
        SharedWatch(way_from(os.environ)), looks, past=History(), ends=lambda wall: 0, theme=settings.theme
    )
    app.run()
    return app.return_code or 0
