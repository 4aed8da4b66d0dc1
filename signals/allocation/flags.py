"""Risk flags of five kinds, each with what raised it and the legs that it threatens.

thesis     a leg within one ordinary week of changing its stance, or a condition that the strategy names
data       an input that is missing, stale or suspect, and data that are only a sample
event      a scheduled meeting, release or window's end within ten days
declared   standing disclosures of the strategy, each tied to a fact or marked untestable
narrative  a sentence that others write and that the same day's facts do not bear out
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from signals.allocation import contract
from signals.allocation.conviction import nearest_flip
from signals.allocation.evidence import condition_text, fact_label, trace_record
from signals.allocation.rating import grade_label
from signals.allocation.sentences import both, text
from signals.calendars.upcoming import Upcoming
from signals.facts import Facts, FactSpec, Input
from signals.rules.graded import GradedCall
from signals.rules.strategy import Flag
from signals.rules.verdict import LegVerdict, Trace
from signals.words import condition, listed, said, score_interval

# A leg closer than one one-week sigma to its threshold changes stance in about one week out of three.
NEAR_SIGMA = 1.0
EVENT_WITHIN_DAYS = 10  # the issue's own horizon: what happens before the next weekly document but one

Severity = Literal["high", "watch", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raised:
    """A flag before it is known whether an earlier document raised it."""

    id: str
    kind: Literal["thesis", "data", "event", "declared", "narrative"]
    severity: Severity
    title: contract.Text
    rule: str
    threads: tuple[str, ...]
    trace: Trace | None = None
    testable: bool = True
    materialising: Literal["true", "false", "unknown"] | None = None
    untestable_because: contract.Text | None = None
    threatens: tuple[contract.ThreatenedLeg, ...] = ()
    if_materialises: contract.Text | None = None
    next_dates: tuple[dt.date, ...] = ()
    review_by: dt.date | None = None
    review_overdue: bool = False
    claim_checks: tuple[str, ...] = ()


def raise_flags(
    *,
    as_of: dt.date,
    calls: Sequence[GradedCall],
    facts: Facts,
    vocabulary: Sequence[FactSpec],
    inputs: Iterable[Input],
    sample: bool,
    calendar: Iterable[Upcoming],
    claims: Iterable[contract.ClaimCheck],
    previous: contract.AllocationDocument | None,
) -> tuple[contract.RiskFlag, ...]:
    """Return every flag that stands, the gravest first, then by kind and id."""
    raised: dict[str, _Raised] = {}
    for flag in (
        *(flag for call in calls for flag in _thesis(call, vocabulary)),
        *_data(calls, facts, vocabulary, inputs, sample=sample),
        *_events(calls, calendar, as_of),
        *_windows(calls, as_of, vocabulary),
        *(flag for call in calls for flag in _named(call, as_of)),
        *_narratives(calls, claims),
    ):
        known = raised.get(flag.id)
        raised[flag.id] = flag if known is None else _merged(known, flag)
    before = {} if previous is None else {flag.id: flag for flag in previous.risk_flags}
    severities: tuple[Severity, ...] = ("high", "watch", "info")
    ordered = sorted(raised.values(), key=lambda flag: (severities.index(flag.severity), flag.kind, flag.id))
    return tuple(_record(flag, as_of, before, first=previous is None) for flag in ordered)


def _merged(one: _Raised, other: _Raised) -> _Raised:
    """Join the calls that one and the same flag concerns."""
    return replace(
        one,
        threads=tuple(dict.fromkeys((*one.threads, *other.threads))),
        threatens=tuple(dict.fromkeys((*one.threatens, *other.threatens))),
    )


def _record(
    flag: _Raised,
    as_of: dt.date,
    before: Mapping[str, contract.RiskFlag],
    *,
    first: bool,
) -> contract.RiskFlag:
    known = before.get(flag.id)
    return contract.RiskFlag(
        id=flag.id,
        kind=flag.kind,
        severity=flag.severity,
        thread_ids=flag.threads,
        title=flag.title,
        trigger=contract.Trigger(rule=flag.rule, trace=trace_record(flag.trace) if flag.trace else None),
        testable=flag.testable,
        materialising=_MATERIALISING[flag.materialising or "unknown"],
        untestable_because=flag.untestable_because,
        threatens_legs=flag.threatens,
        status="first_document" if first else "ongoing" if known else "new",
        first_raised=known.first_raised if known else as_of,
        if_materialises=flag.if_materialises,
        next_dates=flag.next_dates,
        review_by=flag.review_by,
        review_overdue=flag.review_overdue,
        claim_checks=flag.claim_checks,
    )


_MATERIALISING: Mapping[str, bool | None] = {"true": True, "false": False, "unknown": None}


def _threads(calls: Iterable[GradedCall], legs: Iterable[contract.ThreatenedLeg] = ()) -> tuple[str, ...]:
    """Return the calls of these legs; every call where no leg is threatened."""
    concerned = tuple(dict.fromkeys(leg.thread_id for leg in legs))
    return concerned or tuple(call.thread for call in calls)


def _legs_resting_on(
    calls: Iterable[GradedCall], concerns: Callable[[str], bool]
) -> tuple[contract.ThreatenedLeg, ...]:
    return tuple(
        contract.ThreatenedLeg(thread_id=call.thread, leg=leg.leg)
        for call in calls
        for leg in call.verdict.legs
        if any(concerns(name) for name in leg.facts)
    )


def _thesis(call: GradedCall, vocabulary: Sequence[FactSpec]) -> Iterator[_Raised]:
    """Yield a flag for each leg that an ordinary week can turn."""
    for leg in call.verdict.legs:
        margin = leg.margin_sigma
        if margin is None or abs(margin) >= NEAR_SIGMA:
            continue
        decides = _flip_through(call, leg, vocabulary)
        now_en, now_zh = _STANCES[leg.stance]
        yield _Raised(
            id=f"thesis.{call.thread}.leg.{leg.leg}",
            kind="thesis",
            severity="high" if decides else "watch",
            title=both(
                f"{leg.name_en}: {now_en}, and {abs(margin):.1f} one-week sigmas from changing",
                f"{leg.name_zh}：{now_zh}，距改变仅{abs(margin):.1f}个周标准差",
            ),
            rule=f"distance of leg {leg.leg} to its next stance < {NEAR_SIGMA:g} one-week sigma",
            threads=(call.thread,),
            trace=leg.opposes if leg.stance == "opposes" or leg.supports is None else leg.supports,
            materialising="false",
            threatens=(contract.ThreatenedLeg(thread_id=call.thread, leg=leg.leg),),
            if_materialises=decides
            or both(
                "The leg's share of the score changes; the grade stands on the others.",
                "该支柱的得分改变，评级由其余支柱支撑。",
            ),
        )


_STANCES = {
    "supports": ("supports the call", "支持"),
    "opposes": ("speaks against the call", "反对"),
    "neither": ("says nothing either way", "中性"),
    "unknown": ("cannot be decided", "无法判断"),
}


def _flip_through(call: GradedCall, leg: LegVerdict, vocabulary: Sequence[FactSpec]) -> contract.Text | None:
    """Return what happens to the grade where this leg alone can change it."""
    alone = [flip for flip in call.verdict.flips if all(change.fact in leg.facts for change in flip.changes)]
    flip = nearest_flip(alone)
    if flip is None:
        return None
    label = grade_label(call.strategy, flip.new_grade)
    scored = score_interval(flip.new_score_bp)
    targets = [
        (fact_label(change.fact, vocabulary), change.flips_when.removeprefix(f"{change.fact} "))
        for change in flip.changes
    ]
    en = [f"{name.en} {condition(target, 'en')}" for name, target in targets]
    zh = [f"{name.zh} {condition(target, 'zh')}" for name, target in targets]
    return both(
        f"The grade becomes {label.en} (score {scored}) when {listed(en, 'en')}.",
        f"当{listed(zh, 'zh')}时，评级变为{label.zh}（得分{scored}）。",
    )


def _data(
    calls: Sequence[GradedCall],
    facts: Facts,
    vocabulary: Sequence[FactSpec],
    inputs: Iterable[Input],
    *,
    sample: bool,
) -> Iterator[_Raised]:
    """Yield a flag for each series that is not well, and for each absent fact that no series explains."""
    troubled = {item.series: item for item in inputs if item.status != "ok"}
    resting: dict[str, set[str]] = {series: set() for series in troubled}
    orphans: list[str] = []
    for name in sorted({name for call in calls for name in call.names}):
        fact = facts.get(name)
        ill = [] if fact is None else [item.series for item in fact.inputs if item.status != "ok"]
        for series in ill:
            resting.setdefault(series, set()).add(name)
        if not ill and (fact is None or not fact.usable):
            orphans.append(name)
    for series, item in sorted(troubled.items()):
        names = resting[series]
        legs = _legs_resting_on(calls, names.__contains__)
        word_en, word_zh = _ILLS[item.status]
        yield _Raised(
            id=f"data.{series}.{item.status}",
            kind="data",
            severity="high" if legs else "info",
            title=both(
                f"{series} is {word_en}" + (f": {item.reason}" if item.reason else ""),
                f"{series}{word_zh}" + (f"：{said(item.reason, 'zh')}" if item.reason else ""),
            ),
            rule=f"status of input {series} == {item.status}",
            threads=_threads(calls, legs),
            materialising="true",
            threatens=legs,
            if_materialises=_UNKNOWN_LEG if legs else None,
        )
    for name in orphans:
        fact = facts.get(name)
        label = fact_label(name, vocabulary)
        if fact is None:
            why = both("no reading produced it", "没有任何读数给出该事实")
        else:
            word_en, word_zh = _ILLS[fact.status]
            why = both(f"{word_en}: {fact.reason}", f"{word_zh}：{said(fact.reason, 'zh')}")
        yield _Raised(
            id=f"data.fact.{name}",
            kind="data",
            severity="high",
            title=both(f"{label.en} cannot be used ({why.en})", f"{label.zh}不可用（{why.zh}）"),
            rule=f"status of fact {name} != ok",
            threads=tuple(call.thread for call in calls if name in call.names),
            materialising="true",
            threatens=_legs_resting_on(calls, {name}.__contains__),
            if_materialises=_UNKNOWN_LEG,
        )
    if sample:
        yield _Raised(
            id="data.sample",
            kind="data",
            severity="watch",
            title=both(
                "The bundled sample, a short excerpt with weekly closes, not your own data",
                "使用内置样本（指数仅周度收盘），并非您自己的数据",
            ),
            rule="data origin == sample",
            threads=_threads(calls),
            materialising="true",
        )


_ILLS = {
    "missing": ("missing", "缺失"),
    "stale": ("stale", "已过期"),
    "suspect": ("suspect", "存疑"),
    "unreleased": ("not released", "尚未发布"),
    "ok": ("fine", "正常"),
}
_UNKNOWN_LEG = both(
    "The legs that rest on it are unknown: the score is an interval, "
    "and where its ends disagree there is no call.",
    "依赖它的支柱无法判断：得分变为区间，两端不一致时暂不评级。",
)


def _events(calls: Sequence[GradedCall], calendar: Iterable[Upcoming], as_of: dt.date) -> Iterator[_Raised]:
    for event in calendar:
        days = (event.on - as_of).days
        if not 0 < days <= EVENT_WITHIN_DAYS:
            continue
        legs = _legs_resting_on(calls, partial(_starts_with, event.facts))
        yield _Raised(
            id=f"event.{event.kind}.{event.on}",
            kind="event",
            severity="watch" if legs else "info",
            title=both(
                f"{event.name_en} on {event.on}, in {days} day{'s' if days > 1 else ''}",
                f"{event.on} {event.name_zh}（{days}天后）",
            ),
            rule=f"scheduled within {EVENT_WITHIN_DAYS} days: {event.kind} ({event.source})",
            threads=_threads(calls, legs),
            testable=False,
            untestable_because=_NOT_YET,
            threatens=legs,
            next_dates=(event.on,),
        )


def _starts_with(prefixes: tuple[str, ...], name: str) -> bool:
    return name.startswith(prefixes)


_NOT_YET = both("The outcome is not known before its day.", "结果在当日之前不可知。")


def _windows(
    calls: Sequence[GradedCall], as_of: dt.date, vocabulary: Sequence[FactSpec]
) -> Iterator[_Raised]:
    """Yield a flag for each look-back window that ends within ten days and moves a leg."""
    for call in calls:
        for flip in call.verdict.scheduled:
            days = (flip.on - as_of).days
            if not 0 < days <= EVENT_WITHIN_DAYS:
                continue
            grade, label = grade_label(call.strategy, flip.new_grade), fact_label(flip.fact, vocabulary)
            yield _Raised(
                id=f"event.window.{flip.fact}.{flip.on}",
                kind="event",
                severity="high" if flip.changes_grade else "watch",
                title=both(
                    f"{label.en}: changes by the calendar alone on {flip.on}, "
                    f"in {days} day{'s' if days > 1 else ''}",
                    f"{label.zh}：{flip.on}（{days}天后）将随窗口移动而改变",
                ),
                rule=f"{flip.because} within {EVENT_WITHIN_DAYS} days",
                threads=(call.thread,),
                materialising="false",
                threatens=_legs_resting_on((call,), {flip.fact}.__contains__),
                if_materialises=both(
                    f"Score {score_interval(flip.new_score_bp)}, grade {grade.en}, unless {flip.unless_en}.",
                    f"得分{score_interval(flip.new_score_bp)}，评级{grade.zh}，除非{flip.unless_zh}。",
                ),
                next_dates=(flip.on,),
            )


def _named(call: GradedCall, as_of: dt.date) -> Iterator[_Raised]:
    """Yield the flags that the strategy itself names.

    A declared risk always stands; its fact, where it has one, says whether it
    is materialising. A named thesis flag stands where its condition holds;
    where that is unknown, the flag says that it cannot be tested.
    """
    for flag in call.strategy.flags:
        trace = call.flag_trace(flag.id)
        if flag.kind == "thesis" and trace is not None and trace.verdict == "false":
            continue
        yield _Raised(
            id=f"{flag.kind}.{call.thread}.{flag.id}",
            kind=flag.kind,
            severity=_declared_severity(flag, trace),
            title=_titled(flag, trace),
            rule=condition_text(trace) if trace else "standing disclosure",
            threads=(call.thread,),
            trace=trace,
            testable=flag.testable,
            materialising=trace.verdict if trace else None,
            untestable_because=text(flag.untestable_because) if flag.untestable_because else None,
            threatens=tuple(contract.ThreatenedLeg(thread_id=call.thread, leg=leg) for leg in flag.threatens),
            if_materialises=text(flag.if_materialises),
            review_by=flag.review_by,
            review_overdue=flag.review_by is not None and flag.review_by < as_of,
        )


def _titled(flag: Flag, trace: Trace | None) -> contract.Text:
    """Never assert a thesis flag that nothing could test on the day."""
    if flag.kind == "thesis" and trace is not None and trace.verdict == "unknown":
        return both(f"Cannot be tested today: {flag.title.en}", f"今日无法检验：{flag.title.zh}")
    return text(flag.title)


def _declared_severity(flag: Flag, trace: Trace | None) -> Severity:
    """A declared risk is information until its own fact says so; a thesis flag, where nothing can test it."""
    verdict = trace.verdict if trace else None
    quiet = verdict == "unknown" if flag.kind == "thesis" else verdict in {None, "false"}
    return "info" if quiet else flag.severity


def _narratives(calls: Sequence[GradedCall], claims: Iterable[contract.ClaimCheck]) -> Iterator[_Raised]:
    for claim in claims:
        if claim.verdict not in {"contradicted", "misdated"}:
            continue
        names = {name for part in claim.parts if not part.witness for name in part.facts}
        legs = _legs_resting_on(calls, names.__contains__)
        word_en, word_zh = _CLAIM_WORDS[claim.verdict]
        yield _Raised(
            id=f"narrative.{claim.id}",
            kind="narrative",
            severity="high" if legs else "watch",
            title=both(
                f"“{claim.claim.en}” is {word_en}: {claim.summary.en}",
                f"“{claim.claim.zh}”{word_zh}：{claim.summary.zh}",
            ),
            rule="; ".join(part.test for part in claim.parts if not part.witness),
            threads=_threads(calls, legs),
            materialising="true",
            threatens=legs,
            if_materialises=both(
                "Whoever acts on the sentence acts on another day's facts.",
                "依此表述行事，等于依据另一天的事实行事。",
            ),
            claim_checks=(claim.id,),
        )


_CLAIM_WORDS = {
    "contradicted": ("contradicted", "与事实不符"),
    "misdated": ("misdated", "日期有误"),
}
