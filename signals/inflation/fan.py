"""How far off past forecasts were, in units of what the model had promised."""

from __future__ import annotations

import numpy as np

from signals.inflation.forecast import Horizon
from signals.inflation.inputs import Inputs, Outlooks
from signals.inflation.model import FilterPass
from signals.inflation.months import month_number
from signals.inflation.parameters import FanSettings
from sources.contract import Floats


def standardised_errors(
    run: FilterPass, horizon: Horizon, inputs: Inputs, past: Outlooks, pull: int
) -> Floats:
    """Return past errors of the level over the standard deviation the model gave, (n_months, horizon).

    Row t, column h is the forecast of month t + h + 1 made when month t came
    out, under one pull of the anchor, with gasoline and anchor as known on that day; NaN where the month has
    not been published. With fixed parameters an entry never changes once known.
    """
    n, months = len(inputs.level), inputs.horizon
    parameters = run.system.parameters
    mean = (
        run.mean[:n, pull] @ horizon.weights[pull].T
        + past.anchor @ horizon.pull[pull].T
        + parameters.beta * past.gasoline
    )
    states = ((horizon.weights[pull] @ run.covariance[:n, pull]) * horizon.weights[pull]).sum(axis=2)
    risk = (parameters.beta * parameters.sigma_gasoline) ** 2
    variance = states + np.diag(horizon.spread[pull]) + risk * past.clock
    came = np.append(inputs.level, np.full(months, np.nan))
    actual = came[np.arange(n)[:, None] + 1 + np.arange(months)]
    errors: Floats = (actual - mean) / np.sqrt(variance)
    return errors


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
