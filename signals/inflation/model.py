"""The state space of US consumer prices, and its filter.

    y_t = p_t + s_t + β·x_t + ε_t                 y: 100·log CPI, x: 100·log gasoline, ε: rounding
    p_t = p_{t−1} + τ_t + g_t                     level
    τ_t = τ_{t−1} + κ(L_{t−1} − τ_{t−1}) + η_t    trend, percent a month, drawn to the anchor L
    g_t = φ·g_{t−1} + e_t                         transitory growth
    s_t = −(s_{t−1} + … + s_{t−11}) + ω_t         season

The filter is written out in numpy because importing a state-space library
costs forty times as much as the whole pass; the tests hold it against
`statsmodels` to nine digits, and estimation uses `statsmodels` itself.
Nothing here ever looks forward: row t of a pass rests on months up to t
alone, so one pass holds every past state exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.inflation.parameters import Parameters
from sources.contract import Floats

LEVEL, TREND, TRANSITORY, SEASON = 0, 1, 2, 3
N_STATES = 14  # level, trend, transitory growth, eleven seasons
PRIOR_LEVEL_SD = 5.0  # 100·log points around the first index value; wide: it is forgotten within a year
PRIOR_TREND_SD = 0.3  # percent a month around the first anchor, that is 3.6 pp a year
PRIOR_SEASON_SD = 1.0  # 100·log points a month; the largest season of US CPI is below 0.6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class System:
    """The matrices of one parameter set. ``transition``, ``noise``: shape (14, 14)."""

    parameters: Parameters
    transition: Floats
    noise: Floats
    pull: Floats
    """What a unit of anchor adds to the state, shape (14,)."""


def system(parameters: Parameters) -> System:
    """Return the matrices of the model under one parameter set."""
    keep = 1.0 - parameters.kappa
    transition = np.zeros((N_STATES, N_STATES))
    transition[LEVEL, [LEVEL, TREND, TRANSITORY]] = 1.0, keep, parameters.phi
    transition[TREND, TREND] = keep
    transition[TRANSITORY, TRANSITORY] = parameters.phi
    transition[SEASON, SEASON:] = -1.0
    for lag in range(SEASON + 1, N_STATES):
        transition[lag, lag - 1] = 1.0
    selection = np.zeros((N_STATES, 3))
    selection[LEVEL, :2] = 1.0
    selection[TREND, 0] = 1.0
    selection[TRANSITORY, 1] = 1.0
    selection[SEASON, 2] = 1.0
    shocks = np.array([parameters.sigma_trend, parameters.sigma_transitory, parameters.sigma_season]) ** 2
    pull = np.zeros(N_STATES)
    pull[[LEVEL, TREND]] = parameters.kappa
    return System(
        parameters=parameters,
        transition=transition,
        noise=(selection * shocks) @ selection.T,
        pull=pull,
    )


def prior(parameters: Parameters, first_level: float, first_anchor: float) -> tuple[Floats, Floats]:
    """Return mean and covariance of the state in the first month, wide enough to be forgotten."""
    mean = np.zeros(N_STATES)
    mean[LEVEL], mean[TREND] = first_level, first_anchor
    variance = np.full(N_STATES, PRIOR_SEASON_SD**2)
    variance[LEVEL], variance[TREND] = PRIOR_LEVEL_SD**2, PRIOR_TREND_SD**2
    variance[TRANSITORY] = parameters.sigma_transitory**2 / (1.0 - parameters.phi**2)
    return mean, np.diag(variance)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FilterPass:
    """Every filtered state of one pass.

    ``mean`` has shape (n_months, 14), ``covariance`` (n_months, 14, 14): what
    is known of the state of month t from months up to t. ``surprise`` and
    ``surprise_variance`` have shape (n_months,): the one-step error in
    100·log points, NaN where nothing was published.
    """

    system: System
    mean: Floats
    covariance: Floats
    surprise: Floats
    surprise_variance: Floats
    gain: Floats
    """What a unit of surprise moves the state by, shape (n_months, 14); zero where nothing was published."""

    @property
    def log_likelihood(self) -> float:
        """Gaussian log-likelihood of the months that were published."""
        seen = np.isfinite(self.surprise)
        variance = self.surprise_variance[seen]
        return float(-0.5 * np.sum(np.log(2.0 * np.pi * variance) + self.surprise[seen] ** 2 / variance))


def run_filter(
    models: Sequence[System], *, level: Floats, gasoline: Floats, anchor: Floats, rounding: Floats
) -> tuple[FilterPass, ...]:
    """Run the filter over all months, for several parameter sets at once.

    Args:
        models: matrices, one entry a parameter set.
        level: 100·log CPI by month, NaN where a month was never published; shape (n,).
        gasoline: 100·log of the month's mean price, no holes; shape (n,).
        anchor: expected inflation in percent a month as known at the end of each month; shape (n,).
        rounding: variance of the index's rounding in (100·log points)²; shape (n,).

    Returns:
        One pass a model; row t depends on nothing after month t.
    """
    n, k = len(level), len(models)
    transition = np.stack([model.transition for model in models])
    transposed = np.ascontiguousarray(transition.transpose(0, 2, 1))
    noise = np.stack([model.noise for model in models])
    pulls = np.stack([model.pull for model in models])
    beta = np.array([model.parameters.beta for model in models])
    adjusted = level[:, None] - np.multiply.outer(gasoline, beta)
    published = np.isfinite(level)
    first = adjusted[int(np.argmax(published))]
    starts = [prior(model.parameters, float(first[i]), float(anchor[0])) for i, model in enumerate(models)]
    mean = np.stack([start for start, _ in starts])
    covariance = np.stack([spread for _, spread in starts])
    means, covariances = np.empty((n, k, N_STATES)), np.empty((n, k, N_STATES, N_STATES))
    surprise, surprise_variance = np.full((n, k), np.nan), np.full((n, k), np.nan)
    gains = np.zeros((n, k, N_STATES))
    for t in range(n):
        now = covariances[t]
        if t > 0:
            mean = (transition @ mean[:, :, None])[:, :, 0] + pulls * anchor[t - 1]
            np.matmul(transition @ covariances[t - 1], transposed, out=now)
            now += noise
        else:
            now[:] = covariance
        if published[t]:
            seen = now[:, :, LEVEL] + now[:, :, SEASON]
            variance = seen[:, LEVEL] + seen[:, SEASON] + rounding[t]
            error = adjusted[t] - mean[:, LEVEL] - mean[:, SEASON]
            gain = seen / variance[:, None]
            mean = mean + gain * error[:, None]
            now -= gain[:, :, None] * seen[:, None, :]
            surprise[t], surprise_variance[t], gains[t] = error, variance, gain
        means[t] = mean
    return tuple(
        FilterPass(
            system=model,
            mean=means[:, i],
            covariance=covariances[:, i],
            surprise=surprise[:, i],
            surprise_variance=surprise_variance[:, i],
            gain=gains[:, i],
        )
        for i, model in enumerate(models)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Remembered:
    """Quantities of past months as known at the end of a later one.

    ``mean`` has shape (k,), ``covariance`` (k, k); ``shared`` (14, k) is their
    covariance with the state of the later month.
    """

    mean: Floats
    covariance: Floats
    shared: Floats


def remember(run: FilterPass, past: Sequence[tuple[int, Floats]], now: int) -> Remembered:
    """Return the joint distribution of past quantities given months up to ``now``.

    Each quantity is a row of a past month and the weights (14,) of its state.
    Carrying their covariance with the state along the pass gives what appending
    them to the state would, without carrying them through the whole sample.
    """
    k = len(past)
    mean, covariance, shared = np.zeros(k), np.zeros((k, k)), np.zeros((N_STATES, k))
    transition = run.system.transition
    begin = min(row for row, _ in past)
    for t in range(begin, now + 1):
        if t > begin:
            shared = transition @ shared
            gain = run.gain[t]
            if gain.any():
                ahead = shared[LEVEL] + shared[SEASON]
                mean = mean + ahead * (run.surprise[t] / run.surprise_variance[t])
                covariance = covariance - np.multiply.outer(ahead, ahead) / run.surprise_variance[t]
                shared = shared - np.multiply.outer(gain, ahead)
        for i, (row, weights) in enumerate(past):
            if row == t:
                mean[i] = weights @ run.mean[t]
                covariance[i] = covariance[:, i] = weights @ shared
                covariance[i, i] = weights @ run.covariance[t] @ weights
                shared[:, i] = run.covariance[t] @ weights
    return Remembered(mean=mean, covariance=covariance, shared=shared)
