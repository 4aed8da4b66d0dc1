"""Facts, inputs and traces as the document carries them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from signals.allocation import contract
from signals.allocation.digits import rounded, sigmas, value
from signals.allocation.words import both
from signals.facts import STATUSES, Fact, FactSpec, Input
from signals.rules.verdict import Trace

Mode = Literal["sample", "store", "live"]


def trace_record(trace: Trace) -> contract.Trace:
    """Carry a trace into the document, numbers rounded."""
    return contract.Trace(
        node=trace.node,
        verdict=trace.verdict,
        text=trace.text,
        reason=trace.reason,
        margin_sigma=sigmas(trace.margin_sigma),
        fact=trace.fact,
        op=trace.op,
        threshold=value(trace.threshold, trace.unit),
        unit=trace.unit,
        actual=value(trace.actual, trace.unit),
        margin=rounded(trace.margin, trace.unit),
        status=trace.status,
        released_at=trace.released_at,
        source=trace.source,
        n=trace.n,
        children=tuple(trace_record(child) for child in trace.children),
    )


def condition_text(trace: Trace) -> str:
    """Return a condition on one line, as in ``all(a > 1 pct, b < 2 bp)``."""
    if trace.node == "leaf":
        return trace.text
    word = f"at_least {trace.n}" if trace.node == "at_least" else trace.node
    return f"{word}({', '.join(condition_text(child) for child in trace.children)})"


def leaves(trace: Trace | None) -> Iterator[Trace]:
    """Yield the leaves of a trace from left to right."""
    if trace is None:
        return
    if trace.node == "leaf":
        yield trace
    for child in trace.children:
        yield from leaves(child)


def fact_label(name: str, vocabulary: Sequence[FactSpec]) -> contract.Text:
    """Return what a fact is called, with the date or number of its name in brackets; the name if unknown."""
    for spec in vocabulary:
        if spec.matches(name):
            pattern = re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(spec.pattern))
            match = re.fullmatch(pattern, name)
            parts = ", ".join(part.replace("_", ".") for part in match.groups()) if match else ""
            return both(f"{spec.en} ({parts})", f"{spec.zh}（{parts}）") if parts else both(spec.en, spec.zh)
    return both(name, name)


def fact_record(fact: Fact, vocabulary: Sequence[FactSpec]) -> contract.FactRecord:
    """Carry a fact into the document."""
    return contract.FactRecord(
        id=fact.name,
        label=fact_label(fact.name, vocabulary),
        value=value(fact.value, fact.unit),
        unit=fact.unit,
        status=fact.status,
        reason=fact.reason,
        period=fact.period,
        released_at=fact.released_at,
        age_days=fact.age_days,
        error=rounded(fact.error, fact.unit),
        week_sigma=rounded(fact.week_sigma, fact.unit),
        derivation=fact.derivation,
        inputs=tuple(sorted({item.series for item in fact.inputs})),
    )


def input_records(
    facts: Iterable[Fact], extra: Iterable[Input], modes: Mapping[str, Mode], mode: Mode
) -> tuple[contract.InputRecord, ...]:
    """Return each series once, in its worst state among the facts that rest on it."""
    worst: dict[str, Input] = {}
    for item in (*(item for fact in facts for item in fact.inputs), *extra):
        known = worst.get(item.series)
        if known is None or STATUSES.index(item.status) > STATUSES.index(known.status):
            worst[item.series] = item
    return tuple(
        contract.InputRecord(
            series=item.series,
            mode=modes.get(item.series, mode),
            status=item.status,
            reason=item.reason,
            period=item.period,
            released_at=item.released_at,
            age_days=item.age_days,
            max_age_days=item.max_age_days,
            exact=item.exact,
            source=item.source,
        )
        for _, item in sorted(worst.items())
    )
