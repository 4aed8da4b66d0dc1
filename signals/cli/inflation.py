"""``signals inflation``: is it falling, over which horizon, how sure, and where does the year end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from signals.cli.options import AsOf, Format, From, Lang, Language, OutputFormat, Sample, StorePath, To
from signals.cli.session import emit_json, emit_json_lines, error_boundary, open_panel, show


def inflation(
    *,
    as_of: AsOf = None,
    from_: From = None,
    to: To = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Say whether US inflation is falling, over which horizon, how sure, and where the year ends."""
    with error_boundary():
        from signals.inflation import read
        from signals.inflation.document import document

        if from_ is not None or to is not None:
            emit_json_lines(_range(from_, to or as_of, store=store, sample=sample))
            return
        reading = read(open_panel(as_of=as_of, store=store, sample=sample))
        if output is Format.json:
            emit_json(document(reading))
        elif output is Format.jsonl:
            emit_json_lines(iter([document(reading)]))
        else:
            from signals.render.inflation import screen

            show(screen(reading, lang))


def _range(
    first: dt.date | None, last: dt.date | None, *, store: Path | None, sample: bool
) -> Iterator[dict[str, Any]]:
    from signals.inflation import read_range
    from signals.inflation.document import document

    if first is None:
        raise typer.BadParameter("--to needs --from, the first day of the range")
    panel = open_panel(as_of=last, store=store, sample=sample)
    if first > panel.as_of:
        raise typer.BadParameter(f"--from {first} lies after {panel.as_of}, the last day of the range")
    days = [first + dt.timedelta(days=offset) for offset in range((panel.as_of - first).days + 1)]
    for reading in read_range(panel, days):
        yield document(reading)
