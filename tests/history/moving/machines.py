"""A history beside its recordings, as one machine has it, and what a client brings to another."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from imu_hinge.history.belongings import owned_by
from imu_hinge.history.bundle import TABLES
from imu_hinge.history.clients import client
from imu_hinge.history.database import History
from imu_hinge.history.moving import Imported, export_client, import_client
from imu_hinge.model.errors import HistoryError
from tests.history.filled import Person
from tests.history.made import NOW_NS


@dataclass
class Machine:
    """A history and a folder of recordings."""

    history: History
    folder: Path

    def import_(self, bundle: Path) -> Imported:
        return import_client(self.history, bundle, self.folder, NOW_NS)

    def export(self, one: Person, out: Path) -> Path:
        return export_client(self.history, one.client, out, self.folder, NOW_NS).path


def rows(machine: Machine, table: Table, pseudonym: str) -> list[dict[str, Any]]:
    """What stands of a client in a table, but where its recording and the bundle lie."""
    with machine.history.reading() as db:
        found = db.execute(select(table).where(owned_by(table, client(db, pseudonym).id)).order_by(*table.primary_key))
        return [{**row, "recording_path": ""} for row in found.mappings() if row.get("kind") != "export"]


def refused(machine: Machine, bundle: Path, why: str) -> str:
    """Nothing is imported; returns the one line that says why."""
    before = sorted(machine.folder.rglob("*.mcap")), counts(machine)
    with pytest.raises(HistoryError) as error:
        machine.import_(bundle)
    assert why in str(error.value)
    assert "\n" not in str(error.value)
    assert (sorted(machine.folder.rglob("*.mcap")), counts(machine)) == before
    return str(error.value)


def counts(machine: Machine) -> list[int]:
    with machine.history.reading() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]
