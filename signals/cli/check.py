"""``signals check``: does a sentence hold on its date, and when was it last true?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.options import AsOf, Format, From, Lang, Language, OutputFormat, Sample, StorePath, To
from signals.cli.session import emit_json, emit_json_lines, error_boundary, open_panel, show

if TYPE_CHECKING:
    from signals.check import DayAnswer

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
        from signals.check import check as answer
        from signals.check import days_between, parse_sentences, spells
        from signals.opening import catalogue
        from signals.readings import vocabulary
        from signals.render.check import day_screen, range_screen

        if (first is None) != (last is None) or (first is not None and as_of is not None):
            raise typer.BadParameter("give --as-of DATE, or --from DATE and --to DATE together")
        leaves = parse_sentences(sentences, vocabulary(catalogue()))
        if first is None or last is None:
            panel = open_panel(as_of=as_of, store=store, sample=sample)
            (today,) = answer(panel, leaves, [panel.as_of])
            if output is Format.table:
                show(day_screen(today, lang))
            elif output is Format.json:
                emit_json(_document(today))
            else:
                emit_json_lines(iter([_document(today)]))
            return
        if last < first:
            raise typer.BadParameter(f"--to {last} lies before --from {first}")
        panel = open_panel(as_of=last, store=store, sample=sample)
        days = days_between(panel, leaves, first, last)
        if not days:
            raise typer.BadParameter(f"no day from {first} to {last} has anything to check")
        answers = list(answer(panel, leaves, days))
        found = spells(answers)
        if output is Format.table:
            show(range_screen(answers, found, lang))
        elif output is Format.jsonl:
            emit_json_lines(_document(one) for one in answers)
        else:
            emit_json(
                {
                    "from": first.isoformat(),
                    "to": last.isoformat(),
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
            )


def _document(answer: DayAnswer) -> dict[str, Any]:
    from signals.documents import value_of

    return {
        "as_of": answer.day.isoformat(),
        "verdict": answer.verdict,
        "sentences": [
            {
                "sentence": one.sentence.text,
                "verdict": one.verdict,
                "reason": one.reason,
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
