"""An index beside the others: two that fit each other's past better than their own, one that left its market alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Floats, SeriesHistory
from sources.door.judging.heard import first_told, in_both
from sources.door.judging.season import median

_USUAL_STEPS, _FEWEST_STEPS = 60, 20
_LONGEST_GAP_DAYS = 45  # between two periods for which both were told: a month of monthly figures
_SURE = 3.0  # logarithm of the odds under steps with heavy tails; nowhere in the closes of 2010-2024 (most: 2.8, 2022-05-04)
_STILL = 2.5  # sigmas: under each other's label both moved as usual
_TAIL = 4  # degrees of freedom
_APART_SIGMAS = 2.0
"""Markets cross each other by themselves: only where they stood further apart than such a step is a crossing odd."""
_MEETING_LOGS = 0.2  # two levels further apart are exchanged by a jump, which others catch
_FAR_SIGMAS, _FAR_LOGS = 6.0, 0.075
"""Two indices of one exchange never parted so far and so unusually, in days or weeks (most: 7.1 % of logs, 2015-04-08)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Both:
    """What was first told of two series for the same periods, in order of period and of release. Shape (n,) each."""

    period: Days
    known: Days
    one: Floats
    other: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Usual:
    """What to expect of each step, from the series' own past and what its market did: mean and size. Shape (n,) each."""

    drift: Floats
    sigma: Floats


def exchange_rules(
    told: SeriesHistory,
    others: Iterable[SeriesHistory],
    *,
    in_logs: bool,
    mates: Mapping[str, SeriesHistory],
) -> NDArray[np.object_]:
    """Return ``exchanged`` for rows that were told with another series' row whose place they would take better.

    Args:
        told: the rows of one series, in order.
        others: those of the series that it is mistaken for.
        in_logs: whether steps are ratios.
        mates: the other index of the exchange of each series, whose moves explain most of its own.
    """
    rules = np.full(len(told), "", dtype=object)
    for other in others:
        both = _both(told, other)
        if len(both.period) <= _FEWEST_STEPS or (in_logs and not _ever_meet(both)):
            continue
        with_mates = [
            _told_by(mates[name], both) if name in mates else None for name in (told.series, other.series)
        ]
        _mark(rules, told, both, _exchanged(both, with_mates, in_logs=in_logs), "exchanged")
    return rules


def market_rules(told: SeriesHistory, mate: SeriesHistory) -> NDArray[np.object_]:
    """Return ``left_its_market`` for closes that parted from the other index of the exchange as neither ever did.

    Of the two that parted, the one is doubted that moved more for its own measure.
    """
    rules = np.full(len(told), "", dtype=object)
    both = _both(told, mate)
    if len(both.period) <= _FEWEST_STEPS or min(both.one.min(), both.other.min()) <= 0:
        return rules
    one, other = np.log(both.one), np.log(both.other)
    off = np.abs(_steps(one) - _drift(one, other))
    if not (off > _FAR_LOGS).any():
        return rules  # what is usual need not be reckoned
    usual = _usual(one, other)
    own = np.abs(_steps(one)) / _usual(one, None).sigma
    theirs = np.abs(_steps(other)) / _usual(other, None).sigma
    with np.errstate(invalid="ignore"):
        wrong = (off > np.maximum(_FAR_SIGMAS * usual.sigma, _FAR_LOGS)) & (own > theirs) & _near(both)
    _mark(rules, told, both, wrong, "left_its_market")
    return rules


def _ever_meet(both: _Both) -> bool:
    """Return whether the two were ever so near that one could be taken for the other."""
    if min(both.one.min(), both.other.min()) <= 0:
        return False
    return bool((np.abs(np.log(both.one / both.other)) < _MEETING_LOGS).any())


def _mark(rules: NDArray[np.object_], told: SeriesHistory, both: _Both, wrong: Bools, rule: str) -> None:
    for place in np.flatnonzero(wrong).tolist():
        rules[(told.period == both.period[place]) & (told.released_at >= both.known[place])] = rule


def _both(one: SeriesHistory, other: SeriesHistory) -> _Both:
    mine, theirs = first_told(one), first_told(other)
    rows, their_rows, known = in_both(mine, theirs)
    return _Both(period=mine.period[rows], known=known, one=mine.value[rows], other=theirs.value[their_rows])


def _told_by(mate: SeriesHistory, both: _Both) -> Floats:
    """Return the mate's figure of each period, in logs; NaN where it was not known by then. Shape (n,)."""
    first = first_told(mate)
    found = np.full(len(both.period), np.nan)
    if len(first) == 0:
        return found
    places = np.clip(np.searchsorted(first.period, both.period), 0, len(first) - 1)
    there = (
        (first.period[places] == both.period)
        & (first.released_at[places] <= both.known)
        & (first.value[places] > 0)
    )
    found[there] = np.log(first.value[places[there]])
    return found


def _exchanged(both: _Both, mates: Sequence[Floats | None], *, in_logs: bool) -> Bools:
    """Return the periods in which the labels were exchanged, each held against the last that was not doubted."""
    one, other = (np.log(both.one), np.log(both.other)) if in_logs else (both.one.copy(), both.other.copy())
    near = _near(both)
    found = np.zeros(len(one), dtype=np.bool_)
    if not (near & _may_cross(one, other, mates)).any():
        return found  # what is usual need not be reckoned
    usual = _usual(one, mates[0]), _usual(other, mates[1])

    def judge(places: slice) -> Bools:
        before = slice(places.start - 1, places.stop - 1)
        steps = [
            [level[places] - level_before[before] for level in (one, other)] for level_before in (one, other)
        ]
        odds, still = (
            np.zeros(places.stop - places.start),
            np.ones(places.stop - places.start, dtype=np.bool_),
        )
        for number, expected in enumerate(usual):
            drift, sigma = expected.drift[places], expected.sigma[places]
            own = (steps[number][number] - drift) / sigma
            crossed = (steps[number][1 - number] - drift) / sigma
            odds += _surprise(own) - _surprise(crossed)
            still &= np.abs(crossed) < _STILL
        judged: Bools = near[places] & still & (odds > _SURE)
        if in_logs:
            joint = np.hypot(usual[0].sigma[places], usual[1].sigma[places])
            judged &= np.abs(one[before] - other[before]) > _APART_SIGMAS * joint
        return judged

    found[1:] = judge(slice(1, len(one)))
    for place in np.flatnonzero(found).tolist():
        if not found[place]:
            continue
        one[place], other[place] = other[place], one[place]  # as they should have been told
        if place + 1 < len(one):
            found[place + 1] = judge(slice(place + 1, place + 2))[0]
    return found


def _near(both: _Both) -> Bools:
    near = np.zeros(len(both.period), dtype=np.bool_)
    near[1:] = np.diff(both.period) <= np.timedelta64(_LONGEST_GAP_DAYS, "D")
    return near


def _may_cross(one: Floats, other: Floats, mates: Sequence[Floats | None]) -> Bools:
    """Return where each lies within what the largest of its usual steps could be of the other before. Shape (n,).

    No median of steps is above the largest of them, so where this is False the labels were not exchanged;
    and a largest step costs a tenth of a median.
    """
    may = np.ones(len(one), dtype=np.bool_)
    may[0] = False
    for level, crossed, mate in ((one, other, mates[0]), (other, one, mates[1])):
        drift = _drift(level, mate)
        off = np.abs(_steps(level) - drift)[1:]
        before = np.concatenate([np.zeros(_USUAL_STEPS), off])
        largest = np.lib.stride_tricks.sliding_window_view(before, _USUAL_STEPS).max(axis=1)[: len(off)]
        step = np.abs(crossed[1:] - level[:-1] - drift[1:])
        may[1:] &= step < _STILL * 1.4826 * np.maximum(largest, 1e-9)
    return may


def _usual(level: Floats, mate: Floats | None) -> _Usual:
    """Return what the steps before each lead one to expect of it; no step is usual where too few are known."""
    steps = _steps(level)
    drift = _drift(level, mate)
    off = np.abs(steps - drift)[1:]
    usual = np.full(len(steps), np.inf)
    for place in range(_FEWEST_STEPS + 1, min(_USUAL_STEPS, len(off)) + 1):
        usual[place] = median(off[: place - 1])
    if len(off) > _USUAL_STEPS:
        windows = np.lib.stride_tricks.sliding_window_view(off, _USUAL_STEPS)
        usual[_USUAL_STEPS + 1 :] = np.median(windows, axis=1)[:-1]
    return _Usual(drift=drift, sigma=1.4826 * np.maximum(usual, 1e-9))


def _drift(level: Floats, mate: Floats | None) -> Floats:
    """Return the step that the mate's step leads one to expect, by the slope of those before. Shape (n,)."""
    steps = _steps(level)
    if mate is None:
        return np.zeros(len(steps))
    theirs = np.nan_to_num(_steps(mate))
    size = _sum_before(theirs * theirs)
    slope = np.divide(_sum_before(steps * theirs), size, out=np.zeros(len(steps)), where=size > 0)
    drift: Floats = slope * theirs
    return drift


def _steps(level: Floats) -> Floats:
    """Return the step onto each level, 0 for the first. Shape (n,)."""
    return np.diff(level, prepend=level[:1])


def _sum_before(number: Floats) -> Floats:
    """Return the sum of the numbers before each, of the last that are usual. Shape (n,)."""
    sums = np.concatenate([[0.0], np.cumsum(number)])
    last = np.arange(len(number))
    total: Floats = sums[last] - sums[np.maximum(last - _USUAL_STEPS, 0)]
    return total


def _surprise(step: Floats) -> Floats:
    surprise: Floats = (_TAIL + 1) / 2 * np.log1p(step**2 / _TAIL)
    return surprise
