"""Gasoline month by month: what is known of its price, what is taken for it, and what it does to the index.

A month is known as far as its weeks are: a price of its first Monday says
little of its mean. What is not known is taken from the newest price and the
season, and how far that may be off is left open (`system`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.config import GasolineSettings, Parameters
from sources.contract import Bools, Days, Floats
from sources.months import Months, month_ends, month_numbers

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weekly:
    """A weekly price in dollars a gallon; shape (n_weeks,) each, ``period`` ascending."""

    period: Days
    price: Floats
    released_at: Days


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gasoline:
    """The mean price of each month as far as it is known; shape (n_months,) each, no holes.

    ``price`` in dollars a gallon; ``open`` is the share of the month that no
    price was seen of, 0 to 1; months before the first price take the first
    and are not open: they lie years before any reading that is shown.
    """

    price: Floats
    open: Floats

    @property
    def carried(self) -> Bools:
        """Whether nothing at all was seen of the month."""
        return self.open >= 1.0


def gasoline_history(weekly: Weekly, months: Months, chosen: GasolineSettings) -> Gasoline:
    """Return the mean price of each of consecutive months, and how much of it is a guess."""
    begin, mean, weeks = _monthly(weekly, int(months[0]), int(months[-1]))
    price, share = (
        mean.copy(),
        np.minimum(weeks / _weekdays(begin + np.arange(len(mean)), weekly.period[-1]), 1.0),
    )
    price[: int(np.argmax(weeks > 0))], share[: int(np.argmax(weeks > 0))] = weekly.price[0], 1.0
    at = month_numbers(weekly.period) - begin
    for month in np.flatnonzero(share < 1.0).tolist():
        row = int(np.searchsorted(at, month, side="right")) - 1
        newest, running = weekly.price[row], int(at[row])
        if running == month:  # the newest price stands in for the weeks that are not there
            price[month] = share[month] * mean[month] + (1.0 - share[month]) * newest
            continue
        until = np.array([running + (share[running] == 1.0)])
        price[month] = (
            newest
            * _seasonal(_season(mean, begin, until, chosen), begin + np.array([running]), begin + month)[0]
        )
    return Gasoline(price=price[months - begin], open=1.0 - share[months - begin])


def gasoline_outlook(
    weekly: Weekly, *, origins: Months, days: Days, horizon: int, chosen: GasolineSettings
) -> tuple[Floats, Floats]:
    """Return the path of prices expected on each day, and how much of it was open.

    The running month is the mean of the weeks already out, with the newest
    price standing in for the weeks to come. Later months start from the newest
    price and move with the season so far.

    Args:
        weekly: prices, at least one.
        origins: month after which each path begins; ascending.
        days: the day on which each path is drawn up; NaT gives a path of NaN.
        horizon: months of each path.
        chosen: for the season.

    Returns:
        The path in dollars a gallon, and the months of moves since the origin
        that are still unknown in it; shape (n_origins, horizon) each.
    """
    begin, mean, _ = _monthly(weekly, int(origins[0]), int(origins[-1]) + horizon)
    at = month_numbers(weekly.period) - begin
    weeks = np.searchsorted(np.maximum.accumulate(weekly.released_at), days, side="right")
    weeks[np.isnat(days)] = 0
    newest = np.maximum(weeks, 1) - 1  # row of the newest price known on each day
    price, running = weekly.price[newest], at[newest]
    opened = np.searchsorted(at, running)  # row of the running month's first price
    out = newest - opened + 1
    left = (month_ends(running + begin) - weekly.period[newest]).astype(np.int64) // WEEK
    share = out / (out + left)
    total = np.concatenate([[0.0], np.cumsum(weekly.price)])
    so_far = (total[newest + 1] - total[opened]) / out

    ahead = (origins - begin)[:, None] + 1 + np.arange(horizon)
    season = _season(mean, begin, running + (share == 1.0), chosen)
    path = price[:, None] * _seasonal(season, (begin + running)[:, None], begin + ahead)
    part = share * so_far + (1.0 - share) * price
    path = np.where(ahead == running[:, None], part[:, None], path)
    known = np.maximum(running - (origins - begin) - 1 + share, 0.0)  # months after the origin
    clock = np.maximum(1.0 + np.arange(horizon) - known[:, None], 0.0)
    if (ahead < running[:, None]).any():  # the print is late: prices of whole months after it are known
        past = gasoline_history(weekly, begin + np.arange(len(mean)), chosen)
        path = np.where(ahead < running[:, None], past.price[ahead], path)
        clock = np.where(ahead < running[:, None], past.open[ahead], clock)
    path[weeks == 0] = np.nan
    return path, clock


def covariate(parameters: Parameters, price: Floats, index: Floats) -> tuple[Floats, Floats]:
    """Return x of each month, and the standard deviation of a month's move of it that nobody saw.

    The second edition of the model takes 100 times the sum of the price's moves
    in dollars over the index of the month before: the weight of gasoline rises
    with its price, and β is in index points a dollar. The first took 100·log of
    the price, a weight that never moves.

    Args:
        parameters: for the edition and the size of gasoline's moves.
        price: dollars a gallon, no holes; shape (n,).
        index: price index, NaN where nothing was published; shape (n,).
    """
    if parameters.edition == 1:
        return 100.0 * np.log(price), np.full(len(price), parameters.sigma_gasoline)
    held = held_index(index)
    before = np.concatenate([held[:1], held[:-1]])
    x = 100.0 * np.cumsum(np.diff(price, prepend=price[0]) / before)
    return x, parameters.sigma_gasoline * price / before


def covariate_ahead(
    parameters: Parameters, x: Floats, price: Floats, index: Floats, path: Floats
) -> tuple[Floats, Floats]:
    """Return x along paths from some origins, and the standard deviation of a month's unknown move of it.

    Args:
        parameters: as in `covariate`.
        x: its values at the origins; shape (m,).
        price: dollars a gallon at the origins; shape (m,).
        index: newest published index at the origins; shape (m,).
        path: dollars a gallon; shape (m, horizon).
    """
    if parameters.edition == 1:
        return 100.0 * np.log(path), np.full(len(x), parameters.sigma_gasoline)
    ahead = x[:, None] + 100.0 * (path - price[:, None]) / index[:, None]
    return ahead, parameters.sigma_gasoline * path[:, 0] / index


def held_index(index: Floats) -> Floats:
    """Return an index with each hole filled by the value before it, and the beginning by the first."""
    seen, rows = np.isfinite(index), np.arange(len(index))
    held: Floats = index[np.maximum.accumulate(np.where(seen, rows, int(np.argmax(seen))))]
    return held


def gasoline_sd(gasoline: Gasoline) -> float:
    """Return the standard deviation of monthly moves in 100·log points, of months fully seen."""
    moves = 100.0 * np.diff(np.log(gasoline.price))
    seen = (gasoline.open[1:] == 0.0) & (gasoline.open[:-1] == 0.0) & (moves != 0.0)
    return float(np.std(moves[seen], ddof=1))


def _monthly(weekly: Weekly, first: int, last: int) -> tuple[int, Floats, Floats]:
    """Return the month it begins with, monthly means (NaN without a price) and the number of prices in each."""
    of = month_numbers(weekly.period)
    begin = min(first, int(of[0]))
    size = max(int(of[-1]), last) - begin + 1
    counts = np.bincount(of - begin, minlength=size).astype(np.float64)
    totals = np.bincount(of - begin, weights=weekly.price, minlength=size)
    return begin, np.where(counts > 0, totals / np.maximum(counts, 1.0), np.nan), counts


def _weekdays(months: Months, like: np.datetime64) -> Floats:
    """Return how often the weekday of a day comes in each month."""
    last = month_ends(months)
    first = last.astype("datetime64[M]").astype("datetime64[D]")
    into = (like - first).astype(np.int64) % WEEK  # days from the first of the month to that weekday
    often: Floats = ((last - first).astype(np.int64) - into) // WEEK + 1.0
    return often


def _season(mean: Floats, first: int, until: Months, chosen: GasolineSettings) -> Floats:
    """Return the weighted average move into each calendar month, from months before each of ``until``.

    In 100·log points, shape (len(until), 12), each row adding up to zero; zero
    as long as some calendar month has been seen less than ``seasonal_years`` times.
    """
    moves = 100.0 * np.diff(np.log(mean), prepend=np.nan)
    seen = np.isfinite(moves)
    into = (first + np.arange(len(moves))) % 12
    counts, totals = np.zeros((len(moves) + 1, 12)), np.zeros((len(moves) + 1, 12))
    counts[1:][seen, into[seen]] = 1.0
    totals[1:][seen, into[seen]] = moves[seen]
    counts, totals = np.cumsum(counts, axis=0)[until], np.cumsum(totals, axis=0)[until]
    enough = counts.min(axis=1) >= chosen.seasonal_years
    mean_move = totals / np.maximum(counts, 1.0)
    mean_move = mean_move - mean_move.mean(axis=1, keepdims=True)
    return np.where(enough[:, None], chosen.seasonal_weight * mean_move, 0.0)


def _seasonal(season: Floats, start: Months | int, month: Months | int) -> Floats:
    """Return the factor that the season puts on a price between two months; a year makes it one again."""
    level = np.cumsum(season, axis=1)
    rows = np.arange(len(season))
    rows = rows[:, None] if np.ndim(start) == 2 else rows
    factor: Floats = np.exp((level[rows, month % 12] - level[rows, start % 12]) / 100.0)
    return factor
