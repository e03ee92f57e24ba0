"""A socket that is read in large pieces: the MQTT library asks five times for each message."""

import socket
from typing import Any

_PIECE_BYTES = 65_536


class Buffered:
    """A socket whose `recv` answers from what one call of the system brought; all else is the socket's own.

    Each call to the system lets other threads run first, so five for a message make a reader fall behind a busy one.
    Whoever reads asks for `pending` after each message: when none is left, the event loop has its turn before the
    system is asked again, or a fast sender would keep everybody else from theirs.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._piece, self._read = b"", 0
        self._may_ask = True
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def recv(self, most: int) -> bytes:
        """At most so many bytes; empty at the end. Raises BlockingIOError, and what the socket raises."""
        if self._read == len(self._piece):
            self._ask()
        start = self._read
        self._read = min(start + most, len(self._piece))
        return self._piece[start : self._read]

    def pending(self) -> int:
        """How many bytes are here that no selector tells of."""
        beneath = getattr(self._connection, "pending", int)
        left = len(self._piece) - self._read + int(beneath())
        self._may_ask = self._read == len(self._piece)
        return left

    def _ask(self) -> None:
        if not self._may_ask:
            raise BlockingIOError
        self._piece, self._read = self._connection.recv(_PIECE_BYTES), 0
        self._may_ask = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
