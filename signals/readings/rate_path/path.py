"""The reading: what the futures strip says of the policy path, as of one day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from signals.calendars.fed import TargetChange
from signals.facts import Input, Status, worst
from signals.readings.rate_path.model.distribution import Integers
from signals.readings.rate_path.model.months import Month
from signals.readings.rate_path.remark import Remark
from signals.readings.rate_path.strip import Strip
from sources.contract import Floats

Method = Literal["fedwatch", "fit"]
METHODS: tuple[Method, ...] = ("fedwatch", "fit")
YEAR_AHEAD = 12  # months
DUST = 1e-12  # what is left of 1 after adding up probabilities: rounding of the machine, not of prices
NEGLIGIBLE = 5e-7  # the exchange's export has six decimals and no bucket that they would show as zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its error: ``rounding`` to a tick, and ``kind`` for prices that are no settlements."""

    value: float
    rounding: float
    kind: float

    @property
    def error(self) -> float:
        """One sigma of both together."""
        return math.hypot(self.rounding, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ErrorParts:
    """Errors by their two sources, both of the same shape."""

    rounding: Floats
    kind: Floats

    @property
    def total(self) -> Floats:
        """One sigma of both together."""
        return np.asarray(np.hypot(self.rounding, self.kind))

    def at(self, row: int) -> ErrorParts:
        """Return the errors of one date out of a block."""
        return ErrorParts(rounding=self.rounding[row], kind=self.kind[row])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """The probability of one target range after one meeting, with its error and the rounding part of it."""

    lower_bp: int
    upper_bp: int
    probability: float
    error: float
    error_rounding: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A contract left out of a fit: its place, and how far its rate lies off the path of all others."""

    place: int
    off_bp: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RatePath:
    """The policy path implied by one strip, by one method.

    Arrays run over ``meetings`` first: ``step_bp``, ``implied_rate_pct`` (the
    rate after the meeting) and ``cumulative`` (expected move since now, in
    quarter points) have shape (n_meetings,); ``probability`` has shape
    (n_meetings, n_moves) over ``moves`` in quarter points from ``target``.
    ``at_most_probability`` is P(move <= moves). ``repricing_bp`` runs over
    ``months``: the path's rate of each contract less the market's; NaN where
    it cannot be said. ``cuts_to_month_12`` are expected cuts from now to the
    contract month twelve months ahead; None where it has no price.

    ``price_error`` is the error of one contract beyond the first, in bp.
    ``target`` is the range in force on the day of the prices, from which moves
    count; ``target_now`` the one in force on ``as_of``.
    """

    as_of: dt.date
    method: Method
    origin: str
    strip: Strip
    target: TargetChange
    target_now: TargetChange
    meetings: tuple[dt.date, ...]
    step_bp: Floats
    step_error_bp: ErrorParts
    implied_rate_pct: Floats
    implied_rate_error_pp: ErrorParts
    cumulative: Floats
    cumulative_error: ErrorParts
    moves: Integers
    probability: Floats
    probability_error: ErrorParts
    at_most_probability: Floats
    at_most_error: ErrorParts
    months: tuple[Month, ...]
    repricing_bp: Floats
    remarks: tuple[Remark, ...]
    inputs: tuple[Input, ...]
    moved_this_year_bp: float
    price_error: Estimate
    misfits: tuple[Misfit, ...] = ()
    cuts_to_month_12: Estimate | None = None

    @property
    def repricing_rms_bp(self) -> float:
        """Root mean square repricing error over the contracts where it can be said; NaN where none."""
        errors = self.repricing_bp[np.isfinite(self.repricing_bp)]
        return float(np.sqrt((errors**2).mean())) if len(errors) else float("nan")

    @property
    def status(self) -> Status:
        """The worst status among the inputs."""
        return worst(self.inputs)[0]

    def place(self, meeting: dt.date) -> int:
        """Return where a meeting stands in the arrays.

        Raises:
            ValueError: the path does not reach this meeting.
        """
        return self.meetings.index(meeting)

    def buckets(self, place: int) -> Iterator[Bucket]:
        """Yield the ranges after one meeting whose probability is not negligible, lowest first."""
        probability = self.probability[place].tolist()
        rounding = self.probability_error.rounding[place].tolist()
        kind = self.probability_error.kind[place].tolist()
        lower_bp, upper_bp = self.target.lower_bp, self.target.upper_bp
        for move, share, of_tick, of_kind in zip(
            self.moves.tolist(), probability, rounding, kind, strict=True
        ):
            if share >= NEGLIGIBLE:
                shift = 25 * move
                yield Bucket(
                    lower_bp=lower_bp + shift,
                    upper_bp=upper_bp + shift,
                    probability=share,
                    error=math.hypot(of_tick, of_kind),
                    error_rounding=of_tick,
                )

    def at_most(self, place: int, move: int) -> Estimate:
        """Return P(the range has moved by ``move`` quarter points or less) after one meeting."""
        column = move - int(self.moves[0])
        if column < 0 or column >= len(self.moves):
            return Estimate(value=0.0 if column < 0 else 1.0, rounding=0.0, kind=0.0)
        return Estimate(
            value=float(self.at_most_probability[place, column]),
            rounding=float(self.at_most_error.rounding[place, column]),
            kind=float(self.at_most_error.kind[place, column]),
        )

    def cuts_at_least(self, place: int, count: int = 1) -> Estimate:
        """Return P(the range stands at least ``count`` quarter points lower) after one meeting."""
        return self.at_most(place, -count)

    def hikes_at_least(self, place: int, count: int = 1) -> Estimate:
        """Return P(the range stands at least ``count`` quarter points higher) after one meeting."""
        below = self.at_most(place, count - 1)
        above = 1.0 - below.value
        return Estimate(value=above if above > DUST else 0.0, rounding=below.rounding, kind=below.kind)

    def expected_cuts(self, place: int) -> Estimate:
        """Return the expected easing by one meeting in quarter points; hikes count as less than none."""
        return Estimate(
            value=0.0 - float(self.cumulative[place]),
            rounding=float(self.cumulative_error.rounding[place]),
            kind=float(self.cumulative_error.kind[place]),
        )

    def last_meeting_of(self, year: int) -> int | None:
        """Return the place of the last meeting of a year; None where the path does not reach it.

        The last of the year is the last that the calendar knew, whether or not
        contracts reach it.
        """
        december = any(month.first == dt.date(year, 12, 1) and month.covered for month in self.months)
        of_year = [day for month in self.months for day in month.coming if day.year == year]
        if not december or not of_year or of_year[-1] not in self.meetings:
            return None
        return self.place(of_year[-1])

    def implied_of(self, first: dt.date) -> float | None:
        """Return the market's rate of the contract month that begins on ``first``; None without a price."""
        for place, month in enumerate(self.months):
            if month.first == first and not any(one.place == place for one in self.misfits):
                rate = 100.0 - float(self.strip.price[place])
                return rate if np.isfinite(rate) else None
        return None

    def last_meeting_by(self, day: dt.date) -> int | None:
        """Return the place of the last meeting on or before a day; None where there is none."""
        places = [place for place, meeting in enumerate(self.meetings) if meeting <= day]
        return places[-1] if places else None

    def first_cut(self) -> dt.date | None:
        """Return the first meeting by which a lower range is more likely than not."""
        return next((m for p, m in enumerate(self.meetings) if self.cuts_at_least(p).value > 0.5), None)

    def first_hike(self) -> dt.date | None:
        """Return the first meeting by which a higher range is more likely than not."""
        return next((m for p, m in enumerate(self.meetings) if self.hikes_at_least(p).value > 0.5), None)
