"""The chain of recorded calls: each names the hash of the one before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, func, select

from sources.errors import CallChainMoved
from sources.message import message
from sources.places import Place
from sources.store.appending import insert_records
from sources.store.rows import checked
from sources.store.schema import calls
from sources.store.tallies import seal


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


def append_call(connection: Connection, entry: CallEntry, path: Place) -> int:
    """Write a call at the end of the chain and return its id.

    Raises:
        CallChainMoved: another call was recorded since the chain was read.
    """
    last = connection.execute(select(calls.c.entry_hash).order_by(calls.c.id.desc()).limit(1)).scalar()
    if (last or "") != entry.previous_hash:
        raise CallChainMoved(
            message("store {path}: another call was recorded first; run the command again", path=path)
        )
    record = {name: value for name, value in asdict(entry).items() if name != "id"}
    record["row_check"] = checked(record)
    insert_records(connection, calls, [record])
    seal(connection)
    return int(connection.execute(select(func.max(calls.c.id))).scalar_one())


def call_of(row: Row[Any]) -> CallEntry:
    """Return the call in a database row."""
    return CallEntry(**{field.name: getattr(row, field.name) for field in fields(CallEntry)})
