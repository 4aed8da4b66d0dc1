"""Medians, shares and changes of tables with open places; numbers in, numbers out.

A row in doubt has a figure that nobody knows. What is said without it is said with the
interval over everything that it could be, and the error is one sigma of an even spread over it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure over the rows that are known, with one sigma of what the others leave open; None: without bound."""

    value: float
    error: float | None


def _even(low: float, high: float) -> float | None:
    """Return the standard deviation of an even spread between two ends."""
    width = high - low
    return width / math.sqrt(12) if math.isfinite(width) else None


def median(values: Sequence[float], n_open: int = 0) -> Measure:
    """Return the median of known values; ``n_open`` more could lie anywhere. There is at least one known."""
    low, high = (_middle([*values, *[end] * n_open]) for end in (-math.inf, math.inf))
    return Measure(value=_middle(values), error=_even(low, high) if n_open else 0.0)


def _middle(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def share(n_yes: int, n_no: int, n_open: int) -> Measure:
    """Return how many percent say yes among those that say anything; the open ones could all say either."""
    known, every = n_yes + n_no, n_yes + n_no + n_open
    return Measure(
        value=100 * n_yes / known, error=_even(100 * n_yes / every, 100 * (n_yes + n_open) / every)
    )


def percentile(value: float, history: Sequence[float]) -> float:
    """Return the share of a history that lies below a value, in percent; what equals it counts half."""
    below = sum(past < value for past in history)
    equal = sum(past == value for past in history)
    return 100 * (below + equal / 2) / len(history)


def change(now: Sequence[tuple[float, float]], before: Sequence[tuple[float, float]]) -> Measure:
    """Return the change of a sum in percent.

    Each number comes with its rounding, half the last digit as a share of it; roundings are
    independent and even, so their variance is a third of their square.
    """
    ends = [sum(number for number, _ in side) for side in (now, before)]
    spread = [
        math.fsum((number * rounding) ** 2 for number, rounding in side) / 3 / end**2
        for side, end in zip((now, before), ends, strict=True)
    ]
    ratio = ends[0] / ends[1]
    return Measure(value=100 * (ratio - 1), error=100 * ratio * math.sqrt(sum(spread)))
