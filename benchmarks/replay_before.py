"""The calls of some weeks as an older checkout makes them, one after the other; started by `replay.py`, not by hand.

    PYTHONPATH=CHECKOUT python benchmarks/replay_before.py ROWS STORE FIRST WEEKS

ROWS is one JSON object with the observations and events to keep in STORE first. Prints the seconds of each week and
imports nothing of this checkout: what it needs of the older one has stood still since the first version.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from signals.cli.calls import Session
from signals.engine import load_strategies
from sources.contract import Observation, PolicyEvent
from sources.store import Store

T = TypeVar("T")


def of_kind(kind: type[T], rows: Iterable[Mapping[str, Any]]) -> Iterator[T]:
    """Yield rows as the older checkout has them; what it did not know yet is left out."""
    known = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type] # both are dataclasses
    for row in rows:
        yield kind(
            **{
                name: dt.date.fromisoformat(value) if value and "date" in known[name] else value
                for name, value in row.items()
                if name in known
            }
        )


def main() -> None:
    rows, store, first, weeks = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    read = json.loads(rows.read_text(encoding="utf-8"))
    Store.open(store, create=True).append(
        of_kind(Observation, read["observations"]),
        of_kind(PolicyEvent, read["events"]),
        fetched_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC),
    )
    session = Session(load_strategies(["hstech"]), store=store, sample=False)
    start = dt.date.fromisoformat(first)
    before = time.perf_counter()
    for _ in session.over(start, start + dt.timedelta(weeks=weeks - 1), 7):
        print(time.perf_counter() - before, flush=True)
        before = time.perf_counter()


if __name__ == "__main__":
    main()
