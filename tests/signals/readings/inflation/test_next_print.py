"""What the next print would have to be, and what the forecast is made of."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from signals.readings.inflation.inputs import CPI
from signals.readings.inflation.reading import read
from sources.contract import Observation

DAY = dt.date(2024, 2, 16)


def word_after(world, rows, rate_pct: float, months: int) -> str:
    """The word on the trend once February 2024 is out at a 12-month rate, everything else as of 16 February."""
    base = next(row.value for row in rows if row.series == CPI and row.period == dt.date(2023, 2, 1))
    out = dt.date(2024, 3, 12)
    value = base * (1.0 + rate_pct / 100.0)
    printed = Observation(series=CPI, period=dt.date(2024, 2, 1), value=value, released_at=out, source="test")
    estimate = read(world([*rows, printed], out), parts=frozenset()).estimate
    return next(one.word for one in estimate.directions if one.months == months)


@pytest.mark.parametrize("months", [3, 6, 12])
def test_a_print_just_past_a_threshold_turns_the_word(world, sample_rows, months):
    # BLS rounds the index to three decimals, so that a print lies within 0.0005 pp of a rate
    flip = next(one for one in read(world(sample_rows, DAY)).flips if one.months == months)
    assert word_after(world, sample_rows, flip.falling_below_pct - 0.01, months) == "falling"
    assert word_after(world, sample_rows, flip.falling_below_pct + 0.01, months) == "stalled"
    assert word_after(world, sample_rows, flip.rising_above_pct - 0.01, months) == "stalled"
    assert word_after(world, sample_rows, flip.rising_above_pct + 0.01, months) == "rising"


def test_the_odds_of_a_threshold_are_those_of_the_forecast(on):
    reading = read(on("2024-02-16"))
    rate = reading.estimate.rates[0]
    for flip in reading.flips:
        assert flip.falling_below_pct < flip.rising_above_pct
        assert flip.p_falling == pytest.approx(rate.p_below(flip.falling_below_pct))
        assert flip.p_rising == pytest.approx(1.0 - rate.p_below(flip.rising_above_pct))


def test_a_month_that_will_never_come_has_no_threshold(world, sample_rows):
    known = [row for row in sample_rows if not (row.series == CPI and row.period == dt.date(2023, 2, 1))]
    assert read(world(known, DAY)).flips == ()  # the base month of the next print is not there


@pytest.mark.parametrize("day", ["2008-11-19", "2020-06-12", "2022-04-12", "2024-02-16"])
def test_the_parts_of_the_forecast_add_up_to_it(on, day):
    reading = read(on(day))
    now = 100.0 * np.log1p(reading.latest.yoy_pct / 100.0)
    assert [one.horizon_months for one in reading.sources] == [1, 3, 6, 12]
    for one in reading.sources:
        assert one.change == pytest.approx(one.base + one.gasoline + one.trend)
        # the model's split of the newest print leaves out the rounding of the index, 0.03 points before 2007
        assert now + one.change == pytest.approx(
            reading.estimate.rates[one.horizon_months - 1].mean, abs=0.01
        )
        assert one.share_gasoline + one.share_now + one.share_ahead == pytest.approx(1.0)


def test_base_effects_are_what_drops_out_of_the_year(on):
    # BLS: the unadjusted index rose from 281.148 in January to 296.276 in July 2022, 5.4 % that then left the year
    reading = read(on("2023-02-15"))
    half = next(one for one in reading.sources if one.horizon_months == 6)
    assert half.base < -2.0
    assert half.trend > 0.0
