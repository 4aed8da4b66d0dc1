"""Series whose newest value is itself a fact: the catalogue says which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from signals.facts import Fact, FactSpec, fact_from
from signals.panel import Panel
from signals.units import UNITS
from sources.contract import SeriesSpec


def specs(catalogue: Iterable[SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return the fact specifications that the catalogue declares.

    Raises:
        ValueError: an entry marked as a fact has a unit that rules do not know.
    """
    declared = []
    for spec in catalogue:
        if spec.fact:
            if spec.unit not in UNITS:
                raise ValueError(f"series {spec.id} is marked as a fact in the unknown unit {spec.unit!r}")
            declared.append(FactSpec(pattern=spec.id, unit=spec.unit, en=spec.name_en, zh=spec.name_zh))
    return tuple(declared)


def facts(panel: Panel, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return the newest value of every such series as a fact, or only those ``wanted``."""
    found = []
    for spec in panel.catalogue.values():
        if not spec.fact or (wanted is not None and spec.id not in wanted):
            continue
        newest = panel.input(spec.id)
        view = panel.series(spec.id)
        found.append(
            fact_from(
                name=spec.id,
                value=float(view.value[-1]) if len(view) else None,
                unit=spec.unit,
                inputs=(newest,),
                period=newest.period,
                derivation=f"as published for {newest.period:%Y-%m}" if newest.period else "",
            )
        )
    return tuple(found)


def facts_range(
    panel: Panel, days: Iterable[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; only those ``wanted``, where that is said."""
    for day in days:
        yield day, facts(panel.at(day), wanted=wanted)
