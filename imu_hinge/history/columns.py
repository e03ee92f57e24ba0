"""Kinds of columns that several tables have, and the collection the tables are in."""

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, ForeignKey, MetaData, Text, Uuid

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[Any]:
    """An id made here."""
    return Column("id", Uuid, primary_key=True)


def of(table: str, **options: Any) -> Column[Any]:
    """A row of `table`, with which this one goes."""
    options = {"nullable": False, **options}
    return Column(f"{table}_id", Uuid, ForeignKey(f"{table}.id", ondelete="CASCADE"), **options)


def by() -> Column[Any]:
    """Who said it; an author stays as long as something of theirs does."""
    return Column("author_id", Uuid, ForeignKey("author.id"), nullable=False)


def one_of(name: str, *values: str, **options: Any) -> Column[Any]:
    """A word out of these."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Column(name, Text, CheckConstraint(f"{name} IN ({listed})", name=name), nullable=False, **options)


def ns(name: str, **options: Any) -> Column[Any]:
    """A time, ns."""
    return Column(name, BigInteger, **{"nullable": False, **options})


def number(name: str, **options: Any) -> Column[Any]:
    """A whole number that may outgrow 32 bits."""
    return Column(name, BigInteger, **{"nullable": False, **options})


def of_session() -> Column[Any]:
    """The session, as the first part of a key."""
    return Column("session_id", Uuid, ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)


def words(name: str) -> Column[Any]:
    """A list of words; empty in rows that come from a version without it."""
    return Column(name, JSON, nullable=False, default=[])
