"""A virtual sensor of any make, without a radio: values and commands in, notifications out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from imu_hinge.virtual.firmware.wire import Wish


class Can(Enum):
    """A property of a characteristic."""

    READ = "read"
    WRITE = "write"
    WRITE_WITHOUT_RESPONSE = "write-without-response"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One row of the GATT table."""

    uuid: str
    """Full and lower-case."""
    can: tuple[Can, ...]
    value: bytes = b""
    """What a read gives at first."""


@dataclass(frozen=True, slots=True)
class Advertising:
    """What a scan hears."""

    name: str
    services: tuple[str, ...] = ()
    manufacturer: Mapping[int, bytes] | None = None
    """Company number to bytes."""


class AttError(Exception):
    """The sensor refuses a read or write with this error code of the attribute protocol."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"attribute protocol error 0x{code:02x}")


WRITE_NOT_ALLOWED, WRONG_LENGTH, WRONG_VALUE = 0x03, 0x0D, 0x80
"""Codes of AttError; the last is the first that a maker may give a meaning."""

Notification = tuple[str, bytes]
"""Characteristic and payload."""


class Device(Protocol):
    """One sensor. Times are true times in seconds that never fall.

    Whoever hosts it calls `take` until it gives None, then `take_wish`, after every other call and at `next_s`. It cuts
    a payload that is longer than its link allows, as a real stack does.
    """

    @property
    def services(self) -> Mapping[str, tuple[Characteristic, ...]]:
        """The GATT table by service UUID, Device Information and Battery included where the make has them."""
        ...

    def advertising(self, t_s: float) -> Advertising | None:
        """What it advertises while nobody is connected; None while it sleeps."""
        ...

    def connected(self, t_s: float) -> None:
        """A link began; nothing is subscribed."""
        ...

    def disconnected(self, t_s: float) -> None:
        """The link ended, on purpose or not."""
        ...

    def read(self, uuid: str, t_s: float) -> bytes:
        """The value of a characteristic that can be read; raises AttError where it refuses, KeyError for another."""
        ...

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        """Takes a value, with or without response; raises AttError where it refuses, KeyError for another."""
        ...

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """Notifications of a characteristic are wanted, or wanted no more; raises as `write`."""
        ...

    def take(self, t_s: float) -> Notification | None:
        """The next notification that is due; None when there is none now."""
        ...

    def take_wish(self, t_s: float) -> Wish | None:
        """What the sensor wants of the link itself, once each: another interval, or its end."""
        ...

    @property
    def next_s(self) -> float:
        """When `take` or `take_wish` may have something new if nobody calls before; infinite when never."""
        ...

    def restart(self, t_s: float) -> None:
        """Battery out and in again, without a link: only what the make keeps in flash stays."""
        ...
