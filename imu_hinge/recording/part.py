"""The file a recording is written into: private, locked, never in the place of another."""

import os
import sys
from pathlib import Path

from imu_hinge.recording.locks import is_at, try_lock
from imu_hinge.recording.names import candidates, part_of, private_folder, take_name

_NEW = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)


class PartFile:
    """An output stream for the MCAP writer. Every method may raise OSError."""

    def __init__(self, wanted: Path) -> None:
        private_folder(wanted.parent)
        self.final, self._fd = _create(wanted)
        self.path = part_of(self.final)
        self._offset = 0

    def write(self, data: bytes) -> int:
        """Append all of `data`; a full disk raises, perhaps after a part of it."""
        rest = memoryview(data)
        while rest:
            written = os.write(self._fd, rest)
            self._offset += written
            rest = rest[written:]
        return len(data)

    def tell(self) -> int:
        """Bytes written."""
        return self._offset

    def flush(self) -> None:
        """Nothing is held back here."""

    def sync(self) -> None:
        """Wait until the bytes would survive a loss of power."""
        os.fsync(self._fd)

    def truncate(self, offset: int) -> None:
        """Cut off what stands behind `offset`: works on a full disk too."""
        os.ftruncate(self._fd, offset)
        self._offset = os.lseek(self._fd, offset, os.SEEK_SET)

    def finish(self) -> Path:
        """Take the final name, or the first free one after it, and close; returns it."""
        self.sync()
        if sys.platform == "win32":
            self.close()  # an open file cannot be unlinked there
        path = take_name(self.path, self.final)
        self.close()
        return path

    def close(self) -> None:
        """Release the lock and leave the file as it is; may be called twice."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            os.close(fd)


def _create(wanted: Path) -> tuple[Path, int]:
    """The first name from `wanted` on that neither a recording nor a part file has, and its locked part file."""
    for final in candidates(wanted):
        if final.exists():
            continue
        part = part_of(final)
        try:
            fd = os.open(part, _NEW, 0o600)
        except FileExistsError:
            continue
        if try_lock(fd) and is_at(part, fd):  # whoever settles what is left over may have been faster, and removed it
            return final, fd
        part.unlink(missing_ok=True)
        os.close(fd)
    raise AssertionError("names do not end")
