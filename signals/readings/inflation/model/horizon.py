"""What the model says of the months ahead whatever the state: weights, shocks, the anchor, gasoline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.config import Parameters
from signals.readings.inflation.model.system import N_STATES, System
from sources.contract import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Horizon:
    """What the model says of the h months ahead whatever the state, for k pulls of the anchor.

    ``weights`` (k, h, 14) turns a state into 100·log levels; ``spread`` (k, h, h)
    is the covariance of what happens in between, gasoline apart; ``pull``
    (k, h, h): effect on month i of the anchor in force before month j;
    ``gasoline`` (h, h): effect on month i of a move of x in month j.
    """

    weights: Floats
    spread: Floats
    pull: Floats
    gasoline: Floats


def horizon_of(model: System, months: int) -> Horizon:
    """Return the horizon matrices of a model."""
    k = len(model.kappas)
    before = np.empty((k, months + 1, N_STATES))  # effect of a state on the level so many months later
    before[:, 0] = model.design
    for h in range(months):
        before[:, h + 1] = (before[:, h, None, :] @ model.transition)[:, 0]
    echo = before[:, :-1]
    spread = echo @ model.noise @ echo.transpose(0, 2, 1)
    for h in range(1, months):
        spread[:, h, 1:] += spread[:, h - 1, :-1]  # the same shocks, one month on
    pulled = (echo @ model.pull[:, :, None])[:, :, 0]
    pull = np.zeros((k, months, months))
    for h in range(months):
        pull[:, h, : h + 1] = pulled[:, h::-1]
    parameters = model.parameters
    gasoline = np.tril(np.full((months, months), parameters.beta))
    gasoline += np.tril(np.full((months, months), parameters.beta_lag), -1)
    return Horizon(weights=before[:, 1:].copy(), spread=spread, pull=pull, gasoline=gasoline)


def gasoline_part(parameters: Parameters, x: Floats, ahead: Floats) -> Floats:
    """Return what known and expected gasoline adds to each level ahead, in 100·log points.

    ``x`` (m,) is the covariate at the origins, ``ahead`` (m, h) its path from there.
    """
    before = np.concatenate([x[:, None], ahead[:, :-1]], axis=1)
    part: Floats = parameters.beta * ahead + parameters.beta_lag * before
    return part
