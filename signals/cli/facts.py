"""``signals facts``: every fact that a rule or a sentence may name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, Sample, StorePath
from signals.cli.session import error_boundary, open_panel
from sources.message import message

if TYPE_CHECKING:
    from signals.facts import Fact, FactSpec
    from signals.panel import Panel


def facts(
    prefix: Annotated[str, typer.Argument(help="Only facts whose name starts so, such as us.fed.")] = "",
    as_of: AsOf = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """List every fact with its value, unit and meaning."""
    with error_boundary():
        from signals.engine import facts_as_of
        from signals.facts import fact_document
        from signals.readings import vocabulary
        from signals.render.facts import screen

        panel = open_panel(as_of=as_of, store=store, sample=sample)
        _known_prefix(prefix, vocabulary(panel.catalogue))
        found = facts_as_of(panel, prefix=prefix)
        chosen = [found[name] for name in sorted(found) if name.startswith(prefix)]
        emit(
            output,
            document=lambda: {
                "as_of": panel.as_of.isoformat(),
                "facts": [fact_document(fact) for fact in chosen],
            },
            screen=lambda: screen(_told(panel, chosen, prefix), panel.as_of, lang),
            lines=lambda: (fact_document(fact) for fact in chosen),
        )


def _told(panel: Panel, chosen: Sequence[Fact], prefix: str) -> list[tuple[FactSpec, Fact | None]]:
    """Pair each specification with the facts that it names today, or with none."""
    from signals.readings import vocabulary

    pairs: list[tuple[FactSpec, Fact | None]] = []
    for spec in vocabulary(panel.catalogue):
        stated = [fact for fact in chosen if spec.matches(fact.name)]
        pairs.extend((spec, fact) for fact in stated)
        if not stated and spec.pattern.startswith(prefix):
            pairs.append((spec, None))
    return pairs


def _known_prefix(prefix: str, specs: Sequence[FactSpec]) -> None:
    """Check that some fact may start so, whether or not one is stated on the day.

    Raises:
        BadParameter: none can; names the nearest, or how names start.
    """
    from signals.rules.conditions import nearest_fact

    parts = {"date": "0000-00-00", "year": "0000", "n": "00", "level": "00"}
    shape = re.sub(r"\d", "0", prefix)
    for spec in specs:
        if spec.pattern.startswith(prefix) or spec.matches(prefix):
            return
        if re.sub(r"\{(\w+)\}", lambda part: parts[part[1]], spec.pattern).startswith(shape):
            return
    near = nearest_fact(prefix, specs)
    starts = sorted({".".join(spec.pattern.split(".")[:2]) for spec in specs if "." in spec.pattern})
    hint = (
        message("did you mean {near}?", near=repr(near))
        if near
        else message("names start with {names}", names=", ".join(starts))
    )
    raise typer.BadParameter(message("no fact starts with {prefix!r}; {hint}", prefix=prefix, hint=hint))
