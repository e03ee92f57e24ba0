"""The search for the sensor of one placement: whom to connect to, and what to tell while nobody is found."""

import asyncio

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.choice import Choice, Wanted, choose, wrong
from imu_hinge.bluetooth.errors import NotInReachError, WrongSensorError, trouble_of
from imu_hinge.bluetooth.limits import GATHER_S, SCAN_S, SEARCH_REMEDY_S, SETTLE_S
from imu_hinge.bluetooth.told import Told
from imu_hinge.model.inputs import LinkState


class Search:
    """Remembers the sensor that was confirmed once: later connections go to no other."""

    def __init__(self, adapter: Adapter, wanted: Wanted, told: Told, name: str) -> None:
        self._adapter, self._wanted = adapter, wanted
        self._told, self._name = told, name
        self._remedy: asyncio.TimerHandle | None = None
        self._words = ""

    def begin(self, words: str = "") -> None:
        """Tells SEARCHING. What is missing altogether stays told until a scan runs."""
        if self._told.state is LinkState.SEARCHING and not words:
            return
        if self._told.state is not LinkState.NO_BLUETOOTH:
            self._enter(words)

    def say(self, words: str) -> None:
        """Why it does not go on; the next scan that works takes the words back."""
        if self._told.state is LinkState.SEARCHING:
            self._enter(words)
        else:
            self._told.tell(words)

    def end(self) -> None:
        """Found, or nothing to search with."""
        if self._remedy is not None:
            self._remedy.cancel()

    def wish(self, found: list[Sighted]) -> bool:
        """Whether this sensor is among those heard."""
        return self._choice(found).sighted is not None

    async def run(self) -> Sighted:
        """Who to connect to, from the last scan or a new one. Raises NotInReachError, and what the scan raises."""
        choice = self._choice(self._adapter.fresh())
        if choice.certain:
            self._listening()
        else:
            found = await self._adapter.scan_in_turn(SCAN_S, self._enough, started=self._listening)
            choice = self._choice(found)
        if choice.sighted is None:
            if choice.words != self._words:
                self._enter(choice.words)
            raise NotInReachError(self._name)
        self.end()
        return choice.sighted

    def confirm(self, sighted: Sighted, serial: str) -> None:
        """Takes the sensor for this placement, or raises WrongSensorError: the serial decides."""
        self._adapter.serials[sighted.key] = serial
        if self._wanted.serial and serial != self._wanted.serial:
            raise WrongSensorError(wrong(sighted, serial, self._wanted))
        self._wanted = Wanted(self._wanted.placement, serial, sighted.sighting.hint, sighted.driver.id)

    def _choice(self, found: list[Sighted]) -> Choice:
        return choose(found, self._wanted, self._adapter.serials)

    def _enough(self, found: list[Sighted]) -> bool:
        """Found, and so are those whom others wait for; or absent, while another link's sensor is there."""
        choice = self._choice(found)
        if choice.sighted is None:
            return self._adapter.somebody_waits_for(found)
        heard_for_s = asyncio.get_running_loop().time() - choice.sighted.heard_s
        if choice.certain:
            return heard_for_s >= GATHER_S or self._adapter.everybody_waits_for(found)
        return heard_for_s >= SETTLE_S

    def _listening(self) -> None:
        if self._told.state is LinkState.NO_BLUETOOTH:
            self._enter("")

    def _enter(self, words: str) -> None:
        self.end()
        self._words = words
        self._told.enter(LinkState.SEARCHING, words)
        self._remedy = asyncio.get_running_loop().call_later(SEARCH_REMEDY_S, self._tell_remedy)

    def _tell_remedy(self) -> None:
        trouble = trouble_of(NotInReachError(), self._name)
        if trouble and self._told.state is LinkState.SEARCHING and not self._told.link.detail:
            self._told.tell(trouble.words)
