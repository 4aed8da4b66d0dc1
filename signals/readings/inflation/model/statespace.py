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

from signals.readings.inflation.config import Parameters
from sources.contract import Floats

LEVEL, TREND, TRANSITORY, SEASON = 0, 1, 2, 3
N_STATES = 14  # level, trend, transitory growth, eleven seasons
OBSERVED = np.zeros(N_STATES)  # what a print shows of the state, besides gasoline
OBSERVED[[LEVEL, SEASON]] = 1.0
PRIOR_LEVEL_SD = 5.0  # 100·log points around the first index value; wide: it is forgotten within a year
PRIOR_TREND_SD = 0.3  # percent a month around the first anchor, that is 3.6 pp a year
PRIOR_SEASON_SD = 1.0  # 100·log points a month; the largest season of US CPI is below 0.6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class System:
    """The matrices of one parameter set under several pulls of the anchor.

    ``transition`` has shape (k, 14, 14), ``noise`` (14, 14); ``pull`` (k, 14) is
    what a unit of anchor adds to the state.
    """

    parameters: Parameters
    kappas: tuple[float, ...]
    transition: Floats
    noise: Floats
    pull: Floats


def system(parameters: Parameters, kappas: Sequence[float]) -> System:
    """Return the matrices of the model for each pull of the anchor."""
    selection = np.zeros((N_STATES, 3))
    selection[LEVEL, :2] = 1.0
    selection[TREND, 0] = 1.0
    selection[TRANSITORY, 1] = 1.0
    selection[SEASON, 2] = 1.0
    shocks = np.array([parameters.sigma_trend, parameters.sigma_transitory, parameters.sigma_season]) ** 2
    transition, pull = np.zeros((len(kappas), N_STATES, N_STATES)), np.zeros((len(kappas), N_STATES))
    for matrix, pulled, kappa in zip(transition, pull, kappas, strict=True):
        matrix[LEVEL, [LEVEL, TREND, TRANSITORY]] = 1.0, 1.0 - kappa, parameters.phi
        matrix[TREND, TREND] = 1.0 - kappa
        matrix[TRANSITORY, TRANSITORY] = parameters.phi
        matrix[SEASON, SEASON:] = -1.0
        matrix[np.arange(SEASON + 1, N_STATES), np.arange(SEASON, N_STATES - 1)] = 1.0
        pulled[[LEVEL, TREND]] = kappa
    return System(
        parameters=parameters,
        kappas=tuple(kappas),
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
    """Every filtered state of one pass, for k pulls of the anchor at once.

    ``mean`` has shape (n_months, k, 14), ``covariance`` (n_months, k, 14, 14):
    what is known of the state of month t from months up to t. ``surprise`` and
    ``surprise_variance`` have shape (n_months, k): the one-step error in
    100·log points, NaN where nothing was published. ``gain`` (n_months, k, 14)
    is what a unit of surprise moves the state by; zero where nothing was
    published.
    """

    system: System
    mean: Floats
    covariance: Floats
    surprise: Floats
    surprise_variance: Floats
    gain: Floats

    def log_likelihood(self) -> Floats:
        """Return the Gaussian log-likelihood of the months that were published, shape (k,)."""
        seen = np.isfinite(self.surprise[:, 0])
        variance = self.surprise_variance[seen]
        terms = np.log(2.0 * np.pi * variance) + self.surprise[seen] ** 2 / variance
        total: Floats = -0.5 * terms.sum(axis=0)
        return total


def run_filter(
    model: System, *, level: Floats, gasoline: Floats, anchor: Floats, rounding: Floats
) -> FilterPass:
    """Run the filter over all months.

    Args:
        model: matrices for k pulls of the anchor.
        level: 100·log CPI by month, NaN where it or the month's gasoline is not known; shape (n,).
        gasoline: 100·log of the month's mean price, no holes; shape (n,).
        anchor: expected inflation in percent a month as known at the end of each month; shape (n,).
        rounding: variance of the index's rounding in (100·log points)²; shape (n,).

    Returns:
        The pass; row t depends on nothing after month t.
    """
    n, k = len(level), len(model.kappas)
    transition = model.transition
    transposed = np.ascontiguousarray(transition.transpose(0, 2, 1))
    adjusted = level - model.parameters.beta * gasoline
    published = np.isfinite(level)
    start, spread = prior(model.parameters, float(adjusted[int(np.argmax(published))]), float(anchor[0]))
    means, covariances = np.empty((n, k, N_STATES)), np.empty((n, k, N_STATES, N_STATES))
    surprise, surprise_variance = np.full((n, k), np.nan), np.full((n, k), np.nan)
    gains = np.zeros((n, k, N_STATES))
    mean = np.tile(start, (k, 1))
    drift = anchor[:, None, None] * model.pull
    for t in range(n):
        now = covariances[t]
        if t > 0:
            mean = (transition @ mean[:, :, None])[:, :, 0] + drift[t - 1]
            np.matmul(transition @ covariances[t - 1], transposed, out=now)
            now += model.noise
        else:
            now[:] = spread
        if published[t]:
            seen = now @ OBSERVED
            variance = seen @ OBSERVED + rounding[t]
            error = adjusted[t] - mean @ OBSERVED
            gain = seen / variance[:, None]
            mean = mean + gain * error[:, None]
            now -= gain[:, :, None] * seen[:, None, :]
            surprise[t], surprise_variance[t], gains[t] = error, variance, gain
        means[t] = mean
    return FilterPass(
        system=model,
        mean=means,
        covariance=covariances,
        surprise=surprise,
        surprise_variance=surprise_variance,
        gain=gains,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Remembered:
    """Quantities of past months as known at the end of a later one, for k pulls of the anchor.

    ``mean`` has shape (k, q), ``covariance`` (k, q, q); ``shared`` (k, 14, q) is
    their covariance with the state of the later month.
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
    q, k = len(past), run.mean.shape[1]
    mean, covariance, shared = np.zeros((k, q)), np.zeros((k, q, q)), np.zeros((k, N_STATES, q))
    transition = run.system.transition
    begin = min(row for row, _ in past)
    for t in range(begin, now + 1):
        if t > begin:
            shared = transition @ shared
            if np.isfinite(run.surprise[t, 0]):
                ahead = shared[:, LEVEL] + shared[:, SEASON]
                pace = ahead / run.surprise_variance[t][:, None]
                mean = mean + pace * run.surprise[t][:, None]
                covariance = covariance - ahead[:, :, None] * pace[:, None, :]
                shared = shared - run.gain[t][:, :, None] * ahead[:, None, :]
        for i, (row, weights) in enumerate(past):
            if row == t:
                mean[:, i] = run.mean[t] @ weights
                covariance[:, i] = covariance[:, :, i] = weights @ shared
                shared[:, :, i] = run.covariance[t] @ weights
                covariance[:, i, i] = shared[:, :, i] @ weights
    return Remembered(mean=mean, covariance=covariance, shared=shared)
