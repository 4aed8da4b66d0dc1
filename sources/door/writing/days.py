"""Days, months and quarters as files write them; 03/04/2024 only where the file leaves one reading."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from sources.door.answers import DayOrder

Span = Literal["day", "month", "quarter"]
ORDERS: tuple[DayOrder, ...] = ("dmy", "mdy")


class When(NamedTuple):
    """A day, or the first day of the month or quarter that a cell names."""

    day: dt.date
    span: Span


_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"  # the clock of a close says nothing that its day does not
_NUMERIC = re.compile(rf"(\d{{1,2}})([/.\-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july jly",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_EPOCH_DIGITS = {10: 1, 13: 10**3, 16: 10**6, 19: 10**9}  # seconds since 1970, and finer


def month_of_name(name: str) -> int | None:
    """Return the number of a month by its English name or abbreviation."""
    return _MONTHS.get(name.strip(".").casefold())


def full_year(digits: str) -> int:
    """Return a year of four digits; of two, those from 1970 to 2069."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _ymd(found: re.Match[str]) -> When:
    return When(dt.date(int(found[1]), int(found[2]), int(found[3])), "day")


def _month(found: re.Match[str]) -> When:
    return When(dt.date(int(found[1]), int(found[2]), 1), "month")


def _quarter(found: re.Match[str]) -> When:
    year, which = (found["y"], found["q"])
    return When(dt.date(int(year), 3 * int(which) - 2, 1), "quarter")


def _worded(found: re.Match[str]) -> When:
    month = month_of_name(found["m"])
    if month is None:
        raise ValueError(found[0])
    parts = found.groupdict()
    year = full_year(found["y"])
    return (
        When(dt.date(year, month, int(parts["d"])), "day")
        if parts.get("d")
        else When(dt.date(year, month, 1), "month")
    )


def _epoch(found: re.Match[str]) -> When:
    seconds = int(found[0]) // _EPOCH_DIGITS[len(found[0])]
    return When(dt.datetime.fromtimestamp(seconds, dt.UTC).date(), "day")


_SERIAL = re.compile(r"(?:2[6-9]|[3-6]\d|7[0-2])\d{3}")  # 1971 to 2099


_EXCEL_ZERO = dt.date(1899, 12, 30)
_NAME_OF_DAY = r"[ ,，]*[（(]?(?:(?:星期|周)?[一二三四五六日天]|[A-Za-z]{3,9})[)）]?"
_WEEKDAY = r"(?:[A-Za-z]{3,9},?\s+)?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When]], ...] = (
    (re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:[T ,]+\d{{1,2}}:?\d{{2}}.*|{_NAME_OF_DAY})?"), _ymd),
    (re.compile(r"(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?"), _ymd),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?.*"), _ymd),
    (re.compile(r"(\d{4})年(\d{1,2})月份?"), _month),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), _ymd),
    (re.compile(r"(\d{4})[-/.M](\d{1,2})"), _month),
    (re.compile(r"(\d{4})(\d{2})"), _month),
    (re.compile(r"(?P<y>\d{4})[-: ]?Q(?P<q>[1-4])", re.IGNORECASE), _quarter),
    (re.compile(r"Q(?P<q>[1-4])[-: ]?(?P<y>\d{4})", re.IGNORECASE), _quarter),
    (re.compile(r"(?P<y>\d{4})年第?(?P<q>[1-4])季度?"), _quarter),
    (re.compile(rf"{_WEEKDAY}(?P<m>[A-Za-z]{{3,9}})\.?[-/\s]+(?P<d>\d{{1,2}}),?[-/\s]+(?P<y>\d{{4}}|\d{{2}}){_TIME}"), _worded),
    (re.compile(rf"{_WEEKDAY}(?P<d>\d{{1,2}})[-\s](?P<m>[A-Za-z]{{3,9}})\.?[-\s,]+(?P<y>\d{{4}}|\d{{2}}){_TIME}"), _worded),
    (re.compile(r"(?P<m>[A-Za-z]{3,9})\.?[-\s]+'?(?P<y>\d{4}|\d{2})"), _worded),
    (re.compile(r"\d{10}|\d{13}|\d{16}|\d{19}"), _epoch),
)  # fmt: skip


def when(cell: str, order: DayOrder | None = None) -> When | None:
    """Return what a cell says, or None where it is no date, or one that ``order`` would have to settle."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFKC", cell)  # digits as wide as Chinese letters
    if (
        len(cell) == 10 and cell[4] == cell[7] == "-"
    ):  # nearly every cell of a large file: no pattern, no search
        try:
            return When(dt.date.fromisoformat(cell), "day")
        except ValueError:
            return None
    return _search(cell, order)


def _search(cell: str, order: DayOrder | None) -> When | None:
    if found := _NUMERIC.fullmatch(cell):
        return _in_order(found, order) if order else None
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(cell):
            try:
                return read(found)
            except ValueError:
                return None
    return None


def _in_order(found: re.Match[str], order: DayOrder) -> When | None:
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if order == "dmy" else (second, first)
    try:
        return When(dt.date(full_year(found[4]), month, day), "day")
    except ValueError:
        return None


def is_numeric(cell: str) -> bool:
    """Return whether a cell is a date of the kind that needs an order of day and month."""
    return _NUMERIC.fullmatch(cell) is not None


def is_date(cell: str) -> bool:
    """Return whether a cell is a date in some order of day and month, or the clock of a running session."""
    return any(when(cell, order) for order in ORDERS) or re.match(r"\d{1,2}:\d{2}", cell) is not None


def orders_of(cells: Iterable[str]) -> tuple[DayOrder, ...]:
    """Return the orders in which every numeric date of the cells is a date; both where there is none."""
    distinct = {cell for cell in cells if is_numeric(cell)}
    possible = tuple(order for order in ORDERS if all(when(cell, order) for cell in distinct))
    if len(possible) == 2 and all(when(cell, "dmy") == when(cell, "mdy") for cell in distinct):
        return ("dmy",)  # 02/02/2024 alone reads one way
    return possible


def last_of_month(day: dt.date) -> bool:
    """Return whether a day is the last of its month."""
    return (day + dt.timedelta(days=1)).day == 1


def of_serial(cell: str) -> dt.date | None:
    """Return the day that a workbook's number of a day stands for, counted from the end of 1899 as most count.

    Those of old Macintosh count from 1904, so it is told and never taken.
    """
    return _EXCEL_ZERO + dt.timedelta(days=int(cell)) if _SERIAL.fullmatch(cell) else None
