"""One instance of the C core: its memory, and its entry points under Python names."""

from ctypes import byref, create_string_buffer
from typing import Any

from imu_hinge.sensors.hsp import State
from imu_hinge.virtual.firmware_c import layout
from imu_hinge.virtual.firmware_c.board import NUMBER_OF, Board

_LONGEST_VALUE = 64


class Core:
    """From a reset on. Whatever a function of the board raised is raised by the call that led to it."""

    def __init__(self, board: Board, make: layout.Make, slots: int) -> None:
        self._library, self._board = layout.loaded(), board
        self._memory = create_string_buffer(self._library.loop_core_size())
        self._slots = (layout.Slot * slots)()
        self._call("hsp_core_init", byref(board.functions), None, byref(make), self._slots, slots)

    def _call(self, name: str, *arguments: Any) -> Any:
        result = getattr(self._library, name)(self._memory, *arguments)
        failure, self._board.failure = self._board.failure, None
        if failure:
            raise failure
        return result

    def poll(self) -> None:
        """Does all that is due."""
        self._call("hsp_core_poll")

    def on_link(self) -> None:
        """`board.link` has changed."""
        self._call("hsp_core_on_link")

    def on_button(self, held_ms: int) -> None:
        """The button was pressed for so long."""
        self._call("hsp_core_on_button", held_ms)

    def on_gauge(self, pct: int, charge: int) -> None:
        """A new reading; voltage and temperature are unknown."""
        self._call("hsp_core_on_gauge", byref(layout.Gauge(pct, charge, 0, -32768)))

    def on_write(self, uuid: str, payload: bytes) -> bool:
        """Something was written; false when it is not taken."""
        return bool(self._call("hsp_core_on_write", NUMBER_OF[uuid], payload, len(payload)))

    def read(self, uuid: str) -> bytes:
        """Config or Status; KeyError for any other."""
        value = create_string_buffer(_LONGEST_VALUE)
        length = self._call("hsp_core_read", NUMBER_OF[uuid], value, _LONGEST_VALUE)
        if not length:
            raise KeyError(uuid)
        return value.raw[:length]

    @property
    def state(self) -> State:
        """What it does."""
        return State(self._call("loop_state"))

    @property
    def samples_to_go(self) -> int:
        """Until the next live frame is full; 0 when none is being filled."""
        return int(self._call("hsp_core_samples_to_go"))

    @property
    def next_us(self) -> int:
        """Device time at which something is due by itself, samples apart; 2^64 - 1 never, as all of these."""
        return int(self._call("hsp_core_next_us"))

    @property
    def idle_until_us(self) -> int:
        """When 10 idle minutes are over."""
        return int(self._call("hsp_idle_until_us"))

    @property
    def pairing_until_us(self) -> int:
        """Until when pairing is open."""
        return int(self._call("loop_pairing_until_us"))

    @property
    def quick_until_us(self) -> int:
        """Until when it advertises quickly."""
        return int(self._call("loop_quick_until_us"))
