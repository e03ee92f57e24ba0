"""All that is ever said to a MetaMotion board."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.metamotion import processors, words
from imu_hinge.sensors.metamotion.chips import Chip, acc_config, chip_of, gyr_config
from imu_hinge.sensors.metamotion.codec import (
    BATTERY_ASK,
    BATTERY_TOLD,
    COMMAND,
    CONFIG_READ,
    LED_OFF,
    LED_PLAY,
    NOTIFY,
    Module,
    Register,
    blink,
    connection,
    decode_battery,
    decode_found,
    discover,
    vibrate,
)
from imu_hinge.sensors.metamotion.decoder import RATE_HZ
from imu_hinge.sensors.sequence import Ask, Choose, SequencedDialogue, Sequences, Step, Subscribe, Write

RANGE_G, RANGE_DPS = 8, 500
INTERVAL_MS = 15.0
"""A hundred packets a second come through when four fit into a connection event of 30 ms; half of it leaves room."""
_TIMEOUT_MS = 4000.0
_LEAST_SETTINGS_REVISION = 1
_CREATION_S = 2.0
_SHAKE_MS = 500
"""For a board under clothes, as far as it has a motor."""
_CHAIN = ("accounter", "fuser", "buffer")
"""Last to first: none is taken away that another one needs."""
Told = Mapping[str, bytes]


def _say(*commands: bytes) -> tuple[Step, ...]:
    return tuple(Write(COMMAND, command) for command in commands)


def _begins(payload: bytes, head: bytes) -> bool:
    return payload.startswith(head)


def _fine(payload: bytes) -> str:
    return ""


def _ask(name: str, question: bytes, refusal: Callable[[bytes], str] = _fine) -> Step:
    """A question that is answered under its own name."""
    return Ask(name, COMMAND, question, NOTIFY, partial(_begins, head=question[:2]), refusal=refusal)


def _create(name: str, command: Callable[[Told], bytes]) -> Step:
    """Said once: a board that is slow to answer would make two."""

    def is_created(payload: bytes) -> bool:
        return processors.created(payload) is not None

    return Ask(name, COMMAND, command, NOTIFY, is_created, within_s=_CREATION_S, tries=1, optional=True)


def _chip(told: Told) -> Chip:
    chip = chip_of(decode_found(told["acc"]))
    assert chip is not None, "refused before"
    return chip


def _settings(told: Told) -> Sequence[Step]:
    acc, gyr = acc_config(_chip(told), RATE_HZ, RANGE_G), gyr_config(RATE_HZ, RANGE_DPS)
    return (
        *_say(acc, gyr),
        _ask("acc set", bytes((Module.ACC, CONFIG_READ)), partial(words.other_setting, wanted=acc)),
        _ask("gyr set", bytes((Module.GYR, CONFIG_READ)), partial(words.other_setting, wanted=gyr)),
    )


def _has(told: Told, name: str, revision: int) -> bool:
    found = decode_found(told[name])
    return found is not None and found.revision >= revision


def _chain(told: Told) -> Sequence[Step]:
    """Each is made of the one before; where one is not made, none after it is."""
    if not _has(told, "processor", processors.LEAST_REVISION):
        return ()
    return (
        _create("buffer", lambda told: processors.buffer(_chip(told))),
        Choose(lambda told: _fused(told) if "buffer" in told else ()),
    )


def _fused(told: Told) -> Sequence[Step]:
    return (
        _create("fuser", lambda told: processors.fuser(told["buffer"][2])),
        Choose(lambda told: _accounted() if "fuser" in told else ()),
    )


def _accounted() -> Sequence[Step]:
    return (_create("accounter", lambda told: processors.accounter(told["fuser"][2])),)


def _single(told: Told, on: bool) -> tuple[Step, ...]:
    """Accelerations and rates each for itself; not the packed ones, in which a lost packet would not show."""
    acc, gyr = bytes((Module.ACC, Register.ACC_DATA, on)), bytes((Module.GYR, _chip(told).gyr_data, on))
    return _say(acc, gyr)


def _outlet(told: Told) -> Sequence[Step]:
    if "accounter" in told:
        return _say(processors.notify(told["accounter"][2]), processors.enable())
    return _single(told, True)


def _link(told: Told) -> Sequence[Step]:
    return _interval(INTERVAL_MS) if _has(told, "settings", _LEAST_SETTINGS_REVISION) else ()


def _interval(interval_ms: float) -> Sequence[Step]:
    return _say(connection(interval_ms, interval_ms, 0, _TIMEOUT_MS))


def _motion(on: bool) -> tuple[Step, ...]:
    """Sampling and power of both."""
    sampling = [bytes((module, Register.SAMPLING, on, not on)) for module in (Module.ACC, Module.GYR)]
    power = [bytes((module, Register.POWER, on)) for module in (Module.GYR, Module.ACC)]
    return _say(*sampling, *power) if on else _say(*reversed(power), *sampling)


def _cleared(told: Told) -> Sequence[Step]:
    """Takes away what was made, and nothing of other programs."""
    made = [told[name][2] for name in _CHAIN if name in told]
    quiet = _say(processors.notify(made[0], False)) if "accounter" in told else ()
    single = _single(told, False) if "acc" in told and not quiet else ()
    return (*single, *quiet, *_say(*(processors.remove(number) for number in made)))


_STREAM = (Choose(_outlet), *_motion(True))
_START = (
    Subscribe(NOTIFY),
    _ask("acc", discover(Module.ACC), words.unknown_chip),
    _ask("gyr", discover(Module.GYR), words.no_gyroscope),
    _ask("processor", discover(Module.PROCESSOR)),
    _ask("settings", discover(Module.SETTINGS)),
    Ask("battery", COMMAND, BATTERY_ASK, NOTIFY, partial(_begins, head=BATTERY_TOLD), tries=1, optional=True),
    Choose(_settings),
    Choose(_chain),
    Choose(_link),
    *_STREAM,
)
_STOP = (*_motion(False), Choose(_cleared))


def _battery_pct(packet: Packet) -> int | None:
    told = decode_battery(packet.payload) if packet.characteristic == NOTIFY else None
    return told[0] if told and told[0] <= 100 else None


SEQUENCES = Sequences(
    start=_START,
    stop=_STOP,
    revive=_STREAM,
    identify=lambda seconds: _say(LED_OFF, blink(seconds), LED_PLAY, vibrate(1.0, _SHAKE_MS)),
    interval=_interval,
    battery_pct=_battery_pct,
)


class MetaMotionDialogue(SequencedDialogue):
    """Before each start it stops what may still go on, and takes away what it made on a connection that was lost."""

    def __init__(self) -> None:
        super().__init__(SEQUENCES)

    async def begin(self, port: Port) -> None:
        """As Dialogue."""
        await self.end(port)
        await super().begin(port)

    async def end(self, port: Port) -> None:
        """As Dialogue; what was taken away is forgotten."""
        await super().end(port)
        self._replies = {}
