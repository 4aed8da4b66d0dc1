"""Closes of one day told again, to the last digit, under another date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, SeriesHistory

_LOOK_BACK = 7  # rows: last week's close is five days back in a daily table, one row back in a weekly one
_OLDER = 3  # closes of a year ago under this year's date
_FINE_TICKS = (
    5000  # median daily move in hundredths; at 5,000 a close meets one of seven before it once in 1,500
)
_ROWS_FOR_MOVE = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeats:
    """Pairs of days with one and the same value. Shape (n,) each, by ``pair``, a number that stands for both days.

    ``known`` is when the value of the later day became known; ``recent`` says that it follows within a week of rows.
    """

    pair: NDArray[np.int64]
    later: Days
    known: Days
    recent: Bools


def repeats(heard: SeriesHistory) -> Repeats:
    """Return the pairs of days on which an index closed the same: within a week, and the last few before."""
    first_told = np.ones(len(heard), dtype=np.bool_)
    first_told[1:] = heard.period[1:] != heard.period[:-1]
    period, value, released_at = (
        heard.period[first_told],
        heard.value[first_told],
        heard.released_at[first_told],
    )
    # A day that was told after later ones is evidence for none of them.
    in_turn = released_at <= np.minimum.accumulate(released_at[::-1])[::-1]
    period, value, released_at = period[in_turn], value[in_turn], released_at[in_turn]
    rows, befores = [], []
    for lag in range(1, _LOOK_BACK + 1):
        same = np.flatnonzero(value[lag:] == value[:-lag])
        rows.append(same + lag)
        befores.append(same)
    n_recent = sum(map(len, rows))
    order = np.lexsort((period, released_at, value))  # what was released later never comes between
    for lag in range(1, _OLDER + 1):
        same = np.flatnonzero(
            (value[order[lag:]] == value[order[:-lag]]) & (period[order[lag:]] > period[order[:-lag]])
        )
        rows.append(order[same + lag])
        befores.append(order[same])
    row, before = np.concatenate(rows), np.concatenate(befores)
    days = period.astype(np.int64)
    pair, first = np.unique((days[row] << 32) + days[before], return_index=True)
    return Repeats(
        pair=pair, later=period[row[first]], known=released_at[row[first]], recent=first < n_recent
    )


def repetition_rules(
    heard: SeriesHistory, own: Repeats, others: Callable[[], Iterable[Repeats]]
) -> NDArray[np.object_]:
    """Return ``repeated`` for closes that repeat an earlier day, where chance cannot explain it.

    Two indices that both close as they did on the same earlier day do not do so
    by chance. One alone is doubted where its usual move is thousands of ticks, and only for a week.

    Args:
        heard: the rows of one series, in order.
        own: its `repeats`.
        others: those of the other indices; asked for only where this one repeats at all.
    """
    rules = np.full(len(heard), "", dtype=object)
    if len(own.pair) == 0:
        return rules
    shared = np.zeros(len(own.pair), dtype=np.bool_)
    for other in others():
        _, mine, theirs = np.intersect1d(own.pair, other.pair, assume_unique=True, return_indices=True)
        shared[mine] |= other.known[theirs] <= own.known[mine]
    fine = _moves_by_many_ticks(heard) if own.recent.any() else np.zeros(len(heard), dtype=np.bool_)
    for place in np.flatnonzero(shared | own.recent).tolist():
        rows = np.flatnonzero(heard.period == own.later[place])
        rows = rows[heard.value[rows] == heard.value[rows[0]]]  # and none that corrects it
        if shared[place] or fine[rows].all():
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
