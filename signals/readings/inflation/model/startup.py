"""The filter in numpy, for the first answer of a fresh process alone.

`statespace` has the same pass from statsmodels, and everything that takes more
than one day uses it: importing statsmodels costs about a second, which a single
`signals allocate` would spend on 409 months of one series (2.2 s without it,
3.2 s with, `benchmarks/start.py`). The tests hold the two together to 1e-10.
"""

from __future__ import annotations

import numpy as np

from signals.readings.inflation.model.system import GAPS, N_STATES, FilterPass, Observed, System


def run_filter(model: System, observed: Observed) -> FilterPass:
    """Run the filter over all months; row t of the pass depends on nothing after month t."""
    n, k = len(observed.level), len(model.kappas)
    design, transitions, kind = model.design, model.transitions, observed.kind
    adjusted = observed.level - observed.known_gasoline(model.parameters)
    published = np.isfinite(observed.level)
    start, spread = observed.start(model.parameters)
    means, covariances = np.empty((n, k, N_STATES)), np.empty((n, k, N_STATES, N_STATES))
    surprise, surprise_variance = np.full((n, k), np.nan), np.full((n, k), np.nan)
    gains = np.zeros((n, k, N_STATES))
    mean = np.tile(start, (k, 1))
    drift = observed.anchor[:, None, None] * model.pull
    for t in range(n):
        now = covariances[t]
        if t > 0:
            transition = transitions[kind[t]]
            mean = (transition @ mean[:, :, None])[:, :, 0] + drift[t - 1]
            np.matmul(transition @ covariances[t - 1], transition.transpose(0, 2, 1), out=now)
            now += model.noise
            now[:, GAPS, GAPS] += observed.gap[t]
        else:
            now[:] = spread
        if published[t]:
            seen = now @ design
            variance = seen @ design + observed.rounding[t]
            error = adjusted[t] - mean @ design
            gain = seen / variance[:, None]
            mean = mean + gain * error[:, None]
            now -= gain[:, :, None] * seen[:, None, :]
            surprise[t], surprise_variance[t], gains[t] = error, variance, gain
        means[t] = mean
    return FilterPass(
        system=model,
        observed=observed,
        mean=means,
        covariance=covariances,
        surprise=surprise,
        surprise_variance=surprise_variance,
        gain=gains,
    )
