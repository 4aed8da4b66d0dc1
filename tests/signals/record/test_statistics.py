"""The numbers of a scorecard, held to outside witnesses."""

from __future__ import annotations

import math

import numpy as np
import pytest
from arch.bootstrap import StationaryBootstrap
from no_skill import drawn
from statsmodels.regression.linear_model import OLS

from signals.record.statistics import (
    N_RESAMPLES,
    SEED,
    chance_rate,
    confusion,
    critical_t,
    hit_rate,
    learned_odds,
    log_score,
    mean_with_error,
    placebo,
    ranked_probability_score,
    widening,
)


def overlapping(dice: np.random.Generator, n: int, horizon: int) -> np.ndarray:
    """Weekly results over a horizon of so many weeks: sums of shared weeks."""
    return np.convolve(dice.normal(size=n + horizon - 1), np.ones(horizon), "valid")


def persistent(dice: np.random.Generator, n: int, weeks: int = 12) -> np.ndarray:
    """Positions -1, 0 or 1 that last about so many weeks and know nothing."""
    places = np.where(dice.random(n) < 1 / weeks, np.arange(n), 0)
    return dice.integers(-1, 2, size=n)[np.maximum.accumulate(places)].astype(np.float64)


def test_the_hac_t_is_that_of_statsmodels():
    values = overlapping(np.random.default_rng(3), 300, 26) + 1.0
    fit = OLS(values, np.ones(300)).fit(cov_type="HAC", cov_kwds={"maxlags": 52, "use_correction": False})

    assert mean_with_error(values, 52).t == pytest.approx(float(fit.tvalues[0]), rel=1e-12)


def test_the_interval_is_that_of_the_stationary_bootstrap_of_arch():
    values = overlapping(np.random.default_rng(4), 200, 26)
    draws = StationaryBootstrap(104, values, seed=np.random.default_rng(SEED))
    low, high = draws.conf_int(np.mean, N_RESAMPLES, method="percentile", size=0.90).ravel()
    ours = mean_with_error(values, 52)
    narrower = [ours.value + (end - ours.value) / widening(104 / 200) for end in (ours.low, ours.high)]

    assert narrower == pytest.approx([low, high], rel=1e-9)


def autocovariances(values: np.ndarray) -> np.ndarray:
    """Return those of all lags, by the Fourier transform."""
    n = len(values)
    found: np.ndarray = np.fft.irfft(np.abs(np.fft.rfft(values - values.mean(), 2 * n)) ** 2, 2 * n)[:n] / n
    return found


def test_means_drawn_by_whole_blocks_are_those_of_arch():
    values = overlapping(np.random.default_rng(8), 200, 26)
    theirs = StationaryBootstrap(52, values, seed=np.random.default_rng(SEED)).apply(np.mean, N_RESAMPLES)
    ours = drawn(np.random.default_rng(9), values, 52, N_RESAMPLES)

    assert ours.mean() == pytest.approx(float(theirs.mean()), abs=0.1 * float(theirs.std()))
    assert ours.std() == pytest.approx(float(theirs.std()), rel=0.05)


@pytest.mark.parametrize(("b", "published"), [(0.0, 1.960), (1.0, 4.771)])
def test_critical_values_are_those_published(b: float, published: float):
    """The normal 97.5 % point at the one end; Kiefer, Vogelsang and Bunzel (2000) at the other, simulated."""
    assert critical_t(b) == pytest.approx(published, abs=0.05)


def test_ranked_scores_are_those_worked_out_by_hand():
    odds = np.array([[0.2, 0.5, 0.3], [0.2, 0.5, 0.3], [0.0, 0.0, 1.0]])
    came = np.array([0, 1, 2])

    # (0.2 - 1)^2 + (0.7 - 1)^2 over 2; 0.2^2 + 0.3^2 over 2; nothing.
    assert ranked_probability_score(odds, came) == pytest.approx([0.365, 0.065, 0.0])
    assert log_score(odds[:2], came[:2]) == pytest.approx([-math.log(0.2), -math.log(0.5)])


def test_chance_is_the_rate_of_shuffled_calls():
    dice = np.random.default_rng(5)
    called, came = dice.choice(3, 400, p=[0.5, 0.3, 0.2]), dice.choice(3, 400, p=[0.2, 0.7, 0.1])
    table = confusion(called, came)
    shuffled = [float((dice.permutation(called) == came).mean()) for _ in range(4000)]

    assert chance_rate(table) == pytest.approx(float(np.mean(shuffled)), abs=0.002)
    assert hit_rate(table) == float((called == came).mean())


def test_odds_are_learned_from_settled_calls_alone():
    called, came = np.array([2, 2, 2, 0]), np.array([2, 0, 2, 1])
    base = np.full((4, 3), 1 / 3)
    start, settled = np.array([0.0, 7, 60, 70]), np.array([50.0, 57, 110, 120])
    found = learned_odds(called, came, base, start, settled)

    assert found[:2] == pytest.approx(np.full((2, 3), 1 / 3))
    # On day 60 two calls of the same grade were settled: one came over, one under.
    assert found[2] == pytest.approx([(52 / 3 + 1) / 54, (52 / 3) / 54, (52 / 3 + 1) / 54])
    assert found[3] == pytest.approx([1 / 3] * 3)


def test_the_placebo_counts_every_circular_shift():
    dice = np.random.default_rng(6)
    position, result = persistent(dice, 60), overlapping(dice, 60, 8)
    centred = result - result.mean()
    every = [abs(float((np.roll(position, k) - position.mean()) @ centred)) for k in range(60)]

    assert placebo(position, result) == pytest.approx(sum(one >= every[0] - 1e-9 for one in every) / 60)


@pytest.mark.parametrize(("weeks", "horizon"), [(1040, 52), (1040, 26), (296, 52)])
def test_calls_without_skill_are_found_out_in_one_case_of_twenty(weeks: int, horizon: int):
    """1,000 runs of overlapping horizons: nominal 5 % tests reject in 3 to 7 %; the textbook test in over half.

    The HAC error is worked out here by the Fourier transform of the same sums, the bootstrap drawn by whole blocks;
    the tests above hold both to statsmodels and arch. `benchmarks/no_skill.py` prints the shares.
    """
    dice = np.random.default_rng(7)
    lags = 2 * horizon
    rejected = {"placebo": 0, "hac": 0, "interval": 0, "textbook": 0}
    for _ in range(1000):
        position, result = persistent(dice, weeks), overlapping(dice, weeks, horizon)
        gains = position * result
        autocovariance = autocovariances(gains)
        weights = 1 - np.arange(1, lags + 1) / (lags + 1)
        variance = autocovariance[0] + 2 * weights @ autocovariance[1 : lags + 1]
        rejected["hac"] += abs(gains.mean()) > critical_t((lags + 1) / weeks) * math.sqrt(variance / weeks)
        rejected["placebo"] += placebo(position, result) <= 0.05
        rejected["textbook"] += abs(gains.mean()) > 1.96 * gains.std() / math.sqrt(weeks)
        if weeks > 300:
            continue  # drawing is dear, and the short record is the hard one
        low = np.quantile(drawn(dice, gains, 2 * lags, 400), 0.05) - gains.mean()
        rejected["interval"] += gains.mean() + widening(2 * lags / weeks) * low > 0  # what would say "better"

    assert 30 <= rejected["placebo"] <= 70
    assert 30 <= rejected["hac"] <= 70
    assert weeks > 300 or 30 <= rejected["interval"] <= 70
    assert rejected["textbook"] > 500
