"""Months as numbers: arithmetic without days, and never by counting rows."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from sources.contract import Days

Months = NDArray[np.int64]
_EPOCH = 1970 * 12


def month_number(day: dt.date) -> int:
    """Return months since January of year 0, so that differences are months."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> dt.date:
    """Return the first day of a month number."""
    return dt.date(number // 12, number % 12 + 1, 1)


def month_label(number: int) -> str:
    """Return the month as ``2024-01``."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_numbers(days: Days) -> Months:
    """Return the month number of each day, shape as given."""
    return days.astype("datetime64[M]").astype(np.int64) + _EPOCH


def month_ends(months: Months) -> Days:
    """Return the last day of each month number, shape as given."""
    return (months + 1 - _EPOCH).astype("datetime64[M]").astype("datetime64[D]") - 1
