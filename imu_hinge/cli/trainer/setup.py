"""`imu-hinge trainer setup`: accounts, certificates and the broker's configuration for a room."""

import argparse
import asyncio
import re
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

from imu_hinge.cli.output import fitted
from imu_hinge.cli.trainer.setup_words import after_change, after_revoking, after_setup
from imu_hinge.model.errors import UsageError
from imu_hinge.remote.accounts import is_client
from imu_hinge.remote.addresses import PORTS
from imu_hinge.remote.setup.folder import (
    Wish,
    certificate_until,
    client_name,
    existing,
    held_accounts,
    renew,
    replace_accounts,
    revoke,
    set_up,
    trainer_name,
)
from imu_hinge.remote.setup.room import Place

EXAMPLE = "trainer setup room --clients 30 --trainers anna,bob"
ALL = "all"
_HOST = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_MOST_CLIENTS = 10_000
"""The largest number one broker was measured with."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the room's own folder, kept where it is private")
    parser.add_argument(
        "--clients", default="0", metavar="N", help="how many clients are to have an account; or the pseudonyms of some"
    )
    parser.add_argument("--trainers", default="", metavar="NAME,NAME", help="trainers that are to have an account")
    parser.add_argument("--listen", metavar="ADDRESS", help="address of this machine for others to reach, with TLS")
    parser.add_argument("--host", metavar="NAME", help="name or address others reach it by; default: ADDRESS")
    parser.add_argument("--port", type=int, metavar="PORT", help="default: 1883, or 8883 with --listen")
    parser.add_argument("--all-clients", action="store_true", help="every trainer may see every client")
    later = parser.add_mutually_exclusive_group()
    later.add_argument(
        "--check", action="store_true", help="try the running broker; exit code 1 where it lets too much"
    )
    later.add_argument("--renew", action="store_true", help="write a new certificate of the broker")
    later.add_argument(
        "--replace", metavar="USER,USER", help="new account files and secrets, for all trainers; or: all"
    )
    later.add_argument("--revoke", metavar="USER", help="remove an account")


def run(arguments: argparse.Namespace) -> int:
    """Does one of these; exit code 1 where a check finds something."""
    _check_installed()
    if arguments.check:
        return check(arguments.folder)
    print("\n".join(_done(arguments)))
    return 0


def check(folder: Path) -> int:
    """Prints what was tried on the running broker."""
    from imu_hinge.remote.setup.check import checked

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        found = runner.run(checked(held_accounts(folder)))
    print("\n".join(fitted(("checked", "result"), [(one.what, one.trouble or "as it should be") for one in found])))
    if until := certificate_until(folder):
        print(f"the broker's certificate is valid until {until:%Y-%m-%d}")
    missed = [one for one in found if one.trouble]
    if missed:
        print(f"imu-hinge: {len(missed)} of {len(found)} are not as they should be", file=sys.stderr)
    return 1 if missed else 0


def _done(arguments: argparse.Namespace) -> list[str]:
    folder, now = arguments.folder, datetime.now(UTC)
    if arguments.renew:
        until = renew(folder, now)
        return [f"renewed: the broker's certificate, valid until {until:%Y-%m-%d}", *after_change(folder)]
    if arguments.revoke:
        return _revoked(folder, arguments.revoke)
    if arguments.replace:
        users = existing(folder).users if arguments.replace == ALL else arguments.replace.split(",")
        replace_accounts(folder, users)
        return [f"new account files: {', '.join(users)}", *after_change(folder)]
    return after_setup(folder, set_up(folder, _wish(arguments), now))


def _revoked(folder: Path, user: str) -> list[str]:
    """The account is removed; what the broker kept of its presence is taken away first, where that can be done."""
    from imu_hinge.remote.setup.clearing import clear_status

    account = held_accounts(folder).get(user)
    cleared = account is not None and is_client(user) and asyncio.run(clear_status(account))
    revoke(folder, user)
    return after_revoking(folder, user, cleared)


def _wish(arguments: argparse.Namespace) -> Wish:
    count, names = _clients(arguments.clients)
    trainers = tuple(trainer_name(one) for one in arguments.trainers.split(",") if one.strip())
    return Wish(count, names, trainers, _place(arguments), arguments.all_clients)


def _clients(text: str) -> tuple[int, tuple[str, ...]]:
    """How many, and who."""
    if not text.isdecimal():
        return 0, tuple(map(client_name, text.split(",")))
    if int(text) > _MOST_CLIENTS:
        raise UsageError(f"--clients {text}: expected a number up to {_MOST_CLIENTS}")
    return int(text), ()


def _place(arguments: argparse.Namespace) -> Place | None:
    """Where the broker is to be; None where nothing was said of it."""
    listen, port = arguments.listen, arguments.port
    if port is not None and not 0 < port < 65536:
        raise UsageError(f"--port {port}: expected a number from 1 to 65535")
    if listen is None:
        if arguments.host is not None:
            raise UsageError("--host: is for others to reach; give --listen ADDRESS with it, 0.0.0.0 for every address")
        return None if port is None else Place(port=port)
    place = Place(_host(arguments.host or listen), port or PORTS["mqtts"], _listen(listen))
    if place.anywhere and arguments.host is None:
        raise UsageError(f"--listen {listen}: is every address of this machine; give --host with the name others use")
    return place


def _listen(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        raise UsageError(f"--listen {address}: expected an address such as 192.168.1.20, or 0.0.0.0 for all") from None


def _host(name: str) -> str:
    try:
        return str(ip_address(name))
    except ValueError:
        pass
    if not _HOST.fullmatch(name):
        raise UsageError(f"--host {name}: expected a name such as gym.local, or an address")
    return name.lower()


def _check_installed() -> None:
    missing = [name for name in ("aiomqtt", "cryptography") if find_spec(name) is None]
    if missing:
        raise UsageError(f"trainer setup needs {' and '.join(missing)}: pip install 'imu-hinge[remote]'")
