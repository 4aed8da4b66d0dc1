"""From expected steps to a distribution over target ranges, and how fast it moves with each step.

All functions work on a block of dates at once: axis 0 is the date. A distribution
is kept around its own middle: after each meeting the whole steps so far give a
base, and probabilities stand for a few quarter points below and above it. So the
arrays stay narrow however far the path of any date leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sources.contract import Floats

STEP_BP = 25.0
Integers = NDArray[np.int64]
BELOW = 1  # columns kept below the base: a slope is taken across a kink, so it may reach one step lower
ABOVE = 2  # columns kept above what the meetings alone can reach


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: the sums are made once, when they are asked for
class Distribution:
    """The distribution of the cumulated move after each meeting.

    ``base`` has shape (n_dates, n_meetings): the quarter points, from the range
    in force, of column `BELOW`. ``probability`` has shape (n_dates, n_meetings,
    n_columns); the column c stands for a move of ``base - BELOW + c``.
    """

    base: Integers
    probability: Floats

    @property
    def lowest(self) -> Integers:
        """The move of the first column, shape (n_dates, n_meetings)."""
        return self.base - BELOW

    def at_most(self, move: int) -> Floats:
        """Return P(the range has moved by ``move`` quarter points or less); shape (n_dates, n_meetings)."""
        return np.clip(up_to(self._summed, self.base, move), 0.0, 1.0)

    @cached_property
    def _summed(self) -> Floats:
        return np.asarray(np.cumsum(self.probability, axis=-1))


def distribution(steps: Floats) -> Distribution:
    """Return the distribution after each meeting, steps being independent.

    An expected step of x quarter points becomes floor(x) quarter points with
    probability 1 - (x - floor(x)), and one more with the rest.

    Args:
        steps: shape (n_dates, n_meetings), in multiples of 25 bp.
    """
    n_dates, n_meetings = steps.shape
    whole = np.floor(steps)
    rest = steps - whole
    probability = np.zeros((n_dates, n_meetings, _columns(n_meetings)))
    now = _certain(n_dates, n_meetings)
    for place in range(n_meetings):
        now = _one_more(now, rest[:, place, None])
        probability[:, place] = now
    return Distribution(base=np.cumsum(whole, axis=1).astype(np.int64), probability=probability)


def step_slopes(steps: Floats, width: Floats) -> Floats:
    """Return the slope of every probability in every step.

    The rule has a kink wherever a step is a whole number of quarter points, so
    the slope is taken across ``width`` to either side: with a width of about
    one sigma it tells how far noise moves a probability even at a kink.

    Args:
        steps: shape (n_dates, n_meetings), in multiples of 25 bp.
        width: shape (n_dates, n_meetings), in the same unit, above 0 and at most 1.

    Returns:
        Shape (n_dates, n_meetings, n_meetings, n_columns): of the distribution
        after the first meeting index, in the step of the second, in the columns
        of `distribution`.
    """
    n_dates, n_meetings = steps.shape
    whole = np.floor(steps)
    rest = steps - whole
    tilt = (_taps(steps + width, whole) - _taps(steps - width, whole)) / (2.0 * width)[:, :, None]
    slopes = np.zeros((n_dates, n_meetings, n_meetings, _columns(n_meetings)))
    before = _certain(n_dates, n_meetings)
    for place in range(n_meetings):
        up = rest[:, place, None]
        if place:
            slopes[:, place, :place] = _one_more(slopes[:, place - 1, :place], up[:, :, None])
        slopes[:, place, place] = _spread(before, tilt[:, place])
        before = _one_more(before, up)
    return slopes


def up_to(summed: Floats, base: Integers, move: int) -> Floats:
    """Return the sum over the columns of moves up to ``move``.

    Args:
        summed: cumulative sums over the columns, shape (n_dates, n_meetings, ..., n_columns).
        base: shape (n_dates, n_meetings).
        move: in quarter points.
    """
    count = summed.shape[-1]
    last = move - (base - BELOW)  # the last column that counts; below 0 where none does
    index = np.clip(last, 0, count - 1)
    index = index.reshape(*index.shape, *(1,) * (summed.ndim - 2))
    index = np.broadcast_to(index, (*summed.shape[:-1], 1))
    found = np.take_along_axis(summed, index, axis=-1)[..., 0]
    inside = (last >= 0).reshape(*last.shape, *(1,) * (found.ndim - 2))
    return np.asarray(np.where(inside, found, 0.0))


def _columns(n_meetings: int) -> int:
    return BELOW + 1 + n_meetings + ABOVE


def _certain(n_dates: int, n_meetings: int) -> Floats:
    now = np.zeros((n_dates, _columns(n_meetings)))
    now[:, BELOW] = 1.0
    return now


def _one_more(now: Floats, up: Floats) -> Floats:
    """Return the distribution after one more meeting that moves one column up with probability ``up``."""
    after = now * (1.0 - up)
    after[..., 1:] += now[..., :-1] * up
    return after


def _taps(steps: Floats, base: Floats) -> Floats:
    """Return a step's probabilities on the columns from one below ``base`` to two above; (..., 4)."""
    whole = np.floor(steps)
    rest = steps - whole
    at = whole - base  # -1, 0 or 1
    taps = np.zeros((*steps.shape, BELOW + 1 + ABOVE))
    for column in range(BELOW + 1 + ABOVE):
        taps[..., column] = np.where(at + BELOW == column, 1.0 - rest, 0.0) + np.where(
            at + BELOW + 1 == column, rest, 0.0
        )
    return taps


def _spread(before: Floats, taps: Floats) -> Floats:
    """Return ``before`` convolved with the taps of one step, which begin `BELOW` columns lower."""
    after = np.zeros_like(before)
    n_columns = before.shape[-1]
    for column in range(taps.shape[-1]):
        shift = column - BELOW
        tap = taps[:, column, None]
        if shift < 0:
            after[:, :shift] += before[:, -shift:] * tap
        else:
            after[:, shift:] += before[:, : n_columns - shift] * tap
    return after
