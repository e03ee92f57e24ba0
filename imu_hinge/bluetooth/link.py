"""The supervised link of one placement: search, connect, stream, notice the loss, and again, until it is stopped."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from random import Random

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.backoff import Backoff
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.connection import Connection
from imu_hinge.bluetooth.errors import NotInReachError, Trouble, trouble_of
from imu_hinge.bluetooth.limits import BUSY_QUIET_S
from imu_hinge.bluetooth.search import Search
from imu_hinge.bluetooth.told import Told
from imu_hinge.bluetooth.waiting import first_of, to_the_end
from imu_hinge.bluetooth.watchdog import Pulse, Watchdog
from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Link, LinkState, Packet
from imu_hinge.sensors.dialogue import Dialogue
from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.identity import Identity, probed
from imu_hinge.sensors.pace import TRAINING, Pace

_UP = (LinkState.CONNECTING, LinkState.STREAMING, LinkState.SILENT)


class SupervisedLink:
    """Runs until it is cancelled; then it says goodbye to the sensor and tells STOPPED."""

    def __init__(
        self,
        adapter: Adapter,
        wanted: Wanted,
        emit: Callable[[Packet | Link], None],
        now_ns: Callable[[], int],
        chance: Random,
        pace: Pace = TRAINING,
    ) -> None:
        self.told = Told(wanted.placement, now_ns, emit)
        self.name = f"{wanted.placement.capitalize()} sensor"
        self._adapter, self._emit, self._now_ns = adapter, emit, now_ns
        self._placement, self._pace = wanted.placement, pace
        self._search = Search(adapter, wanted, self.told, self.name)
        self._backoff = Backoff(chance)
        self._introduced: set[Identity] = set()
        self._dialogues: dict[tuple[str, str], Dialogue] = {}
        self._live: _Live | None = None
        self._busy_since_ns: int | None = None

    @property
    def interval_ms(self) -> float | None:
        """Connection interval as the sensor tells it; None unless it streams."""
        streaming = self._live is not None and self.told.state is LinkState.STREAMING
        return self._live.dialogue.interval_ms if self._live and streaming else None

    @property
    def interval_asked(self) -> int:
        """How often this connection was asked for another interval."""
        return self._live.interval_asked if self._live else 0

    async def run(self) -> None:
        """Raises only what is a bug."""
        try:
            while True:
                await asyncio.sleep(await self._round())
        finally:
            self._search.end()
            self.told.enter(LinkState.STOPPED)

    async def identify(self, seconds: int) -> None:
        """Makes the sensor show itself; LinkDownError where it is not connected, SensorRefusedError where it cannot."""
        if self._live is None:
            raise LinkDownError(f"{self.name} is not connected")
        await self._live.dialogue.identify(self._live.connection.port, seconds)

    async def ask_interval(self, interval_ms: float) -> None:
        """Asks for another connection interval. Asking is not getting: whatever comes of it is told by the sensor."""
        if self._live is not None:
            self._live.interval_asked += 1
            with suppress(LinkDownError, SensorRefusedError):
                await self._live.dialogue.ask_interval(self._live.connection.port, interval_ms)

    async def _round(self) -> float:
        """From search to loss; the pause before the next round."""
        connection: Connection | None = None
        try:
            self._search.begin()
            async with self._adapter.turn(self._search.wish):
                sighted = await self._search.run()
                self._busy_since_ns = None
                connection = self._connection(sighted)
                await connection.connect()
            await self._stream(await self._set_up(connection, sighted))
            raise LinkDownError("connection lost")
        except Exception as error:
            return self._after(error, connection)
        finally:
            if connection is not None:
                await to_the_end(connection.close())
            self._live = None

    def _connection(self, sighted: Sighted) -> Connection:
        self.told.know(driver=sighted.driver.id, rssi_dbm=sighted.rssi_dbm)
        if sighted.sighting.battery_pct is not None:
            self.told.know(battery_pct=sighted.sighting.battery_pct)
        self.told.enter(LinkState.CONNECTING)
        return Connection(self._adapter, sighted, self._placement, self._now_ns, self._received)

    async def _set_up(self, connection: Connection, sighted: Sighted) -> "_Live":
        identity = await connection.identity()
        self._search.confirm(sighted, identity.serial)
        self.told.know(serial=identity.serial, model=identity.model, firmware=identity.firmware)
        self._say_what_is_known(sighted.driver, identity)
        self.told.battery(identity.battery_pct)
        dialogue = self._dialogue(sighted.driver, identity.serial)
        self._live = _Live(connection, dialogue, sighted.driver)
        await connection.begin(dialogue)
        self._live.begun = True
        return self._live

    def _say_what_is_known(self, driver: Driver, identity: Identity) -> None:
        """Once for each sensor: what was never tried with it, and what its make cannot do."""
        if identity in self._introduced:
            return
        self._introduced.add(identity)
        cannot = f"{driver.name} cannot {', '.join(driver.cannot)}" if driver.cannot else ""
        for words in filter(None, (driver.remark(identity), cannot)):
            self.told.again(words)

    def _dialogue(self, driver: Driver, serial: str) -> Dialogue:
        """One for all connections to a sensor: a later one goes on where the last one ended."""
        key = (driver.id, serial)
        if key not in self._dialogues:
            self._dialogues[key] = driver.dialogue(self._pace)
        return self._dialogues[key]

    async def _stream(self, live: "_Live") -> None:
        live.pulse.start()
        port = live.connection.port
        watchdog = Watchdog(live.pulse, port, self._silent, lambda: live.dialogue.revive(port), live.probe)
        await first_of(live.connection.lost(), live.attend(), watchdog.run())

    def _silent(self) -> None:
        if self.told.state is LinkState.STREAMING:
            self.told.enter(LinkState.SILENT)

    def _received(self, packet: Packet) -> None:
        """Each value of the live connection, inside a callback of the stack: into the session, then to the driver."""
        self._emit(packet)
        live = self._live
        if live is None:
            return
        live.dialogue.notified(packet)
        if packet.characteristic != live.data_characteristic or not live.begun:
            self.told.battery(live.dialogue.battery_pct)
            return
        live.pulse.beat()
        if self.told.state is not LinkState.STREAMING:
            self.told.enter(LinkState.STREAMING)

    def _after(self, error: Exception, connection: Connection | None) -> float:
        """Tells what happened, at once; the pause. Raises what is a bug."""
        trouble = trouble_of(error, self.name)
        if trouble is None:
            raise error
        if connection is not None:
            connection.give_up()
        if self._live is not None and self._live.pulse.beats:
            self._backoff.reset()
        if not isinstance(error, NotInReachError):
            self._say(trouble)
        return self._backoff.pause_s(trouble.delay)

    def _say(self, trouble: Trouble) -> None:
        state = trouble.state
        if state is None:
            self._say_busy(trouble.words)
        elif state is LinkState.LOST and self.told.state not in _UP:
            self._search.say(trouble.words)
        elif state is LinkState.SEARCHING:
            self._search.begin(trouble.words)
        else:
            self._search.end()
            self.told.enter(state, trouble.words)

    def _say_busy(self, words: str) -> None:
        """Another program's scan is soon over: worth a word only when it lasts."""
        now_ns = self._now_ns()
        self._busy_since_ns = now_ns if self._busy_since_ns is None else self._busy_since_ns
        if now_ns - self._busy_since_ns > BUSY_QUIET_S * 1e9:
            self._search.say(words)


class _Live:
    """One connection with its driver's dialogue and its pulse."""

    def __init__(self, connection: Connection, dialogue: Dialogue, driver: Driver) -> None:
        self.connection, self.dialogue = connection, dialogue
        self.data_characteristic = driver.data_characteristic
        self.probe = driver.probe or probed(connection.port)
        self.pulse = Pulse()
        self.begun = False
        """Before that a make may answer on the characteristic of its data."""
        self.interval_asked = 0

    async def attend(self) -> None:
        """The driver's own work; it lasts as long as the link, even when the driver has none."""
        await self.dialogue.attend(self.connection.port)
        await self.connection.lost()
