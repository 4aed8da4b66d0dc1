"""The data that claims are held against in benchmarks: the validation folder beside the bundled sample."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from signals.opening import catalogue
from sources.contract import Observation, PolicyEvent
from sources.memory import MemoryReader, futures_series
from sources.sample import sample_reader

DAY = dt.date.fromisoformat


def world(folder: Path) -> MemoryReader:
    """Return a reader over CPI, futures, fixings, closes, China's rates and policy events."""
    sample = sample_reader(catalogue().keys())
    rows = [*_cpi(folder), *_futures(folder), *_fixings(folder), *_closes(folder), *_china(folder)]
    held = {row.series for row in rows}
    for name in sample.series_ids():
        if name not in held and not name.startswith("futures."):
            rows += _of_sample(sample, name)
    return MemoryReader(rows, [*_events(folder), *sample.events()], origin="store")


def _row(series: str, period: str, value: float | str, released: str) -> Observation:
    return Observation(
        series=series, period=DAY(period), value=float(value), released_at=DAY(released), source="validation"
    )


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _of_sample(sample: MemoryReader, name: str) -> Iterator[Observation]:
    history = sample.series(name)
    for period, value, released in zip(history.period, history.value, history.released_at, strict=True):
        yield _row(name, str(period), float(value), str(released))


def _cpi(folder: Path) -> Iterator[Observation]:
    for row in _table(folder / "cpi_nsa.csv"):
        yield _row(row["series"], row["period"], row["value"], row["released_at"])


def _futures(folder: Path) -> Iterator[Observation]:
    table = pq.read_table(folder / "futures_zq_2010_2026.parquet").to_pydict()
    for day, code, price, kind in zip(
        *(table[n] for n in ("date", "contract", "price", "kind")), strict=True
    ):
        yield _row(futures_series(code, kind), day, price, day)


def _fixings(folder: Path) -> Iterator[Observation]:
    for row in _table(folder / "effr.csv"):
        yield _row(row["series"], row["period"], row["value"], row["released_at"])


def _closes(folder: Path) -> Iterator[Observation]:
    for row in _table(folder / "index_closes.csv"):
        yield _row(row["series"], row["period"], row["value"], row["period"])


def _china(folder: Path) -> Iterator[Observation]:
    for row in _table(folder / "lpr_history.csv"):
        for tenor in ("1y", "5y"):
            yield _row(f"cn.lpr.{tenor}", row["publish_date"], row[f"lpr_{tenor}_pct"], row["publish_date"])
    for row in _table(folder / "mlf_omo7d_history.csv"):
        yield _row("user.cn.mlf.1y", row["date"], row["mlf_1y_pct"], row["date"])
        day = _OMO_DAYS.get(row["date"], row["date"])
        yield _row(
            "user.cn.reverse_repo.7d", day, row["reverse_repo_7d_pct"], day
        )  # as the evidence column says


_OMO_DAYS = {"2023-06-15": "2023-06-13", "2024-07-25": "2024-07-22", "2024-09-25": "2024-09-27"}
"""The table dates both rates by the medium-term one; the seven-day rate moved on these days, as its evidence says."""

KINDS = {
    "property": "property.purchase_limit",
    "platform": "platform.symposium",
    "gaming": "gaming.rules",
    "ai": "ai.rules",
    "package": "package",
}


def _events(folder: Path) -> Iterator[PolicyEvent]:
    for row in _table(folder / "rrr_history.csv"):
        if row["effective_date"] and row["change_large_bp"]:
            yield _step(
                "monetary.rrr", row["announce_date"], row["effective_date"], float(row["change_large_bp"])
            )
    levels = list(_table(folder / "mlf_omo7d_history.csv"))
    for before, row in pairwise(levels):
        for kind, column in (("monetary.mlf", "mlf_1y_pct"), ("monetary.omo", "reverse_repo_7d_pct")):
            change = round(100 * (float(row[column]) - float(before[column])), 2)
            day = _OMO_DAYS.get(row["date"], row["date"]) if kind == "monetary.omo" else row["date"]
            if change and day != "2024-09-27":  # announced on the 24th: below
                yield _step(kind, day, day, change)
    yield _step("monetary.omo", "2024-09-24", "2024-09-27", -20.0)
    for row in _table(folder / "policy_events_cn_2020_2026.csv"):
        kind = KINDS.get(row["category"])
        if kind:
            direction = {"1": "easing", "-1": "tightening", "0": "neutral"}[row["direction"]]
            kind = "politburo" if row["subcategory"] == "politburo" else kind
            yield PolicyEvent(
                announced_at=DAY(row["date"]), effective_at=None, jurisdiction="CN", kind=kind, stage="decided",
                direction=direction, title_zh=row["title"], evidence=row["evidence"],
            )  # fmt: skip


def _step(kind: str, announced: str, effective: str, change: float) -> PolicyEvent:
    return PolicyEvent(
        announced_at=DAY(announced), effective_at=DAY(effective), jurisdiction="CN", kind=kind, stage="decided",
        direction="easing" if change < 0 else "tightening", magnitude=change, unit="bp",
        tier="all" if kind == "monetary.rrr" else None,
    )  # fmt: skip
