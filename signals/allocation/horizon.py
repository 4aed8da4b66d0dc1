"""The days of a call: entry, checkpoints, expiry.

Exchange calendars are not known here. A day that falls on a weekend moves to
the next weekday; an exchange holiday moves it to the next close, and whoever
scores the call applies that with the prices at hand.
"""

from __future__ import annotations

import calendar
import datetime as dt

SATURDAY = 5


def on_weekday(day: dt.date) -> dt.date:
    """Return ``day``, or the Monday after where it falls on a weekend."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def entry_day(as_of: dt.date) -> dt.date:
    """Return the first weekday after the document's day: its close is the entry price."""
    return on_weekday(as_of + dt.timedelta(days=1))


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months on; the month's last day where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def checkpoint_day(entry: dt.date, months: int) -> dt.date:
    """Return the day on which a call entered on ``entry`` is scored."""
    return on_weekday(months_later(entry, months))
