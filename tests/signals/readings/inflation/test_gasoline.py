"""Gasoline by month: known as far as its weeks are, carried on by its season where they are not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from signals.readings.inflation.config import settings, stored_sets
from signals.readings.inflation.model.gasoline import Weekly, covariate, gasoline_history, gasoline_outlook
from sources.months import month_number, month_numbers

CHOSEN = settings().gasoline
FLAT = CHOSEN.model_copy(update={"seasonal_years": 1000})


@pytest.fixture(scope="module")
def weekly(sample) -> Weekly:
    history = sample.series("us.gasoline.regular")
    return Weekly(period=history.period, price=history.value, released_at=history.released_at)


def until(weekly: Weekly, day: str) -> Weekly:
    keep = weekly.period <= np.datetime64(day)
    return Weekly(**{field.name: getattr(weekly, field.name)[keep] for field in dataclasses.fields(weekly)})


def months(first: str, last: str) -> np.ndarray:
    ends = month_numbers(np.array([first, last], dtype="datetime64[D]"))
    return np.arange(ends[0], ends[1] + 1)


def test_a_month_is_known_as_far_as_its_weeks_are(weekly):
    # the Mondays of January 2024 were the 1st, 8th, 15th, 22nd and 29th
    for day, open_share in (("2024-01-01", 0.8), ("2024-01-22", 0.2), ("2024-01-29", 0.0)):
        found = gasoline_history(until(weekly, day), months("2023-12-01", "2024-01-01"), CHOSEN)
        np.testing.assert_allclose(found.open, [0.0, open_share], atol=1e-12)
        assert not found.carried.any()


def test_the_newest_price_stands_for_the_weeks_to_come(weekly):
    seen = until(weekly, "2024-01-08")
    (price,) = gasoline_history(seen, months("2024-01-01", "2024-01-01"), CHOSEN).price
    assert price == pytest.approx((seen.price[-2] + 4.0 * seen.price[-1]) / 5.0)


def test_months_without_a_price_go_on_from_the_newest_with_the_season(weekly):
    seen = until(weekly, "2022-12-31")
    span = months("2022-12-01", "2023-12-01")
    flat, moved = (gasoline_history(seen, span, chosen).price for chosen in (FLAT, CHOSEN))
    np.testing.assert_allclose(flat[1:], seen.price[-1])
    assert (
        moved[5] > 1.1 * seen.price[-1]
    )  # EIA: the price of May was above December's in 29 of the 32 years to 2023
    assert moved[12] == pytest.approx(seen.price[-1])  # after a year the season is over


@pytest.mark.parametrize("day", ["2022-12-26", "2023-03-06"])
def test_the_path_ahead_of_a_stale_price_is_what_is_taken_for_those_months(weekly, day):
    seen = until(weekly, day)
    origin = month_number(np.datetime64("2023-06-01").astype(object))
    path, clock = gasoline_outlook(
        seen,
        origins=np.array([origin]),
        days=np.array(["2023-07-12"], dtype="datetime64[D]"),
        horizon=24,
        chosen=CHOSEN,
    )
    np.testing.assert_allclose(path[0], gasoline_history(seen, origin + 1 + np.arange(24), CHOSEN).price)
    np.testing.assert_allclose(clock[0], 1.0 + np.arange(24))  # what was open before is in the state


def test_a_dollar_a_gallon_is_worth_the_same_index_points_whatever_the_index(weekly):
    parameters = stored_sets()[-1]
    for index in (150.0, 300.0):
        x, unit = covariate(parameters, np.array([2.0, 3.0, 3.0]), np.full(3, index))
        rise = index * parameters.beta * np.diff(x) / 100.0
        np.testing.assert_allclose(rise, [parameters.beta, 0.0])
        assert unit[2] == pytest.approx(parameters.sigma_gasoline * 3.0 / index)


def test_the_index_of_a_month_never_published_is_the_one_before_it(weekly):
    parameters = stored_sets()[-1]
    holed, _ = covariate(parameters, np.array([2.0, 2.0, 3.0]), np.array([200.0, np.nan, 210.0]))
    assert holed[2] == pytest.approx(100.0 / 200.0)
