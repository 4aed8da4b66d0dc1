"""The one place that writes results to stdout: one branch a format, and a forgotten one fails the type check."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, assert_never

import typer

from signals.allocation.hashing import compact
from signals.cli.options import Format
from signals.cli.waiting import quiet
from sources.message import message

if TYPE_CHECKING:
    from rich.console import RenderableType

Document = Mapping[str, Any]
Rows = tuple[Sequence[str], Iterable[Sequence[object]]]
"""The names of the columns, and the rows of a table."""


def emit(
    output: Format,
    *,
    document: Callable[[], Document],
    screen: Callable[[], RenderableType],
    lines: Callable[[], Iterable[Document]] | None = None,
    rows: Callable[[], Rows] | None = None,
    paged: bool = False,
) -> None:
    """Write one result in the format asked for; what is not asked for is never made.

    Args:
        output: the format.
        document: the whole result.
        screen: the result for people.
        lines: its items, where JSON lines means one a line; by default the document is the only line.
        rows: its main table, for CSV; by default a row an item of ``lines``.
        paged: let a long screen go through the user's pager on a terminal.

    Raises:
        typer.BadParameter: CSV is asked for, and the result is no table.
    """
    match output:
        case Format.table:
            show(screen(), paged=paged)
        case Format.json:
            emit_json(document())
        case Format.jsonl:
            emit_json_lines(lines() if lines else (document(),))
        case Format.csv:
            if rows is not None:
                emit_csv(*rows())
            elif lines is not None:
                emit_csv(*rows_of(lines()))
            else:
                raise typer.BadParameter(message("this result is no table; choose table, json or jsonl"))
        case _:
            assert_never(output)


def emit_range(
    output: Format,
    documents: Iterable[Document],
    *,
    screen: Callable[[Iterable[Document]], RenderableType] | None = None,
    rows: Callable[[Iterable[Document]], Rows] | None = None,
) -> None:
    """Write the documents of many days: one JSON line each as they come, or a table of them.

    Raises:
        typer.BadParameter: the format cannot hold many days of this result.
    """
    match output:
        case Format.jsonl:
            emit_json_lines(documents)
        case Format.table if screen is not None:
            show(screen(documents))
        case Format.csv if rows is not None:
            emit_csv(*rows(documents))
        case Format.table | Format.json | Format.csv:
            raise typer.BadParameter(
                message("a range of days is written as one JSON line each; add --format jsonl")
            )
        case _:
            assert_never(output)


def rows_of(items: Iterable[Document]) -> Rows:
    """Return items as a table with a column a key of the first; what is nested stays JSON in its cell."""
    every = list(items)
    columns = list(every[0]) if every else []
    return columns, ([_cell(item.get(column)) for column in columns] for item in every)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple) else value


def show(screen: RenderableType, *, paged: bool = False) -> None:
    """Write a screen to stdout; off a terminal without the blanks that only fill up a line.

    A ``paged`` one goes through the user's pager on a terminal.
    """
    from signals.cli.session import consoles

    out, _ = consoles()
    if out.is_terminal:
        if paged:
            os.environ.setdefault("LESS", "-FRX")  # keep colours, and leave at once where all fits
            with out.pager(styles=True):
                out.print(screen)
        else:
            out.print(screen)
        return
    with out.capture() as captured:
        out.print(screen)
    sys.stdout.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def emit_json(document: Document, *, indent: int | None = None) -> None:
    """Write one document to stdout, UTF-8, no NaN: indented for a person at a terminal, compact for a program."""
    quiet()
    wide = indent is not None or sys.stdout.isatty()
    sys.stdout.write(_json(document, indent=2 if wide else None) + "\n")


def emit_json_lines(documents: Iterable[Document]) -> None:
    """Write one document a line to stdout as they come."""
    emit_lines(map(compact, documents))


def emit_lines(lines: Iterable[str]) -> None:
    """Write documents that are JSON already, one a line, to stdout as they come."""
    for line in lines:
        quiet()
        sys.stdout.write(_harmless_json(line) + "\n")


_UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What JSON may leave as it is and a terminal obeys: C1 controls, and marks that turn the direction of text."""


def _json(document: Document, *, indent: int | None = None) -> str:
    if indent is None:
        return _harmless_json(compact(document))
    return _harmless_json(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent))


def _harmless_json(written: str) -> str:
    if (
        written.isascii() and "\x7f" not in written
    ):  # most lines: nothing to look for, and a third of the time saved
        return written
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def emit_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV table to stdout, one line a row.

    Text stays on its line and is no command to a terminal; where a spreadsheet would take it for
    a formula an apostrophe stands before it (OWASP, "CSV injection"). Numbers are untouched.
    """
    writer = csv.writer(sys.stdout, lineterminator="\n")
    quiet()
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)


_SIGNED_NUMBER = re.compile(r"[+-][\d.,]+(?:e[+-]?\d+)?( ?%)?")


def _harmless(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    from signals.safe_text import plain

    text = plain(cell)
    if text.lstrip()[:1] in {"=", "@"} or (
        text.lstrip()[:1] in {"+", "-"} and not _SIGNED_NUMBER.fullmatch(text)
    ):
        return f"'{text}"
    return text
