"""Where meetings and contracts stand on one price date, and what a method makes of the prices there."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from signals.calendars.fed import Calendars
from sources.contract import Floats

Places = NDArray[np.intp]
MonthBefore = Literal["none", "level", "anchor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One contract month: its length, the decisions in it, and what is known of it.

    ``past`` are decisions before the price date, ``coming`` those on or after it.
    ``covered`` is False where the meeting calendar, as known, does not reach.
    """

    first: dt.date
    days: int
    past: tuple[dt.date, ...]
    coming: tuple[dt.date, ...]
    priced: bool
    covered: bool

    @property
    def has_meeting(self) -> bool:
        """Whether any decision falls in this month, past or to come."""
        return bool(self.past or self.coming)

    @property
    def anchor(self) -> bool:
        """Whether the month is flat at its own rate: priced, and known to hold no meeting."""
        return self.priced and self.covered and not self.has_meeting


@dataclass(
    frozen=True, slots=True, kw_only=True, eq=False
)  # told apart by identity, so that lookups are quick
class Layout:
    """The months from the price date's own to the last contract.

    Two dates that share a layout share every weight that maps prices to steps,
    so that a range is solved once a layout and not once a date.

    ``follows_anchor`` says that the month before the first, whose contract has
    expired, held no meeting and that its average is known.
    """

    months: tuple[Month, ...]
    follows_anchor: bool = False

    @property
    def coming(self) -> tuple[dt.date, ...]:
        """Every meeting that is still to come within reach of the contracts."""
        return tuple(day for month in self.months if month.covered for day in month.coming)


Why = Literal[
    "two_decisions",  # they share a month whose one contract cannot tell them apart
    "no_price",  # of the month's contract
    "no_rate_before",  # neither the month before nor a later one gives it
    "last_day",  # of its month, and no later contract gives the rate after it
    "behind",  # its distribution needs the step of a meeting that is left out
    "not_told_apart",  # no contract tells its step from its neighbours'
    "chained",  # not left out: the rate after it is chained forward
    "steps_held_alike",  # not left out: quarters hold two meetings that contracts do not tell apart
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a method has to say of some meetings: why they are left out, or how they were read.

    ``month`` and ``decisions`` are those that it speaks of, where it does.
    """

    why: Why
    meetings: tuple[dt.date, ...]
    month: dt.date | None = None
    decisions: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """Steps and rates of a block of dates that share one layout.

    ``now_pct`` is the rate before the first meeting, shape (n_dates,).
    ``step_pp`` and ``after_pct`` have shape (n_dates, n_meetings). The weights
    say how far each moves for one percentage point of each contract's implied
    rate, and last of what the fixings say (the expired month's average by the
    rule, the level of the prior by the fit): (n_dates, n_meetings, n_contracts + 1),
    or one row for all dates.
    ``repricing_bp`` is the path's price of each contract less the market's, in
    rate terms, shape (n_dates, n_contracts); NaN where it cannot be said.
    ``deleted_bp``, where a method has it, is the same for a path fitted to all
    other contracts; NaN where they do not say what this one should be. ``outlier``
    is the contract that stands out most, shape (n_dates,).
    """

    meetings: tuple[dt.date, ...]
    now_pct: Floats
    now_weights: Floats
    step_pp: Floats
    after_pct: Floats
    step_weights: Floats
    after_weights: Floats
    repricing_bp: Floats
    notes: tuple[Note, ...]
    deleted_bp: Floats | None = None
    outlier: Places | None = None


def month_after(first: dt.date, count: int) -> dt.date:
    """Return the first day of the month ``count`` months after ``first``."""
    number = first.year * 12 + first.month - 1 + count
    return dt.date(number // 12, number % 12 + 1, 1)


class Layouts:
    """Makes layouts, remembering what does not change from one date to the next."""

    def __init__(self, known: Calendars) -> None:
        self._calendars = known
        self._seen: dict[tuple[object, ...], Layout] = {}

    def use_of_month_before(self, *, as_of: dt.date, price_date: dt.date) -> MonthBefore:
        """Return what the average of the expired month would serve as.

        Without a meeting of its own it tells the level; it is an anchor where the
        running month has its only meeting still ahead.
        """
        known = self._calendars.known_meetings(as_of)
        first = price_date.replace(day=1)
        before, start, now, stop = (
            bisect_left(known, day)
            for day in (month_after(first, -1), first, price_date, month_after(first, 1))
        )
        if before < start:
            return "none"
        return "anchor" if start == now and stop == now + 1 else "level"

    def at(
        self,
        *,
        as_of: dt.date,
        price_date: dt.date,
        priced: tuple[bool, ...],
        follows_anchor: bool = False,
    ) -> Layout:
        """Return the layout of one strip.

        Args:
            as_of: the day whose knowledge of the calendar counts.
            price_date: the day of the prices; a decision on it is still to come.
            priced: whether the contract that many months ahead has a price,
                ending with the last that has one.
            follows_anchor: whether the expired month is an anchor with a known average.
        """
        known = self._calendars.known_meetings(as_of)
        covered_through = self._calendars.covered_through(as_of)
        first = price_date.replace(day=1)
        end = month_after(first, len(priced))
        start, now, stop = (bisect_left(known, day) for day in (first, price_date, end))
        past, coming = known[start:now], known[now:stop]
        key = (first, past, coming, covered_through, priced, follows_anchor)
        if key not in self._seen:
            self._seen[key] = Layout(
                months=tuple(
                    _month(month_after(first, ahead), past, coming, has_price, covered_through)
                    for ahead, has_price in enumerate(priced)
                ),
                follows_anchor=follows_anchor,
            )
        return self._seen[key]


@lru_cache(maxsize=4)
def layouts_of(known: Calendars) -> Layouts:
    """Return the layouts of one set of calendars, kept from one reading to the next."""
    return Layouts(known)


def _month(
    first: dt.date,
    past: tuple[dt.date, ...],
    coming: tuple[dt.date, ...],
    priced: bool,
    covered_through: dt.date,
) -> Month:
    end = month_after(first, 1)
    return Month(
        first=first,
        days=(end - first).days,
        past=tuple(day for day in past if first <= day < end),
        coming=tuple(day for day in coming if first <= day < end),
        priced=priced,
        covered=end - dt.timedelta(days=1) <= covered_through,
    )
