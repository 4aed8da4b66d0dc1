"""The sample's figures as files that a strategist has on his disk, to rehearse going live without a vendor."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from sources.contract import MONTH_CODES, Observation

HEADLINES = (
    ("2024-01-24", "中国人民银行决定自2024年2月5日起下调金融机构存款准备金率0.5个百分点。"),
    ("2024-02-07", "春节假期全国旅游市场预计较旺。"),
)
"""One headline that is an event, and one that is none."""


def write_files(folder: Path, observations: Iterable[Observation]) -> None:
    """Write closes as Yahoo and investing.com do, futures as Barchart's page a day, events and headlines.

    Nothing is made up: every figure is one of ``observations``; columns of which the
    sample knows nothing stay empty.
    """
    rows = list(observations)
    folder.mkdir(parents=True, exist_ok=True)
    hsi, hstech = (_closes(rows, f"index.{name}") for name in ("HSI", "HSTECH"))
    _write(
        folder / "^HSI.csv",
        ["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"],
        ([day, "", "", "", value, value, ""] for day, value in hsi),
    )
    _write(
        folder / "HSTECH.csv",
        ["日期", "收盘", "开盘", "高", "低", "交易量", "涨跌幅"],
        ([f"{day.year}-{day.month}-{day.day}", f"{value:,.2f}", "", "", "", "", ""] for day, value in hstech),
    )
    _write_futures(folder / "futures", rows)
    with as_file(files("sources.sample") / "policy_events.csv") as events:
        shutil.copyfile(events, folder / "policy_events.csv")
    _write(folder / "news.csv", ["date", "text"], map(list, HEADLINES))


def _closes(rows: Iterable[Observation], series: str) -> list[tuple[dt.date, float]]:
    return sorted((row.period, row.value) for row in rows if row.series == series)


def _write_futures(folder: Path, rows: Iterable[Observation]) -> None:
    pages: dict[dt.date, list[tuple[str, float]]] = defaultdict(list)
    for row in rows:
        if row.series.startswith("futures.ZQ"):
            pages[row.period].append((row.series.split(".")[1], row.value))
    folder.mkdir(exist_ok=True)
    header = ["Contract", "Last", "Change", "Open", "High", "Low", "Previous", "Volume", "Open Int", "Time"]
    for day, prices in pages.items():
        lines = (
            [f"{code} ({_month(code)})", price, "", "", "", "", "", "", "", f"{day:%m/%d/%y}"]
            for code, price in sorted(prices, key=lambda held: (held[0][-2:], held[0]))
        )
        page = folder / f"zq-all-contracts-{day}.csv"
        _write(page, header, lines)
        with page.open("a", encoding="utf-8") as end:
            end.write(f'"Downloaded from Barchart.com as of {day:%m-%d-%Y} 05:00pm CST"\n')


def _month(code: str) -> str:
    return f"{dt.date(2000, MONTH_CODES.index(code[-3]) + 1, 1):%b} '{code[-2:]}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as written:
        table = csv.writer(written)
        table.writerow(header)
        table.writerows(rows)
