"""Strips to read: made up for a question, or the real history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.model.months import month_after
from sources.contract import Observation, PriceKind, Reader, contract_code
from sources.door import read_table
from sources.memory import MemoryReader, futures_series

Prices = Mapping[str, float]
MakePanel = Callable[..., Panel]
Published = Mapping[str, Mapping[str, Mapping[str, float]]]
"""CME's export: probability by day, meeting and lower end of the range."""


def price_rows(day: dt.date, prices: Prices, kind: PriceKind = "settlement") -> list[Observation]:
    return [
        Observation(
            series=futures_series(code, kind), period=day, value=price, released_at=day, source="made up"
        )
        for code, price in prices.items()
    ]


def fixing_rows(first: dt.date, rates: Sequence[float]) -> list[Observation]:
    days = [first + dt.timedelta(days=ahead) for ahead in range(len(rates))]
    return [
        Observation(
            series="us.effr",
            period=day,
            value=rate,
            released_at=day + dt.timedelta(days=1),
            source="made up",
        )
        for day, rate in zip(days, rates, strict=True)
    ]


def path_prices(day: dt.date, level: float, steps: Mapping[dt.date, float], months: int) -> dict[str, float]:
    """Return the exact prices of a strip on a known path: calendar-day means, new rate from the day after."""
    first = day.replace(day=1)
    prices = {}
    for ahead in range(months):
        start = month_after(first, ahead)
        n_days = (month_after(start, 1) - start).days
        days = [start + dt.timedelta(days=one) for one in range(n_days)]
        rates = [level + sum(step for meeting, step in steps.items() if meeting < one) for one in days]
        prices[contract_code("ZQ", start)] = 100.0 - sum(rates) / len(rates)
    return prices


@pytest.fixture(scope="session")
def make_panel() -> MakePanel:
    def make(
        day: dt.date,
        prices: Prices,
        *,
        kind: PriceKind = "settlement",
        as_of: dt.date | None = None,
        more: Sequence[Observation] = (),
    ) -> Panel:
        reader = MemoryReader([*price_rows(day, prices, kind), *more], origin="store")
        return Panel(reader, as_of or day, catalogue())

    return make


@pytest.fixture(scope="session")
def sample_on(sample: Reader) -> Callable[[str], Panel]:
    return lambda day: Panel(sample, dt.date.fromisoformat(day), catalogue())


@pytest.fixture(scope="session")
def history(validation: Path) -> Panel:
    """Last-trade strips of 2010-2026 with the fixings to 2025-10, standing on the last day."""
    table = pq.read_table(validation / "futures_zq_2010_2026.parquet").to_pydict()
    rows = []
    for day, code, price, kind in zip(
        table["date"], table["contract"], table["price"], table["kind"], strict=True
    ):
        date = dt.date.fromisoformat(day)
        rows.append(
            Observation(
                series=futures_series(code, kind), period=date, value=price, released_at=date, source="file"
            )
        )
    rows += read_table(validation / "effr.csv", known_series=catalogue().keys()).observations
    return Panel(MemoryReader(rows, origin="store"), dt.date(2026, 4, 15), catalogue())


@pytest.fixture(scope="session")
def published(validation: Path) -> Published:
    table = pq.read_table(validation / "fedwatch_published_2025-04_2026-04.parquet").to_pydict()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for day, meeting, low, p in zip(
        table["date"], table["meeting"], table["lower_bp"], table["probability"], strict=True
    ):
        found.setdefault(day, {}).setdefault(meeting, {})[str(low)] = p
    return found
