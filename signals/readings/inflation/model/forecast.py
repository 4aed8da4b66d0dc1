"""The joint distribution of price levels: the months to come and the months never published."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.gasoline import covariate_ahead, held_index
from signals.readings.inflation.model.horizon import Horizon, gasoline_part
from signals.readings.inflation.model.known import Inputs
from signals.readings.inflation.model.system import FilterPass, remember
from sources.contract import Floats
from sources.months import Months


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """The pass of one parameter set over one past, under every pull of the anchor.

    ``central`` is the position of the set's own pull. Rows after the newest
    month of a reading are never looked at.
    """

    inputs: Inputs
    run: FilterPass
    horizon: Horizon
    central: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """100·log levels of months that no print has shown, jointly elliptical, for k pulls of the anchor.

    ``months`` (m,) ascending: holes of the past first, then the months ahead.
    ``mean`` (k, m), ``covariance`` (k, m, m).
    """

    months: Months
    mean: Floats
    covariance: Floats


def nothing_ahead(pulls: int) -> Levels:
    """Return no levels at all, for a reading that does not look ahead."""
    return Levels(
        months=np.array([], dtype=np.int64), mean=np.zeros((pulls, 0)), covariance=np.zeros((pulls, 0, 0))
    )


def project(
    run: FilterPass, horizon: Horizon, inputs: Inputs, *, holes_from: int, scale: Floats | None = None
) -> Levels:
    """Return the levels of the months ahead, and of holes from ``holes_from`` on.

    Gasoline adds the risk of a price that moves freely from the newest one on.

    Args:
        run: a pass whose row for the newest month is read; later rows are not.
        horizon: matrices of the same parameter set.
        inputs: what was known on the day.
        holes_from: month number; older holes do not matter to any forecast.
        scale: factors (h,) on the standard deviation of each month ahead.
    """
    parameters, now = run.system.parameters, len(inputs.level) - 1
    x = run.observed.gasoline[[now]]
    path, unit = covariate_ahead(
        parameters,
        x,
        inputs.gasoline.price[[now]],
        held_index(inputs.prices.index)[[now]],
        inputs.today.gasoline,
    )
    state = (horizon.weights @ run.mean[now][:, :, None])[:, :, 0]
    mean = state + horizon.pull @ inputs.today.anchor[0] + gasoline_part(parameters, x, path)[0]
    moves = horizon.gasoline * (
        unit[0] * np.sqrt(np.maximum(np.diff(inputs.today.clock[0], prepend=0.0), 0.0))
    )
    covariance = (
        horizon.weights @ run.covariance[now] @ horizon.weights.transpose(0, 2, 1)
        + horizon.spread
        + moves @ moves.T
    )
    if scale is not None:
        covariance = covariance * np.multiply.outer(scale, scale)
    ahead = inputs.last + 1 + np.arange(inputs.horizon)
    holes = [month for month in inputs.prices.holes() if month >= holes_from]
    if not holes:
        return Levels(months=ahead, mean=mean, covariance=covariance)
    rows = [month - inputs.first for month in holes]
    past = remember(run, [(row, run.system.design) for row in rows], now)
    across = past.shared.transpose(0, 2, 1) @ horizon.weights.transpose(0, 2, 1)
    if scale is not None:
        across = across * scale
    bridged = past.mean + run.observed.known_gasoline(parameters)[rows]
    below = np.concatenate([across.transpose(0, 2, 1), covariance], axis=2)
    return Levels(
        months=np.concatenate([np.array(holes, dtype=np.int64), ahead]),
        mean=np.concatenate([bridged, mean], axis=1),
        covariance=np.concatenate([np.concatenate([past.covariance, across], axis=2), below], axis=1),
    )


def student_cdf(x: float) -> float:
    """Return the probability of a value below ``x``, in units of the scale."""
    if math.isinf(x):
        return 1.0 if x > 0 else 0.0
    share = x / math.sqrt(4.0 + x * x)
    return 0.5 + 0.25 * share * (3.0 - share * share)


@cache
def student_quantile(p: float) -> float:
    """Return the value that ``p`` of the distribution lies below, in units of the scale.

    Raises:
        ValueError: ``p`` is not strictly between 0 and 1.
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"a quantile needs a probability strictly between 0 and 1; found {p!r}")
    root = math.sqrt(4.0 * p * (1.0 - p))
    size = 2.0 * math.sqrt(max(math.cos(math.acos(root) / 3.0) / root - 1.0, 0.0))
    return math.copysign(size, p - 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate of change of prices as a distribution: 100·log of the ratio is Student's t.

    ``mean`` and ``sd`` in 100·log points; ``sd`` is the standard error that past
    errors have earned, and the scale of the distribution.
    """

    mean: float
    sd: float

    @property
    def median_pct(self) -> float:
        """Median in percent."""
        return 100.0 * math.expm1(self.mean / 100.0)

    @property
    def sd_pp(self) -> float:
        """Standard error in percentage points, around the median."""
        return self.sd * math.exp(self.mean / 100.0)

    def quantile_pct(self, p: float) -> float:
        """Return the rate in percent that ``p`` of the distribution lies below."""
        return 100.0 * math.expm1((self.mean + student_quantile(p) * self.sd) / 100.0)

    def interval_pct(self, share: float) -> tuple[float, float]:
        """Return the central interval in percent that holds ``share`` of the distribution."""
        return self.quantile_pct(0.5 - share / 2.0), self.quantile_pct(0.5 + share / 2.0)

    def p_below(self, level_pct: float) -> float:
        """Return the probability of a rate below ``level_pct``; 0 or 1 where nothing is open."""
        gap = 100.0 * math.log1p(level_pct / 100.0) - self.mean
        if self.sd == 0.0:
            return float(gap > 0.0)
        return student_cdf(gap / self.sd)


def rate_between(
    inputs: Inputs, levels: Levels, over: Sequence[int], base: Sequence[int]
) -> tuple[Rate, ...] | None:
    """Return the change of the mean index of ``over`` on that of ``base``, one rate a pull of the anchor.

    Both are month numbers, ascending. Months already printed are taken as they are; the
    others come from ``levels``. None where a month is in neither. The log of a
    mean of log-normal months is taken to second order in its mean and to first
    in its spread; over a year of CPI that is right to 0.001 pp.
    """
    top, bottom = _log_mean(inputs, levels, over), _log_mean(inputs, levels, base)
    if top is None or bottom is None:
        return None
    weights = top[1] - bottom[1]
    variance = ((levels.covariance @ weights[:, :, None])[:, :, 0] * weights).sum(axis=1)
    means, sds = top[0] - bottom[0], np.sqrt(np.maximum(variance, 0.0))
    return tuple(Rate(mean=mean, sd=sd) for mean, sd in zip(means.tolist(), sds.tolist(), strict=True))


def _log_mean(inputs: Inputs, levels: Levels, months: Sequence[int]) -> tuple[Floats, Floats] | None:
    """Return 100·log of the mean index over months (k,), and its weights on the unknown levels (k, m)."""
    printed, rows = _printed_or_row(inputs, levels, np.array(months, dtype=np.int64))
    if (rows < -1).any():
        return None
    k, m = levels.mean.shape
    open_ = rows >= 0
    logs = np.tile(printed, (k, 1))
    logs[:, open_] = levels.mean[:, rows[open_]]
    top = logs.max(axis=1, keepdims=True)
    shares = np.exp((logs - top) / 100.0)
    total = shares.sum(axis=1, keepdims=True)
    weights = np.zeros((k, m))
    weights[:, rows[open_]] = (shares / total)[:, open_]
    own = (weights * np.diagonal(levels.covariance, axis1=1, axis2=2)).sum(axis=1)
    common = ((levels.covariance @ weights[:, :, None])[:, :, 0] * weights).sum(axis=1)
    mean = (top + 100.0 * np.log(total / len(months)))[:, 0] + (own - common) / 200.0
    return mean, weights


def _printed_or_row(inputs: Inputs, levels: Levels, months: Months) -> tuple[Floats, Months]:
    """Return the printed 100·log level of each month, or the row of ``levels`` that stands for it.

    Rows are -1 where the level is printed and -2 where nothing is known of the month.
    """
    at = months - inputs.first
    inside = (at >= 0) & (at < len(inputs.level))
    logs = np.where(inside, inputs.level[np.where(inside, at, 0)], np.nan)
    rows = np.minimum(np.searchsorted(levels.months, months), len(levels.months) - 1)
    found = levels.months[rows] == months
    return logs, np.where(np.isfinite(logs), -1, np.where(found, rows, -2))


def rates_ahead(
    inputs: Inputs, levels: Levels, pull: int, lost: frozenset[int] = frozenset()
) -> tuple[Rate | None, ...]:
    """Return the 12-month rate of each month ahead under one pull of the anchor.

    None where the month or its base was never published, or is among ``lost``
    and never will be: no estimate can make a rate that will not be printed.
    """
    n = inputs.horizon
    rows = len(levels.months) - n + np.arange(n)
    base_months = levels.months[rows] - YEAR
    logs, base = _printed_or_row(inputs, levels, base_months)
    printed = base == -1
    at = np.where(printed, 0, base)
    mean, covariance = levels.mean[pull], levels.covariance[pull]
    centre = mean[rows] - np.where(printed, np.nan_to_num(logs), mean[at])
    joint = covariance[at, at] - 2.0 * covariance[rows, at]
    variance = covariance[rows, rows] + np.where(printed, 0.0, joint)
    gone = np.array(sorted(lost), dtype=np.int64)
    defined = printed | ((base >= 0) & (base_months > inputs.last))
    defined &= ~np.isin(levels.months[rows], gone) & ~np.isin(base_months, gone)
    return tuple(
        Rate(mean=one, sd=math.sqrt(max(spread, 0.0))) if known else None
        for one, spread, known in zip(centre.tolist(), variance.tolist(), defined.tolist(), strict=True)
    )
