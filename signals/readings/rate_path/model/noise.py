"""Price noise: how far prices may lie from what the market meant, and how that carries into every figure.

Three sources, independent of each other. Rounding to a tick is uniform. A price
that is no settlement lies off it by a common part, which moves the whole strip
alike and grows with the distance of the contract up to ten months, and by a part of
each contract's own. Three quarters of the squared error are common: trades after
the settlement. The common part has heavy tails, so two sigmas are not twice one:
every error comes as two half-widths, those that hold 68.27 and 95.45 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sources.contract import Floats

REACH_MONTHS = 10  # from here on out a common move shifts contracts alike
COMMON_WIDE = 3.0  # half-width of 95.45 % over that of 68.27 % of what is common; 2 if it were normal
OWN_WIDE = 2.0

# Half-widths that hold 68.27 and 95.45 % of a sum of n equal uniform errors, over its standard deviation.
# n = 1 is exact: 0.6827 * sqrt(3). n = 2 is the triangle: (1 - sqrt(0.3173)) * sqrt(6). Beyond, by
# numerical convolution. The abscissa is the concentration of the weights, sum w^4 / (sum w^2)^2 = 1/n.
_CONCENTRATION = np.array([0.0, 1 / 8, 1 / 4, 1 / 3, 1 / 2, 1.0])
_HALF_WIDTH = np.array([1.0, 1.0130, 1.0274, 1.0326, 1.0697, 1.1825])
_WIDE = np.array([2.0, 1.9868, 1.9748, 1.9697, 1.9270, 1.6533])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ErrorParts:
    """Errors of figures of one shape, as half-widths.

    ``rounding`` is the part that comes from rounding to a tick, and all of it
    where prices are settlements. ``total`` holds 68.27 %, ``wide`` 95.45 %.
    """

    rounding: Floats
    total: Floats
    wide: Floats

    def at(self, *places: int | slice) -> ErrorParts:
        """Return the errors at an index of every array."""
        return ErrorParts(rounding=self.rounding[places], total=self.total[places], wide=self.wide[places])

    def capped(self, most: float) -> ErrorParts:
        """Return the errors with none above ``most``."""
        return ErrorParts(
            rounding=np.minimum(self.rounding, most),
            total=np.minimum(self.total, most),
            wide=np.minimum(self.wide, 2.0 * most),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Noise:
    """The noise of a block of dates, in basis points.

    ``rounding_bp`` is the standard deviation by contract, shape (n_contracts,).
    ``common_bp``, ``own_bp`` and ``fixing_bp`` are half-widths of 68.27 % by
    date, shape (n_dates,). The last column of every weight is what the fixings
    say, not a price: it has no rounding, and an error of its own. Contracts
    are ``months_apart``.
    """

    rounding_bp: Floats
    common_bp: Floats
    own_bp: Floats
    fixing_bp: Floats
    months_apart: int = 1

    def at(self, rows: slice) -> Noise:
        """Return the noise of some dates."""
        return Noise(
            rounding_bp=self.rounding_bp,
            common_bp=self.common_bp[rows],
            own_bp=self.own_bp[rows],
            fixing_bp=self.fixing_bp[rows],
            months_apart=self.months_apart,
        )

    def carried(self, weights: Floats) -> ErrorParts:
        """Return the error of figures that are weighted sums of prices.

        Args:
            weights: the figure's move for each basis point of each price and, last, of what the
                fixings say; shape (n_dates, ..., n_contracts + 1).
        """
        prices = weights[..., :-1]
        squares, tick = np.square(prices), np.square(self.rounding_bp)
        # A product with a vector adds up in a tenth of the time that a sum over so short an axis takes (13 contracts).
        variance = squares @ tick
        with np.errstate(invalid="ignore", divide="ignore"):
            fourth = np.square(squares) @ np.square(tick)
            concentration = np.where(variance > 0.0, fourth / np.square(variance), 0.0)
        rounding = variance * np.square(np.interp(concentration, _CONCENTRATION, _HALF_WIDTH))
        rounding_wide = variance * np.square(np.interp(concentration, _CONCENTRATION, _WIDE))

        by_date = (slice(None), *(None,) * (weights.ndim - 2))
        common = np.square((prices @ reach(prices.shape[-1], self.months_apart)) * self.common_bp[by_date])
        own = (squares @ np.ones_like(tick)) * np.square(self.own_bp[by_date])
        own += np.square(weights[..., -1] * self.fixing_bp[by_date])
        return ErrorParts(
            rounding=np.sqrt(rounding),
            total=np.sqrt(rounding + common + own),
            wide=np.sqrt(rounding_wide + COMMON_WIDE**2 * common + OWN_WIDE**2 * own),
        )


def reach(n_contracts: int, months_apart: int) -> Floats:
    """Return how far a common move shifts each contract, in order of distance; shape (n_contracts,)."""
    return np.minimum(np.arange(n_contracts) * months_apart / REACH_MONTHS, 1.0)
