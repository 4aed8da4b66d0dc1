"""Risk appetite as facts: what rules may compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from signals.facts import Fact, fact_from
from signals.panel import Panel
from signals.readings.risk_appetite.reading import Measured, RiskAppetite, read


def facts(panel: Panel, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return every fact of every market as of the panel's day, or only those ``wanted``."""
    return facts_of(read(panel, wanted=wanted), panel)


def facts_of(reading: RiskAppetite, panel: Panel) -> tuple[Fact, ...]:
    """Return the facts of a reading, market by market."""
    return tuple(_fact(panel, figure) for market in reading.markets for figure in market.measured)


def facts_range(
    panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; only those ``wanted``, where that is said."""
    for day in days:
        yield day, facts(panel.at(day), wanted=wanted)


def _fact(panel: Panel, figure: Measured) -> Fact:
    measure = figure.measure
    inputs = tuple(panel.input(series, back_to=measure.back_to) for series in figure.series)
    return fact_from(
        name=figure.name,
        value=measure.value,
        unit=figure.unit,
        inputs=inputs,
        period=measure.period or inputs[0].period,
        derivation=measure.derivation,
        reason=measure.why_not,
    )
