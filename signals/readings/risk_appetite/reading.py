"""Risk appetite, market by market: it is never one number for two markets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from signals.facts import Fact, fact_from
from signals.panel import Panel
from signals.readings.risk_appetite.model import (
    Measure,
    newest_close,
    off_high,
    relative_return,
    vs_40_week_average,
)
from signals.readings.risk_appetite.vocabulary import FACTS, INDICES

__all__ = ["FACTS", "RiskAppetite", "facts", "facts_range", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAppetite:
    """The facts of each market, under ``us`` and ``hk``; no figure mixes the two."""

    as_of: dt.date
    origin: str
    us: tuple[Fact, ...]
    hk: tuple[Fact, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, United States first."""
        return self.us + self.hk


def read(panel: Panel) -> RiskAppetite:
    """Read where each market stands against its own past."""
    found = facts(panel)
    return RiskAppetite(
        as_of=panel.as_of,
        origin=panel.origin,
        us=tuple(fact for fact in found if fact.name.startswith("us.")),
        hk=tuple(fact for fact in found if fact.name.startswith("hk.")),
    )


def facts(panel: Panel, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return every fact that `FACTS` declares as of the panel's day, or only those ``wanted``."""
    years = (panel.as_of.year - 1, panel.as_of.year)
    measures: dict[str, tuple[tuple[str, ...], Callable[..., Measure]]] = {}
    for prefix, (series, _, _) in INDICES.items():
        measures[f"{prefix}.off_52w_high"] = ((series,), off_high)
        for year in years:
            since = partial(off_high, since=dt.date(year, 1, 1))
            measures[f"{prefix}.off_high_since_{year}"] = ((series,), since)
        measures[f"{prefix}.vs_40w_average"] = ((series,), vs_40_week_average)
    measures["us.vix"] = (("index.VIX",), newest_close)
    measures["hk.hstech.vs_hsi_13w"] = (("index.HSTECH", "index.HSI"), partial(relative_return, weeks=13))
    return tuple(
        _fact(panel, name, measure(*map(panel.series, series)), *series)
        for name, (series, measure) in measures.items()
        if wanted is None or name in wanted
    )


def facts_range(
    panel: Panel, days: Iterable[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; only those ``wanted``, where that is said."""
    for day in days:
        yield day, facts(panel.at(day), wanted=wanted)


def _fact(panel: Panel, name: str, measure: Measure, *series: str) -> Fact:
    inputs = tuple(panel.input(one, back_to=measure.back_to) for one in series)
    return fact_from(
        name=name,
        value=measure.value,
        unit="pts" if name == "us.vix" else "pct",
        inputs=inputs,
        period=measure.period or inputs[0].period,
        derivation=measure.derivation,
        reason=measure.why_not,
    )
