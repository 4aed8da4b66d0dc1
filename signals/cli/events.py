"""``signals events``: typed policy events out of dated text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import emit_json_lines
from signals.cli.event_entry import add
from signals.cli.options import Lang, Language
from signals.cli.session import error_boundary, spoken
from sources.message import message

if TYPE_CHECKING:
    from sources.contract import PolicyEvent
    from sources.policy_text.finding import Finding
    from sources.policy_text.items import Item

events = typer.Typer(help="Policy events out of text, or typed.", no_args_is_help=True, rich_markup_mode=None)


@events.callback()
def _group(_lang: Language = Lang.en) -> None:
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
    known: Annotated[
        Path | None,
        typer.Option(
            "--known",
            metavar="STORE|FILE",
            help="A store or a table of events: what repeats one of them is no new act. Default: your store.",
            dir_okay=False,
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Say which words bound each event, and on stderr why others are none."
        ),
    ] = False,
    _lang: Language = Lang.en,
) -> None:
    """Print one JSON line for each policy event that the texts tell of.

    Tellings of one step are merged. What only repeats a known act is printed with weight 0 and the id of that
    act under "telling_of"; so are recaps, signals and rumours.
    """
    with error_boundary():
        emit_json_lines(
            _lines(
                _items(file, column),
                known=_known(known),
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


def _known(path: Path | None) -> Sequence[PolicyEvent]:
    """Return the events of a store or a table; of your own store, if you have one, where none is named.

    Raises:
        ConfigError: no such file, or a table of something else.
        BadTable: no table that can be read.
    """
    from signals.config import ConfigError
    from signals.data.entrance import door
    from signals.opening import open_reader
    from sources.door.answers import NO_ANSWERS

    if path is not None and path.suffix.casefold() in {".csv", ".parquet", ".xlsx"}:
        table = door().read_path(path, NO_ANSWERS)
        if not table.events:
            raise ConfigError(
                message(
                    "--known {path}: found no policy events; expected a table of events, or a store",
                    path=path,
                )
            )
        return table.events
    reader = open_reader(store=path, sample=False)
    return () if reader.origin == "sample" else reader.events()


def _lines(
    items: Iterator[Item], *, known: Sequence[PolicyEvent], source: str, explain: bool
) -> Iterator[dict[str, Any]]:
    from signals.readings.policy.config import taxonomy
    from signals.readings.policy.document import event_json
    from sources.policy_text.extract import Extractor
    from sources.policy_text.novelty import settle

    extractor = Extractor(taxonomy())
    told: list[Finding] = []
    for item in items:
        if item.appeared is None:
            _remark(item.row, item.problem)
            continue
        for finding in extractor.read(item.text, item.appeared, source=source):
            if finding.event is not None:
                told.append(finding)
            elif explain or not finding.bound:
                _remark(
                    item.row, message("{reason}: {quote}", reason=finding.skipped, quote=finding.quote[:80])
                )
    found = settle(told, extractor.kinds, known)
    bound = {_key(finding.event): dict(finding.bound) for finding in told if finding.event is not None}
    lines = [(event, None) for event in found.events]
    lines += [(telling.event, telling.of) for telling in found.tellings]  # type: ignore[misc]  # None or an id
    for event, telling_of in sorted(lines, key=lambda line: (line[0].announced_at, line[0].event_id)):
        line = {**event_json(event), "telling_of": telling_of}
        yield {**line, "bound": bound.get(_key(event), {})} if explain else line


def _key(event: PolicyEvent) -> tuple[object, ...]:
    return event.kind, event.tier, event.magnitude, event.quote


def _remark(row: int, reason: str) -> None:
    from signals.safe_text import plain

    said = message("row {row} skipped: {reason}", row=row, reason=reason)
    sys.stderr.write(f"signals: {plain(spoken(said))}\n")
