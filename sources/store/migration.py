"""From the layout of the first release to this one: verdicts go, checks and counts come.

The first layout kept what the gates had said of a row on its arrival, so that
later history could not correct them, and gave events and calls no check.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, Row, Table, insert, text

from sources.contract import Observation
from sources.message import message
from sources.store.rows import Damaged, checked, insert_observations
from sources.store.schema import calls, create, events

_QUALITY_CODE = {"suspect": 1, "blocked": 2}  # ok is 0


def bring_up(connection: Connection) -> None:
    """Turn a store of layout 1 into one of this layout; every observation is checked on the way.

    A row that was kept twice, because its verdict had changed, is kept once. What ``load --accept`` had
    waved through is judged like any other row.

    Raises:
        Damaged: a row does not say what was written.
    """
    kept = ("observations", "events", "calls")
    for name in kept:
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}_no_{verb}"))
        connection.execute(text(f"ALTER TABLE {name} RENAME TO old_{name}"))
    for index in ("observations_by_series", "ix_events_event_id", "ix_calls_thread_id"):
        connection.execute(text(f"DROP INDEX IF EXISTS {index}"))
    create(connection)
    _move_observations(connection)
    for table in (events, calls):
        _move(connection, table)
    for name in kept:
        connection.execute(text(f"DROP TABLE old_{name}"))


def _move_observations(connection: Connection) -> None:
    rows = connection.execute(
        text(
            "SELECT series, period, released_at, value, source, fetched_at, exact, quality, row_check "
            "FROM old_observations ORDER BY id"
        )
    ).fetchall()
    if not rows:
        return
    old_checks = _first_checks(rows)
    wrong = np.flatnonzero(old_checks != np.array([row.row_check for row in rows], dtype=np.int64))
    if len(wrong):
        raise Damaged(
            message("a row of {series} no longer says what was written", series=rows[wrong[0]].series)
        )
    by_stamp: dict[str, dict[Observation, None]] = {}
    seen: set[Observation] = set()
    for row in rows:
        heard = Observation(
            series=row.series,
            period=dt.date.fromisoformat(row.period),
            released_at=dt.date.fromisoformat(row.released_at),
            value=row.value,
            source=row.source,
            exact=bool(row.exact),
        )
        if heard not in seen:
            seen.add(heard)
            by_stamp.setdefault(row.fetched_at, {})[heard] = None
    for stamp, heard_then in by_stamp.items():
        insert_observations(connection, tuple(heard_then), stamp)


def _move(connection: Connection, table: Table) -> None:
    names = [column.name for column in table.columns if column.name != "row_check"]
    rows = connection.execute(text(f"SELECT {', '.join(names)} FROM old_{table.name} ORDER BY id"))  # noqa: S608 - our names
    records = [{name: _cell(table.c[name], row[place]) for place, name in enumerate(names)} for row in rows]
    for record in records:
        record["row_check"] = checked(record)
    if records:
        connection.execute(insert(table), records)


def _cell(column: Column[Any], cell: object) -> object:
    return (
        dt.date.fromisoformat(cell) if isinstance(cell, str) and column.type.python_type is dt.date else cell
    )


def _first_checks(rows: Sequence[Row[Any]]) -> NDArray[np.int64]:
    """Return the checks that layout 1 gave its observations."""
    mixed = np.array([zlib.crc32(row.series.encode()) for row in rows], dtype=np.uint64)
    quality = np.array([_QUALITY_CODE.get(row.quality, 0) for row in rows], dtype=np.int64)
    exact = np.array([row.exact for row in rows], dtype=np.int64)
    for part in (
        np.array([row.period for row in rows], dtype="datetime64[D]").astype(np.int64).view(np.uint64),
        np.array([row.released_at for row in rows], dtype="datetime64[D]").astype(np.int64).view(np.uint64),
        (np.array([row.value for row in rows], dtype=np.float64) + 0.0).view(np.uint64),
        (exact * 4 + quality).view(np.uint64),
    ):
        word = mixed + np.uint64(0x9E3779B97F4A7C15) ^ part
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed = word ^ (word >> np.uint64(31))
    return (mixed >> np.uint64(1)).view(np.int64)
