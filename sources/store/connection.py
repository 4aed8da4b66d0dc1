"""One way to open the file, and every error of SQLite said in words that name a way on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from sources.errors import (
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
)
from sources.message import message
from sources.places import Place, ServerAddress


def sqlite_engine(path: Path, *, create: bool, readonly: bool, timeout_seconds: float) -> Engine:
    """Return an engine that reads without locking others out and takes the write lock at once.

    A transaction begun under the execution option ``write=True`` is BEGIN
    IMMEDIATE: it waits for the lock before it reads what it will build on.
    A reader opens the file for writing where it may, since only a writer can
    roll back what a killed process left behind; ``query_only`` keeps it honest.
    """
    mode = "rwc" if create else "rw"
    if readonly and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        mode = "ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=timeout_seconds,
            isolation_level=None,  # we say BEGIN ourselves
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if readonly:
                connection.execute("PRAGMA query_only = ON")
            elif connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
                connection.execute("PRAGMA journal_mode = DELETE")  # not WAL: see DESIGN, "Store"
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def plain_errors(path: Place) -> Iterator[None]:
    """Turn what SQLite says into a `StoreError` that names the file and a way on.

    Raises:
        StoreLocked: another process holds the write lock past the timeout.
        StoreReadOnly: the file, its folder or its medium cannot be written.
        StoreFull: no room is left; what was committed before is safe.
        StoreCorrupt: the file is no SQLite database, or a damaged one.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _in_words(path, error.orig if isinstance(error, DBAPIError) else error) from None
    except UnicodeError as error:  # of a name in its schema; SQLite does not look at letters
        raise corrupt(path, message("a name in it is no text")) from error


_WORDS: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        StoreLocked,
        message(
            "another process is writing to it; nothing was changed. Try again when that process has finished"
        ),
    ),
    (
        ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"),
        StoreReadOnly,
        message(
            "it cannot be written (file, folder or medium is read-only); nothing was changed. "
            "Make it writable, or name another file with --store"
        ),
    ),
    (
        ("SQLITE_FULL",),
        StoreFull,
        message(
            "the disk is full; the write was undone and what was there before is safe. "
            "Free some space, then run the same command again"
        ),
    ),
    (
        ("SQLITE_IOERR",),
        StoreFull,
        message(
            "the disk refused to read or write; the write was undone. "
            "Check the disk and its space, then run `signals doctor`"
        ),
    ),
    (
        ("SQLITE_CANTOPEN",),
        StoreReadOnly,
        message("it cannot be opened; check that it is a file, and the rights on it and its folder"),
    ),
)


def _in_words(path: Place, error: BaseException | None) -> StoreError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return corrupt(path, str(error))
    for prefixes, kind, words in _WORDS:
        if name.startswith(prefixes):
            return kind(message("store {path}: {said}", path=path, said=words))
    if isinstance(path, ServerAddress):
        return _in_words_of_a_server(path, error)
    return StoreError(message("store {path}: {error}", path=path, error=error))


_SQLSTATES: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("55P03", "40001", "40P01"),
        StoreLocked,
        message("another writer holds it; nothing was changed. Try again"),
    ),
    (("25006", "42501"), StoreReadOnly, message("you may not write to it; nothing was changed")),
    (("53100",), StoreFull, message("the server's disk is full; the write was undone")),
)


def _in_words_of_a_server(address: ServerAddress, error: BaseException | None) -> StoreError:
    state = getattr(error, "sqlstate", None)
    for states, kind, words in _SQLSTATES:
        if state in states:
            return kind(message("store {address}: {said}", address=address, said=words))
    if state is None:
        return StoreError(
            message(
                "store {address}: the server does not answer; is it running, and the address right?",
                address=address,
            )
        )
    said = " ".join(str(error).split())
    return StoreError(message("store {address}: {said}", address=address, said=said))


def corrupt(path: Place, what: str) -> StoreCorrupt:
    """Say that a store is damaged, and the way on."""
    return StoreCorrupt(
        message(
            "store {path}: the file is damaged ({what}); nothing is read from it. `signals doctor "
            "--repair` restores the last good copy",
            path=path,
            what=what,
        )
    )
