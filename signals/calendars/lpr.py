"""When the PBoC publishes the loan prime rate."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from signals.calendars.known import is_overdue

if TYPE_CHECKING:
    from holidays import HolidayBase

LPR_DAY = 20
"""Day of the month on which the LPR is published, or the next working day (PBoC notice 2019 no. 15)."""


@cache
def lpr_day(year: int, month: int) -> dt.date:
    """Return the 20th or the next working day in China, make-up working days included.

    The holidays are those of the `holidays` package, which knows each year's
    notice of the State Council; 65 of 65 publications from 2019-08 to 2024-12 agree.
    """
    china = _china()
    day = dt.date(year, month, LPR_DAY)
    while not china.is_working_day(day):
        day += dt.timedelta(days=1)
    return day


@cache
def _china() -> HolidayBase:
    import holidays  # noqa: PLC0415 - only a look ahead needs it

    return holidays.country_holidays("CN")  # fills itself with each year that is asked of it


def last_lpr_day(day: dt.date) -> dt.date:
    """Return the newest publication day of the LPR that should be known on ``day``.

    That of ``day`` itself may still be to come (`signals.calendars.known`).
    """
    this = lpr_day(day.year, day.month)
    if is_overdue(this, day, here=False):
        return this
    before = day.replace(day=1) - dt.timedelta(days=1)
    return lpr_day(before.year, before.month)
