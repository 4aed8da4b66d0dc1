"""The newest value of every series that the catalogue marks as a fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from signals.facts import Fact, fact_from
from signals.panel import Panel
from signals.words import Word


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
                derivation=Word.of("facts.as_published", period=newest.period) if newest.period else "",
            )
        )
    return tuple(found)


def facts_range(
    panel: Panel, days: Iterable[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; only those ``wanted``, where that is said."""
    for day in days:
        yield day, facts(panel.at(day), wanted=wanted)
