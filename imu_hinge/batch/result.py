"""What became of one job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from imu_hinge.model.errors import HingeError
from imu_hinge.model.said import of_system, of_unforeseen

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
        return Failed(of_system(error, "this file"))
    except MemoryError:
        return Failed("there is not enough memory for this file; make several of it")
    except Exception as error:
        return unexpected(error)


def unexpected(error: BaseException) -> Failed:
    """What nobody foresaw, and where."""
    return Failed(of_unforeseen(error))
