"""Estimating the parameters: maximum a posteriori, once a January, and what a fresh set would change."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import jarque_bera
from statsmodels.tsa.stattools import breakvar_heteroskedasticity_test

from signals.config import ConfigError
from signals.panel import Panel
from signals.readings.inflation.config import EDITION, EstimationSettings, Parameters, Settings, usable_set
from signals.readings.inflation.inputs import read_inputs
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.gasoline import gasoline_sd
from signals.readings.inflation.model.known import Inputs
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.statespace import Prices, with_vector
from signals.readings.inflation.model.trend import Estimate
from sources.contract import Floats
from sources.message import message
from sources.months import month_start

BOUNDS = ((-7.0, 0.0), (-5.0, 1.0), (-0.95, 0.95), (-9.0, -1.0), (-10.0, 20.0), (-10.0, 10.0))
"""Of each of `statespace.PARAMETERS`; wide enough that no January ends on one."""


class TooLittle(ConfigError):
    """There is not enough to estimate from; the message says what is missing."""


def log_prior(vector: Iterable[float], chosen: EstimationSettings) -> float:
    """Return the log density of the priors, up to a constant."""
    trend, transitory, phi, season, *_ = vector
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
            message(
                "as of {as_of} there is too little to estimate from: five years of CPI are needed, "
                "gasoline and the ten-year survey",
                as_of=panel.as_of,
            )
        )
    template = Parameters(
        version=f"{inputs.as_of:%Y-%m}/{EDITION}",
        estimated_as_of=inputs.as_of,
        through=month_start(inputs.last),
        sigma_trend=0.0,
        sigma_transitory=0.0,
        phi=0.0,
        sigma_season=0.0,
        beta=0.0,
        sigma_gasoline=gasoline_sd(inputs.gasoline),
        kappa=settings.model.kappa,
    )
    model = Prices(inputs.observed(template), template)

    def loss(vector: NDArray[np.float64]) -> float:
        return -float(model.loglike(vector)) - log_prior(vector, settings.estimation)

    found = minimize(loss, model.start_params, method="L-BFGS-B", bounds=BOUNDS)
    if not found.success:
        raise TooLittle(
            message(
                "as of {as_of} the search for the parameters did not end: {said}",
                as_of=panel.as_of,
                said=found.message,
            )
        )
    return rounded(with_vector(template, found.x))


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
        beta=round(parameters.beta, 5),
        beta_lag=round(parameters.beta_lag, 5),
        sigma_gasoline=round(parameters.sigma_gasoline, 4),
        kappa=parameters.kappa,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """Whether the one-step errors, in their own standard errors, are what the model takes them for.

    Each is a p-value: small where the errors follow each other (``serial``, Ljung
    and Box, twelve lags), where the last third is wider or narrower than the
    first (``variance``), and where they are not normal (``normality``, Jarque
    and Bera). Monthly CPI fails the last two whenever 2008 or 2022 is in the
    sample, which is why the fan is scaled by past errors and has far tails.
    """

    serial: float
    variance: float
    normality: float


BURN_MONTHS = 24
"""Months left out of the diagnostics: the level and the season are still being learnt."""


def diagnostics(surprise: Floats, surprise_variance: Floats) -> Diagnostics:
    """Return the diagnostics of one pass; both arguments have shape (n_months,), NaN where nothing was heard."""
    standard = (surprise / np.sqrt(surprise_variance))[BURN_MONTHS:]
    standard = standard[np.isfinite(standard)]
    return Diagnostics(
        serial=float(acorr_ljungbox(standard, lags=[YEAR])["lb_pvalue"].iloc[0]),
        variance=float(breakvar_heteroskedasticity_test(standard)[1]),
        normality=float(jarque_bera(standard)[1]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One parameter set, what it makes of the day, and how well it fits what was known."""

    parameters: Parameters
    estimate: Estimate
    log_likelihood: float
    diagnostics: Diagnostics


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refit:
    """The set in force and the one that a fit on everything known today gives."""

    as_of: dt.date
    origin: str
    old: Side
    new: Side


def refit(panel: Panel) -> Refit:
    """Estimate on everything known on the panel's day and compare with the set in force.

    Raises:
        TooLittle: there is not enough to estimate from.
    """
    solver = Solver()
    inputs = read_inputs(panel, solver.settings)
    fresh = estimate_parameters(panel, solver.settings)
    if inputs is None:  # estimating has already complained
        raise TooLittle(message("as of {as_of} there is too little to estimate from", as_of=panel.as_of))
    old = usable_set(panel.as_of, solver.sets)
    return Refit(
        as_of=panel.as_of,
        origin=panel.origin,
        old=_side(solver, inputs, old),
        new=_side(solver, inputs, fresh),
    )


def _side(solver: Solver, inputs: Inputs, parameters: Parameters) -> Side:
    solution = solver.solve(inputs, parameters)
    run, own = solution.run, solution.central
    return Side(
        parameters=parameters,
        estimate=solver.estimate(inputs, parameters),
        log_likelihood=float(run.log_likelihood()[own]),
        diagnostics=diagnostics(run.surprise[:, own], run.surprise_variance[:, own]),
    )


def january_sets(panel: Panel) -> Iterator[Parameters]:
    """Yield one set a year up to the panel's, each estimated on what was known on its first of January.

    Raises:
        TooLittle: the data begin too late for the first year of the configuration.
    """
    solver = Solver()
    for year in range(solver.settings.estimation.first_year, panel.as_of.year + 1):
        yield estimate_parameters(panel.at(dt.date(year, 1, 1)), solver.settings)
