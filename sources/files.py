"""Futures prices, surveys and other tables from files and folders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from sources.errors import BadTable
from sources.event_rules import EventRules
from sources.tables import Table, read_table

TABLE_SUFFIXES = frozenset({".csv", ".parquet", ".xlsx"})


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
                file=str(path),
                found="a folder without tables",
                expected="files that end in .csv, .parquet or .xlsx",
            )
        found.extend(tables)
    return found


def read_file(path: Path, *, known_series: Collection[str], event_rules: EventRules | None = None) -> Table:
    """Read a table, or the workbook of a survey.

    Raises:
        BadTable: the first thing that is wrong.
        MissingExtra: a workbook, and openpyxl is not installed.
    """
    if path.suffix.lower() != ".xlsx":
        return read_table(path, known_series=known_series, event_rules=event_rules)
    from sources.adapters.surveys import read_spf  # noqa: PLC0415 - only workbooks need it

    return Table(file=path.name, kind="observations", observations=read_spf(path))
