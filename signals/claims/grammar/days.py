"""The times of a sentence as days, and months counted back."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from signals.claims.grammar.tokens import Token
from sources.prose.times import Time


def times_in(tokens: tuple[Token, ...]) -> list[tuple[Token, Time]]:
    """Return the times among tokens, in order."""
    return [(token, token.time) for token in tokens if token.time is not None]


def is_past(time: Time, date: dt.date) -> bool:
    """Return whether a time lies before the day of the text."""
    if time.unit in {"day", "weekday"}:
        day = time.date(date)
        return day is not None and day < date
    return time.unit == "week" and time.shift is not None and time.shift < 0


def months_before(date: dt.date, count: int) -> dt.date:
    """Return the same day so many months before, or the last of that month."""
    years, month = divmod(date.year * 12 + date.month - 1 - count, 12)
    return dt.date(years, month + 1, min(date.day, monthrange(years, month + 1)[1]))


def window_of(time: Time, date: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a time that has passed, or is passing; None where it is no such time."""
    if time.unit in {"day", "weekday"}:
        day = time.date(date)
        return (day, day) if day else None
    if time.unit == "week":
        return time.week_of(date)
    if time.unit == "month":
        found = time.month_of(date, ahead=False)
        return month_span(*found) if found else None
    if time.unit == "year":
        year = time.year_on(date)
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    return None


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a month."""
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), following - dt.timedelta(days=1)
