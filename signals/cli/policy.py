"""``signals policy``: what was decided, what is still in the windows, what comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from signals.cli.options import (
    AsOf,
    Format,
    From,
    Lang,
    Language,
    OutputFormat,
    Sample,
    StorePath,
    To,
    require_lines,
)
from signals.cli.session import consoles, emit_json, emit_json_lines, error_boundary, open_panel


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
) -> None:
    """Say which policy steps were announced, what they add up to, and when they leave the windows."""
    with error_boundary():
        from signals.readings.policy import reading as reading_of
        from signals.readings.policy.screen import document, render
        from signals.schedule import calendar

        if from_ is not None or to is not None:
            require_lines(output)
            emit_json_lines(_range(from_, to, as_of, ahead=ahead, store=store, sample=sample))
            return
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        reading, coming = reading_of.read(panel), calendar(panel, ahead)
        if output is Format.table:
            render(reading, coming, consoles()[0], lang=lang.value, ahead_days=ahead)
        elif output is Format.json:
            emit_json(document(reading, coming))
        else:
            emit_json_lines(iter([document(reading, coming)]))


def _range(
    first: dt.date | None,
    last: dt.date | None,
    as_of: dt.date | None,
    *,
    ahead: int,
    store: Path | None,
    sample: bool,
) -> Iterator[dict[str, Any]]:
    from signals.readings.policy import reading as reading_of
    from signals.readings.policy.screen import document
    from signals.schedule import calendar

    if first is None:
        raise typer.BadParameter("--to needs --from, the first day of the range")
    panel = open_panel(as_of=last or as_of, store=store, sample=sample)
    if first > panel.as_of:
        raise typer.BadParameter(f"--from {first} lies after {panel.as_of}, the last day of the range")
    for offset in range((panel.as_of - first).days + 1):
        on_day = panel.at(first + dt.timedelta(days=offset))
        yield document(reading_of.read(on_day), calendar(on_day, ahead))
