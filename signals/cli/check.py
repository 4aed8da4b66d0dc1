"""``signals check``: does a sentence hold on its date, and when was it last true?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import emit, rows_of
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
from signals.cli.session import error_boundary, open_panel

if TYPE_CHECKING:
    from signals.comparisons import DayAnswer, Spell
    from signals.rules.conditions import Leaf

Sentences = Annotated[
    list[str],
    typer.Argument(
        metavar="'FACT OP VALUE [UNIT]'...",
        help="One or more comparisons, such as 'us.fed.cuts_2024 > 5 cuts'; several must all hold.",
    ),
]


def check(
    sentences: Sentences,
    as_of: AsOf = None,
    first: From = None,
    last: To = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Say whether sentences hold on a day; over a range, when they last did."""
    with error_boundary():
        from signals.comparisons import check as answer
        from signals.comparisons import days_between, parse_sentences, spells
        from signals.opening import catalogue
        from signals.readings import vocabulary
        from signals.render.check import day_screen, range_screen

        asked = days_asked(first, last, as_of)
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
            raise typer.BadParameter(f"no day from {asked[0]} to {asked[1]} has anything to check")
        answers = list(answer(panel, leaves, days))
        found = spells(answers)
        emit(
            output,
            document=lambda: _range_document(asked, leaves, answers, found),
            screen=lambda: range_screen(answers, found, lang),
            lines=lambda: (_document(one) for one in answers),
            rows=lambda: rows_of(
                {"as_of": one.day.isoformat(), **line}
                for one in answers
                for line in _document(one)["sentences"]
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
