"""A machine with a client, another one that knows nobody, and the client's bundle."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from imu_hinge.history.database import History, open_history, sqlite_url
from tests.history.filled import Person, person
from tests.history.moving.machines import Machine


@pytest.fixture
def here(history: History, tmp_path: Path) -> Machine:
    return Machine(history, tmp_path / "here" / "recordings")


@pytest.fixture
def there(migrated_file: Path, tmp_path: Path) -> Iterator[Machine]:
    """Another machine."""
    (tmp_path / "there").mkdir()
    with open_history(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "there")))) as history:
        yield Machine(history, tmp_path / "there" / "recordings")


@pytest.fixture
def ann(here: Machine) -> Person:
    return person(here.history, here.folder)


@pytest.fixture
def bundle(here: Machine, ann: Person, tmp_path: Path) -> Path:
    return here.export(ann, tmp_path / "ann")
