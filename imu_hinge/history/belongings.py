"""What belongs to one client, read off the keys of the tables: a table that is added belongs here by itself."""

from uuid import UUID

from sqlalchemy import ColumnElement, Table, select

from imu_hinge.history.tables import AUTHOR, CLIENT, METADATA, PROFILE, SESSION, SETTING, TRANSPORT

SHARED = (AUTHOR, PROFILE)
"""Tables whose rows several clients name."""
OF_NOBODY = (*SHARED, SETTING)
"""Tables whose rows belong to no client; settings are the machine's."""

OWNED = tuple(table for table in METADATA.sorted_tables if table not in OF_NOBODY)
"""Tables whose rows belong to a client, directly or through its session; parents before children."""

CARRIED = tuple(table for table in OWNED if table not in TRANSPORT)
"""Of these what goes along to another machine."""

AUTHORED = tuple(
    column for table in METADATA.sorted_tables for column in table.columns if column.references(AUTHOR.c.id)
)
"""Columns that name an author."""


def owned_by(table: Table, client_id: UUID) -> ColumnElement[bool]:
    """The condition for the rows of an owned table that belong to this client."""
    if table is CLIENT:
        return table.c.id == client_id
    if "client_id" in table.c:
        return table.c.client_id == client_id
    return table.c.session_id.in_(select(SESSION.c.id).where(SESSION.c.client_id == client_id))
