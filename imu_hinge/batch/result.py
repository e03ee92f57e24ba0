"""What became of one job."""

import errno
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from imu_hinge.model.errors import HingeError

J = TypeVar("J")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """It came to an end."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not; `why` is one line that says what to do."""

    why: str


Result = Done[T] | Failed


def attempted(task: Callable[[J], T], job: J) -> Result[T]:
    """Does the job here; whatever goes amiss becomes a Failed, so that the other jobs go on."""
    try:
        return Done(task(job))
    except HingeError as error:
        return Failed(" ".join(str(error).split()))
    except OSError as error:
        return Failed(_os_words(error))
    except MemoryError:
        return Failed("there is not enough memory for this file; make several of it")
    except Exception as error:
        return unexpected(error)


def _os_words(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    remedy = "free some space" if error.errno == errno.ENOSPC else "check the path, and who may read or write there"
    return f"{place}{error.strerror or error}; {remedy}"


def unexpected(error: BaseException) -> Failed:
    """What nobody foresaw, and where."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = f"{type(error).__name__}: {' '.join(str(error).split())} ({last.filename}:{last.lineno})"
    return Failed(f"this should not happen: {words}; please report it")
