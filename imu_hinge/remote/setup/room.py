"""Who is in a room and where its broker is: the file room.toml, in which nothing is secret."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path

from imu_hinge.model.errors import UsageError
from imu_hinge.remote import topics
from imu_hinge.remote.addresses import Address

FILE = "room.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the broker listens, and under which name it is reached."""

    host: str = "127.0.0.1"
    """In every account file; with TLS also in the certificate."""
    port: int = 1883
    listen: str = ""
    """Address of this machine to listen on, with TLS; empty: this machine only, without."""

    @property
    def address(self) -> Address:
        """As clients and trainers give it."""
        return Address(self.host, self.port, secure=bool(self.listen))

    @property
    def anywhere(self) -> bool:
        """Whether it listens on all addresses of the machine, so that none of them is its name."""
        return bool(self.listen) and ip_address(self.listen).is_unspecified


@dataclass(frozen=True, slots=True)
class Room:
    """Accounts of a room."""

    place: Place = Place()
    trainers: tuple[str, ...] = ()
    """User names: `t-anna`."""
    clients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """User name -> the trainers named in its account file; nobody else may see it."""
    all_clients: bool = False
    """Every trainer may see every client: a short access list for many clients."""

    def with_client(self, client: str) -> "Room":
        """The same with this client, for all trainers there are."""
        return replace(self, clients={**self.clients, client: self.trainers})

    def without(self, user: str) -> "Room":
        """The same without this account."""
        clients = {
            client: tuple(one for one in trainers if one != user)
            for client, trainers in self.clients.items()
            if client != user
        }
        return replace(self, trainers=tuple(one for one in self.trainers if one != user), clients=clients)

    @property
    def users(self) -> list[str]:
        """All accounts."""
        return [*self.clients, *self.trainers]


def access_list(room: Room) -> str:
    """Mosquitto's acl file: a client its own topics, a trainer those of its clients, nobody anything else."""
    own = [f"pattern write {topic('%u')}" for topic in (topics.status, topics.live, topics.event)]
    own += [f"pattern read {topics.order('%u', '+')}", f"pattern read {topics.status('%u')}"]
    blocks = [[f"user {trainer}", *_seen_by(room, trainer)] for trainer in room.trainers]
    return "\n\n".join("\n".join(lines) for lines in [own, *blocks]) + "\n"


def _seen_by(room: Room, trainer: str) -> list[str]:
    clients = ["+"] if room.all_clients else [one for one, trainers in room.clients.items() if trainer in trainers]
    return [line for client in clients for line in _rules(client, trainer)]


def _rules(client: str, trainer: str) -> list[str]:
    read = [f"topic read {topic(client)}" for topic in (topics.status, topics.live, topics.event)]
    return [*read, f"topic write {topics.order(client, trainer)}"]


def load_room(folder: Path) -> Room | None:
    """The room set up in a folder; None where there is none. Raises UsageError for a file that is none, OSError."""
    path = folder / FILE
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        clients = {client: tuple(trainers) for client, trainers in values["clients"].items()}
        place = Place(values["host"], values["port"], values["listen"])
        return Room(place, tuple(values["trainers"]), clients, values["all_clients"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: is no list of accounts ({error}); put back a copy of it") from error


def room_text(room: Room) -> str:
    """The file, as `load_room` reads it."""
    head = [
        f'host = "{room.place.host}"',
        f"port = {room.place.port}",
        f'listen = "{room.place.listen}"',
        f"all_clients = {str(room.all_clients).lower()}",
        f"trainers = {_list(room.trainers)}",
        "",
        "[clients]",
    ]
    return "\n".join([*head, *(f"{client} = {_list(trainers)}" for client, trainers in room.clients.items())]) + "\n"


def _list(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
