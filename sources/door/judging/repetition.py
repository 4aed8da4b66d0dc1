"""Closes of one day told again, to the last digit, under another date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Floats, SeriesHistory

_LOOK_BACK = 7  # rows: last week's close is five days back in a daily table, one row back in a weekly one
_OLDER = 3  # closes of a year ago under this year's date
_FINE_TICKS = (
    5000  # median daily move in hundredths; at 5,000 a close meets one of seven before it once in 1,500
)
_ROWS_FOR_MOVE = 20

Pair = tuple[dt.date, dt.date]


def repeats(heard: SeriesHistory) -> dict[Pair, dt.date]:
    """Return the pairs of days, later first, with one and the same value, and when the later one became known."""
    last = np.ones(len(heard), dtype=np.bool_)
    last[:-1] = heard.period[1:] != heard.period[:-1]
    period, value, released_at = heard.period[last], heard.value[last], heard.released_at[last]
    found: dict[Pair, dt.date] = {}
    for lag in range(1, _LOOK_BACK + 1):
        for row in np.flatnonzero(value[lag:] == value[:-lag]).tolist():
            pair = (period[row + lag].astype(object), period[row].astype(object))
            found[pair] = released_at[row + lag].astype(object)
    _add_older(found, period, value, released_at)
    return found


def _add_older(found: dict[Pair, dt.date], period: Days, value: Floats, released_at: Days) -> None:
    """Add the last days before each on which it closed the same, however long ago; they speak only where shared."""
    order = np.lexsort((period, value))
    for lag in range(1, _OLDER + 1):
        same = np.flatnonzero(value[order[lag:]] == value[order[:-lag]])
        for later, earlier in zip(order[same + lag].tolist(), order[same].tolist(), strict=True):
            pair = (period[later].astype(object), period[earlier].astype(object))
            found.setdefault(pair, released_at[later].astype(object))


def repetition_rules(
    heard: SeriesHistory, own: dict[Pair, dt.date], others: Callable[[], Iterable[dict[Pair, dt.date]]]
) -> NDArray[np.object_]:
    """Return ``repeated`` for closes that repeat an earlier day, where chance cannot explain it.

    Two indices that both close as they did on the same earlier day do not do so
    by chance. One alone is doubted where its usual move is thousands of ticks.

    Args:
        heard: the rows of one series, in order.
        own: its `repeats`.
        others: those of the other indices; asked for only where this one repeats at all.
    """
    rules = np.full(len(heard), "", dtype=object)
    if not own:
        return rules
    fine = _moves_by_many_ticks(heard)
    elsewhere = list(others())
    for (day, earlier), known in own.items():
        rows = np.flatnonzero(heard.period == np.datetime64(day, "D"))
        shared = any(repeat.get((day, earlier), dt.date.max) <= known for repeat in elsewhere)
        recent = (
            len(rows) and rows[0] - np.searchsorted(heard.period, np.datetime64(earlier, "D")) <= _LOOK_BACK
        )
        if shared or (recent and fine[rows].all()):
            rules[rows] = "repeated"
    return rules


def _moves_by_many_ticks(heard: SeriesHistory) -> Bools:
    """Return whether the median move of the rows before each is thousands of hundredths. Shape (n_rows,)."""
    moves = np.abs(np.diff(heard.value, prepend=heard.value[:1])) * 100
    if len(moves) <= _ROWS_FOR_MOVE:
        return np.zeros(len(moves), dtype=np.bool_)
    windows = np.lib.stride_tricks.sliding_window_view(moves, _ROWS_FOR_MOVE)
    usual = np.median(windows, axis=1)
    fine = np.zeros(len(moves), dtype=np.bool_)
    fine[_ROWS_FOR_MOVE:] = usual[:-1] > _FINE_TICKS
    return fine
