"""``signals events``: typed policy events out of dated text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import emit_json_lines
from signals.cli.event_entry import add
from signals.cli.session import error_boundary

if TYPE_CHECKING:
    from sources.contract import PolicyEvent
    from sources.policy_text.items import Item

events = typer.Typer(help="Policy events out of text, or typed.", no_args_is_help=True, rich_markup_mode=None)


@events.callback()
def _group() -> None:
    """Policy events out of text, or typed."""


events.command()(add)


@events.command()
def extract(
    *,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE|-", help="CSV or Parquet with date and a text column; - reads CSV."),
    ],
    column: Annotated[
        str | None,
        typer.Option(
            "--column", help="The text column. Default: text, sentence, headline, title or content."
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Say which words bound each event, and on stderr why others are none."
        ),
    ] = False,
) -> None:
    """Print one JSON line for each policy event that the texts tell of.

    Tellings of one step are merged. Recaps, signals and rumours are printed with weight 0.
    """
    with error_boundary():
        emit_json_lines(
            _lines(
                _items(file, column),
                source=f"file:{file.name}" if file.name != "-" else "stdin",
                explain=explain,
            )
        )


def _items(file: Path, column: str | None) -> Iterator[Item]:
    from sources.policy_text.items import csv_items, read_items

    if str(file) == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", newline="")  # type: ignore[union-attr]  # a real stream has it
        return csv_items(sys.stdin, name="stdin", column=column)
    return read_items(file, column=column)


def _lines(items: Iterator[Item], *, source: str, explain: bool) -> Iterator[dict[str, Any]]:
    from signals.readings.policy.config import taxonomy
    from signals.readings.policy.screen import event_json
    from sources.policy_text.extract import Extractor
    from sources.policy_text.merge import merge

    extractor = Extractor(taxonomy())
    told: list[PolicyEvent] = []
    bound: dict[tuple[object, ...], dict[str, str]] = {}
    for item in items:
        if item.appeared is None:
            _remark(item.row, item.problem)
            continue
        for finding in extractor.read(item.text, item.appeared, source=source):
            if finding.event is not None:
                told.append(finding.event)
                if explain:
                    bound[_key(finding.event)] = dict(finding.bound)
            elif explain or not finding.bound:
                _remark(item.row, f"{finding.skipped}: {finding.quote[:80]}")
    for event in merge(told):
        line = event_json(event)
        yield {**line, "bound": bound.get(_key(event), {})} if explain else line


def _key(event: PolicyEvent) -> tuple[object, ...]:
    return event.kind, event.tier, event.magnitude, event.stage, event.quote


def _remark(row: int, reason: str) -> None:
    from signals.safe_text import plain

    sys.stderr.write(f"signals: row {row} skipped: {plain(reason)}\n")
