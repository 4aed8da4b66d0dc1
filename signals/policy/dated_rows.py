"""Calendars of the configuration, as rows with dates."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from signals.configuration import ConfigError, config_root


def rows_of(name: str, needed: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    """Return the rows of one calendar; none where the file does not exist.

    Args:
        name: file name under ``calendars/`` of the active configuration.
        needed: columns that must be there and hold a date or nothing.

    Raises:
        ConfigError: a column is missing or a date is none; names file, row and column.
    """
    return _read(config_root() / "calendars" / name, needed)


def day_in(row: Mapping[str, str], column: str) -> dt.date | None:
    """Return the date in one cell; None where it is empty or absent."""
    cell = (row.get(column) or "").strip()
    return dt.date.fromisoformat(cell) if cell else None


@cache
def _read(path: Path, needed: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(line for line in stream if not line.startswith("#"))
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise ConfigError(f"{path}: no column {missing[0]!r}; expected {', '.join(needed)}")
        return tuple(_checked(row, path, number, needed) for number, row in enumerate(reader, start=2))


def _checked(row: Mapping[str, str], path: Path, number: int, needed: tuple[str, ...]) -> Mapping[str, str]:
    for column in needed:
        try:
            day_in(row, column)
        except ValueError as error:
            found = row.get(column)
            raise ConfigError(
                f"{path}, row {number}, column {column}: found {found!r}; expected a date such as 2024-02-16"
            ) from error
    return row
