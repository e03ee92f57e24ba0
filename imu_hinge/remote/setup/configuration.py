"""The broker's configuration, from the folder `templates`."""

import getpass
import os
import shutil
from importlib.resources import files
from pathlib import Path

from imu_hinge.remote.setup.room import Place, Room

CONFIGURATION = "hinge.conf"
SERVICE = "hinge-broker.service"
_LEAST_CONNECTIONS = 500
BROKER = "mosquitto"
_SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/sbin"
"""Where a broker is installed that is not on a user's own path."""


def configuration(room: Room, folder: str) -> str:
    """The configuration file of a room whose files are in `folder`."""
    return _filled(
        CONFIGURATION,
        dir=folder,
        listener=listener(room.place, folder),
        connections=str(max(_LEAST_CONNECTIONS, 2 * len(room.users))),
    )


def listener(place: Place, folder: str) -> str:
    """Where it listens: never beyond this machine without TLS."""
    if not place.listen:
        return f"# Reached from this machine only.\nlistener {place.port} {place.host}"
    return "\n".join(
        [
            f"listener {place.port} {place.listen}",
            f"certfile {folder}/server.crt",
            f"keyfile {folder}/server.key",
            "tls_version tlsv1.2",
        ]
    )


def service(folder: str, user: str, program: str) -> str:
    """A unit that starts the broker with the machine, as `user`."""
    return _filled(SERVICE, dir=folder, user=user, mosquitto=program)


def broker_user() -> str:
    """Who runs the broker: never root, who would give its rights up and then could not read the files."""
    return BROKER if is_root() else getpass.getuser()


def is_root() -> bool:
    """Whether this is the superuser; False on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def broker_program() -> str:
    """The program of the broker; where it is not installed, the place at which Debian would put it."""
    return find_broker() or f"/usr/sbin/{BROKER}"


def find_broker() -> str | None:
    """The program of the broker; None where it is not installed. It is sought in the system's own folders too."""
    return shutil.which(BROKER) or shutil.which(BROKER, path=_SYSTEM_FOLDERS)


def _filled(template: str, **values: str) -> str:
    text = files("imu_hinge.remote.setup").joinpath("templates", template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def quoted(path: Path) -> str:
    """The folder as a configuration file names it."""
    return path.resolve().as_posix()
