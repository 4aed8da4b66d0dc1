"""The store: append-only, point in time, and never half a transaction."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.contract import Observation, PolicyEvent
from sources.door.judging.evidence import Evidence
from sources.door.judging.reader import JudgedReader
from sources.errors import (
    CallChainMoved,
    StoreCorrupt,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
)
from sources.memory import MemoryReader, futures_series
from sources.store import Added, CallEntry, Store
from sources.store.care import examine

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def said(period: str, released_at: str, value: float, *, series: str = "us.cpi.all.nsa") -> Observation:
    return Observation(
        series=series, period=day(period), released_at=day(released_at), value=value, source="test"
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store.sqlite", create=True)


def test_a_row_heard_again_adds_no_row(store: Store) -> None:
    first = store.append([said("2024-01-01", "2024-02-13", 308.417)], fetched_at=NOW)
    again = store.append([said("2024-01-01", "2024-02-13", 308.417)], fetched_at=NOW)
    assert first == Added(observations=1)
    assert again == Added(unchanged=1)
    assert len(store.series("us.cpi.all.nsa")) == 1


def test_a_better_witness_of_a_known_value_is_kept_and_a_worse_one_is_not(store: Store) -> None:
    row = said("2024-01-01", "2024-02-13", 308.417)
    file, feed = replace(row, source="file:a.csv"), replace(row, source="fred:CPIAUCNS")
    assert store.append([file], fetched_at=NOW) == Added(observations=1)
    assert store.append([feed], fetched_at=NOW) == Added(observations=1)
    assert store.append([file, replace(feed, exact=False)], fetched_at=NOW) == Added(unchanged=2)


def test_a_revision_is_invisible_before_its_release(store: Store) -> None:
    store.append(
        [said("2024-01-01", "2024-02-13", 308.417), said("2024-01-01", "2024-03-12", 308.5)], fetched_at=NOW
    )
    history = store.series("us.cpi.all.nsa")
    assert history.as_of(day("2024-03-11")).value.tolist() == [308.417]
    assert history.as_of(day("2024-03-12")).value.tolist() == [308.5]
    assert len(history.as_of(day("2024-02-12"))) == 0


def test_an_earlier_vintage_found_later_adds_its_row(store: Store) -> None:
    store.append([said("2024-01-01", "2024-03-12", 308.5)], fetched_at=NOW)
    assert store.append([said("2024-01-01", "2024-02-13", 308.417)], fetched_at=NOW) == Added(observations=1)
    assert store.series("us.cpi.all.nsa").as_of(day("2024-03-01")).value.tolist() == [308.417]


def test_two_values_of_one_release_day_are_both_held(store: Store) -> None:
    store.append([said("2024-01-01", "2024-02-13", 308.4)], fetched_at=NOW)
    added = store.append([said("2024-01-01", "2024-02-13", 308.417)], fetched_at=NOW)
    assert (added.observations, added.corrected) == (1, 1)
    assert sorted(store.series("us.cpi.all.nsa").value.tolist()) == [308.4, 308.417]


def test_no_verdict_is_kept(store: Store) -> None:
    row = said("2024-01-01", "2024-02-13", 308.417)
    store.append([replace(row, quality="suspect", quality_rule="outlier")], fetched_at=NOW)
    assert store.series(row.series).quality.tolist() == ["ok"]


def test_the_store_reads_what_memory_reads(store: Store) -> None:
    rows = [
        said("2024-01-01", "2024-02-13", 308.417),
        said("2023-12-01", "2024-01-11", 306.746),
        said("2024-02-01", "2024-03-12", 310.326),
    ]
    prices = [
        Observation(
            series=futures_series(contract, "last"),
            period=day("2024-02-16"),
            value=price,
            released_at=day("2024-02-16"),
            source="test",
        )
        for contract, price in [("ZQH24", 94.68), ("ZQF25", 95.5), ("ZQXH24", 94.0)]
    ]
    store.append(rows + prices, fetched_at=NOW)
    memory = MemoryReader(rows + prices)
    assert store.series_ids() == memory.series_ids()
    for name in ("period", "released_at", "value", "exact", "quality", "source"):
        np.testing.assert_array_equal(
            getattr(memory.series("us.cpi.all.nsa"), name), getattr(store.series("us.cpi.all.nsa"), name)
        )
    for name in ("date", "contract_month", "price", "kind", "released_at", "source"):
        np.testing.assert_array_equal(getattr(memory.futures("ZQ"), name), getattr(store.futures("ZQ"), name))
    assert len(store.futures("ZQ")) == 2
    assert len(store.futures("SR3")) == 0
    assert len(store.series("us.nothing")) == 0


def test_a_reader_sees_one_moment_whatever_others_append(store: Store) -> None:
    store.append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=NOW)
    reader = Store.open(store.path, readonly=True)
    assert len(reader.series("us.cpi.all.nsa")) == 1
    store.append([said("2024-01-01", "2024-02-13", 2.0, series="us.effr")], fetched_at=NOW)
    assert len(reader.series("us.effr")) == 0
    reader.refresh()
    assert len(reader.series("us.effr")) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused_and_nothing_is_written(store: Store, value: float) -> None:
    with pytest.raises(ValueError, match="no observation"):
        store.append(
            [said("2024-01-01", "2024-02-13", 1.0), said("2024-02-01", "2024-03-13", value)], fetched_at=NOW
        )
    assert store.series_ids() == []


def test_rows_cannot_be_changed_even_by_hand(store: Store) -> None:
    store.append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=NOW)
    with sqlite3.connect(store.path) as connection:
        for statement in ("UPDATE observations SET value = 2", "DELETE FROM observations"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()


RRR = PolicyEvent(
    announced_at=day("2024-01-24"),
    effective_at=day("2024-02-05"),
    jurisdiction="CN",
    kind="monetary.rrr",
    stage="decided",
    direction="easing",
    magnitude=-50.0,
    unit="bp",
    title_zh="降准0.5个百分点",
    source="test",
)


def test_an_event_comes_back_as_it_went_in(store: Store) -> None:
    assert store.append(events=[RRR], fetched_at=NOW) == Added(events=1)
    assert store.events() == (RRR,)
    assert store.append(events=[RRR], fetched_at=NOW) == Added(unchanged=1)


def test_a_later_confirmation_is_a_later_version(store: Store) -> None:
    confirmed = replace(RRR, confirmations=2, known_at=day("2024-02-05"))
    heard_again = replace(RRR, known_at=day("2024-01-30"), source="another feed")
    added = store.append(events=[confirmed, heard_again, RRR, RRR], fetched_at=NOW)
    assert added == Added(events=3, unchanged=1)
    judged = JudgedReader(store, Evidence(specs={}))
    assert [event.confirmations for event in judged.events()] == [
        1,
        2,
    ]  # what was only heard again says nothing


def call(previous: str, own: str) -> CallEntry:
    return CallEntry(
        recorded_at="2026-11-23T09:00:00+00:00",
        as_of=day("2024-02-16"),
        thread_id="hstech",
        document_hash="d",
        previous_hash=previous,
        entry_hash=own,
        payload="{}",
    )


def test_calls_form_a_chain_that_cannot_fork(store: Store) -> None:
    assert store.append_call(call("", "a")) == 1
    assert store.append_call(call("a", "b")) == 2
    with pytest.raises(CallChainMoved, match="recorded first"):
        store.append_call(call("a", "c"))
    assert [entry.entry_hash for entry in store.calls()] == ["a", "b"]


def test_a_missing_store_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="signals load"):
        Store.open(tmp_path / "none.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_locked_store_is_told_and_left_alone(store: Store) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    hasty = Store.open(store.path, timeout_seconds=0.05)
    with pytest.raises(StoreLocked, match="another process"):
        hasty.append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=NOW)
    other.close()
    assert hasty.append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=NOW) == Added(observations=1)


def test_a_newer_layout_is_refused(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreNewer, match="layout 99"):
        Store.open(store.path)


def test_an_older_layout_on_a_reading_command_is_told(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    with pytest.raises(StoreReadOnly, match="layout 0"):
        Store.open(store.path, readonly=True)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path, create=True)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    path.write_text("this is no database at all, only a long line of text" * 30)
    with pytest.raises(StoreCorrupt, match="doctor --repair"):
        Store.open(path, create=True)


def test_a_flipped_bit_in_a_value_is_seen(store: Store) -> None:
    store.append([said("2024-01-01", "2024-02-13", 308.417)], fetched_at=NOW)
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TRIGGER observations_no_update")
        connection.execute("UPDATE observations SET value = 308.418")
    connection.close()
    with pytest.raises(StoreCorrupt, match=r"us\.cpi\.all\.nsa"):
        Store.open(store.path, readonly=True).series("us.cpi.all.nsa")


@pytest.mark.parametrize("column", ["source", "fetched_at", "period", "value"])
def test_a_value_of_another_kind_is_damage_to_whoever_reads_or_appends(store: Store, column: str) -> None:
    store.append([said("2024-01-01", "2024-02-13", 308.417)], fetched_at=NOW)
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TRIGGER observations_no_update")
        connection.execute(f"UPDATE observations SET {column} = x'ff00'")  # noqa: S608 - a bit flipped in the type of a cell
    connection.close()
    with pytest.raises(StoreCorrupt, match="doctor --repair"):
        Store.open(store.path, readonly=True).series("us.cpi.all.nsa")
    with pytest.raises(StoreCorrupt, match="doctor --repair"):
        Store.open(store.path).append([said("2024-02-01", "2024-03-12", 310.326)], fetched_at=NOW)


def test_a_store_opened_for_reading_writes_nothing(store: Store) -> None:
    before = store.path.read_bytes()
    with pytest.raises(StoreReadOnly, match="reading only"):
        Store.open(store.path, readonly=True).append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=NOW)
    assert store.path.read_bytes() == before


WORDS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12), st.integers(0, 2)), min_size=1, max_size=12)


@settings(max_examples=25)
@given(batches=st.lists(WORDS, min_size=1, max_size=4), on=st.integers(0, 13))
def test_as_of_reads_equal_a_naive_oracle(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[int, int, int]]], on: int
) -> None:
    """The oracle: the newest release day on which one value alone was told of a period."""
    start = dt.date(2024, 1, 1)
    store = Store.open(tmp_path_factory.mktemp("oracle") / "s.sqlite", create=True)
    heard: set[tuple[int, int, int]] = set()
    for batch in batches:
        n_news = len(set(batch) - heard)
        heard |= set(batch)
        added = store.append(
            [
                Observation(
                    series="user.x",
                    period=dt.date(2023, period + 1, 1),
                    released_at=start + dt.timedelta(days=at),
                    value=float(value),
                    source="test",
                )
                for period, at, value in batch
            ],
            fetched_at=NOW,
        )
        assert (added.observations, added.unchanged) == (n_news, len(batch) - n_news)
    view = JudgedReader(store, Evidence(specs={})).series("user.x").as_of(start + dt.timedelta(days=on))
    oracle = {}
    for period in range(4):
        for at in range(on, -1, -1):
            told = {value for about, day, value in heard if (about, day) == (period, at)}
            if len(told) == 1:
                oracle[dt.date(2023, period + 1, 1)] = float(told.pop())
                break
    assert dict(zip(view.period.tolist(), view.value.tolist(), strict=True)) == oracle


FIRST_LAYOUT = """
CREATE TABLE observations (id INTEGER PRIMARY KEY AUTOINCREMENT, series VARCHAR NOT NULL, period DATE NOT NULL,
 released_at DATE NOT NULL, value FLOAT NOT NULL, source VARCHAR NOT NULL, fetched_at VARCHAR NOT NULL,
 exact BOOLEAN NOT NULL, quality VARCHAR NOT NULL, quality_rule VARCHAR NOT NULL, row_check INTEGER NOT NULL);
CREATE INDEX observations_by_series ON observations (series, period, released_at);
CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id VARCHAR NOT NULL, visible_from DATE NOT NULL,
 announced_at DATE NOT NULL, effective_at DATE, jurisdiction VARCHAR NOT NULL, kind VARCHAR NOT NULL,
 stage VARCHAR NOT NULL, direction VARCHAR NOT NULL, magnitude FLOAT, unit VARCHAR, tier VARCHAR, issuer VARCHAR,
 title_en TEXT NOT NULL, title_zh TEXT NOT NULL, evidence TEXT NOT NULL, confirmations INTEGER NOT NULL,
 quote TEXT NOT NULL, known_at DATE, source VARCHAR NOT NULL, fetched_at VARCHAR NOT NULL);
CREATE INDEX ix_events_event_id ON events (event_id);
CREATE TABLE calls (id INTEGER PRIMARY KEY AUTOINCREMENT, recorded_at VARCHAR NOT NULL, as_of DATE NOT NULL,
 thread_id VARCHAR NOT NULL, document_hash VARCHAR NOT NULL, previous_hash VARCHAR NOT NULL,
 entry_hash VARCHAR NOT NULL UNIQUE, payload TEXT NOT NULL);
CREATE INDEX ix_calls_thread_id ON calls (thread_id);
CREATE TRIGGER observations_no_delete BEFORE DELETE ON observations
 BEGIN SELECT RAISE(ABORT, 'observations is append-only'); END;
INSERT INTO observations VALUES (1, 'us.cpi.all.nsa', '2024-01-01', '2024-02-13', 308.417, 'test',
 '2026-11-23T09:00:00+00:00', 1, 'suspect', 'outlier', 7018983596704689426);
INSERT INTO observations VALUES (2, 'us.cpi.all.nsa', '2024-01-01', '2024-02-13', 308.417, 'test',
 '2026-11-23T09:00:00+00:00', 1, 'ok', 'accepted: outlier', 7823895295241213520);
INSERT INTO events VALUES (1, 'CN|monetary.rrr|all|easing|2024-01-24', '2024-01-24', '2024-01-24', '2024-02-05', 'CN',
 'monetary.rrr', 'decided', 'easing', -50.0, 'bp', 'all', 'PBoC', 'cut', '', '', 1, '', NULL, 'test',
 '2026-11-23T09:00:00+00:00');
INSERT INTO calls VALUES (1, '2026-11-23T09:00:00+00:00', '2024-02-16', 'hstech', 'd', '', 'a', '{}');
"""


def first_layout(path: Path, *, value: float = 308.417) -> Path:
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST_LAYOUT.replace("308.417", str(value)))
        connection.execute("PRAGMA application_id = 1297312103")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    return path


def test_a_store_with_frozen_verdicts_keeps_its_rows_and_loses_the_verdicts(tmp_path: Path) -> None:
    path = first_layout(tmp_path / "old.sqlite")
    with pytest.raises(StoreReadOnly, match="layout 1"):
        Store.open(path, readonly=True)
    store = Store.open(path)
    history = store.series("us.cpi.all.nsa")
    assert (history.value.tolist(), history.quality.tolist()) == ([308.417], ["ok"])
    assert [event.magnitude for event in store.events()] == [-50.0]
    assert [entry.entry_hash for entry in store.calls()] == ["a"]
    assert store.acceptances() == ()
    assert examine(path).sound


def test_a_damaged_row_of_an_older_layout_is_not_carried_over(tmp_path: Path) -> None:
    path = first_layout(tmp_path / "old.sqlite", value=308.418)
    with pytest.raises(StoreCorrupt, match=r"us\.cpi\.all\.nsa"):
        Store.open(path)


def test_opening_an_older_layout_for_writing_brings_it_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    path.touch()  # an empty file is layout 0
    Store.open(path).append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=NOW)
    assert len(Store.open(path, readonly=True).series("us.cpi.all.nsa")) == 1


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.append([said("2024-01-01", "2024-02-13", 1.0)], fetched_at=dt.datetime(2026, 1, 1))  # noqa: DTZ001
