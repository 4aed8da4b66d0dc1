"""``signals path``: the policy path that fed funds futures imply."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    require_lines,
)
from signals.cli.session import consoles, emit_json, emit_json_lines, error_boundary, open_panel, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signals.panel import Panel
    from signals.readings.rate_path.path import RatePath
    from signals.readings.rate_path.track_record import HorizonError


class PathMethod(StrEnum):
    """How prices become steps."""

    fedwatch = "fedwatch"
    fit = "fit"


class Instrument(StrEnum):
    """Which futures to read."""

    ZQ = "ZQ"
    SR3 = "SR3"


def path(
    as_of: AsOf = None,
    first: From = None,
    last: To = None,
    method: Annotated[
        PathMethod,
        typer.Option("--method", help="CME's own rule, or a least-squares fit of all contracts."),
    ] = PathMethod.fedwatch,
    instrument: Annotated[
        Instrument,
        typer.Option(
            "--instrument", help="30-day fed funds futures, or three-month SOFR futures (fit only)."
        ),
    ] = Instrument.ZQ,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    plot: Plot = None,
) -> None:
    """Show the policy path that fed funds futures imply, meeting by meeting, with error bars."""
    with error_boundary():
        from signals.readings.rate_path.document import path_document
        from signals.readings.rate_path.reading import read
        from signals.readings.rate_path.track_record import track_record

        if first is not None or last is not None:
            if first is None or last is None or as_of is not None:
                raise typer.BadParameter("give --as-of DATE, or --from DATE and --to DATE together")
            if last < first:
                raise typer.BadParameter(f"--to {last} lies before --from {first}")
            require_lines(output)
            if plot is not None:
                raise typer.BadParameter("--plot draws one day; use --as-of")
            if instrument is not Instrument.ZQ:
                raise typer.BadParameter("a range of dates is read from ZQ")
            panel = open_panel(as_of=last, store=store, sample=sample)
            emit_json_lines(_range(panel, first, last, method))
            return
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        other: RatePath | None = None
        record: tuple[HorizonError, ...] = ()
        if instrument is Instrument.SR3:
            from signals.readings.rate_path.sofr import read_sofr

            reading = read_sofr(panel)
        else:
            reading, other = read(panel, method=method.value), read(panel, method=_other(method).value)
            record = track_record(panel, method=method.value)
        if plot is not None:
            from signals.readings.rate_path.plot import draw

            draw(reading, other, record, plot)
        if output is Format.table:
            from signals.readings.rate_path.screen import screen

            show(screen(reading, other, record, lang.value))
        elif output is Format.json:
            emit_json(path_document(reading, other=other, record=record))
        else:
            emit_json_lines(iter([path_document(reading, other=other, record=record)]))


def _other(method: PathMethod) -> PathMethod:
    return PathMethod.fit if method is PathMethod.fedwatch else PathMethod.fedwatch


def _range(panel: Panel, first: dt.date, last: dt.date, method: PathMethod) -> Iterator[dict[str, Any]]:
    """Yield one document a date with prices, month by month so that the first lines come at once."""
    from itertools import groupby

    from rich.progress import Progress

    from signals.readings.rate_path.document import path_document
    from signals.readings.rate_path.reading import NoPath, days_with_prices, read_range

    days = days_with_prices(panel, first, last)
    if not days:
        raise NoPath(f"no futures price is dated from {first} to {last}")
    with Progress(console=consoles()[1], transient=True) as progress:
        task = progress.add_task("path", total=len(days))
        for _, month in groupby(days, key=lambda day: (day.year, day.month)):
            block = list(month)
            for reading in read_range(panel, block, method=method.value):
                yield path_document(reading)
            progress.advance(task, len(block))
