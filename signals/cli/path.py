"""``signals path``: the policy path that fed funds futures imply."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from signals.allocation.hashing import compact
from signals.cli.emit import emit, emit_lines, rows_of
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
    day,
    days_asked,
)
from signals.cli.session import error_boundary, open_panel, spoken
from signals.cli.waiting import counted
from sources.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import RenderableType

    from signals.panel import Panel
    from signals.readings.rate_path.path import RatePath


DAYS_OF_A_MEETING = 122  # days that --meeting shows where no range is given


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
        PathMethod | None,
        typer.Option(
            "--method",
            help="CME's own rule (the default of JSON and CSV), or a least-squares fit of all contracts"
            " (the default of screens, and what facts rest on).",
        ),
    ] = None,
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
    meeting: Annotated[
        dt.date | None,
        typer.Option(
            "--meeting",
            parser=day,
            metavar="DATE",
            help="How one meeting was priced on every day of a range (the last four months by default).",
        ),
    ] = None,
    surprise: Annotated[
        dt.date | None,
        typer.Option(
            "--surprise", parser=day, metavar="DATE", help="How far a decision moved its own step on its day."
        ),
    ] = None,
) -> None:
    """Show the policy path that fed funds futures imply, meeting by meeting, with error bars.

    Over a range of days: a row a day as table or CSV, one whole document a day as JSON lines, a heat map with --plot.
    """
    with error_boundary():
        days = days_asked(first, last, as_of)
        if (days or meeting or surprise) and instrument is not Instrument.ZQ:
            raise typer.BadParameter(message("a range of dates, a meeting and a surprise are read from ZQ"))
        if surprise is not None:
            _surprise(open_panel(as_of=as_of, store=store, sample=sample), surprise, output, lang)
            return
        by = method or _default_method(output)
        if days is not None or meeting is not None:
            panel = open_panel(as_of=days[1] if days else as_of, store=store, sample=sample)
            span = days or (panel.as_of - dt.timedelta(days=DAYS_OF_A_MEETING), panel.as_of)
            if meeting is not None:
                _meeting(panel, meeting, span, by, output, lang, plot)
            else:
                _range(panel, span, by, output, lang, plot)
            return
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        _one_day(panel, instrument, by, output, lang, plot)


def _default_method(output: Format) -> PathMethod:
    """Return what leads where nobody asks: for people the method of the facts, for programs what JSON always held."""
    from signals.readings.rate_path.path import METHOD_OF_FACTS

    return PathMethod(METHOD_OF_FACTS) if output is Format.table else PathMethod.fedwatch


def _one_day(
    panel: Panel, instrument: Instrument, method: PathMethod, output: Format, lang: Lang, plot: Path | None
) -> None:
    """Write the path of one day with all that stands beside it."""
    from signals.readings.rate_path.document import path_document
    from signals.readings.rate_path.reading import read
    from signals.readings.rate_path.screen import screen
    from signals.readings.rate_path.track_record import Beside, beside

    if instrument is Instrument.SR3:
        from signals.readings.rate_path.sofr import read_sofr

        reading, around = read_sofr(panel), Beside(record=(), earlier=())
    else:
        reading = read(panel, method=method.value)
        around = beside(panel, reading)
    if plot is not None:
        from signals.readings.rate_path.plot import draw

        draw(reading, around.other, around.record or (), plot, lang.value)
    emit(
        output,
        document=lambda: path_document(reading, around),
        screen=lambda: screen(reading, around, lang.value),
        rows=lambda: rows_of(path_document(reading)["meetings"]),
    )


def _range(
    panel: Panel,
    span: tuple[dt.date, dt.date],
    method: PathMethod,
    output: Format,
    lang: Lang,
    plot: Path | None,
) -> None:
    """Write the path of every date with prices."""
    from signals.readings.rate_path.document import path_lines, range_row

    if plot is not None:
        from signals.readings.rate_path.plot import draw_paths

        draw_paths(list(_paths(panel, span, method)), plot, lang.value)
    if output is Format.jsonl:
        emit_lines(path_lines(_paths(panel, span, method), compact))
        return
    rows = [range_row(path) for path in _paths(panel, span, method)]

    def table() -> RenderableType:
        from signals.readings.rate_path.over_time import range_screen

        return range_screen(rows, lang.value)

    emit(output, document=lambda: {"method": method.value, "days": rows}, screen=table, lines=lambda: rows)


def _meeting(
    panel: Panel,
    meeting: dt.date,
    span: tuple[dt.date, dt.date],
    method: PathMethod,
    output: Format,
    lang: Lang,
    plot: Path | None,
) -> None:
    """Write how one meeting was priced on every date with prices."""
    from signals.readings.rate_path.document import meeting_row
    from signals.readings.rate_path.history import meeting_over_time
    from signals.readings.rate_path.over_time import meeting_rows, meeting_screen
    from signals.readings.rate_path.reading import NoPath

    priced = meeting_over_time(panel, meeting, *span, method=method.value)
    if not priced:
        raise NoPath(
            message(
                "no price dated from {first} to {last} reaches the meeting of {meeting}; "
                "is that a decision day of configs/calendars/fomc.csv, and not past by then?",
                first=span[0],
                last=span[1],
                meeting=meeting,
            )
        )
    if plot is not None:
        from signals.readings.rate_path.plot import draw_meeting

        draw_meeting(meeting, priced, plot, lang.value)
    rows = [meeting_row(one) for one in priced]
    emit(
        output,
        document=lambda: {
            "meeting": meeting.isoformat(),
            "method": method.value,
            "days": rows,
        },
        screen=lambda: meeting_screen(meeting, priced, rows, lang.value),
        lines=lambda: rows,
        rows=lambda: meeting_rows(priced, rows),
    )


def _surprise(panel: Panel, meeting: dt.date, output: Format, lang: Lang) -> None:
    """Write the surprise of one decision."""
    from signals.readings.rate_path.document import surprise_document
    from signals.readings.rate_path.history import surprises
    from signals.readings.rate_path.over_time import surprise_screen
    from signals.readings.rate_path.reading import NoPath

    if meeting > panel.as_of:
        raise typer.BadParameter(
            message("--surprise {meeting} lies after {as_of}", meeting=meeting, as_of=panel.as_of)
        )
    found = surprises(panel, [meeting]).get(meeting)
    if found is None:
        raise NoPath(
            message(
                "no surprise of {meeting}: it takes prices of the day of a decision and of a trading day before it",
                meeting=meeting,
            )
        )
    document = surprise_document(found)
    emit(
        output,
        document=lambda: document,
        screen=lambda: surprise_screen(found, lang.value),
        lines=lambda: [document],
    )


def _paths(panel: Panel, span: tuple[dt.date, dt.date], method: PathMethod) -> Iterator[RatePath]:
    """Return the path of each date with prices, some months at a time so that the first come at once."""
    from signals.readings.rate_path.reading import CHUNK_DAYS, NoPath, days_with_prices, read_range

    days = days_with_prices(panel, *span)
    if not days:
        raise NoPath(
            message(
                "no futures price is dated from {first} to {last}",
                first=span[0],
                last=span[1],
            )
        )
    found = (
        path
        for start in range(0, len(days), CHUNK_DAYS)
        for path in read_range(panel, days[start : start + CHUNK_DAYS], method=method.value)
    )
    return counted(found, len(days), spoken(message("path")))
