"""The tables of the store, and the check that every row carries."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from sources.contract import Bools, Days, Floats

SCHEMA_VERSION = 3
APPLICATION_ID = 0x4D536967  # "MSig": tells our files from other SQLite files

metadata = MetaData()
NAME = String().with_variant(String(collation="C"), "postgresql")
"""Ids compare byte by byte everywhere: a server may otherwise sort them as its language does."""

observations = Table(
    "observations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("series", NAME, nullable=False),
    Column("period", Date, nullable=False),
    Column("released_at", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("source", String, nullable=False),
    Column("fetched_at", String, nullable=False),  # ISO 8601 in UTC
    Column("exact", Boolean, nullable=False),
    Column("row_check", BigInteger, nullable=False),
    Index("observations_by_series", "series", "period", "released_at"),
    sqlite_autoincrement=True,  # an id is never given twice, so ids order arrivals
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", String, nullable=False, index=True),
    Column("visible_from", Date, nullable=False),
    Column("announced_at", Date, nullable=False),
    Column("effective_at", Date),
    Column("jurisdiction", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("magnitude", Float),
    Column("unit", String),
    Column("tier", String),
    Column("issuer", String),
    Column("title_en", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("confirmations", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("known_at", Date),
    Column("source", String, nullable=False),
    Column("fetched_at", String, nullable=False),
    Column("row_check", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recorded_at", String, nullable=False),  # ISO 8601 in UTC
    Column("as_of", Date, nullable=False),
    Column("thread_id", String, nullable=False, index=True),
    Column("document_hash", String, nullable=False),
    Column("previous_hash", String, nullable=False),
    Column("entry_hash", String, nullable=False, unique=True),
    Column("payload", Text, nullable=False),
    Column("row_check", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

acceptances = Table(
    "acceptances",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("series", String, nullable=False),
    Column("period", Date, nullable=False),
    Column("released_at", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("because", Text, nullable=False),
    Column("accepted_at", String, nullable=False),  # ISO 8601 in UTC
    Column("row_check", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

# Rows of a weekly's tables as they were written: text, since what a check finds rests on the digits and signs shown.
weekly_rows = Table(
    "weekly_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # valuation or traffic
    Column("key", String, nullable=False),  # a company's code, a site
    Column("period", Date, nullable=False),
    Column("released_at", Date, nullable=False),
    Column("cells", Text, nullable=False),  # JSON: pairs of column and cell, in the order of the file
    Column("source", String, nullable=False),
    Column("fetched_at", String, nullable=False),  # ISO 8601 in UTC
    Column("row_check", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

# How many rows each series and each other table has, and the sum of their checks: a read that finds fewer, or others,
# stops, whatever a damaged index says. The row of `TALLY_OF_TALLIES` counts and sums the others.
tallies = Table(
    "tallies",
    metadata,
    Column("name", NAME, primary_key=True),
    Column("n_rows", Integer, nullable=False),
    Column("check_sum", BigInteger, nullable=False),
)
TALLY_OF_TALLIES = "table:tallies"
APPEND_ONLY = (observations, events, calls, acceptances, weekly_rows)


def create(connection: Connection) -> None:
    """Make every table of this layout, and the triggers that keep rows as they are."""
    metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(
                "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
            )
        )
    _keep_as_they_are(connection, APPEND_ONLY)


def create_weekly_rows(connection: Connection) -> None:
    """Make the table that layout 3 added to layout 2, and its triggers."""
    weekly_rows.create(connection)
    _keep_as_they_are(connection, [weekly_rows])


def _keep_as_they_are(connection: Connection, tables: Iterable[Table]) -> None:
    if connection.dialect.name == "postgresql":
        forbid_changes_on_a_server(connection, [table.name for table in tables])
        return
    for table in tables:
        forbid_changes(connection, table.name)


def forbid_changes_on_a_server(connection: Connection, names: Sequence[str]) -> None:
    """Make tables append-only: the server itself refuses to change, delete or empty them."""
    for name in names:
        connection.execute(
            text(
                f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        )


def forbid_changes(connection: Connection, name: str) -> None:
    """Make a table append-only."""
    for verb in ("UPDATE", "DELETE"):
        connection.execute(
            text(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        )


def row_checks(
    *,
    series: Sequence[str],
    period: Days,
    released_at: Days,
    value: Floats,
    source: Sequence[str],
    fetched_at: Sequence[str],
    exact: Bools,
) -> NDArray[np.int64]:
    """Return one 63-bit check per observation, so that a flipped bit on the disk is seen when it is read.

    SQLite checks the structure of a page but not what stands in it. The check
    mixes every field with SplitMix64's finaliser; it guards against faults, not
    against forgers. Shape (n_rows,) each.
    """
    mixed = text_codes(series)
    for part in (
        period.astype("datetime64[D]").astype(np.int64).view(np.uint64),
        released_at.astype("datetime64[D]").astype(np.int64).view(np.uint64),
        np.ascontiguousarray(value + 0.0, dtype=np.float64).view(np.uint64),  # + 0.0: -0.0 is 0.0
        text_codes(source),
        text_codes(fetched_at),
        exact.astype(np.uint64),
    ):
        mixed = _finalise(mixed + np.uint64(0x9E3779B97F4A7C15) ^ part)
    return (mixed >> np.uint64(1)).view(np.int64)


def text_codes(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return a number for each word, shape (n_words,); there are few different ones among many."""
    codes = {word: zlib.crc32(word.encode()) for word in set(words)}
    return np.fromiter(map(codes.__getitem__, words), dtype=np.uint64, count=len(words))


def record_check(cells: Iterable[Any]) -> int:
    """Return a 63-bit check of the fields of one record, in order."""
    spelled = tuple(cell.isoformat() if isinstance(cell, dt.date) else cell for cell in cells)
    digest = hashlib.blake2b(repr(spelled).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def check_sum(checks: NDArray[np.int64]) -> int:
    """Return the sum of checks within 63 bits, whatever their order."""
    return int(np.add.reduce(checks.view(np.uint64)) & np.uint64(0x7FFFFFFFFFFFFFFF))


def _finalise(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
