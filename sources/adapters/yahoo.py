"""Daily closes and dated fed funds futures through yfinance, as read in release 1.7."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from types import ModuleType

from sources.adapters._scraped import ScrapedSource
from sources.contract import Observation, SeriesSpec, contract_code
from sources.memory import futures_series
from sources.source import Means, Source

EXTRA: str | None = "yfinance"
BY_DEFAULT = False
FUTURES_FEED = SeriesSpec(
    id="futures.ZQ",
    unit="pts",
    frequency="daily",
    max_age_days=7,
    name_en="30-day fed funds futures, the next 13 contracts",
    name_zh="30天联邦基金期货，最近13个合约",
    source="yfinance",
    feed="yahoo:ZQ",
)
"""What ``signals fetch futures.ZQ`` asks for: dated contracts, each its own series."""

OFFERS: Mapping[str, SeriesSpec] = {FUTURES_FEED.id: FUTURES_FEED}

_N_CONTRACTS = 13  # a year of meetings and the anchor month after them


def open_source(what: str, spec: SeriesSpec, means: Means) -> Source:
    """Return the daily closes of a ticker."""
    return YahooSource(what, spec, today=means.today)


class YahooSource(ScrapedSource):
    """Daily closes through yfinance; ``ZQ`` stands for the dated fed funds contracts.

    The bar of today is left out: it may be of an unfinished session.
    """

    name, package = "Yahoo", "yfinance"

    def __init__(self, symbol: str, spec: SeriesSpec, *, today: dt.date) -> None:
        super().__init__(spec, today=today)
        self._symbol = symbol

    def _rows(self, module: ModuleType, series: str, since: dt.date | None) -> Iterable[Observation]:
        start = (since or self._today - dt.timedelta(days=730)).isoformat()
        if self._symbol != "ZQ":
            yield from self._bars(module, self._symbol, series, start)
            return
        first = self._today.year * 12 + self._today.month - 1
        for ahead in range(_N_CONTRACTS):
            year, month = divmod(first + ahead, 12)
            contract = contract_code("ZQ", dt.date(year, month + 1, 1))
            yield from self._bars(module, f"{contract}.CBT", futures_series(contract, "last"), start)

    def _bars(self, module: ModuleType, symbol: str, series: str, start: str) -> Iterable[Observation]:
        bars = module.Ticker(symbol).history(start=start, interval="1d", auto_adjust=False)
        for moment, close in zip(bars.index, bars["Close"], strict=True):
            day = moment.date()
            if day < self._today and math.isfinite(close):
                yield Observation(
                    series=series,
                    period=day,
                    released_at=day,
                    value=round(float(close), 4),
                    source=f"yahoo:{symbol}",
                )
