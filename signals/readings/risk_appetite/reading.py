"""Risk appetite as of a day, market by market: it is never one number for two markets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from signals.panel import Panel
from signals.readings.risk_appetite.model import (
    Measure,
    newest_close,
    off_high,
    relative_return,
    vs_40_week_average,
)
from signals.readings.risk_appetite.vocabulary import WEEKS_AGAINST, relative_name
from sources.contract import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure of one market. ``unit`` is percent, or points for a level itself."""

    name: str
    unit: str
    series: tuple[str, ...]
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketReading:
    """Where one market stands against its own past and against its benchmark."""

    series: str
    market: Market
    benchmark: Market | None
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAppetite:
    """Every market of the catalogue, in its order; no figure mixes two regions."""

    as_of: dt.date
    origin: str
    markets: tuple[MarketReading, ...]


def read(panel: Panel, *, wanted: Collection[str] | None = None) -> RiskAppetite:
    """Read where each market stands, or only the figures named in ``wanted``."""
    markets = {spec.id: spec.market for spec in panel.catalogue.values() if spec.market is not None}
    return RiskAppetite(
        as_of=panel.as_of,
        origin=panel.origin,
        markets=tuple(
            _read_market(panel, series, market, markets, wanted) for series, market in markets.items()
        ),
    )


def read_range(panel: Panel, days: Sequence[dt.date]) -> Iterator[RiskAppetite]:
    """Yield the reading of each day, as known on it."""
    for day in days:
        yield read(panel.at(day))


def _read_market(
    panel: Panel,
    series: str,
    market: Market,
    markets: Mapping[str, Market],
    wanted: Collection[str] | None,
) -> MarketReading:
    return MarketReading(
        series=series,
        market=market,
        benchmark=markets[market.benchmark] if market.benchmark else None,
        measured=tuple(
            Measured(
                name=name,
                unit="pts" if market.measures == "level" else "pct",
                series=of,
                measure=measure(*map(panel.series, of)),
            )
            for name, of, measure in _measures(series, market, markets, panel.as_of.year)
            if wanted is None or name in wanted
        ),
    )


def _measures(
    series: str, market: Market, markets: Mapping[str, Market], year: int
) -> Iterator[tuple[str, tuple[str, ...], partial[Measure]]]:
    """Yield name, series and reckoning of each figure of a market."""
    if market.measures == "level":
        yield market.prefix, (series,), partial(newest_close)
        return
    yield f"{market.prefix}.off_52w_high", (series,), partial(off_high)
    for since in (year - 1, year):
        start = dt.date(since, 1, 1)
        yield f"{market.prefix}.off_high_since_{since}", (series,), partial(off_high, since=start)
    yield f"{market.prefix}.vs_40w_average", (series,), partial(vs_40_week_average)
    if market.benchmark is not None:
        name = relative_name(market, markets[market.benchmark])
        yield name, (series, market.benchmark), partial(relative_return, weeks=WEEKS_AGAINST)
