"""The statistics of a scorecard: arrays in, numbers out.

Weekly calls with horizons of a year overlap, so that a textbook test fires on
noise in a third of all cases. Three answers stand beside each other: a mean
with a HAC standard error and the critical value that such an error needs, a
stationary bootstrap interval, and a placebo by circular shifts, which keeps the
dependence of both sides and breaks only their link.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.contract import Floats

Codes = NDArray[np.int64]
"""Grades as numbers: 0 underweight, 1 neutral, 2 overweight."""
SEED = 20_240_216
"""Of the bootstrap: the same calls give the same interval."""
N_RESAMPLES = 2000
_FIXED_B = (1.9600, 2.9694, 0.4160, -0.5324)
"""Two-sided 5 % critical value of a t with a Bartlett error of bandwidth b x n (Kiefer and Vogelsang 2005, table 1)."""
_INTERVAL = (1.6449, 3.2588, -1.8916, 0.7352)
"""The same at 10 % where the error is that of a stationary bootstrap with mean block b x n, which is too small as well.

Simulated (`benchmarks/no_skill.py` prints it): between 1.66 at b = 0.005 and 3.74 at b = 1, where the normal says 1.64.
"""


def confusion(called: Codes, came: Codes) -> NDArray[np.int64]:
    """Return how often each grade was called (rows) and came (columns). Shape (3, 3)."""
    found = np.zeros((3, 3), dtype=np.int64)
    np.add.at(found, (called, came), 1)
    return found


def hit_rate(table: NDArray[np.int64]) -> float:
    """Return the share of calls that came."""
    return float(np.trace(table) / table.sum())


def chance_rate(table: NDArray[np.int64]) -> float:
    """Return the hit rate of random calls with the same shares."""
    n = table.sum()
    return float((table.sum(axis=1) / n) @ (table.sum(axis=0) / n))


def ranked_probability_score(odds: Floats, came: Codes) -> Floats:
    """Return the ranked probability score of each forecast: 0 is perfect, 1 the worst (Epstein 1969).

    ``odds`` has shape (n, 3) in the order of the grades and rows that add up to 1.
    """
    reached = (came[:, None] <= np.arange(2)[None, :]).astype(np.float64)
    gap = np.cumsum(odds, axis=1)[:, :2] - reached
    found: Floats = (gap**2).sum(axis=1) / 2
    return found


def log_score(odds: Floats, came: Codes) -> Floats:
    """Return minus the log of the probability given to what came."""
    found: Floats = -np.log(odds[np.arange(len(came)), came])
    return found


PRIOR_CALLS = 52.0
"""A year of weekly calls is about one window: the odds of a grade start from the base rate with that weight."""


def learned_odds(called: Codes, came: Codes, base: Floats, start: Floats, settled: Floats) -> Floats:
    """Return the odds that the grades' own record gave on the day of each call.

    The base rate counts as much as `PRIOR_CALLS`; beside it stand the calls of
    the same grade that were settled before. ``start`` and ``settled`` are days
    as numbers, ascending; ``base`` has shape (n, 3).
    """
    found = np.empty_like(base)
    for place in range(len(called)):
        known = (settled <= start[place]) & (called == called[place])
        counts = np.bincount(came[known], minlength=3)
        found[place] = (PRIOR_CALLS * base[place] + counts) / (PRIOR_CALLS + counts.sum())
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean with its HAC t and the absolute t that 5 % of noise exceeds; None where too few values have one."""

    value: float
    t: float | None = None
    critical_t: float | None = None
    low: float | None = None
    high: float | None = None


def mean_with_error(values: Floats, lags: int) -> Mean:
    """Return the mean of an overlapping series with its HAC t and a 90 % stationary bootstrap interval.

    Args:
        values: one a call, in order.
        lags: how many calls two horizons span; the bandwidth of the Bartlett kernel, and half the mean block.

    The mean block is twice the bandwidth because its weights fall off at once: with one as long as the bandwidth
    either end left out zero in up to 8.6 % of cases without skill, not in 5. The percentiles are then moved away
    from the mean by what `widening` says; as they are drawn, one of both does so in 17 to 34 % instead of 10.
    """
    from arch.bootstrap import StationaryBootstrap  # noqa: PLC0415 - a second of imports
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415

    n = len(values)
    lags = min(lags, n - 1)
    t = None
    if n > 2 and np.ptp(values) > 0:
        fit = OLS(values, np.ones(n)).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
        t = float(fit.tvalues[0])
    block = min(2 * max(lags, 1), n)
    draws = StationaryBootstrap(block, values, seed=np.random.default_rng(SEED))
    means = draws.apply(np.mean, N_RESAMPLES).ravel()
    mean, wider = float(values.mean()), widening(block / n)
    low, high = (mean + wider * (float(end) - mean) for end in np.quantile(means, (0.05, 0.95)))
    return Mean(value=mean, t=t, critical_t=critical_t(min(1.0, (lags + 1) / n)), low=low, high=high)


def widening(b: float) -> float:
    """Return by how much a 90 % stationary bootstrap interval is too narrow where its mean block is ``b`` of the sample.

    So long a block leaves few of them, and their spread about the sample's own mean is too small: the fixed-b
    argument of Kiefer and Vogelsang, for the weights of Politis and Romano (1994).
    """
    return sum(factor * b**power for power, factor in enumerate(_INTERVAL)) / _INTERVAL[0]


def critical_t(b: float) -> float:
    """Return the two-sided 5 % critical value of a HAC t whose bandwidth is ``b`` of the sample."""
    return sum(factor * b**power for power, factor in enumerate(_FIXED_B))


def placebo(position: Floats, result: Floats) -> float:
    """Return the two-sided p-value of the mean of position x result against all circular shifts of the positions.

    Both series keep their own dependence; only their link is broken. With n
    calls there are n - 1 shifts, so p is at least 1/n.
    """
    n = len(position)
    centred = result - result.mean()
    shifted = np.fft.irfft(np.fft.rfft(centred) * np.conj(np.fft.rfft(position - position.mean())), n)
    size = np.abs(shifted)
    return float((size >= size[0] - 1e-9 * max(size.max(), 1e-300)).sum() / n)
