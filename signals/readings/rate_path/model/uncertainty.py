"""Error bars: how rounding to a tick, and a price that is no settlement, carry into every figure."""

from __future__ import annotations

import numpy as np

from signals.readings.rate_path.config import NoiseConfig
from sources.contract import Floats, PriceKind

# Half-width that holds 68.27 % of a sum of n equal uniform errors, over its standard deviation.
# n = 1 is exact: 0.6827 * sqrt(3). n = 2 is the triangle: (1 - sqrt(0.3173)) * sqrt(6). Beyond, by
# numerical convolution. The abscissa is the concentration of the weights, sum w^4 / (sum w^2)^2 = 1/n.
_CONCENTRATION = np.array([0.0, 1 / 8, 1 / 4, 1 / 3, 1 / 2, 1.0])
_HALF_WIDTH = np.array([1.0, 1.0130, 1.0274, 1.0326, 1.0697, 1.1825])


def rounding_sigma_bp(noise: NoiseConfig, n_months: int) -> Floats:
    """Return the standard deviation of rounding to a tick, by months ahead and last of a fixing; (n_months + 1,)."""
    tick = np.full(n_months + 1, noise.tick_bp)
    tick[:1] = noise.front_tick_bp
    tick[-1] = 0.0  # an average of fixings is rounded to a hundredth of a basis point
    return np.asarray(tick / np.sqrt(12.0), dtype=np.float64)


def rounding_error(weights: Floats, sigma: Floats) -> Floats:
    """Return the half-width that holds 68.27 % of rounding errors.

    Rounding errors are uniform, not normal: where one price carries most of
    the weight, the half-width is up to 1.18 standard deviations.

    Args:
        weights: how far the figure moves for each unit of each price; the last
            axis is the price.
        sigma: standard deviation of each price's rounding, in that unit.
    """
    part = (weights * sigma) ** 2
    variance = part.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        concentration = np.where(variance > 0.0, (part**2).sum(axis=-1) / variance**2, 0.0)
    return np.asarray(np.sqrt(variance) * np.interp(concentration, _CONCENTRATION, _HALF_WIDTH))


def kind_error(weights: Floats, noise: NoiseConfig, kind: PriceKind) -> Floats:
    """Return the one-sigma effect of prices that are not settlements; the last axis is the price."""
    return np.asarray(np.sqrt((weights[..., :-1] ** 2).sum(axis=-1)) * noise.kind_sigma_bp(kind))
