"""What each leg of each strategy still lacks, and the exact command or file that brings it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from signals.engine import LoadedStrategy, facts_as_of, load_strategies
from signals.facts import Fact, Facts, Input, Reason
from signals.panel import Panel
from signals.rules.loading import strategy_names
from signals.rules.strategy import Bilingual
from signals.words import Word
from sources.adapters import adapter
from sources.contract import SeriesSpec

TEMPLATE = "template"
"""The strategy that is there to be copied; it wants nothing."""

_EVENTS: Mapping[str, str] = {"CN": "events.cn.gov", "US": "events.us.fed"}
"""Feeds of policy news by jurisdiction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One command, and what has to be there for it, or what it takes; empty where nothing is."""

    command: str
    note: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One series that a leg cannot do without, why, and the ways to it, the easiest first."""

    strategy: str
    leg: str
    name: Bilingual
    series: str
    reason: Reason
    ways: tuple[Way, ...]


def shipped_strategies() -> tuple[LoadedStrategy, ...]:
    """Return every strategy of the configuration but the template."""
    return load_strategies([name for name in strategy_names() if name != TEMPLATE])


def wants(panel: Panel, strategies: Sequence[LoadedStrategy], *, has_key: bool) -> tuple[Want, ...]:
    """Return what each leg lacks as of the panel's day; nothing where every leg is known.

    A leg lacks what the facts of its conditions rest on and do not have: a series
    that is missing, stale, suspect or short of history.
    """
    facts = facts_as_of(panel)
    return tuple(
        want
        for loaded in strategies
        for leg in loaded.rules.legs
        for want in _of_leg(loaded, leg.text.id, leg.text.name, leg.facts, facts, panel, has_key=has_key)
    )


def _of_leg(
    loaded: LoadedStrategy,
    leg: str,
    name: Bilingual,
    wanted: Sequence[str],
    facts: Facts,
    panel: Panel,
    *,
    has_key: bool,
) -> Iterator[Want]:
    seen: set[str] = set()
    for fact in (facts.get(fact) for fact in wanted):
        if fact is None or fact.usable:
            continue
        for lacking in _lacking(fact):
            if lacking.series not in seen:
                seen.add(lacking.series)
                yield Want(
                    strategy=loaded.rules.strategy.id,
                    leg=leg,
                    name=name,
                    series=lacking.series,
                    reason=lacking.reason or fact.reason,
                    ways=tuple(ways(lacking.series, panel.catalogue, has_key=has_key)),
                )


def _lacking(fact: Fact) -> Sequence[Input]:
    """Return the inputs to blame; all of them where each is well and their history is too short."""
    return [found for found in fact.inputs if found.status != "ok"] or fact.inputs


def ways(series: str, specs: Mapping[str, SeriesSpec], *, has_key: bool) -> Iterator[Way]:
    """Yield the ways to a series, the easiest first."""
    if series.startswith("events."):
        yield from _to_events(series.split(".")[1])
        return
    if series.startswith("futures."):
        yield _fetch(f"futures.{series.split('.')[1][:3].rstrip('0123456789')}", "yahoo", has_key=has_key)
        yield Way(command="signals load FILE", note=Word.of("doctor.futures_file"))
        return
    spec = specs.get(series)
    if spec is not None and spec.fetched_from:
        yield _fetch(series, spec.fetched_from.partition(":")[0], has_key=has_key)
    if series.startswith("index."):
        yield Way(command=f"signals load FILE --series {series}", note=Word.of("doctor.closes_file"))
    else:
        yield Way(command="signals load FILE", note=Word.of("doctor.observations_file", series=series))


def _to_events(jurisdiction: str) -> Iterator[Way]:
    if jurisdiction in _EVENTS:
        yield Way(command=f"signals fetch {_EVENTS[jurisdiction]}")
    yield Way(command="signals events add", note=Word.of("doctor.typed_events"))
    yield Way(command="signals load FILE", note=Word.of("doctor.events_file"))


def _fetch(name: str, prefix: str, *, has_key: bool) -> Way:
    extra = adapter(prefix).EXTRA
    if extra and importlib.util.find_spec(extra) is None:
        return Way(command=f"signals fetch {name}", note=Word.of("doctor.needs_extra", extra=extra))
    if prefix == "fred" and not has_key:
        return Way(command=f"signals fetch {name}", note=Word.of("doctor.needs_key"))
    return Way(command=f"signals fetch {name}")
