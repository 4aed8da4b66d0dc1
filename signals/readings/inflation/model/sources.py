"""What a forecast of the 12-month rate is made of, and what its error is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.forecast import Solution
from signals.readings.inflation.model.gasoline import covariate_ahead, held_index
from signals.readings.inflation.model.horizon import gasoline_part
from signals.readings.inflation.model.known import Inputs
from signals.readings.inflation.model.system import GASOLINE_GAP, GASOLINE_GAP_BEFORE, LEVEL, SEASON


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The way from the newest 12-month rate to that of a month ahead, in 100·log points.

    ``change`` = ``base`` + ``gasoline`` + ``trend``: what the months dropping
    out of the year take with them beyond the season, what gasoline adds from
    here on, and what the trend and what is left of recent moves add. The error
    comes in shares (adding up to one) from gasoline nobody knows yet, from not
    knowing where the trend stands now, and from what will happen to it.
    """

    horizon_months: int
    change: float
    base: float
    gasoline: float
    trend: float
    share_gasoline: float
    share_now: float
    share_ahead: float


def sources(inputs: Inputs, solution: Solution, horizons: tuple[int, ...]) -> tuple[Source, ...]:
    """Return the parts for each horizon up to a year whose rate and whose newest rate are defined."""
    run, horizon, pull, now = solution.run, solution.horizon, solution.central, len(inputs.level) - 1
    parameters, level = run.system.parameters, inputs.level
    x = run.observed.gasoline[[now]]
    path, unit = covariate_ahead(
        parameters,
        x,
        inputs.gasoline.price[[now]],
        held_index(inputs.prices.index)[[now]],
        inputs.today.gasoline,
    )
    known = gasoline_part(parameters, x, path)[0] - run.observed.known_gasoline(parameters)[now]
    mean, covariance = run.mean[now, pull], run.covariance[now, pull]
    season = np.zeros(len(mean))
    season[SEASON:GASOLINE_GAP] = mean[SEASON:GASOLINE_GAP]
    seasonal = horizon.weights[pull] @ season - mean[SEASON]
    gap = mean.copy()
    gap[:GASOLINE_GAP] = gap[GASOLINE_GAP_BEFORE + 1 :] = 0.0
    gasoline = known + horizon.weights[pull] @ gap - run.system.design @ gap
    state = horizon.weights[pull] @ mean + horizon.pull[pull] @ inputs.today.anchor[0]
    trend = state - horizon.weights[pull] @ (season + gap) - mean[LEVEL]
    # the newest print and the model's own split of it differ by the rounding of the index alone
    moves = horizon.gasoline * (
        unit[0] * np.sqrt(np.maximum(np.diff(inputs.today.clock[0], prepend=0.0), 0.0))
    )
    unknown = (moves**2).sum(axis=1)
    cut = horizon.weights[pull].copy()
    cut[:, [GASOLINE_GAP, GASOLINE_GAP_BEFORE]] = 0.0
    stands = np.einsum("hi,ij,hj->h", cut, covariance, cut)
    whole = np.einsum("hi,ij,hj->h", horizon.weights[pull], covariance, horizon.weights[pull])
    unseen, ahead = np.maximum(whole - stands, 0.0), np.diag(horizon.spread[pull])
    total = unknown + unseen + stands + ahead
    found = []
    for h in horizons:
        at = h - 1
        dropped = level[now - YEAR + h] - level[now - YEAR] if now >= YEAR else math.nan
        if h > YEAR or not math.isfinite(dropped) or (inputs.last + h) in inputs.lost:
            continue
        base = float(seasonal[at] - dropped)
        found.append(
            Source(
                horizon_months=h,
                change=base + float(gasoline[at] + trend[at]),
                base=base,
                gasoline=float(gasoline[at]),
                trend=float(trend[at]),
                share_gasoline=float((unknown[at] + unseen[at]) / total[at]),
                share_now=float(stands[at] / total[at]),
                share_ahead=float(ahead[at] / total[at]),
            )
        )
    return tuple(found)
