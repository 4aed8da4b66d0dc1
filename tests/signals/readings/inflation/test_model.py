"""The filter: statsmodels, its copy for the start, and both on shorter pasts."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

from signals.readings.inflation.config import settings, stored_sets
from signals.readings.inflation.inputs import read_inputs
from signals.readings.inflation.model import startup, statespace
from signals.readings.inflation.model.statespace import Prices
from signals.readings.inflation.model.system import (
    ANCHOR_GAP,
    GASOLINE_GAP,
    N_STATES,
    TREND,
    FilterPass,
    Observed,
    remember,
    system,
)

KAPPAS = (0.03, 0.1, 0.2)
HOLE = 300  # a month in the middle of the sample, taken out
UNPRICED = range(350, 356)  # months of which no price of gasoline is known
LATE = range(380, 385)  # months by whose end a survey was late


@pytest.fixture(scope="module")
def observed(sample) -> Observed:
    from signals.opening import catalogue
    from signals.panel import Panel

    found = read_inputs(Panel(sample, dt.date(2024, 2, 16), catalogue()), settings())
    assert found is not None
    whole = found.observed(stored_sets()[-1])
    level, gap, carried = whole.level.copy(), whole.gap.copy(), whole.carried.copy()
    level[HOLE] = np.nan
    carried[UNPRICED, 0], gap[UNPRICED, 0] = True, 0.05
    gap[UNPRICED.stop, 0] = 0.02  # and one of which half is
    carried[LATE, 1], gap[LATE, 1] = True, found.anchor_sd**2
    return dataclasses.replace(whole, level=level, gap=gap, carried=carried)


def cut(observed: Observed, months: int) -> Observed:
    names = (field.name for field in dataclasses.fields(observed))
    return dataclasses.replace(observed, **{name: getattr(observed, name)[:months] for name in names})


def run(observed: Observed) -> FilterPass:
    return startup.run_filter(system(stored_sets()[-1], KAPPAS), observed)


ARRAYS = ("mean", "covariance", "surprise", "surprise_variance", "gain")


def test_the_pass_of_the_start_equals_statsmodels_to_ten_digits(observed):
    ours, theirs = run(observed), statespace.run_filter(system(stored_sets()[-1], KAPPAS), observed)
    for name in ARRAYS:
        np.testing.assert_allclose(
            getattr(ours, name), getattr(theirs, name), rtol=1e-10, atol=1e-10, err_msg=name
        )
    np.testing.assert_allclose(ours.log_likelihood(), theirs.log_likelihood(), rtol=1e-10)


def test_the_likelihood_is_that_of_statsmodels(observed):
    parameters = stored_sets()[-1]
    prices = Prices(observed, parameters)
    prices.put(parameters)
    theirs = prices.ssm.filter().llf_obs.sum()
    found = statespace.run_filter(system(parameters, (parameters.kappa,)), observed)
    assert theirs == pytest.approx(float(found.log_likelihood()[0]), rel=1e-10)


@pytest.mark.parametrize("filtered", [startup.run_filter, statespace.run_filter])
@pytest.mark.parametrize("months", [14, 200, HOLE, HOLE + 1, HOLE + 2, UNPRICED.stop, 408])
def test_one_pass_equals_a_rerun_on_a_shorter_past_to_the_bit(observed, filtered, months):
    model = system(stored_sets()[-1], KAPPAS)
    whole, short = filtered(model, observed), filtered(model, cut(observed, months))
    for name in ARRAYS:
        assert np.array_equal(getattr(whole, name)[:months], getattr(short, name), equal_nan=True), name


def with_old_trends(observed: Observed, which: int, lags: int, *, smooth: bool = False):
    """The model in statsmodels with a state that carries ``lags`` old trends, made by hand."""
    prices = Prices(observed, stored_sets()[-1], KAPPAS[which])
    prices.put(stored_sets()[-1])
    n, size = len(observed.level), N_STATES + lags
    ours = {name: prices.ssm[name] for name in ("transition", "state_cov", "state_intercept", "design")}
    transition, noise = np.zeros((size, size, n)), np.zeros((size, size, n))
    transition[:N_STATES, :N_STATES], noise[:N_STATES, :N_STATES] = ours["transition"], ours["state_cov"]
    if lags:
        transition[N_STATES, TREND] = 1.0
        for lag in range(1, lags):
            transition[N_STATES + lag, N_STATES + lag - 1] = 1.0
    theirs = KalmanSmoother(1, size, k_posdef=size)
    theirs.bind(observed.level[None, :].copy(order="F"))
    theirs["design"] = np.concatenate([ours["design"].reshape(1, -1), np.zeros((1, lags))], axis=1)
    theirs["transition"], theirs["selection"], theirs["state_cov"] = transition, np.eye(size), noise
    intercept = np.zeros((size, n))
    intercept[:N_STATES] = ours["state_intercept"]
    theirs["state_intercept"] = intercept
    theirs["obs_intercept"] = prices.ssm["obs_intercept"]
    theirs["obs_cov"] = observed.rounding[None, None, :]
    mean, covariance = observed.start(stored_sets()[-1])
    start, spread = np.zeros(size), np.zeros((size, size))
    start[:N_STATES], spread[:N_STATES, :N_STATES] = mean, covariance
    theirs.initialize_known(start, spread)
    return theirs.smooth() if smooth else theirs.filter()


@pytest.mark.parametrize("lag", [3, 6, 12])
@pytest.mark.parametrize("now", [408, HOLE + 5, UNPRICED.stop - 2, LATE.stop + 1])
def test_a_remembered_trend_equals_a_lag_appended_to_the_state(observed, lag, now):
    which = 1
    theirs = with_old_trends(observed, which, lags=12)
    weights = np.zeros(N_STATES)
    weights[TREND] = 1.0
    past = remember(run(observed), [(now - lag, weights)], now)
    old = N_STATES + lag - 1
    covariance = theirs.filtered_state_cov[:, :, now]
    assert theirs.filtered_state[old, now] == pytest.approx(past.mean[which, 0], rel=1e-8)
    assert covariance[old, old] == pytest.approx(past.covariance[which, 0, 0], rel=1e-7)
    assert covariance[TREND, old] == pytest.approx(past.shared[which, TREND, 0], rel=1e-7)


def test_a_hole_is_bridged_as_a_smoother_would(observed):
    passed = run(observed)
    weights = passed.system.design
    theirs = with_old_trends(observed, 1, lags=0, smooth=True)
    past = remember(passed, [(HOLE, weights), (HOLE - 5, weights)], len(observed.level) - 1)
    for at, month in enumerate((HOLE, HOLE - 5)):
        assert weights @ theirs.smoothed_state[:, month] == pytest.approx(past.mean[1, at], rel=1e-9)
        variance = weights @ theirs.smoothed_state_cov[:, :, month] @ weights
        assert variance == pytest.approx(past.covariance[1, at, at], rel=1e-6, abs=1e-9)


def test_later_prices_do_not_move_a_past_state(observed):
    level = observed.level.copy()
    level[350:] += 7.0
    changed = run(dataclasses.replace(observed, level=level))
    assert np.array_equal(run(observed).mean[:350], changed.mean[:350])
    assert not np.array_equal(run(observed).mean[350], changed.mean[350])


def test_a_gap_opens_where_a_price_or_a_survey_is_missing_and_closes_where_it_is_back(observed):
    variance = np.diagonal(run(observed).covariance[:, 1], axis1=1, axis2=2)
    for state, open_in in ((GASOLINE_GAP, UNPRICED), (ANCHOR_GAP, LATE)):
        assert (np.diff(variance[open_in.start - 1 : open_in.stop, state]) > 0.0).all()
        assert variance[open_in.start - 1, state] == 0.0
    assert 0.0 < variance[UNPRICED.stop, GASOLINE_GAP] <= 0.02  # half of the month was seen
    assert variance[UNPRICED.stop + 1, GASOLINE_GAP] == 0.0
    assert variance[LATE.stop, ANCHOR_GAP] == 0.0


def test_a_print_without_gasoline_is_heard(observed):
    month = UNPRICED[2]
    level = observed.level.copy()
    level[month] += 1.0
    one, two = (run(data) for data in (observed, dataclasses.replace(observed, level=level)))
    shown = one.system.design
    moved = (two.mean[month, 1] - one.mean[month, 1]) @ shown
    assert moved == pytest.approx(1.0, abs=0.001)  # all of it: BLS rounds to three decimals
    assert (
        two.mean[month, 1, GASOLINE_GAP] - one.mean[month, 1, GASOLINE_GAP] > 0.5 / shown[GASOLINE_GAP] * 0.5
    )
