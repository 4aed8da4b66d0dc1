"""``signals series``: what the store holds of one series or contract."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Annotated

import typer

from signals.cli.emit import emit_csv, emit_json, show
from signals.cli.options import AsOf, Lang, Language, Sample, StorePath
from signals.cli.session import error_boundary, open_panel, remark
from sources.message import message
from sources.spelling import meant


class RowFormat(StrEnum):
    """How rows are written to stdout."""

    table = "table"
    json = "json"
    csv = "csv"


Named = Annotated[
    str,
    typer.Argument(metavar="ID", help="A series, a contract such as ZQH24, or a futures root such as ZQ."),
]
Vintages = Annotated[
    bool,
    typer.Option(
        "--vintages", help="Every row ever heard, as CSV always has, not the newest word on each period."
    ),
]
Output = Annotated[RowFormat, typer.Option("--format", help="How to write the result.")]


def series(
    named: Named,
    as_of: AsOf = None,
    vintages: Vintages = False,
    store: StorePath = None,
    sample: Sample = False,
    output: Output = RowFormat.table,
    lang: Language = Lang.en,
) -> None:
    """Show what is held of a series: value, release day, and what the quality gates say of each row."""
    with error_boundary():
        from signals.data.holdings import Holding, held_series, holdings, nearest_series

        panel = open_panel(as_of=as_of, store=store, sample=sample)
        if not held_series(panel.reader, named) and named not in panel.catalogue:
            near = nearest_series(named, {*panel.reader.series_ids(), *panel.catalogue})
            hint = meant(near)
            raise typer.BadParameter(
                message("no series or contract is called {named!r}{hint}", named=named, hint=hint)
            )
        rows = tuple(holdings(panel.reader, named, panel.as_of, vintages=vintages or output is RowFormat.csv))
        if not rows:
            remark(
                message("signals: nothing of {named} was known on {as_of}", named=named, as_of=panel.as_of)
            )
        columns = [field.name for field in dataclasses.fields(Holding)]
        if output is RowFormat.csv:
            emit_csv(columns, ([getattr(row, name) for name in columns] for row in rows))
        elif output is RowFormat.json:
            from signals.render.data.series import document

            emit_json(document(named, panel.as_of, rows))
        else:
            from signals.render.data.series import screen

            show(screen(named, panel.as_of, rows, lang))
