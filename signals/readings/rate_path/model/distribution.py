"""From expected steps to a distribution over target ranges, and how price noise carries into it.

All functions work on a block of dates at once: axis 0 is the date.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.contract import Floats

STEP_BP = 25.0
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distribution:
    """The distribution of the cumulated move after each meeting.

    ``moves`` has shape (n_moves,): multiples of 25 bp from the range in force.
    ``probability`` has shape (n_dates, n_meetings, n_moves).
    """

    moves: Integers
    probability: Floats


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
    base = np.cumsum(whole, axis=1).astype(np.int64)  # where the distribution after each meeting begins
    above = np.zeros((n_dates, n_meetings, n_meetings + 1))  # and how it spreads above that
    now = np.zeros((n_dates, n_meetings + 1))
    now[:, 0] = 1.0
    for place in range(n_meetings):
        up = rest[:, place, None]
        now[:, 1:] = now[:, 1:] * (1.0 - up) + now[:, :-1] * up
        now[:, :1] *= 1.0 - up
        above[:, place] = now
    if n_dates == 0 or n_meetings == 0:
        return Distribution(moves=np.zeros(1, dtype=np.int64), probability=np.zeros((n_dates, n_meetings, 1)))
    low, high = int(base.min()), int(base.max()) + n_meetings
    probability = np.zeros((n_dates, n_meetings, high - low + 1))
    columns = (base - low)[:, :, None] + np.arange(n_meetings + 1)
    np.put_along_axis(probability, columns, above, axis=2)
    return Distribution(moves=np.arange(low, high + 1), probability=probability)


def step_slopes(steps: Floats, width: Floats) -> tuple[Distribution, Floats]:
    """Return the distribution and its slope in every step.

    The rule has a kink wherever a step is a whole number of quarter points, so
    the slope is taken across ``width`` to either side: with a width of about
    one sigma it tells how far noise moves a probability even at a kink.

    Args:
        steps: shape (n_dates, n_meetings), in multiples of 25 bp.
        width: shape (n_dates, n_meetings), in the same unit, above 0.

    Returns:
        The distribution, and slopes of shape (n_dates, n_meetings, n_meetings,
        n_moves): of the distribution after the first meeting index, in the step
        of the second.
    """
    n_dates, n_meetings = steps.shape
    reach = float(np.max(width, initial=0.0))
    lowest, kernels = _kernels(steps, reach)
    upper = _split(steps + width, lowest, kernels)
    lower = _split(steps - width, lowest, kernels)
    whole = _convolved(lowest, kernels)
    moves = _moves(lowest, kernels)
    slopes = np.zeros((n_dates, n_meetings, n_meetings, len(moves)))
    for step in range(n_meetings):
        slope = (upper[step] - lower[step]) / (2.0 * width[:, step, None])
        changed = [slope if place == step else kernel for place, kernel in enumerate(kernels)]
        slopes[:, step:, step, :] = _convolved(lowest, changed)[:, step:, :]
    return Distribution(moves=moves, probability=whole), slopes


def _kernels(steps: Floats, reach: float) -> tuple[Integers, list[Floats]]:
    """Return the lowest whole step of each meeting, and each meeting's probabilities from there up."""
    down = np.floor((steps - reach).min(axis=0, initial=np.inf)).astype(np.int64)
    up = np.floor((steps + reach).max(axis=0, initial=-np.inf)).astype(np.int64) + 1
    kernels = [np.zeros((len(steps), int(high - low) + 1)) for low, high in zip(down, up, strict=True)]
    return down, _split(steps, down, kernels)


def _split(steps: Floats, lowest: Integers, like: list[Floats]) -> list[Floats]:
    rows = np.arange(len(steps))
    found = []
    for place, shape_of in enumerate(like):
        kernel = np.zeros_like(shape_of)
        whole = np.floor(steps[:, place])
        rest = steps[:, place] - whole
        at = whole.astype(np.int64) - lowest[place]
        kernel[rows, at] = 1.0 - rest
        kernel[rows, at + 1] = rest
        found.append(kernel)
    return found


def _moves(lowest: Integers, kernels: list[Floats]) -> Integers:
    """Return the support that holds the distributions after every meeting."""
    low, high, reached = 0, 0, []
    for down, kernel in zip(lowest.tolist(), kernels, strict=True):
        low, high = low + down, high + down + kernel.shape[1] - 1
        reached += [low, high]
    return np.arange(min(reached, default=0), max(reached, default=0) + 1)


def _convolved(lowest: Integers, kernels: list[Floats]) -> Floats:
    n_dates = len(kernels[0]) if kernels else 0
    moves = _moves(lowest, kernels)
    first, size = int(moves[0]), len(moves)
    result = np.zeros((n_dates, len(kernels), size))
    now = np.ones((n_dates, 1))
    low = 0
    for place, kernel in enumerate(kernels):
        following = np.zeros((n_dates, now.shape[1] + kernel.shape[1] - 1))
        for shift in range(kernel.shape[1]):
            following[:, shift : shift + now.shape[1]] += kernel[:, shift, None] * now
        low += int(lowest[place])
        now = following
        result[:, place, low - first : low - first + now.shape[1]] = now
    return result
