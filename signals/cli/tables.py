"""``signals tables``: the two tables of a weekly, valuation and traffic: a file's faults, or what the store knows."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from signals.cli.emit import emit, rows_of
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, StorePath
from signals.cli.session import EXIT_DEGRADED, error_boundary, open_panel
from sources.message import message


class FailOnFaults(StrEnum):
    """What makes a run that worked end with exit code 3."""

    faults = "faults"


TableFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE...]",
        help="Valuation or traffic tables (CSV, XLSX, Parquet); without one, the newest of the store.",
    ),
]
FailOnOption = Annotated[
    FailOnFaults | None, typer.Option("--fail-on", help="Exit with 3 where a row has a fault.")
]


def tables(
    files: TableFiles = None,
    as_of: AsOf = None,
    store: StorePath = None,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    fail_on: FailOnOption = None,
) -> None:
    """Check valuation and traffic tables, or show those of the store with what they say together."""
    with error_boundary():
        if files:
            if as_of is not None or store is not None:
                raise typer.BadParameter(message("--as-of and --store go without files"))
            faulty = _check(files, output, lang)
        else:
            faulty = _show(as_of, store, output, lang)
        if fail_on is not None and faulty:
            raise typer.Exit(EXIT_DEGRADED)


def _check(files: list[Path], output: Format, lang: Lang) -> bool:
    """Check files against themselves; as CSV, write the sound rows of one. Return whether there is a fault."""
    from signals.render.tables import clean_rows, document, screen
    from sources.door.weekly.table import read_weekly_table

    if output is Format.csv and len(files) > 1:
        raise typer.BadParameter(message("CSV holds one table; give one file"))
    read = [read_weekly_table(path) for path in files]
    emit(
        output,
        document=lambda: document(read),
        screen=lambda: screen(read, lang.value),
        rows=lambda: clean_rows(read),
    )
    return any(table.faults for table in read)


def _show(as_of: dt.date | None, store: Path | None, output: Format, lang: Lang) -> bool:
    """Show the newest tables of a store; as CSV, their facts. Return whether a row is in doubt."""
    from signals.facts import fact_document
    from signals.readings.weekly_tables.document import document
    from signals.readings.weekly_tables.facts import facts_of
    from signals.readings.weekly_tables.reading import read
    from signals.readings.weekly_tables.screen import screen

    reading = read(open_panel(as_of=as_of, store=store, sample=False))
    facts = facts_of(reading)
    emit(
        output,
        document=lambda: {"as_of": reading.as_of.isoformat()} | document(reading, facts),
        screen=lambda: screen(reading, facts, lang.value),
        rows=lambda: rows_of(fact_document(fact) for fact in facts),
    )
    return any(row.faults for rows in reading.newest.values() for row in rows)
