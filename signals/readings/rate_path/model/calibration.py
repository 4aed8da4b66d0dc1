"""How much to believe odds: the slope, on the scale of log odds, at which past odds came true."""

from __future__ import annotations

import numpy as np

from sources.contract import Bools, Floats

LEAST = 0.002  # odds nearer to 0 or 1 count as this far off: one surprise must not outweigh a decade
SLOPE_SIGMA = 0.5  # a slope of 1 takes the odds as they are; data have to argue it away
NEWTON_STEPS = 30


def log_odds(probability: Floats) -> Floats:
    """Return log(p / (1 - p)), kept finite."""
    kept = np.clip(probability, LEAST, 1.0 - LEAST)
    return np.asarray(np.log(kept / (1.0 - kept)))


def slope_of(probability: Floats, came: Bools, weight: float) -> float:
    """Return the slope b at which ``b * log_odds(p)`` explains best what came, held weakly to 1.

    Below 1 past odds were too sure of themselves, above 1 not sure enough.

    Args:
        probability: past odds, shape (n,).
        came: whether each came true.
        weight: what one pair counts, below 1 where pairs overlap.
    """
    x = log_odds(probability)
    slope = 1.0
    for _ in range(NEWTON_STEPS):
        said = 1.0 / (1.0 + np.exp(-slope * x))
        pull = weight * float((x * (came - said)).sum()) - (slope - 1.0) / SLOPE_SIGMA**2
        slope += pull / (weight * float((x**2 * said * (1.0 - said)).sum()) + 1.0 / SLOPE_SIGMA**2)
        slope = min(max(slope, 0.05), 3.0)
    return slope


def recalibrated(probability: Floats, slope: float) -> Floats:
    """Return odds believed as much as past ones deserved."""
    return np.asarray(1.0 / (1.0 + np.exp(-slope * log_odds(probability))))
