"""Rows of the weekly's tables in the store: as they were written, counted, checked, never changed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from sources.contract import WeeklyRow, plain_id
from sources.errors import StoreCorrupt
from sources.store import Store
from sources.store.care import examine, keep_good_copy, repair

NOW = dt.datetime(2026, 3, 6, 18, tzinfo=dt.UTC)
ROW = WeeklyRow(
    table="valuation",
    key="0700.HK",
    period=dt.date(2026, 3, 6),
    released_at=dt.date(2026, 3, 7),
    cells=(("company", "腾讯样例"), ("code", "0700.HK"), ("close", "100.0"), ("eps_2026", "5.00"), ("pe_2026", "20.0")),
    source="file:week.csv",
)  # fmt: skip


def test_a_row_reads_as_it_was_written_and_is_kept_once(tmp_path: Path):
    store = Store.open(tmp_path / "store.sqlite", create=True)
    first = store.append(weekly_rows=[ROW], fetched_at=NOW)
    again = store.append(weekly_rows=[ROW, replace(ROW, source="file:z.csv")], fetched_at=NOW)

    assert (first.weekly_rows, again.weekly_rows, again.unchanged) == (1, 0, 2)
    assert Store.open(tmp_path / "store.sqlite", readonly=True).weekly_rows() == (ROW,)
    assert examine(tmp_path / "store.sqlite").sound


def test_what_is_read_does_not_depend_on_the_order_of_loads(tmp_path: Path):
    later = replace(ROW, released_at=dt.date(2026, 3, 9))
    other = replace(ROW, key="9988.HK", source="file:a.csv")
    same = replace(ROW, source="file:a.csv")
    read = set()
    for number, order in enumerate(permutations([ROW, later, other, same])):
        store = Store.open(tmp_path / f"{number}.sqlite", create=True)
        for row in order:
            store.append(weekly_rows=[row], fetched_at=NOW)
        read.add(store.weekly_rows())

    assert read == {(same, other, later)}


def test_a_changed_or_missing_row_stops_the_read(tmp_path: Path):
    for number, change in enumerate(
        ("UPDATE weekly_rows SET cells = replace(cells, '20.0', '21.0')", "DELETE FROM weekly_rows")
    ):
        path = tmp_path / f"{number}.sqlite"
        Store.open(path, create=True).append(weekly_rows=[ROW], fetched_at=NOW)
        with sqlite3.connect(path) as connection:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(change)
            connection.execute("DROP TRIGGER weekly_rows_no_update")
            connection.execute("DROP TRIGGER weekly_rows_no_delete")
            connection.execute(change)
        connection.close()
        with pytest.raises(StoreCorrupt, match="weekly_rows"):
            Store.open(path, readonly=True).weekly_rows()


def second_layout(path: Path) -> Path:
    """Return a store of layout 2: the same without the table of weekly rows."""
    Store.open(path, create=True)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE weekly_rows")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    return path


def test_a_store_without_the_table_reads_as_it_stands_and_gains_it_with_the_first_write(tmp_path: Path):
    path = second_layout(tmp_path / "old.sqlite")

    assert Store.open(path, readonly=True).weekly_rows() == ()
    store = Store.open(path)
    store.append(weekly_rows=[ROW], fetched_at=NOW)
    assert Store.open(path, readonly=True).weekly_rows() == (ROW,)
    assert examine(path).sound


def test_a_store_that_had_lost_a_count_does_not_gain_the_table(tmp_path: Path):
    path = second_layout(tmp_path / "old.sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM tallies WHERE name = 'table:events'")
    connection.close()

    with pytest.raises(StoreCorrupt, match="counts"):
        Store.open(path)


def test_rows_after_the_good_copy_are_rescued(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    Store.open(path, create=True).append(weekly_rows=[ROW], fetched_at=NOW)
    keep_good_copy(path)
    later = replace(ROW, key="9988.HK")
    Store.open(path).append(weekly_rows=[later], fetched_at=NOW)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM tallies")
    connection.close()

    assert repair(path).n_rescued == 1
    assert {row.key for row in Store.open(path).weekly_rows()} == {"0700.HK", "9988.HK"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [("0700.HK", "0700_hk"), ("豆包（网页）", "豆包_网页"), ("<b>x</b>\x1b[0m", "b_x_b_0m"), ("…", "_")],
)
def test_an_id_holds_letters_and_digits_alone(word: str, expected: str):
    assert plain_id(word) == expected
