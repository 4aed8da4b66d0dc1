"""``signals policy``: what was decided, what is still in the windows, what comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
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
from signals.cli.session import error_boundary, open_panel, spoken
from signals.cli.waiting import counted
from sources.message import message

if TYPE_CHECKING:
    from signals.panel import Panel


def policy(
    *,
    as_of: AsOf = None,
    from_: From = None,
    to: To = None,
    ahead: Annotated[int, typer.Option("--ahead", min=1, max=400, help="Days to look ahead.")] = 30,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    plot: Plot = None,
) -> None:
    """Say which policy steps were announced, what they add up to, and when they leave the windows."""
    with error_boundary():
        from signals.readings.policy import reading as reading_of
        from signals.readings.policy.document import document
        from signals.readings.policy.screen import screen
        from signals.render.tables_of import window_rows
        from signals.schedule import calendar

        if (days := days_asked(from_, to, as_of)) is not None:
            if plot is not None:
                raise typer.BadParameter(message("--plot takes one day; use --as-of"))
            found = _range(open_panel(as_of=days[1], store=store, sample=sample), *days, ahead)
            emit_range(output, found, rows=window_rows)
            return
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        reading, coming = reading_of.read(panel), calendar(panel, ahead)
        if plot is not None:
            from signals.readings.policy.plot import draw

            draw(reading, coming, plot, lang.value)
        emit(
            output,
            document=lambda: document(reading, coming),
            screen=lambda: screen(reading, coming, lang=lang.value, ahead_days=ahead),
            rows=lambda: window_rows([document(reading, coming)]),
        )


def _range(panel: Panel, first: dt.date, last: dt.date, ahead: int) -> Iterator[dict[str, Any]]:
    """Yield one document a day."""
    from signals.readings.policy import reading as reading_of
    from signals.readings.policy.document import document
    from signals.schedule import calendar

    days = [first + dt.timedelta(days=offset) for offset in range((last - first).days + 1)]
    for reading in counted(reading_of.read_range(panel, days), len(days), spoken(message("policy"))):
        yield document(reading, calendar(panel.at(reading.as_of), ahead))
