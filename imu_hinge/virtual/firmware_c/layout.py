"""The C firmware's structs and functions for ctypes. Names and order of fields are those of the C headers."""

import ctypes
from ctypes import (
    CDLL,
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_char_p,
    c_int,
    c_int16,
    c_size_t,
    c_uint8,
    c_uint16,
    c_uint32,
    c_uint64,
    c_void_p,
)
from functools import cache
from pathlib import Path
from typing import Any

from imu_hinge.virtual.firmware_c.building import library


class Sample(Structure):
    """`struct hsp_sample`."""

    _fields_ = [("acc", c_int16 * 3), ("gyr", c_int16 * 3)]


class Slot(Structure):
    """`struct hsp_slot`."""

    _fields_ = [
        ("t_us", c_uint32),
        ("sample", Sample),
        ("quat", c_int16 * 4),
        ("flags", c_uint8),
        ("epoch", c_uint8),
        ("held", c_bool),
    ]


class Rate(Structure):
    """`struct hsp_rate`."""

    _fields_ = [
        ("odr_mhz", c_uint32),
        ("acc_fs_mg", c_uint16),
        ("gyr_fs_dps", c_uint16),
        ("acc_ng_per_lsb", c_uint32),
        ("gyr_ndps_per_lsb", c_uint32),
    ]


class Link(Structure):
    """`struct hsp_link`."""

    _fields_ = [
        ("number", c_uint16),
        ("connected", c_bool),
        ("encrypted", c_bool),
        ("unconfirmed", c_bool),
        ("subscribed", c_uint8),
        ("mtu", c_uint16),
        ("interval", c_uint16),
    ]


class Gauge(Structure):
    """`struct hsp_gauge`."""

    _fields_ = [("battery_pct", c_uint8), ("charge", c_uint8), ("battery_mv", c_uint16), ("temp_cc", c_int16)]


class Advert(Structure):
    """`struct hsp_advert`."""

    _fields_ = [
        ("major", c_uint8),
        ("role", c_uint8),
        ("battery_pct", c_uint8),
        ("state", c_uint8),
        ("id", c_uint16),
    ]


class Make(Structure):
    """`struct hsp_make`."""

    _fields_ = [
        ("caps", c_uint32),
        ("id", c_uint16),
        ("boot_id", c_uint16),
        ("role", c_uint8),
        ("batch", c_uint8),
        ("queue_frames", c_uint8),
        ("rate", Rate),
    ]


FUNCTIONS_OF_BOARD: list[tuple[str, Any]] = [
    ("now_us", CFUNCTYPE(c_uint64, c_void_p)),
    ("imu_setup", CFUNCTYPE(c_int, c_void_p, c_uint16, c_uint16, c_uint16, POINTER(Rate))),
    ("imu_read", CFUNCTYPE(c_int, c_void_p, POINTER(Sample), POINTER(c_uint64))),
    ("send", CFUNCTYPE(c_int, c_void_p, c_int, POINTER(c_uint8), c_size_t)),
    ("link", CFUNCTYPE(None, c_void_p, POINTER(Link))),
    ("request_interval", CFUNCTYPE(None, c_void_p, c_uint16, c_uint16)),
    ("drive", CFUNCTYPE(None, c_void_p, c_int, c_uint8, c_uint16)),
    ("store", CFUNCTYPE(c_int, c_void_p, c_int, POINTER(c_uint8), c_size_t, c_bool)),
    ("advertise", CFUNCTYPE(None, c_void_p, c_int, POINTER(Advert))),
    ("hang_up", CFUNCTYPE(None, c_void_p)),
]
"""What the board does, by name."""


class Board(Structure):
    """`struct hsp_board`."""

    _fields_ = FUNCTIONS_OF_BOARD


_CORE = c_void_p
_FUNCTIONS = {
    "loop_core_size": (c_size_t, ()),
    "loop_state": (c_int, (_CORE,)),
    "loop_pairing_until_us": (c_uint64, (_CORE,)),
    "loop_quick_until_us": (c_uint64, (_CORE,)),
    "hsp_idle_until_us": (c_uint64, (_CORE,)),
    "hsp_core_init": (None, (_CORE, POINTER(Board), c_void_p, POINTER(Make), POINTER(Slot), c_uint32)),
    "hsp_core_on_write": (c_bool, (_CORE, c_int, c_char_p, c_size_t)),
    "hsp_core_on_link": (None, (_CORE,)),
    "hsp_core_on_button": (None, (_CORE, c_uint32)),
    "hsp_core_on_gauge": (None, (_CORE, POINTER(Gauge))),
    "hsp_core_poll": (None, (_CORE,)),
    "hsp_core_read": (c_size_t, (_CORE, c_int, c_char_p, c_size_t)),
    "hsp_core_next_us": (c_uint64, (_CORE,)),
    "hsp_core_samples_to_go": (c_uint32, (_CORE,)),
}


@cache
def loaded(path: Path | None = None) -> CDLL:
    """The library with its functions declared; by default the one built of the sources.

    Raises FirmwareUnavailableError when it cannot be built.
    """
    made = CDLL(str(path or library()))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(made, name)
        function.restype, function.argtypes = result, arguments
    return made


def bytes_at(pointer: "ctypes._Pointer[c_uint8]", length: int) -> bytes:
    """A copy of what a C function was given."""
    return ctypes.string_at(pointer, length)
