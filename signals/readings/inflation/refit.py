"""A fresh estimate of the parameters beside the stored set, and what it would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from signals.panel import Panel
from signals.readings.inflation.config import Parameters, usable_set
from signals.readings.inflation.inputs import Inputs, read_inputs
from signals.readings.inflation.model.fitting import TooLittle, estimate_parameters
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.trend import Estimate, estimate_from


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One parameter set, what it makes of the day, and how well it fits what was known."""

    parameters: Parameters
    estimate: Estimate
    log_likelihood: float


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
        raise TooLittle(f"as of {panel.as_of} there is too little to estimate from")
    old = usable_set(panel.as_of, solver.sets)
    return Refit(
        as_of=panel.as_of,
        origin=panel.origin,
        old=_side(solver, inputs, old),
        new=_side(solver, inputs, fresh),
    )


def _side(solver: Solver, inputs: Inputs, parameters: Parameters) -> Side:
    solution = solver.solve(inputs, parameters)
    return Side(
        parameters=parameters,
        estimate=estimate_from(inputs, solver, parameters),
        log_likelihood=float(solution.run.log_likelihood()[solution.central]),
    )


def january_sets(panel: Panel) -> Iterator[Parameters]:
    """Yield one set a year up to the panel's, each estimated on what was known on its first of January.

    Raises:
        TooLittle: the data begin too late for the first year of the configuration.
    """
    solver = Solver()
    for year in range(solver.settings.estimation.first_year, panel.as_of.year + 1):
        yield estimate_parameters(panel.at(dt.date(year, 1, 1)), solver.settings)
