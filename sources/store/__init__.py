"""The point-in-time store: an append-only log of what was heard, and when it became known.

One SQLite file, rollback journal, full synchronisation, one transaction per
append. Rows are never changed or deleted; triggers in the file see to that.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    type_coerce,
)

from sources.contract import (
    Acceptance,
    FuturesHistory,
    Observation,
    PolicyEvent,
    SeriesHistory,
    WeeklyRow,
)
from sources.errors import CallChainMoved, StoreError, StoreMissing, StoreNewer, StoreReadOnly
from sources.memory import FUTURES_PREFIX, assemble_futures
from sources.message import message, told
from sources.places import Place, ServerAddress
from sources.store import postgres
from sources.store.connection import corrupt, plain_errors, sqlite_engine
from sources.store.migration import bring_up
from sources.store.rows import (
    Checks,
    Damaged,
    Known,
    Tally,
    acceptance_of,
    acceptance_record,
    agree,
    check_finite,
    checked,
    event_of,
    event_record,
    histories_of,
    insert_observations,
    provenance,
    weekly_of,
    weekly_record,
)
from sources.store.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    TALLY_OF_TALLIES,
    acceptances,
    calls,
    check_sum,
    create,
    create_weekly_rows,
    events,
    observations,
    record_check,
    tallies,
    weekly_rows,
)

__all__ = ["Added", "CallEntry", "Store"]

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
_WITHOUT_WEEKLY_ROWS = 2
"""The layout before this one: the same but for the table of weekly rows, so it is read as it stands."""
_HISTORY_ORDER = (observations.c.period, observations.c.released_at, observations.c.id)


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
            best[said] = min(best.get(said, row), row, key=_witness)
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
                added[series] = self._append_series(connection, series, rows, stamp)
            others = self._append_events(connection, versions, stamp) if versions else Added()
            others += self._append_weekly(connection, lines, stamp) if lines else Added()
            if others.events or others.weekly_rows or any(one.observations for one in added.values()):
                self._seal_tallies(connection)
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
                for one in map(acceptance_of, self._table(connection, acceptances))
            }
            news = [
                one for one in dict.fromkeys(replace(one, accepted_at="") for one in named) if one not in held
            ]
            self._insert(
                connection, acceptances, [acceptance_record(replace(one, accepted_at=stamp)) for one in news]
            )
            if news:
                self._seal_tallies(connection)
        self.refresh()
        return len(news)

    def recount(self) -> None:
        """Count every row anew, after rows came in from outside; each must have been checked before."""
        with self._transaction() as connection:
            connection.execute(delete(tallies))
            for name, tally in _tallies_of_all(connection).items():
                _set_tally(connection, name, tally)
            self._seal_tallies(connection)
        self.refresh()

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
                    message(
                        "store {path}: another call was recorded first; run the command again", path=self.path
                    )
                )
            record = {name: value for name, value in asdict(entry).items() if name != "id"}
            record["row_check"] = checked(record)
            self._insert(connection, calls, [record])
            self._seal_tallies(connection)
            key = connection.execute(select(func.max(calls.c.id))).scalar_one()
        return int(key)

    def calls(self) -> tuple[CallEntry, ...]:
        """Return every recorded call, oldest first."""
        columns = [field.name for field in fields(CallEntry)]
        return tuple(
            CallEntry(**{name: getattr(row, name) for name in columns}) for row in self._whole(calls)
        )

    # ------------------------------------------------------------------ inside

    @cached_property
    def _moment(self) -> _Moment:
        """What this reader sees: the newest row, and how many rows each series had, at its first read."""
        with self._reading() as connection:
            horizon = connection.execute(select(func.coalesce(func.max(observations.c.id), 0))).scalar_one()
            return _Moment(horizon=int(horizon), tallies=_tallies(connection, whole=True))

    def _read(self, rows: ColumnElement[bool], counts: ColumnElement[bool]) -> list[SeriesHistory]:
        """Return the histories in some rows, checked against the tallies of the same moment."""
        query = select(*_HISTORY_COLUMNS).where(rows).order_by(observations.c.series, *_HISTORY_ORDER)
        with self._reading() as connection:
            found = connection.execute(query).fetchall()
            return histories_of(found, _tallies(connection, counts), horizon=self._moment.horizon)

    def _whole(self, table: Table) -> Sequence[Row[Any]]:
        with self._reading() as connection:
            return self._table(connection, table)

    def _table(self, connection: Connection, table: Table) -> Sequence[Row[Any]]:
        """Return every row of a small table, each checked, and their number."""
        rows = connection.execute(select(table).order_by(table.c.id)).fetchall()
        for row in rows:
            if checked(dict(row._mapping)) != row.row_check:  # noqa: SLF001 - SQLAlchemy's public name
                raise Damaged(message("a row of {name} no longer says what was written", name=table.name))
        name = f"table:{table.name}"
        agree(
            table.name,
            [row.row_check for row in rows],
            _tallies(connection, tallies.c.name == name).get(name),
        )
        return rows

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection on which all is read as of one moment; what cannot be read is damage."""
        with plain_errors(self.path):
            try:
                with self._engine.connect() as connection:
                    yield connection
            except (TypeError, ValueError, OverflowError) as error:
                what = told(error) if isinstance(error, Damaged) else message("a row cannot be read")
                raise corrupt(self.path, what) from error

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

    def _append_series(
        self, connection: Connection, series: str, rows: Sequence[Observation], stamp: str
    ) -> Added:
        query = select(*_HISTORY_COLUMNS).where(observations.c.series == series).order_by(*_HISTORY_ORDER)
        tally = _tallies(connection, tallies.c.name == series)
        held = histories_of(connection.execute(query).fetchall(), tally)
        known = Known(held[0] if held else SeriesHistory.of(series, ()))
        news: list[Observation] = []
        corrected = 0
        for row in sorted(rows, key=lambda row: (row.released_at, row.period, row.value)):
            corrects = known.corrects(row)
            if known.add(row):
                corrected += corrects
                news.append(row)
        if news:
            _count(connection, series, insert_observations(connection, news, stamp))
        return Added(
            observations=len(news), corrected=corrected, unchanged=len(rows) - len(news), news=tuple(news)
        )

    def _append_events(self, connection: Connection, versions: Sequence[PolicyEvent], stamp: str) -> Added:
        told = {
            _without_witness(event): _witness(event)
            for event in map(event_of, self._table(connection, events))
        }
        news = []
        for version in sorted(versions, key=lambda event: event.visible_from):
            said, witness = _without_witness(version), _witness(version)
            if said not in told or witness < told[said]:
                news.append(event_record(version, stamp))
                told[said] = witness
        self._insert(connection, events, news)
        return Added(events=len(news), unchanged=len(versions) - len(news))

    def _append_weekly(self, connection: Connection, rows: Sequence[WeeklyRow], stamp: str) -> Added:
        told: dict[WeeklyRow, tuple[bool, bool, str]] = {}
        for held in map(weekly_of, self._table(connection, weekly_rows)):
            said = replace(held, source="")
            told[said] = min(_witness(held), told.get(said, _witness(held)))
        news = []
        for row in rows:
            said = replace(row, source="", figures=(), roundings=(), faults=(), accepted=())
            if said not in told or _witness(row) < told[said]:
                news.append(weekly_record(row, stamp))
                told[said] = _witness(row)
        self._insert(connection, weekly_rows, news)
        n_known = len(rows) - len(news)
        return Added(weekly_rows=len(news), unchanged=n_known, weekly_unchanged=n_known)

    def _insert(self, connection: Connection, table: Table, records: Sequence[dict[str, Any]]) -> None:
        """Insert records and count them; the tally of tallies is left to `_seal_tallies`."""
        if not records:
            return
        connection.execute(insert(table), records)
        checks = np.array([record["row_check"] for record in records], dtype=np.int64)
        _count(connection, f"table:{table.name}", checks)

    def _seal_tallies(self, connection: Connection) -> None:
        _set_tally(connection, TALLY_OF_TALLIES, _sum_of_tallies(_tallies(connection)))

    def _bring_up_to_date(self) -> None:
        with plain_errors(self.path), self._engine.connect() as connection:
            version, application, n_objects = _identity(connection)
        if version == SCHEMA_VERSION and application == APPLICATION_ID:
            return
        self._refuse_foreign(version, application, n_objects)
        if self.readonly and version == _WITHOUT_WEEKLY_ROWS:
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
            version, application, n_objects = _identity(connection)  # another process may have come first
            self._refuse_foreign(version, application, n_objects)
            if version == SCHEMA_VERSION:
                return
            if version == _WITHOUT_WEEKLY_ROWS:
                _tallies(connection, whole=True)  # what was lost before must not be counted as never written
                create_weekly_rows(connection)
                _set_identity(connection)
                return
            if version == 0:
                create(connection)
            else:
                bring_up(connection)
            for name, tally in _tallies_of_all(connection).items():
                _set_tally(connection, name, tally)
            self._seal_tallies(connection)
            _set_identity(connection)

    def _refuse_foreign(self, version: int, application: int, n_objects: int) -> None:
        if application not in {0, APPLICATION_ID} or (application == 0 and n_objects):
            raise StoreError(
                message(
                    "store {path}: this is a database of another program; name another file with --store",
                    path=self.path,
                )
            )
        if version > SCHEMA_VERSION:
            raise StoreNewer(
                message(
                    "store {path}: it has layout {version}, written by a later release; this one "
                    "reads up to {schema_version}. Install that release, or name another store",
                    path=self.path,
                    version=version,
                    schema_version=SCHEMA_VERSION,
                )
            )


def _set_identity(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        postgres.set_identity(connection, SCHEMA_VERSION)
        return
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _identity(connection: Connection) -> tuple[int, int, int]:
    if connection.dialect.name == "postgresql":
        return postgres.identity(connection)
    return tuple(  # type: ignore[return-value]  # three scalars in, three out
        int(connection.exec_driver_sql(query).scalar_one())
        for query in ("PRAGMA user_version", "PRAGMA application_id", "SELECT count(*) FROM sqlite_master")
    )


def _tallies(
    connection: Connection, which: ColumnElement[bool] | None = None, *, whole: bool = False
) -> dict[str, Tally]:
    """Return tallies by name; where ``whole``, all of them, held against their own tally."""
    query = select(tallies) if which is None else select(tallies).where(which)
    found = {row.name: (row.n_rows, row.check_sum) for row in connection.execute(query)}
    seal = found.pop(TALLY_OF_TALLIES, None)
    if whole and seal != _sum_of_tallies(found):
        raise Damaged(message("the counts of its rows are not those that were written"))
    return found


def _sum_of_tallies(found: Mapping[str, Tally]) -> Tally:
    checks = [record_check((name, *tally)) for name, tally in found.items()]
    return (len(found), check_sum(np.array(checks, dtype=np.int64)))


def _count(connection: Connection, name: str, checks: Checks) -> None:
    """Add new rows to the tally of their series or table."""
    n_rows, total = _tallies(connection, tallies.c.name == name).get(name, (0, 0))
    _set_tally(connection, name, (n_rows + len(checks), check_sum(np.append(checks, np.int64(total)))))


def _set_tally(connection: Connection, name: str, tally: Tally) -> None:
    connection.execute(delete(tallies).where(tallies.c.name == name))
    connection.execute(insert(tallies), {"name": name, "n_rows": tally[0], "check_sum": tally[1]})


def _tallies_of_all(connection: Connection) -> dict[str, Tally]:
    """Count every row anew, for a store that has just been brought to this layout."""
    checks: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(select(observations.c.series, observations.c.row_check)):
        checks[row.series].append(row.row_check)
    for table in (events, calls, acceptances, weekly_rows):
        rows = connection.execute(select(table.c.row_check))
        checks[f"table:{table.name}"] = [row.row_check for row in rows]
    return {name: (len(found), check_sum(np.array(found, dtype=np.int64))) for name, found in checks.items()}


def _without_witness(event: PolicyEvent) -> PolicyEvent:
    return replace(event, source="", quality="ok", quality_rule="")


def _witness(said: PolicyEvent | WeeklyRow) -> tuple[bool, bool, str]:
    return provenance(said.source, exact=True)


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("fetched_at needs a time zone")
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
