"""The cells of a recognised sheet that hold a value, each with its day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sources.door.answers import Answers, DayOrder
from sources.door.layouts import plain
from sources.door.readings import Row
from sources.door.recognise import Column, Found, day_above, is_rule
from sources.door.remarks import Remarks, some
from sources.door.rows.settling import order_of_days
from sources.door.writing.days import When, is_date, of_serial, when
from sources.door.writing.numbers import is_number
from sources.errors import BadTable
from sources.message import message

_MISSING = frozenset(
    {
        *("", ".", "-", "--", "na", "n/a", "#n/a", "#n/an/a", "null", "nan", "none", "nd", "—", "——", "…"),
        *("#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!"),  # of a workbook
        *("休市", "停市", "停牌", "暂无", "未公布", "holiday", "closed"),
    }
)
_SUMMARIES = frozenset(
    {
        *("average", "mean", "median", "total", "totals", "max", "min", "high", "low"),
        *("平均", "平均值", "均值", "合计", "总计", "最大值", "最小值"),
    }
)
"""First cells of lines under a table that sum it up."""
_DIGITS_OF_YEAR = 4
_CLOCK = re.compile(r"\d{1,2}:\d{2}.*")


class Cell(NamedTuple):
    """One value on its way: where it stands, what it says and the day that it is of."""

    row: Row
    column: Column
    text: str
    day: When

    def bad(self, found: str, expected: str, *, role: str = "value") -> BadTable:
        """Return the error of this cell, or of the one in its row that has a role."""
        if role == "value" or (role == "name" and role not in self.row.at):
            return BadTable(
                file=self.row.file,
                row=self.row.number,
                column=self.column.header,
                found=found,
                expected=expected,
            )
        return self.row.bad(role, found, expected)


def cells_of(found: Found, answers: Answers, remarks: Remarks) -> tuple[list[Cell], DayOrder]:
    """Return every cell that holds a value, with its day; and how 03/04/2024 reads in the file.

    Raises:
        BadTable: there is no row, a row is none, or a day is missing or reads two ways.
    """
    rows = list(_rows(found, remarks))
    if not rows:
        raise found.bad(
            None, found.header + 2, message("no rows below the header"), message("at least one row")
        )
    page_day = None if found.has_days else _day_of_page(found, answers)
    order = order_of_days(found, rows, answers)
    days = _Days(found, answers, remarks, order)
    cells: list[Cell] = []
    n_empty = 0
    for row in rows:
        for column in found.columns:
            text = row.cells[column.at] if column.at < len(row.cells) else ""
            if not found.layout.own and text.replace(" ", "").casefold() in _MISSING:
                n_empty += 1
            else:
                cells.append(Cell(row, column, text, column.day or page_day or days.of(row, column)))
    if n_empty:
        remarks.say("empty_cells", n=n_empty)
    return cells, order


def _rows(found: Found, remarks: Remarks) -> Iterator[Row]:
    """Yield the rows that are about a value; in a vendor's file the others are counted and named."""
    layout, header = found.layout, found.sheet.rows[found.header]
    only = [(place, words) for place, cell in enumerate(header) if (words := layout.only.get(plain(cell)))]
    skipped: list[str] = []
    day_at = found.columns[0].day_at if found.columns else None
    for index in range(found.header + 1, len(found.sheet.rows)):
        cells = found.sheet.rows[index]
        if not any(cells):
            continue
        first = ""
        row = Row(found.sheet.where, index + 1, cells, found.at, header)
        if layout.own:
            if len(cells) != len(header):
                raise row.bad(
                    None,
                    message("{n_cells} cells", n_cells=len(cells)),
                    message("{n_header}, as in the header", n_header=len(header)),
                )
        elif not cells[0][:1].isdigit() and ((first := plain(cells[0])) in layout.not_rows or is_rule(cells)):
            continue
        elif (
            first in _SUMMARIES
            or not _is_row(found, cells, day_at if day_at is not None and day_at < len(cells) else None)
            or any(cells[place].upper() not in words for place, words in only)
        ):
            skipped.append(next(cell for cell in cells if cell)[:40])
            continue
        yield row
    if skipped:
        remarks.say("rows_not_read", n=len(skipped), names=some(skipped))


def _is_row(found: Found, cells: Sequence[str], day_at: int | None) -> bool:
    """Return whether a line is about a value, be it missing: a footer is one cell of words."""
    if day_at is not None and not cells[day_at] and _says_no_number(found, cells):
        return False  # about the columns, such as their units
    if sum(map(bool, cells)) >= 2 or is_date(next(cell for cell in cells if cell)):
        return True
    return any(column.at < len(cells) and cells[column.at] for column in found.columns)


def _says_no_number(found: Found, cells: Sequence[str]) -> bool:
    """Return whether words stand where values should."""
    values = (cells[column.at] for column in found.columns if column.at < len(cells) and cells[column.at])
    return not any(map(is_number, values))


class _Days:
    """Reads the day of each row; a text that was read once is not read again."""

    def __init__(self, found: Found, answers: Answers, remarks: Remarks, order: DayOrder) -> None:
        self._found, self._answers, self._remarks, self._order = found, answers, remarks, order
        self._read: dict[str, When | None] = {}

    def of(self, row: Row, column: Column) -> When:
        said = (
            row.cells[column.day_at] if column.day_at is not None and column.day_at < len(row.cells) else ""
        )
        if column.month is not None:
            return self._in_year(row, column, said)
        if said not in self._read:
            self._read[said] = when(said, self._order)
        return self._read[said] or self._unsaid(row, column, said)

    def _in_year(self, row: Row, column: Column, said: str) -> When:
        """Return the month of a column in the year of a row."""
        year = said.removesuffix("年").removesuffix(".0")
        if not (len(year) == _DIGITS_OF_YEAR and year.isdigit()) or column.month is None:
            header = self._found.sheet.rows[self._found.header]
            raise BadTable(
                file=row.file,
                row=row.number,
                column=header[column.day_at or 0],
                found=repr(said) if said else message("nothing"),
                expected=message("a year such as 2024"),
            )
        return When(dt.date(int(year), column.month, 1), "month")

    def _unsaid(self, row: Row, column: Column, said: str) -> When:
        """Return the day that the person gave for a page that shows a clock."""
        if self._answers.on and _CLOCK.fullmatch(said):
            self._remarks.say("day_given", day=self._answers.on.isoformat())
            return When(self._answers.on, "day")
        expected = message("a date such as 2024-02-16")
        if _CLOCK.fullmatch(said):
            expected = message("a date; a page of a running session needs its day: --on DATE")
        elif (day := of_serial(said)) is not None:
            expected = message(
                "a date such as 2024-02-16; as a workbook counts days it is {day}: give the column a format of dates",
                day=day,
            )
        header = self._found.sheet.rows[self._found.header]
        place = column.day_at or 0
        raise BadTable(
            file=row.file,
            row=row.number,
            column=header[place] if place < len(header) else None,
            found=repr(said) if said else message("nothing"),
            expected=expected,
        )


def _day_of_page(found: Found, answers: Answers) -> When:
    """Return the one day of a page without a column of days."""
    said = day_above(found)
    if answers.on:
        if said and said.day != answers.on:
            raise found.bad(
                None,
                1,
                message("a page that says it is of {day}", day=said.day),
                message("the same day as in --on {on}", on=answers.on),
            )
        return When(answers.on, "day")
    if said:
        return said
    raise found.bad(
        None,
        found.header + 1,
        message("prices without a date"),
        message("the day that the page is of: --on DATE, such as --on 2024-02-16"),
    )
