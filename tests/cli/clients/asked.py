"""What the tests of `imu-hinge clients` ask for again and again."""

import json

from tests.cli.homes import Home

NOTE = "sleeps on the left side"
"""About Ann, by Tess."""


def pseudonym(home: Home) -> str:
    (line,) = json.loads(home.says("clients", "list", "--json"))
    return str(line["client"])


def shown(home: Home) -> list[str]:
    sessions = json.loads(home.says("sessions", "list", "--json", "--all"))
    return sorted(home.says("sessions", "show", one["session"], "--json") for one in sessions)
