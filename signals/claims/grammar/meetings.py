"""Which meeting a time means, on the calendar as known on the day of the text."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from signals.calendars.fed import Calendars, calendars
from sources.prose.times import Time

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Decision days as known on ``date``, ascending, and whether the last change of the range was a cut."""

    date: dt.date
    days: tuple[dt.date, ...]
    last_move: str
    chinese: bool = False

    def next(self) -> dt.date | None:
        """Return the meeting to come; on its own day that is today's."""
        place = bisect_left(self.days, self.date)
        return self.days[place] if place < len(self.days) else None

    def held(self) -> dt.date | None:
        """Return the last meeting whose decision is known, today's included."""
        place = bisect_right(self.days, self.date)
        return self.days[place - 1] if place else None

    def before(self, day: dt.date) -> dt.date | None:
        """Return the meeting before one of them."""
        place = bisect_left(self.days, day)
        return self.days[place - 1] if place else None

    def by(self, day: dt.date) -> dt.date | None:
        """Return the last meeting up to a day."""
        place = bisect_right(self.days, day)
        return self.days[place - 1] if place else None

    def last_of(self, year: int) -> dt.date | None:
        """Return the last meeting of a year; None where the calendar has none in it."""
        found = self.by(dt.date(year, 12, 31))
        return found if found and found.year == year else None

    def is_last_of_year(self) -> bool:
        """Return whether the meeting to come is the last one of its year."""
        after = [day for day in self.days if day > self.date]
        return bool(after) and after[0] == self.last_of(after[0].year)

    def on(self, day: dt.date) -> dt.date | None:
        """Return the meeting that a day means: its own, its first day's, or in Chinese the morning after."""
        shifts = (0, -1, 1) if self.chinese else (0, 1)
        return next((day + n * ONE_DAY for n in shifts if day + n * ONE_DAY in self.days), None)

    def in_month(self, year: int, month: int) -> dt.date | None:
        """Return the meeting that decides in a month; the last of two."""
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        found = self.by(last)
        return found if found and (found.year, found.month) == (year, month) else None

    def meant(self, time: Time) -> dt.date | None:
        """Return the meeting to come that a time means; None where it means none."""
        if time.unit in {"day", "weekday"}:
            day = time.date(self.date, ahead_days=330)
            return self.on(day) if day else None
        if time.unit == "week":
            week = time.week_of(self.date)
            found = self.by(week[1]) if week else None
            return found if found and week and found >= week[0] else None
        if time.unit == "month":
            return self._of_month(time)
        if time.unit == "half":
            year = time.year_on(self.date) or self.date.year
            end = dt.date(year, 6, 30) if time.shift == 1 else dt.date(year, 12, 31)
            return self.by(end)
        if time.unit == "year" and time.reach != "since":
            return self.last_of(time.year_on(self.date) or self.date.year)
        return None

    def is_of_last_night(self, meeting: dt.date) -> bool:
        """Return whether a meeting decides in the night before a text of Asia: it may have been written before."""
        return self.chinese and meeting == self.date - ONE_DAY

    def _of_month(self, time: Time) -> dt.date | None:
        found = time.month_of(self.date, ahead=True)
        if found is None:
            return None
        year, month = found
        meeting = self.in_month(year, month)
        named_year = time.year_on(self.date) is not None or time.shift is not None
        if meeting and meeting < self.date and not named_year and not self.is_of_last_night(meeting):
            meeting = self.in_month(year + 1, month)
        if meeting is None and self.chinese:
            eve = dt.date(year, month, 1) - ONE_DAY  # 31 July is 1 August in Beijing: "美联储8月"
            meeting = eve if eve in self.days else None
        if meeting is None and time.reach in {"by", "before"}:
            return self.by(dt.date(year, month, calendar.monthrange(year, month)[1]))
        return meeting


def _reaching_far(found: Calendars, date: dt.date) -> tuple[dt.date, ...]:
    """Return the meetings known on ``date`` and, after the last of them, those announced since.

    A text of 2013 names "the July 2015 meeting" long before its day is announced; which
    meeting it means is a matter of words. What is known that day decides the verdict alone.
    """
    known = found.known_meetings(date)
    last = known[-1] if known else date
    later = sorted(
        one.decision_date for one in found.meetings if one.kind == "scheduled" and one.decision_date > last
    )
    return (*known, *later)


def meetings_on(date: dt.date, *, chinese: bool, known: Calendars | None = None) -> Meetings:
    """Return the meetings that the calendar held on ``date``."""
    found = known or calendars()
    changes = [change for change in found.targets if change.decided_on <= date]
    rising = len(changes) > 1 and changes[-1].upper_bp > changes[-2].upper_bp
    # A year after the last hike markets speak of cuts: the direction of an unnamed move is then down.
    recent = bool(changes) and (date - changes[-1].decided_on).days < 150
    return Meetings(
        date=date,
        days=_reaching_far(found, date),
        last_move="hike" if rising and recent else "cut",
        chinese=chinese,
    )
