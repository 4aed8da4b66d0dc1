"""The reading: what the futures strip says of the policy path, as of one day, and how it stands on that day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from signals.calendars.fed import Calendars, TargetChange
from signals.facts import Input, Status, worst
from signals.readings.rate_path.inputs.strip import Strip
from signals.readings.rate_path.model.distribution import BELOW, STEP_BP
from signals.readings.rate_path.model.months import Month, Note
from signals.readings.rate_path.model.noise import ErrorParts
from signals.readings.rate_path.model.solved import Solved
from sources.contract import Floats, contract_code

Method = Literal["fedwatch", "fit"]
METHODS: tuple[Method, ...] = ("fedwatch", "fit")
METHOD_OF_FACTS: Method = "fit"
"""The one that calls rest on, and that leads wherever people look: one number for one thing."""
YEAR_AHEAD = 12  # months
DUST = 1e-12  # what is left of 1 after adding up probabilities: rounding of the machine, not of prices
NEGLIGIBLE = 5e-7  # the exchange's export has six decimals and no bucket that they would show as zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its error, as half-widths: ``error`` holds 68 %, ``wide`` 95 %, ``rounding`` is a tick's part."""

    value: float
    error: float = 0.0
    rounding: float = 0.0
    wide: float = 0.0

    @classmethod
    def of(cls, value: float, errors: ErrorParts) -> Estimate:
        """Return a figure with the errors of its place, each a single number."""
        return cls(
            value=value,
            error=float(errors.total),
            rounding=float(errors.rounding),
            wide=float(errors.wide),
        )


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


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: what is asked for is worked out once and kept
class RatePath:
    """The policy path implied by one strip, by one method.

    Arrays run over ``meetings`` first: ``step_bp``, ``implied_rate_pct`` (the
    rate after the meeting) and ``cumulative`` (expected move since now, in
    quarter points) have shape (n_meetings,). ``repricing_bp`` runs over
    ``months``: the path's rate of each contract less the market's; NaN where
    it cannot be said.

    ``solved`` holds the figures of many dates, of which this is ``row``.
    ``target`` is the range in force on the day of the prices, from which moves
    count; ``target_now`` the one in force on ``as_of``. ``notes`` say which
    meetings are left out and why; those of ``too_noisy`` have a nearest step
    that is known to ``too_noisy_bp`` only.
    """

    as_of: dt.date
    method: Method
    origin: str
    strip: Strip
    known: Calendars
    target: TargetChange
    target_now: TargetChange
    meetings: tuple[dt.date, ...]
    months: tuple[Month, ...]
    solved: Solved
    row: int
    repricing_bp: Floats
    notes: tuple[Note, ...]
    health: Callable[[], tuple[Input, ...]]
    misfits: tuple[Misfit, ...] = ()
    too_noisy: tuple[dt.date, ...] = ()
    too_noisy_bp: float = 0.0

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The strip, the meeting calendar, the target range and, where it was read, the fixing."""
        return self.health()

    @property
    def step_bp(self) -> Floats:
        """The expected step of each meeting."""
        return self.solved.step_bp[self.row, : len(self.meetings)]

    @property
    def step_error_bp(self) -> ErrorParts:
        """The error of each step."""
        return self.solved.step_error_bp.at(self.row, slice(len(self.meetings)))

    @property
    def implied_rate_pct(self) -> Floats:
        """The rate after each meeting."""
        return self.solved.rate_pct[self.row, : len(self.meetings)]

    @property
    def implied_rate_error_pp(self) -> ErrorParts:
        """The error of each rate."""
        return self.solved.rate_error_pp.at(self.row, slice(len(self.meetings)))

    @property
    def now_pct(self) -> float:
        """The rate before the first meeting."""
        return float(self.solved.now_pct[self.row])

    @property
    def cumulative(self) -> Floats:
        """The expected move since now after each meeting, in quarter points."""
        return self.solved.cumulative[self.row, : len(self.meetings)]

    @property
    def repricing_rms_bp(self) -> float:
        """Root mean square repricing error over the contracts where it can be said; NaN where none."""
        errors = [error for error in self.repricing_bp.tolist() if math.isfinite(error)]
        return math.sqrt(sum(error * error for error in errors) / len(errors)) if errors else float("nan")

    @property
    def status(self) -> Status:
        """The worst status among the inputs."""
        return worst(self.inputs)[0]

    @property
    def moved_this_year_bp(self) -> float:
        """How far the range had moved since the year began, by the day of the prices."""
        return self.moved_in(self.strip.date.year)

    def moved_in(self, year: int) -> float:
        """Return how far the range moved within a year, up to the day of the prices, in bp."""
        first = self.known.target_on(dt.date(year - 1, 12, 31))
        last = self.known.target_on(min(dt.date(year, 12, 31), self.strip.date))
        return (
            float(last.upper_bp - first.upper_bp) if first and last and year <= self.strip.date.year else 0.0
        )

    def place(self, meeting: dt.date) -> int:
        """Return where a meeting stands in the arrays.

        Raises:
            ValueError: the path does not reach this meeting.
        """
        return self.meetings.index(meeting)

    @cached_property
    def moves(self) -> list[int]:
        """Every move that some meeting gives a chance, in quarter points from ``target``, ascending."""
        spread = self.solved.distribution
        lowest = spread.lowest[self.row, : len(self.meetings)].tolist()
        columns = range(spread.probability.shape[2])
        return sorted({low + column for low in lowest for column in columns}) or [0]

    def spread(self, place: int) -> list[tuple[int, float]]:
        """Return every move that one meeting may have brought, in quarter points, and its probability."""
        spread = self.solved.distribution
        lowest = int(spread.base[self.row, place]) - BELOW
        return [(lowest + c, p) for c, p in enumerate(spread.probability[self.row, place].tolist())]

    def probability_of(self, place: int, move: int) -> float:
        """Return P(the range has moved by exactly ``move`` quarter points) after one meeting."""
        spread = self.solved.distribution
        column = move - int(spread.lowest[self.row, place])
        if column < 0 or column >= spread.probability.shape[2]:
            return 0.0
        return float(spread.probability[self.row, place, column])

    def buckets(self, place: int) -> Iterator[Bucket]:
        """Yield the ranges after one meeting whose probability is not negligible, lowest first."""
        spread, errors = self.solved.distribution, self.solved.probability_error
        lowest = int(spread.base[self.row, place]) - BELOW
        lower_bp, upper_bp = self.target.lower_bp, self.target.upper_bp
        for column, (share, error, rounding) in enumerate(
            zip(
                spread.probability[self.row, place].tolist(),
                errors.total[self.row, place].tolist(),
                errors.rounding[self.row, place].tolist(),
                strict=True,
            )
        ):
            if share >= NEGLIGIBLE:
                shift = 25 * (lowest + column)
                yield Bucket(
                    lower_bp=lower_bp + shift,
                    upper_bp=upper_bp + shift,
                    probability=share,
                    error=error,
                    error_rounding=rounding,
                )

    def at_most(self, place: int, move: int) -> Estimate:
        """Return P(the range has moved by ``move`` quarter points or less) after one meeting."""
        return Estimate.of(
            float(self.solved.at_most(move)[self.row, place]),
            self.solved.at_most_error(move).at(self.row, place),
        )

    def cuts_at_least(self, place: int, count: int = 1) -> Estimate:
        """Return P(the range stands at least ``count`` quarter points lower) after one meeting."""
        return self.at_most(place, -count)

    def hikes_at_least(self, place: int, count: int = 1) -> Estimate:
        """Return P(the range stands at least ``count`` quarter points higher) after one meeting."""
        return complement(self.at_most(place, count - 1))

    def expected_cuts(self, place: int) -> Estimate:
        """Return the expected easing by one meeting in quarter points; hikes count as less than none."""
        return Estimate.of(
            0.0 - float(self.solved.cumulative[self.row, place]),
            self.solved.cumulative_error.at(self.row, place),
        )

    @cached_property
    def cuts_to_month_12(self) -> Estimate | None:
        """Expected cuts from now to the contract month twelve months ahead; None where it has no price.

        Needs no meeting dates, so it can be said before next year's are announced.
        """
        far = self.implied_of_place(YEAR_AHEAD)
        if self.strip.root != "ZQ" or far is None:
            return None
        errors = self.solved.month_error(YEAR_AHEAD).at(self.row)
        return Estimate.of((self.now_pct - far) * 100.0 / STEP_BP, errors)

    def price_error_bp(self, place: int) -> Estimate:
        """Return the error of one contract's rate, in bp; its value is 0."""
        weights = np.zeros((1, self.solved.now_weights.shape[1]))
        weights[0, place] = 1.0
        noise = self.solved.noise.at(slice(self.row, self.row + 1))
        return Estimate.of(0.0, noise.carried(weights).at(0))

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

    def implied_of_place(self, place: int) -> float | None:
        """Return the market's rate of the contract so many months ahead; None without a usable price."""
        if place >= len(self.months) or any(one.place == place for one in self.misfits):
            return None
        rate = 100.0 - float(self.strip.price[place])
        return rate if math.isfinite(rate) else None

    def implied_of(self, first: dt.date) -> float | None:
        """Return the market's rate of the contract month that begins on ``first``; None without a price."""
        start = self.months[0].first
        place = (first.year - start.year) * 12 + first.month - start.month
        return self.implied_of_place(place) if place >= 0 else None

    def last_meeting_by(self, day: dt.date) -> int | None:
        """Return the place of the last meeting on or before a day; None where there is none."""
        places = [place for place, meeting in enumerate(self.meetings) if meeting <= day]
        return places[-1] if places else None

    def first_cut(self) -> dt.date | None:
        """Return the first meeting by which a lower range is more likely than not."""
        lower = self.solved.at_most(-1)[self.row, : len(self.meetings)].tolist()
        return next((m for m, p in zip(self.meetings, lower, strict=True) if p > 0.5), None)

    def first_hike(self) -> dt.date | None:
        """Return the first meeting by which a higher range is more likely than not."""
        not_higher = self.solved.at_most(0)[self.row, : len(self.meetings)].tolist()
        return next((m for m, p in zip(self.meetings, not_higher, strict=True) if 1.0 - p > 0.5), None)


def complement(below: Estimate) -> Estimate:
    """Return the probability of everything else, with the same error."""
    above = 1.0 - below.value
    return Estimate(
        value=above if above > DUST else 0.0, error=below.error, rounding=below.rounding, wide=below.wide
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Meetings inside the span of the strip that cannot be read, and the contracts without a usable price."""

    meetings: tuple[dt.date, ...]
    contracts: tuple[str, ...]


def hole_in(path: RatePath) -> Hole | None:
    """Return what a path cannot see for want of a price inside its strip; None where nothing is lost.

    A path ends with the meeting before the first that it cannot read, so
    everything behind a hole is lost with it. Meetings beyond the last contract,
    and those that price noise drowns at the far end of a full strip, are out
    of reach and no hole.
    """
    lost = tuple(
        day for month in path.months if month.covered for day in month.coming if day not in path.meetings
    )
    if not lost:
        return None
    start = path.meetings[-1] if path.meetings else path.strip.date
    unpriced = tuple(
        contract_code(path.strip.root, month.first)
        for month in path.months
        if not month.priced and month.covered and month.first >= start.replace(day=1)
    )
    return Hole(meetings=lost, contracts=unpriced) if unpriced else None


def is_stale(path: RatePath) -> bool:
    """Return whether the prices are too old, or from before a decision, to speak of the present."""
    return path.inputs[0].status == "stale"


def decided_since(path: RatePath) -> tuple[dt.date, ...]:
    """Return the meetings of a path that took place before its day: their decisions are known."""
    return tuple(meeting for meeting in path.meetings if meeting < path.as_of)


def coming_move(path: RatePath, meeting: dt.date | None) -> dt.date | None:
    """Return a first meeting of ``first_cut`` or ``first_hike`` unless it has passed."""
    return None if meeting is None or meeting < path.as_of else meeting
