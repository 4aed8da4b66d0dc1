"""Where meetings and contracts stand on one price date: the calendar half of every method."""

from __future__ import annotations

import calendar as months
import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from signals.calendars.fed import Calendars

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


def month_after(first: dt.date, count: int) -> dt.date:
    """Return the first day of the month ``count`` months after ``first``."""
    number = first.year * 12 + first.month - 1 + count
    return dt.date(number // 12, number % 12 + 1, 1)


def month_days(first: dt.date) -> int:
    """Return the number of days in a month."""
    return months.monthrange(first.year, first.month)[1]


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
        days=month_days(first),
        past=tuple(day for day in past if first <= day < end),
        coming=tuple(day for day in coming if first <= day < end),
        priced=priced,
        covered=end - dt.timedelta(days=1) <= covered_through,
    )
