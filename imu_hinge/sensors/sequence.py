"""What is said to a sensor as data: steps that run one after the other over a Port, and a Dialogue made of them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.dialogue import Port

Replies = dict[str, bytes]
"""What was read or answered so far on this connection, by the name of the step."""
Payload = bytes | Callable[[Mapping[str, bytes]], bytes]
"""The bytes to write, or how they follow from the replies so far."""
_LONG_S = 3600.0


class Step(Protocol):
    """One thing to do. Raises LinkDownError, and SensorRefusedError in the user's words."""

    async def take(self, port: Port, replies: Replies) -> None:
        """Does it; what the sensor answers is kept in `replies`."""
        ...


def _fine(_: bytes) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """From here on the notifications go into the session."""

    characteristic: str

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        await port.subscribe(self.characteristic)


@dataclass(frozen=True, slots=True)
class Write:
    """A value, and a pause after it."""

    characteristic: str
    payload: Payload
    pause_s: float = 0.0
    response: bool = True

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        await port.write(self.characteristic, _bytes(self.payload, replies), response=self.response)
        if self.pause_s:
            await port.sleep(self.pause_s)


@dataclass(frozen=True, slots=True)
class Read:
    """A value that is kept under a name; `refusal` gives the words why it rules the sensor out, else nothing."""

    name: str
    characteristic: str
    refusal: Callable[[bytes], str] = _fine

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        replies[self.name] = _unless_refused(await port.read(self.characteristic), self.refusal)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that is answered by a notification of `on`. Without an answer it is asked again, `tries` times."""

    name: str
    characteristic: str
    payload: Payload
    on: str
    answers: Callable[[bytes], bool]
    within_s: float = 1.0
    tries: int = 3
    refusal: Callable[[bytes], str] = _fine
    optional: bool = False
    """Unanswered to the end it is left out, and its name is not among the replies; else the link counts as down."""

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        for left in reversed(range(self.tries)):
            with suppress(*self._passing(left)):
                payload = _bytes(self.payload, replies)
                answer = await port.ask(self.characteristic, payload, self.answers, self.within_s, on=self.on)
                replies[self.name] = _unless_refused(answer, self.refusal)
                return

    def _passing(self, left: int) -> tuple[type[Exception], ...]:
        """Errors after which it goes on. A link that is down raises at the next request."""
        return (LinkDownError,) if left or self.optional else ()


@dataclass(frozen=True, slots=True)
class Choose:
    """Steps that depend on the replies so far."""

    steps: Callable[[Mapping[str, bytes]], Sequence[Step]]

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        await run(self.steps(replies), port, replies)


async def run(steps: Sequence[Step], port: Port, replies: Replies) -> None:
    """Takes the steps in their order. Raises what they raise."""
    for step in steps:
        await step.take(port, replies)


def _bytes(payload: Payload, replies: Replies) -> bytes:
    return payload if isinstance(payload, bytes) else payload(replies)


def _unless_refused(value: bytes, refusal: Callable[[bytes], str]) -> bytes:
    if words := refusal(value):
        raise SensorRefusedError(words)
    return value


@dataclass(frozen=True, slots=True)
class Sequences:
    """All that is ever said to one make of sensor."""

    start: Sequence[Step]
    stop: Sequence[Step]
    """Where a sensor goes on streaming without us, `start` begins with it too."""
    revive: Sequence[Step] = ()
    """Connected and no data; empty: `start` again."""
    identify: Callable[[int], Sequence[Step]] | None = None
    """Makes it show itself for some seconds; None where it cannot."""
    interval: Callable[[float], Sequence[Step]] = field(default=lambda interval_ms: ())
    """Asks for a connection interval in ms."""
    battery_pct: Callable[[Packet], int | None] = field(default=lambda packet: None)
    """The battery level that a value read or notified tells, else None."""


class SequencedDialogue:
    """The Dialogue of a sensor that is told everything by sequences."""

    def __init__(self, sequences: Sequences) -> None:
        self._sequences = sequences
        self._replies: Replies = {}
        self._battery_pct: int | None = None

    @property
    def battery_pct(self) -> int | None:
        """The newest known."""
        return self._battery_pct

    @property
    def interval_ms(self) -> float | None:
        """No sensor but our own tells it."""
        return None

    def notified(self, packet: Packet) -> None:
        """Takes every notification and value read."""
        told = self._sequences.battery_pct(packet)
        self._battery_pct = self._battery_pct if told is None else told

    async def begin(self, port: Port) -> None:
        """The start sequence."""
        self._replies = {}
        await run(self._sequences.start, port, self._replies)

    async def attend(self, port: Port) -> None:
        """Nothing is to be done while data flows."""
        while True:
            await port.sleep(_LONG_S)

    async def revive(self, port: Port) -> None:
        """The revive sequence."""
        await run(self._sequences.revive or self._sequences.start, port, self._replies)

    async def end(self, port: Port) -> None:
        """The stop sequence, whatever the sensor answers."""
        with suppress(SensorRefusedError):
            await run(self._sequences.stop, port, self._replies)

    async def identify(self, port: Port, seconds: int) -> None:
        """Raises SensorRefusedError where the sensor has nothing to show."""
        if self._sequences.identify is None:
            raise SensorRefusedError("this make cannot show itself: tell the sensors apart by moving one")
        await run(self._sequences.identify(seconds), port, self._replies)

    async def ask_interval(self, port: Port, interval_ms: float) -> None:
        """Asks where the sensor can be asked."""
        with suppress(SensorRefusedError):
            await run(self._sequences.interval(interval_ms), port, self._replies)
