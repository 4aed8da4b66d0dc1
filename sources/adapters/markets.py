"""Index closes, futures and Chinese figures through optional packages.

yfinance and akshare scrape pages that change without notice, so they are
optional, imported only when asked for, and their answers pass a freshness gate
before anything is kept: akshare's jin10-backed US series froze in August 2025
without an error. Only functions backed by EastMoney or Sina are used here; as
read in akshare 1.19 and yfinance 1.7.
"""

from __future__ import annotations

import datetime as dt
import importlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from sources.adapters.fred import Download
from sources.contract import Observation, SeriesSpec, contract_code
from sources.errors import BadPayload, MissingExtra, NotFound, SourceError, Unreachable
from sources.memory import futures_series

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

_N_CONTRACTS = 13  # a year of meetings and the anchor month after them


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChinaFeed:
    """Where akshare keeps a series: its function, its arguments and its columns."""

    function: str
    period: str
    value: str
    released: str | None = None  # a column with the day of publication, where there is one
    symbol: str | None = None


CHINA_FEEDS: Mapping[str, _ChinaFeed] = {
    "HSTECH": _ChinaFeed(
        function="stock_hk_index_daily_sina", symbol="HSTECH", period="date", value="close", released="date"
    ),
    "HSI": _ChinaFeed(
        function="stock_hk_index_daily_sina", symbol="HSI", period="date", value="close", released="date"
    ),
    "CPI": _ChinaFeed(function="macro_china_cpi", period="月份", value="全国-同比增长"),
    "PPI": _ChinaFeed(function="macro_china_ppi", period="月份", value="当月同比增长"),
    "PMI": _ChinaFeed(function="macro_china_pmi", period="月份", value="制造业-指数"),
    "PMI-SERVICES": _ChinaFeed(function="macro_china_pmi", period="月份", value="非制造业-指数"),
    "LPR1Y": _ChinaFeed(
        function="macro_china_lpr", period="TRADE_DATE", value="LPR1Y", released="TRADE_DATE"
    ),
    "LPR5Y": _ChinaFeed(
        function="macro_china_lpr", period="TRADE_DATE", value="LPR5Y", released="TRADE_DATE"
    ),
    "RRR": _ChinaFeed(
        function="macro_china_reserve_requirement_ratio",
        period="生效时间",
        value="大型金融机构-调整后",
        released="公布时间",
    ),
}


def market_source(spec: SeriesSpec, *, today: dt.date) -> MarketSource:
    """Return the source of a series that FRED does not have.

    Raises:
        NotFound: the catalogue names no source that can be fetched.
    """
    kind, _, what = (spec.feed or "").partition(":")
    makers: dict[str, Callable[[str], MarketSource]] = {
        "yahoo": lambda symbol: YahooSource(symbol, spec, today=today),
        "akshare": lambda name: AkshareSource(CHINA_FEEDS[name], spec, today=today),
    }
    if kind not in makers:
        raise NotFound(
            f"{spec.id}: nothing to fetch it from ({spec.source}); bring a table: `signals load FILE`"
        )
    return makers[kind](what)


class MarketSource:
    """A source behind an optional package, with a freshness gate."""

    name = "market data"
    package = ""

    def __init__(self, spec: SeriesSpec, *, today: dt.date) -> None:
        self._spec, self._today = spec, today

    def download(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Download:
        """Return what the source has, if it is current.

        Raises:
            MissingExtra: the package is not installed.
            Unreachable: it failed in a way of its own.
            BadPayload: nothing came, or the newest is too old to be alive.
        """
        del known_until, from_period  # these sources have no vintages
        module = import_extra(self.package)
        try:
            rows = sorted(self._rows(module, series, since), key=lambda row: (row.released_at, row.period))
        except SourceError:
            raise
        except Exception as error:  # noqa: BLE001 - a scraper fails in any way it likes
            raise Unreachable(f"{self.name}, {series}: it failed ({type(error).__name__})") from None
        if since is not None:
            rows = [row for row in rows if row.released_at >= since]
        elif not rows:
            raise BadPayload(f"{self.name}, {series}: not one value")
        if rows:
            self._gate(series, rows[-1])
        return Download(rows=tuple(rows), n_withdrawn=0, whole=False)

    def _gate(self, series: str, newest: Observation) -> None:
        age = (self._today - newest.released_at).days
        if age > self._spec.max_age_days:
            raise BadPayload(
                f"{self.name}, {series}: its newest value is of {newest.released_at}, {age} days old (limit "
                f"{self._spec.max_age_days}); the feed has stopped, so nothing of it was kept"
            )

    def _rows(self, module: ModuleType, series: str, since: dt.date | None) -> Iterable[Observation]:
        raise NotImplementedError


class YahooSource(MarketSource):
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


class AkshareSource(MarketSource):
    """Chinese figures and Hong Kong indices through akshare."""

    name, package = "akshare", "akshare"

    def __init__(self, feed: _ChinaFeed, spec: SeriesSpec, *, today: dt.date) -> None:
        super().__init__(spec, today=today)
        self._feed = feed

    def _rows(self, module: ModuleType, series: str, since: dt.date | None) -> Iterable[Observation]:
        del since  # these functions give all they have
        feed = self._feed
        call = getattr(module, feed.function)
        table = call(symbol=feed.symbol) if feed.symbol else call()
        missing = {feed.period, feed.value, feed.released or feed.period} - set(table.columns)
        if missing:
            raise BadPayload(f"{self.name}, {series}: the columns {', '.join(sorted(missing))} are gone")
        released = table[feed.released] if feed.released else [None] * len(table)
        for about, value, known in zip(table[feed.period], table[feed.value], released, strict=True):
            period = _chinese_day(about)
            if period is None or not math.isfinite(float(value)):
                continue
            usual = period + dt.timedelta(days=self._spec.release_lag_days or 0)
            released_at = _chinese_day(known) or min(usual, self._today)
            if released_at < self._today or not series.startswith("index."):
                yield Observation(
                    series=series,
                    period=period,
                    released_at=released_at,
                    value=float(value),
                    source=f"akshare:{feed.function}",
                    exact=feed.released is not None,
                )


def import_extra(package: str, *, extra: str | None = None) -> ModuleType:
    """Import an optional package.

    Raises:
        MissingExtra: it is not installed; the message says how to install it.
    """
    try:
        return importlib.import_module(package)
    except ImportError:
        raise MissingExtra(
            f"this needs the package {package}: pip install 'macro-signals[{extra or package}]'"
        ) from None


_YEAR_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
_FULL_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def _chinese_day(cell: object) -> dt.date | None:
    """Read ``2024年01月份``, ``2024年02月05日``, an ISO date, or a date."""
    if isinstance(cell, dt.datetime):
        return cell.date() if cell == cell else None  # noqa: PLR0124 - NaT differs from itself
    if isinstance(cell, dt.date):
        return cell
    text = str(cell)
    if found := _FULL_DAY.match(text):
        return dt.date(*map(int, found.groups()))
    if found := _YEAR_MONTH.match(text):
        return dt.date(int(found[1]), int(found[2]), 1)
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
