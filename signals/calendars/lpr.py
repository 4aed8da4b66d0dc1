"""When the PBoC publishes the loan prime rate."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from signals.calendars.exchanges import SATURDAY
from signals.calendars.known import is_overdue

if TYPE_CHECKING:
    from holidays import HolidayBase

LPR_DAY = 20
"""Day of the month on which the LPR is published, or the next working day (PBoC notice 2019 no. 15)."""

_FIRST = dt.date(2019, 8, 20)
"""The first publication by that notice; before, the LPR came out on every working day."""


@cache
def works_in_china(day: dt.date) -> bool:
    """Return whether China works on a day, make-up days of weekends included.

    The holidays are those of the `holidays` package, which knows each year's
    notice of the State Council.
    """
    return _china().is_working_day(day)


@cache
def _china() -> HolidayBase:
    import holidays  # noqa: PLC0415 - a twelfth of a second; only what looks at the LPR needs it

    return holidays.country_holidays("CN")  # fills itself with each year that is asked of it


@cache
def lpr_day(year: int, month: int) -> dt.date:
    """Return the 20th or the next working day in China; 65 of 65 publications from 2019-08 to 2024-12 agree."""
    day = dt.date(year, month, LPR_DAY)
    while not works_in_china(day):
        day += dt.timedelta(days=1)
    return day


def may_be_lpr_day(day: dt.date, days_of_month: tuple[int, int]) -> bool:
    """Return whether a step of the LPR may be announced on ``day``.

    That is `lpr_day`, and the next weekday where that is a weekend day which is worked: only one publication ever
    met such a day (2021-02-20).

    Args:
        day: the day of the announcement; any will do before the LPR had its day of the month.
        days_of_month: the first and the last on which one is announced, as configured.
    """
    if day < _FIRST:
        return True
    first, last = days_of_month
    if not first <= day.day <= last:
        return False
    before = (day.replace(day=number) for number in range(first, day.day))
    return works_in_china(day) and not any(works_in_china(one) for one in before if one.weekday() < SATURDAY)


def last_lpr_day(day: dt.date) -> dt.date:
    """Return the newest publication day of the LPR that should be known on ``day``.

    That of ``day`` itself may still be to come (`signals.calendars.known`).
    """
    this = lpr_day(day.year, day.month)
    if is_overdue(this, day, here=False):
        return this
    before = day.replace(day=1) - dt.timedelta(days=1)
    return lpr_day(before.year, before.month)
