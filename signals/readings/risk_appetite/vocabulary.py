"""What the risk-appetite reading says of each market that the catalogue names, by name and unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from signals.facts import FactSpec
from sources.contract import Market, SeriesSpec

WEEKS_AGAINST = 13
"""A market is set against its benchmark over a quarter: longer than noise, shorter than the calls' horizons."""


def specs(catalogue: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return the facts of every market of the catalogue, in its order."""
    markets = {spec.id: spec.market for spec in catalogue.values() if spec.market is not None}
    return tuple(spec for market in markets.values() for spec in _of_market(market, markets))


def relative_name(market: Market, benchmark: Market) -> str:
    """Return the fact that sets a market against its benchmark: ``hk.hstech.vs_hsi_13w``."""
    return f"{market.prefix}.vs_{benchmark.prefix.rpartition('.')[2]}_{WEEKS_AGAINST}w"


def _of_market(market: Market, markets: Mapping[str, Market]) -> Iterable[FactSpec]:
    en, zh = market.en, market.zh
    if market.measures == "level":
        yield FactSpec(pattern=market.prefix, unit="pts", en=f"{en}, close", zh=f"{zh}收盘")
        return
    yield FactSpec(
        pattern=f"{market.prefix}.off_52w_high",
        unit="pct",
        en=f"{en}: close against its highest close of 52 weeks",
        zh=f"{zh}较52周最高收盘",
    )
    yield FactSpec(
        pattern=f"{market.prefix}.off_high_since_{{year}}",
        unit="pct",
        en=f"{en}: close against its highest close since 1 January of that year",
        zh=f"{zh}较该年1月1日以来最高收盘",
    )
    yield FactSpec(
        pattern=f"{market.prefix}.vs_40w_average",
        unit="pct",
        en=f"{en}: close against the mean of 40 weekly closes",
        zh=f"{zh}较40周均线",
    )
    if market.benchmark is not None:
        benchmark = markets[market.benchmark]
        yield FactSpec(
            pattern=relative_name(market, benchmark),
            unit="pct",
            en=f"{en} relative to {benchmark.en} over {WEEKS_AGAINST} weeks, (1+r)/(1+b)-1",
            zh=f"{zh}{WEEKS_AGAINST}周相对{benchmark.zh}",
        )
