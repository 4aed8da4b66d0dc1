"""The fan against statsmodels' own forecast and against plain simulation."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from scipy import stats

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.inflation.config import settings, stored_sets
from signals.readings.inflation.inputs import read_inputs
from signals.readings.inflation.model.fan import fan_scale, past_errors, past_record
from signals.readings.inflation.model.forecast import (
    Levels,
    Rate,
    project,
    rate_between,
    rates_ahead,
    student_cdf,
    student_quantile,
)
from signals.readings.inflation.model.gasoline import covariate_ahead
from signals.readings.inflation.model.horizon import horizon_of
from signals.readings.inflation.model.known import Inputs, past_outlooks
from signals.readings.inflation.model.startup import run_filter
from signals.readings.inflation.model.system import system
from sources.months import month_number


@pytest.fixture(scope="module")
def inputs(sample) -> Inputs:
    found = read_inputs(Panel(sample, dt.date(2024, 2, 16), catalogue()), settings())
    assert found is not None
    return found


def solved(inputs: Inputs):
    model = system(stored_sets()[-1], (0.05, 0.1))
    run = run_filter(model, inputs.observed(stored_sets()[-1]))
    return run, horizon_of(model, inputs.horizon)


def test_the_levels_ahead_equal_filtering_on_into_months_without_a_print(inputs):
    run, horizon = solved(inputs)
    steps = inputs.horizon
    now = run.observed
    path, _ = covariate_ahead(
        run.system.parameters,
        now.gasoline[-1:],
        inputs.gasoline.price[-1:],
        inputs.prices.index[-1:],
        inputs.today.gasoline,
    )
    anchor = inputs.today.anchor[0]
    longer = dataclasses.replace(
        now,
        level=np.append(now.level, np.full(steps, np.nan)),
        gasoline=np.append(now.gasoline, path[0]),
        anchor=np.concatenate([now.anchor[:-1], anchor, anchor[-1:]]),
        rounding=np.append(now.rounding, np.zeros(steps)),
        gap=np.concatenate([now.gap, np.zeros((steps, 2))]),
        carried=np.concatenate([now.carried, np.ones((steps, 2), dtype=bool)]),
    )
    further = run_filter(run.system, longer)
    still = dataclasses.replace(inputs.today, clock=np.zeros_like(inputs.today.clock))
    levels = project(run, horizon, dataclasses.replace(inputs, today=still), holes_from=inputs.last)
    seen = run.system.design
    ahead = slice(len(inputs.level), None)
    known = longer.known_gasoline(run.system.parameters)[ahead]
    np.testing.assert_allclose(levels.mean, (further.mean[ahead] @ seen).T + known, rtol=1e-10)
    variance = np.einsum("i,tkij,j->kt", seen, further.covariance[ahead], seen)
    np.testing.assert_allclose(np.diagonal(levels.covariance, axis1=1, axis2=2), variance, rtol=1e-8)


def test_gasoline_risk_is_a_random_walk_from_the_last_known_price(inputs):
    run, horizon = solved(inputs)
    still = dataclasses.replace(inputs.today, clock=np.zeros_like(inputs.today.clock))
    without = project(run, horizon, dataclasses.replace(inputs, today=still), holes_from=inputs.last)
    parameters = run.system.parameters
    risk = project(run, horizon, inputs, holes_from=inputs.last).covariance - without.covariance
    # two of four Mondays of February 2024 were out: half a month of moves was open in February, 4.5 in June;
    # all but the newest month of them reaches the index in full, the newest without its lag
    month = (parameters.sigma_gasoline * inputs.today.gasoline[0, 0] / inputs.prices.index[-1]) ** 2
    newest, older = parameters.beta**2 * month, (parameters.beta + parameters.beta_lag) ** 2 * month
    assert risk[0, 0, 0] == pytest.approx(0.5 * newest)
    assert risk[0, 4, 4] == pytest.approx(3.5 * older + newest)
    assert risk[0, 4, 9] == pytest.approx(
        3.5 * older + parameters.beta * (parameters.beta + parameters.beta_lag) * month
    )


def test_the_average_of_a_year_agrees_with_a_million_draws(inputs):
    run, horizon = solved(inputs)
    levels = project(run, horizon, inputs, holes_from=inputs.last)
    january = month_number(dt.date(2024, 1, 1))
    rates = rate_between(inputs, levels, range(january, january + 12), range(january - 12, january))
    assert rates is not None
    random = np.random.default_rng(7)
    draws = random.multivariate_normal(levels.mean[1][:11], levels.covariance[1][:11, :11], size=500_000)
    known = np.exp(inputs.level[january - inputs.first] / 100.0)
    base = np.exp(inputs.level[january - 12 - inputs.first : january - inputs.first] / 100.0).mean()
    simulated = 100.0 * (((np.exp(draws / 100.0).sum(axis=1) + known) / 12.0) / base - 1.0)
    rate = rates[1]
    for p in (0.05, 0.5, 0.95):
        ours = 100.0 * np.expm1((rate.mean + stats.norm.ppf(p) * rate.sd) / 100.0)
        assert np.quantile(simulated, p) == pytest.approx(ours, abs=0.005)
    assert (simulated < 3.0).mean() == pytest.approx(
        stats.norm.cdf((100.0 * np.log(1.03) - rate.mean) / rate.sd), abs=0.003
    )


def test_a_rate_whose_base_was_never_published_is_undefined_though_the_month_is_bridged(inputs):
    level, index = inputs.level.copy(), inputs.prices.index.copy()
    level[-3] = index[-3] = np.nan  # November 2023
    prices = dataclasses.replace(inputs.prices, index=index)
    holed = dataclasses.replace(inputs, level=level, prices=prices)
    run, horizon = solved(holed)
    levels = project(run, horizon, holed, holes_from=inputs.last - 12)
    assert levels.months[0] == month_number(dt.date(2023, 11, 1))
    bridged = float(np.exp(levels.mean[1, 0] / 100.0))
    assert bridged == pytest.approx(307.051, rel=0.002)  # what BLS published
    rates = rates_ahead(holed, levels, 1)
    missing = [h for h, rate in enumerate(rates, start=1) if rate is None]
    assert missing == [10]  # November 2024; November 2025 rests on a month that will come
    year = rate_between(
        holed,
        levels,
        range(month_number(dt.date(2024, 1, 1)), month_number(dt.date(2025, 1, 1))),
        range(month_number(dt.date(2023, 1, 1)), month_number(dt.date(2024, 1, 1))),
    )
    whole = solved(inputs)
    untouched = rate_between(
        inputs,
        project(*whole, inputs, holes_from=inputs.last),
        range(month_number(dt.date(2024, 1, 1)), month_number(dt.date(2025, 1, 1))),
        range(month_number(dt.date(2023, 1, 1)), month_number(dt.date(2024, 1, 1))),
    )
    assert year is not None
    assert untouched is not None
    assert year[1].median_pct == pytest.approx(untouched[1].median_pct, abs=0.1)


def test_a_month_that_neither_a_print_nor_the_fan_reaches_gives_no_rate(inputs):
    run, horizon = solved(inputs)
    levels = project(run, horizon, inputs, holes_from=inputs.last)
    beyond = inputs.last + inputs.horizon + 1
    assert rate_between(inputs, levels, range(beyond, beyond + 1), range(beyond - 12, beyond - 11)) is None


def test_a_known_year_leaves_nothing_open(inputs):
    run, horizon = solved(inputs)
    levels = project(run, horizon, inputs, holes_from=inputs.last)
    start = month_number(dt.date(2023, 1, 1))
    rates = rate_between(inputs, levels, range(start, start + 12), range(start - 12, start))
    assert rates is not None
    assert rates[0].sd == 0.0
    assert rates[0].median_pct == pytest.approx(4.1, abs=0.05)  # BLS: 2023 annual average +4.1 %
    assert rates[0].p_below(4.0) == 0.0
    assert rates[0].p_below(4.2) == 1.0


@pytest.mark.parametrize("x", [-30.0, -2.13, -0.4, 0.0, 1e-9, 0.7, 5.0])
def test_the_closed_form_of_student_equals_scipy(x):
    assert student_cdf(x) == pytest.approx(stats.t(4).cdf(x), abs=1e-14)


@pytest.mark.parametrize("p", [1e-4, 0.05, 0.25, 0.5, 0.9, 0.95, 0.999])
def test_the_quantile_of_student_equals_scipy(p):
    assert student_quantile(p) == pytest.approx(stats.t(4).ppf(p), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1, float("nan")])
def test_a_quantile_of_no_probability_is_refused(p):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        student_quantile(p)


def test_half_of_an_interval_lies_on_either_side_of_the_median():
    rate = Rate(mean=3.0, sd=1.0)
    low, high = rate.interval_pct(0.9)
    assert rate.p_below(low) == pytest.approx(0.05)
    assert rate.p_below(high) == pytest.approx(0.95)
    assert rate.p_below(rate.median_pct) == pytest.approx(0.5)


def test_the_width_of_the_fan_rests_on_errors_already_known(inputs):
    run, horizon = solved(inputs)
    errors = past_errors(run, horizon, inputs, past_outlooks(inputs, settings()), 1).standardised
    now = fan_scale(errors, inputs, settings().fan)
    unknown = errors.copy()
    n = len(inputs.level)
    origins, ahead = np.arange(n)[:, None], np.arange(1, inputs.horizon + 1)
    unknown[(origins + ahead) > n - 1] = 1e6
    assert np.array_equal(now, fan_scale(unknown, inputs, settings().fan))
    assert np.isfinite(errors[120]).all()


def test_an_untested_model_is_given_its_own_width(inputs):
    errors = np.full((len(inputs.level), inputs.horizon), np.nan)
    np.testing.assert_array_equal(fan_scale(errors, inputs, settings().fan), np.ones(inputs.horizon))


def test_levels_are_kept_in_calendar_order(inputs):
    run, horizon = solved(inputs)
    levels: Levels = project(run, horizon, inputs, holes_from=inputs.last)
    assert (np.diff(levels.months) == 1).all()


def test_a_past_outlook_is_the_one_that_was_drawn_up_on_its_day(sample, inputs):
    past = past_outlooks(inputs, settings())
    for row in range(60, len(inputs.level), 13):
        then = read_inputs(Panel(sample, inputs.prices.released_at[row].item(), catalogue()), settings())
        assert then is not None
        for name in ("gasoline", "clock", "anchor"):
            np.testing.assert_array_equal(
                getattr(then.today, name)[0], getattr(past, name)[row], err_msg=name
            )


def test_the_record_equals_forecasts_made_on_their_days(sample, inputs):
    from signals.readings.inflation.model.passes import Solver
    from signals.readings.inflation.reading import read_range

    world = Panel(sample, dt.date(2024, 2, 16), catalogue())
    begin = month_number(settings().fan.calibrate_from) - inputs.first
    days = inputs.prices.released_at[begin:].tolist()
    solver = Solver(sets=[stored_sets()[-1]])
    misses = []
    for reading in read_range(world, days, solver=solver, parts=frozenset({"fan", "record"})):
        came = inputs.prices.change_pct(reading.estimate.inputs.last + 3, 12)
        if np.isfinite(came):
            misses.append(came - reading.estimate.forecast[2].median_pct)
    record = reading.record[1]
    assert record.horizon_months == 3
    assert record.forecasts == len(misses)
    assert record.rmse_pp == pytest.approx(np.sqrt(np.mean(np.square(misses))), rel=1e-9)
    assert record.rmse_pp < record.no_change_rmse_pp


def test_without_a_past_there_is_no_record(inputs):
    run, horizon = solved(inputs)
    errors = past_errors(run, horizon, inputs, past_outlooks(inputs, settings()), 1)
    late = settings().fan.model_copy(update={"calibrate_from": dt.date(2024, 1, 1)})
    assert past_record(errors, inputs, late) == ()
