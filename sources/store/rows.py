"""Between database rows and the values of `sources.contract`, each row checked; and what counts as news."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, insert

from sources.contract import Acceptance, Observation, PolicyEvent, SeriesHistory, WeeklyRow
from sources.message import message
from sources.store.schema import check_sum, observations, record_check, row_checks

Tally = tuple[int, int]
"""How many rows, and the sum of their checks."""

Checks = NDArray[np.int64]
Provenance = tuple[bool, bool, str]


def provenance(source: str, *, exact: bool) -> Provenance:
    """Return how good a witness a row is, best first: a recorded release day, a feed before a file, then by name.

    Of rows that say the same the best one speaks, so that it does not matter which came first.
    """
    return (not exact, source.startswith("file:"), source)


class Damaged(ValueError):
    """Rows are not those that were written; the message says of what."""


@contextmanager
def as_damage() -> Iterator[None]:
    """Say that a row cannot be read, where a value of it is of a kind that was never written."""
    try:
        yield
    except Damaged:
        raise
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise Damaged(message("a row cannot be read")) from error


class Known:
    """What is held of one series, each value of a period and release day with its best witness."""

    def __init__(self, history: SeriesHistory) -> None:
        self._witness: dict[tuple[dt.date, dt.date, float], Provenance] = {}
        self._released: set[tuple[dt.date, dt.date]] = set()
        columns = (history.period, history.released_at, history.value, history.source, history.exact)
        for period, released_at, value, source, exact in zip(*(c.tolist() for c in columns), strict=True):
            self._keep((period, released_at, value), provenance(source, exact=exact))

    def add(self, row: Observation) -> bool:
        """Learn one more row; return whether it is news: a new value, or a better witness of a known one."""
        key = (row.period, row.released_at, float(row.value))
        witness = provenance(row.source, exact=row.exact)
        if key in self._witness and self._witness[key] <= witness:
            return False
        self._keep(key, witness)
        return True

    def corrects(self, row: Observation) -> bool:
        """Return whether ``row`` says another value than one of the same release day."""
        key = (row.period, row.released_at)
        return key in self._released and (*key, float(row.value)) not in self._witness

    def _keep(self, key: tuple[dt.date, dt.date, float], witness: Provenance) -> None:
        self._witness[key] = min(witness, self._witness.get(key, witness))
        self._released.add(key[:2])


def check_finite(row: Observation) -> None:
    """Refuse a value that is no number.

    Raises:
        ValueError: the value is NaN or infinite; absence is a row that is not there.
    """
    if not math.isfinite(row.value):
        raise ValueError(f"{row.series} {row.period}: {row.value} is no observation; leave the row out")


_COLUMNS = ("series", "period", "released_at", "value", "source", "fetched_at", "exact", "row_check")


def insert_observations(connection: Connection, rows: Sequence[Observation], fetched_at: str) -> Checks:
    """Insert observations, each with its check; return the checks.

    SQLite gets them past SQLAlchemy, whose handling of each row takes three times as long as the insert.
    """
    checks = row_checks(
        series=[row.series for row in rows],
        period=np.array([row.period for row in rows], dtype="datetime64[D]"),
        released_at=np.array([row.released_at for row in rows], dtype="datetime64[D]"),
        value=np.array([row.value for row in rows], dtype=np.float64),
        source=[row.source for row in rows],
        fetched_at=[fetched_at] * len(rows),
        exact=np.array([row.exact for row in rows], dtype=np.bool_),
    )
    numbers = checks.tolist()
    if connection.dialect.name == "sqlite":
        names, marks = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
        written = [
            (
                row.series,
                row.period.isoformat(),
                row.released_at.isoformat(),
                float(row.value),
                row.source,
                fetched_at,
                row.exact,
                number,
            )
            for row, number in zip(rows, numbers, strict=True)
        ]
        connection.exec_driver_sql(f"INSERT INTO observations ({names}) VALUES ({marks})", written)  # noqa: S608 - our names
        return checks
    named = [
        {
            "series": row.series,
            "period": row.period,
            "released_at": row.released_at,
            "value": float(row.value),
            "source": row.source,
            "fetched_at": fetched_at,
            "exact": row.exact,
            "row_check": number,
        }
        for row, number in zip(rows, numbers, strict=True)
    ]
    connection.execute(insert(observations), named)
    return checks


def histories_of(
    rows: Sequence[Sequence[Any]], tallies: Mapping[str, Tally], *, horizon: int | None = None
) -> list[SeriesHistory]:
    """Return the history of each series in database rows, every row and every count checked.

    Args:
        rows: sorted by series, then as a history is. Columns: id, series, period and released_at as ISO
            text, value, exact, source, fetched_at, row_check.
        tallies: what each series must have, of all series that the rows should hold.
        horizon: rows with a larger id are checked and left out.

    Raises:
        Damaged: a row does not say what was written, or rows are missing; the message says which series.
    """
    ids, names, period, released_at, value, exact, source, fetched_at, check = (
        zip(*rows, strict=True) if rows else ((),) * 9
    )
    days = np.array(period, dtype="datetime64[D]")
    released = np.array(released_at, dtype="datetime64[D]")
    values = np.array(value, dtype=np.float64)
    exactly = np.array(exact, dtype=np.bool_)
    checks = np.array(check, dtype=np.int64)
    expected = row_checks(
        series=names,
        period=days,
        released_at=released,
        value=values,
        source=source,
        fetched_at=fetched_at,
        exact=exactly,
    )
    wrong = np.flatnonzero(expected != checks)
    if len(wrong):
        raise Damaged(message("a row of {series} no longer says what was written", series=names[wrong[0]]))
    visible = np.array(ids, dtype=np.int64) <= (horizon if horizon is not None else np.iinfo(np.int64).max)
    sources = np.array(source, dtype=np.str_)
    found: list[SeriesHistory] = []
    start = 0
    unseen = dict(tallies)
    for name, group in groupby(names):
        part = slice(start, start + sum(1 for _ in group))
        start = part.stop
        agree(name, checks[part], unseen.pop(name, None))
        rows_seen = np.flatnonzero(visible[part]) + part.start
        nothing = np.full(len(rows_seen), "")
        found.append(
            SeriesHistory(
                series=name,
                period=days[rows_seen],
                released_at=released[rows_seen],
                value=values[rows_seen],
                exact=exactly[rows_seen],
                quality=np.full(len(rows_seen), "ok"),
                source=sources[rows_seen],
                rule=nothing,
            )
        )
    for name, tally in unseen.items():
        agree(name, checks[:0], tally)
    return found


def agree(
    name: str, checks: Sequence[int] | np.ndarray[Any, np.dtype[np.int64]], tally: Tally | None
) -> None:
    """Hold the rows that were found against the tally of what was written.

    Raises:
        Damaged: rows are missing, or others are here.
    """
    array = np.asarray(checks, dtype=np.int64)
    n_rows, total = tally or (0, 0)
    if len(array) != n_rows:
        raise Damaged(
            message(
                "{name} has {n_array} rows, and {n_rows} were written",
                name=name,
                n_array=len(array),
                n_rows=n_rows,
            )
        )
    if check_sum(array) != total:
        raise Damaged(message("the rows of {name} are not those that were written", name=name))


_EVENT_FIELDS = tuple(
    field.name for field in fields(PolicyEvent) if field.name not in {"quality", "quality_rule"}
)


def event_record(event: PolicyEvent, fetched_at: str) -> dict[str, Any]:
    """Return the columns of one version of an event, its check among them."""
    record = {name: getattr(event, name) for name in _EVENT_FIELDS}
    record |= {
        "event_id": event.event_id,
        "visible_from": event.visible_from,
        "fetched_at": fetched_at,
        "magnitude": None if event.magnitude is None else float(event.magnitude),
    }
    return record | {"row_check": checked(record)}


def checked(record: Mapping[str, Any]) -> int:
    """Return the check of a record's fields but its id and the check itself."""
    return record_check(record[name] for name in sorted(record) if name not in {"id", "row_check"})


def event_of(row: Row[Any]) -> PolicyEvent:
    """Return the event that a database row holds."""
    return PolicyEvent(**{name: getattr(row, name) for name in _EVENT_FIELDS})


def acceptance_record(acceptance: Acceptance) -> dict[str, Any]:
    """Return the columns of one acceptance, its check among them."""
    record = {field.name: getattr(acceptance, field.name) for field in fields(Acceptance)}
    record["value"] = float(acceptance.value)
    return record | {"row_check": checked(record)}


def acceptance_of(row: Row[Any]) -> Acceptance:
    """Return the acceptance that a database row holds."""
    return Acceptance(**{field.name: getattr(row, field.name) for field in fields(Acceptance)})


def weekly_record(row: WeeklyRow, fetched_at: str) -> dict[str, Any]:
    """Return the columns of one row of a weekly's table, its check among them."""
    record: dict[str, Any] = {
        "kind": row.table,
        "key": row.key,
        "period": row.period,
        "released_at": row.released_at,
        "cells": json.dumps(row.cells, ensure_ascii=False, separators=(",", ":")),
        "source": row.source,
        "fetched_at": fetched_at,
    }
    return record | {"row_check": checked(record)}


def weekly_of(row: Row[Any]) -> WeeklyRow:
    """Return the row of a weekly's table that a database row holds."""
    return WeeklyRow(
        table=row.kind,
        key=row.key,
        period=row.period,
        released_at=row.released_at,
        cells=tuple((column, cell) for column, cell in json.loads(row.cells)),
        source=row.source,
    )
