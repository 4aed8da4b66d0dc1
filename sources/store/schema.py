"""The tables of the store, what each version of them added, and the check that every row carries."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
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

SCHEMA_VERSION = 1
APPLICATION_ID = 0x4D536967  # "MSig": tells our files from other SQLite files

metadata = MetaData()

observations = Table(
    "observations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("series", String, nullable=False),
    Column("period", Date, nullable=False),
    Column("released_at", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("source", String, nullable=False),
    Column("fetched_at", String, nullable=False),  # ISO 8601 in UTC
    Column("exact", Boolean, nullable=False),
    Column("quality", String, nullable=False),
    Column("quality_rule", String, nullable=False),
    Column("row_check", Integer, nullable=False),
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
    sqlite_autoincrement=True,
)


def _version_1(connection: Connection) -> None:
    metadata.create_all(connection)
    for table in (observations, events, calls):
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
                    f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
                )
            )


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_version_1,)
"""Step n turns version n into version n + 1; a version once released is never edited."""


_QUALITY_CODE = {"suspect": 1, "blocked": 2}  # ok is 0


def series_seed(series: str) -> int:
    """Return what a series id adds to the check of its rows."""
    return zlib.crc32(series.encode())


def row_checks(
    seed: NDArray[np.uint64],
    *,
    period: Days,
    released_at: Days,
    value: Floats,
    exact: Bools,
    quality: NDArray[np.str_],
) -> NDArray[np.int64]:
    """Return one 63-bit check per row, so that a flipped bit on the disk is seen when it is read.

    SQLite checks the structure of a page but not the numbers in it. The check
    mixes every field that a reading uses with SplitMix64's finaliser; it guards
    against faults, not against forgers. ``seed`` holds `series_seed` of each
    row. Shape (n_rows,) each.
    """
    quality_code = np.zeros(len(value), dtype=np.int64)
    for word, code in _QUALITY_CODE.items():
        quality_code[quality == word] = code
    mixed = seed
    for part in (
        period.astype("datetime64[D]").astype(np.int64).view(np.uint64),
        released_at.astype("datetime64[D]").astype(np.int64).view(np.uint64),
        np.ascontiguousarray(value + 0.0, dtype=np.float64).view(np.uint64),  # + 0.0: -0.0 is 0.0
        (exact.astype(np.int64) * 4 + quality_code).view(np.uint64),
    ):
        mixed = _finalise(mixed + np.uint64(0x9E3779B97F4A7C15) ^ part)
    return (mixed >> np.uint64(1)).view(np.int64)


def _finalise(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
