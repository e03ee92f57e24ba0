"""What is said after a room was set up or changed: plain lines, and what to do next."""

import shlex
from pathlib import Path

from imu_hinge.cli.texts import paragraph
from imu_hinge.model.plural import counted
from imu_hinge.remote.accounts import is_client
from imu_hinge.remote.setup.configuration import BROKER, CONFIGURATION, SERVICE, broker_program, find_broker, is_root
from imu_hinge.remote.setup.folder import ACCOUNTS, Done, broker_files

_TAKEN_BY_DEBIAN = 1883
_MOST_NAMED = 4
_CLEARED = "; what the broker kept of its presence is taken away"
_KEPT = "; what the broker may keep of its presence can be read by nobody, and is dropped within 7 days"


def after_setup(folder: Path, done: Done) -> list[str]:
    """What is there, and the commands that follow."""
    if not done.added:
        return [f"nothing to add: {_counted(done)}", *_kept(folder)]
    lines = [f"added: {_named(done.added)}", f"the room has {_counted(done)}", *_hand_out(folder, done)]
    return [*lines, "", *(_start(folder, done) if done.began else after_change(folder))]


def after_change(folder: Path) -> list[str]:
    """How the broker gets to know it."""
    return [
        "next, for the broker to read its files again:",
        "  sudo systemctl reload hinge-broker",
        "or, where it was started by hand: kill -HUP and its process id",
        f"then: imu-hinge trainer setup {_quoted(folder)} --check",
    ]


def after_revoking(folder: Path, user: str, cleared: bool) -> list[str]:
    """What is gone, and what is still to be done."""
    kept = _CLEARED if cleared else _KEPT if is_client(user) else ""
    return [f"revoked: {user}{kept}", *after_change(folder)]


def _counted(done: Done) -> str:
    clients, trainers = len(done.room.clients), len(done.room.trainers)
    return f"{counted(clients, 'client')} and {counted(trainers, 'trainer')}"


def _named(users: tuple[str, ...]) -> str:
    more = len(users) - _MOST_NAMED
    return ", ".join(users) if more <= 1 else f"{', '.join(users[:_MOST_NAMED])} and {more} more"


def _hand_out(folder: Path, done: Done) -> list[str]:
    lines = [
        f"account files: {folder / ACCOUNTS}",
        "each opens one account: give each to its person alone, and delete it there",
    ]
    new_trainers = [one for one in done.added if one in done.room.trainers]
    if new_trainers and not done.began:
        lines += paragraph(_who_sees(done, new_trainers)).splitlines()
    return lines


def _who_sees(done: Done, trainers: list[str]) -> str:
    who = ", ".join(trainers)
    if done.room.all_clients:
        return (
            f"{who} may see every client at once, whatever their account files name: tell them, or give --replace all."
        )
    return f"{who} may see clients added from here on. For the others --replace USER,USER (or all) makes new files."


def _kept(folder: Path) -> list[str]:
    return [f"--clients and --trainers say how many there are to be in all; {folder} is as it was"]


def _start(folder: Path, done: Done) -> list[str]:
    install = [] if find_broker() else ["  sudo apt-get install mosquitto"]
    freed = ["  sudo systemctl disable --now mosquitto"] if done.room.place.port == _TAKEN_BY_DEBIAN else []
    here = _quoted(folder)
    owner = [f"  chown {BROKER}: {' '.join(map(_quoted, broker_files(folder)))}"] if is_root() else []
    return [
        "next, on this machine:",
        *install,
        *freed,
        *owner,
        f"  {broker_program()} -c {_quoted(folder.resolve() / CONFIGURATION)}",
        f"  imu-hinge trainer setup {here} --check",
        "so that it starts with the machine (Linux):",
        f"  sudo cp {_quoted(folder / SERVICE)} /etc/systemd/system/",
        "  sudo systemctl enable --now hinge-broker",
        "on a client's machine, with the file:",
        f"  imu-hinge live --broker {next(iter(done.room.clients))}.toml",
        "on a trainer's:",
        f"  imu-hinge trainer --broker {done.room.trainers[0]}.toml",
    ]


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
