"""The store of a user: what was heard, read as of one moment and appended to in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select

from sources.contract import (
    Acceptance,
    FuturesHistory,
    Observation,
    PolicyEvent,
    SeriesHistory,
    WeeklyRow,
)
from sources.errors import StoreMissing, StoreReadOnly
from sources.memory import FUTURES_PREFIX, assemble_futures
from sources.message import message, told
from sources.places import Place, ServerAddress
from sources.store import postgres
from sources.store.appending import (
    Added,
    append_events,
    append_series,
    append_weekly,
    insert_records,
    witness_of,
)
from sources.store.calls import CallEntry, append_call, call_of
from sources.store.connection import corrupt, plain_errors, sqlite_engine
from sources.store.layout import WITHOUT_WEEKLY_ROWS, bring_up_to_date, layout_of
from sources.store.reading import histories, whole_table
from sources.store.rows import (
    Damaged,
    Tally,
    acceptance_of,
    acceptance_record,
    as_damage,
    check_finite,
    event_of,
    weekly_of,
)
from sources.store.schema import (
    SCHEMA_VERSION,
    acceptances,
    calls,
    events,
    observations,
    tallies,
    weekly_rows,
)
from sources.store.tallies import read_tallies, recount, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """The newest row that a reader sees, and how many rows each series and table had then."""

    horizon: int
    tallies: Mapping[str, Tally]


class Store:
    """A store of observations, events and calls in one file; a `sources.contract.Reader`.

    What is read is the store as it was at the first read: rows that another
    process appends meanwhile are not seen until `refresh`.
    """

    origin = "store"

    def __init__(self, path: Place, *, readonly: bool, create: bool, timeout_seconds: float) -> None:
        self.path = path
        self.readonly = readonly
        if isinstance(path, ServerAddress):
            self._engine = postgres.postgres_engine(path, readonly=readonly, timeout_seconds=timeout_seconds)
            self._writing = postgres.writing(self._engine)
        else:
            self._engine = sqlite_engine(
                path, create=create, readonly=readonly, timeout_seconds=timeout_seconds
            )
            self._writing = self._engine.execution_options(write=True)
        self._histories: dict[str, SeriesHistory] = {}
        self._futures: dict[str, FuturesHistory] = {}
        self._lacks_weekly_rows = False

    @classmethod
    def open(
        cls, path: Place, *, create: bool = False, readonly: bool = False, timeout_seconds: float = 30.0
    ) -> Store:
        """Open the store at ``path``.

        Args:
            path: the SQLite file, or the address of a PostgreSQL database.
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
        if isinstance(path, Path) and not path.exists():
            if not create or readonly:
                raise StoreMissing(
                    message(
                        "store {path}: no such file; `signals load` and `signals fetch` create one", path=path
                    )
                )
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreReadOnly(
                    message(
                        "store {path}: its folder cannot be made ({said})", path=path, said=error.strerror
                    )
                ) from error
        store = cls(path, readonly=readonly, create=create, timeout_seconds=timeout_seconds)
        store._bring_up_to_date()
        return store

    # ------------------------------------------------------------------ reading

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted."""
        return sorted(name for name in self._moment.tallies if not name.startswith("table:"))

    def series(self, series: str) -> SeriesHistory:
        """Return one series as it was heard, unjudged; an empty history where none of it is held.

        Raises:
            StoreCorrupt: a row no longer says what was written, or is gone.
        """
        if series not in self._histories:
            found = []
            if series in self._moment.tallies:
                found = self._read(observations.c.series == series, tallies.c.name == series)
            self._histories[series] = found[0] if found else SeriesHistory.of(series, ())
        return self._histories[series]

    def futures(self, root: str) -> FuturesHistory:
        """Return all prices of one futures root, unjudged; empty where there are none."""
        if root not in self._futures:
            self._futures[root] = assemble_futures(root, self.contracts(root))
        return self._futures[root]

    def contracts(self, root: str) -> Sequence[SeriesHistory]:
        """Return the history of every contract and kind whose id starts with a futures root, sorted by id."""
        first = FUTURES_PREFIX + root
        past = first + "~"  # above every letter of an id
        return self._read(
            (observations.c.series >= first) & (observations.c.series < past),
            (tallies.c.name >= first) & (tallies.c.name < past),
        )

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event, in order of visibility, then of arrival."""
        return self._events

    def acceptances(self) -> Sequence[Acceptance]:
        """Return every row that a person accepted by name, oldest first."""
        return self._acceptances

    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """Return every row of the weekly's tables as it was written, each by its best witness, in one order."""
        return self._weekly_rows

    @cached_property
    def _weekly_rows(self) -> tuple[WeeklyRow, ...]:
        if self._lacks_weekly_rows:
            return ()
        best: dict[WeeklyRow, WeeklyRow] = {}
        for row in map(weekly_of, self._whole(weekly_rows)):
            said = replace(row, source="")
            best[said] = min(best.get(said, row), row, key=witness_of)
        return tuple(
            sorted(
                best.values(), key=lambda row: (row.released_at, row.period, row.table, row.key, row.cells)
            )
        )

    @cached_property
    def _events(self) -> tuple[PolicyEvent, ...]:
        rows = self._whole(events)
        return tuple(sorted((event_of(row) for row in rows), key=lambda event: event.visible_from))

    @cached_property
    def _acceptances(self) -> tuple[Acceptance, ...]:
        return tuple(acceptance_of(row) for row in self._whole(acceptances))

    @property
    def state(self) -> str:
        """What tells what this reader sees from any other rows: the count and checks of all but the calls."""
        seen = sorted((name, tally) for name, tally in self._moment.tallies.items() if name != "table:calls")
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]

    def refresh(self) -> None:
        """Forget what was read, so that rows appended since are seen."""
        self._histories.clear()
        self._futures.clear()
        for name in ("_moment", "_events", "_acceptances", "_weekly_rows"):
            self.__dict__.pop(name, None)

    # ------------------------------------------------------------------ writing

    def append(
        self,
        observations: Iterable[Observation] = (),
        events: Iterable[PolicyEvent] = (),
        *,
        weekly_rows: Iterable[WeeklyRow] = (),
        fetched_at: dt.datetime,
    ) -> Added:
        """Add what is news, all in one transaction.

        An observation is news where no row says the same of its period and
        release day, or only a worse witness does (see `provenance`). What a row
        says never depends on what was here before it, so that order does not
        matter.

        Args:
            observations: rows in any order; their verdicts are not kept.
            events: versions of events.
            weekly_rows: rows of the weekly's tables; what was judged of them is not kept.
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
        versions, lines = tuple(events), tuple(weekly_rows)
        added: dict[str, Added] = {}
        with self._transaction() as connection:
            for series, rows in by_series.items():
                added[series] = append_series(connection, series, rows, stamp)
            others = append_events(connection, versions, stamp) if versions else Added()
            others += append_weekly(connection, lines, stamp) if lines else Added()
            if others.events or others.weekly_rows or any(one.observations for one in added.values()):
                seal(connection)
        self.refresh()
        return replace(
            sum(added.values(), start=others),
            by_series=added,
            news=tuple(row for one in added.values() for row in one.news),
        )

    def accept(self, named: Iterable[Acceptance], *, accepted_at: dt.datetime) -> int:
        """Record that a person verified these rows; return how many were not on record with that reason.

        Raises:
            StoreError: nothing was written; the message says why.
        """
        stamp = _utc(accepted_at)
        with self._transaction() as connection:
            held = {
                replace(one, accepted_at="")
                for one in map(acceptance_of, whole_table(connection, acceptances))
            }
            news = [
                one for one in dict.fromkeys(replace(one, accepted_at="") for one in named) if one not in held
            ]
            insert_records(
                connection, acceptances, [acceptance_record(replace(one, accepted_at=stamp)) for one in news]
            )
            if news:
                seal(connection)
        self.refresh()
        return len(news)

    def recount(self) -> None:
        """Count every row anew, after rows came in from outside; each must have been checked before."""
        with self._transaction() as connection:
            recount(connection)
        self.refresh()

    def append_call(self, entry: CallEntry) -> int:
        """Record one call at the end of the chain and return its id.

        Raises:
            CallChainMoved: ``previous_hash`` is not the last entry's hash (the
                empty string for the first): read the chain again and retry.
        """
        with self._transaction() as connection:
            return append_call(connection, entry, self.path)

    def calls(self) -> tuple[CallEntry, ...]:
        """Return every recorded call, oldest first."""
        return tuple(map(call_of, self._whole(calls)))

    # ------------------------------------------------------------------ inside

    @cached_property
    def _moment(self) -> _Moment:
        """What this reader sees: the newest row, and how many rows each series had, at its first read."""
        with self._reading() as connection:
            horizon = connection.execute(select(func.coalesce(func.max(observations.c.id), 0))).scalar_one()
            return _Moment(horizon=int(horizon), tallies=read_tallies(connection, whole=True))

    def _read(self, rows: ColumnElement[bool], counts: ColumnElement[bool]) -> list[SeriesHistory]:
        """Return the histories in some rows, checked against the tallies of the same moment."""
        with self._reading() as connection:
            return histories(connection, rows, counts, horizon=self._moment.horizon)

    def _whole(self, table: Table) -> Sequence[Row[Any]]:
        with self._reading() as connection:
            return whole_table(connection, table)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection on which all is read as of one moment; what cannot be read is damage."""
        with plain_errors(self.path):
            try:
                with self._engine.connect() as connection, as_damage():
                    yield connection
            except Damaged as error:
                raise corrupt(self.path, told(error)) from error

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self.readonly:
            raise StoreReadOnly(message("store {path}: it was opened for reading only", path=self.path))
        with plain_errors(self.path):
            try:
                with self._writing.begin() as connection:
                    yield connection
            except Damaged as error:
                raise corrupt(self.path, told(error)) from error

    def _bring_up_to_date(self) -> None:
        with plain_errors(self.path), self._engine.connect() as connection:
            version = layout_of(connection, self.path)
        if version == SCHEMA_VERSION:
            return
        if self.readonly and version == WITHOUT_WEEKLY_ROWS:
            self._lacks_weekly_rows = True  # all else is as it is now, so it reads as it stands
            return
        if self.readonly:
            raise StoreReadOnly(
                message(
                    "store {path}: it has layout {version} and this release reads {schema_version}. "
                    "Any command that writes (`signals load`, `signals fetch`) brings it up to date; "
                    "on a read-only medium, copy it to a writable folder first",
                    path=self.path,
                    version=version,
                    schema_version=SCHEMA_VERSION,
                )
            )
        with self._transaction() as connection:
            version = layout_of(connection, self.path)  # another process may have come first
            if version != SCHEMA_VERSION:
                bring_up_to_date(connection, version)


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("fetched_at needs a time zone")
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
