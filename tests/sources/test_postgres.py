"""The shared store: the same rows, laws and documents as in a file, held by a real PostgreSQL server.

The server is started by `.ci/run`, which names an empty database in ``POSTGRES_TEST_URL``.
"""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from signals.cli.app import app
from signals.cli.calls import Session
from signals.engine import load_strategies
from signals.opening import catalogue
from sources.contract import Observation, WeeklyRow
from sources.errors import CallChainMoved, StoreCorrupt, StoreError, StoreReadOnly
from sources.places import ServerAddress, place_of
from sources.sample import sample_reader
from sources.store import CallEntry, Store

URL = os.environ.get("POSTGRES_TEST_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="no PostgreSQL server here; .ci/run starts one")
NOW = dt.datetime(2024, 2, 16, 12, tzinfo=dt.UTC)


@pytest.fixture
def address() -> ServerAddress:
    """Return a database without any table."""
    with server().begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    place = place_of(URL)
    assert isinstance(place, ServerAddress)
    return place


def server() -> Engine:
    """Return a way in behind the store's back."""
    return create_engine(URL, poolclass=NullPool)


def row(series: str, day: int, value: float) -> Observation:
    period = dt.date(2024, 1, 1) + dt.timedelta(day)
    return Observation(series=series, period=period, value=value, released_at=period, source="test")


def entry(previous: str, digest: str) -> CallEntry:
    return CallEntry(
        recorded_at="2024-02-16T12:00:00+00:00",
        as_of=dt.date(2024, 2, 16),
        thread_id="A~B",
        document_hash="d",
        previous_hash=previous,
        entry_hash=digest,
        payload="{}",
    )


def test_what_is_appended_is_read_back_and_said_twice_adds_nothing(address):
    store = Store.open(address, create=True)
    rows = [row("index.HSI", n, 100.0 + n / 3) for n in range(50)]

    assert store.append(rows, fetched_at=NOW).observations == 50
    assert store.append(rows, fetched_at=NOW).unchanged == 50
    assert Store.open(address, readonly=True).series("index.HSI").value.tolist() == [r.value for r in rows]


def test_the_server_refuses_to_change_or_delete_a_row(address):
    Store.open(address, create=True).append([row("index.HSI", 1, 1.0)], fetched_at=NOW)
    with server().connect() as connection:
        for change in (
            "UPDATE observations SET value = 2",
            "DELETE FROM observations",
            "TRUNCATE observations",
        ):
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(text(change))
            connection.rollback()


def test_a_row_that_was_changed_behind_the_back_of_the_server_is_not_read(address):
    Store.open(address, create=True).append([row("index.HSI", 1, 1.0)], fetched_at=NOW)
    with server().begin() as connection:
        connection.execute(text("ALTER TABLE observations DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE observations SET value = 2"))

    with pytest.raises(StoreCorrupt, match="no longer says what was written"):
        Store.open(address, readonly=True).series("index.HSI")


def test_a_database_without_weekly_rows_reads_as_it_stands_and_gains_their_table(address):
    line = WeeklyRow(
        table="traffic",
        key="kimi.example",
        period=dt.date(2026, 3, 1),
        released_at=dt.date(2026, 3, 6),
        cells=(("site", "kimi.example"), ("category", "聊天"), ("visits", "12.3M")),
        source="file:week.csv",
    )
    Store.open(address, create=True).append([row("index.HSI", 1, 1.0)], fetched_at=NOW)
    with server().begin() as connection:  # layout 2, as the release before left it
        connection.execute(text("DROP TABLE weekly_rows"))
        connection.execute(text("UPDATE store_layout SET version = 2"))

    assert Store.open(address, readonly=True).weekly_rows() == ()
    Store.open(address).append(weekly_rows=[line], fetched_at=NOW)
    again = Store.open(address, readonly=True)
    assert (again.weekly_rows(), len(again.series("index.HSI"))) == ((line,), 1)
    with server().connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("DELETE FROM weekly_rows"))


def test_writers_at_once_lose_nothing_and_ids_order_arrivals(address):
    Store.open(address, create=True)

    def write(place: int) -> int:
        rows = [row(f"index.X{place}", n, float(n)) for n in range(20)]
        return Store.open(address).append(rows, fetched_at=NOW).observations

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(write, range(12))) == [20] * 12
    held = Store.open(address, readonly=True)
    assert len(held.series_ids()) == 12
    assert all(len(held.series(name)) == 20 for name in held.series_ids())


def test_of_recorders_at_once_one_wins_and_the_others_are_told(address):
    Store.open(address, create=True)

    def record(place: int) -> str:
        try:
            Store.open(address).append_call(entry("", f"hash-{place}"))
        except CallChainMoved:
            return "moved"
        return "recorded"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(record, range(4))) == ["moved"] * 3 + ["recorded"]


def test_a_reader_sees_one_moment_and_may_not_write(address):
    store = Store.open(address, create=True)
    store.append([row("index.HSI", 1, 1.0)], fetched_at=NOW)
    reader = Store.open(address, readonly=True)
    assert len(reader.series("index.HSI")) == 1
    store.append([row("index.HSI", 2, 2.0), row("index.SPX", 2, 2.0)], fetched_at=NOW)

    assert len(reader.series("index.SPX")) == 0
    with pytest.raises(StoreReadOnly):
        reader.append([row("index.HSI", 3, 3.0)], fetched_at=NOW)
    reader.refresh()
    assert len(reader.series("index.SPX")) == 1


def test_prefixes_are_cut_byte_by_byte_whatever_the_language_of_the_server(address):
    names = ["futures.ZQF25.last", "futures.ZQZ24.settlement", "futures.zqx.last", "index.HSI"]
    store = Store.open(address, create=True)
    store.append([row(name, 1, 95.0) for name in names], fetched_at=NOW)

    assert [one.series for one in store.contracts("ZQ")] == names[:2]


def test_documents_are_those_of_a_file_to_the_byte(address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = []
    for place in (tmp_path / "s.db", address):
        fill(place)
        monkeypatch.setenv("SIGNALS_STORE", place.url if isinstance(place, ServerAddress) else str(place))
        session = Session(load_strategies(["hstech"]), store=None, sample=False)
        found.append(
            [one.content_hash.value for one in session.over(dt.date(2024, 2, 9), dt.date(2024, 2, 16), 7)]
        )

    assert found[0] == found[1]


def fill(place: ServerAddress | Path) -> None:
    sample = sample_reader(catalogue().keys())
    rows = [row for rows in sample._rows.values() for row in rows]
    Store.open(place, create=True).append(rows, sample.events(), fetched_at=NOW)


def test_the_doctor_reads_every_row_of_a_server(address, monkeypatch: pytest.MonkeyPatch):
    Store.open(address, create=True).append([row("index.HSI", 1, 1.0)], fetched_at=NOW)
    monkeypatch.setenv("SIGNALS_STORE", URL)
    shown = CliRunner().invoke(app, ["doctor", "--as-of", "2024-02-16"])

    assert "1 rows of 1 series" in shown.stdout
    assert "store.server" in shown.stdout or "PostgreSQL" in shown.stdout or "postgresql" in shown.stdout


def test_a_server_that_does_not_answer_is_said_without_its_password():
    address = place_of("postgresql+psycopg://me:secret@127.0.0.1:1/x")
    with pytest.raises(StoreError, match="does not answer") as caught:
        Store.open(address, timeout_seconds=2)

    assert "secret" not in str(caught.value)
