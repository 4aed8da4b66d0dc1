"""``signals path``: the policy path that fed funds futures imply."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
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
from signals.cli.session import consoles, error_boundary, open_panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signals.facts import Input
    from signals.panel import Panel
    from signals.readings.rate_path.history import Earlier
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
        from signals.readings.rate_path.config import rate_path_config
        from signals.readings.rate_path.document import path_document
        from signals.readings.rate_path.health import disagreement
        from signals.readings.rate_path.history import earlier_paths
        from signals.readings.rate_path.reading import read
        from signals.readings.rate_path.screen import screen
        from signals.readings.rate_path.track_record import track_record

        if (days := days_asked(first, last, as_of)) is not None:
            if plot is not None:
                raise typer.BadParameter("--plot draws one day; use --as-of")
            if instrument is not Instrument.ZQ:
                raise typer.BadParameter("a range of dates is read from ZQ")
            panel = open_panel(as_of=days[1], store=store, sample=sample)
            emit_range(output, _range(panel, *days, method))
            return
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        other: RatePath | None = None
        record: tuple[HorizonError, ...] = ()
        earlier: tuple[Earlier, ...] = ()
        doubt: Input | None = None
        if instrument is Instrument.SR3:
            from signals.readings.rate_path.sofr import read_sofr

            reading = read_sofr(panel)
        else:
            reading, other = read(panel, method=method.value), read(panel, method=_other(method).value)
            record = track_record(panel, method=method.value)
            earlier = earlier_paths(panel, reading)
            doubt = disagreement(reading, other, rate_path_config().limits.method_gap_bp)
        if plot is not None:
            from signals.readings.rate_path.plot import draw

            draw(reading, other, record, plot)
        emit(
            output,
            document=lambda: path_document(reading, other=other, record=record, earlier=earlier, doubt=doubt),
            screen=lambda: screen(reading, other, record, lang.value),
        )


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
