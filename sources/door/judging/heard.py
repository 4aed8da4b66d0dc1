"""What was heard, in an order of its own: whoever says the same speaks once, however the rows came."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, SeriesHistory, SeriesSpec

Places = NDArray[np.intp]

_MONTHS = {"monthly": 1, "quarterly": 3}


def in_order(history: SeriesHistory, spec: SeriesSpec) -> SeriesHistory:
    """Return the rows by period, release day and value, each once, by its best witness.

    A period dated by its last day is the one dated by its first (a common
    convention). A recorded release day is a better witness than a rule of thumb,
    a feed than a file; names decide the rest.
    """
    period = folded(history.period, spec)
    if len(history) < 2:
        return replace(history, period=period)
    in_place = np.all(
        (period[1:] > period[:-1])
        | ((period[1:] == period[:-1]) & (history.released_at[1:] > history.released_at[:-1]))
    )
    if in_place:
        return replace(history, period=period)
    of_file = np.strings.startswith(history.source, "file:")
    order = np.lexsort((history.source, of_file, ~history.exact, history.value, history.released_at, period))
    columns = (period[order], history.released_at[order], history.value[order])
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return replace(history, period=period).rows(order[first])


def folded(period: Days, spec: SeriesSpec) -> Days:
    """Return periods with the last day of a month or quarter as its first, shape as given."""
    if spec.gates.dated == "day" or spec.frequency not in _MONTHS:
        return period
    first, last = month_ends(period, spec)
    return np.where(period == last, first, period)


def month_ends(period: Days, spec: SeriesSpec) -> tuple[Days, Days]:
    """Return the first and the last day of the month or quarter in which each day lies."""
    n_months = _MONTHS[spec.frequency]
    month = period.astype("datetime64[M]").astype(np.int64)
    start = month - month % n_months
    first: Days = start.astype("datetime64[M]").astype("datetime64[D]")
    after: Days = (start + n_months).astype("datetime64[M]").astype("datetime64[D]")
    return first, after - np.timedelta64(1, "D")


def told_in_turn(known: Days) -> Bools:
    """Return which of rows in order of period were known before every later one, shape as given.

    What was told after later ones is evidence for none of them: it was not there when they were judged.
    """
    in_turn: Bools = known <= np.minimum.accumulate(known[::-1])[::-1]
    return in_turn


def first_told(history: SeriesHistory) -> SeriesHistory:
    """Return of each period what was told first; rows are by period, then by release."""
    first = np.ones(len(history), dtype=np.bool_)
    first[1:] = history.period[1:] != history.period[:-1]
    return history if first.all() else history.rows(np.flatnonzero(first))


def in_both(mine: SeriesHistory, theirs: SeriesHistory) -> tuple[Places, Places, Days]:
    """Return the rows of the periods that both series have, told in turn, and when both were known.

    Each series has a period once (`first_told`). Rows that follow each other here need not be of
    adjacent periods: where one series has a hole, the other's rows are left out.
    """
    _, rows, their_rows = np.intersect1d(mine.period, theirs.period, assume_unique=True, return_indices=True)
    known = np.maximum(mine.released_at[rows], theirs.released_at[their_rows])
    in_turn = told_in_turn(known)
    return rows[in_turn], their_rows[in_turn], known[in_turn]
