"""Chinese figures and Hong Kong indices through akshare, as read in release 1.19.

Only functions backed by EastMoney or Sina are used here.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from sources.adapters._scraped import ScrapedSource
from sources.contract import Observation, SeriesSpec
from sources.errors import BadPayload, NotFound
from sources.message import message
from sources.source import Means, Source

EXTRA: str | None = "akshare"
BY_DEFAULT = False
OFFERS: Mapping[str, SeriesSpec] = {}


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


def open_source(what: str, spec: SeriesSpec, means: Means) -> Source:
    """Return one of the tables that are read here.

    Raises:
        NotFound: there is none of that name.
    """
    if what not in CHINA_FEEDS:
        raise NotFound(
            message(
                "{id}: akshare:{what} is not read; expected one of {names}",
                id=spec.id,
                what=what,
                names=", ".join(CHINA_FEEDS),
            )
        )
    return AkshareSource(CHINA_FEEDS[what], spec, today=means.today)


class AkshareSource(ScrapedSource):
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
            raise BadPayload(
                message(
                    "{name}, {series}: the columns {names} are gone",
                    name=self.name,
                    series=series,
                    names=", ".join(sorted(missing)),
                )
            )
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
