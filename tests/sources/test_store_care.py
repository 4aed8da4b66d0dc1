"""Damage is seen, the last good copy comes back, and what is newer is rescued where it can be read."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.contract import Observation
from sources.errors import StoreCorrupt, StoreMissing, StoreReadOnly
from sources.store import Store
from sources.store.care import examine, good_copy_path, keep_good_copy, repair

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def rows(series: str, n: int) -> list[Observation]:
    first = dt.date(2000, 1, 1)
    return [
        Observation(
            series=series,
            period=first + dt.timedelta(days=day),
            released_at=first + dt.timedelta(days=day + 1),
            value=100.0 + day,
            source="test",
        )
        for day in range(n)
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = Store.open(tmp_path / "s.sqlite", create=True)
    store.append(rows("user.a", 500), fetched_at=NOW)
    keep_good_copy(store.path)
    return store.path


def damage(path: Path, *, at: float, length: int = 4096) -> None:
    content = bytearray(path.read_bytes())
    start = int(len(content) * at) // 4096 * 4096
    content[start : start + length] = b"\xa5" * length
    path.write_bytes(content)


def test_a_sound_store_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    assert repair(path).restored is False
    assert path.read_bytes() == before


@pytest.mark.parametrize("at", [0.0, 0.3, 0.6, 0.9])
def test_a_damaged_page_anywhere_is_seen_and_the_copy_comes_back(path: Path, at: float) -> None:
    damage(path, at=at)
    assert not examine(path).sound
    done = repair(path)
    assert done.restored
    assert done.damaged is not None
    assert done.damaged.exists()
    assert examine(path).sound
    assert len(Store.open(path).series("user.a")) == 500


def test_rows_after_the_copy_are_rescued_where_they_can_be_read(path: Path) -> None:
    Store.open(path).append(rows("user.b", 20), fetched_at=NOW)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER observations_no_update")
        connection.execute("UPDATE observations SET value = 7 WHERE series = 'user.a' AND id = 3")
        connection.execute("UPDATE observations SET value = 7 WHERE id = (SELECT max(id) FROM observations)")
    connection.close()
    done = repair(path)
    assert done.n_rescued == 19  # the twentieth no longer passes its check
    store = Store.open(path)
    assert store.series("user.a").value[2] == 102.0
    assert len(store.series("user.b")) == 19


def test_a_lost_file_comes_back_from_its_copy(path: Path) -> None:
    path.unlink()
    assert repair(path).restored
    assert len(Store.open(path).series("user.a")) == 500


def test_without_a_copy_it_says_why_nothing_can_be_restored(path: Path) -> None:
    good_copy_path(path).unlink()
    damage(path, at=0.5)
    with pytest.raises(StoreCorrupt, match="no good copy beside it"):
        repair(path)


def test_with_a_damaged_copy_it_says_so(path: Path) -> None:
    for file in (path, good_copy_path(path)):
        damage(file, at=0.5)
    with pytest.raises(StoreCorrupt, match="damaged as well"):
        repair(path)


def test_with_nothing_at_all_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="no copy of one"):
        repair(tmp_path / "none.sqlite")


def test_a_damaged_store_never_replaces_its_good_copy(path: Path) -> None:
    good = good_copy_path(path).read_bytes()
    damage(path, at=0.6)
    with pytest.raises(StoreCorrupt):
        keep_good_copy(path)
    assert good_copy_path(path).read_bytes() == good
    assert sorted(file.name for file in path.parent.iterdir()) == ["s.sqlite", "s.sqlite.good"]


def test_a_half_written_transaction_is_rolled_back_by_the_next_reader(path: Path) -> None:
    """A journal left by a killed writer is played back, not ignored."""
    before = path.read_bytes()
    code = (
        "import sqlite3, os, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1'); c.execute('PRAGMA cache_spill = 1'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('DROP TRIGGER observations_no_delete'); c.execute('DELETE FROM observations')\n"
        "os._exit(1)"
    )
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.with_name("s.sqlite-journal").exists()
    assert len(Store.open(path, readonly=True).series("user.a")) == 500
    assert path.read_bytes() == before


def test_a_store_that_cannot_be_written_can_still_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    store = Store.open(path, readonly=True)
    assert len(store.series("user.a")) == 500
    with pytest.raises(StoreReadOnly):
        store.append(rows("user.b", 1), fetched_at=NOW)


@settings(max_examples=20)
@given(at=st.floats(0, 0.999), bit=st.integers(0, 7))
def test_one_flipped_bit_never_changes_a_number_that_is_read(
    tmp_path_factory: pytest.TempPathFactory, at: float, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flip") / "s.sqlite"
    Store.open(path, create=True).append(rows("user.a", 60), fetched_at=NOW)
    truth = Store.open(path).series("user.a")
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 1 << bit
    path.write_bytes(content)
    try:
        found = Store.open(path, readonly=True).series("user.a")
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be ours
        assert type(error).__module__ == "sources.errors"  # noqa: PT017
        return
    assert found.value.tolist() == truth.value.tolist()
    assert found.period.tolist() == truth.period.tolist()
