import stat
import subprocess
import sys
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, create_engine, delete, insert, inspect, select, text

from imu_hinge.history import migrations
from imu_hinge.history.clients import clients
from imu_hinge.history.copying import copies
from imu_hinge.history.database import connected, open_history, sqlite_url
from imu_hinge.history.migrations import BASE, HEAD, REVISIONS, migrate, revision
from imu_hinge.history.tables import CONSENT, METADATA, PAIN, SESSION
from imu_hinge.history.transport import OUTBOX
from imu_hinge.model.errors import HistoryError
from tests.history.children import KILLED, child, ended, kill_at, run, statements
from tests.tiers import shortened

VERSION = "alembic_version"


def test_the_revisions_are_those_there_are() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(one.revision for one in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_migrated_tables_are_those_of_the_program(empty_url: str) -> None:
    with connected(empty_url) as history:
        migrate(history)
        with history.reading() as db:
            context = MigrationContext.configure(db, opts={"compare_server_default": True})
            assert compare_metadata(context, METADATA) == []


def test_migrated_tables_have_the_same_names_and_rules_as_if_they_were_made_at_once(tmp_path: Path) -> None:
    with connected(sqlite_url(tmp_path / "history.db")) as history:
        migrate(history)
        with history.reading() as db:
            migrated = shape(db)
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.connect() as db:
        assert migrated == shape(db)
    engine.dispose()


def test_down_to_the_base_no_table_is_left(empty_url: str) -> None:
    with connected(empty_url) as history:
        migrate(history)
        assert migrate(history, BASE) == HEAD
        with history.reading() as db:
            assert set(inspect(db).get_table_names()) == {VERSION}
            assert revision(db) == BASE


@pytest.mark.parametrize("old", shortened(REVISIONS[:-1], 2))
def test_a_history_of_an_older_program_goes_up_and_back_with_all_that_is_in_it(empty_url: str, old: str) -> None:
    with connected(empty_url) as history:
        migrate(history, old)
        with history.writing() as db:
            fill(db)
            before, rules = contents(db), shape(db)
        assert all(rows for rows in before.values())
        assert migrate(history) == old
        with history.reading() as db:
            assert only(contents(db), before) == before
        migrate(history, old)
        with history.reading() as db:
            assert contents(db) == before
            assert shape(db) == rules


def test_a_consent_of_an_older_program_names_nobody(empty_url: str) -> None:
    """Nothing may be published on its strength."""
    with connected(empty_url) as history:
        migrate(history, "0002")
        with history.writing() as db:
            fill(db)
        migrate(history)
        with history.reading() as db:
            assert db.execute(select(CONSENT.c.scopes, CONSENT.c.trainers)).all() == [([], [])]


def test_what_an_older_program_kept_was_training(empty_url: str) -> None:
    with connected(empty_url) as history:
        migrate(history, "0003")
        with history.writing() as db:
            fill(db)
        migrate(history)
        with history.reading() as db:
            assert db.execute(select(SESSION.c.kind)).all() == [("training",)]


def test_pain_that_an_older_program_kept_is_known_since_it_was_given(empty_url: str) -> None:
    with connected(empty_url) as history:
        migrate(history, "0004")
        with history.writing() as db:
            fill(db)
        migrate(history)
        with history.reading() as db:
            assert db.execute(select(PAIN.c.arrived_at_ns, PAIN.c.score)).all() == [(None, LEVEL)]


def test_events_that_an_older_program_posted_are_under_the_consent_given_last_before_them(empty_url: str) -> None:
    """Those that seem older than all were posted when the clock had been set back: nothing goes without a consent."""
    first, second, none = (uuid.UUID(int=number) for number in (11, 12, 13))
    with connected(empty_url) as history:
        migrate(history, "0005")
        with history.writing() as db:
            old = {table.name: table for table in tables(db)}
            fill(db)
            db.execute(delete(old["outbox"]))
            more(db, old["client"], {"id": none, "pseudonym": "c-1"})
            watch = [(second, 200, ONE), (first, 100, ONE)]
            for ident, at_ns, client in watch:
                granted = {"id": ident, "purpose": "watch", "granted_at_ns": at_ns, "client_id": client}
                more(db, old["consent"], granted)
            for seq, at_ns in enumerate((100, 199, 200, 250, 150, 99), 1):
                more(db, old["outbox"], {"seq": seq, "at_ns": at_ns})
            more(db, old["outbox"], {"client_id": none, "seq": 7, "at_ns": 300})
            before = contents(db)
        migrate(history)
        with history.reading() as db:
            under = db.execute(select(OUTBOX.c.consent_id).order_by(OUTBOX.c.seq)).scalars().all()
            assert under == [first, first, second, second, first, first, None]
        migrate(history, "0005")
        with history.reading() as db:
            assert contents(db) == before


def more(db: Connection, table: Table, columns: dict[str, Any]) -> None:
    """A further row, which differs in these columns."""
    db.execute(insert(table).values({column.name: value(column) for column in table.c} | in_kind(table, columns)))


def in_kind(table: Table, columns: dict[str, Any]) -> dict[str, Any]:
    """Ids as the reflected table takes them."""
    texts = {column.name for column in table.c if str(column.type).startswith("CHAR")}
    return {name: one.hex if name in texts else one for name, one in columns.items()}


def test_what_a_client_has_stays_when_its_table_is_made_anew(tmp_path: Path) -> None:
    """SQLite drops the old table in between, and with it what hangs on its rows, unless it is told not to."""
    with connected(sqlite_url(tmp_path / "history.db")) as history:
        migrate(history)
        with history.writing() as db:
            fill(db)
            before = contents(db)
        made = statements(history)
        migrate(history, REVISIONS[0])
        assert any("_alembic_tmp_client" in one for one in made)
        with history.reading() as db:
            left = contents(db)
    assert {"client", "consent", "session", "rep", "note"} <= left.keys()
    assert {table: len(rows) for table, rows in left.items()} == {
        table: len(rows) for table, rows in before.items() if table in left
    }


def test_a_file_is_copied_before_its_tables_change(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with connected(sqlite_url(path)) as history:
        migrate(history, REVISIONS[0])
        with history.writing() as db:
            fill(db)
    assert copies(path) == []
    with open_history(sqlite_url(path)) as history, history.reading() as db:
        assert revision(db) == HEAD
        assert len(clients(db)) == 1
    (copy,) = copies(path)
    assert copy.name == f"history.db.before-{REVISIONS[0]}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with connected(sqlite_url(copy)) as history, history.reading() as db:
        assert revision(db) == REVISIONS[0]
        assert contents(db)["client"]


def test_tables_are_not_changed_where_rows_belong_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with connected(sqlite_url(path)) as history:
        migrate(history, REVISIONS[0])
        with history.writing() as db:
            fill(db)
        with history.migrating() as db:
            db.exec_driver_sql("DELETE FROM session")
            before = contents(db)
        with pytest.raises(HistoryError, match="rows in it belong to nothing; it was left as it was"):
            migrate(history)
        with history.reading() as db:
            assert revision(db) == REVISIONS[0]
            assert contents(db) == before


@pytest.mark.long
def test_a_migration_that_is_killed_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with connected(sqlite_url(path)) as history:
        migrate(history, REVISIONS[0])
        with history.writing() as db:
            fill(db)
            before = contents(db)
    with connected(sqlite_url(tmp_path / "other.db")) as history:
        migrate(history, REVISIONS[0])
        asked = statements(history)
        migrate(history)
    for number in range(len(asked)):
        assert run(lambda at=number: _migrate_until(path, at)) == KILLED  # type: ignore[misc]
        with connected(sqlite_url(path)) as history, history.reading() as db:
            assert revision(db) == REVISIONS[0]
            assert contents(db) == before
            assert db.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    with open_history(sqlite_url(path)) as history, history.reading() as db:
        assert only(contents(db), before) == before


def _migrate_until(path: Path, number: int) -> None:
    with connected(sqlite_url(path)) as history:
        kill_at(history, number)
        migrate(history)


def test_a_first_start_that_is_killed_leaves_nothing_or_all(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with connected(sqlite_url(tmp_path / "other.db")) as history:
        asked = statements(history)
        migrate(history)
    for number in range(2, len(asked), 7):
        assert run(lambda at=number: _migrate_until(path, at)) == KILLED  # type: ignore[misc]
        with connected(sqlite_url(path)) as history, history.reading() as db:
            assert inspect(db).get_table_names() == []
    with open_history(sqlite_url(path)) as history, history.reading() as db:
        assert clients(db) == []


def test_two_programs_migrate_at_once(empty_url: str) -> None:
    def work() -> None:
        with connected(empty_url) as history:
            migrate(history)

    assert [ended(pid) for pid in [child(work), child(work)]] == [0, 0]
    with open_history(empty_url) as history, history.reading() as db:
        assert revision(db) == HEAD


def test_one_program_begins_several_histories_at_once(tmp_path: Path) -> None:
    """A session keeps its own while what a broker has to hear is put by in another."""

    def begun(place: int) -> str:
        with open_history(sqlite_url(tmp_path / f"{place}.db")) as history, history.reading() as db:
            assert clients(db) is not None
            return revision(db)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(begun, range(4))) == {HEAD}


def test_a_history_of_a_later_program_is_refused(url: str) -> None:
    with connected(url) as history, history.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HistoryError, match=r"later version of imu_hinge \(revision 9999.*upgrade imu_hinge"):
        look(url)


def test_a_server_is_migrated_only_when_somebody_says_so(empty_postgres: str) -> None:
    for found in ("no tables yet", f"revision {REVISIONS[0]}, this program needs {HEAD}"):
        with pytest.raises(HistoryError, match=rf"{found}.*`imu-hinge clients migrate`"):
            look(empty_postgres)
        with connected(empty_postgres) as history:
            migrate(history, REVISIONS[0])
    with connected(empty_postgres) as history:
        migrate(history)
    with open_history(empty_postgres) as history, history.reading() as db:
        assert clients(db) == []


def test_the_program_that_migrates_is_loaded_only_where_there_is_something_to_do(sqlite_file: str) -> None:
    program = (
        "import sys\nfrom imu_hinge.history.database import open_history\n"
        "with open_history(sys.argv[1]) as history: pass\n"
        "assert not [name for name in sys.modules if name.startswith('alembic')]\n"
    )
    subprocess.run([sys.executable, "-c", program, sqlite_file], check=True, timeout=60)


def look(url: str) -> None:
    with open_history(url):
        pass


def shape(db: Connection) -> dict[str, dict[str, Any]]:
    """Columns, keys, checks and indexes of every table, without their order."""
    found = inspect(db)
    return {
        table: {
            "columns": sorted((one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(table)),
            "key": found.get_pk_constraint(table)["name"],
            "foreign": sorted((one["name"], str(one["options"])) for one in found.get_foreign_keys(table)),
            "unique": sorted(str(one["name"]) for one in found.get_unique_constraints(table)),
            "checks": sorted((str(one["name"]), one["sqltext"]) for one in found.get_check_constraints(table)),
            "indexes": sorted((str(one["name"]), str(one["column_names"])) for one in found.get_indexes(table)),
            "options": found.get_table_options(table),
        }
        for table in found.get_table_names()
        if table != VERSION
    }


def fill(db: Connection) -> None:
    """One row in every table, which belong together."""
    for table in tables(db):
        db.execute(insert(table).values({column.name: value(column) for column in table.c}))


def tables(db: Connection) -> Sequence[Table]:
    found = MetaData()
    found.reflect(db)
    return [table for table in found.sorted_tables if table.name != VERSION]


WORDS = {"kind": "trainer", "purpose": "keep", "what": "shown", "verify_state": "same", "moment": "after"}
WORDS |= {"side": "made", "fate": "kept"}
KINDS = {"copy": "export", "session": "training"}
ONE = uuid.UUID(int=1)
LEVEL = 3
"""A number that every rule of the tables allows."""


def value(column: Any) -> Any:
    """The same id everywhere, so that every foreign key has its row."""
    kind = str(column.type).split("(")[0]
    words = WORDS | ({"kind": KINDS[column.table.name]} if column.table.name in KINDS else {})
    word = words.get(column.name, column.name)
    known: dict[str, Any] = {"CHAR": ONE.hex, "UUID": ONE, "JSON": ["a", {"b": 1.5}], "BOOLEAN": True, "TEXT": word}
    return known.get(kind, word if kind == "VARCHAR" else LEVEL if "INT" in kind else 2.25)


def contents(db: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: sorted((dict(row) for row in db.execute(select(table)).mappings()), key=str) for table in tables(db)
    }


def only(
    found: dict[str, list[dict[str, Any]]], wanted: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """What of `found` is in the tables and columns of `wanted`."""
    return {table: [{key: row[key] for key in wanted[table][0]} for row in found[table]] for table in wanted}
