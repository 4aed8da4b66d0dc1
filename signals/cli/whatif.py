"""``signals whatif``: the call under changed facts."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signals.cli.emit import emit
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, Sample, StorePath
from signals.cli.session import error_boundary, open_panel

if TYPE_CHECKING:
    from signals.panel import Panel
    from signals.rules.verdict import CallVerdict, Grade
    from signals.rules.whatif import WhatIf

DEFAULT_STRATEGY = "hstech"


class Held(StrEnum):
    """A grade that was held before."""

    overweight = "overweight"
    neutral = "neutral"
    underweight = "underweight"


Assumptions = Annotated[
    list[str],
    typer.Argument(
        metavar="FACT=VALUE...",
        help="Facts as they might be, such as us.vix=25 or 'us.fed.cuts_12m=2 cuts'; FACT=unknown drops one.",
    ),
]
OneStrategy = Annotated[
    str,
    typer.Option("--strategy", metavar="NAME|FILE", help="The strategy to judge."),
]
Previous = Annotated[
    Held | None,
    typer.Option(
        "--previous", help="Grade held before, kept inside the hold band. Default: that of the log."
    ),
]


def whatif(
    assumptions: Assumptions,
    as_of: AsOf = None,
    strategy: OneStrategy = DEFAULT_STRATEGY,
    previous: Previous = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Show the call as it would be if some facts were others."""
    with error_boundary():
        from signals.engine import facts_as_of, load_strategies
        from signals.opening import catalogue
        from signals.readings import vocabulary
        from signals.render.call.whatif import screen
        from signals.render.tables_of import shift_rows
        from signals.rules.whatif import parse_assumptions, what_if

        assumed = parse_assumptions(assumptions, vocabulary(catalogue()))
        (loaded,) = load_strategies([strategy])
        panel = open_panel(as_of=as_of, store=store, sample=sample)
        held = previous.value if previous else _on_record(panel, loaded.rules.strategy.thread_id)
        found = what_if(loaded.rules, facts_as_of(panel), assumed, previous=held)
        emit(
            output,
            document=lambda: _document(found, loaded.rules.strategy.thread_id, panel.origin),
            screen=lambda: screen(found, loaded.rules.strategy, panel.origin, lang.value),
            rows=lambda: shift_rows(_document(found, loaded.rules.strategy.thread_id, panel.origin)),
        )


def _on_record(panel: Panel, thread: str) -> Grade | None:
    """Return the grade that the log of calls holds from before the panel's day."""
    from signals.cli.calls import read_log
    from signals.record.log import past_of

    log = read_log(panel.reader, needed=False)
    call = None if log is None else past_of(log, panel.as_of, [thread]).calls.get(thread)
    return None if call is None else call.grade


def _document(found: WhatIf, thread: str, origin: str) -> dict[str, Any]:
    from signals.facts import value_of

    return {
        "as_of": found.now.as_of.isoformat(),
        "data_origin": origin,
        "strategy": found.now.strategy,
        "thread_id": thread,
        "previous_grade": found.now.previous_grade,
        "assumed": [
            {
                "fact": one.fact,
                "unit": one.unit,
                "now": value_of(one.now),
                "then": value_of(one.then),
                "idle": one.idle,
            }
            for one in found.assumed
        ],
        "now": _call(found.now),
        "then": _call(found.then),
        "grade_changes": found.now.grade != found.then.grade,
    }


def _call(verdict: CallVerdict) -> dict[str, Any]:
    return {
        "grade": verdict.grade,
        "score_bp": list(verdict.score_bp),
        "needs": list(verdict.needs),
        "invalidated_by": list(verdict.invalidated_by),
        "legs": [
            {"leg": leg.leg, "stance": leg.stance, "contribution_bp": list(leg.contribution_bp)}
            for leg in verdict.legs
        ],
    }
