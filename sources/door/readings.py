"""What was read from one file: its rows, where they came from, and what a person should know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sources.contract import Observation, PolicyEvent, WeeklyRow
from sources.door.layouts import Layout
from sources.door.remarks import Remark
from sources.door.weekly.cells import Fault
from sources.errors import BadTable
from sources.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One checked file: its layout, its rows, and what was done with it.

    ``faults`` are what a weekly's table says against its own rows.
    """

    file: str
    sheet: str = ""
    layout: Layout
    observations: tuple[Observation, ...] = ()
    events: tuple[PolicyEvent, ...] = ()
    weekly_rows: tuple[WeeklyRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRead:
    """What a reading holds of one series, in the order of periods."""

    series: str
    n_rows: int
    first: Observation
    last: Observation


def by_series(rows: Iterable[Observation]) -> tuple[SeriesRead, ...]:
    """Return how many rows each series has, with the first and the last."""
    held: dict[str, list[Observation]] = {}
    for row in rows:
        held.setdefault(row.series, []).append(row)
    return tuple(
        SeriesRead(
            series=series,
            n_rows=len(own),
            first=min(own, key=_place),
            last=max(own, key=_place),
        )
        for series, own in sorted(held.items())
    )


def _place(row: Observation) -> tuple[dt.date, dt.date]:
    return row.period, row.released_at


class Row:
    """One row by role; every accessor names the row and column when the cell will not do."""

    __slots__ = ("at", "cells", "file", "header", "number")

    def __init__(
        self, file: str, number: int, cells: Sequence[str], at: Mapping[str, int], header: Sequence[str]
    ) -> None:
        self.file, self.number, self.cells, self.at, self.header = file, number, cells, at, header

    def bad(self, role: str | None, found: str, expected: str) -> BadTable:
        """Return the error of a cell."""
        column = None if role is None else self.header[self.at[role]] if role in self.at else role
        return BadTable(file=self.file, row=self.number, column=column, found=found, expected=expected)

    def optional(self, role: str) -> str | None:
        """Return a cell, or None where it is empty or the column is not there."""
        place = self.at.get(role)
        return (self.cells[place] or None) if place is not None and place < len(self.cells) else None

    def text(self, role: str, *, default: str | None = None) -> str:
        """Return a cell that must hold something, or the default."""
        cell = self.optional(role)
        if cell is not None:
            return cell
        if default is None:
            raise self.bad(role, message("nothing"), message("a value"))
        return default

    def flag(self, role: str, *, default: bool) -> bool:
        """Return a cell of True or False."""
        cell = self.text(role, default=str(default)).casefold()
        if cell not in {"true", "false", "1", "0"}:
            raise self.bad(role, repr(self.optional(role)), message("True or False"))
        return cell in {"true", "1"}
