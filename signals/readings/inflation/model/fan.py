"""How far off past forecasts were, in units of what the model had promised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.config import FanSettings
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.gasoline import covariate_ahead, held_index
from signals.readings.inflation.model.horizon import Horizon, gasoline_part
from signals.readings.inflation.model.known import Inputs, Outlooks
from signals.readings.inflation.model.system import FilterPass
from sources.contract import Floats
from sources.months import month_number


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastErrors:
    """Past forecast errors of the level, shape (n_months, horizon) each, in 100·log points and standardised.

    Row t, column h is the forecast of month t + h + 1 made when month t came
    out; NaN where the month has not been published.
    """

    raw: Floats
    standardised: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How far off forecasts of the 12-month rate were, in percentage points.

    ``no_change_rmse_pp`` is the error of "it stays as it is" on the same
    ``forecasts`` dates. Made with today's parameters and yesterday's data.
    """

    horizon_months: int
    rmse_pp: float
    no_change_rmse_pp: float
    forecasts: int


def past_errors(run: FilterPass, horizon: Horizon, inputs: Inputs, past: Outlooks, pull: int) -> PastErrors:
    """Return the errors of past forecasts under one pull of the anchor.

    They were made when month t came out, with gasoline and anchor as known on that day; NaN where the month has
    not been published. With fixed parameters an entry never changes once known.
    """
    n, months = len(inputs.level), inputs.horizon
    parameters, x = run.system.parameters, run.observed.gasoline[:n]
    ahead, unit = covariate_ahead(
        parameters, x, inputs.gasoline.price, held_index(inputs.prices.index), past.gasoline
    )
    mean = (
        run.mean[:n, pull] @ horizon.weights[pull].T
        + past.anchor @ horizon.pull[pull].T
        + gasoline_part(parameters, x, ahead)
    )
    states = ((horizon.weights[pull] @ run.covariance[:n, pull]) * horizon.weights[pull]).sum(axis=2)
    moves = np.diff(past.clock, axis=1, prepend=0.0)
    risk = (unit**2)[:, None] * (np.maximum(moves, 0.0) @ (horizon.gasoline**2).T)
    variance = states + np.diag(horizon.spread[pull]) + risk
    came = np.append(inputs.level, np.full(months, np.nan))
    actual = came[np.arange(n)[:, None] + 1 + np.arange(months)]
    raw = actual - mean
    return PastErrors(raw=raw, standardised=raw / np.sqrt(variance))


def past_record(errors: PastErrors, inputs: Inputs, settings: FanSettings) -> tuple[Record, ...]:
    """Return the record known on the day; horizons without a single forecast are left out."""
    n, level = len(inputs.level), inputs.level
    found = []
    for ahead in settings.record_months:
        origins = np.arange(max(month_number(settings.calibrate_from) - inputs.first, YEAR), n - ahead)
        came = level[origins + ahead] - level[origins + ahead - YEAR]
        ours = 100.0 * (np.exp(came / 100.0) - np.exp((came - errors.raw[origins, ahead - 1]) / 100.0))
        same = 100.0 * (np.exp(came / 100.0) - np.exp((level[origins] - level[origins - YEAR]) / 100.0))
        both = np.isfinite(ours) & np.isfinite(same)
        if both.any():
            found.append(
                Record(
                    horizon_months=ahead,
                    rmse_pp=float(np.sqrt(np.mean(ours[both] ** 2))),
                    no_change_rmse_pp=float(np.sqrt(np.mean(same[both] ** 2))),
                    forecasts=int(both.sum()),
                )
            )
    return tuple(found)


def fan_scale(errors: Floats, inputs: Inputs, settings: FanSettings) -> Floats:
    """Return the factor on the standard deviation of each month ahead, shape (horizon,).

    The root mean square of the standardised errors known on the day, with
    ``prior_errors`` errors of size one as the prior that the model is right.
    """
    n, months = len(inputs.level), inputs.horizon
    begin = max(month_number(settings.calibrate_from) - inputs.first, 0)
    known = errors[begin:n].copy()
    origin, ahead = np.arange(begin, n)[:, None], 1 + np.arange(months)
    known[np.broadcast_to(origin + ahead > n - 1, known.shape)] = np.nan
    seen = np.isfinite(known)
    squares = np.where(seen, known, 0.0) ** 2
    scale: Floats = np.sqrt(
        (settings.prior_errors + squares.sum(axis=0)) / (settings.prior_errors + seen.sum(axis=0))
    )
    return scale
