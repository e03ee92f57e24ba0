"""A PostgreSQL server of the tests' own, from Debian's package; `initdb` refuses to run as root."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

USER = "imu_hinge"


def missing() -> str:
    """Why there can be no server here; empty where there can."""
    if find_spec("psycopg") is None:
        return "no driver here: pip install 'imu-hinge[postgres]'"
    if _binaries() is None:
        return "no PostgreSQL here: apt-get install postgresql"
    if os.name == "posix" and os.geteuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and there is no runuser to become somebody else"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server without the name of a database; everything is gone afterwards."""
    binaries = _binaries()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="imu-hinge-pg-"))
    port = _free_port()
    try:
        _give_away(folder)
        _run(folder, binaries / "initdb", "-D", folder / "data", "-A", "trust", "-U", USER, "-N", "-E", "UTF8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run(folder, binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}"
        finally:
            _run(folder, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Debian keeps `initdb` outside of the PATH, in a folder of its version."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(found) if (folder / "initdb").exists()), None)


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")


def _run(folder: Path, *command: str | Path) -> None:
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with (folder / "said").open("w") as out:  # a pipe would be held open by the server
        done = subprocess.run([*become, *map(str, command)], cwd=folder, stdout=out, stderr=out, timeout=60)
    assert done.returncode == 0, (folder / "said").read_text()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
