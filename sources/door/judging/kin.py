"""A series beside one that it is reckoned from or moves with: the core beside the headline, a year beside its quarters."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sources.contract import Days, Floats, SeriesHistory, SeriesSpec
from sources.door.judging.heard import first_told, in_both, told_in_turn
from sources.months import Months, month_numbers

_APART_PCT = 0.6
"""A core rate so far from the headline does not meet it within a month: since 1990 it never did (most: 0.5, 2001-07)."""

_COPY_APART = 1.0
"""Two series so far apart never meet to the last digit within a month: of China's none did since 2016."""

_LIKEWISE = 0.2  # of the leap that may be made alone
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
        if gates.alone is not None:
            yield _alone_rules(told, of(other), gates.alone)
    if gates.year_of:
        yield _year_rules(told, [of(name) for name in gates.year_of])
    if gates.moves_against is not None:
        yield _against_rules(told, of(gates.moves_against))


def _headline_rules(told: SeriesHistory, index: SeriesHistory) -> Rules:
    """Return ``copied`` for rates that are the headline's own, where the two stood apart a month before."""
    rules = np.full(len(told), "", dtype=object)
    rates, levels = first_told(told), first_told(index)
    month = month_numbers(rates.period)
    now = _known_by(levels, month, rates.released_at)
    before = _known_by(levels, month - _YEAR, rates.released_at)
    apart = rates.value - np.round(100 * (now / before - 1), 1)
    rows = np.flatnonzero(np.isfinite(apart) & told_in_turn(rates.released_at))
    for one, row in itertools.pairwise(rows.tolist()):
        if month[row] - month[one] == 1 and abs(apart[row]) < _ONE_DECIMAL and abs(apart[one]) >= _APART_PCT:
            _mark(rules, told, rates, row, "copied")
            apart[row] = apart[one]  # as far as they were when last they could be told apart
    return rules


def _copy_rules(told: SeriesHistory, other: SeriesHistory) -> Rules:
    """Return ``copied`` for figures that are the other series' own, where the two stood apart a month before.

    Of the two the one is doubted that was told later; of one day the one that moved further for its own measure:
    onto the other's place.
    """
    rules = np.full(len(told), "", dtype=object)
    mine, theirs = first_told(told), first_told(other)
    rows, their_rows, _ = in_both(mine, theirs)
    one, two = mine.value[rows], theirs.value[their_rows]
    apart = np.abs(one - two)
    next_month = np.diff(month_numbers(mine.period[rows])) == 1
    met = next_month & (apart[1:] == 0) & (apart[:-1] >= _COPY_APART)
    for place in (np.flatnonzero(met) + 1).tolist():
        first, second = mine.released_at[rows[place]], theirs.released_at[their_rows[place]]
        if first > second or (first == second and _move(one, place) >= _move(two, place)):
            _mark(rules, told, mine, int(rows[place]), "copied")
    return rules


def _alone_rules(told: SeriesHistory, other: SeriesHistory, alone: float) -> Rules:
    """Return ``moved_apart`` for a leap of a month in which the other series, told with it, did not move likewise."""
    rules = np.full(len(told), "", dtype=object)
    mine, theirs = first_told(told), first_told(other)
    rows, their_rows, known = in_both(mine, theirs)
    step, move = np.diff(mine.value[rows]), np.diff(theirs.value[their_rows])
    next_month = np.diff(month_numbers(mine.period[rows])) == 1
    leap = next_month & (np.abs(step) > alone) & (np.sign(step) * move < _LIKEWISE * alone)
    for place in (np.flatnonzero(leap) + 1).tolist():
        if known[place] <= mine.released_at[rows[place]]:
            _mark(rules, told, mine, int(rows[place]), "moved_apart")
    return rules


def _move(value: Floats, place: int) -> float:
    """Return how far a figure moved, in median moves of the two years before."""
    usual = np.abs(np.diff(value[max(0, place - _USUAL_MONTHS) : place]))
    step = float(abs(value[place] - value[place - 1]))
    return step / max(float(np.median(usual)), _LEAST_MOVE) if len(usual) else step


def _year_rules(told: SeriesHistory, quarters: Sequence[SeriesHistory]) -> Rules:
    """Return ``away_from_its_quarters`` for the rate of a year that its quarters, told with it, do not give."""
    rules = np.full(len(told), "", dtype=object)
    said = [first_told(quarter) for quarter in quarters]
    month = month_numbers(told.period)
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
    mine, theirs = first_told(told), first_told(other)
    rows, their_rows, known = in_both(mine, theirs)
    fear, level = mine.value[rows], theirs.value[their_rows]
    if len(rows) == 0 or min(fear.min(), level.min()) <= 0:
        return rules
    step, move = 100 * np.diff(np.log(fear)), 100 * np.diff(np.log(level))
    near = np.diff(mine.period[rows]) <= np.timedelta64(_LONGEST_GAP_DAYS, "D")
    rose = step > _RISE_AGAINST + _PER_MOVE * np.maximum(-move, 0)
    fell = step < -_FALL_WITH - _PER_MOVE * np.maximum(move, 0)
    for place in (np.flatnonzero(near & (rose | fell)) + 1).tolist():
        if known[place] <= mine.released_at[rows[place]]:
            _mark(rules, told, mine, int(rows[place]), "left_its_market")
    return rules


def _mark(rules: Rules, told: SeriesHistory, first: SeriesHistory, row: int, rule: str) -> None:
    """Hold a rule against every row that says of a period what was first told of it; a correction says otherwise."""
    rules[(told.period == first.period[row]) & (told.value == first.value[row])] = rule


def _known_by(said: SeriesHistory, month: Months, day: Days) -> Floats:
    """Return what was said of each month by each day, NaN where nothing was. Shape of both."""
    found = np.full(len(month), np.nan)
    if len(said) == 0:
        return found
    months = month_numbers(said.period)
    place = np.minimum(np.searchsorted(months, month), len(said) - 1)
    there = (months[place] == month) & (said.released_at[place] <= day)
    found[there] = said.value[place[there]]
    return found
