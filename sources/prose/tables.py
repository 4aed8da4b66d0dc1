"""Tables in prose: rows between bars, each figure with the heading of its column and the name of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_CELLS = 40
"""Columns of a row that are read: a wider row is data, not a report."""

_RULE = re.compile(r"^[\s|:+=-]*-[\s|:+=-]*$")
_FIGURE = re.compile(r"[-+~约]?\s?\d[\d.,]*\s?(?:%|bps?|个?基点|次|点)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The words of one cell and where they stand in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One figure of a table: the heading of its column, the name of its row, the figure itself."""

    heading: Cell
    row: Cell
    figure: Cell


def is_row(line: str) -> bool:
    """Return whether a line is a row of a table: cells between bars."""
    return line.count("|") >= 2


def entries(text: str, rows: Sequence[tuple[int, int]]) -> Iterator[Entry]:
    """Yield the figures of one table; nothing where its first row holds figures itself and so heads nothing.

    A cell is a figure where it holds nothing else: what stands in a sentence of its own is no cell's value.

    Args:
        text: the text that holds the table.
        rows: span of each of its lines, in order.
    """
    parsed = [_cells(text, *span) for span in rows if not _RULE.match(text[slice(*span)])]
    if len(parsed) < 2 or any(_FIGURE.fullmatch(cell.text) for cell in parsed[0]):
        return
    headings = parsed[0]
    for row in parsed[1:]:
        if len(row) != len(headings) or len(row) > MOST_CELLS:
            continue  # whose column a figure stands in cannot be told
        for heading, cell in zip(headings[1:], row[1:], strict=True):
            if row[0].text and heading.text and _FIGURE.fullmatch(cell.text):
                yield Entry(heading=heading, row=row[0], figure=cell)


def _cells(text: str, start: int, end: int) -> list[Cell]:
    line = text[start:end]
    left = len(line) - len(line.lstrip())
    first = start + left + line.lstrip().startswith("|")
    last = start + len(line.rstrip()) - line.rstrip().endswith("|")
    found: list[Cell] = []
    place = first
    for part in text[first:last].split("|"):
        lead = len(part) - len(part.lstrip())
        words = part.strip()
        found.append(Cell(text=words, start=place + lead, end=place + lead + len(words)))
        place += len(part) + 1
    return found
