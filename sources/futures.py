"""Futures prices and other tables from files and folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sources.errors import BadTable

TABLE_SUFFIXES = frozenset({".csv", ".parquet"})


def table_files(named: Iterable[Path]) -> Sequence[Path]:
    """Return files as named, each folder replaced by the tables directly in it, by name.

    An exchange's history often comes as one file a day; a folder of them is
    loaded in one go, and so in one transaction.

    Raises:
        BadTable: a folder holds no table.
    """
    found: list[Path] = []
    for path in named:
        if not path.is_dir():
            found.append(path)
            continue
        tables = sorted(
            file for file in path.iterdir() if file.suffix.lower() in TABLE_SUFFIXES and file.is_file()
        )
        if not tables:
            raise BadTable(
                file=str(path), found="a folder without tables", expected="files that end in .csv or .parquet"
            )
        found.extend(tables)
    return found
