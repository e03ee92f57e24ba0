"""The C firmware as a shared library: compiled once for each state of its sources, kept in the user's cache."""

import os
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from imu_hinge.model.errors import HingeError

_HERE = Path(__file__).parent
_SOURCES = _HERE.parents[2] / "firmware_protocol" / "c"
_FLAGS = ("-std=c99", "-O2", "-fPIC", "-shared", "-ffp-contract=off")
"""Without contraction every product is rounded by itself, so that all machines give the same bits."""
_LONGEST_S, _MOST_LINES = 120, 6


class FirmwareUnavailableError(HingeError):
    """The C firmware cannot be built here; says why."""


@cache
def compiler() -> str:
    """A C compiler: $CC, else the first of cc, gcc and clang; raises FirmwareUnavailableError when there is none."""
    for name in (os.environ.get("CC", ""), "cc", "gcc", "clang"):
        if found := shutil.which(name):
            return found
    raise FirmwareUnavailableError("no C compiler was found: install gcc or clang, or set CC")


def sources() -> list[Path]:
    """All C files of the firmware; raises FirmwareUnavailableError outside a source tree."""
    found = sorted(_SOURCES.glob("*.c"))
    if not found:
        raise FirmwareUnavailableError(f"no C sources in {_SOURCES}: they come with the source tree only")
    return [*found, _HERE / "loop.c"]


def library(*flags: str) -> Path:
    """The shared library, built when it is not there yet; `flags` are added to the compiler's.

    Raises FirmwareUnavailableError, with what the compiler said.
    """
    target = user_cache_path("imu-hinge") / "firmware" / f"{_key(flags)}.so"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _build(target, flags)
    return target


def _key(flags: tuple[str, ...]) -> str:
    digest = sha256(" ".join((compiler(), *_FLAGS, *flags)).encode())
    for path in [*sources(), *sorted(_SOURCES.glob("*.h"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _build(target: Path, flags: tuple[str, ...]) -> None:
    """Several processes may build at the same time: each moves its own file into place."""
    with TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        command = [compiler(), *_FLAGS, *flags, f"-I{_SOURCES}", *map(str, sources()), "-o", str(made)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
        if done.returncode:
            first_words = "\n".join(done.stderr.splitlines()[:_MOST_LINES])
            raise FirmwareUnavailableError(f"the C firmware does not compile: {first_words}")
        made.replace(target)
