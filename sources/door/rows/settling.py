"""What a file as a whole proves: the order of day and month, the mark before decimals; asked for where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sources.door.answers import Answers, DayOrder, DecimalMark
from sources.door.readings import Row
from sources.door.recognise import Found
from sources.door.writing import numbers
from sources.door.writing.days import ORDERS, is_numeric, orders_of, when
from sources.errors import BadTable
from sources.message import Named, message

MARKS: tuple[DecimalMark, ...] = ("point", "comma")


class HoldsNumber(Protocol):
    """A cell that is to be read as a number."""

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def row(self) -> Row:
        """Where it stands."""
        ...


def order_of_days(found: Found, rows: Sequence[Row], answers: Answers) -> DayOrder:
    """Return how 03/04/2024 reads in this file.

    Raises:
        BadTable: every date of the file reads both ways, and neither the layout nor the person says which.
    """
    places = {column.day_at for column in found.columns if column.day_at is not None}
    places |= {found.at[role] for role in ("day", "released_at") if role in found.at}
    said = dict.fromkeys(row.cells[place] for row in rows for place in places if place < len(row.cells))
    numeric = [cell for cell in said if is_numeric(cell)]
    if not numeric or answers.dates:
        return answers.dates or "dmy"
    possible = orders_of(numeric)
    if len(possible) == 1:
        return possible[0]
    if not possible:
        odd = [next(cell for cell in numeric if not when(cell, order)) for order in ORDERS]
        both = message("both {first!r} and {second!r}", first=odd[0], second=odd[1])
        raise found.bad("day", found.header + 2, both, message("dates in one order of day and month"))
    return found.layout.dates or _ask_for_order(found, rows, numeric[0])


def _ask_for_order(found: Found, rows: Sequence[Row], cell: str) -> DayOrder:
    readings = [
        Named(f"{said.day:%d %B %Y}".lstrip("0"), f"{said.day:%Y-%m-%d}")
        if (said := when(cell, order))
        else ""
        for order in ORDERS
    ]
    raise found.bad(
        "day",
        next((row.number for row in rows if cell in row.cells), found.header + 2),
        message(
            "{cell!r}, which is {first} or {second}; no date of the file settles it",
            cell=cell,
            first=readings[0],
            second=readings[1],
        ),
        message("--dates dmy where the day comes first, --dates mdy where the month does"),
    )


def decimal_mark(found: Found, cells: Sequence[HoldsNumber], answers: Answers) -> DecimalMark:
    """Return which mark the decimals have in this file.

    The cells that are read decide, then the other numbers of their rows, then the layout. ``1.234``
    is taken for a number with three decimals, except where semicolons divide the
    cells: that is how countries with a decimal comma write.

    Raises:
        BadTable: the file proves both, or the one that matters reads both ways.
    """
    if answers.decimal:
        return answers.decimal
    if not found.sheet.semicolons and not any("," in cell.text for cell in cells):
        return "point"
    own = numbers.proofs(cell.text for cell in cells)
    proven = [mark for mark in MARKS if mark in own]
    if len(proven) == 2:
        both = message("both {first!r} and {second!r}", first=own["point"], second=own["comma"])
        raise _bad(
            found, cells, own["comma"], both, message("one decimal mark: --decimal point or --decimal comma")
        )
    if not proven:
        around = numbers.proofs(_numbers_beside(found, cells))
        proven = [mark for mark in MARKS if mark in around]
    if len(proven) == 1:
        return proven[0]
    if "unclear" not in own or found.layout.decimal:
        return found.layout.decimal or "point"
    unclear = own["unclear"]
    readings = [f"{numbers.number(unclear, mark):g}" for mark in MARKS]
    raise _bad(
        found,
        cells,
        unclear,
        message(
            "{cell!r}, which is {first} or {second}; no number of the file settles it",
            cell=unclear,
            first=readings[0],
            second=readings[1],
        ),
        message(
            "--decimal point ({first}) or --decimal comma ({second})", first=readings[0], second=readings[1]
        ),
    )


def _numbers_beside(found: Found, cells: Iterable[HoldsNumber]) -> Iterable[str]:
    """Yield the other cells of the rows that are read, but for dates such as 16.02.2024."""
    days = {column.day_at for column in found.columns} | {found.at.get("released_at")}
    for cell in cells:
        yield from (text for place, text in enumerate(cell.row.cells) if place not in days)


def _bad(found: Found, cells: Iterable[HoldsNumber], text: str, said: str, expected: str) -> BadTable:
    number = next((cell.row.number for cell in cells if cell.text == text), found.header + 2)
    return found.bad("value", number, said, expected)
