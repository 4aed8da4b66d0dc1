"""Risk appetite, market by market: it is never one number for two markets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from signals.facts import Fact, fact_from
from signals.panel import Panel
from signals.risk_appetite.trend import Measure, off_high, relative_return, vs_40_week_average
from signals.risk_appetite.vocabulary import FACTS, INDICES

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


def facts(panel: Panel) -> tuple[Fact, ...]:
    """Return every fact that `FACTS` declares, as of the panel's day."""
    found: list[Fact] = []
    years = (panel.as_of.year - 1, panel.as_of.year)
    for prefix, (series, _, _) in INDICES.items():
        view = panel.series(series)
        measures = {
            "off_52w_high": off_high(view),
            **{f"off_high_since_{year}": off_high(view, since=dt.date(year, 1, 1)) for year in years},
            "vs_40w_average": vs_40_week_average(view),
        }
        found.extend(_fact(panel, f"{prefix}.{name}", measure, series) for name, measure in measures.items())
    found.append(_vix(panel))
    relative = relative_return(panel.series("index.HSTECH"), panel.series("index.HSI"), weeks=13)
    found.append(_fact(panel, "hk.hstech.vs_hsi_13w", relative, "index.HSTECH", "index.HSI"))
    return tuple(found)


def facts_range(
    panel: Panel, days: Iterable[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; ``wanted`` saves nothing here."""
    del wanted
    for day in days:
        yield day, facts(panel.at(day))


def _fact(panel: Panel, name: str, measure: Measure, *series: str) -> Fact:
    inputs = tuple(panel.input(one) for one in series)
    return fact_from(
        name=name,
        value=measure.value_pct,
        unit="pct",
        inputs=inputs,
        period=inputs[0].period,
        derivation=measure.derivation,
        reason=measure.why_not,
    )


def _vix(panel: Panel) -> Fact:
    newest = panel.input("index.VIX")
    view = panel.series("index.VIX")
    return fact_from(
        name="us.vix",
        value=float(view.value[-1]) if len(view) else None,
        unit="pts",
        inputs=(newest,),
        period=newest.period,
        derivation=f"close of {newest.period}" if newest.period else "",
    )
