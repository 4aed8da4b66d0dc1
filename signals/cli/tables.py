"""``signals tables``: check the two tables of a weekly, valuation and traffic, against themselves."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import Format, Lang, Language, OutputFormat
from signals.cli.session import EXIT_DEGRADED, error_boundary
from sources.message import message


class FailOnFaults(StrEnum):
    """What makes a run that worked end with exit code 3."""

    faults = "faults"


TableFiles = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Valuation or traffic tables (CSV, XLSX, Parquet).")
]
FailOnOption = Annotated[
    FailOnFaults | None, typer.Option("--fail-on", help="Exit with 3 where a row has a fault.")
]


def tables(
    files: TableFiles,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    fail_on: FailOnOption = None,
) -> None:
    """Check valuation and traffic tables; as CSV, write the sound rows of one of them."""
    with error_boundary():
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
        if fail_on is not None and any(table.faults for table in read):
            raise typer.Exit(EXIT_DEGRADED)
