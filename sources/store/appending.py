"""What is news to a store, and how it is written and counted; all on the connection of one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, insert

from sources.contract import Observation, PolicyEvent, SeriesHistory, WeeklyRow
from sources.store.reading import histories, whole_table
from sources.store.rows import (
    Known,
    event_of,
    event_record,
    insert_observations,
    provenance,
    weekly_of,
    weekly_record,
)
from sources.store.schema import events, observations, tallies, weekly_rows
from sources.store.tallies import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one append did: rows that were news, and rows that said nothing new; also by series.

    ``corrected`` counts the news that replace another value of the same release
    day: what was known on that day is in doubt from now on, until a gate or a
    person tells them apart. ``unchanged`` counts rows of every kind, ``weekly_unchanged`` those of the weekly's
    tables alone. ``news`` are the observations themselves.
    """

    observations: int = 0
    corrected: int = 0
    events: int = 0
    weekly_rows: int = 0
    unchanged: int = 0
    weekly_unchanged: int = 0
    by_series: Mapping[str, Added] = field(default_factory=dict, compare=False)
    news: tuple[Observation, ...] = field(default=(), compare=False, repr=False)

    def __add__(self, other: Added) -> Added:
        return Added(
            observations=self.observations + other.observations,
            corrected=self.corrected + other.corrected,
            events=self.events + other.events,
            weekly_rows=self.weekly_rows + other.weekly_rows,
            unchanged=self.unchanged + other.unchanged,
            weekly_unchanged=self.weekly_unchanged + other.weekly_unchanged,
        )


def append_series(connection: Connection, series: str, rows: Sequence[Observation], stamp: str) -> Added:
    """Add the observations of one series that no row says as well already."""
    held = histories(connection, observations.c.series == series, tallies.c.name == series)
    known = Known(held[0] if held else SeriesHistory.of(series, ()))
    news: list[Observation] = []
    corrected = 0
    for row in sorted(rows, key=lambda row: (row.released_at, row.period, row.value)):
        corrects = known.corrects(row)
        if known.add(row):
            corrected += corrects
            news.append(row)
    if news:
        count(connection, series, insert_observations(connection, news, stamp))
    return Added(
        observations=len(news), corrected=corrected, unchanged=len(rows) - len(news), news=tuple(news)
    )


def append_events(connection: Connection, versions: Sequence[PolicyEvent], stamp: str) -> Added:
    """Add the versions of events that say something new, or the same by a better witness."""
    told = {
        _without_witness(event): witness_of(event) for event in map(event_of, whole_table(connection, events))
    }
    news = []
    for version in sorted(versions, key=lambda event: event.visible_from):
        said, witness = _without_witness(version), witness_of(version)
        if said not in told or witness < told[said]:
            news.append(event_record(version, stamp))
            told[said] = witness
    insert_records(connection, events, news)
    return Added(events=len(news), unchanged=len(versions) - len(news))


def append_weekly(connection: Connection, rows: Sequence[WeeklyRow], stamp: str) -> Added:
    """Add the rows of the weekly's tables that say something new, or the same by a better witness."""
    told: dict[WeeklyRow, tuple[bool, bool, str]] = {}
    for held in map(weekly_of, whole_table(connection, weekly_rows)):
        said = replace(held, source="")
        told[said] = min(witness_of(held), told.get(said, witness_of(held)))
    news = []
    for row in rows:
        said = replace(row, source="", figures=(), roundings=(), faults=(), accepted=())
        if said not in told or witness_of(row) < told[said]:
            news.append(weekly_record(row, stamp))
            told[said] = witness_of(row)
    insert_records(connection, weekly_rows, news)
    n_known = len(rows) - len(news)
    return Added(weekly_rows=len(news), unchanged=n_known, weekly_unchanged=n_known)


def insert_records(connection: Connection, table: Table, records: Sequence[dict[str, Any]]) -> None:
    """Insert records and count them; the tally of tallies is left to `tallies.seal`."""
    if not records:
        return
    connection.execute(insert(table), records)
    checks = np.array([record["row_check"] for record in records], dtype=np.int64)
    count(connection, f"table:{table.name}", checks)


def _without_witness(event: PolicyEvent) -> PolicyEvent:
    return replace(event, source="", quality="ok", quality_rule="")


def witness_of(said: PolicyEvent | WeeklyRow) -> tuple[bool, bool, str]:
    """Return how good a witness an event or a weekly row is, best first."""
    return provenance(said.source, exact=True)
