"""Optional feeds, as their packages answer (yfinance 1.7, akshare 1.19), each behind a freshness gate."""

from __future__ import annotations

import datetime as dt
import functools
import sys
from types import ModuleType
from typing import ClassVar, NoReturn

import pandas as pd
import pytest

from signals.opening import catalogue
from sources.adapters import source_of
from sources.adapters.akshare import CHINA_FEEDS
from sources.adapters.yahoo import FUTURES_FEED
from sources.errors import BadPayload, MissingExtra, NotFound, Unreachable
from sources.source import Means

TODAY = dt.date(2024, 2, 16)


def means(today: dt.date) -> Means:
    """Return the means of a scraper: a day, and nothing to reach."""
    return Means(today=today, reach=_nothing, key=_nothing, extractor=_nothing)


def _nothing(*_: object) -> NoReturn:
    raise AssertionError("a scraper reaches for no server of ours")


def fake(monkeypatch: pytest.MonkeyPatch, name: str, **members: object) -> None:
    module = ModuleType(name)
    for member, value in members.items():
        setattr(module, member, value)
    monkeypatch.setitem(sys.modules, name, module)


class Ticker:
    """Bars as yfinance gives them: stamped in the exchange's zone, the running day last."""

    asked: ClassVar[list[str]] = []

    def __init__(self, symbol: str) -> None:
        self.symbol = symbol
        Ticker.asked.append(symbol)

    def history(self, *, start: str, interval: str, auto_adjust: bool) -> pd.DataFrame:
        assert (interval, auto_adjust) == ("1d", False)
        assert start
        if self.symbol == "ZQN24.CBT":
            return pd.DataFrame({"Close": []}, index=pd.DatetimeIndex([], tz="America/Chicago"))
        index = pd.DatetimeIndex(["2024-02-14", "2024-02-15", "2024-02-16"], tz="Asia/Hong_Kong")
        return pd.DataFrame({"Close": [94.68, float("nan"), 94.7]}, index=index)


def test_closes_leave_out_the_running_day_and_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, "yfinance", Ticker=Ticker)
    rows = source_of(catalogue()["index.HSI"], means(TODAY)).download("index.HSI").rows
    assert [(row.period, row.released_at, row.value, row.source) for row in rows] == [
        (dt.date(2024, 2, 14), dt.date(2024, 2, 14), 94.68, "yahoo:^HSI")
    ]


def test_futures_are_asked_for_by_dated_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    Ticker.asked.clear()
    fake(monkeypatch, "yfinance", Ticker=Ticker)
    rows = source_of(FUTURES_FEED, means(TODAY)).download("futures.ZQ").rows
    assert Ticker.asked[:2] + Ticker.asked[-1:] == ["ZQG24.CBT", "ZQH24.CBT", "ZQG25.CBT"]
    assert len(Ticker.asked) == 13
    assert {row.series for row in rows} >= {"futures.ZQG24.last", "futures.ZQG25.last"}
    assert "futures.ZQN24.last" not in {row.series for row in rows}


TABLES = {
    "stock_hk_index_daily_sina": pd.DataFrame(
        {"date": [dt.date(2024, 2, 15), dt.date(2024, 2, 16)], "close": [3254.7, 3310.0]}
    ),
    "macro_china_cpi": pd.DataFrame({"月份": ["2024年01月份", "2023年12月份"], "全国-同比增长": [-0.8, -0.3]}),
    "macro_china_ppi": pd.DataFrame({"月份": ["2024年01月份"], "当月同比增长": [-2.5]}),
    "macro_china_pmi": pd.DataFrame(
        {"月份": ["2024年01月份"], "制造业-指数": [49.2], "非制造业-指数": [50.7]}
    ),
    "macro_china_lpr": pd.DataFrame(
        {"TRADE_DATE": [dt.date(2013, 1, 1), dt.date(2024, 1, 22)], "LPR1Y": [float("nan"), 3.45],
         "LPR5Y": [float("nan"), 4.2]}
    ),
    "macro_china_reserve_requirement_ratio": pd.DataFrame(
        {"公布时间": ["2024年01月24日"], "生效时间": ["2024年02月05日"], "大型金融机构-调整后": [10.0]}
    ),
}  # fmt: skip


def answer(table: pd.DataFrame, symbol: str = "") -> pd.DataFrame:
    """Answer whatever is asked for, as akshare's functions do with and without a symbol."""
    return table


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("index.HSTECH", [("2024-02-15", "2024-02-15", 3254.7, True)]),
        (
            "cn.cpi.yoy",
            [("2023-12-01", "2024-01-09", -0.3, False), ("2024-01-01", "2024-02-09", -0.8, False)],
        ),
        ("cn.pmi.manufacturing", [("2024-01-01", "2024-01-31", 49.2, False)]),
        ("cn.pmi.services", [("2024-01-01", "2024-01-31", 50.7, False)]),
        ("cn.lpr.1y", [("2024-01-22", "2024-01-22", 3.45, True)]),
        ("cn.lpr.5y", [("2024-01-22", "2024-01-22", 4.2, True)]),
        ("cn.rrr.large", [("2024-02-05", "2024-01-24", 10.0, True)]),
    ],
)
def test_chinese_figures_come_with_their_days(
    monkeypatch: pytest.MonkeyPatch, series: str, expected: list[tuple[str, str, float, bool]]
) -> None:
    fake(
        monkeypatch,
        "akshare",
        **{name: functools.partial(answer, table) for name, table in TABLES.items()},
    )
    rows = source_of(catalogue()[series], means(TODAY)).download(series).rows
    assert [(str(row.period), str(row.released_at), row.value, row.exact) for row in rows] == expected


def test_every_chinese_feed_of_the_catalogue_is_read() -> None:
    asked = {
        spec.feed.partition(":")[2]
        for spec in catalogue().values()
        if (spec.feed or "").startswith("akshare:")
    }
    assert asked <= CHINA_FEEDS.keys()


def test_a_feed_that_froze_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, "akshare", macro_china_cpi=lambda: TABLES["macro_china_cpi"])
    source = source_of(catalogue()["cn.cpi.yoy"], means(dt.date(2024, 6, 1)))
    with pytest.raises(BadPayload, match=r"113 days old \(limit 50\); the feed has stopped"):
        source.download("cn.cpi.yoy")


def test_columns_that_are_gone_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, "akshare", macro_china_cpi=lambda: pd.DataFrame({"月份": []}))
    with pytest.raises(BadPayload, match="全国-同比增长 are gone"):
        source_of(catalogue()["cn.cpi.yoy"], means(TODAY)).download("cn.cpi.yoy")


def test_a_scraper_that_breaks_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("result")

    fake(monkeypatch, "akshare", macro_china_cpi=broken)
    with pytest.raises(Unreachable, match=r"it failed \(KeyError"):
        source_of(catalogue()["cn.cpi.yoy"], means(TODAY)).download("cn.cpi.yoy")


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "akshare", None)
    with pytest.raises(MissingExtra, match=r"pip install 'macro-signals\[akshare\]'"):
        source_of(catalogue()["cn.cpi.yoy"], means(TODAY)).download("cn.cpi.yoy")


def test_a_series_without_a_feed_says_to_bring_a_table() -> None:
    with pytest.raises(NotFound, match="signals load FILE"):
        source_of(catalogue()["cn.m2.yoy"], means(TODAY))
