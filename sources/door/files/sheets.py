"""Files as rows of text: CSV in any encoding and delimiter, workbooks, gzip, Parquet, JSON lines, standard input."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sources.door.remarks import some
from sources.errors import BadTable
from sources.message import message, told

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".gz"})
"""Endings of files that may be tables."""

FIELD_LIMIT = 64 * 2**20
"""Longest cell of a CSV, in characters; the standard library stops at 131 072, an export may not."""

_PERCENT_DIGITS = 10  # what a binary fraction times a hundred is off by lies far behind

_MOST_BYTES = 2 * 2**30
"""A gzip that unpacks to more than this is no table of ours."""

_EXPECTED = message("a table: CSV, XLSX, Parquet, JSON lines, or one of them in gzip or zip")
_LIST_OF_OBJECTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta)\b", re.IGNORECASE)
DELIMITERS = (",", ";", "\t", "|", "，")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one sheet as stripped text. ``rows[i]`` is row ``i + 1`` as a spreadsheet counts.

    ``semicolons`` says that cells were divided by them, as in countries with a decimal comma.
    """

    file: str
    name: str
    rows: Sequence[Sequence[str]]
    semicolons: bool = False

    @property
    def where(self) -> str:
        """The file, and the sheet where there are several."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file that arrived: its name and its bytes."""

    name: str
    content: bytes


def open_file(path: Path) -> Incoming:
    """Read a file whole.

    Raises:
        BadTable: it is not there, or cannot be read.
    """
    if path.is_dir():
        raise BadTable(file=str(path), found=message("a folder"), expected=_EXPECTED)
    try:
        return Incoming(name=path.name, content=path.read_bytes())
    except FileNotFoundError as error:
        raise BadTable(file=str(path), found=message("no such file"), expected=_EXPECTED) from error
    except OSError as error:
        raise BadTable(file=str(path), found=told(error), expected=_EXPECTED) from error


def readings_of(incoming: Incoming) -> Iterator[tuple[Sheet, ...]]:
    """Yield each way in which a file may be read, the likeliest first: the sheets of it.

    A CSV is tried with each delimiter, at last with runs of blanks; every other format reads one way.

    Raises:
        BadTable: it is not of the format that its first bytes say.
    """
    content = incoming.content
    if content[:2] == b"\x1f\x8b":
        yield from readings_of(Incoming(name=incoming.name, content=_unpacked(incoming)))
    elif content[:4] == b"PK\x03\x04":
        packed = _only_file(incoming)
        if packed is None:
            sheets = tuple(_workbook(incoming))
            yield sheets
            yield from _of_one_column(incoming, sheets)
        else:
            yield from readings_of(packed)
    elif content[:4] == b"PAR1" or incoming.name.lower().endswith(".parquet"):
        yield (_parquet(incoming),)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadTable(
            file=incoming.name,
            found=message("a workbook of Excel 2003"),
            expected=message("save it as .xlsx or CSV"),
        )
    elif content.lstrip()[:1] == b"{":
        yield (_json_lines(incoming),)
    elif _LIST_OF_OBJECTS.match(content):
        yield (_json_list(incoming),)
    elif _PAGE.match(content):
        raise BadTable(
            file=incoming.name,
            found=message("a page of HTML, whatever its name ends in"),
            expected=message("the table saved as .xlsx or CSV"),
        )
    else:
        yield from _delimited(incoming)


def _unpacked(incoming: Incoming) -> bytes:
    try:
        with gzip.open(io.BytesIO(incoming.content)) as packed:
            content = packed.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadTable(
            file=incoming.name, found=message("a damaged gzip ({error})", error=error), expected=_EXPECTED
        ) from error
    if len(content) > _MOST_BYTES:
        raise BadTable(
            file=incoming.name,
            found=message("more than 2 GiB once unpacked"),
            expected=message("a smaller table"),
        )
    return content


def _only_file(incoming: Incoming) -> Incoming | None:
    """Return the one table that a zip holds; None where it is a workbook, or damaged.

    Raises:
        BadTable: it holds none, or several.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(incoming.content)) as packed:
            inside = [entry for entry in packed.infolist() if not entry.is_dir()]
            if any(entry.filename == "[Content_Types].xml" for entry in inside):
                return None
            tables = [
                entry for entry in inside if Path(entry.filename).suffix.lower() in SUFFIXES | {".json"}
            ]
            if len(tables) == 1 and tables[0].file_size <= _MOST_BYTES:
                with packed.open(tables[0]) as file:
                    return Incoming(name=Path(tables[0].filename).name, content=file.read(_MOST_BYTES))
    except (OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return None  # its reader says what is wrong with it
    if not tables:
        return None
    raise BadTable(
        file=incoming.name,
        found=message("a zip of several tables: {names}", names=some(entry.filename for entry in tables)),
        expected=message("one table; unpack it and give the file that is meant"),
    )


def decoded(content: bytes, *, file: str) -> str:
    """Return text in whichever encoding it is: by its byte order mark, as UTF-8, as UTF-16, as GB18030.

    Raises:
        BadTable: it is none of them.
    """
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        guesses = ["utf-16"]
    elif b"\x00" in content[:200]:
        guesses = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        guesses = ["utf-8-sig", "gb18030"]
    for encoding in guesses:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable(
        file=file, found=message("text in an unknown encoding"), expected=message("UTF-8, UTF-16 or GB18030")
    )


def _delimited(incoming: Incoming) -> Iterator[tuple[Sheet, ...]]:
    for text in _decodings(incoming):
        yield from _divided(incoming, text)


def _divided(incoming: Incoming, text: str) -> Iterator[tuple[Sheet, ...]]:
    head = text[:20_000]
    present = sorted((mark for mark in DELIMITERS if mark in head), key=lambda mark: -head.count(mark))
    broken: BadTable | None = None
    n_read = 0
    for mark in present or [","]:
        try:
            sheet = _csv(text, mark, incoming.name)
        except BadTable as error:  # a quote in the middle of a cell, where cells are divided otherwise
            broken = broken or error
            continue
        n_read += 1
        yield (sheet,)
    if broken is not None and not n_read:
        raise broken
    if "  " in head:
        rows = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]
        yield (Sheet(file=incoming.name, name="", rows=rows),)


class _Stripped(dict[str, str]):
    """Cells without the blanks round them, each text once: of a million rows names and days repeat.

    A quarter of the time that a generator over all cells takes, since what is known is looked up in C.
    """

    def __missing__(self, cell: str) -> str:
        text = self.setdefault(cell.strip(), cell.strip())
        self[cell] = text
        return text


def _decodings(incoming: Incoming) -> Iterator[str]:
    """Yield the text in each encoding that it may be in: that of Taiwan and Hong Kong, and of Europe, read as Chinese."""
    yield decoded(incoming.content, file=incoming.name)
    content = incoming.content
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:200] or content.isascii():
        return
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        for encoding in ("big5hkscs", "cp1252"):
            try:
                yield content.decode(encoding)
            except UnicodeDecodeError:
                continue


def _csv(text: str, delimiter: str, file: str) -> Sheet:
    csv.field_size_limit(FIELD_LIMIT)
    held = _Stripped()
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        rows = [tuple(map(held.__getitem__, row)) for row in reader]
    except csv.Error as error:
        raise BadTable(file=file, found=told(error), expected=message("a CSV table")) from error
    return Sheet(file=file, name="", rows=rows, semicolons=delimiter == ";")


def _workbook(incoming: Incoming) -> Iterator[Sheet]:
    import openpyxl  # noqa: PLC0415 - only workbooks need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(incoming.content), read_only=True, data_only=True)
        sheets = [
            (sheet.title, [[_shown(cell) for cell in row] for row in sheet.iter_rows()])
            for sheet in book.worksheets
        ]
        book.close()
    except Exception as error:  # a damaged workbook fails in whatever way its reader stumbles
        raise BadTable(
            file=incoming.name, found=message("a zip that is no workbook"), expected=message("an .xlsx file")
        ) from error
    for title, rows in sheets:
        yield Sheet(file=incoming.name, name=title if len(sheets) > 1 else "", rows=rows)


def _of_one_column(incoming: Incoming, sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, ...]]:
    """Yield a sheet whose cells hold whole lines of a CSV, as where one was pasted, divided as such."""
    for sheet in sheets:
        if sheet.rows and all(not any(row[1:]) for row in sheet.rows):
            yield from _divided(incoming, "\n".join(row[0] if row else "" for row in sheet.rows))


def _parquet(incoming: Incoming) -> Sheet:
    import pyarrow as pa  # noqa: PLC0415 - only Parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.ParquetFile(io.BytesIO(incoming.content)).read()
        columns = [[_text(cell) for cell in column.to_pylist()] for column in table.columns]
    except (
        pa.ArrowException,
        OSError,
        ValueError,
        OverflowError,
    ) as error:  # text that is no UTF-8, days past 9999
        raise BadTable(
            file=incoming.name,
            found=message("a file that is no Parquet"),
            expected=message("a Parquet table"),
        ) from error
    return Sheet(
        file=incoming.name, name="", rows=[list(table.column_names), *map(list, zip(*columns, strict=True))]
    )


def _json_lines(incoming: Incoming) -> Sheet:
    """Read one object a line, as `signals events extract` writes them."""
    objects: list[dict[str, object]] = []
    for number, line in enumerate(decoded(incoming.content, file=incoming.name).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            held = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadTable(
                file=incoming.name, row=number, found=told(error), expected=message("one JSON object")
            ) from error
        if not isinstance(held, dict):
            raise BadTable(
                file=incoming.name,
                row=number,
                found=message("no JSON object"),
                expected=message("one JSON object"),
            )
        objects.append(held)
    return _of_objects(incoming, objects)


def _json_list(incoming: Incoming) -> Sheet:
    """Read one list of objects, as pandas and web pages write tables."""
    try:
        held = json.loads(decoded(incoming.content, file=incoming.name).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadTable(
            file=incoming.name, found=told(error), expected=message("a list of JSON objects")
        ) from error
    for number, item in enumerate(held, start=1):
        if not isinstance(item, dict):
            raise BadTable(
                file=incoming.name,
                row=number,
                found=message("no JSON object"),
                expected=message("a list of JSON objects"),
            )
    return _of_objects(incoming, held)


def _of_objects(incoming: Incoming, objects: Sequence[Mapping[str, object]]) -> Sheet:
    """Return objects as a table; the header is every key of any, in order."""
    header = list(dict.fromkeys(key for held in objects for key in held))
    rows = [[_text(held.get(key)) for key in header] for held in objects]
    return Sheet(file=incoming.name, name="", rows=[header, *rows])


class _Cell(Protocol):
    """What is asked of a cell of a workbook."""

    @property
    def value(self) -> object: ...

    @property
    def number_format(self) -> str: ...


def _shown(cell: _Cell) -> str:
    """Return a cell of a workbook as it is shown: -0.008 in a format of per cent is -0.8%."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{_text(round(float(value) * 100, _PERCENT_DIGITS))}%"
    return _text(value)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):  # midnight is how many tools write a day
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip()
