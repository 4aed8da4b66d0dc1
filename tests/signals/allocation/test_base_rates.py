"""Base rates: reckoned from closes, as known on the day."""

from __future__ import annotations

import csv
import datetime as dt
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta

from signals.allocation.criterion.base_rates import base_rates
from signals.allocation.criterion.relative import as_days, disjoint_windows, months_on
from signals.engine import load_strategies
from signals.opening import catalogue
from signals.panel import Panel
from sources.contract import Observation
from sources.memory import MemoryReader

HSTECH = load_strategies(["hstech"])[0].rules.strategy


def closes(prices: dict[dt.date, float], *, other: float = 100.0, quality: str = "ok") -> MemoryReader:
    rows = []
    for day, price in prices.items():
        for series, value in (("index.HSTECH", price), ("index.HSI", other)):
            rows.append(
                Observation(
                    series=series, period=day, value=value, released_at=day, source="made", quality=quality
                )
            )
    return MemoryReader(rows)


def weekly(first: dt.date, weeks: int, price) -> dict[dt.date, float]:
    return {first + dt.timedelta(weeks=n): price(n) for n in range(weeks)}


def rates(reader: MemoryReader, as_of: dt.date):
    found = base_rates(HSTECH, Panel(reader, as_of, catalogue()))
    return {(rate.basis, rate.checkpoint): rate for rate in found}


def test_shares_are_those_of_a_count_by_hand():
    # Four years at 100, then at 130: of the starts of 2021 to 2024 only those whose year ends after the jump win.
    first, jump = dt.date(2021, 1, 1), 160
    prices = weekly(first, 261, lambda n: 100.0 if n < jump else 130.0)
    found = rates(closes(prices), dt.date(2026, 6, 1))["live", "12m"]

    days = sorted(prices)
    results = []
    for day in days:
        ends = [end for end in days if end >= day + relativedelta(months=12)]
        if ends:
            results.append(prices[ends[0]] / prices[day] - 1)
    assert found.overweight_pct == round(100 * sum(r > 0.1 for r in results) / len(results), 1)
    assert found.underweight_pct == 0.0
    assert f"{len(results)} overlapping starts, 4 disjoint windows" in found.source
    assert found.primary


def test_too_few_windows_are_no_odds():
    prices = weekly(dt.date(2023, 1, 6), 120, lambda n: 100.0 + n)

    assert ("live", "12m") not in rates(closes(prices), dt.date(2025, 6, 1))  # two windows and some weeks
    assert ("live", "6m") in rates(closes(prices), dt.date(2025, 6, 1))


def test_a_window_from_the_backcast_into_live_days_belongs_to_neither():
    launch = HSTECH.live_from
    prices = weekly(dt.date(2015, 1, 2), 600, lambda n: 100.0)
    found = rates(closes(prices), dt.date(2026, 8, 1))

    for (basis, checkpoint), rate in found.items():
        first, last = (dt.date.fromisoformat(word) for word in rate.window.split() if word[0] == "2")
        months = {"6m": 6, "12m": 12}[checkpoint]
        if basis == "live":
            assert first >= launch
        else:
            assert last + relativedelta(months=months) < launch
            assert not rate.primary
    assert len(found) == 4


def test_a_later_close_changes_nothing_before_it_is_known():
    prices = weekly(dt.date(2021, 1, 1), 200, lambda n: 100.0 + 10 * np.sin(n / 9))
    as_of = dt.date(2024, 6, 1)
    known = {day: price for day, price in prices.items() if day <= as_of}

    assert rates(closes(prices), as_of) == rates(closes(known), as_of)


def test_a_doubted_close_is_no_start_and_settles_nothing():
    prices = weekly(dt.date(2021, 1, 1), 200, lambda n: 100.0)

    assert rates(closes(prices, quality="suspect"), dt.date(2026, 1, 1)) == {}


def test_live_odds_are_those_counted_with_pandas(validation: Path):
    """720 starts to 2024-06, counted independently with pandas offsets: 5.6 / 43.5 / 51.0 % at 12 months."""
    rows = []
    with (validation / "index_closes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = dt.date.fromisoformat(row["period"])
            rows.append(
                Observation(
                    series=row["series"],
                    period=day,
                    value=float(row["value"]),
                    released_at=day,
                    source="validation",
                )
            )
    found = rates(MemoryReader(rows), dt.date(2024, 6, 28))

    live = found["live", "12m"]
    assert (live.overweight_pct, live.neutral_pct, live.underweight_pct) == pytest.approx(
        (5.6, 43.5, 51.0), abs=0.06
    )
    assert "720 overlapping starts" in live.source


def test_months_on_is_that_of_dateutil():
    days = [dt.date(2019, 12, 25) + dt.timedelta(n) for n in range(0, 1200, 7)] + [dt.date(2023, 8, 31)]
    for months in (1, 6, 12, 13):
        expected = [day + relativedelta(months=months) for day in days]
        assert months_on(as_days(days), months).tolist() == expected


def test_disjoint_windows_are_counted_greedily():
    starts = [dt.date(2020, 1, 1) + dt.timedelta(n) for n in range(1000)]
    ends = [day + dt.timedelta(100) for day in starts]

    assert disjoint_windows(as_days(starts), as_days(ends)) == 10
    assert all(after > before for before, after in pairwise(starts))
