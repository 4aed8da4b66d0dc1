"""A file with one of the weekly's two tables: checked against itself, and its rows with the days that they are of.

A row with a fault is kept and shown. Which day the figures are of and on which they became known stands in the
file or is asked for; neither is taken from a clock or from the other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.contract import TableKind, WeeklyRow
from sources.door.answers import Answers
from sources.door.files.sheets import Sheet, open_file, readings_of
from sources.door.weekly.cells import Fault
from sources.door.weekly.checks import Entry, checked
from sources.door.weekly.columns import KEY, kind_of, stated_above, with_what_is_above
from sources.door.writing.days import when
from sources.errors import BadTable
from sources.message import message

_HEADER_WITHIN = 20
_NO_CELLS = frozenset({"day", "released_at"})
_ABOVE: Mapping[str, re.Pattern[str]] = {
    "day": re.compile(r"(?:as of|week ending|week to|截至|数据日期|统计截止日)[:：,\s]*(.+)", re.IGNORECASE),
    "released_at": re.compile(
        r"(?:released|published|发布日期?|报告日期|发布于)[:：,\s]*(.+)", re.IGNORECASE
    ),
}
_ASKED: Mapping[str, str] = {
    "day": message(
        "the day that the figures are of (of the closes, or the last of the week): a column `date`, "
        "a line such as `as of 2026-03-06` above the header, or --on DATE"
    ),
    "released_at": message(
        "the day on which the table became known: a column `released_at`, "
        "a line such as `released 2026-03-07` above the header, or --released DATE"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklySheet:
    """A sheet that holds one of the tables: its kind, where the header and each column stand."""

    kind: TableKind
    sheet: Sheet
    header: int
    at: Mapping[str, int]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number and the cells, by column, of each row that holds something."""
        said = stated_above(self.sheet.rows[self.header], self.at)
        for number, cells in enumerate(self.sheet.rows[self.header + 1 :], start=self.header + 2):
            own = {role: cells[place] if place < len(cells) else "" for role, place in self.at.items()}
            if any(own.values()):
                yield number, with_what_is_above(own, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTable:
    """One table with everything that is wrong with it; ``columns`` in the order of the file."""

    kind: TableKind
    file: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def weekly_sheet(sheets: Sequence[Sheet], *, whole: bool = False) -> WeeklySheet | None:
    """Return the first sheet that holds one of the tables; see `kind_of` for ``whole``."""
    for sheet in sheets:
        for number, header in enumerate(sheet.rows[:_HEADER_WITHIN]):
            found = kind_of(header, whole=whole)
            if found is not None:
                return WeeklySheet(kind=found[0], sheet=sheet, header=number, at=found[1])
    return None


def read_weekly_table(path: Path) -> WeeklyTable:
    """Read a table of either kind, recognised by its header, as it stands: no day is asked for.

    Raises:
        BadTable: it is neither, or has no rows.
    """
    incoming = open_file(path)
    for sheets in readings_of(incoming):
        found = weekly_sheet(sheets)
        if found is not None:
            return checked_table(found)
    raise BadTable(
        file=incoming.name,
        found=message("no header of a valuation or a traffic table"),
        expected=message(
            "columns such as company, code, close, EPS 2024, PE 2024; or site, category, visits, last week, change"
        ),
    )


def checked_table(found: WeeklySheet) -> WeeklyTable:
    """Return a table with what is wrong with it.

    Raises:
        BadTable: it has no rows.
    """
    entries, faults = checked(found.kind, _some(found))
    return WeeklyTable(
        kind=found.kind,
        file=found.sheet.where,
        columns=tuple(sorted(found.at, key=found.at.__getitem__)),
        entries=tuple(entries),
        faults=tuple(faults),
    )


def weekly_rows(found: WeeklySheet, answers: Answers, origin: str) -> tuple[WeeklyRow, ...]:
    """Return the rows of a table with the days that they are of and became known on.

    Args:
        found: the sheet.
        answers: ``on`` and ``released`` where the file does not say, ``dates`` for 03/04/2024.
        origin: the source of each row.

    Raises:
        BadTable: a day is nowhere, or is none; a row has no code or site; it was released before its day.
    """
    given = {"day": answers.on, "released_at": answers.released}
    said = {role: _above(found, role, answers) or given[role] for role in given}
    rows = []
    for number, cells in _some(found):
        days = {role: _day(found, number, role, cells.get(role, ""), said[role], answers) for role in given}
        key = cells[KEY[found.kind]]
        if not key:
            wanted = message("what tells this row from the others")
            raise _bad(found, number, KEY[found.kind], message("nothing"), wanted)
        if days["released_at"] < days["day"]:
            wanted = message("a day from {day} on: nothing is known earlier", day=days["day"])
            raise _bad(found, number, "released_at", str(days["released_at"]), wanted)
        rows.append(
            WeeklyRow(
                table=found.kind,
                key=key,
                period=days["day"],
                released_at=days["released_at"],
                cells=tuple((role, cell) for role, cell in cells.items() if role not in _NO_CELLS),
                source=origin,
            )
        )
    return tuple(rows)


def _some(found: WeeklySheet) -> list[tuple[int, dict[str, str]]]:
    rows = list(found.rows())
    if not rows:
        raise _bad(
            found, found.header + 2, None, message("no rows below the header"), message("at least one row")
        )
    return rows


def _above(found: WeeklySheet, role: str, answers: Answers) -> dt.date | None:
    """Return the day that a line above the header names."""
    for row in found.sheet.rows[: found.header]:
        for cell in (" ".join(cell for cell in row if cell), *row):
            said = _ABOVE[role].search(cell)
            day = when(said[1].strip(), answers.dates) if said else None
            if day is not None and day.span == "day":
                return day.day
    return None


def _day(
    found: WeeklySheet, number: int, role: str, cell: str, said: dt.date | None, answers: Answers
) -> dt.date:
    if not cell and said is not None:
        return said
    day = when(cell, answers.dates) if cell else None
    if day is None or day.span != "day":
        raise _bad(found, number, role if cell else None, cell or message("no day"), _ASKED[role])
    return day.day


def _bad(found: WeeklySheet, row: int, role: str | None, said: str, expected: str) -> BadTable:
    at = None if role is None else found.at.get(role)
    column = None if at is None else found.sheet.rows[found.header][at]
    return BadTable(file=found.sheet.where, row=row, column=column, found=said, expected=expected)
