"""The model as statsmodels has it: one definition, from which every trend is reckoned and every set estimated."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence

import numpy as np
from statsmodels.tsa.statespace.mlemodel import MLEModel

from signals.readings.inflation.config import Parameters
from signals.readings.inflation.model.system import GAPS, N_STATES, FilterPass, Observed, System, system
from sources.contract import Floats

PARAMETERS = ("log_sigma_trend", "log_sigma_transitory", "phi", "log_sigma_season", "beta", "beta_lag")
START = (math.log(0.04), math.log(0.12), 0.3, math.log(0.006), 3.0, 0.0)


class Prices(MLEModel):  # type: ignore[misc]  # statsmodels ships no types
    """US consumer prices for one parameter set and one pull of the anchor.

    Args:
        observed: what is heard, month by month.
        template: a set that gives everything that is not estimated.
        kappa: a pull of the anchor other than the set's own.
    """

    def __init__(self, observed: Observed, template: Parameters, kappa: float | None = None) -> None:
        super().__init__(observed.level, k_states=N_STATES, k_posdef=N_STATES)
        self.observed, self.template = observed, template
        self.kappa = template.kappa if kappa is None else kappa
        n = len(observed.level)
        self["selection"] = np.eye(N_STATES)
        self["obs_cov"] = observed.rounding[None, None, :]
        self["transition"] = np.zeros((N_STATES, N_STATES, n))
        self["state_cov"] = np.zeros((N_STATES, N_STATES, n))
        self.ssm.loglikelihood_burn = 0
        self.ssm.tolerance = 0.0  # no short cut through a steady state: gasoline makes every month its own

    @property
    def start_params(self) -> Floats:
        """Where the search begins."""
        return np.array(START)

    @property
    def param_names(self) -> list[str]:
        """The names of the parameters, in order."""
        return list(PARAMETERS)

    def update(self, params: Iterable[float], **kwargs: object) -> None:
        """Put a parameter vector into the matrices."""
        self.put(with_vector(self.template, super().update(params, **kwargs)))

    def put(self, parameters: Parameters) -> System:
        """Put a parameter set into the matrices, and return them."""
        model = system(parameters, (self.kappa,))
        observed = self.observed
        # statsmodels' row t leads from month t to month t + 1
        into = np.append(observed.kind[1:], 0)
        noise = np.repeat(model.noise[:, :, None], len(into), axis=2)
        noise[GAPS, GAPS, :-1] += observed.gap[1:].T
        transition = np.moveaxis(model.transitions[into, 0], 0, 2)
        self["design"] = model.design[None, :]
        self["transition"], self["state_cov"] = transition, noise
        self["state_intercept"] = np.multiply.outer(model.pull[0], observed.anchor)
        self["obs_intercept"] = observed.known_gasoline(parameters)[None, :]
        self.ssm.initialize_known(*observed.start(parameters))
        return model


def with_vector(template: Parameters, vector: Iterable[float]) -> Parameters:
    """Return the parameter set that a vector of the search stands for."""
    trend, transitory, phi, season, beta, lag = (float(value) for value in vector)
    return dataclasses.replace(
        template,
        sigma_trend=math.exp(trend),
        sigma_transitory=math.exp(transitory),
        phi=phi,
        sigma_season=math.exp(season),
        beta=beta,
        beta_lag=lag,
    )


def run_filter(model: System, observed: Observed) -> FilterPass:
    """Run statsmodels' Kalman filter over all months, once a pull of the anchor.

    Row t of the pass depends on nothing after month t.
    """
    passes = [_filtered(model.parameters, kappa, observed) for kappa in model.kappas]
    mean, covariance, surprise, variance, gain = (
        np.stack(column, axis=1) for column in zip(*passes, strict=True)
    )
    return FilterPass(
        system=model,
        observed=observed,
        mean=mean,
        covariance=covariance,
        surprise=surprise,
        surprise_variance=variance,
        gain=gain,
    )


def _filtered(parameters: Parameters, kappa: float, observed: Observed) -> Sequence[Floats]:
    prices = Prices(observed, parameters, kappa)
    design = prices.put(parameters).design
    found = prices.ssm.filter()
    published = np.isfinite(observed.level)
    variance = np.where(published, found.forecasts_error_cov[0, 0], np.nan)
    seen = np.einsum("ijt,j->ti", found.predicted_state_cov[:, :, :-1], design)
    return (
        found.filtered_state.T,
        np.ascontiguousarray(np.moveaxis(found.filtered_state_cov, 2, 0)),
        np.where(published, found.forecasts_error[0], np.nan),
        variance,
        np.where(published[:, None], seen / variance[:, None], 0.0),
    )
