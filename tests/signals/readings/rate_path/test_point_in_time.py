"""What became known later never changes a byte of an earlier reading; a range is its days, one by one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rate_path_quick import distributions

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.document import path_document
from signals.readings.rate_path.facts import facts, facts_range
from signals.readings.rate_path.reading import days_with_prices, read, read_range
from signals.readings.rate_path.track_record import Beside
from sources.contract import Observation
from sources.door import read_table
from sources.memory import MemoryReader, futures_series
from sources.sample import SAMPLE_FILES

from .conftest import MakePanel, path_prices, price_rows

D = dt.date
AS_OF = D(2024, 2, 9)


@cache
def rows() -> tuple[Observation, ...]:
    from importlib.resources import files

    tables = [
        read_table(files("sources.sample") / name, known_series=catalogue().keys(), source="t")
        for name in SAMPLE_FILES
        if name in {"futures.csv", "effr.csv"}
    ]
    return tuple(row for table in tables for row in table.observations)


def document(more: tuple[Observation, ...] = ()) -> str:
    panel = Panel(MemoryReader([*rows(), *more]), AS_OF, catalogue())
    said = path_document(read(panel), Beside(other=read(panel, method="fit")))
    return json.dumps([said, [repr(fact) for fact in facts(panel)]])


@cache
def baseline() -> str:
    return document()


later = st.builds(
    lambda name, back, wait, value: Observation(
        series=name,
        period=AS_OF - dt.timedelta(days=back),
        value=value,
        released_at=AS_OF + dt.timedelta(days=wait),
        source="later",
    ),
    st.sampled_from(
        [
            *(
                futures_series(f"ZQ{code}24", kind)
                for code in "GHJKMNQUVXZ"
                for kind in ("last", "settlement")
            ),
            "us.effr",
            "us.fed.target.upper",
            "us.fed.target.lower",
        ]
    ),
    st.integers(min_value=-20, max_value=40),
    st.integers(min_value=1, max_value=60),
    st.floats(min_value=90, max_value=99),
)


@settings(max_examples=25)
@given(st.lists(later, max_size=12))
def test_rows_released_later_change_no_byte(more: list[Observation]) -> None:
    assert document(tuple(more)) == baseline()


@cache
def corrections() -> tuple[Observation, ...]:
    """Return the strip of the day itself corrected by a hundredth on that day, and one older price three days late."""
    prices = [row for row in rows() if row.series.startswith("futures.ZQ") and row.period <= AS_OF]
    again = [replace(row, value=row.value + 0.01) for row in prices if row.period == AS_OF]
    assert len(again) > 10
    older = next(row for row in reversed(prices) if row.period < AS_OF)
    late = replace(older, value=older.value + 0.02, released_at=older.period + dt.timedelta(days=3))
    return (*again, late)


@cache
def corrected() -> str:
    return document(corrections())


@settings(max_examples=10)
@given(st.lists(later, max_size=12))
def test_rows_released_later_change_no_byte_of_a_corrected_history(more: list[Observation]) -> None:
    assert corrected() != baseline()
    assert document((*corrections(), *more)) == corrected()


@pytest.mark.parametrize("method", ["fedwatch", "fit"])
def test_a_range_equals_its_days_one_by_one(sample_on: Callable[[str], Panel], method: Any) -> None:
    panel = sample_on("2024-02-16")
    days = days_with_prices(panel, D(2023, 12, 1), D(2024, 2, 16))
    assert len(days) == 14
    together = [json.dumps(path_document(path)) for path in read_range(panel, days, method=method)]
    alone = [json.dumps(path_document(read(panel.at(day), method=method))) for day in days]
    assert together == alone


def test_facts_of_a_range_equal_those_of_its_days(sample_on: Callable[[str], Panel]) -> None:
    panel = sample_on("2024-02-16")
    days = [D(2024, 1, 24) + dt.timedelta(days=ahead) for ahead in range(24)]  # most of them without prices
    for day, found in facts_range(panel, days):
        alone = facts(panel.at(day))
        assert [(f.name, f.status, f.period) for f in found] == [(f.name, f.status, f.period) for f in alone]
        for ours, theirs in zip(found, alone, strict=True):
            assert ours.value == pytest.approx(theirs.value) if isinstance(ours.value, float) else True


def test_a_price_released_late_is_read_only_from_then_on(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 2, 15), 5.33, {}, 6)
    late = [
        Observation(
            series=row.series,
            period=row.period,
            value=row.value,
            released_at=D(2024, 2, 20),
            source="late",
        )
        for row in price_rows(D(2024, 2, 16), prices)
    ]
    panel = make_panel(D(2024, 2, 15), prices, as_of=D(2024, 2, 21), more=late)
    found = read_range(panel, [D(2024, 2, 16), D(2024, 2, 19), D(2024, 2, 20)])
    assert [path.strip.date.day for path in found] == [15, 15, 16]


def test_a_range_beyond_the_panels_day_is_refused(sample_on: Callable[[str], Panel]) -> None:
    with pytest.raises(ValueError, match="as of 2024-02-09 cannot show 2024-02-16"):
        read_range(sample_on("2024-02-09"), [D(2024, 2, 16)])


def test_a_live_range_is_seen_from_its_release_on(make_panel: MakePanel) -> None:
    day = D(2026, 11, 20)
    live = [
        Observation(series=series, period=period, value=value, released_at=period, source="live")
        for period in (D(2026, 11, 1), D(2026, 11, 19))
        for series, value in (("us.fed.target.upper", 3.75), ("us.fed.target.lower", 3.5))
    ]
    path = read(make_panel(day, path_prices(day, 3.6, {}, 6), more=live))
    assert (path.target.upper_bp, path.inputs[2].status) == (375, "ok")  # the file's last row says 400
    blind = read(make_panel(day, path_prices(day, 3.6, {}, 6)))
    assert blind.inputs[2].status == "suspect"
    assert "checked through 2026-09-18 only" in str(blind.inputs[2].reason)


def test_distributions_alone_are_those_of_the_full_reading(sample_on: Callable[[str], Panel]) -> None:
    panel = sample_on("2024-02-16")
    days = days_with_prices(panel, D(2023, 12, 1), D(2024, 2, 16))
    found = distributions(panel, days)
    assert found.days == tuple(days)
    for row, path in enumerate(read_range(panel, days)):
        assert found.meetings[row] == path.meetings
        for place in range(len(path.meetings)):
            quick = found.probability[row, place].tolist()
            lowest = int(found.lowest[row, place])
            full = dict(path.spread(place))
            assert {lowest + k: p for k, p in enumerate(quick) if p > 1e-12} == pytest.approx(
                {k: p for k, p in full.items() if p > 1e-12}
            )


def test_a_live_range_is_invisible_before_its_release(make_panel: MakePanel) -> None:
    day = D(2026, 11, 20)
    late = [
        Observation(
            series=series, period=D(2026, 11, 10), value=value, released_at=D(2026, 11, 25), source="live"
        )
        for series, value in (("us.fed.target.upper", 3.5), ("us.fed.target.lower", 3.25))
    ]
    prices = path_prices(day, 3.6, {}, 6)
    before = read(make_panel(day, prices, more=late))
    after = read(make_panel(day, prices, as_of=D(2026, 11, 26), more=late))
    assert (before.target.upper_bp, after.target.upper_bp) == (400, 350)
