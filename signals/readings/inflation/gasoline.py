"""Gasoline month by month, and what is expected of it on any day of the past."""

from __future__ import annotations

import numpy as np

from signals.readings.inflation.config import Settings
from sources.contract import Days, Floats, SeriesView
from sources.months import Months, month_ends, month_numbers


def gasoline_history(view: SeriesView, months: Months) -> tuple[Floats, Floats]:
    """Return 100·log of the mean price of each month, and for how many months none had been seen.

    A month without prices keeps its predecessor's for want of a better guess
    and counts the months since: what is kept is no observation. Months before
    the first price take the first and count zero; they lie years before any
    reading that is shown.

    Args:
        view: weekly prices in dollars a gallon, at least one.
        months: consecutive month numbers.

    Returns:
        The prices and the counts; shape (n_months,) each, no holes.
    """
    begin, logs = _monthly(view, int(months[0]), int(months[-1]))
    held, unseen = _held(logs)
    return held[months - begin], unseen[months - begin]


def gasoline_outlook(
    view: SeriesView, *, origins: Months, days: Days, settings: Settings
) -> tuple[Floats, Floats]:
    """Return the path of 100·log gasoline expected on each day, and how much of it was open.

    The running month is the mean of the weeks already out, with the newest
    price standing in for the weeks to come. Later months start from the newest
    price and take ``seasonal_weight`` of the average seasonal move so far.

    Args:
        view: weekly prices in dollars a gallon, at least one.
        origins: month after which each path begins; ascending.
        days: the day on which each path is drawn up; NaT gives a path of NaN.
        settings: for the horizon and the season.

    Returns:
        The path, and the months of price moves still unknown in it; shape (n_origins, horizon) each.
    """
    horizon = settings.fan.horizon_months
    begin, logs = _monthly(view, int(origins[0]), int(origins[-1]) + horizon)
    held, unseen = _held(logs)
    at = month_numbers(view.period) - begin

    weeks = np.searchsorted(np.maximum.accumulate(view.released_at), days, side="right")
    weeks[np.isnat(days)] = 0
    newest = np.maximum(weeks, 1) - 1  # row of the newest price known on each day
    price, running = view.value[newest], at[newest]
    opened = np.searchsorted(at, running)  # row of the running month's first price
    out = newest - opened + 1
    left = (month_ends(running + begin) - view.period[newest]).astype(np.int64) // 7
    share = out / (out + left)
    total = np.concatenate([[0.0], np.cumsum(view.value)])
    mean = (total[newest + 1] - total[opened]) / out

    ahead = (origins - begin)[:, None] + 1 + np.arange(horizon)
    season = _season(logs, begin, running + (share == 1.0), settings)
    later = ahead > running[:, None]
    moves = np.take_along_axis(season, (begin + ahead) % 12, axis=1)
    path = 100.0 * np.log(price)[:, None] + np.cumsum(np.where(later, moves, 0.0), axis=1)
    path = np.where(later, path, held[ahead])
    part = 100.0 * np.log(share * mean + (1.0 - share) * price)
    path = np.where(ahead == running[:, None], part[:, None], path)
    path[weeks == 0] = np.nan
    clock = np.maximum(ahead - running[:, None] + 1 - share[:, None], 0.0)
    return path, np.where(ahead < running[:, None], unseen[ahead], clock)


def _monthly(view: SeriesView, first: int, last: int) -> tuple[int, Floats]:
    """Return 100·log monthly means over the view and ``first`` to ``last``, and the month it begins with."""
    months = month_numbers(view.period)
    begin = min(first, int(months[0]))
    size = max(int(months[-1]), last) - begin + 1
    counts = np.bincount(months - begin, minlength=size)
    totals = np.bincount(months - begin, weights=view.value, minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):  # months without a price are NaN
        logs: Floats = 100.0 * np.log(totals / counts)
    return begin, logs


def _held(values: Floats) -> tuple[Floats, Floats]:
    """Fill holes with the value before, the beginning with the first there is; count the months held."""
    seen, rows = np.isfinite(values), np.arange(len(values))
    start = int(np.argmax(seen))
    source = np.maximum.accumulate(np.where(seen, rows, start))
    return values[source], np.maximum(rows - source, 0).astype(np.float64)


def _season(logs: Floats, first: int, until: Months, settings: Settings) -> Floats:
    """Return the weighted average move into each calendar month, from months before each of ``until``.

    Shape (len(until), 12), each row adding up to zero; zero as long as some
    calendar month has been seen less than ``seasonal_years`` times.
    """
    moves = np.diff(logs, prepend=np.nan)
    seen = np.isfinite(moves)
    into = (first + np.arange(len(moves))) % 12
    counts, totals = np.zeros((len(moves) + 1, 12)), np.zeros((len(moves) + 1, 12))
    counts[1:][seen, into[seen]] = 1.0
    totals[1:][seen, into[seen]] = moves[seen]
    counts, totals = np.cumsum(counts, axis=0)[until], np.cumsum(totals, axis=0)[until]
    enough = counts.min(axis=1) >= settings.gasoline.seasonal_years
    mean = totals / np.maximum(counts, 1.0)
    mean = mean - mean.mean(axis=1, keepdims=True)
    return np.where(enough[:, None], settings.gasoline.seasonal_weight * mean, 0.0)
