"""``signals explain``: the whole tree of one call."""

from __future__ import annotations

from typing import Annotated

import typer

from signals.cli.allocate import Strategies
from signals.cli.emit import emit
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, Sample, StorePath
from signals.cli.session import error_boundary

Subject = Annotated[
    str, typer.Argument(metavar="SUBJECT", help="The subject of a call (HSTECH), its pair, or a strategy.")
]


def explain(
    subject: Subject,
    as_of: AsOf = None,
    strategy: Strategies = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Show every rule, fact, value, threshold, margin, release day and source of one call."""
    with error_boundary():
        from signals.cli.calls import Session, strategies_about
        from signals.render.call.explain import screen
        from signals.render.tabular import leaf_rows

        session = Session(strategies_about(subject, strategy or ()), store=store, sample=sample)
        document = session.on(as_of)
        (call,) = document.calls
        names = {name for leg in call.drivers for name in leg.facts}
        facts = [fact for fact in document.facts if fact.id in names]
        series = {item for fact in facts for item in fact.inputs}
        explained = {
            "as_of": document.document.as_of.isoformat(),
            "data_origin": document.document.data_origin,
            "call": call.model_dump(mode="json"),
            "facts": [fact.model_dump(mode="json") for fact in facts],
            "inputs": [item.model_dump(mode="json") for item in document.inputs if item.series in series],
            "ruleset": document.provenance.rulesets[0].model_dump(mode="json"),
        }
        emit(
            output,
            document=lambda: explained,
            screen=lambda: screen(document, call, lang.value),
            rows=lambda: leaf_rows(call),
        )
