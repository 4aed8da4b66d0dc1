"""The days of a call: entry, checkpoints, expiry.

A day without trading moves to the next trading day of the exchange on which
the instrument's currency is at home. Where no calendar of that exchange is
known, a weekend moves to the next weekday, the document names no calendar,
and whoever scores the call moves on to the next close with the prices at hand.
Closures that nobody could schedule (a typhoon, a day of mourning) do the same.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Container
from functools import cache

SATURDAY = 5
_FIRST, _LAST = 1990, 2090  # the holidays package knows both exchanges' years, and a checkpoint some years on

EXCHANGES = {"HKD": "HKEX", "USD": "NYSE"}
"""What the calendar of a currency is called: Hong Kong's general holidays close its exchange."""


@cache
def _holidays(exchange: str) -> Container[dt.date]:
    import holidays  # noqa: PLC0415 - costs a tenth of a second; only a graded call needs it

    return holidays.country_holidays("HK") if exchange == "HKEX" else holidays.financial_holidays(exchange)


def exchange_of(currency: str, day: dt.date) -> str | None:
    """Return the exchange whose trading days are known around ``day``; None where there is none."""
    return EXCHANGES.get(currency) if _FIRST <= day.year <= _LAST else None


def on_trading_day(day: dt.date, exchange: str | None) -> dt.date:
    """Return ``day``, or the first trading day after it; without an exchange the first weekday."""
    closed: Container[dt.date] = () if exchange is None else _holidays(exchange)
    while day.weekday() >= SATURDAY or day in closed:
        day += dt.timedelta(days=1)
    return day


def entry_day(as_of: dt.date, exchange: str | None = None) -> dt.date:
    """Return the first trading day after the document's day: its close is the entry price."""
    return on_trading_day(as_of + dt.timedelta(days=1), exchange)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months on; the month's last day where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def checkpoint_day(entry: dt.date, months: int, exchange: str | None = None) -> dt.date:
    """Return the day on which a call entered on ``entry`` is scored."""
    return on_trading_day(months_later(entry, months), exchange)
