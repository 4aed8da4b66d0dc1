"""What the model says on one day: trend and direction, the fan, the year."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.config import Settings
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.forecast import (
    Levels,
    Rate,
    Solution,
    nothing_ahead,
    project,
    rate_between,
    rates_ahead,
)
from signals.readings.inflation.model.known import Inputs
from signals.readings.inflation.model.system import N_STATES, TREND, FilterPass, remember
from sources.contract import Floats
from sources.months import month_number, month_start

_TREND = np.zeros(N_STATES)
_TREND[TREND] = 1.0


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

    @property
    def sd_pp(self) -> float:
        """Standard error in percentage points."""
        return self.rates[self.central].sd_pp

    def probability_below(self, level_pct: float) -> float:
        """Return the probability of ending below any level in percent."""
        return self.rates[self.central].p_below(level_pct)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """The year of ``as_of``: its average on the last year's, and its December on the last.

    ``months`` counts the months that each of the two averages is over. A month
    that was never published is in neither: the publisher's average of 2025 has
    eleven months (321.943, 2.631 % on 2024), and one with the hole bridged is
    another quantity (2.68 %).
    """

    year: int
    months: tuple[int, int]
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
    rates: tuple[Rate | None, ...]
    levels: Levels
    pull: int
    inputs: Inputs


def estimate_from(inputs: Inputs, solution: Solution, chosen: Settings, *, scale: Floats | None) -> Estimate:
    """Return what the model says on the day of ``inputs``.

    Args:
        inputs: what was known on the day.
        solution: a pass that is exact for it.
        chosen: the settings.
        scale: factors on the width of the fan, one a month ahead; None for no
            look ahead at all.
    """
    fan = scale is not None
    now, own = len(inputs.level) - 1, solution.central
    trend = float(solution.run.mean[now, own, TREND])
    sd = math.sqrt(solution.run.covariance[now, own, TREND, TREND])
    if fan:
        levels = project(
            solution.run,
            solution.horizon,
            inputs,
            holes_from=min(month_number(inputs.as_of) - 2 * YEAR, inputs.last - YEAR),
            scale=scale,
        )
        rates = rates_ahead(inputs, levels, own, inputs.lost)
    else:
        levels, rates = nothing_ahead(len(chosen.model.kappa_range)), ()
    january = month_number(dt.date(inputs.as_of.year, 1, 1))
    this, last = (
        [month for month in range(first, first + YEAR) if month not in inputs.lost]
        for first in (january, january - YEAR)
    )

    def outcome(over: Sequence[int], base: Sequence[int]) -> Outcome | None:
        found = rate_between(inputs, levels, over, base) if fan else None
        return None if found is None else outcome_of(found, own, chosen)

    return Estimate(
        as_of=inputs.as_of,
        trend_pct=annual_pct(trend),
        trend_sd_pp=YEAR * sd * math.exp(YEAR * trend / 100.0),
        directions=directions(inputs, solution, chosen),
        year=CalendarYear(
            year=inputs.as_of.year,
            months=(len(this), len(last)),
            average=outcome(this, last),
            december_on_december=outcome([january + YEAR - 1], [january - 1]),
        ),
        forecast=steps(inputs, rates, chosen),
        lower=tuple(yoy_lower(inputs, rates, months) for months in chosen.direction.months if fan),
        rates=rates,
        levels=levels,
        pull=own,
        inputs=inputs,
    )


def annual_pct(monthly: float) -> float:
    """Return percent a month on the log scale as percent a year."""
    return 100.0 * math.expm1(YEAR * monthly / 100.0)


def outcome_of(rates: tuple[Rate, ...], central: int, chosen: Settings) -> Outcome:
    """Turn the rates under every pull of the anchor into one outcome."""
    rate = rates[central]
    odds = {level: [one.p_below(level) for one in rates] for level in chosen.fan.levels_pct}
    return Outcome(
        median_pct=rate.median_pct,
        interval_pct=rate.interval_pct(chosen.fan.tail),
        p_below={level: every[central] for level, every in odds.items()},
        p_below_range={level: (min(every), max(every)) for level, every in odds.items()},
        rates=rates,
        central=central,
    )


def directions(inputs: Inputs, solution: Solution, chosen: Settings) -> tuple[TrendDirection, ...]:
    """Return the direction of the trend over each horizon."""
    now = len(inputs.level) - 1
    odds = falling(solution.run, now, [lag for lag in chosen.direction.months if lag <= now])
    found = []
    for lag in chosen.direction.months:
        if lag not in odds:
            found.append(TrendDirection(months=lag, p_falling=None, p_range=None, word=None))
            continue
        every = odds[lag]
        p = every[solution.central]
        word = direction_word(p, chosen)
        found.append(TrendDirection(months=lag, p_falling=p, p_range=(min(every), max(every)), word=word))
    return tuple(found)


def falling(run: FilterPass, now: int, lags: list[int]) -> dict[int, list[float]]:
    """Return the probability that the trend is lower than each number of months ago, one a pull."""
    if not lags:
        return {}
    past = remember(run, [(now - lag, _TREND) for lag in lags], now)
    change = run.mean[now, :, None, TREND] - past.mean
    old = np.diagonal(past.covariance, axis1=1, axis2=2)
    variance = run.covariance[now, :, None, TREND, TREND] + old - 2.0 * past.shared[:, TREND]
    standard = (-change / np.sqrt(variance)).T.tolist()
    return {lag: [_normal_cdf(one) for one in row] for lag, row in zip(lags, standard, strict=True)}


def _normal_cdf(standard: float) -> float:
    return 0.5 * math.erfc(-standard / math.sqrt(2.0))


def direction_word(p_falling: float, chosen: Settings) -> str:
    """Return falling, rising or stalled; the horizon must be said beside it."""
    if p_falling > chosen.direction.falling_above:
        return "falling"
    return "rising" if p_falling < chosen.direction.rising_below else "stalled"


def steps(inputs: Inputs, rates: tuple[Rate | None, ...], chosen: Settings) -> tuple[Step, ...]:
    """Return the fan of the 12-month rate."""
    return tuple(
        Step(
            horizon_months=ahead,
            period=month_start(inputs.last + ahead),
            median_pct=None if rate is None else rate.median_pct,
            interval_pct=None if rate is None else rate.interval_pct(chosen.fan.tail),
        )
        for ahead, rate in enumerate(rates, start=1)
    )


def yoy_lower(inputs: Inputs, rates: tuple[Rate | None, ...], months: int) -> Lower:
    """Return the probability that the 12-month rate is below the newest print's in so many months."""
    latest = inputs.prices.change_pct(inputs.last, YEAR)
    rate = rates[months - 1]
    if rate is None or not math.isfinite(latest):
        return Lower(months=months, probability=None)
    return Lower(months=months, probability=rate.p_below(latest))
