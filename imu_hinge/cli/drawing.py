"""How a screen may be drawn in this terminal."""

import argparse
import os

from imu_hinge.station.settings import Ascii, Settings


def only_ascii(settings: Settings, arguments: argparse.Namespace) -> bool:
    """Whether the terminal may lack block letters: asked for, or its locale or kind says so.

    Python itself speaks UTF-8 under the locale C, so that its own encoding says nothing of the terminal.
    """
    if arguments.ascii or settings.ascii is not Ascii.AUTO:
        return bool(arguments.ascii) or settings.ascii is Ascii.YES
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    chosen = next((value for value in named if value), "")
    return "utf" not in chosen.lower() or os.environ.get("TERM") == "linux"
