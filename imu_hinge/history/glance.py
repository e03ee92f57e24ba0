"""A look into the history without its library, which takes a third of a second to load."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

_OF_KIND = """
SELECT 1 FROM session JOIN client ON client.id = session.client_id
WHERE session.kind = ? AND client.pseudonym = ? LIMIT 1
"""
_OF_CLIENT = "SELECT 1 FROM {table} JOIN client ON client.id = {table}.client_id WHERE client.pseudonym = ? LIMIT 1"
_UNFINISHED = "SELECT 1 FROM session WHERE ended_at_ns IS NULL LIMIT 1"


def may_have_limits(pseudonym: str) -> bool:
    """Whether it is worth asking for this client's limits."""
    return _may(_OF_CLIENT.format(table="client_limit"), pseudonym, otherwise=True)


def may_have_plan(pseudonym: str) -> bool:
    """Whether it is worth asking what this client is to do."""
    return _may(_OF_CLIENT.format(table="plan"), pseudonym, otherwise=True)


def may_have_level(pseudonym: str) -> bool:
    """Whether it is worth asking where this client stands in the progression."""
    return _may(_OF_CLIENT.format(table="level"), pseudonym, otherwise=True)


def may_have_assessments(pseudonym: str) -> bool:
    """Whether it is worth asking for earlier assessments of this client."""
    return _may(_OF_KIND, "assessment", pseudonym, otherwise=True)


def may_have_days(pseudonym: str) -> bool:
    """Whether it is worth asking for earlier days of posture of this client."""
    return _may(_OF_KIND, "posture", pseudonym, otherwise=True)


def may_be_unfinished() -> bool:
    """Whether it is worth looking for sessions that stopped without an end."""
    return _may(_UNFINISHED, otherwise=False)


def _may(query: str, *values: str, otherwise: bool) -> bool:
    """Whether there is a row: True for a server, which is not asked; `otherwise` for a file that cannot be read so."""
    from platformdirs import user_data_dir

    if os.environ.get("IMU_HINGE_DB_URL"):
        return True
    path = Path(user_data_dir("imu-hinge")) / "history.db"
    if not path.is_file():
        return False
    try:
        # a reader without the right to write would leave its log files beside the database
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=0.2)) as db:
            return db.execute(query, values).fetchone() is not None
    except sqlite3.Error:
        return otherwise
