"""Bumble's errors in the words of bleak."""

from collections.abc import Iterator
from contextlib import contextmanager

from bleak.exc import BleakError, BleakGATTProtocolError
from bumble.att import ATT_Error
from bumble.core import BaseBumbleError


@contextmanager
def in_words_of_bleak() -> Iterator[None]:
    """Raises BleakGATTProtocolError with the peripheral's code for its refusals, BleakError for everything else."""
    try:
        yield
    except ATT_Error as error:
        raise BleakGATTProtocolError(error.error_code) from error
    except BaseBumbleError as error:
        raise BleakError(str(error) or type(error).__name__) from error
