"""Estimating the parameters: maximum a posteriori with statsmodels, once a year.

This is the only module that imports statsmodels and scipy; a reading never does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from statsmodels.tsa.statespace.mlemodel import MLEModel

from signals.config import ConfigError
from signals.panel import Panel
from signals.readings.inflation.config import EstimationSettings, Parameters, Settings
from signals.readings.inflation.inputs import Inputs, read_inputs
from signals.readings.inflation.model.statespace import LEVEL, N_STATES, SEASON, prior, system
from sources.contract import Floats
from sources.months import month_start

START = (math.log(0.04), math.log(0.12), 0.3, math.log(0.006), 0.04)


class TooLittle(ConfigError):
    """There is not enough to estimate from; the message says what is missing."""


class InflationStateSpace(MLEModel):  # type: ignore[misc]  # statsmodels ships no types
    """The model of `signals.readings.inflation.model.statespace` as statsmodels sees it.

    Its parameters are log σ of trend, transitory growth and season, with φ and
    β between: (log σ_η, log σ_e, φ, log σ_ω, β).
    """

    def __init__(self, inputs: Inputs, kappa: float) -> None:
        super().__init__(inputs.heard, k_states=N_STATES, k_posdef=N_STATES)
        self.inputs, self.kappa = inputs, kappa
        design = np.zeros((1, N_STATES))
        design[0, [LEVEL, SEASON]] = 1.0
        self["design"] = design
        self["selection"] = np.eye(N_STATES)
        self["obs_cov"] = inputs.rounding[None, None, :]
        self.ssm.loglikelihood_burn = 0

    @property
    def start_params(self) -> NDArray[np.float64]:
        """Where the search begins."""
        return np.array(START)

    @property
    def param_names(self) -> list[str]:
        """The names of the parameters, in order."""
        return ["log_sigma_trend", "log_sigma_transitory", "phi", "log_sigma_season", "beta"]

    def update(self, params: Iterable[float], **kwargs: object) -> None:
        """Put a parameter vector into the matrices."""
        chosen = parameters_from(super().update(params, **kwargs), self.inputs, self.kappa)
        model = system(chosen, (self.kappa,))
        self["transition"] = model.transition[0]
        self["state_cov"] = model.noise
        self["state_intercept"] = np.multiply.outer(model.pull[0], self.inputs.anchor)
        self["obs_intercept"] = (chosen.beta * self.inputs.gasoline)[None, :]
        first = int(np.argmax(np.isfinite(self.inputs.heard)))
        level = self.inputs.level[first] - chosen.beta * self.inputs.gasoline[first]
        mean, covariance = prior(chosen, float(level), float(self.inputs.anchor[0]))
        self.ssm.initialize_known(mean, covariance)


def parameters_from(vector: Iterable[float], inputs: Inputs, kappa: float) -> Parameters:
    """Return the parameter set that a vector of the search stands for."""
    trend, transitory, phi, season, beta = (float(value) for value in vector)
    return Parameters(
        version=f"{inputs.as_of:%Y-%m}",
        estimated_as_of=inputs.as_of,
        through=month_start(inputs.last),
        sigma_trend=math.exp(trend),
        sigma_transitory=math.exp(transitory),
        phi=phi,
        sigma_season=math.exp(season),
        beta=beta,
        sigma_gasoline=gasoline_sd(inputs.gasoline),
        kappa=kappa,
    )


def gasoline_sd(history: Floats) -> float:
    """Return the standard deviation of monthly moves; months without a price of their own do not count."""
    moves = np.diff(history)
    return float(np.std(moves[moves != 0.0], ddof=1))


def log_prior(vector: Iterable[float], chosen: EstimationSettings) -> float:
    """Return the log density of the priors, up to a constant."""
    trend, transitory, phi, season, _ = vector
    gaps = (
        (trend - math.log(chosen.prior_sigma_trend)) / chosen.prior_log_sd,
        (transitory - math.log(chosen.prior_sigma_transitory)) / chosen.prior_log_sd,
        (season - math.log(chosen.prior_sigma_season)) / chosen.prior_log_sd,
        phi / chosen.prior_phi_sd,
    )
    return -0.5 * math.fsum(gap * gap for gap in gaps)


def estimate_parameters(panel: Panel, settings: Settings) -> Parameters:
    """Return the maximum a posteriori on everything known on the panel's day.

    Raises:
        TooLittle: a series is missing, the sample is shorter than five years, or
            the search did not end.
    """
    inputs = read_inputs(panel, settings)
    if inputs is None or np.isfinite(inputs.level).sum() < 60:
        raise TooLittle(
            f"as of {panel.as_of} there is too little to estimate from: five years of CPI are needed, "
            "gasoline and the ten-year survey"
        )
    model = InflationStateSpace(inputs, settings.model.kappa)

    def loss(vector: NDArray[np.float64]) -> float:
        return -float(model.loglike(vector)) - log_prior(vector, settings.estimation)

    bounds = [(-7.0, 0.0), (-5.0, 1.0), (-0.95, 0.95), (-9.0, -1.0), (-0.2, 0.2)]
    found = minimize(loss, model.start_params, method="L-BFGS-B", bounds=bounds)
    if not found.success:
        raise TooLittle(f"as of {panel.as_of} the search for the parameters did not end: {found.message}")
    return rounded(parameters_from(found.x, inputs, settings.model.kappa))


def rounded(parameters: Parameters) -> Parameters:
    """Return the set as it is stored, so that a fresh fit and a stored one read alike."""
    return Parameters(
        version=parameters.version,
        estimated_as_of=parameters.estimated_as_of,
        through=parameters.through,
        sigma_trend=round(parameters.sigma_trend, 6),
        sigma_transitory=round(parameters.sigma_transitory, 6),
        phi=round(parameters.phi, 5),
        sigma_season=round(parameters.sigma_season, 6),
        beta=round(parameters.beta, 6),
        sigma_gasoline=round(parameters.sigma_gasoline, 4),
        kappa=parameters.kappa,
    )
