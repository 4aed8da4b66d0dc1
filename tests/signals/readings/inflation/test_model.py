"""The filter against statsmodels, and against itself on shorter pasts."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from statsmodels.tsa.statespace.kalman_filter import KalmanFilter
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

from signals.readings.inflation.config import settings, stored_sets
from signals.readings.inflation.inputs import Inputs, read_inputs
from signals.readings.inflation.model.statespace import (
    LEVEL,
    N_STATES,
    SEASON,
    TREND,
    FilterPass,
    prior,
    remember,
    run_filter,
    system,
)

KAPPAS = (0.03, 0.1, 0.2)
HOLE = 300  # a month in the middle of the sample, taken out


@pytest.fixture(scope="module")
def inputs(sample) -> Inputs:
    from signals.opening import catalogue
    from signals.panel import Panel

    found = read_inputs(Panel(sample, dt.date(2024, 2, 16), catalogue()), settings())
    assert found is not None
    level = found.level.copy()
    level[HOLE] = np.nan
    return dataclasses.replace(found, level=level)


def run(inputs: Inputs, months: int | None = None) -> FilterPass:
    cut = slice(None, months)
    return run_filter(
        system(stored_sets()[-1], KAPPAS),
        level=inputs.level[cut],
        gasoline=inputs.gasoline[cut],
        anchor=inputs.anchor[cut],
        rounding=inputs.rounding[cut],
    )


def peer(inputs: Inputs, which: int, *, lags: int = 0, smooth: bool = False):
    """The same model in statsmodels; with ``lags``, the state carries that many old trends."""
    model = system(stored_sets()[-1], KAPPAS)
    n, size = len(inputs.level), N_STATES + lags
    transition, noise = np.zeros((size, size)), np.zeros((size, size))
    transition[:N_STATES, :N_STATES] = model.transition[which]
    noise[:N_STATES, :N_STATES] = model.noise
    if lags:
        transition[N_STATES, TREND] = 1.0
        for lag in range(1, lags):
            transition[N_STATES + lag, N_STATES + lag - 1] = 1.0
    design = np.zeros((1, size))
    design[0, [LEVEL, SEASON]] = 1.0
    intercept = np.zeros((size, n))
    intercept[:N_STATES] = np.multiply.outer(model.pull[which], inputs.anchor)
    beta = model.parameters.beta
    first = inputs.level[0] - beta * inputs.gasoline[0]
    mean, covariance = prior(model.parameters, float(first), float(inputs.anchor[0]))
    start, spread = np.zeros(size), np.zeros((size, size))
    start[:N_STATES], spread[:N_STATES, :N_STATES] = mean, covariance
    theirs = (KalmanSmoother if smooth else KalmanFilter)(1, size, k_posdef=size)
    theirs.bind(inputs.level[None, :].copy(order="F"))
    theirs["design"], theirs["transition"] = design, transition
    theirs["selection"], theirs["state_cov"] = np.eye(size), noise
    theirs["state_intercept"] = intercept
    theirs["obs_intercept"] = (beta * inputs.gasoline)[None, :]
    theirs["obs_cov"] = inputs.rounding[None, None, :]
    theirs.initialize_known(start, spread)
    return theirs.smooth() if smooth else theirs.filter()


@pytest.mark.parametrize("which", range(len(KAPPAS)))
def test_the_filter_equals_statsmodels_to_nine_digits(inputs, which):
    ours, theirs = run(inputs), peer(inputs, which)
    np.testing.assert_allclose(ours.mean[:, which].T, theirs.filtered_state, rtol=1e-9, atol=1e-9)
    covariance = np.moveaxis(ours.covariance[:, which], 0, -1)
    np.testing.assert_allclose(covariance, theirs.filtered_state_cov, rtol=1e-7, atol=1e-10)
    assert theirs.llf_obs.sum() == pytest.approx(float(ours.log_likelihood()[which]), rel=1e-9)


@pytest.mark.parametrize("months", [14, 200, HOLE, HOLE + 1, HOLE + 2, 408])
def test_one_pass_equals_a_rerun_on_a_shorter_past_to_the_bit(inputs, months):
    whole, short = run(inputs), run(inputs, months)
    for name in ("mean", "covariance", "surprise", "surprise_variance", "gain"):
        assert np.array_equal(getattr(whole, name)[:months], getattr(short, name), equal_nan=True), name


@pytest.mark.parametrize("lag", [3, 6, 12])
@pytest.mark.parametrize("now", [408, HOLE + 5])
def test_a_remembered_trend_equals_a_lag_appended_to_the_state(inputs, lag, now):
    which = 1
    theirs = peer(inputs, which, lags=12)
    weights = np.zeros(N_STATES)
    weights[TREND] = 1.0
    past = remember(run(inputs), [(now - lag, weights)], now)
    old = N_STATES + lag - 1
    covariance = theirs.filtered_state_cov[:, :, now]
    assert theirs.filtered_state[old, now] == pytest.approx(past.mean[which, 0], rel=1e-8)
    assert covariance[old, old] == pytest.approx(past.covariance[which, 0, 0], rel=1e-7)
    assert covariance[TREND, old] == pytest.approx(past.shared[which, TREND, 0], rel=1e-7)


def test_a_hole_is_bridged_as_a_smoother_would(inputs):
    weights = np.zeros(N_STATES)
    weights[[LEVEL, SEASON]] = 1.0
    theirs = peer(inputs, 1, smooth=True)
    past = remember(run(inputs), [(HOLE, weights), (HOLE - 5, weights)], len(inputs.level) - 1)
    for at, month in enumerate((HOLE, HOLE - 5)):
        assert weights @ theirs.smoothed_state[:, month] == pytest.approx(past.mean[1, at], rel=1e-9)
        variance = weights @ theirs.smoothed_state_cov[:, :, month] @ weights
        assert variance == pytest.approx(past.covariance[1, at, at], rel=1e-6, abs=1e-9)


def test_later_prices_do_not_move_a_past_state(inputs):
    level = inputs.level.copy()
    level[350:] += 7.0
    changed = run(dataclasses.replace(inputs, level=level))
    assert np.array_equal(run(inputs).mean[:350], changed.mean[:350])
    assert not np.array_equal(run(inputs).mean[350], changed.mean[350])
