"""The weekly's tables as facts: what rules may compare. Before a table is known only what is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from signals.facts import Fact, Input, fact_from
from signals.panel import Panel
from signals.readings.weekly_tables.config import weekly_tables_config
from signals.readings.weekly_tables.health import input_of
from signals.readings.weekly_tables.reading import Measured, WeeklyTables, read
from signals.readings.weekly_tables.vocabulary import specs
from signals.words import Word
from sources.contract import TABLE_KINDS, TableKind

_KINDS: dict[str, TableKind] = {kind: kind for kind in TABLE_KINDS}


def facts(panel: Panel, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return every fact of every group as of the panel's day, or at least those ``wanted``.

    A fact that is wanted and that no table known on the day tells of is stated as missing.
    """
    stated = facts_of(read(panel, wanted=wanted))
    if not wanted:
        return stated
    unsaid = set(wanted) - {fact.name for fact in stated}
    known = {spec.pattern: spec for spec in specs(panel.catalogue)}
    return (*stated, *(_missing(name, known[name].unit) for name in sorted(unsaid & known.keys())))


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


def _missing(name: str, unit: str) -> Fact:
    kind, group, _ = name.split(".", 2)
    named = weekly_tables_config().groups(_KINDS[kind])[group]
    reason = Word.of("tables.none_of_group", table=Word.of(f"tables.{kind}"), group=named)
    nothing = Input(series=f"{kind}.{group}", status="missing", reason=reason)
    return fact_from(name=name, value=None, unit=unit, inputs=(nothing,), derivation="")
