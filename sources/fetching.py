"""Bringing a store up to date: series after series, each kept as soon as it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sources.contract import SeriesHistory, SeriesSpec
from sources.door.judging.rules import Finding
from sources.errors import KeyMissing, KeyRejected, Retriable, SourceError, StoreError
from sources.intake import take_in
from sources.message import message, told
from sources.source import Source
from sources.store import Added, Store

Result = Literal["fetched", "failed", "not tried"]

_GIVE_UP_AFTER = 2  # unreachable series in a row: the server is down, and each costs minutes of retries
_DAILY_OVERLAP_DAYS = 400  # of a daily series this much is asked for again, not its decades


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be asked for: vintages after ``known_until``, all where it is None."""

    series: str
    asks: str
    known_until: dt.date | None
    n_known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one series."""

    series: str
    result: Result
    added: Added
    findings: tuple[Finding, ...] = ()
    newest_period: dt.date | None = None
    newest_release: dt.date | None = None
    error: str = ""


def plan(store: Store | None, wanted: Iterable[str], specs: Mapping[str, SeriesSpec]) -> tuple[Plan, ...]:
    """Return what a fetch would ask for; nothing is asked and nothing written."""
    plans = []
    for series in wanted:
        history = store.series(series) if store is not None else None
        spec = specs[series]
        plans.append(
            Plan(
                series=series,
                asks=f"FRED {spec.fred}" if spec.fred else spec.feed or spec.source,
                known_until=known_until(history, spec) if history is not None else None,
                n_known=len(history) if history is not None else 0,
            )
        )
    return tuple(plans)


def fetch_series(
    store: Store,
    wanted: Sequence[str],
    source: Callable[[str], Source],
    *,
    specs: Mapping[str, SeriesSpec],
    since: dt.date | None,
    now: Callable[[], dt.datetime],
) -> Iterator[Outcome]:
    """Fetch series one by one; what came is in the store before the next is asked for.

    Args:
        store: an open store.
        wanted: ids of the catalogue, in order.
        source: where to download a series.
        specs: the catalogue.
        since: leave out vintages before this day; None: whatever is new.
        now: the clock, read when a series arrives.

    Raises:
        KeyMissing, KeyRejected: nothing further can be fetched.
        StoreError: the store cannot be written; what came before is kept.
    """
    n_unreachable: dict[str, int] = {}
    for series in wanted:
        name = ""
        try:
            place = source(series)
            name = place.name
            if n_unreachable.get(name, 0) >= _GIVE_UP_AFTER:
                why = message(
                    "{name} does not answer; not tried after {n_series} series in vain",
                    name=name,
                    n_series=_GIVE_UP_AFTER,
                )
                yield Outcome(series=series, result="not tried", added=Added(), error=why)
                continue
            outcome = _fetch_one(store, series, place, specs=specs, since=since, now=now)
        except (KeyMissing, KeyRejected, StoreError):
            raise
        except SourceError as error:
            outcome = Outcome(series=series, result="failed", added=Added(), error=told(error))
            n_unreachable[name] = n_unreachable.get(name, 0) + 1 if isinstance(error, Retriable) else 0
        else:
            n_unreachable[name] = 0
        yield outcome


def known_until(history: SeriesHistory, spec: SeriesSpec) -> dt.date | None:
    """Return the newest release that came from FRED itself; None where none did.

    Rows that a user loaded do not count: they may be a selection.
    """
    if spec.fred is None or spec.vintages == "latest":
        return None
    own = history.source == f"fred:{spec.fred}"
    return history.released_at[own].max().astype(object) if own.any() else None


def _fetch_one(
    store: Store,
    series: str,
    source: Source,
    *,
    specs: Mapping[str, SeriesSpec],
    since: dt.date | None,
    now: Callable[[], dt.datetime],
) -> Outcome:
    spec, known = specs[series], store.series(series)
    until = None if since is not None else known_until(known, spec)
    from_period = None
    if until is not None and spec.frequency == "daily":
        from_period = known.period.max().astype(object) - dt.timedelta(days=_DAILY_OVERLAP_DAYS)
    found = source.download(series, since=since, known_until=until, from_period=from_period)
    intake = take_in(
        store,
        found.rows,
        found.events,
        specs=specs,
        fetched_at=now(),
        of_feed=True,
        whole_history=found.whole or (until is not None and from_period is None),
    )
    after = store.series(series)
    return Outcome(
        series=series,
        result="fetched",
        added=intake.added,
        findings=intake.findings,
        newest_period=_newest(after.period),
        newest_release=_newest(after.released_at),
    )


def _newest(days: np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]) -> dt.date | None:
    return days.max().astype(object) if len(days) else None
