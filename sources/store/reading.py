"""Rows off one connection, each checked, their number held against the tallies of the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, String, Table, select, type_coerce

from sources.contract import SeriesHistory
from sources.message import message
from sources.store.rows import Damaged, agree, as_damage, checked, histories_of
from sources.store.schema import observations, tallies
from sources.store.tallies import read_tallies

_HISTORY_COLUMNS = (
    observations.c.id,
    observations.c.series,
    type_coerce(observations.c.period, String),  # ISO text: numpy reads it faster than date objects
    type_coerce(observations.c.released_at, String),
    observations.c.value,
    type_coerce(observations.c.exact, Integer),
    observations.c.source,
    observations.c.fetched_at,
    observations.c.row_check,
)
_HISTORY_ORDER = (observations.c.series, observations.c.period, observations.c.released_at, observations.c.id)


def histories(
    connection: Connection,
    rows: ColumnElement[bool],
    counts: ColumnElement[bool],
    *,
    horizon: int | None = None,
) -> list[SeriesHistory]:
    """Return the histories in some rows up to a horizon, by series.

    Raises:
        Damaged: a row does not say what was written, or rows are missing.
    """
    with as_damage():
        found = connection.execute(select(*_HISTORY_COLUMNS).where(rows).order_by(*_HISTORY_ORDER)).fetchall()
        return histories_of(found, read_tallies(connection, counts), horizon=horizon)


def whole_table(connection: Connection, table: Table) -> Sequence[Row[Any]]:
    """Return every row of a small table, in the order of arrival.

    Raises:
        Damaged: as above.
    """
    with as_damage():
        rows = connection.execute(select(table).order_by(table.c.id)).fetchall()
        for row in rows:
            if checked(dict(row._mapping)) != row.row_check:  # noqa: SLF001 - SQLAlchemy's public name
                raise Damaged(message("a row of {name} no longer says what was written", name=table.name))
        name = f"table:{table.name}"
        agree(
            table.name,
            [row.row_check for row in rows],
            read_tallies(connection, tallies.c.name == name).get(name),
        )
        return rows
