"""``signals allocate``: the calls, why, what would flip them, and the risk flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import Rows, emit, emit_range
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
    days_asked,
)
from signals.cli.session import EXIT_DEGRADED, error_boundary, width
from sources.message import message

if TYPE_CHECKING:
    from rich.console import RenderableType

    from signals.allocation.contract import AllocationDocument
    from signals.engine import LoadedStrategy
    from signals.houses.config import House

DEFAULT_STRATEGY = "hstech"


class FailOn(StrEnum):
    """What makes a run that worked end with exit code 3."""

    degraded = "degraded"


class Kept(StrEnum):
    """Which facts a document carries."""

    all = "all"
    used = "used"


Strategies = Annotated[
    list[str] | None,
    typer.Option(
        "--strategy",
        metavar="NAME|FILE",
        help=f"Call by this strategy; may be given again for more. Default: {DEFAULT_STRATEGY}.",
    ),
]
ClaimsFile = Annotated[
    Path | None,
    typer.Option(
        "--claims",
        metavar="NAME|FILE",
        help="Also check these sentences of others: a file of tests (TOML), or a report whose claims are read;"
        " without it, the strategy's own of the last week.",
    ),
]
OverridesFile = Annotated[
    Path | None,
    typer.Option("--overrides", metavar="FILE", help="Grades that a named person publishes instead."),
]
Everything = Annotated[
    bool, typer.Option("--all", help="Print everything: evidence, margins, every flip and flag, claims.")
]
HouseName = Annotated[
    str | None,
    typer.Option("--house", metavar="NAME|FILE", help="Call every member of a house and net their tilts."),
]
FactsKept = Annotated[
    Kept, typer.Option("--facts", help="In JSON: every fact, or only those that calls and flags rest on.")
]
Against = Annotated[
    Path | None,
    typer.Option("--against", metavar="FILE", help="Say what changed since this document (JSON)."),
]
Record = Annotated[
    bool, typer.Option("--record", help="Add the calls to the store's log; the next run builds on them.")
]
StepDays = Annotated[
    int, typer.Option("--step-days", min=1, help="With --from and --to: days from one document to the next.")
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="Exit with 3 where a call abstains or rests on bad inputs."),
]


def allocate(
    as_of: AsOf = None,
    first: From = None,
    last: To = None,
    step_days: StepDays = 7,
    strategy: Strategies = None,
    house: HouseName = None,
    claims: ClaimsFile = None,
    overrides: OverridesFile = None,
    against: Against = None,
    record: Record = False,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    everything: Everything = False,
    facts: FactsKept = Kept.all,
    fail_on: FailOnOption = None,
) -> None:
    """Make the allocation calls of a day: score, legs, flips, flags."""
    with error_boundary():
        days = days_asked(first, last, as_of)
        if days is not None and (against is not None or record):
            raise typer.BadParameter(message("--against and --record take one day; use --as-of"))
        from signals.cli.calls import Session

        strategies, book = _asked(strategy, house)
        session = Session(
            strategies,
            store=store,
            sample=sample,
            claims=claims,
            overrides=overrides,
            keep=facts.value,
            house=book,
        )
        if days is not None:
            seen: list[bool] = []
            emit_range(output, _noting(session.over(*days, step_days), seen), rows=_rows)
            degraded = any(seen)
        else:
            document = session.on(as_of, against=against, record=record)
            degraded = document.document.degraded
            emit(
                output,
                document=document.as_json,
                screen=lambda: _screen(document, lang, everything=everything),
                rows=lambda: _rows([document.as_json()]),
                paged=everything,
            )
        if fail_on is FailOn.degraded and degraded:
            raise typer.Exit(EXIT_DEGRADED)


def _rows(documents: Iterable[Mapping[str, Any]]) -> Rows:
    """Return a row for each call."""
    from signals.render.tabular import call_rows

    return call_rows(dict(document) for document in documents)


def _asked(names: list[str] | None, house: str | None) -> tuple[tuple[LoadedStrategy, ...], House | None]:
    """Return the strategies to call, and the house that they make where one is asked for."""
    from signals.engine import load_strategies

    if house is None:
        return load_strategies(names or [DEFAULT_STRATEGY]), None
    if names:
        raise typer.BadParameter(message("--house names its own members; leave --strategy out"))
    from signals.houses.config import load_house

    found = load_house(house)
    return found.strategies, found


def _screen(document: AllocationDocument, lang: Lang, *, everything: bool) -> RenderableType:
    """Return the first screen, or everything."""
    if everything:
        from signals.render.call.allocate import screen

        return screen(document, lang.value)
    from signals.render.call.first import COLUMNS, first_screen

    return first_screen(document, lang.value, columns=min(COLUMNS, width() or COLUMNS))


def _noting(documents: Iterable[AllocationDocument], degraded: list[bool]) -> Iterator[dict[str, Any]]:
    """Yield each document as JSON and note whether it is degraded."""
    for document in documents:
        degraded.append(document.document.degraded)
        yield document.as_json()
