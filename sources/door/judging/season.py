"""Seasonal or adjusted? What the months say of a series: over ten years, and over the last few."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sources.contract import Floats, SeriesHistory

# Ten years of month-of-year effects: US CPI since 1984 has F of 3.5 to 50 unadjusted, below 1.8 adjusted.
MONTHS_FOR_PATTERN = 120
_PATTERN_F = 2.5
_YEARS_FOR_LEAN = 6  # with fewer years the effects of the months are not known
_LONGEST_SWITCH = 6  # months; what was switched earlier shows in ten years of pattern
_SURE = 3.0  # logarithm of the odds; of 205 published months of US CPI none leans so far the wrong way
_FITS = 2.5  # sigmas: a step that fits neither hypothesis speaks for none
_CALM_FUEL = 10.0  # 100 x logs: past it what gasoline does to the index is not known well enough
_OFF_PATH = (
    0.75  # 100 x logs: free of season and gasoline the largest step of 1997-2024 is 0.61 off (2021-04)
)
_TAIL = 4  # degrees of freedom of a step's noise
_TREND_MONTHS = 6
_ROUNDS = 4
_LEAST_SIGMA = 0.05


def months_away(day: dt.date, ahead: int) -> dt.date:
    """Return the first day of the month ``ahead`` months after that of ``day``."""
    month = day.year * 12 + day.month - 1 + ahead
    return dt.date(month // 12, month % 12 + 1, 1)


def monthly_steps(weekly: SeriesHistory) -> dict[dt.date, float]:
    """Return 100 x the log step of the mean price of each month, by first day of month.

    Out of prices that were known within a week of their own day, so that every
    monthly index released since could be held against them.
    """
    at_once = weekly.released_at - weekly.period <= np.timedelta64(7, "D")
    prompt = weekly.rows(np.flatnonzero(at_once & (weekly.value > 0)))
    if len(prompt) == 0:
        return {}
    months, which = np.unique(prompt.period.astype("datetime64[M]"), return_inverse=True)
    means = np.bincount(which, weights=prompt.value) / np.bincount(which)
    steps = 100 * np.diff(np.log(means))
    following = np.diff(months.astype(np.int64)) == 1
    days = months[1:].astype("datetime64[D]").tolist()
    return {
        day: step for day, step, next_ in zip(days, steps.tolist(), following.tolist(), strict=True) if next_
    }


def is_seasonal(levels: Mapping[dt.date, float], newest: dt.date) -> bool | None:
    """Return whether ten years of months up to ``newest`` have a pattern; None where they are not whole."""
    found = [levels.get(month, 0.0) for month in _ten_years_until(newest)]
    if min(found) <= 0:
        return None
    logs = np.log(np.array(found, dtype=np.float64))
    return _month_effects_f(np.diff(logs)) > _PATTERN_F


@lru_cache(maxsize=1024)  # every index with a season asks for the same months
def _ten_years_until(newest: dt.date) -> tuple[dt.date, ...]:
    """Return the first days of the months that a pattern rests on, oldest first."""
    return tuple(months_away(newest, -back) for back in range(MONTHS_FOR_PATTERN, -1, -1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pattern:
    """The season of ten years of monthly steps, in 100 x logs.

    ``effects`` is what a calendar month adds to a step, ``factors`` what it adds to a level, shape (12,) each;
    ``sigma`` the noise of a step, ``per_fuel`` what one per cent of gasoline adds, ``trend`` the last half year's step.
    """

    effects: Floats
    factors: Floats
    sigma: float
    per_fuel: float
    trend: float


def left_its_season(
    levels: Mapping[dt.date, float],
    fuel: Mapping[dt.date, float],
    newest: dt.date,
    *,
    patterns: dict[dt.date, Pattern | None],
) -> bool:
    """Return whether the last months fit seasonally adjusted figures far better than the season of their own past.

    Under the one hypothesis the steps of the last k months are those of their calendar months, under the
    other the series left its season k months ago: first a step onto the adjusted level, then steps without
    one. Steps are freed of gasoline, which makes most of their noise; months in which it jumped say nothing.

    Caught where the season is large: of three adjusted months at the end of 2007-2024 one in seven, those of
    the winter first, and none of the 205 months as published. With its twin in the store a row is
    held against that (`same_as_twin`).

    Args:
        levels: by first day of month, that of the row that is judged among them.
        fuel: the step of the mean price of gasoline in each month, in 100 x logs.
        newest: the month of the row.
        patterns: those of the months up to a month, filled as they are needed.
    """
    for k in range(1, _LONGEST_SWITCH + 1):
        last = months_away(newest, -k)
        if last not in patterns:
            patterns[last] = _pattern(levels, fuel, last)
        pattern = patterns[last]
        if pattern is None or abs(fuel.get(months_away(newest, 1 - k), math.inf)) > _CALM_FUEL:
            return False
        if _odds(levels, fuel, newest, k, pattern) > _SURE:
            return True
    return False


def off_its_path(
    levels: Mapping[dt.date, float],
    fuel: Mapping[dt.date, float],
    newest: dt.date,
    *,
    patterns: dict[dt.date, Pattern | None],
) -> bool:
    """Return whether the last step is none that season, trend and gasoline leave room for, such as a mistyped digit."""
    last = months_away(newest, -1)
    if last not in patterns:
        patterns[last] = _pattern(levels, fuel, last)
    pattern = patterns[last]
    if pattern is None or newest not in fuel or min(levels.get(last, 0.0), levels[newest]) <= 0:
        return False
    step = 100 * math.log(levels[newest] / levels[last]) - pattern.per_fuel * fuel[newest]
    return bool(abs(step - pattern.trend - pattern.effects[newest.month - 1]) > _OFF_PATH)


def _odds(
    levels: Mapping[dt.date, float], fuel: Mapping[dt.date, float], newest: dt.date, k: int, pattern: Pattern
) -> float:
    """Return the logarithm of the odds, under steps with heavy tails, that the season ended k months ago."""
    odds = 0.0
    for back in range(k - 1, -1, -1):
        month, before = months_away(newest, -back), months_away(newest, -back - 1)
        if levels.get(month, 0.0) <= 0 or levels.get(before, 0.0) <= 0:
            return 0.0
        step = 100 * math.log(levels[month] / levels[before]) - pattern.per_fuel * fuel.get(month, 0.0)
        onto_level = pattern.factors[before.month - 1] if back == k - 1 else 0.0
        own = (step - pattern.trend - pattern.effects[month.month - 1]) / pattern.sigma
        other = (step - pattern.trend + onto_level) / pattern.sigma
        if abs(other) > _FITS:
            return 0.0
        odds += (_TAIL + 1) / 2 * (math.log1p(own**2 / _TAIL) - math.log1p(other**2 / _TAIL))
    return odds


def _pattern(levels: Mapping[dt.date, float], fuel: Mapping[dt.date, float], last: dt.date) -> Pattern | None:
    """Return the season of the ten years up to a month; None where too little of them is known."""
    months = _ten_years_until(last)
    level = np.array([levels.get(month, 0.0) for month in months])
    known = level > 0
    logs = np.log(np.maximum(level, 1e-300)) * 100
    price = np.array([fuel.get(month, np.nan) for month in months[1:]])
    usable = known[1:] & known[:-1] & np.isfinite(price)
    if usable.sum() < 12 * _YEARS_FOR_LEAN or not usable[-_TREND_MONTHS:].all():
        return None
    steps, price = np.diff(logs)[usable], price[usable]
    month_of = np.array([month.month - 1 for month in months[1:]])[usable]
    if np.bincount(month_of, minlength=12).min() < _YEARS_FOR_LEAN:
        return None
    weight, per_fuel = np.ones(len(steps)), 0.0
    for _ in range(_ROUNDS):
        mass = np.bincount(month_of, weights=weight, minlength=12)
        of_price = price - (np.bincount(month_of, weights=weight * price, minlength=12) / mass)[month_of]
        of_step = steps - (np.bincount(month_of, weights=weight * steps, minlength=12) / mass)[month_of]
        per_fuel = float((weight * of_price * of_step).sum() / max((weight * of_price**2).sum(), 1e-12))
        rest = of_step - per_fuel * of_price
        sigma = max(1.4826 * median(np.abs(rest)), _LEAST_SIGMA)
        weight = 1 / (1 + (rest / (2 * sigma)) ** 2)
    mass = np.bincount(month_of, weights=weight, minlength=12)
    means = np.bincount(month_of, weights=weight * (steps - per_fuel * price), minlength=12) / mass
    effects = means - means.mean()
    factors = np.cumsum(effects)
    recent = slice(-_TREND_MONTHS, None)
    trend = float(np.mean(steps[recent] - per_fuel * price[recent] - effects[month_of[recent]]))
    return Pattern(
        effects=effects, factors=factors - factors.mean(), sigma=sigma, per_fuel=per_fuel, trend=trend
    )


def _month_effects_f(steps: Floats) -> float:
    """Return the F statistic of month-of-year effects in monthly steps, newest last.

    Steps are first held within four robust sigmas, so that one wild month does
    not drown the pattern.
    """
    middle = median(steps)
    reach = 4 * 1.4826 * median(np.abs(steps - middle))
    steps = np.clip(steps, middle - reach, middle + reach)
    n_years = len(steps) // 12
    table = steps[len(steps) - 12 * n_years :].reshape(n_years, 12)
    table = table - table.mean(axis=1, keepdims=True)  # a year's own trend is no pattern
    effects = table.mean(axis=0)
    rest = ((table - effects) ** 2).sum() / (11 * (n_years - 1))
    return float(n_years * (effects**2).sum() / 11 / rest) if rest > 0 else 0.0


def median(values: Floats) -> float:
    """Return the median of finite values: that of numpy to the last bit, without its preparations (a tenth the time)."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    return float(ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)
