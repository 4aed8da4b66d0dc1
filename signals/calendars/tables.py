"""The one way to read a calendar that is kept as a CSV file: its columns, then each row with its line in every error."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from signals.config import ConfigError
from sources.message import message

T = TypeVar("T")


def calendar_rows(
    path: Path, columns: Sequence[str], row_of: Callable[[Mapping[str, str]], T], *, expected: str
) -> tuple[T, ...]:
    """Return the rows of a calendar, in the order of the file.

    Args:
        path: the file.
        columns: its header, in order.
        row_of: makes a row of its cells, and raises KeyError or ValueError where it cannot.
        expected: what a row's cells should be, said where one is not.

    Raises:
        ConfigError: it is missing or breaks the format; the message names the line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            if tuple(table.fieldnames or ()) != tuple(columns):
                raise ConfigError(
                    message(
                        "{path}: found columns {fieldnames}; expected {names}",
                        path=path,
                        fieldnames=table.fieldnames,
                        names=",".join(columns),
                    )
                )
            return tuple(_row(path, table.line_num, cells, row_of, expected) for cells in table)
    except FileNotFoundError as error:
        raise ConfigError(message("{path}: no such file", path=path)) from error


def _row(
    path: Path, line: int, cells: Mapping[str, str], row_of: Callable[[Mapping[str, str]], T], expected: str
) -> T:
    try:
        return row_of(cells)
    except (
        KeyError,
        ValueError,
        TypeError,
    ) as error:  # a row that ends too early has no text in its last cells
        raise ConfigError(
            message(
                "{path}, line {line}: {error}; expected {expected}",
                path=path,
                line=line,
                error=error,
                expected=expected,
            )
        ) from error
