"""Facts, inputs and traces as the document carries them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from signals.allocation import contract
from signals.allocation.sentences import both, told
from signals.facts import STATUSES, Fact, FactSpec, Input
from signals.rules.conditions import spec_of
from signals.rules.verdict import Trace, Truth
from signals.units import rounded, rounded_error, rounded_sigmas, rounded_value
from signals.words import Word

Mode = Literal["sample", "store", "live"]


_HOLDS: Mapping[Truth, contract.Holds] = {"true": "holds", "false": "fails", "unknown": "unknown"}


def trace_record(trace: Trace) -> contract.Trace:
    """Carry a trace into the document, numbers rounded."""
    return contract.Trace(
        node=trace.node,
        verdict=_HOLDS[trace.verdict],
        text=trace.text,
        reason=told(trace.reason),
        margin_sigma=rounded_sigmas(trace.margin_sigma),
        fact=trace.fact,
        op=trace.op,
        threshold=rounded_value(trace.threshold, trace.unit),
        unit=trace.unit,
        actual=rounded_value(trace.actual, trace.unit),
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
    """Return what a fact is called, with the parts of its name filled in; the name if unknown."""
    spec = spec_of(name, vocabulary)
    return both(name, name) if spec is None else _label(name, spec)


@cache  # the same names in every document of a replay
def _label(name: str, spec: FactSpec) -> contract.Text:
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(spec.pattern))
    match = re.fullmatch(pattern, name)
    parts = {} if match is None else match.groupdict()
    en, zh = spec.en, spec.zh
    if "n" in parts and re.search(r"\bn\b", en) and "n" in zh:  # "n months ago" becomes "12 months ago"
        number = parts.pop("n")
        en, zh = re.sub(r"\bn\b", number, en), zh.replace("n", number)
    en = en[:1].upper() + en[1:]
    varying = ", ".join(part.replace("_", ".") for part in parts.values())
    return both(f"{en} ({varying})", f"{zh}（{varying}）") if varying else both(en, zh)


def period_of(first: dt.date | None, frequency: str | None) -> contract.Period | None:
    """Return the days of a period that begins on ``first``: a month or a quarter where the series has those."""
    if first is None:
        return None
    months = {"monthly": 1, "quarterly": 3}.get(frequency or "", 0)
    if not months or first.day != 1:
        return contract.Period(first=first, last=first)
    place = first.year * 12 + first.month - 1 + months
    return contract.Period(first=first, last=dt.date(place // 12, place % 12 + 1, 1) - dt.timedelta(days=1))


def _frequency(fact: Fact, frequencies: Mapping[str, str]) -> str | None:
    """Return how often the input appears whose period is the fact's own."""
    own = (frequencies.get(item.series) for item in fact.inputs if item.period == fact.period)
    return next((known for known in own if known is not None), None)


def fact_record(
    fact: Fact, vocabulary: Sequence[FactSpec], frequencies: Mapping[str, str]
) -> contract.FactRecord:
    """Carry a fact into the document."""
    return contract.FactRecord(
        id=fact.name,
        label=fact_label(fact.name, vocabulary),
        value=rounded_value(fact.value, fact.unit),
        unit=fact.unit,
        status=fact.status,
        reason=told(fact.reason),
        period=period_of(fact.period, _frequency(fact, frequencies)),
        released_at=fact.released_at,
        age_days=fact.age_days,
        error=rounded_error(fact.error, fact.unit),
        week_sigma=rounded_error(fact.week_sigma, fact.unit),
        derivation=told(fact.derivation),
        inputs=tuple(sorted({item.series for item in fact.inputs})),
    )


def absent_record(name: str, vocabulary: Sequence[FactSpec]) -> contract.FactRecord:
    """Carry a fact that a call needs and no reading produced: its name, and that it is missing."""
    spec = spec_of(name, vocabulary)
    return contract.FactRecord(
        id=name,
        label=fact_label(name, vocabulary),
        value=None,
        unit=spec.unit if spec else "",
        status="missing",
        reason=told(Word.of("allocation.no_reading")),
        period=None,
        released_at=None,
        age_days=None,
        error=None,
        week_sigma=None,
        derivation=told(""),
        inputs=(),
    )


def input_records(
    facts: Iterable[Fact],
    extra: Iterable[Input],
    modes: Mapping[str, Mode],
    mode: Mode,
    frequencies: Mapping[str, str],
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
            reason=told(item.reason),
            period=period_of(item.period, frequencies.get(item.series)),
            released_at=item.released_at,
            age_days=item.age_days,
            max_age_days=item.max_age_days,
            exact=item.exact,
            source=item.source,
        )
        for _, item in sorted(worst.items())
    )
