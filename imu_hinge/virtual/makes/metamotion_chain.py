"""The processors on a virtual MetaMotion board: who made which of what, and what comes out at the end."""

from imu_hinge.sensors.metamotion.chips import Chip
from imu_hinge.sensors.metamotion.codec import Module, Register
from imu_hinge.sensors.metamotion.processors import DATA

MOST = 28
"""More processors a board does not hold."""
_SOURCE, _KIND, _FUSED_WITH = slice(2, 4), 6, 8
_SOURCE_PROCESSOR = 4
_BUFFER, _FUSER, _ACCOUNTER = 0x0F, 0x1B, 0x11
_REMOVE, _NOTIFY = 0x06, 0x07


class Chain:
    """Processors are known by what they were made with."""

    def __init__(self, chip: Chip, others: int) -> None:
        """`others` were made by another program."""
        self._gyr = bytes((Module.GYR, chip.gyr_data))
        self.made = dict.fromkeys(range(others), b"")
        self._wanted: set[int] = set()

    def create(self, command: bytes) -> int | None:
        """The number of a new one; None where there is no room."""
        number = next((n for n in range(MOST) if n not in self.made), None)
        if number is not None:
            self.made[number] = command
        return number

    def told(self, command: bytes) -> None:
        """To remove one or all, or whether what one gives is wanted."""
        register, numbers = command[1], set(command[2:3])
        if register == _NOTIFY:
            wanted = command[3:4] == b"\1"
            self._wanted = self._wanted | numbers if wanted else self._wanted - numbers
            return
        gone = numbers if register == _REMOVE else set(self.made)
        self.made = {number: made for number, made in self.made.items() if number not in gone}
        self._wanted -= gone

    @property
    def ends(self) -> list[int]:
        """The wanted ones that give acceleration, rate and time."""
        return [number for number in sorted(self._wanted) if self._is_whole(number)]

    def _is_whole(self, number: int) -> bool:
        accounter = self.made.get(number, b"")
        fuser = self._source(accounter, _ACCOUNTER, DATA, _SOURCE_PROCESSOR)
        buffer = self._source(fuser, _FUSER, bytes((Module.ACC, Register.ACC_DATA)), _FUSED_WITH)
        return buffer[_SOURCE] == self._gyr and buffer[_KIND : _KIND + 1] == bytes((_BUFFER,))

    def _source(self, command: bytes, kind: int, head: bytes, at: int) -> bytes:
        """What the processor was made with that a processor of this kind takes its data from; empty for another."""
        fits = len(command) > _FUSED_WITH - 1 and command[_KIND] == kind and command[_SOURCE] == head
        return self.made.get(command[at], b"") if fits and at < len(command) else b""
