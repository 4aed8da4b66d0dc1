"""Dated texts out of a file, one at a time: CSV or Parquet with ``date`` and a text column."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sources.errors import BadTable
from sources.message import message, told
from sources.spelling import did_you_mean

TEXT_COLUMNS = ("text", "sentence", "headline", "title", "content")
"""Names under which a text column is looked for, in this order."""

_TABLES = {
    "futures prices": {"contract", "price"},
    "observations": {"series", "period", "value"},
    "policy events": {"announced_at", "kind", "stage"},
    "closes": {"date", "close"},
}
"""Tables that people bring here by mistake, by columns that tell them."""

FIELD_LIMIT = 64 * 2**20
"""Longest cell of a CSV, in characters; the standard library stops at 131 072, an export may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row. ``appeared`` is None where ``problem`` says what is wrong with its date."""

    row: int
    appeared: dt.date | None
    text: str
    problem: str = ""


def read_items(path: Path, *, column: str | None = None) -> Iterator[Item]:
    """Yield the rows of a file; ``.parquet`` is read in batches, anything else as CSV line by line.

    Raises:
        BadTable: no such file, another format, no ``date`` or no text column.
    """
    try:
        if path.suffix == ".parquet":
            yield from _parquet(path, column)
        else:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                yield from csv_items(stream, name=path.name, column=column)
    except FileNotFoundError as error:
        raise BadTable(
            file=str(path), found=message("no such file"), expected=message("a CSV or Parquet table")
        ) from error
    except OSError as error:
        raise BadTable(
            file=str(path), found=told(error), expected=message("a CSV or Parquet table")
        ) from error


def csv_items(stream: TextIO, *, name: str, column: str | None = None) -> Iterator[Item]:
    """Yield the rows of an open CSV.

    Raises:
        BadTable: no ``date`` or no text column, or no CSV in UTF-8.
    """
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(stream)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        date_at, text_at = _columns(header, name, column)
        for number, row in enumerate(reader, start=2):
            if not any(row):
                continue
            if len(row) <= max(date_at, text_at):
                problem = message(
                    "{n_row} cells, the header has {n_header}", n_row=len(row), n_header=len(header)
                )
                yield Item(row=number, appeared=None, text="", problem=problem)
            else:
                yield _item(number, row[date_at], row[text_at])
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadTable(file=name, found=told(error), expected=message("a CSV table in UTF-8")) from error


def _parquet(path: Path, column: str | None) -> Iterator[Item]:
    import pyarrow as pa  # noqa: PLC0415 - only Parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.ParquetFile(path)
    except pa.ArrowException as error:
        raise BadTable(
            file=path.name, found=message("a file that is no Parquet"), expected=message("a Parquet table")
        ) from error
    names = list(table.schema_arrow.names)
    date_at, text_at = _columns(names, path.name, column)
    wanted = [names[date_at], names[text_at]]
    number = 2  # as in a CSV: the header is row 1
    for batch in table.iter_batches(batch_size=2_000, columns=wanted):
        for date, text in zip(
            batch.column(wanted[0]).to_pylist(), batch.column(wanted[1]).to_pylist(), strict=True
        ):
            yield _item(number, date, text)
            number += 1


def _columns(header: list[str], file: str, column: str | None) -> tuple[int, int]:
    def bad(what: str, expected: str, known: Iterable[str]) -> BadTable:
        near = did_you_mean(what, list(known))
        return BadTable(
            file=file,
            row=1,
            column=what,
            found=message("columns {names}", names=", ".join(header))
            if any(header)
            else message("an empty file"),
            expected=expected + near,
        )

    table = next(
        (kind for kind, columns in _TABLES.items() if columns <= {cell.casefold() for cell in header}), None
    )
    if table and column is None:
        expected = message("headlines or sentences; `signals load FILE` takes this table")
        raise BadTable(
            file=file,
            row=1,
            found=message("columns {names}: a table of {table}", names=", ".join(header), table=table),
            expected=expected,
        )
    if "date" not in header:
        raise bad("date", message("a column date, such as 2024-01-24, and a text column"), header)
    wanted = [column] if column else [name for name in TEXT_COLUMNS if name in header]
    if not wanted or wanted[0] not in header:
        raise bad(
            column or "text",
            message("a text column: {names}, or --column NAME", names=", ".join(TEXT_COLUMNS)),
            header,
        )
    return header.index("date"), header.index(str(wanted[0]))


def _item(row: int, date: object, text: object) -> Item:
    said = "" if text is None else str(text)
    if isinstance(date, dt.datetime):
        return Item(row=row, appeared=date.date(), text=said)
    if isinstance(date, dt.date):
        return Item(row=row, appeared=date, text=said)
    cell = "" if date is None else str(date).strip()
    try:
        return Item(row=row, appeared=dt.date.fromisoformat(cell[:10]), text=said)
    except ValueError:
        problem = message("{cell!r} is no date such as 2024-01-24", cell=cell[:40])
        return Item(row=row, appeared=None, text=said, problem=problem)
