"""Every test that asks for `url` or `history` is run on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from imu_hinge.history.database import History, checked_url, connected, open_history, sqlite_url
from imu_hinge.history.migrations import migrate
from imu_hinge.history.reading import SessionRead, read_session
from tests.history import postgres
from tests.history.lived import Lived, live

REQUIRED = "IMU_HINGE_REQUIRE_POSTGRES"
_numbers = count()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with nothing in it, to be copied: migrating takes longer."""
    path = tmp_path_factory.mktemp("migrated") / "history.db"
    with connected(sqlite_url(path)) as history:
        migrate(history)
    return path


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A session with its recording, which nobody changes."""
    return live(tmp_path_factory.mktemp("lived"))


@pytest.fixture(scope="session")
def read(lived: Lived) -> SessionRead:
    """What its recording gives."""
    return read_session(lived.path)


@pytest.fixture
def recordings(tmp_path: Path, lived: Lived) -> Path:
    """A folder of recordings of this test's own, with one in it."""
    folder = tmp_path / "recordings"
    shutil.copytree(lived.path.parents[1], folder)
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server."""
    why = postgres.missing()
    if why and os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{REQUIRED}=1, but {why}")
    if why:
        pytest.skip(why)
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_database(server: str) -> str:
    """A database on the server to be copied."""
    _ask(server, 'CREATE DATABASE "migrated"')
    with connected(f"{server}/migrated") as history:
        migrate(history)
    return "migrated"


@pytest.fixture
def sqlite_file(tmp_path: Path, migrated_file: Path) -> str:
    """The URL of a file of this test's own."""
    return sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "history.db")))


@pytest.fixture
def empty_postgres(server: str) -> Iterator[str]:
    """The URL of a database without tables."""
    yield from _database(server, "template1")


@pytest.fixture
def postgres_database(server: str, migrated_database: str) -> Iterator[str]:
    """The URL of a database of this test's own."""
    yield from _database(server, migrated_database)


@pytest.fixture(params=["sqlite_file", "postgres_database"], ids=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Of a history with nothing in it."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=["sqlite", "empty_postgres"], ids=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "history.db")
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def history(url: str) -> Iterator[History]:
    """One with nothing in it."""
    with open_history(url) as opened:
        yield opened


def _database(server: str, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    _ask(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield f"{server}/{name}"
    _ask(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _ask(server: str, statement: str) -> None:
    engine = create_engine(checked_url(f"{server}/postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(statement))
    engine.dispose()
