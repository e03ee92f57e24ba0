"""A program in a pseudo-terminal that reads what it writes, counts it, or leaves it unread."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

_CHUNK = 1 << 16


class Terminal:
    """Starts the words in a terminal of this size; ends them when the block ends."""

    def __init__(self, words: Sequence[str], columns: int, rows: int, environment: dict[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        values = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
        self.began_s = time.monotonic()
        self.process = subprocess.Popen(
            words, stdin=theirs, stdout=theirs, stderr=theirs, env=values, start_new_session=True
        )
        os.close(theirs)
        self.bytes = 0
        """Read so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def type(self, keys: str) -> None:
        """Presses keys."""
        os.write(self._ours, keys.encode())

    def read_for(self, seconds: float, until: Callable[[bytes], bool] = lambda _: False) -> bytes:
        """Reads for so long, or until what was read says so, or the program is gone."""
        end_s, said = time.monotonic() + seconds, b""
        while (left := end_s - time.monotonic()) > 0.0 and not until(said):
            if select.select([self._ours], [], [], min(left, 0.05))[0]:
                try:
                    said += (part := os.read(self._ours, _CHUNK))
                except OSError:  # the last one who held the other end let it go
                    break
                self.bytes += len(part)
        return said
