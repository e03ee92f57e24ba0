"""What the air between one peripheral and everybody else is like. Tests and scenarios change it while it is in use."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

MICROBIT_TRACE_MS = (1, 1, 42, 1, 48, 2, 2, 45, 2, 2, 45, 2, 46, 3, 1, 46, 48, 1, 3, 45)
"""Gaps between arrivals from a real device sending every 18 ms at an interval of about 45 ms (microbit-dal#300)."""

SENSITIVITY_DBM = -96
"""Below this signal strength nothing is received: the figure usual in data sheets at 1 Mbit/s."""


def _nobody() -> None:
    """Listens to no change."""


@dataclass
class Conditions:
    """The air around one peripheral. Every change is told to the radio at once, and holds for a live link too."""

    interval_s: float = 0.03
    """Connection interval with which a central connects, 7.5 ms to 4 s. Setting it moves a live link too."""
    supervision_s: float = 4.0
    """A link on which nothing came through for so long is lost for both ends."""
    loss: float = 0.0
    """Probability that an ATT notification vanishes; requests and answers never do."""
    doubles: float = 0.0
    """Probability that an ATT notification is delivered twice in a row."""
    retry: float = 0.0
    """Share of the connection events in which nothing comes through; what waited goes with the next one."""
    trace_ms: tuple[float, ...] = ()
    """Gaps between connection events, repeated for ever, in place of the interval."""
    in_reach: bool = True
    """False: no advertisement is heard, and a live link ends by supervision."""
    outage: bool = False
    """True: data of a live link wait, in order, as a link layer repeats what was not acknowledged."""
    silent: bool = False
    """True: the link lives and answers, but no notification is sent: firmware that hangs."""
    deaf: bool = False
    """True: writes are acknowledged, and nothing comes of them: firmware that hangs under a radio that goes on."""
    refusal: int = 0
    """ATT error code with which writes to Control are answered; 0: none."""
    rssi_dbm: int = -60
    """Signal strength; below SENSITIVITY_DBM the peripheral is out of reach."""
    changed: Callable[[], None] = field(default_factory=lambda: _nobody, repr=False, compare=False)
    """Called after every change."""

    @property
    def heard(self) -> bool:
        """Whether advertisements arrive and links can be made."""
        return self.in_reach and self.rssi_dbm >= SENSITIVITY_DBM

    @property
    def through(self) -> bool:
        """Whether anything of a live link comes through."""
        return self.heard and not self.outage

    def copy_to(self, other: "Conditions") -> None:
        """Makes the other air like this one; who listens there stays."""
        for name in (one.name for one in fields(self) if one.name != "changed"):
            setattr(other, name, getattr(self, name))

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        self.__dict__.get("changed", _nobody)()
