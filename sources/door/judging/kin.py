"""A series beside one that it is reckoned from or moves with: the core beside the headline, a year beside its quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sources.contract import Days, Floats, SeriesHistory, SeriesSpec

_APART_PCT = 0.6
"""A core rate so far from the headline does not meet it within a month: since 1990 it never did (most: 0.5, 2001-07)."""

_COPY_APART = 1.0
"""Two series so far apart never meet to the last digit within a month: of China's none did since 2016."""

_USUAL_MONTHS, _LEAST_MOVE = 24, 0.1

_YEAR_OFF_PCT = (0.75, 1.25, 2.25, 2.75)
"""How far a year's rate may lie from the mean of its quarters, by the quarter of the survey.

Since 1990 at most 0.54, 0.90, 1.64 and 1.94: the quarters that are over stand as they were forecast last.
"""

_RISE_AGAINST, _FALL_WITH = 30.0, 45.0
"""Logs x 100. Since 2010 the VIX never rose by more than 23 while the S&P 500 rose, in days or weeks, nor fell by more
than 38 while it fell."""

_PER_MOVE = 15.0  # further for each per cent that the index moved the right way: 2018-02-05 was 77 for 4.2
_LONGEST_GAP_DAYS = 10

_YEAR, _QUARTER = 12, 3  # months
_ONE_DECIMAL = 0.05  # the same to one decimal

Rules = NDArray[np.object_]
Indices = NDArray[np.int64]
Told = Callable[[str], SeriesHistory]


def kin_rules(told: SeriesHistory, spec: SeriesSpec, of: Told) -> Iterator[Rules]:
    """Yield what the series that the catalogue names beside one say of its rows.

    Args:
        told: the rows of one series, in order.
        spec: its entry in the catalogue.
        of: returns the rows of another series, in order.
    """
    gates = spec.gates
    if gates.headline is not None:
        yield _headline_rules(told, of(gates.headline))
    for other in sorted(gates.confused_with):
        yield _copy_rules(told, of(other))
    if gates.year_of:
        yield _year_rules(told, [of(name) for name in gates.year_of])
    if gates.moves_against is not None:
        yield _against_rules(told, of(gates.moves_against))


def _headline_rules(told: SeriesHistory, index: SeriesHistory) -> Rules:
    """Return ``copied`` for rates that are the headline's own, where the two stood apart a month before."""
    rules = np.full(len(told), "", dtype=object)
    rates, levels = _first_told(told), _first_told(index)
    month, level = _months(levels), levels.value
    place = np.searchsorted(month, _months(rates))
    before = np.searchsorted(month, _months(rates) - _YEAR)
    there = (place < len(month)) & (before < len(month))
    there[there] &= (month[place[there]] == _months(rates)[there]) & (
        month[before[there]] == _months(rates)[there] - _YEAR
    )
    there[there] &= levels.released_at[place[there]] <= rates.released_at[there]
    both = np.flatnonzero(there)
    change = np.round(100 * (level[place[both]] / level[before[both]] - 1), 1)
    apart = rates.value[both] - change
    same = np.abs(apart) < _ONE_DECIMAL
    for number in np.flatnonzero(same).tolist():
        if number == 0 or _months(rates)[both[number]] - _months(rates)[both[number - 1]] != 1:
            continue
        if abs(apart[number - 1]) >= _APART_PCT:
            rules[
                (told.period == rates.period[both[number]])
                & (told.released_at >= rates.released_at[both[number]])
            ] = "copied"
            apart[number] = apart[number - 1]  # as far as they were when last they could be told apart
    return rules


def _copy_rules(told: SeriesHistory, other: SeriesHistory) -> Rules:
    """Return ``copied`` for figures that are the other series' own, where the two stood apart a month before.

    Of the two the one is doubted that moved further for its own measure: onto the other's place.
    """
    rules = np.full(len(told), "", dtype=object)
    mine, theirs = _first_told(told), _first_told(other)
    period, rows, their_rows = np.intersect1d(
        mine.period, theirs.period, assume_unique=True, return_indices=True
    )
    one, two = mine.value[rows], theirs.value[their_rows]
    apart = np.abs(one - two)
    for place in (np.flatnonzero((apart[1:] == 0) & (apart[:-1] >= _COPY_APART)) + 1).tolist():
        past = slice(max(0, place - _USUAL_MONTHS), place)
        moves = [
            abs(value[place] - value[place - 1])
            / max(float(np.median(np.abs(np.diff(value[past])))), _LEAST_MOVE)
            if place > 1
            else abs(value[place] - value[place - 1])
            for value in (one, two)
        ]
        known = max(mine.released_at[rows[place]], theirs.released_at[their_rows[place]])
        if moves[0] >= moves[1]:
            rules[(told.period == period[place]) & (told.released_at >= known)] = "copied"
    return rules


def _year_rules(told: SeriesHistory, quarters: Sequence[SeriesHistory]) -> Rules:
    """Return ``away_from_its_quarters`` for the rate of a year that its quarters, told with it, do not give."""
    rules = np.full(len(told), "", dtype=object)
    said = [_first_told(quarter) for quarter in quarters]
    month = _months(told)
    n_over = month % _YEAR // _QUARTER
    total = np.zeros(len(told))
    for number in range(len(quarters)):  # of those that are over, what was forecast last
        over = number < n_over
        total += np.where(
            over,
            _known_by(said[0], month - _QUARTER * (n_over - number), told.released_at),
            np.choose(
                np.maximum(number - n_over, 0), [_known_by(one, month, told.released_at) for one in said]
            ),
        )
    off = np.abs(told.value - total / max(len(quarters), 1))
    with np.errstate(invalid="ignore"):
        rules[off > np.array(_YEAR_OFF_PCT)[n_over]] = "away_from_its_quarters"
    return rules


def _against_rules(told: SeriesHistory, other: SeriesHistory) -> Rules:
    """Return ``left_its_market`` for a leap of fear while the market rose, or a collapse of it while it fell."""
    rules = np.full(len(told), "", dtype=object)
    period, mine, theirs = np.intersect1d(told.period, other.period, return_indices=True)
    if len(period) < 2 or min(told.value[mine].min(), other.value[theirs].min()) <= 0:
        return rules
    known = np.maximum(told.released_at[mine], other.released_at[theirs])
    step = 100 * np.diff(np.log(told.value[mine]))
    move = 100 * np.diff(np.log(other.value[theirs]))
    near = np.diff(period) <= np.timedelta64(_LONGEST_GAP_DAYS, "D")
    rose = step > _RISE_AGAINST + _PER_MOVE * np.maximum(-move, 0)
    fell = step < -_FALL_WITH - _PER_MOVE * np.maximum(move, 0)
    in_turn = known[1:] >= known[:-1]
    for place in np.flatnonzero(near & in_turn & (rose | fell)).tolist():
        day = told.period == period[place + 1]
        rules[day & (told.released_at >= known[place + 1])] = "left_its_market"
    return rules


def _first_told(history: SeriesHistory) -> SeriesHistory:
    """Return of each period what was told first; rows are by period, then by release."""
    first = np.ones(len(history), dtype=np.bool_)
    first[1:] = history.period[1:] != history.period[:-1]
    return history if first.all() else history.rows(np.flatnonzero(first))


def _months(history: SeriesHistory) -> Indices:
    """Return months since 1970, shape (n_rows,)."""
    months: Indices = history.period.astype("datetime64[M]").astype(np.int64)
    return months


def _known_by(said: SeriesHistory, month: Indices, day: Days) -> Floats:
    """Return what was said of each month by each day, NaN where nothing was. Shape of both."""
    found = np.full(len(month), np.nan)
    if len(said) == 0:
        return found
    months = _months(said)
    place = np.minimum(np.searchsorted(months, month), len(said) - 1)
    there = (months[place] == month) & (said.released_at[place] <= day)
    found[there] = said.value[place[there]]
    return found
