"""US inflation as known on a day: the trend and its direction, the fan, the year, the news."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from signals.facts import Input
from signals.inflation.consensus import Consensus, read_consensus
from signals.inflation.fan import fan_scale
from signals.inflation.forecast import Levels, Rate, normal_cdf, project, rate_between
from signals.inflation.inputs import CPI, GASOLINE, Inputs, Prices, monthly_prices, read_inputs
from signals.inflation.model import N_STATES, TREND, FilterPass, remember
from signals.inflation.months import month_label, month_number, month_start
from signals.inflation.parameters import Parameters, Settings, settings, stored_sets, usable_set
from signals.inflation.solving import Solution, Solver
from signals.panel import Panel

YEAR = 12
_TREND = np.zeros(N_STATES)
_TREND[TREND] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The newest print. ``yoy_pct`` is None where the month a year earlier was never published."""

    period: dt.date
    released_at: dt.date
    yoy_pct: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendDirection:
    """Whether the trend is lower than ``months`` ago.

    ``p_falling`` is exact given the parameters; ``p_range`` is its range over
    the pulls of the anchor that cannot be told apart. ``word`` is falling,
    rising or stalled. All None where the sample is too short.
    """

    months: int
    p_falling: float | None
    p_range: tuple[float, float] | None
    word: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A rate that is not known yet, in percent.

    ``p_below`` maps a level in percent to the probability of ending below it;
    ``p_below_range`` to its range over the pulls of the anchor.
    """

    median_pct: float
    interval_pct: tuple[float, float]
    p_below: Mapping[float, float]
    p_below_range: Mapping[float, tuple[float, float]]
    rates: tuple[Rate, ...]
    central: int

    def probability_below(self, level_pct: float) -> float:
        """Return the probability of ending below any level in percent."""
        return self.rates[self.central].p_below(level_pct)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """The year of ``as_of``: its average on the last year's, and its December on the last."""

    year: int
    average: Outcome | None
    december_on_december: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The 12-month rate of one month ahead; None where it will never be defined."""

    horizon_months: int
    period: dt.date
    median_pct: float | None
    interval_pct: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower:
    """The probability that the 12-month rate is lower in ``months`` than in the newest print."""

    months: int
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """What the model says on one day under one parameter set."""

    as_of: dt.date
    trend_pct: float
    trend_sd_pp: float
    directions: tuple[TrendDirection, ...]
    year: CalendarYear
    forecast: tuple[Step, ...]
    lower: tuple[Lower, ...]
    levels: Levels
    inputs: Inputs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inflation:
    """The reading. ``estimate`` is None where a series that the model needs is not there."""

    as_of: dt.date
    origin: str
    latest: Latest | None
    estimate: Estimate | None
    consensus: Consensus | None
    parameters: Parameters
    inputs: Mapping[str, Input]
    warnings: tuple[str, ...]


def read(panel: Panel, *, solver: Solver | None = None) -> Inflation:
    """Read US inflation as known on the panel's day.

    Args:
        panel: the world as of a day.
        solver: passes kept from readings of other dates; by default none.
    """
    solver = solver or Solver(settings())
    chosen = solver.settings
    parameters = usable_set(panel.as_of, stored_sets())
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
    consensus = read_consensus(panel, inputs, estimate.levels if estimate else None, chosen.consensus)
    if consensus is None:
        warnings.append(f"no consensus: {chosen.consensus.q4q4} holds nothing")
    return Inflation(
        as_of=panel.as_of,
        origin=panel.origin,
        latest=None if prices is None else latest_print(prices),
        estimate=estimate,
        consensus=consensus,
        parameters=parameters,
        inputs=health,
        warnings=tuple(warnings),
    )


def latest_print(prices: Prices) -> Latest:
    """Return the newest print and its change on the same month a year earlier."""
    change = prices.change_pct(prices.last, YEAR)
    return Latest(
        period=month_start(prices.last),
        released_at=prices.released_at[-1].astype(object),
        yoy_pct=change if math.isfinite(change) else None,
    )


def estimate_from(inputs: Inputs, solution: Solution, chosen: Settings) -> Estimate:
    """Return what the model says on the day of ``inputs``."""
    now = len(inputs.level) - 1
    run = solution.run
    trend, sd = float(run.mean[now, TREND]), math.sqrt(run.covariance[now, TREND, TREND])
    scale = fan_scale(solution.errors, inputs, chosen.fan)
    holes_from = min(month_number(inputs.as_of) - 2 * YEAR, inputs.last - YEAR)
    every = tuple(
        project(pass_, horizon, inputs, holes_from=holes_from, scale=scale)
        for pass_, horizon in zip(solution.runs, solution.horizons, strict=True)
    )
    levels = every[solution.central]
    january = month_number(dt.date(inputs.as_of.year, 1, 1))

    def outcome(over: range, base: range) -> Outcome | None:
        rates = tuple(rate for one in every if (rate := rate_between(inputs, one, over, base)) is not None)
        return outcome_of(rates, solution.central, chosen) if len(rates) == len(every) else None

    return Estimate(
        as_of=inputs.as_of,
        trend_pct=100.0 * math.expm1(YEAR * trend / 100.0),
        trend_sd_pp=YEAR * sd * math.exp(YEAR * trend / 100.0),
        directions=directions(inputs, solution, chosen),
        year=CalendarYear(
            year=inputs.as_of.year,
            average=outcome(range(january, january + YEAR), range(january - YEAR, january)),
            december_on_december=outcome(
                range(january + YEAR - 1, january + YEAR), range(january - 1, january)
            ),
        ),
        forecast=steps(inputs, levels, chosen),
        lower=tuple(yoy_lower(inputs, levels, months) for months in chosen.direction.months),
        levels=levels,
        inputs=inputs,
    )


def outcome_of(rates: tuple[Rate, ...], central: int, chosen: Settings) -> Outcome:
    """Turn the rates under every pull of the anchor into one outcome."""
    reach = NormalDist().inv_cdf(0.5 + chosen.fan.tail / 2.0)
    rate = rates[central]
    odds = {level: [one.p_below(level) for one in rates] for level in chosen.fan.levels_pct}
    return Outcome(
        median_pct=rate.median_pct,
        interval_pct=(rate.at(-reach), rate.at(reach)),
        p_below={level: every[central] for level, every in odds.items()},
        p_below_range={level: (min(every), max(every)) for level, every in odds.items()},
        rates=rates,
        central=central,
    )


def directions(inputs: Inputs, solution: Solution, chosen: Settings) -> tuple[TrendDirection, ...]:
    """Return the direction of the trend over each horizon."""
    now = len(inputs.level) - 1
    months = [lag for lag in chosen.direction.months if lag <= now]
    every = [falling(run, now, months) for run in solution.runs]
    found = []
    for lag in chosen.direction.months:
        if lag not in months:
            found.append(TrendDirection(months=lag, p_falling=None, p_range=None, word=None))
            continue
        odds = [one[lag] for one in every]
        p = odds[solution.central]
        found.append(
            TrendDirection(
                months=lag, p_falling=p, p_range=(min(odds), max(odds)), word=direction_word(p, chosen)
            )
        )
    return tuple(found)


def falling(run: FilterPass, now: int, lags: list[int]) -> dict[int, float]:
    """Return the probability that the trend is lower than each number of months ago."""
    if not lags:
        return {}
    past = remember(run, [(now - lag, _TREND) for lag in lags], now)
    change = run.mean[now, TREND] - past.mean
    variance = run.covariance[now, TREND, TREND] + np.diag(past.covariance) - 2.0 * past.shared[TREND]
    standard = -change / np.sqrt(variance)
    return {lag: normal_cdf(float(one)) for lag, one in zip(lags, standard, strict=True)}


def direction_word(p_falling: float, chosen: Settings) -> str:
    """Return falling, rising or stalled; the horizon must be said beside it."""
    if p_falling > chosen.direction.falling_above:
        return "falling"
    return "rising" if p_falling < chosen.direction.rising_below else "stalled"


def steps(inputs: Inputs, levels: Levels, chosen: Settings) -> tuple[Step, ...]:
    """Return the fan of the 12-month rate."""
    reach = NormalDist().inv_cdf(0.5 + chosen.fan.tail / 2.0)
    return tuple(step(inputs, levels, ahead, reach) for ahead in range(1, inputs.horizon + 1))


def step(inputs: Inputs, levels: Levels, ahead: int, reach: float) -> Step:
    """Return the 12-month rate of one month ahead."""
    month = inputs.last + ahead
    rate = yoy_rate(inputs, levels, month)
    return Step(
        horizon_months=ahead,
        period=month_start(month),
        median_pct=None if rate is None else rate.median_pct,
        interval_pct=None if rate is None else (rate.at(-reach), rate.at(reach)),
    )


def yoy_rate(inputs: Inputs, levels: Levels, month: int) -> Rate | None:
    """Return the 12-month rate of a month ahead; None where it can never be published."""
    base = month - YEAR
    if base in inputs.prices.holes() or base < inputs.first:
        return None
    return rate_between(inputs, levels, range(month, month + 1), range(base, base + 1))


def yoy_lower(inputs: Inputs, levels: Levels, months: int) -> Lower:
    """Return the probability that the 12-month rate is below the newest print's in so many months."""
    latest = inputs.prices.change_pct(inputs.last, YEAR)
    rate = yoy_rate(inputs, levels, inputs.last + months)
    defined = math.isfinite(latest) and rate is not None
    return Lower(months=months, probability=rate.p_below(latest) if defined and rate else None)


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
