"""``signals inflation``: is it falling, over which horizon, how sure, and where does the year end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import emit, emit_range
from signals.cli.options import (
    AsOf,
    Format,
    From,
    Lang,
    Language,
    OutputFormat,
    Plot,
    Sample,
    StorePath,
    To,
    days_asked,
)
from signals.cli.session import consoles, error_boundary, open_panel, remark, spoken
from signals.cli.waiting import counted
from sources.message import message

if TYPE_CHECKING:
    from signals.panel import Panel


def inflation(
    *,
    as_of: AsOf = None,
    from_: From = None,
    to: To = None,
    refit: Annotated[
        bool,
        typer.Option("--refit", help="Estimate the parameters anew and show them beside the stored ones."),
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="With --refit: write one set a January to FILE, each from what was known on its day.",
            dir_okay=False,
        ),
    ] = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    plot: Plot = None,
) -> None:
    """Say whether US inflation is falling, over which horizon, how sure, and where the year ends."""
    with error_boundary():
        if save is not None and not refit:
            raise typer.BadParameter(message("--save writes what --refit estimates: give both"))
        if (days := days_asked(from_, to, as_of)) is not None:
            if plot is not None or refit:
                raise typer.BadParameter(message("--plot and --refit take one day; use --as-of"))
            from signals.render.tables_of import trend_rows

            found = _range(open_panel(as_of=days[1], store=store, sample=sample), *days)
            emit_range(output, found, rows=trend_rows)
            return
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        if refit:
            _refit(panel, save, output, lang)
        else:
            _read(panel, output, lang, plot)


def _read(panel: Panel, output: Format, lang: Lang, plot: Path | None) -> None:
    from signals.readings.inflation.document import document
    from signals.readings.inflation.model.passes import Solver
    from signals.readings.inflation.reading import read
    from signals.readings.inflation.screen import screen
    from signals.render.tables_of import forecast_rows

    solver = Solver()
    reading = read(panel, solver=solver)
    if plot is not None:
        from signals.readings.inflation.plot import draw

        draw(reading, solver, plot, lang.value)
    emit(
        output,
        document=lambda: document(reading),
        screen=lambda: screen(reading, lang.value),
        rows=lambda: forecast_rows(document(reading)),
    )


def _range(panel: Panel, first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    """Yield one document a weekday."""
    from signals.readings.inflation.document import document
    from signals.readings.inflation.reading import read_range

    span = (first + dt.timedelta(days=ahead) for ahead in range((last - first).days + 1))
    days = [day for day in span if day.weekday() < 5]
    for reading in counted(read_range(panel, days), len(days), spoken(message("inflation"))):
        yield document(reading)


def _refit(panel: Panel, save: Path | None, output: Format, lang: Lang) -> None:
    from signals.readings.inflation.config import as_toml
    from signals.readings.inflation.document import refit_document
    from signals.readings.inflation.fitting import january_sets, refit
    from signals.readings.inflation.screen import refit_screen

    comparison = refit(panel)
    emit(
        output,
        document=lambda: refit_document(comparison),
        screen=lambda: refit_screen(comparison, lang.value),
    )
    if save is not None:
        from rich.progress import Progress

        from signals.config import ConfigError

        with Progress(console=consoles()[1], transient=True) as progress:
            sets = list(
                progress.track(january_sets(panel), description=spoken(message("January sets")), total=None)
            )
        try:
            save.write_text(as_toml(sets), encoding="utf-8")
        except OSError as error:
            raise ConfigError(
                message("--save {save}: {said}", save=save, said=error.strerror or error)
            ) from error
        remark(message("{n_sets} parameter sets written to {save}", n_sets=len(sets), save=save))
