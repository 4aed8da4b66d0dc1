"""Gasoline month by month, and what is expected of it on any day of the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signals.inflation.months import Months, month_ends, month_numbers
from signals.inflation.parameters import Settings
from sources.contract import Days, Floats, SeriesView


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GasolineOutlook:
    """Gasoline as 100·log of the price.

    ``history`` (n_months,) is the mean of each month, without holes: a month
    without prices keeps its predecessor's. ``path`` (n_origins, horizon) is
    what was expected of the months after each origin, ``clock`` (n_origins,
    horizon) how many months of price moves were still unknown in them.
    """

    history: Floats
    path: Floats
    clock: Floats


def gasoline_outlook(
    view: SeriesView, *, first: int, origins: Months, days: Days, settings: Settings
) -> GasolineOutlook:
    """Return gasoline by month and its expected path as known on each day.

    The running month is the mean of the weeks already out, with the newest
    price standing in for the weeks to come. Later months start from the newest
    price and take ``seasonal_weight`` of the average seasonal move so far.

    Args:
        view: weekly prices in dollars a gallon, at least one.
        first: number of the month at which ``history`` begins; it ends with the newest origin.
        origins: month after which each path begins; ascending.
        days: the day on which each path is drawn up; NaT gives a path of NaN.
        settings: for the horizon and the season.
    """
    horizon = settings.fan.horizon_months
    n = int(origins[-1]) - first + 1
    months = month_numbers(view.period)
    begin = min(first, int(months[0]))
    size = max(int(months[-1]), int(origins[-1]) + horizon) - begin + 1
    at = months - begin
    counts = np.bincount(at, minlength=size)
    logs = np.full(size, np.nan)
    some = counts > 0
    logs[some] = 100.0 * np.log(np.bincount(at, weights=view.value, minlength=size)[some] / counts[some])
    held = _held(logs)

    weeks = np.searchsorted(np.maximum.accumulate(view.released_at), days, side="right")
    weeks[np.isnat(days)] = 0
    newest = np.maximum(weeks, 1) - 1  # row of the newest price known on each day
    price, running = view.value[newest], at[newest]
    opened = np.searchsorted(at, running)  # row of the running month's first price
    out = newest - opened + 1
    left = (month_ends(months[newest]) - view.period[newest]).astype(np.int64) // 7
    share = out / (out + left)
    total = np.concatenate([[0.0], np.cumsum(view.value)])
    mean = (total[newest + 1] - total[opened]) / out

    ahead = (origins - begin)[:, None] + 1 + np.arange(horizon)
    season = _season(logs, begin, settings)[running + (share == 1.0)]
    later = ahead > running[:, None]
    moves = np.take_along_axis(season, (begin + ahead) % 12, axis=1)
    path = 100.0 * np.log(price)[:, None] + np.cumsum(np.where(later, moves, 0.0), axis=1)
    path = np.where(later, path, held[ahead])
    part = 100.0 * np.log(share * mean + (1.0 - share) * price)
    path = np.where(ahead == running[:, None], part[:, None], path)
    path[weeks == 0] = np.nan
    clock = np.maximum(ahead - running[:, None] + 1 - share[:, None], 0.0)
    return GasolineOutlook(history=held[first - begin : first - begin + n], path=path, clock=clock)


def _held(values: Floats) -> Floats:
    """Fill holes with the value before; the beginning with the first value there is."""
    seen = np.isfinite(values)
    start = int(np.argmax(seen))
    return values[np.maximum.accumulate(np.where(seen, np.arange(len(values)), start))]


def _season(logs: Floats, first: int, settings: Settings) -> Floats:
    """Return the weighted average move into each calendar month from months before each row.

    Shape (n_months + 1, 12), each row adding up to zero; zero as long as some
    calendar month has been seen less than ``seasonal_years`` times.
    """
    moves = np.diff(logs, prepend=np.nan)
    seen = np.isfinite(moves)
    into = (first + np.arange(len(moves))) % 12
    counts, totals = np.zeros((len(moves) + 1, 12)), np.zeros((len(moves) + 1, 12))
    counts[1:][seen, into[seen]] = 1.0
    totals[1:][seen, into[seen]] = moves[seen]
    counts, totals = np.cumsum(counts, axis=0), np.cumsum(totals, axis=0)
    enough = counts.min(axis=1) >= settings.gasoline.seasonal_years
    mean = totals / np.maximum(counts, 1.0)
    mean = mean - mean.mean(axis=1, keepdims=True)
    return np.where(enough[:, None], settings.gasoline.seasonal_weight * mean, 0.0)
