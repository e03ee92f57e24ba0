"""The folder of a room: what is written, and what a second run adds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from imu_hinge.history.pseudonyms import ME, is_pseudonym, new_pseudonym
from imu_hinge.model.errors import UsageError
from imu_hinge.remote.accounts import LOCAL_TRAINER, Account, account_text, is_trainer, read_account
from imu_hinge.remote.private import make_private_folder, write_private
from imu_hinge.remote.setup.configuration import (
    CONFIGURATION,
    SERVICE,
    broker_program,
    broker_user,
    configuration,
    quoted,
    service,
)
from imu_hinge.remote.setup.passwords import new_secret, with_lines, without_user
from imu_hinge.remote.setup.room import FILE, Place, Room, access_list, load_room, room_text

ACCOUNTS = "accounts"
PASSWORDS, ACCESS = "passwd", "acl"
AUTHORITY, AUTHORITY_KEY = "ca.crt", "private/ca.key"
SERVER, SERVER_KEY = "server.crt", "server.key"
MOST_CLIENTS_IN_LINES = 200
"""Mosquitto searches the access list line by line: 200 clients cost it 0.056 of a core, 1,000 cost 0.36."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is asked for."""

    clients: int = 0
    """How many there are to be in all."""
    names: tuple[str, ...] = ()
    """Pseudonyms that are to be there: people whom a history knows already."""
    trainers: tuple[str, ...] = ()
    """User names that are to be there."""
    place: Place | None = None
    """None: as it is; for a new room, this machine only."""
    all_clients: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did."""

    room: Room
    added: tuple[str, ...]
    """User names of new accounts."""
    began: bool
    """Whether the folder is new."""


def set_up(folder: Path, wish: Wish, now: datetime) -> Done:
    """Makes the room, or adds to it what is missing and changes nothing else. Raises UsageError, OSError."""
    before = load_room(folder)
    room = before or _begun(folder, wish)
    _check_same_place(folder, room, wish)
    grown = _with_all(room, wish)
    _check_size(grown)
    _make_folders(folder)
    if before is None:
        _write_broker(folder, grown, now)
    added = tuple(user for user in grown.users if before is None or user not in before.users)
    _write_room(folder, grown, added)
    return Done(grown, added, before is None)


def replace_accounts(folder: Path, users: Sequence[str]) -> Room:
    """New account files with new secrets, naming every trainer there is; the old ones let nobody in any more."""
    room = existing(folder)
    for user in users:
        _check_there(folder, room, user)
        room = room.with_client(user) if user in room.clients else room
    _write_room(folder, room, users)
    return room


def revoke(folder: Path, user: str) -> Room:
    """Removes an account and its access; in force when the broker has read its files again."""
    room = existing(folder)
    _check_there(folder, room, user)
    room = room.without(user)
    write_private(folder / PASSWORDS, without_user((folder / PASSWORDS).read_text(encoding="utf-8"), user))
    _write_room(folder, room, ())
    account_file(folder, user).unlink(missing_ok=True)
    return room


def renew(folder: Path, now: datetime) -> datetime:
    """Writes a new server certificate from the same authority; until when it is valid. Raises UsageError, OSError."""
    room = existing(folder)
    if not room.place.listen:
        raise UsageError(f"{folder}: this room is without TLS; there is no certificate to renew")
    return _write_server(folder, room.place, now)


def certificate_until(folder: Path) -> datetime | None:
    """Until when the broker's certificate is valid; None without TLS."""
    from imu_hinge.remote.setup.authority import valid_until

    server = folder / SERVER
    return valid_until(server.read_text(encoding="utf-8")) if server.exists() else None


def existing(folder: Path) -> Room:
    """The room in this folder; raises UsageError where there is none."""
    room = load_room(folder)
    if room is None:
        raise UsageError(f"{folder}: no room is set up there; give --clients N --trainers NAME,NAME")
    return room


def account_file(folder: Path, user: str) -> Path:
    """Where an account file lies until it is handed out."""
    return folder / ACCOUNTS / f"{user}.toml"


def held_accounts(folder: Path) -> dict[str, Account]:
    """User name -> the accounts of the room whose files are still here."""
    paths = [account_file(folder, user) for user in existing(folder).users]
    return {path.stem: read_account(path) for path in paths if path.exists()}


def broker_files(folder: Path) -> list[Path]:
    """What the broker must be able to read, the folder first: neither account files nor the authority's key."""
    names = ("data", CONFIGURATION, PASSWORDS, ACCESS, SERVER, SERVER_KEY)
    return [folder, *(folder / name for name in names if (folder / name).exists())]


def trainer_name(text: str) -> str:
    """The user name of a trainer: `t-anna` for `anna`; raises UsageError."""
    name = text.strip().lower()
    name = name if name.startswith("t-") else f"t-{name}"
    if not is_trainer(name) or name == LOCAL_TRAINER:
        raise UsageError(f"--trainers {text!r}: expected letters, digits and `-`, such as anna; not `local`")
    return name


def client_name(text: str) -> str:
    """The user name of a client whom a history knows: the pseudonym; raises UsageError."""
    name = text.strip()
    if not is_pseudonym(name) or name == ME:
        raise UsageError(f"--clients {text!r}: expected a number, or pseudonyms such as c-7k3m9q2x")
    return name


def _begun(folder: Path, wish: Wish) -> Room:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is not empty and no room; name a new folder")
    if not (wish.clients or wish.names) or not wish.trainers:
        raise UsageError(f"{folder}: a new room needs --clients N and --trainers NAME,NAME")
    return Room(wish.place or Place(), all_clients=wish.all_clients)


def _check_same_place(folder: Path, room: Room, wish: Wish) -> None:
    if wish.place not in (None, room.place):
        raise UsageError(f"{folder}: is set up for {room.place.address}; set up another folder for another address")
    if wish.all_clients and not room.all_clients:
        raise UsageError(f"{folder}: is set up so that trainers see the clients named to them; set up another folder")


def _check_size(room: Room) -> None:
    if len(room.clients) > MOST_CLIENTS_IN_LINES and not room.all_clients:
        raise UsageError(
            f"--clients {len(room.clients)}: above {MOST_CLIENTS_IN_LINES} the access list slows the broker down; give "
            "--all-clients (every trainer may see every client), or set up several rooms"
        )


def _with_all(room: Room, wish: Wish) -> Room:
    new_trainers = tuple(one for one in dict.fromkeys(wish.trainers) if one not in room.trainers)
    room = replace(room, trainers=room.trainers + new_trainers)
    for name in wish.names:
        room = room if name in room.clients else room.with_client(name)
    while len(room.clients) < wish.clients:
        room = room.with_client(new_pseudonym(room.clients))
    return room


def _check_there(folder: Path, room: Room, user: str) -> None:
    if user not in room.users:
        raise UsageError(f"{folder}: there is no account {user}; there are: {', '.join(room.users) or 'none'}")


def _make_folders(folder: Path) -> None:
    for one in (folder, folder / ACCOUNTS, folder / "data", folder / "private"):
        make_private_folder(one)


def _write_broker(folder: Path, room: Room, now: datetime) -> None:
    if room.place.listen:
        from imu_hinge.remote.setup.authority import new_authority

        authority = new_authority(room.place.host, now)
        write_private(folder / AUTHORITY, authority.certificate)
        write_private(folder / AUTHORITY_KEY, authority.key)
        _write_server(folder, room.place, now)
    write_private(folder / CONFIGURATION, configuration(room, quoted(folder)))
    write_private(folder / SERVICE, service(quoted(folder), broker_user(), broker_program()))


def _write_server(folder: Path, place: Place, now: datetime) -> datetime:
    from imu_hinge.remote.setup.authority import Pair, new_server, valid_until

    authority = Pair(*((folder / name).read_text(encoding="utf-8") for name in (AUTHORITY, AUTHORITY_KEY)))
    names = (place.host, *([] if place.anywhere else [place.listen]))
    server = new_server(authority, names, now)
    write_private(folder / SERVER_KEY, server.key)
    write_private(folder / SERVER, server.certificate)
    return valid_until(server.certificate)


def _write_room(folder: Path, room: Room, new: Sequence[str]) -> None:
    """The accounts `new` get a secret each; the list of the room last, so that what broke off is done again."""
    ca_pem = (folder / AUTHORITY).read_text(encoding="utf-8") if room.place.listen else ""
    passwords = folder / PASSWORDS
    known = passwords.read_text(encoding="utf-8") if passwords.exists() else ""
    given = {user: new_secret() for user in new}
    for user, secret in given.items():
        trainers = room.clients.get(user, (user,))
        account = Account(str(room.place.address), user, secret, trainers, ca_pem)
        write_private(account_file(folder, user), account_text(account))
    write_private(passwords, with_lines(known, given))
    write_private(folder / ACCESS, access_list(room))
    write_private(folder / FILE, room_text(room))
