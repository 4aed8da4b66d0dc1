"""The calls to settle, out of a folder of documents or out of the log, with the closes that settle them."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from signals.allocation.criterion.relative import relative_price
from signals.config import ConfigError
from signals.engine import LoadedStrategy
from signals.panel import Panel
from signals.record.log import Entry
from signals.record.scorecard import Thread
from signals.record.settle import Said, said_in
from sources.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The calls of a log. ``n_late`` were recorded after their own entry day: their outcome had begun to show."""

    calls: tuple[Said, ...]
    n_late: int


def calls_in(documents: Iterable[Mapping[str, Any]]) -> tuple[Said, ...]:
    """Return every call of the documents, oldest first."""
    return tuple(call for document in documents for call in said_in(document))


def recorded_calls(log: Sequence[Entry]) -> Recorded:
    """Return the calls of a log: of several entries for one day of a pair the last that was in time.

    An entry is in time up to the entry day that its document names; an
    abstention up to the day after its own.
    """
    documents = {}
    for entry in log:
        raw = json.loads(entry.payload).get("document")
        if raw is not None:
            documents[entry.document_hash] = {call.thread: call for call in said_in(raw)}
    found: dict[tuple[str, dt.date], Said] = {}
    n_late = 0
    for entry in log:
        call = documents.get(entry.document_hash, {}).get(entry.thread_id)
        if call is None:
            continue
        if dt.date.fromisoformat(entry.recorded_at[:10]) > (call.entry or call.as_of + dt.timedelta(days=1)):
            n_late += 1
        else:
            found[entry.thread_id, entry.as_of] = call
    return Recorded(calls=tuple(sorted(found.values(), key=lambda call: call.as_of)), n_late=n_late)


def threads_of(
    calls: Sequence[Said], strategies: Sequence[LoadedStrategy], panel: Panel
) -> tuple[Thread, ...]:
    """Return the calls by pair, with every close known on the panel's day.

    Raises:
        ConfigError: no strategy says which closes settle a pair.
    """
    by_thread: dict[str, list[Said]] = defaultdict(list)
    for call in calls:
        by_thread[call.thread].append(call)
    known = {loaded.rules.strategy.thread_id: loaded.rules.strategy for loaded in strategies}
    found = []
    for name, mine in by_thread.items():
        if name not in known:
            raise ConfigError(
                message(
                    "{name}: no strategy calls this pair, so its closes are unknown; give --strategy FILE. Known: {names}",
                    name=name,
                    names=", ".join(sorted(known)),
                )
            )
        strategy = known[name]
        found.append(
            Thread(
                calls=tuple(mine),
                price=relative_price(panel, strategy.subject.series, strategy.benchmark.series),
                written_on=strategy.written_on,
                months={point.label: point.months for point in strategy.criterion.checkpoints},
            )
        )
    return tuple(found)
