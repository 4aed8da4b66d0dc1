"""Steps of many dates side by side, and everything that follows from them: worked out once, when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from signals.readings.rate_path.model.distribution import (
    STEP_BP,
    Distribution,
    Integers,
    distribution,
    step_slopes,
    up_to,
)
from signals.readings.rate_path.model.noise import ErrorParts, Noise
from sources.contract import Bools, Floats

WORST_PROBABILITY_ERROR = 0.5  # the standard deviation of a fair coin: no probability is known worse


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: what follows is worked out once and kept
class Solved:
    """The steps of a block of dates, padded to the most meetings and contracts of any of them.

    ``step_bp`` and ``rate_pct`` have shape (n_dates, n_meetings); a step beyond a
    date's own meetings is 0 and so are its weights. ``now_pct`` is the rate before
    the first meeting, (n_dates,). The weights say how far each moves, in percentage
    points, for one of each contract's implied rate and, last, of what the fixings
    say: (n_dates, n_meetings, n_contracts + 1) and (n_dates, n_contracts + 1).
    ``years`` is the calendar year of each meeting, 0 beyond a date's own.
    """

    now_pct: Floats
    step_bp: Floats
    rate_pct: Floats
    now_weights: Floats
    step_weights: Floats
    rate_weights: Floats
    noise: Noise
    years: Integers
    _years: dict[int, Solved] = field(default_factory=dict, init=False, repr=False)
    _asked: dict[tuple[str, int], ErrorParts | Floats] = field(default_factory=dict, init=False, repr=False)

    def only(self, mask: Bools) -> Solved:
        """Return the same dates with the steps of some meetings alone; mask (n_dates, n_meetings)."""
        return replace(
            self,
            step_bp=self.step_bp * mask,
            step_weights=self.step_weights * mask[:, :, None],
        )

    def of_year(self, year: int) -> Solved:
        """Return the same dates with the meetings of one calendar year alone."""
        if year not in self._years:
            self._years[year] = self.only(self.years == year)
        return self._years[year]

    @cached_property
    def step_error_bp(self) -> ErrorParts:
        """The error of each step, (n_dates, n_meetings)."""
        return self.noise.carried(self.step_weights)

    @cached_property
    def rate_error_pp(self) -> ErrorParts:
        """The error of the rate after each meeting."""
        return self.noise.carried(self.rate_weights / 100.0)

    @cached_property
    def cumulative(self) -> Floats:
        """The expected move since now in quarter points, after each meeting."""
        return np.asarray(np.cumsum(self.step_bp, axis=1) / STEP_BP)

    @cached_property
    def cumulative_error(self) -> ErrorParts:
        """The error of the expected move, in quarter points."""
        return self.noise.carried(np.cumsum(self.step_weights, axis=1) / STEP_BP)

    def month_error(self, place: int) -> ErrorParts:
        """Return the error of the move from now to one contract month, in quarter points, (n_dates,)."""
        if ("month", place) not in self._asked:
            weights = self.now_weights.copy()
            weights[:, place] -= 1.0
            self._asked["month", place] = self.noise.carried(weights / STEP_BP)
        return self._asked["month", place]  # type: ignore[return-value]

    @cached_property
    def distribution(self) -> Distribution:
        """The distribution after each meeting."""
        return distribution(self.step_bp / STEP_BP)

    @cached_property
    def probability_error(self) -> ErrorParts:
        """The error of every probability of the distribution, (n_dates, n_meetings, n_columns)."""
        return self.noise.carried(self._carried(self._slopes)).capped(WORST_PROBABILITY_ERROR)

    def at_most(self, move: int) -> Floats:
        """Return P(the range has moved by ``move`` quarter points or less), (n_dates, n_meetings)."""
        if ("at_most", move) not in self._asked:
            self._asked["at_most", move] = self.distribution.at_most(move)
        return self._asked["at_most", move]  # type: ignore[return-value]

    def at_most_error(self, move: int) -> ErrorParts:
        """Return the error of `at_most`."""
        if ("error", move) not in self._asked:
            slopes = up_to(self._summed_slopes, self.distribution.base, move)
            weights = slopes @ (self.step_weights / STEP_BP)
            self._asked["error", move] = self.noise.carried(weights).capped(WORST_PROBABILITY_ERROR)
        return self._asked["error", move]  # type: ignore[return-value]

    @cached_property
    def _slopes(self) -> Floats:
        width = self.step_error_bp.total / STEP_BP
        return step_slopes(self.step_bp / STEP_BP, np.clip(width, 1e-9, 1.0))

    @cached_property
    def _summed_slopes(self) -> Floats:
        return np.asarray(np.cumsum(self._slopes, axis=-1))

    def _carried(self, slopes: Floats) -> Floats:
        """Return how far each probability moves for one basis point of each implied rate.

        (n_dates, n_meetings, n_steps, n_columns) gives (n_dates, n_meetings, n_columns, n_contracts + 1).
        """
        n_dates, n_meetings, n_steps, n_columns = slopes.shape
        flat = np.swapaxes(slopes, 2, 3).reshape(n_dates, n_meetings * n_columns, n_steps)
        weights = flat @ (self.step_weights / STEP_BP)
        return np.asarray(weights.reshape(n_dates, n_meetings, n_columns, weights.shape[-1]))
