"""From recognised cells to observations and futures prices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sources.contract import Observation, SeriesSpec
from sources.door.answers import Answers, DayOrder, DecimalMark
from sources.door.naming.meaning import Meanings
from sources.door.naming.names import NameBook
from sources.door.readings import Row
from sources.door.recognise import Found
from sources.door.remarks import Remark, Remarks, some
from sources.door.rows.cells import Cell, cells_of
from sources.door.rows.dating import ReleaseDays, period_of
from sources.door.rows.prices import check_price, kind_of, unmarked
from sources.door.rows.settling import decimal_mark
from sources.door.rows.vintages import changes_only
from sources.door.writing import numbers
from sources.door.writing.days import when
from sources.memory import FUTURES_PREFIX, futures_series
from sources.message import message

_FIXED_POINT = 10**9  # Databento writes prices as whole numbers of a billionth unless told otherwise


class _Read(NamedTuple):
    """One value of one row. ``dated`` is False where the file does not say when it became known."""

    row: Row
    item: Observation
    dated: bool


def read_values(
    found: Found, *, names: NameBook, specs: Mapping[str, SeriesSpec], answers: Answers, origin: str
) -> tuple[tuple[Observation, ...], tuple[Remark, ...]]:
    """Return the observations of one recognised sheet, and what to say of them.

    Args:
        found: the sheet and its layout.
        names: what words mean.
        specs: the catalogue, for units and release days.
        answers: what the person added.
        origin: said of each row that names no source.

    Raises:
        BadTable: the first thing that is wrong, or that only a person can tell.
    """
    remarks = Remarks()
    cells, order = cells_of(found, answers, remarks)
    meanings = Meanings(found, names, answers, remarks)
    reader = _ValueReader(found, specs, answers, origin, remarks, decimal_mark(found, cells, answers), order)
    read = [reader.read(cell, meant.id, meant.sort) for cell in cells if (meant := meanings.of(cell))]
    if not read:
        raise meanings.nothing()
    rows = reader.dated(read)
    if meanings.passed_over:
        remarks.say("rows_not_read", n=sum(meanings.passed_over.values()), names=some(meanings.passed_over))
    if found.unread and found.layout.shape == "wide":
        remarks.say("columns_not_read", names=some(found.unread))
    return rows, remarks.all()


def _ahead(series: str, spec: SeriesSpec | None) -> bool:
    """Return whether a value may be known before its period: a survey, or an act that takes effect later."""
    return series.startswith("survey.") or (spec is not None and spec.frequency == "event")


class _ValueReader:
    """Reads single cells of one file, whose order of days and decimal mark are settled."""

    def __init__(
        self,
        found: Found,
        specs: Mapping[str, SeriesSpec],
        answers: Answers,
        origin: str,
        remarks: Remarks,
        mark: DecimalMark,
        order: DayOrder,
    ) -> None:
        self._found, self._specs, self._answers = found, specs, answers
        self._origin, self._remarks, self._mark, self._order = origin, remarks, mark, order
        self._has = frozenset(found.at)
        self._days: dict[str, dt.date] = {}

    def read(self, cell: Cell, name: str, sort: str) -> _Read:
        return self._price(cell, name) if sort == "contract" else self._value(cell, name)

    def _price(self, cell: Cell, contract: str) -> _Read:
        kind = kind_of(cell, self._found.layout, self._answers, self._remarks)
        price = self._number(cell, None)
        check_price(cell, price)
        day = cell.day.day
        item = Observation(
            series=futures_series(contract, kind),
            period=day,
            value=price,
            released_at=day,
            source=self._source(cell),
        )
        return _Read(cell.row, item, dated=True)

    def _value(self, cell: Cell, series: str) -> _Read:
        spec = self._specs.get(series)
        value = self._number(cell, spec.unit if spec else None)
        if value <= 0 and series.startswith("index."):
            raise cell.bad(repr(cell.text), message("a number above zero"))
        period, moved = period_of(spec, cell.day.day, cell.day.span)
        if moved:
            self._remarks.say("month_ends", series=series)
        released = cell.column.released_at or self._released(cell)
        if released is not None and released < period and not _ahead(series, spec):
            raise cell.bad(
                str(released),
                message("a day on or after the period {period}", period=period),
                role="released_at",
            )
        item = Observation(
            series=series,
            period=period,
            value=value,
            released_at=released or period,
            source=self._source(cell),
            exact="exact" not in self._has or cell.row.flag("exact", default=True),
        )
        return _Read(cell.row, item, dated=released is not None)

    def _number(self, cell: Cell, unit: str | None) -> float:
        text = unmarked(cell.text, self._found.layout)
        if unit == "pct":
            text = text.removesuffix("%").removesuffix("％")
            text = f"{text[:-2]})" if text.endswith("%)") else text
        try:
            value = numbers.number(text, self._mark)
        except ValueError as error:
            expected = message("a number") if cell.text else message("a value")
            raise cell.bad(repr(cell.text) if cell.text else message("nothing"), expected) from error
        if not numbers.is_finite(value):
            raise cell.bad(
                repr(cell.text), message("a finite number; leave the row out where nothing is known")
            )
        if self._found.layout.fixed_point and value >= _FIXED_POINT and value.is_integer():
            self._remarks.say("scaled")
            return value / _FIXED_POINT
        return value

    def _source(self, cell: Cell) -> str:
        return (cell.row.optional("source") if "source" in self._has else None) or self._origin

    def _released(self, cell: Cell) -> dt.date | None:
        said = cell.row.optional("released_at") if "released_at" in self._has else None
        if said is None:
            return None
        if said not in self._days:
            self._days[said] = self._release_day(cell, said)
        return self._days[said]

    def _release_day(self, cell: Cell, said: str) -> dt.date:
        day = when(said, self._order)
        if day is None or day.span != "day":
            raise cell.bad(repr(said), message("a date such as 2024-02-16"), role="released_at")
        return day.day

    # ------------------------------------------------------------------ release days

    def dated(self, read: Sequence[_Read]) -> tuple[Observation, ...]:
        """Give each value without a release day the one that its calendar says; keep each value once.

        Raises:
            BadTable: nobody knows the day, or two rows contradict each other.
        """
        kept: dict[tuple[str, dt.date, dt.date], tuple[int, float]] = {}
        rows = []
        for row, item in self._with_release_days(read):
            key = (item.series, item.period, item.released_at)
            held = kept.get(key)
            if held is None:
                kept[key] = row.number, item.value
                rows.append(item)
            elif self._found.layout.own or held[1] != item.value:
                futures = item.series.startswith(FUTURES_PREFIX)
                what = (
                    message("date, contract and kind")
                    if futures
                    else message("series, period and released_at")
                )
                raise row.bad(
                    None,
                    message("the same {what} as in row {row}", what=what, row=held[0]),
                    message("each {what} once", what=what),
                )
        if self._found.layout.clipped or any(column.released_at for column in self._found.columns):
            return changes_only(rows, self._remarks)
        return tuple(rows)

    def _with_release_days(self, read: Sequence[_Read]) -> Iterator[tuple[Row, Observation]]:
        days = ReleaseDays(self._specs, self._answers)
        newest: dict[str, dt.date] = {}
        for _, item, dated in read:
            if not dated and item.period > newest.get(item.series, dt.date.min):
                newest[item.series] = item.period
        for row, item, dated in read:
            yield row, item if dated else self._on_release_day(days, row, item, newest[item.series])

    def _on_release_day(self, days: ReleaseDays, row: Row, item: Observation, newest: dt.date) -> Observation:
        known = days.known_on(item.series, item.period, newest)
        if known is None:
            raise row.bad(
                "released_at",
                message(
                    "nothing, and no calendar says when {series} of {period} came out",
                    series=item.series,
                    period=item.period,
                ),
                message(
                    "the day on which the value became known: a column released_at, or --on DATE for the whole file"
                ),
            )
        if known.day < item.period and not item.series.startswith("survey."):
            raise row.bad(
                "released_at",
                str(known.day),
                message("a day on or after the period {period}", period=item.period),
            )
        if known.remark:
            self._remarks.say(known.remark, series=item.series, day=known.day.isoformat())
        return replace(item, released_at=known.day, exact=known.exact and item.exact)
