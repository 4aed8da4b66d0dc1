"""The days of a call: entry, checkpoints, expiry.

A day without trading moves to the next trading day of the exchange on which
the instrument's currency is at home, as its calendar was known on the day of
the call. Where no calendar is known, a weekend moves to the next weekday and
the document names no calendar. A closure that nobody could schedule (a
typhoon) is no part of a document written before it; whoever settles the call
goes by the closes themselves and moves on to the next one.
"""

from __future__ import annotations

import calendar
import datetime as dt

from signals.calendars.exchanges import is_trading_day


def on_trading_day(day: dt.date, exchange: str | None, *, known_on: dt.date) -> dt.date:
    """Return ``day``, or the first trading day after it; without an exchange the first weekday."""
    while not is_trading_day(day, exchange, known_on=known_on):
        day += dt.timedelta(days=1)
    return day


def entry_day(as_of: dt.date, exchange: str | None = None) -> dt.date:
    """Return the first trading day after the document's day: its close is the entry price."""
    return on_trading_day(as_of + dt.timedelta(days=1), exchange, known_on=as_of)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months on; the month's last day where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def checkpoint_day(
    entry: dt.date, months: int, exchange: str | None = None, *, known_on: dt.date | None = None
) -> dt.date:
    """Return the day on which a call entered on ``entry`` is scored, by the calendar known on ``known_on``."""
    return on_trading_day(months_later(entry, months), exchange, known_on=known_on or entry)
