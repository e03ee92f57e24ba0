"""One advisory lock per part file: held while it is written, free once it is abandoned."""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # the lock is mandatory there: a byte that no reader will ask for

    def try_lock(fd: int) -> bool:
        """Take the lock; False when another opening of the file holds it. Released by closing `fd`."""
        os.lseek(fd, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(fd, 0, os.SEEK_END)
        return True

else:
    import fcntl

    def try_lock(fd: int) -> bool:
        """Take the lock; False when another opening of the file holds it. Released by closing `fd`."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def is_at(path: Path, fd: int) -> bool:
    """Whether `path` is still this opened file: before the lock was taken it may have been moved or removed."""
    try:
        return os.path.samestat(path.stat(), os.fstat(fd))
    except OSError:
        return False
