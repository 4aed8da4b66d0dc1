"""The point-in-time store: an append-only log of what was heard, and when it became known.

One SQLite file, rollback journal, full synchronisation, one transaction per
append. Rows are never changed or deleted; triggers in the file see to that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, String, func, insert, select, type_coerce

from sources.contract import FuturesHistory, Observation, PolicyEvent, SeriesHistory
from sources.errors import CallChainMoved, StoreError, StoreMissing, StoreNewer, StoreReadOnly
from sources.memory import FUTURES_PREFIX, assemble_futures
from sources.store.connection import corrupt, plain_errors, sqlite_engine
from sources.store.rows import (
    Known,
    check_finite,
    event_of,
    event_record,
    histories_of,
    observation_record,
    says_the_same,
    seal,
)
from sources.store.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION, calls, events, observations
from sources.versions import standing

__all__ = ["Added", "CallEntry", "Store"]

_HISTORY_COLUMNS = (
    observations.c.series,
    type_coerce(observations.c.period, String),  # ISO text: numpy reads it faster than date objects
    type_coerce(observations.c.released_at, String),
    observations.c.value,
    type_coerce(observations.c.exact, Integer),
    observations.c.quality,
    observations.c.source,
    observations.c.quality_rule,
    observations.c.row_check,
)
_HISTORY_ORDER = (observations.c.period, observations.c.released_at, observations.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one append did: rows that were news, and rows that said nothing new; also by series.

    ``corrected`` counts the news that replace another value of the same release
    day: what was known on that day reads differently from now on.
    """

    observations: int = 0
    corrected: int = 0
    events: int = 0
    unchanged: int = 0
    by_series: Mapping[str, Added] = field(default_factory=dict, compare=False)

    def __add__(self, other: Added) -> Added:
        return Added(
            observations=self.observations + other.observations,
            corrected=self.corrected + other.corrected,
            events=self.events + other.events,
            unchanged=self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    """One recorded call. ``id`` is given by the store; ``recorded_at`` is ISO 8601 in UTC."""

    recorded_at: str
    as_of: dt.date
    thread_id: str
    document_hash: str
    previous_hash: str
    entry_hash: str
    payload: str
    id: int | None = None


class Store:
    """A store of observations, events and calls in one file; a `sources.contract.Reader`.

    What is read is the store as it was at the first read: rows that another
    process appends meanwhile are not seen until `refresh`.
    """

    origin = "store"

    def __init__(self, path: Path, *, readonly: bool, create: bool, timeout_seconds: float) -> None:
        self.path = path
        self.readonly = readonly
        self._engine = sqlite_engine(path, create=create, readonly=readonly, timeout_seconds=timeout_seconds)
        self._writing = self._engine.execution_options(write=True)
        self._histories: dict[str, SeriesHistory] = {}
        self._futures: dict[str, FuturesHistory] = {}

    @classmethod
    def open(
        cls, path: Path, *, create: bool = False, readonly: bool = False, timeout_seconds: float = 30.0
    ) -> Store:
        """Open the store at ``path``.

        Args:
            path: the SQLite file.
            create: make the file (and its folder) where there is none.
            readonly: never write a row. A journal left by a killed process is
                still rolled back where the file allows it.
            timeout_seconds: how long to wait for another process's transaction.

        Raises:
            StoreMissing: there is no file and ``create`` is False.
            StoreNewer: a later release wrote it.
            StoreReadOnly: it has an older layout and cannot be brought up to date here.
            StoreError: it is locked, damaged or no store of ours.
        """
        if not path.exists():
            if not create or readonly:
                raise StoreMissing(
                    f"store {path}: no such file; `signals load` and `signals fetch` create one"
                )
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreReadOnly(f"store {path}: its folder cannot be made ({error.strerror})") from error
        store = cls(path, readonly=readonly, create=create, timeout_seconds=timeout_seconds)
        store._bring_up_to_date()
        return store

    # ------------------------------------------------------------------ reading

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted."""
        query = select(observations.c.series).where(observations.c.id <= self._horizon).distinct()
        return sorted(row.series for row in self._rows(query))

    def series(self, series: str) -> SeriesHistory:
        """Return one series; an empty history where none of it is held.

        Raises:
            StoreCorrupt: a row no longer says what was written.
        """
        if series not in self._histories:
            query = (
                select(*_HISTORY_COLUMNS)
                .where(observations.c.series == series, observations.c.id <= self._horizon)
                .order_by(*_HISTORY_ORDER)
            )
            found = self._checked(self._rows(query))
            self._histories[series] = found[0] if found else SeriesHistory.of(series, ())
        return self._histories[series]

    def futures(self, root: str) -> FuturesHistory:
        """Return all prices of one futures root; empty where there are none."""
        if root not in self._futures:
            first = FUTURES_PREFIX + root
            query = (
                select(*_HISTORY_COLUMNS)
                .where(
                    observations.c.series >= first,
                    observations.c.series < first + "~",  # above every letter of an id
                    observations.c.id <= self._horizon,
                )
                .order_by(observations.c.series, *_HISTORY_ORDER)
            )
            self._futures[root] = assemble_futures(root, self._checked(self._rows(query)))
        return self._futures[root]

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event, in order of visibility, then of arrival."""
        return self._events

    @cached_property
    def _events(self) -> tuple[PolicyEvent, ...]:
        query = select(events).order_by(events.c.visible_from, events.c.id)
        return tuple(event_of(row) for row in self._rows(query))

    def refresh(self) -> None:
        """Forget what was read, so that rows appended since are seen."""
        self._histories.clear()
        self._futures.clear()
        for name in ("_horizon", "_events"):
            self.__dict__.pop(name, None)

    # ------------------------------------------------------------------ writing

    def append(
        self,
        observations: Iterable[Observation] = (),
        events: Iterable[PolicyEvent] = (),
        *,
        fetched_at: dt.datetime,
    ) -> Added:
        """Add what is news, all in one transaction.

        An observation is news where it differs, in value or verdict, from what
        was known of its period on its own ``released_at``. So the same value
        fetched again adds nothing, a true earlier vintage found later adds its
        row, and a correction under the same release day adds a row that wins.

        Args:
            observations: rows in any order.
            events: versions of events; one that says the same as the version
                known on its day is no news.
            fetched_at: when these were obtained, with a time zone.

        Raises:
            StoreError: nothing was written; the message says why.
            ValueError: a value is NaN or infinite, or ``fetched_at`` has no zone.
        """
        stamp = _utc(fetched_at)
        by_series: dict[str, list[Observation]] = defaultdict(list)
        for row in observations:
            check_finite(row)
            by_series[row.series].append(row)
        versions = sorted(events, key=lambda event: event.visible_from)
        added = {}
        n_events = Added()
        with self._transaction() as connection:
            for series, rows in by_series.items():
                added[series] = _append_series(connection, series, rows, stamp)
            if versions:
                n_events = _append_events(connection, versions, stamp)
        self.refresh()
        return replace(sum(added.values(), start=n_events), by_series=added)

    def append_call(self, entry: CallEntry) -> int:
        """Record one call at the end of the chain and return its id.

        Raises:
            CallChainMoved: ``previous_hash`` is not the last entry's hash (the
                empty string for the first): read the chain again and retry.
        """
        with self._transaction() as connection:
            last = connection.execute(
                select(calls.c.entry_hash).order_by(calls.c.id.desc()).limit(1)
            ).scalar()
            if (last or "") != entry.previous_hash:
                raise CallChainMoved(
                    f"store {self.path}: another call was recorded first; run the command again"
                )
            record = {name: value for name, value in asdict(entry).items() if name != "id"}
            key = connection.execute(insert(calls), record).inserted_primary_key
        assert key is not None  # noqa: S101 - an insert of one row has a key
        return int(key[0])

    def calls(self) -> tuple[CallEntry, ...]:
        """Return every recorded call, oldest first."""
        rows = self._rows(select(calls).order_by(calls.c.id))
        return tuple(CallEntry(**row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name

    # ------------------------------------------------------------------ inside

    @cached_property
    def _horizon(self) -> int:
        """The newest row that this reader sees."""
        return int(self._rows(select(func.coalesce(func.max(observations.c.id), 0)))[0][0])

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with plain_errors(self.path), self._engine.connect() as connection:
            return connection.execute(query).fetchall()

    def _checked(self, rows: Sequence[Sequence[Any]]) -> list[SeriesHistory]:
        try:
            histories, wrong = histories_of(rows)
        except (TypeError, ValueError, OverflowError) as error:
            raise corrupt(self.path, "a row cannot be read") from error
        if wrong is not None:
            raise corrupt(self.path, f"a row of {wrong} no longer says what was written")
        return histories

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self.readonly:
            raise StoreReadOnly(f"store {self.path}: it was opened for reading only")
        with plain_errors(self.path), self._writing.begin() as connection:
            yield connection

    def _bring_up_to_date(self) -> None:
        with plain_errors(self.path), self._engine.connect() as connection:
            version, application, n_objects = _identity(connection)
        if version == SCHEMA_VERSION and application == APPLICATION_ID:
            return
        self._refuse_foreign(version, application, n_objects)
        if self.readonly:
            raise StoreReadOnly(
                f"store {self.path}: it has layout {version} and this release reads {SCHEMA_VERSION}. "
                "Any command that writes (`signals load`, `signals fetch`) brings it up to date; "
                "on a read-only medium, copy it to a writable folder first"
            )
        with self._transaction() as connection:
            version, application, n_objects = _identity(connection)  # another process may have come first
            self._refuse_foreign(version, application, n_objects)
            for step in MIGRATIONS[version:]:
                step(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _refuse_foreign(self, version: int, application: int, n_objects: int) -> None:
        if application not in {0, APPLICATION_ID} or (application == 0 and n_objects):
            raise StoreError(
                f"store {self.path}: this is a database of another program; name another file with --store"
            )
        if version > SCHEMA_VERSION:
            raise StoreNewer(
                f"store {self.path}: it has layout {version}, written by a later release; "
                f"this one reads up to {SCHEMA_VERSION}. Install that release, or name another store"
            )


def _identity(connection: Connection) -> tuple[int, int, int]:
    return tuple(  # type: ignore[return-value]  # three scalars in, three out
        int(connection.exec_driver_sql(query).scalar_one())
        for query in ("PRAGMA user_version", "PRAGMA application_id", "SELECT count(*) FROM sqlite_master")
    )


def _append_series(connection: Connection, series: str, rows: Sequence[Observation], stamp: str) -> Added:
    held = connection.execute(
        select(
            observations.c.period, observations.c.released_at, observations.c.value, observations.c.quality
        )
        .where(observations.c.series == series)
        .order_by(*_HISTORY_ORDER)
    )
    known = Known(tuple(row) for row in held)
    news = []
    corrected = 0
    for row in sorted(rows, key=lambda row: (row.released_at, row.period)):  # stable: arrival breaks ties
        word = (float(row.value), row.quality)
        if known.is_news(row.period, row.released_at, word):
            corrected += known.corrects(row.period, row.released_at, word)
            known.add(row.period, row.released_at, word)
            news.append(observation_record(row, stamp))
    if news:
        seal(series, news)
        connection.execute(insert(observations), news)
    return Added(observations=len(news), corrected=corrected, unchanged=len(rows) - len(news))


def _append_events(connection: Connection, versions: Sequence[PolicyEvent], stamp: str) -> Added:
    held: dict[str, list[PolicyEvent]] = defaultdict(list)
    for row in connection.execute(select(events).order_by(events.c.visible_from, events.c.id)):
        event = event_of(row)  # its identity is that of this release, whatever wrote the row
        held[event.event_id].append(event)
    news = []
    for version in versions:
        earlier = [event for event in held[version.event_id] if event.visible_from <= version.visible_from]
        if not any(says_the_same(event, version) for event in standing(earlier)):
            news.append(event_record(version, stamp))
            held[version.event_id].append(version)
            held[version.event_id].sort(key=lambda event: event.visible_from)
    if news:
        connection.execute(insert(events), news)
    return Added(events=len(news), unchanged=len(versions) - len(news))


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("fetched_at needs a time zone")
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
