"""What the next print would have to be for each word on the trend to change.

The filter is linear in the print: given everything else, the change of the
trend moves by a fixed amount for each point of surprise, and its error not at
all. Two passes that differ by one point therefore hold every threshold.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from signals.readings.inflation.config import Parameters, Settings
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.forecast import Rate
from signals.readings.inflation.model.gasoline import covariate_ahead, held_index
from signals.readings.inflation.model.known import Inputs
from signals.readings.inflation.model.startup import run_filter
from signals.readings.inflation.model.system import N_STATES, TREND, Observed, remember, system
from sources.contract import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The 12-month rates of the next print between which each word on the trend stands.

    Over ``months`` the trend will be called falling where the print is below
    ``falling_below_pct``, rising where it is above ``rising_above_pct``, and
    stalled between; the probabilities are those of today's forecast of it.
    """

    months: int
    falling_below_pct: float
    p_falling: float
    rising_above_pct: float
    p_rising: float


def flips(
    inputs: Inputs, parameters: Parameters, chosen: Settings, expected: Rate | None
) -> tuple[Flip, ...]:
    """Return the thresholds of the next print; nothing where it has no forecast."""
    if expected is None:
        return ()
    base = float(inputs.level[len(inputs.level) - YEAR])
    centre = base + expected.mean
    lags = [lag for lag in chosen.direction.months if lag < len(inputs.level)]
    here, there = (_change(inputs, parameters, level, lags) for level in (centre, centre + 1.0))
    found = []
    for at, lag in enumerate(lags):
        spread, slope = here[1][at], there[0][at] - here[0][at]
        rates = []
        for p in (chosen.direction.falling_above, chosen.direction.rising_below):
            surprise = (-spread * NormalDist().inv_cdf(p) - here[0][at]) / slope
            rates.append(100.0 * math.expm1((expected.mean + surprise) / 100.0))
        found.append(
            Flip(
                months=lag,
                falling_below_pct=rates[0],
                p_falling=expected.p_below(rates[0]),
                rising_above_pct=rates[1],
                p_rising=1.0 - expected.p_below(rates[1]),
            )
        )
    return tuple(found)


def _change(inputs: Inputs, parameters: Parameters, level: float, lags: list[int]) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of the trend's change over each lag, once ``level`` is printed."""
    weights = np.zeros(N_STATES)
    weights[TREND] = 1.0
    now = len(inputs.level)
    run = run_filter(system(parameters, (parameters.kappa,)), _with_next(inputs, parameters, level))
    past = remember(run, [(now - lag, weights) for lag in lags], now)
    mean: Floats = run.mean[now, 0, TREND] - past.mean[0]
    variance = (
        run.covariance[now, 0, TREND, TREND] + np.diag(past.covariance[0]) - 2.0 * past.shared[0, TREND]
    )
    return mean, np.sqrt(variance)


def _with_next(inputs: Inputs, parameters: Parameters, level: float) -> Observed:
    """Return what the filter hears when the next print is ``level`` in 100·log points, gasoline as known today."""
    heard = inputs.observed(parameters)
    path, unit = covariate_ahead(
        parameters,
        heard.gasoline[-1:],
        inputs.gasoline.price[-1:],
        held_index(inputs.prices.index)[-1:],
        inputs.today.gasoline,
    )
    clock = float(inputs.today.clock[0, 0])
    late = bool(inputs.anchor.late[-1])
    return dataclasses.replace(
        heard,
        level=np.append(heard.level, level),
        gasoline=np.append(heard.gasoline, path[0, 0]),
        anchor=np.append(heard.anchor, inputs.today.anchor[0, 0]),
        rounding=np.append(heard.rounding, heard.rounding[-1]),
        gap=np.concatenate([heard.gap, [[clock * unit[0] ** 2, late * inputs.anchor_sd**2]]]),
        carried=np.concatenate([heard.carried, [[clock >= 1.0, late]]]),
    )
