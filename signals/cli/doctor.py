"""``signals doctor``: what is in order, what is not, and what would help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat
from signals.cli.session import EXIT_FAILED, consoles, error_boundary, today
from sources.message import message

OfStore = Annotated[
    Path | None,
    typer.Option("--store", metavar="PATH", help="Look at this store.", dir_okay=False),
]
Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help="Put the last good copy in the place of a damaged store; rescue newer rows; keep the damaged file.",
    ),
]


def doctor(
    as_of: AsOf = None,
    store: OfStore = None,
    repair: Repair = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Look at the store, each input's age, key, extras, fonts and versions; exit 1 if something fails."""
    with error_boundary():
        from signals.data.doctor import diagnose
        from signals.opening import catalogue
        from signals.render.data.doctor import document, repaired, screen
        from signals.render.tables_of import health_rows
        from signals.settings import read_settings
        from sources.store.care import repair as put_back

        settings = read_settings()
        path = store or settings.store
        if repair:
            if not isinstance(path, Path):
                raise typer.BadParameter(
                    message("--repair puts back a file; {path} is restored on its server", path=path)
                )
            consoles()[1].print(repaired(put_back(path), path, lang), soft_wrap=True)
        found = diagnose(path, settings, catalogue(), as_of=as_of or today())
        emit(
            output,
            document=lambda: document(found),
            screen=lambda: screen(found, lang),
            rows=lambda: health_rows(document(found)),
        )
        if found.worst == "fail":
            raise typer.Exit(EXIT_FAILED)
