"""``signals load``: tables that a person has, into the store, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import Format, Lang, Language, OutputFormat
from signals.cli.session import consoles, error_boundary, now

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="CSV or Parquet tables, SPF workbooks (.xlsx); a folder stands for those in it.",
    ),
]
IntoStore = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="PATH", help="Write to this store; made where there is none.", dir_okay=False
    ),
]
Accept = Annotated[
    bool,
    typer.Option("--accept", help="You have verified these figures: keep them although a gate doubts them."),
]


def load(
    files: Files,
    store: IntoStore = None,
    accept: Accept = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Load observations, futures prices or policy events; one bad row and nothing is written."""
    with error_boundary():
        from signals.opening import catalogue
        from signals.readings.policy.config import taxonomy
        from signals.render.intake import document, screen
        from signals.settings import read_settings
        from sources.errors import StoreError
        from sources.files import read_file, table_files
        from sources.intake import take_in
        from sources.store import Store
        from sources.store.care import keep_good_copy

        specs = catalogue()
        rules = taxonomy().event_rules()
        tables = [read_file(path, known_series=specs, event_rules=rules) for path in table_files(files)]
        path = store or read_settings().store
        intake = take_in(
            Store.open(path, create=True),
            (row for table in tables for row in table.observations),
            (event for table in tables for event in table.events),
            specs=specs,
            fetched_at=now(),
            accept=accept,
        )
        _, remarks = consoles()
        if intake.added.observations or intake.added.events:
            try:
                keep_good_copy(path)
            except StoreError as error:  # the rows are safe; only the spare copy is not
                remarks.print(f"signals: {error}", style="yellow", markup=False)
        emit(output, document=lambda: document(intake, path), screen=lambda: screen(intake, path, lang))
