"""What the outside world answers, recorded: pages, and packages as they answer (yfinance 1.7, akshare 1.19)."""

from __future__ import annotations

from types import ModuleType
from typing import NoReturn

import pandas as pd

FED_FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>FRB: Press Release - Monetary Policy</title>
<item><title>Federal Reserve issues FOMC statement</title>
<link>https://www.federalreserve.gov/newsevents/pressreleases/monetary20230726a.htm</link>
<description>The Committee decided to raise the target range for the federal funds rate by 1/4 percentage point \
to 5-1/4 to 5-1/2 percent.</description>
<pubDate>Wed, 26 Jul 2023 18:00:00 GMT</pubDate></item></channel></rss>"""


class _Ticker:
    """Bars as yfinance gives them: stamped in the exchange's zone, the running day last."""

    def __init__(self, symbol: str) -> None:
        self.symbol = symbol

    def history(self, **_: object) -> pd.DataFrame:
        index = pd.DatetimeIndex(["2024-02-14", "2024-02-15", "2024-02-16"], tz="Asia/Hong_Kong")
        return pd.DataFrame({"Close": [15879.38, 15944.63, 16000.0]}, index=index)


def yfinance() -> ModuleType:
    """Return the package with two whole days and a running one."""
    return _module("yfinance", Ticker=_Ticker)


def akshare() -> ModuleType:
    """Return the package with two months of China's CPI."""
    table = pd.DataFrame({"月份": ["2024年01月份", "2023年12月份"], "全国-同比增长": [-0.8, -0.3]})
    return _module("akshare", macro_china_cpi=lambda: table)


def broken(name: str) -> ModuleType:
    """Return a package whose every call fails in its own way."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise KeyError("result")

    return _module(name, Ticker=fail, macro_china_cpi=fail)


def odd(name: str) -> ModuleType:
    """Return a package that answers with lists and nothing where figures should be."""
    table = pd.DataFrame(
        {"月份": [["2024年01月份"], None], "全国-同比增长": [{"value": -0.8}, None], "Close": [[1.0], "x"]}
    )

    class Ticker(_Ticker):
        def history(self, **_: object) -> pd.DataFrame:
            return table

    return _module(name, Ticker=Ticker, macro_china_cpi=lambda: table)


def _module(name: str, **members: object) -> ModuleType:
    module = ModuleType(name)
    for member, value in members.items():
        setattr(module, member, value)
    return module
