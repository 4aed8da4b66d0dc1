"""``signals check``: does a comparison hold on its date, and which claims of a report do?"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import emit, rows_of
from signals.cli.options import (
    AsOf,
    Format,
    From,
    Lang,
    Language,
    Sample,
    StorePath,
    To,
    days_asked,
)
from signals.cli.session import EXIT_DEGRADED, error_boundary, open_panel
from signals.cli.waiting import quiet
from sources.message import message

if TYPE_CHECKING:
    from signals.claims.comparisons import DayAnswer, Spell
    from signals.rules.conditions import Leaf

Sentences = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|-|'FACT OP VALUE [UNIT]'...",
        help="A report (text, Markdown, HTML, DOCX; - reads stdin) whose claims are read and checked on its day;"
        " or one or more comparisons, such as 'us.fed.cuts_2024 > 5 cuts', which must all hold.",
    ),
]


_SIGNS = ("<", ">", "=")
_FILES = frozenset(
    {".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".doc", ".rtf", ".pdf", ".csv", ".json", ".xlsx"}
)
"""Endings of what a person takes for a file, and no fact has: where it is not there, that is what is said."""
_MOST_QUOTED = 80  # characters


class CheckFormat(StrEnum):
    """How the result is written; html is for reports alone."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    html = "html"


class FailOn(StrEnum):
    """What makes the command exit with 3."""

    contradicted = "contradicted"


def check(
    sentences: Sentences,
    as_of: AsOf = None,
    first: From = None,
    last: To = None,
    store: StorePath = None,
    sample: Sample = False,
    output: Annotated[
        CheckFormat, typer.Option("--format", help="How to write the result.")
    ] = CheckFormat.table,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            help="Exit with 3 where a claim of a report is false that day, stale or misdated included.",
        ),
    ] = None,
    lang: Language = Lang.en,
) -> None:
    """Read a report and say which of its claims hold; or say whether comparisons hold, and when they last did."""
    with error_boundary():
        if len(sentences) == 1 and (sentences[0] == "-" or _is_there(sentences[0])):
            if first is not None or last is not None:
                raise typer.BadParameter(
                    message("a report is checked on one day; give --as-of instead of --from and --to")
                )
            _report(
                sentences[0],
                as_of=as_of,
                store=store,
                sample=sample,
                output=output,
                fail_on=fail_on,
                lang=lang,
            )
            return
        for sentence in sentences:
            _is_comparison(sentence)
        if output is CheckFormat.html or fail_on is not None:
            raise typer.BadParameter(
                message("--format html and --fail-on are for reports; give a file, or - for stdin")
            )
        _comparisons(
            sentences, asked=days_asked(first, last, as_of), as_of=as_of, store=store, sample=sample,
            output=Format(output.value), lang=lang,
        )  # fmt: skip


def _is_there(name: str) -> bool:
    """Return whether words name a file; a sentence may be longer than any name, and an empty one is no folder."""
    try:
        return name != "" and Path(name).exists()
    except (OSError, ValueError):
        return False


def _is_comparison(sentence: str) -> None:
    """Turn away what compares nothing: a file that is not there or not alone, or a sentence of prose.

    Raises:
        typer.BadParameter: it says what would do.
    """
    if _is_there(sentence):
        raise typer.BadParameter(message("{path}: a report is checked alone, one a command", path=sentence))
    words = sentence.split()
    if any(sign in sentence for sign in _SIGNS) or len(words) == 0:
        return
    if len(words) > 1 and "." in words[0].rstrip("."):
        return  # a fact it may be: which sign is missing is said with its place
    if len(words) == 1 and ("/" in sentence or Path(sentence).suffix.lower() in _FILES):
        raise typer.BadParameter(message("{path}: no such file", path=sentence))
    if len(words) > 1 or not sentence.isascii():
        raise typer.BadParameter(
            message(
                "'{sentence}' compares nothing; prose is read out of a file or from stdin:"
                " echo '…' | signals check - --as-of DATE",
                sentence=sentence if len(sentence) <= _MOST_QUOTED else sentence[: _MOST_QUOTED - 1] + "…",
            )
        )


def _report(
    name: str,
    *,
    as_of: dt.date | None,
    store: Path | None,
    sample: bool,
    output: CheckFormat,
    fail_on: FailOn | None,
    lang: Lang,
) -> None:
    from signals.claims.report import check_report, document, entries
    from signals.claims.texts import day_borne, decoded, name_of, plain_text, read_text
    from signals.render.claims.screen import screen
    from signals.render.claims.wording import unread

    text = plain_text(decoded(sys.stdin.buffer.read(), "stdin")) if name == "-" else read_text(Path(name))
    bare = "" if name == "-" else name_of(Path(name))
    day = as_of or day_borne(text, bare)
    if day is None:
        raise typer.BadParameter(
            message("{name} bears no date on its first page; say its day with --as-of DATE", name=name)
        )
    report = check_report(open_panel(as_of=day, store=store, sample=sample), text, name=bare)
    if report.unread:
        quiet()
        typer.echo(unread(report, lang), err=True)
    if output is CheckFormat.html:
        from signals.render.claims.page import page

        quiet()
        sys.stdout.write(page(report, lang))
    else:
        emit(
            Format(output.value),
            document=lambda: document(report),
            screen=lambda: screen(report, lang),
            lines=lambda: entries(report),
            rows=lambda: rows_of(
                {key: entry[key] for key in ("verdict", "quote", "actual", "error", "unit", "last_true")}
                | entry["claim"]
                for entry in entries(report)
            ),
        )
    if fail_on is not None and any(
        one.verdict in {"contradicted", "stale", "misdated"} for one in report.judged
    ):
        raise typer.Exit(EXIT_DEGRADED)


def _comparisons(
    sentences: Sequence[str],
    *,
    asked: tuple[dt.date, dt.date] | None,
    as_of: dt.date | None,
    store: Path | None,
    sample: bool,
    output: Format,
    lang: Lang,
) -> None:
    from signals.claims.comparisons import check as answer
    from signals.claims.comparisons import days_between, parse_sentences, spells
    from signals.opening import catalogue
    from signals.readings import vocabulary
    from signals.render.check import day_screen, range_screen

    leaves = parse_sentences(sentences, vocabulary(catalogue()))
    if asked is None:
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        (today,) = answer(panel, leaves, [panel.as_of])
        emit(
            output,
            document=lambda: _document(today),
            screen=lambda: day_screen(today, lang),
            rows=lambda: rows_of(_document(today)["sentences"]),
        )
        return
    panel = open_panel(as_of=asked[1], store=store, sample=sample)
    days = days_between(panel, leaves, *asked)
    if not days:
        raise typer.BadParameter(
            message("no day from {first} to {last} has anything to check", first=asked[0], last=asked[1])
        )
    answers = list(answer(panel, leaves, days))
    found = spells(answers)
    emit(
        output,
        document=lambda: _range_document(asked, leaves, answers, found),
        screen=lambda: range_screen(answers, found, lang),
        lines=lambda: (_document(one) for one in answers),
        rows=lambda: rows_of(
            {"as_of": one.day.isoformat(), **line} for one in answers for line in _document(one)["sentences"]
        ),
    )


def _range_document(
    asked: tuple[dt.date, dt.date],
    leaves: Sequence[Leaf],
    answers: Sequence[DayAnswer],
    found: Sequence[Spell],
) -> dict[str, Any]:
    return {
        "from": asked[0].isoformat(),
        "to": asked[1].isoformat(),
        "sentences": [leaf.text for leaf in leaves],
        "days_asked": len(answers),
        "days_true": sum(spell.days for spell in found),
        "days_unknown": sum(one.verdict == "unknown" for one in answers),
        "first_true": found[0].first.isoformat() if found else None,
        "last_true": found[-1].last.isoformat() if found else None,
        "spells": [
            {"first": spell.first.isoformat(), "last": spell.last.isoformat(), "days": spell.days}
            for spell in found
        ],
        "days": [_document(one) for one in answers],
    }


def _document(answer: DayAnswer) -> dict[str, Any]:
    from signals.facts import value_of

    return {
        "as_of": answer.day.isoformat(),
        "verdict": answer.verdict,
        "sentences": [
            {
                "sentence": one.sentence.text,
                "verdict": one.verdict,
                "reason": str(one.reason),
                "fact": one.sentence.fact,
                "value": value_of(one.fact.value) if one.fact else None,
                "error": one.fact.error if one.fact else None,
                "unit": one.sentence.unit,
                "threshold": value_of(one.sentence.threshold),
                "margin": one.margin,
                "within_error": one.within_error,
                "status": one.fact.status if one.fact else "missing",
                "released_at": value_of(one.fact.released_at) if one.fact else None,
            }
            for one in answer.answers
        ],
    }
