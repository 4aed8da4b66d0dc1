"""The options that commands share, spelled once."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from signals.cli.language import ENVIRONMENT, language
from sources.message import message


class Format(StrEnum):
    """How the result is written to stdout."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Lang(StrEnum):
    """The language of tables."""

    en = "en"
    zh = "zh"


FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2150, 12, 31)
"""Days outside are slips of the keyboard: no series begins so early, and no calendar reaches so far."""


def day(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError as error:
        if str(error).startswith("Invalid isoformat string"):  # it says the text again
            raise typer.BadParameter(
                message("found {text!r}; expected a date such as 2024-02-16", text=text)
            ) from error
        raise typer.BadParameter(
            message("found {text!r}; expected a date such as 2024-02-16 ({error})", text=text, error=error)
        ) from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise typer.BadParameter(
            message(
                "found {text}; expected a day from {first_day} to {last_day}",
                text=text,
                first_day=FIRST_DAY,
                last_day=LAST_DAY,
            )
        )
    return found


AsOf = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="DATE",
        help="Stand on this day; see nothing later. Default: today, or the sample's last day.",
    ),
]
From = Annotated[
    dt.date | None, typer.Option("--from", parser=day, metavar="DATE", help="First day of a range.")
]
To = Annotated[dt.date | None, typer.Option("--to", parser=day, metavar="DATE", help="Last day of a range.")]
StorePath = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="PATH", help="Read this store instead of your default one.", dir_okay=False
    ),
]
Sample = Annotated[bool, typer.Option("--sample", help="Read the bundled sample even if you have a store.")]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to write the result.")]


def _settled(_given: Lang) -> Lang:
    """Return the language that was settled before any option was read; ``signals --lang zh path`` says it there."""
    return Lang(language())


Language = Annotated[
    Lang,
    typer.Option(
        "--lang",
        envvar=ENVIRONMENT,
        callback=_settled,
        help="Language of tables, pictures, help and complaints.",
    ),
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Also draw to FILE (.svg or .png).", dir_okay=False),
]


def days_asked(
    first: dt.date | None, last: dt.date | None, as_of: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    """Return the range that was asked for, or None where one day was.

    Raises:
        typer.BadParameter: one end is missing, the ends are swapped, or a day was given beside them.
    """
    if first is None and last is None:
        return None
    if first is None or last is None or as_of is not None:
        raise typer.BadParameter(message("give --as-of DATE, or --from DATE and --to DATE together"))
    if last < first:
        raise typer.BadParameter(message("--to {last} lies before --from {first}", last=last, first=first))
    return first, last
