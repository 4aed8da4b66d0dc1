"""Looking after the file: is it sound, a last good copy beside it, and back to that copy when it is not."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sources.errors import StoreCorrupt, StoreError, StoreMissing
from sources.message import message, told
from sources.store import Store
from sources.store.connection import plain_errors
from sources.store.rows import checked
from sources.store.schema import row_checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """Whether the file is whole. ``problem`` is empty where it is."""

    problem: str
    n_observations: int = 0
    n_series: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What a repair did. ``damaged`` is where the damaged file was put, None where nothing was done."""

    restored: bool
    damaged: Path | None = None
    n_rescued: int = 0


def good_copy_path(path: Path) -> Path:
    """Return where the last good copy of a store is kept."""
    return path.with_name(path.name + ".good")


def examine(path: Path) -> Soundness:
    """Read every page and every row of a store.

    Raises:
        StoreError: it cannot be opened for a reason other than damage (missing, locked, newer).
    """
    try:
        store = Store.open(path, readonly=True)
        with plain_errors(path), closing(_plain(path)) as connection:
            verdicts = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
        if verdicts != ["ok"]:
            return Soundness(problem="; ".join(" ".join(verdict.split()) for verdict in verdicts))
        names = store.series_ids()
        n_observations = sum(len(store.series(name)) for name in names)  # reading checks every row
        store.events()
        store.calls()
        store.acceptances()
        store.weekly_rows()
    except StoreCorrupt as error:
        return Soundness(problem=told(error))
    return Soundness(problem="", n_observations=n_observations, n_series=len(names))


def keep_good_copy(path: Path) -> Path:
    """Copy a store beside itself, check the copy, and only then let it take the last one's place.

    Raises:
        StoreError: the copy could not be made or is not sound; the last good copy is still there.
    """
    target = good_copy_path(path)
    _clear_unfinished(path)
    making = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        with plain_errors(making), closing(_plain(path)) as source, closing(sqlite3.connect(making)) as copy:
            source.backup(copy)
        found = examine(making)
        if not found.sound:
            raise StoreCorrupt(
                message(
                    "store {path}: it is damaged ({problem}), so the last good copy was kept as it "
                    "is; run `signals doctor --repair`",
                    path=path,
                    problem=found.problem,
                )
            )
        os.replace(making, target)  # noqa: PTH105 - the same call, said as what it is
        _sync_folder(target.parent)
    except OSError as error:
        raise StoreError(
            message(
                "store {path}: the good copy could not be written ({said})", path=path, said=error.strerror
            )
        ) from error
    finally:
        making.unlink(missing_ok=True)
    return target


def repair(path: Path) -> Repair:
    """Put the last good copy in the place of a damaged store and rescue what can still be read.

    Rows that the damaged file gained after the copy, and that pass their check,
    are brought over. The damaged file is moved aside, never deleted. A sound
    store is left alone.

    Raises:
        StoreMissing: there is neither a store nor a good copy of it.
        StoreCorrupt: it is damaged and there is no sound copy; the message says so.
    """
    copy = good_copy_path(path)
    if path.exists() and examine(path).sound:
        return Repair(restored=False)
    if not copy.exists():
        if not path.exists():
            raise StoreMissing(
                message("store {path}: there is no store here, and no copy of one to restore", path=path)
            )
        raise StoreCorrupt(
            message(
                "store {path}: it is damaged and there is no good copy beside it ({name}). Move it "
                "away and fill a new one with `signals load` and `signals fetch`",
                path=path,
                name=copy.name,
            )
        )
    found = examine(copy)
    if not found.sound:
        raise StoreCorrupt(
            message(
                "store {path}: its copy {name} is damaged as well ({problem})",
                path=path,
                name=copy.name,
                problem=found.problem,
            )
        )
    fresh = path.with_name(f"{path.name}.restoring.{os.getpid()}")
    try:
        with plain_errors(fresh), closing(_plain(copy)) as source, closing(sqlite3.connect(fresh)) as target:
            source.backup(target)
        Store.open(fresh)  # brings a copy of an older layout up to date
        n_rescued = _rescue(path, fresh) if path.exists() else 0
        found = examine(fresh)
        if not found.sound:
            raise StoreCorrupt(
                message(
                    "store {path}: the restored file is not sound ({problem})",
                    path=path,
                    problem=found.problem,
                )
            )
        damaged = None
        if path.exists():
            damaged = _free_name(path)
            journal = path.with_name(path.name + "-journal")
            if journal.exists():  # it belongs to the damaged file and must not be played onto the new one
                os.replace(journal, damaged.with_name(damaged.name + "-journal"))  # noqa: PTH105
            os.replace(path, damaged)  # noqa: PTH105
        os.replace(fresh, path)  # noqa: PTH105
        _sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return Repair(restored=True, damaged=damaged, n_rescued=n_rescued)


def _rescue(path: Path, fresh: Path) -> int:
    """Bring over whatever rows past the copy's newest can still be read and pass their check."""
    n_rescued = 0
    with plain_errors(fresh), closing(sqlite3.connect(fresh)) as target:
        for table in ("observations", "events", "calls", "acceptances", "weekly_rows"):
            newest = target.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]  # noqa: S608 - our names
            for row in _readable(path, table, newest):
                if not _passes(table, row):
                    continue
                try:
                    names, marks = ", ".join(row), ", ".join("?" * len(row))
                    target.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
                except sqlite3.Error:
                    continue
                n_rescued += 1
        target.commit()
    if n_rescued:
        Store.open(fresh).recount()
    return n_rescued


def _passes(table: str, row: dict[str, Any]) -> bool:
    try:
        if table != "observations":
            return bool(checked(row) == row["row_check"])
        (expected,) = row_checks(
            series=[row["series"]],
            period=np.array([row["period"]], dtype="datetime64[D]"),
            released_at=np.array([row["released_at"]], dtype="datetime64[D]"),
            value=np.array([row["value"]], dtype=np.float64),
            source=[row["source"]],
            fetched_at=[row["fetched_at"]],
            exact=np.array([row["exact"]], dtype=np.bool_),
        ).tolist()
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return False
    return bool(expected == row["row_check"])


def _readable(path: Path, table: str, after: int) -> Iterator[dict[str, Any]]:
    try:
        with closing(_plain(path)) as connection:
            connection.row_factory = sqlite3.Row
            for row in connection.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (after,)):  # noqa: S608
                yield dict(row)
    except sqlite3.Error:
        return


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)
    try:
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _clear_unfinished(path: Path) -> None:
    """Remove copies that killed processes left half made beside a store."""
    for left_over in (
        *path.parent.glob(f"{path.name}.good.*"),
        *path.parent.glob(f"{path.name}.restoring.*"),
    ):
        maker = left_over.name.removesuffix("-journal").rpartition(".")[2]
        if maker.isdigit() and not _is_running(int(maker)):
            left_over.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # nobody can tell without a library; the copies stay
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _free_name(path: Path) -> Path:
    number = 1
    while (candidate := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return candidate


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # a renamed file is only safe once its folder is
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
