"""Work on many days, spread over cores or a cluster by joblib: what one worker does with one run of days.

A worker gets names and days, opens the data itself and keeps them open. What it
returns does not depend on how the days were cut: facts know nothing later than
their own day, grades are chained before, and what else documents hand on is after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from joblib import Parallel, delayed, parallel_config

from signals.allocation.calls import Past
from signals.allocation.claims import Claim, find_claims, of_the_last_week, read_claims
from signals.allocation.contract import AllocationDocument, Run
from signals.allocation.rating import PreviousCall
from signals.config import ConfigError
from signals.engine import (
    History,
    LoadedStrategy,
    document_of,
    facts_range,
    history,
    judge_day,
    load_strategies,
)
from signals.opening import catalogue, open_reader
from signals.panel import Panel
from signals.readings import vocabulary
from signals.readings.week_sigma import Numbers
from signals.record.draft import Draft
from sources.contract import Reader
from sources.door.uncollected import uncollected
from sources.errors import StoreError
from sources.message import message
from sources.places import Place

T = TypeVar("T")
Calls = Mapping[str, PreviousCall]
"""The last grade of each thread on record before a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Which data a worker opens: a store, or the bundled sample, in the state that ``state`` names."""

    store: Place | None
    sample: bool
    state: str

    def reader(self) -> Reader:
        """Open the data, once a process.

        Raises:
            StoreError: they are no longer what they were when the work was handed out.
        """
        return _opened(self)


def state_of(reader: Reader) -> str:
    """Return what tells this state of the data from any other: it changes with every append."""
    state = getattr(reader, "state", None)
    return str(state) if state is not None else reader.origin


@lru_cache(maxsize=4)
def _opened(data: Data) -> Reader:
    reader = open_reader(store=data.store, sample=data.sample)
    if state_of(reader) != data.state:
        raise StoreError(
            message(
                "store {store}: it was written to while it was replayed; run the command again",
                store=data.store,
            )
        )
    return reader


@lru_cache(maxsize=8)
def _strategies(names: tuple[str, ...]) -> tuple[LoadedStrategy, ...]:
    return load_strategies(names)


@lru_cache(maxsize=8)
def _claims(names: tuple[str, ...]) -> tuple[Claim, ...]:
    own = dict.fromkeys(loaded.rules.strategy.claims for loaded in _strategies(names))
    words = vocabulary(catalogue())
    return tuple(claim for name in own if name is not None for claim in read_claims(find_claims(name), words))


def named_facts(data: Data, days: Sequence[dt.date], names: Sequence[str]) -> History:
    """Return some facts of many days."""
    with uncollected():
        return history(Panel(data.reader(), max(days), catalogue()), days, names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Consecutive days of a replay, with what each of their documents rests on from before.

    Args:
        days: the days.
        calls: for each day the grades that were on record before it.
        past: the numbers of the facts that decide, of every week that one of the days looks back to.
        document: the document before the first day, where it is at hand.
        lead: how many of the first days are there only for the next one to say what changed.
    """

    days: Sequence[dt.date]
    calls: Sequence[Calls]
    past: Numbers
    document: AllocationDocument | None
    lead: int


def drafts(data: Data, names: tuple[str, ...], origin: str, stretch: Stretch) -> list[Draft]:
    """Return the documents of some days as far as they follow from the days themselves."""
    with uncollected():
        return [Draft.of(one) for one in islice(_unsealed(data, names, origin, stretch), stretch.lead, None)]


def _unsealed(
    data: Data, names: tuple[str, ...], origin: str, stretch: Stretch
) -> Iterator[AllocationDocument]:
    strategies, claims = _strategies(names), _claims(names)
    panel = Panel(data.reader(), max(stretch.days), catalogue())
    last = stretch.document
    for facts, calls in zip(facts_range(panel, stretch.days, past=stretch.past), stretch.calls, strict=True):
        past = Past(logged=True, calls=calls, document=last)
        judged = judge_day(
            panel.at(facts.as_of),
            facts,
            strategies=strategies,
            past=past,
            claims=[claim for claim in claims if of_the_last_week(claim, facts.as_of)],
            draw=False,
        )
        last = document_of(judged, strategies=strategies, past=past, run=run_of(facts.as_of), origin=origin)
        yield last


def run_of(day: dt.date) -> Run:
    """Return the run of a replayed day: the day's own end, so that the same replay gives the same bytes."""
    return Run(generated_at=dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC), duration_ms=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Where work is done: here, on some processes of this machine, or on a running Dask cluster that answers in time."""

    jobs: int = 1
    cluster: str | None = None
    patience_seconds: int = 10

    def map(self, work: Callable[..., T], tasks: Iterable[Sequence[Any]]) -> Iterator[T]:
        """Yield the result of each task in their order, as they come where the backend can.

        Raises:
            ConfigError: the cluster cannot be reached, or the extra that reaches it is not installed.
        """
        calls = (delayed(work)(*task) for task in tasks)
        with self._backend():
            if self.cluster is not None:  # joblib's Dask backend hands over everything at once
                yield from Parallel()(calls)
            else:
                yield from Parallel(return_as="generator")(calls)

    @contextmanager
    def _backend(self) -> Iterator[None]:
        if self.cluster is not None:
            with (
                _client(self.cluster, self.patience_seconds),
                parallel_config(backend="dask", wait_for_workers_timeout=30),
            ):
                yield
        else:
            backend = "loky" if self.jobs > 1 else "sequential"
            with parallel_config(backend=backend, n_jobs=self.jobs):
                yield


@contextmanager
def _client(address: str, patience_seconds: int) -> Iterator[None]:
    """Be a client of a running Dask cluster, which joblib then finds by itself."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigError(message('--cluster needs Dask: pip install "macro-signals[cluster]"')) from error
    try:
        client = Client(address, timeout=f"{patience_seconds}s", set_as_default=True)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigError(
            message(
                "--cluster {address}: no Dask scheduler answers there ({error})", address=address, error=error
            )
        ) from error
    with client:
        yield
