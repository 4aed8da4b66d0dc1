"""The weekly's tables as facts: what rules may compare. Nothing is stated before a table is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from signals.facts import Fact, fact_from
from signals.panel import Panel
from signals.readings.weekly_tables.config import weekly_tables_config
from signals.readings.weekly_tables.health import input_of
from signals.readings.weekly_tables.reading import Measured, WeeklyTables, read


def facts(panel: Panel, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return every fact of every group as of the panel's day, or at least those ``wanted``."""
    return facts_of(read(panel, wanted=wanted))


def facts_of(reading: WeeklyTables) -> tuple[Fact, ...]:
    """Return the facts of a reading, group by group."""
    return tuple(
        _fact(reading, place, figure)
        for place, found in enumerate(reading.groups)
        for figure in found.measured
    )


def facts_range(
    panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; at least those ``wanted``, where that is said."""
    for day in days:
        yield day, facts(panel.at(day), wanted=wanted)


def _fact(reading: WeeklyTables, place: int, figure: Measured) -> Fact:
    group = reading.groups[place].group
    limit = weekly_tables_config().max_age_days
    return fact_from(
        name=figure.name,
        value=figure.value,
        unit=figure.unit,
        inputs=(input_of(group, reading.as_of, max_age_days=limit, weeks=figure.weeks),),
        period=group.newest,
        error=figure.error or None,
        derivation=figure.derivation,
        reason=figure.why_not,
    )
