"""Where messages go. Client and trainer are the names of their accounts, which the broker checks, so they say who."""

import re
from dataclasses import dataclass
from enum import StrEnum

_ROOT = "hinge/v1"
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)


class Kind(StrEnum):
    """What a message is; the third level of its topic."""

    STATUS = "status"
    LIVE = "live"
    EVENT = "event"
    ORDER = "cmd"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a topic says about its messages."""

    kind: Kind
    client: str
    trainer: str = ""
    """Who sent an order; empty for all others, which the client sends."""


def is_name(name: str) -> bool:
    """Whether it can stand in a topic: letters, digits and `-`; other signs mean something to a broker."""
    return _NAME.fullmatch(name) is not None


def status(client: str) -> str:
    """Presence: kept by the broker for whoever comes later."""
    return f"{_ROOT}/{client}/{Kind.STATUS}"


def live(client: str) -> str:
    """Where the session stands."""
    return f"{_ROOT}/{client}/{Kind.LIVE}"


def event(client: str) -> str:
    """What happened."""
    return f"{_ROOT}/{client}/{Kind.EVENT}"


def order(client: str, trainer: str) -> str:
    """What a trainer asks of a client; `+` as the trainer: of all."""
    return f"{_ROOT}/{client}/{Kind.ORDER}/{trainer}"


def parse(topic: str) -> Topic | None:
    """What the topic says; None for any that is none of these."""
    levels = topic.split("/")
    if "/".join(levels[:2]) != _ROOT or not all(map(is_name, levels[2:])):
        return None
    match levels[2:]:
        case [client, (Kind.STATUS | Kind.LIVE | Kind.EVENT) as kind]:
            return Topic(Kind(kind), client)
        case [client, Kind.ORDER, trainer]:
            return Topic(Kind.ORDER, client, trainer)
    return None
