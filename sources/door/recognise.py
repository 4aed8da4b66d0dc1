"""Which layout a sheet is in: by its header and what stands below, never by the file's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sources.door.files.sheets import Sheet
from sources.door.layouts import Layout, plain
from sources.door.naming.contracts import month_named
from sources.door.naming.names import Meant, NameBook
from sources.door.writing.days import When, is_date, month_of_name, orders_of, when
from sources.door.writing.numbers import is_number
from sources.errors import BadTable

_HEADER_WITHIN = 40
"""Rows in which a header is looked for: a preamble of FRED has 11, of Bloomberg about 8."""

_RULED = frozenset({"", "-", ":", "="})  # what such a line may begin with
_RULE = re.compile(r":?-{2,}:?|={2,}")
_VINTAGE = re.compile(r"(.+?)[_ ](\d{8}|\d{4}-\d{2}-\d{2})")
_KNOWN = frozenset({"series", "contract"})
_FEWEST_DAYS = 2  # in a header, that make it one of days
_FIELD = re.compile(r"[\s\-:：]+(?:PX_LAST|Last Price|Close|收盘价)$", re.IGNORECASE)
"""What terminals append to a ticker: ``HSI Index PX_LAST``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where one stream of values stands: its column, its day's, and what the header says of it.

    ``meant`` is None where the name stands in each row, in the file's name or in an option.
    ``day`` is the one that the header names, ``month`` the number of the month where rows are years.
    ``released_at`` is the vintage that the header names.
    """

    at: int
    day_at: int | None
    header: str
    meant: Meant | None = None
    day: When | None = None
    month: int | None = None
    released_at: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sheet with its layout. ``header`` is the index of the row above the first value."""

    sheet: Sheet
    layout: Layout
    header: int
    at: Mapping[str, int]
    columns: tuple[Column, ...]
    unread: tuple[str, ...] = ()
    score: int

    @property
    def has_days(self) -> bool:
        """Whether any column holds days."""
        return any(column.day_at is not None or column.day is not None for column in self.columns)

    def bad(self, role: str | None, number: int, found: str, expected: str) -> BadTable:
        """Return the error of a row, or of its cell in the column of a role."""
        column = self.label(role) if role else None
        return BadTable(file=self.sheet.where, row=number, column=column, found=found, expected=expected)

    def label(self, role: str) -> str:
        """Return how the file spells the column of a role."""
        return self.sheet.rows[self.header][self.at[role]] if role in self.at else role


def recognise(
    sheet: Sheet, layouts: Sequence[Layout], names: NameBook, *, by_header_alone: bool = False
) -> Found | None:
    """Return the layout that fits a sheet best, in the first row where one fits; None where none does.

    Args:
        sheet: the rows.
        layouts: those that are known, in order of preference.
        names: which words are series.
        by_header_alone: do not look for days below the header; for saying what is wrong with them.
    """
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        cells = [plain(cell) for cell in row]
        if sum(map(bool, cells)) < 2:
            continue
        fits = [
            found
            for layout in layouts
            for found in _fits(sheet, index, cells, layout, names)
            if layout.own or by_header_alone or _days_below(found)
        ]
        if fits:
            return max(fits, key=lambda found: found.score)  # of equals the first
    return None


def _days_below(found: Found) -> bool:
    """Return whether the first line below a header begins with days where the layout has them.

    Our own tables need no such proof: a bad date there is to be named as one.
    """
    places = [column.day_at for column in found.columns if column.day_at is not None and column.month is None]
    for row in found.sheet.rows[found.header + 1 :]:
        if not any(row) or plain(row[0]) in found.layout.not_rows or is_rule(row):
            continue
        said = [row[place] for place in places if place < len(row) and row[place]]
        if places and not said:
            continue  # a line about the columns, such as their units
        return not places or any(is_date(cell) for cell in said)
    return True


def is_rule(row: Sequence[str]) -> bool:
    """Return whether a line is drawn under a header, as in Markdown."""
    return (
        row[0][:1] in _RULED
        and all(not cell or _RULE.fullmatch(cell) for cell in row)
        and sum(map(bool, row)) > 1
    )


def _fits(sheet: Sheet, index: int, cells: Sequence[str], layout: Layout, names: NameBook) -> Iterator[Found]:
    if layout.shape == "stacked":
        found = _stacked(sheet, index, cells, layout, names)
        if found:
            yield found
        return
    at = _places(cells, layout)
    if layout.shape == "turned":
        yield from _turned(sheet, index, at, layout, names)
        return
    if any(role not in at for role in layout.needs) or layout.without & set(cells):
        return
    marks = [next((cells.index(word) for word in words if word in cells), None) for words in layout.marks]
    if None in marks:
        return
    score = len(at) + len(marks)
    if layout.shape == "long":
        value = at.get("value")
        columns: tuple[Column, ...] = ()
        if value is not None:
            columns = (Column(at=value, day_at=at.get("day"), header=sheet.rows[index][value]),)
        taken = {*at.values(), *marks}
        unread = tuple(cell for place, cell in enumerate(sheet.rows[index]) if cell and place not in taken)
        yield Found(
            sheet=sheet, layout=layout, header=index, at=at, columns=columns, unread=unread, score=score
        )
        return
    columns, unread = _wide(sheet, index, at, layout, names)
    if columns:
        score += len(columns)
    else:  # the last resort: any layout that knows a name wins
        score, (columns, unread) = 0, _one_unknown(sheet, index, at, layout, unread)
    if columns:
        yield Found(
            sheet=sheet, layout=layout, header=index, at=at, columns=columns, unread=unread,
            score=score,
        )  # fmt: skip


def _places(cells: Sequence[str], layout: Layout) -> dict[str, int]:
    """Return where each role stands: of its spellings the best one that is there."""
    at: dict[str, int] = {}
    for role, spellings in layout.columns.items():
        for spelling in spellings:
            if (
                spelling in cells if spelling else cells[:1] == [""]
            ):  # the first column of a frame has no name
                at[role] = cells.index(spelling)
                break
    return at


def _wide(
    sheet: Sheet, index: int, at: Mapping[str, int], layout: Layout, names: NameBook
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return the columns whose header, or a cell of the rows said to be about the columns, names a series."""
    row = sheet.rows[index]
    about = [row, *_rows_about_columns(sheet, index, layout)]
    columns, unread = [], []
    for place, header in enumerate(row):
        if place in at.values() or not header:
            continue
        said = (line[place] for line in about if place < len(line) and line[place])
        column = next((found for word in said if (found := _named(word, place, at, layout, names))), None)
        if column:
            columns.append(column)
        else:
            unread.append(header)
    if not columns and layout.names == "any":
        columns = _months_of_contracts(row, at)
        unread = [header for header in unread if header not in {column.header for column in columns}]
    return tuple(columns), tuple(unread)


def _months_of_contracts(row: Sequence[str], at: Mapping[str, int]) -> list[Column]:
    """Return the columns that are headed by months: contracts whose root stands elsewhere, or is asked for."""
    columns = [
        Column(at=place, day_at=at.get("day"), header=word, meant=Meant(sort="unknown", word=word))
        for place, word in enumerate(row)
        if place not in at.values() and month_named(word) is not None
    ]
    return columns if len(columns) >= _FEWEST_DAYS else []


def _one_unknown(
    sheet: Sheet, index: int, at: Mapping[str, int], layout: Layout, unread: tuple[str, ...]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return the one column of numbers beside the days, though nobody knows its name: the person may."""
    places = [place for place, cell in enumerate(sheet.rows[index]) if cell and place not in at.values()]
    below = next((row for row in sheet.rows[index + 1 :] if any(row)), ())
    if len(places) != 1 or places[0] >= len(below) or not is_number(below[places[0]]):
        return (), unread
    word = sheet.rows[index][places[0]]
    if layout.names == "fred" and not re.fullmatch(r"[A-Z][A-Z0-9_]{3,}", word):
        return (), unread
    meant = Meant(sort="unknown", word=word)
    return (Column(at=places[0], day_at=at.get("day"), header=word, meant=meant),), ()


def _rows_about_columns(sheet: Sheet, index: int, layout: Layout) -> Iterator[Sequence[str]]:
    for row in sheet.rows[index + 1 : index + 1 + _HEADER_WITHIN]:
        if not row or plain(row[0]) not in layout.not_rows:
            return
        yield row


def _named(word: str, place: int, at: Mapping[str, int], layout: Layout, names: NameBook) -> Column | None:
    word = _FIELD.sub("", word) or word
    vintage = _VINTAGE.fullmatch(word)
    released = when(vintage[2]) if vintage else None
    meant = names.meant(vintage[1] if vintage and released else word)
    if meant.sort == "unknown" or (layout.names == "fred" and not names.is_fred(meant)):
        return None
    return Column(
        at=place,
        day_at=at.get("day"),
        header=word,
        meant=meant,
        released_at=released.day if released else None,
    )


# ---------------------------------------------------------------- days along the header


def _turned(
    sheet: Sheet, index: int, at: Mapping[str, int], layout: Layout, names: NameBook
) -> Iterator[Found]:
    """Yield a table whose header holds the days: one row a series, or one row a year and one column a month."""
    row = sheet.rows[index]
    if any(role not in at for role in layout.needs):
        return
    places = [place for place, cell in enumerate(row) if cell and place not in at.values()]
    if "day" in at:
        months = {place: number for place in places if (number := month_of_name(row[place])) is not None}
        if sorted(months.values()) != list(range(1, 13)):
            return
        columns = [
            Column(at=place, day_at=at["day"], header=row[place], month=number)
            for place, number in months.items()
        ]
    else:
        orders = orders_of(row[place] for place in places)
        order = orders[0] if len(orders) == 1 else None
        columns = [
            Column(at=place, day_at=None, header=row[place], day=day)
            for place in places
            if (day := when(row[place], order)) is not None
        ]
        below = (line[at["name"]] for line in sheet.rows[index + 1 :] if at["name"] < len(line))
        if len(columns) < _FEWEST_DAYS or not any(names.meant(word).sort in _KNOWN for word in below if word):
            return
    unread = tuple(row[place] for place in places if place not in {column.at for column in columns})
    yield Found(
        sheet=sheet,
        layout=layout,
        header=index,
        at=at,
        columns=tuple(columns),
        unread=unread,
        score=1 + len(columns),
    )


# ---------------------------------------------------------------- headers of two or three rows


def _stacked(sheet: Sheet, index: int, cells: Sequence[str], layout: Layout, names: NameBook) -> Found | None:
    """Return a table whose header is a row of fields and a row of names, in either order.

    yfinance writes fields, tickers, ``Date``; Bloomberg tickers, then ``Date`` and fields,
    with a column of days for all or one for each.
    """
    fields, values, days = index, layout.spelled("value"), layout.spelled("day")
    if not any(cell in values for cell in cells[1:]):
        return None
    for named in (index - 1, index + 1):
        if not 0 <= named < len(sheet.rows):
            continue
        row = sheet.rows[named]
        own_days = [place for place, cell in enumerate(cells) if cell in days] or [0]
        last = max(fields, named)
        below = sheet.rows[last + 1] if last + 1 < len(sheet.rows) else ()
        if below and plain(below[0]) in days and not any(below[1:]):
            last += 1
        labelled = bool(row) and plain(row[0]) in layout.spelled("name")
        columns = tuple(_stacked_columns(sheet, index, row, own_days, values, names, labelled=labelled))
        if columns:
            return Found(
                sheet=sheet, layout=layout, header=last, at={}, columns=columns, score=2 + len(columns)
            )
    return None


def _stacked_columns(
    sheet: Sheet,
    fields: int,
    named: Sequence[str],
    days: Sequence[int],
    values: Sequence[str],
    names: NameBook,
    *,
    labelled: bool,
) -> Iterable[Column]:
    """Yield the columns of values. A row that says it holds tickers may hold some that nobody knows."""
    row, done = sheet.rows[fields], set()
    for value in values:  # best first: a close before an adjusted close
        for place, cell in enumerate(row):
            if plain(cell) != value:
                continue
            day_at = max((day for day in days if day < place), default=0)
            word = next(
                (named[at] for at in range(place, day_at - 1, -1) if at < len(named) and named[at]), ""
            )
            meant = names.meant(word) if word else None
            if meant is None or meant.word in done or (meant.sort == "unknown" and not labelled):
                continue
            done.add(meant.word)
            yield Column(at=place, day_at=day_at, header=cell, meant=meant)


def names_above(found: Found, names: NameBook) -> tuple[Meant, ...]:
    """Return the series and contracts that the lines above a header name, as Bloomberg's and Wind's sheets do."""
    said = {cell for row in found.sheet.rows[: found.header] for cell in row if cell}
    meant = (names.named_by_file(cell) for cell in said)
    return tuple({each.ids: each for each in meant if each and each.sort in _KNOWN}.values())


def day_above(found: Found) -> When | None:
    """Return the trading day that the lines above a header name, as a page of settlements does."""
    for row in found.sheet.rows[: found.header]:
        text = " ".join(cell for cell in row if cell)
        said = re.search(
            r"(?:trade date|settlements?(?: as of)?|as of|结算日|交易日期?)[:：,\s]+(.+)", text, re.IGNORECASE
        )
        if said is None:
            continue
        date = re.sub(r"\s+(final|preliminary)\b.*$", "", said[1].strip(), flags=re.IGNORECASE)
        if day := when(date, found.layout.dates):
            return day
    return None
