"""US inflation as known on a day: the trend and its direction, the fan, the year, the news."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from signals.facts import Input
from signals.inflation.consensus import Consensus, read_consensus
from signals.inflation.estimate import Estimate, estimate_from
from signals.inflation.forecast import YEAR
from signals.inflation.inputs import CPI, GASOLINE, Prices, monthly_prices, read_inputs
from signals.inflation.months import month_label, month_number, month_start
from signals.inflation.news import News, read_news
from signals.inflation.parameters import Parameters, Settings, due_year, usable_set
from signals.inflation.solving import Solver
from signals.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The newest print. ``yoy_pct`` is None where the month a year earlier was never published."""

    period: dt.date
    released_at: dt.date
    yoy_pct: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inflation:
    """The reading. ``estimate`` is None where a series that the model needs is not there."""

    as_of: dt.date
    origin: str
    prices: Prices | None
    latest: Latest | None
    estimate: Estimate | None
    consensus: Consensus | None
    news: News | None
    news_wanted: bool
    parameters: Parameters
    inputs: Mapping[str, Input]
    warnings: tuple[str, ...]


def read(panel: Panel, *, solver: Solver | None = None, news: bool = True) -> Inflation:
    """Read US inflation as known on the panel's day.

    Args:
        panel: the world as of a day.
        solver: passes kept from readings of other dates; by default none.
        news: whether to work out what the newest print changed.
    """
    solver = solver or Solver()
    chosen = solver.settings
    parameters = usable_set(panel.as_of, solver.sets)
    names = (CPI, GASOLINE, chosen.consensus.anchor)
    health = {name: panel.input(name) for name in names}
    warnings = [
        f"{name}: {item.reason} ({item.status})" for name, item in health.items() if item.status != "ok"
    ]
    if parameters.estimated_as_of > panel.as_of:
        warnings.append(
            f"the parameters ({parameters.version}) were estimated after {panel.as_of}: "
            "they rest on data that were not known then"
        )
    elif (year := due_year(panel.as_of, solver.sets)) is not None:
        warnings.append(
            f"the parameter set of January {year} is due and the one of {parameters.version} is used; "
            "`signals inflation --refit` shows what it would change"
        )
    prices = monthly_prices(panel.series(CPI))
    inputs = read_inputs(panel, chosen)
    if prices is not None:
        warnings.extend(prices.remarks)
    estimate = None
    if inputs is None:
        warnings.append("no trend and no forecast: the model needs prices, gasoline and the ten-year survey")
    else:
        estimate = estimate_from(inputs, solver.solve(inputs, parameters), chosen)
        warnings.extend(undefined(estimate, chosen))
    consensus = read_consensus(panel, estimate, chosen.consensus)
    if consensus is None:
        warnings.append(f"no consensus: {chosen.consensus.q4q4} holds nothing")
    return Inflation(
        as_of=panel.as_of,
        origin=panel.origin,
        prices=prices,
        latest=None if prices is None else latest_print(prices),
        estimate=estimate,
        consensus=consensus,
        news=read_news(panel, solver, parameters, estimate) if estimate and news else None,
        news_wanted=news,
        parameters=parameters,
        inputs=health,
        warnings=tuple(warnings),
    )


def read_range(
    panel: Panel, days: Iterable[dt.date], *, solver: Solver | None = None, news: bool = True
) -> Iterator[Inflation]:
    """Yield the reading of each day; one filter pass a parameter set serves them all.

    The passes run over the panel's own newest data; each day then looks only at
    the rows of its own past, which is exact because filtered states never look
    forward.

    Raises:
        ValueError: a day lies after the panel's.
    """
    solver = solver or Solver()
    ordered = tuple(days)
    newest = panel.at(max(ordered)) if ordered else panel
    inputs = read_inputs(newest, solver.settings)
    if inputs is not None:
        for parameters in dict.fromkeys(usable_set(day, solver.sets) for day in ordered):
            solver.solve(inputs, parameters)
    for day in ordered:
        yield read(panel.at(day), solver=solver, news=news)


def latest_print(prices: Prices) -> Latest:
    """Return the newest print and its change on the same month a year earlier."""
    change = prices.change_pct(prices.last, YEAR)
    return Latest(
        period=month_start(prices.last),
        released_at=prices.released_at[-1].astype(object),
        yoy_pct=change if math.isfinite(change) else None,
    )


def undefined(estimate: Estimate, chosen: Settings) -> list[str]:
    """Return what cannot be said and why."""
    inputs = estimate.inputs
    said = []
    holes = inputs.prices.holes()
    for hole in holes:
        if hole + YEAR == inputs.last or any(
            one.median_pct is None and month_number(one.period) == hole + YEAR for one in estimate.forecast
        ):
            said.append(
                f"the 12-month rate of {month_label(hole + YEAR)} is undefined: "
                f"{month_label(hole)} was never published"
            )
        if (inputs.as_of.year - 1) * YEAR <= hole <= inputs.last:
            said.append(
                f"{month_label(hole)} was never published: the model bridges it, and year averages "
                "rest on its estimate"
            )
    if inputs.last < max(chosen.direction.months):
        said.append("too few months to compare the trend with its own past")
    if estimate.year.average is None or estimate.year.december_on_december is None:
        said.append(
            f"the year {estimate.year.year} is out of reach: the newest print is of "
            f"{month_label(inputs.last)} and the fan spans {inputs.horizon} months"
        )
    return said
