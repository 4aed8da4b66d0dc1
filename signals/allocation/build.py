"""From verdicts and facts to the document. Pure: no clock, no files, no configuration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from signals.allocation import contract
from signals.allocation.book.tilt import tilt_of
from signals.allocation.changes import changes_between
from signals.allocation.conviction import conviction_of, nearest_flip
from signals.allocation.criterion.horizon import checkpoint_day, entry_day
from signals.allocation.evidence import (
    Mode,
    absent_record,
    condition_text,
    fact_label,
    fact_record,
    input_records,
    trace_record,
)
from signals.allocation.flags import raise_flags
from signals.allocation.hashing import EXCLUDED, content_hash
from signals.allocation.rating import Override, PreviousCall, grade_label, override_in_force, rating_of
from signals.allocation.sentences import both, text, told
from signals.calendars.exchanges import exchange_of
from signals.calendars.upcoming import Upcoming
from signals.facts import Facts, FactSpec, Input
from signals.rules.graded import GradedCall
from signals.rules.strategy import FULL_BP, Instrument, Strategy, in_both
from signals.rules.verdict import CallVerdict, FactChange, FlipSet, Grade, LegVerdict, ScheduledFlip
from signals.units import amount, rounded, rounded_sigmas, rounded_value
from signals.words import listed, plain_condition, score_interval
from sources.message import message

SCORE_METHOD = "weighted-legs/1"
LANGUAGES = ("en", "zh-CN")
_NO_HASH = "0" * 64
NO_FIGURES = contract.Figures(
    rate_path=None, inflation=None, policy_acts=(), policy_windows=(), indices=(), ahead=()
)

BaseRates = Mapping[str, Sequence[contract.BaseRate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the document was made from, beside the strategies. ``modes`` names series fetched live."""

    data: Literal["sample", "store"]
    config_sha256: str
    code_version: str
    modes: Mapping[str, Mode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is on record from before: the last grades, and the last document.

    ``logged`` is False where there is no log at all (the bundled sample).
    """

    logged: bool = False
    calls: Mapping[str, PreviousCall] = field(default_factory=dict)
    document: contract.AllocationDocument | None = None


def build_document(
    *,
    calls: Sequence[GradedCall],
    facts: Facts,
    vocabulary: Sequence[FactSpec],
    figures: contract.Figures | None = None,
    frequencies: Mapping[str, str] | None = None,
    keep: contract.FactChoice = "all",
    inputs: Iterable[Input] = (),
    calendar: Iterable[Upcoming] = (),
    claims: Sequence[contract.ClaimCheck] = (),
    overrides: Iterable[Override] = (),
    base_rates: BaseRates | None = None,
    past: Past,
    origin: Origin,
    run: contract.Run,
) -> contract.AllocationDocument:
    """Write the document of one day, but for its hash: `sealed` adds that when nothing else is added.

    Args:
        calls: strategies with their verdicts, in the order in which they are shown.
        facts: everything the readings say as of the day.
        vocabulary: what facts are called.
        figures: what pictures and tables need beside the calls.
        frequencies: how often each series appears, so that the period of a figure is a month or a day.
        keep: every fact, or only those that calls, flags and sentences rest on.
        inputs: series to report on beyond those that the facts rest on.
        calendar: scheduled meetings and releases; only the next ten days matter.
        claims: sentences already checked (`signals.allocation.claims`).
        overrides: grades published by a person instead of the model's.
        base_rates: by thread, how often each outcome came without any call; none where that is unknown.
        past: what is on record from before the day.
        origin: what the document was made from.
        run: when and how fast; outside the content hash.

    Returns:
        The document. Equal arguments but for ``run`` give equal bytes.

    Raises:
        ValueError: a verdict is of another day than the facts, or two calls share a thread.
    """
    as_of = facts.as_of
    _check_calls(calls, as_of)
    sample = origin.data == "sample"
    records = input_records(facts.values(), inputs, origin.modes, origin.data, frequencies or {})
    known_inputs = _inputs(facts, inputs)
    flags = raise_flags(
        as_of=as_of,
        calls=calls,
        facts=facts,
        vocabulary=vocabulary,
        inputs=known_inputs,
        sample=sample,
        calendar=calendar,
        claims=claims,
        previous=past.document,
    )
    overrides = tuple(overrides)
    rates = base_rates or {}
    written = tuple(
        _call(call, flags, past, overrides, rates.get(call.thread, ()), vocabulary, sample=sample)
        for call in calls
    )
    abstentions = tuple(_abstention(call) for call in calls if call.verdict.grade is None)
    document = contract.AllocationDocument(
        schema_id=contract.SCHEMA_ID,
        schema_version=contract.SCHEMA_VERSION,
        document=contract.Header(
            id=f"allocation-{as_of}",
            as_of=as_of,
            knowledge_cutoff=as_of,
            data_origin=origin.data,
            languages=LANGUAGES,
            facts=keep,
            degraded=bool(abstentions) or any(call.unusable for call in calls),
        ),
        headline=_headline(written),
        calls=written,
        abstentions=abstentions,
        risk_flags=flags,
        claim_checks=tuple(claims),
        facts=_fact_records(facts, _kept(facts, calls, claims, keep), vocabulary, frequencies or {}),
        inputs=records,
        figures=figures or NO_FIGURES,
        changes=None,
        disclosures=_disclosures(calls, as_of, sample=sample, logged=past.logged),
        provenance=contract.Provenance(
            rulesets=tuple(_ruleset(call) for call in calls),
            config_sha256=origin.config_sha256,
            code=contract.Code(package="macro-signals", version=origin.code_version),
            command=_command(as_of, calls, sample=sample),
        ),
        run=run,
        content_hash=_content_hash(_NO_HASH),
    )
    if past.document is None:
        return document
    return document.model_copy(update={"changes": changes_between(past.document, document)})


def _kept(
    facts: Facts,
    calls: Sequence[GradedCall],
    claims: Sequence[contract.ClaimCheck],
    keep: contract.FactChoice,
) -> list[str]:
    """Return the names of the facts that the document carries, sorted."""
    needed = {name for call in calls for name in call.names}
    if keep == "all":
        return sorted({*facts, *needed})
    needed |= {name for call in calls for name in call.rules.flag_facts}
    needed |= {name for claim in claims for part in claim.parts for name in part.facts}
    return sorted(needed)


def _ruleset(call: GradedCall) -> contract.Ruleset:
    return contract.Ruleset(
        thread_id=call.thread, path=call.path, version=call.strategy.version, sha256=call.sha256
    )


def _check_calls(calls: Sequence[GradedCall], as_of: dt.date) -> None:
    threads = [call.thread for call in calls]
    if len(set(threads)) != len(threads):
        raise ValueError(
            message(
                "two strategies call the same pair: {names}; ask for one of them", names=", ".join(threads)
            )
        )
    if any(call.verdict.as_of != as_of for call in calls):
        raise ValueError("a verdict is of another day than the facts")


def _fact_records(
    facts: Facts, names: Iterable[str], vocabulary: Sequence[FactSpec], frequencies: Mapping[str, str]
) -> tuple[contract.FactRecord, ...]:
    return tuple(
        fact_record(facts[name], vocabulary, frequencies)
        if name in facts
        else absent_record(name, vocabulary)
        for name in names
    )


def sealed(document: contract.AllocationDocument) -> contract.AllocationDocument:
    """Return the document with the hash of its own content."""
    return document.model_copy(update={"content_hash": _content_hash(content_hash(document.as_json()))})


def _content_hash(value: str) -> contract.ContentHash:
    return contract.ContentHash(
        algorithm="sha-256",
        canonicalization="RFC8785",
        excludes=tuple(f"/{key}" for key in EXCLUDED),
        value=value,
    )


def _inputs(facts: Facts, extra: Iterable[Input]) -> tuple[Input, ...]:
    return (*(item for fact in facts.values() for item in fact.inputs), *extra)


def _call(
    call: GradedCall,
    flags: Sequence[contract.RiskFlag],
    past: Past,
    overrides: Iterable[Override],
    base_rates: Sequence[contract.BaseRate],
    vocabulary: Sequence[FactSpec],
    *,
    sample: bool,
) -> contract.Call:
    strategy, verdict = call.strategy, call.verdict
    rating = rating_of(
        strategy,
        verdict,
        override=override_in_force(overrides, call.thread, verdict.as_of),
        previous=past.calls.get(call.thread),
        logged=past.logged,
    )
    conviction = conviction_of(call, sample=sample)
    criterion = (
        None if rating.published_grade is None else _criterion(strategy, verdict, rating.published_grade)
    )
    return contract.Call(
        thread_id=call.thread,
        call_id=f"{call.thread}@{verdict.as_of}",
        strategy=strategy.id,
        subject=_instrument(strategy.subject),
        benchmark=_instrument(strategy.benchmark),
        headline=_call_headline(strategy, verdict, rating, conviction, vocabulary),
        rating=rating,
        score=_score(strategy, verdict),
        conviction=conviction,
        criterion=criterion,
        horizon=None if criterion is None else _horizon(strategy, criterion),
        probability=None
        if rating.published_grade is None
        else _probability(base_rates, rating.published_grade),
        tilt=tilt_of(strategy, verdict, rating.published_grade),
        drivers=tuple(_driver(leg) for leg in verdict.legs),
        flips=contract.Flips(
            nearest=_flip_or_none(nearest_flip(verdict.flips)),
            nearest_alone=_flip_or_none(
                nearest_flip(flip for flip in verdict.flips if len(flip.changes) == 1)
            ),
            minimal_sets=tuple(_flip(flip) for flip in verdict.flips),
            scheduled=tuple(_scheduled(flip, call.facts) for flip in verdict.scheduled),
        ),
        invalidation=tuple(
            contract.Invalidation(
                id=rule.id,
                rule=condition_text(call.stop_trace(rule.id)),
                trace=trace_record(call.stop_trace(rule.id)),
                then=text(rule.then),
                reason=told(in_both(rule.reason)),
                in_force=rule.id in verdict.invalidated_by,
            )
            for rule in strategy.invalidation
        ),
        unknowns=call.unusable,
        risk_flags=tuple(flag.id for flag in flags if call.thread in flag.thread_ids),
    )


def _instrument(side: Instrument) -> contract.Instrument:
    return contract.Instrument(
        id=side.id,
        name=text(side.name),
        kind=side.kind,
        currency=side.currency,
        return_basis=side.return_basis,
        overlap=side.overlap,
    )


def _score(strategy: Strategy, verdict: CallVerdict) -> contract.Score:
    most = sum(leg.weight_bp for leg in strategy.legs if leg.supports is not None)
    least = -sum(leg.weight_bp for leg in strategy.legs if leg.opposes is not None)
    return contract.Score(
        interval_bp=verdict.score_bp,
        range_bp=(max(least, -FULL_BP), min(most, FULL_BP)),
        enter_at_bp=verdict.enter_bp,
        leave_at_bp=verdict.leave_bp,
        headroom_bp=headroom_bp(verdict),
        method=SCORE_METHOD,
    )


def headroom_bp(verdict: CallVerdict) -> int | None:
    """Return how far the worst end of the score may move before today's grade would differ.

    The bounds are those that today's verdict used: the hold band counts only
    for a grade that was in force before.
    """
    low, high = verdict.score_bp
    upper = verdict.leave_bp if verdict.previous_grade == "overweight" else verdict.enter_bp
    lower = -(verdict.leave_bp if verdict.previous_grade == "underweight" else verdict.enter_bp)
    if verdict.grade == "overweight":
        return low - upper
    if verdict.grade == "underweight":
        return lower - high
    return None if verdict.grade is None else min(upper - high, low - lower)


def _criterion(strategy: Strategy, verdict: CallVerdict, grade: Grade) -> contract.Criterion:
    rule = strategy.criterion
    exchange = exchange_of(strategy.subject.currency, verdict.as_of)
    if strategy.benchmark.currency != strategy.subject.currency:
        exchange = None  # two exchanges: their common trading days are not known here
    entry = entry_day(verdict.as_of, exchange)
    operators: dict[Grade, Literal[">", "<", "within"]] = {
        "overweight": ">",
        "underweight": "<",
        "neutral": "within",
    }
    return contract.Criterion(
        quote=text(rule.quote),
        metric=rule.metric,
        formula=rule.formula,
        op=operators[grade],
        threshold_pct=rule.threshold_pct,
        entry=contract.Entry(rule=text(rule.entry), date=entry, calendar=exchange),
        checkpoints=tuple(
            contract.Checkpoint(
                label=point.label,
                date=checkpoint_day(entry, point.months, exchange, known_on=verdict.as_of),
                primary=point.primary,
            )
            for point in rule.checkpoints
        ),
        touch_counts=rule.touch_counts,
        reason=told(in_both(rule.reason)),
    )


def _horizon(strategy: Strategy, criterion: contract.Criterion) -> contract.Horizon:
    months = [point.months for point in strategy.criterion.checkpoints]
    return contract.Horizon(
        min_months=min(months),
        max_months=max(months),
        expires_on=max(point.date for point in criterion.checkpoints),
    )


def _probability(rates: Sequence[contract.BaseRate], grade: Grade) -> contract.Probability:
    primary = next((rate for rate in rates if rate.primary), None)
    shares = (
        None
        if primary is None
        else {
            "overweight": primary.overweight_pct,
            "neutral": primary.neutral_pct,
            "underweight": primary.underweight_pct,
        }
    )
    return contract.Probability(
        basis="base_rate",
        met_pct=None if shares is None else shares[grade],
        checkpoint=None if primary is None else primary.checkpoint,
        base_rates=tuple(rates),
        calibrated=False,
        edge="unproven",
    )


def _driver(leg: LegVerdict) -> contract.Driver:
    return contract.Driver(
        leg=leg.leg,
        name=both(leg.name_en, leg.name_zh),
        reason=both(leg.reason_en, leg.reason_zh),
        weight_bp=leg.weight_bp,
        weight_reason=told(leg.weight_reason),
        stance=leg.stance,
        contribution_bp=leg.contribution_bp,
        margin_sigma=rounded_sigmas(leg.margin_sigma),
        facts=leg.facts,
        supports=trace_record(leg.supports) if leg.supports else None,
        opposes=trace_record(leg.opposes) if leg.opposes else None,
    )


def _change(change: FactChange) -> contract.FactChange:
    return contract.FactChange(
        fact=change.fact,
        now=rounded_value(change.now, change.unit),
        unit=change.unit,
        flips_when=change.flips_when,
        to_value=rounded_value(change.to_value, change.unit),
        distance=rounded(change.distance, change.unit),
        distance_sigma=rounded_sigmas(change.distance_sigma),
    )


def _flip(flip: FlipSet) -> contract.FlipSet:
    return contract.FlipSet(
        changes=tuple(_change(change) for change in flip.changes),
        new_score_bp=flip.new_score_bp,
        new_grade=flip.new_grade,
        cost_sigma=rounded_sigmas(flip.cost_sigma),
    )


def _flip_or_none(flip: FlipSet | None) -> contract.FlipSet | None:
    return None if flip is None else _flip(flip)


def _scheduled(flip: ScheduledFlip, facts: Facts) -> contract.ScheduledFlip:
    unit = facts[flip.fact].unit
    return contract.ScheduledFlip(
        on=flip.on,
        fact=flip.fact,
        unit=unit,
        because=flip.because,
        from_value=rounded_value(flip.from_value, unit),
        to_value=rounded_value(flip.to_value, unit),
        new_score_bp=flip.new_score_bp,
        new_grade=flip.new_grade,
        changes_grade=flip.changes_grade,
        unless=both(flip.unless_en, flip.unless_zh),
    )


def _abstention(call: GradedCall) -> contract.Abstention:
    needs = call.verdict.needs
    interval = score_interval(call.verdict.score_bp)
    return contract.Abstention(
        thread_id=call.thread,
        reason="FACTS_UNKNOWN",
        detail=both(
            f"The score can lie anywhere in {interval}, which spans more than one grade; "
            f"needed: {listed(needs, 'en') or 'nothing that is named'}.",
            f"得分可能落在{interval}的任何位置，跨越不止一个评级；所需：{listed(needs, 'zh') or '无'}。",
        ),
        needs=needs,
    )


def _headline(calls: Sequence[contract.Call]) -> contract.Text:
    if not calls:
        return both("No call was asked for.", "未请求任何评级。")
    return both(
        " ".join(call.headline.en for call in calls),
        "".join(call.headline.zh for call in calls),
    )


_ACTIONS = {
    "initiate": ("initiated", "首次评级"),
    "reiterate": ("kept", "维持"),
    "upgrade": ("upgraded", "上调"),
    "downgrade": ("downgraded", "下调"),
    "abstain": ("", ""),
    "unrecorded": ("", ""),
}
_LEVELS = {"low": ("low", "低"), "moderate": ("moderate", "中"), "high": ("high", "高")}


def _call_headline(
    strategy: Strategy,
    verdict: CallVerdict,
    rating: contract.Rating,
    conviction: contract.Conviction,
    vocabulary: Sequence[FactSpec],
) -> contract.Text:
    subject, benchmark = strategy.subject.name, strategy.benchmark.name
    interval = score_interval(verdict.score_bp)
    if verdict.grade is None and rating.override is None:
        return both(
            f"No call on {subject.en} against {benchmark.en}: "
            f"the score lies in {interval}, and what is missing decides.",
            f"{subject.zh}相对{benchmark.zh}暂不评级：得分区间{interval}，缺失的数据足以改变结论。",
        )
    action_en, action_zh = _ACTIONS[rating.action]
    level_en, level_zh = _LEVELS[conviction.level] if conviction.level else ("no", "无")
    following = _what_next(strategy, verdict, vocabulary)
    en = (
        f"{rating.label.en} {subject.en} against {benchmark.en}{' ' + action_en if action_en else ''} "
        f"(score {interval}, {level_en} conviction): {following.en}"
    )
    zh = (
        f"{action_zh}{rating.label.zh}{subject.zh}（相对{benchmark.zh}；得分{interval}，信心{level_zh}）："
        f"{following.zh}"
    )
    if rating.override is not None:
        en += f". Published by {rating.override.by}, against the model"
        zh += f"。由{rating.override.by}改评，与模型不同"
    return both(en + ".", zh + "。")


def _what_next(strategy: Strategy, verdict: CallVerdict, vocabulary: Sequence[FactSpec]) -> contract.Text:
    """Say what ends the grade: the calendar where it does so alone, else the nearest move of a fact."""
    coming = min(
        (flip for flip in verdict.scheduled if flip.changes_grade), key=lambda flip: flip.on, default=None
    )
    if coming is not None:
        days = (coming.on - verdict.as_of).days
        grade = grade_label(strategy, coming.new_grade)
        return both(
            f"becomes {grade.en} on {coming.on}, in {days} day{'s' if days > 1 else ''}, "
            f"unless {coming.unless_en}",
            f"除非{coming.unless_zh}，{coming.on}（{days}天后）转为{grade.zh}",
        )
    alone = [flip for flip in verdict.flips if len(flip.changes) == 1]
    nearest = nearest_flip(alone) or nearest_flip(verdict.flips) or next(iter(alone or verdict.flips), None)
    if nearest is None:
        return both("no change of these facts would move it", "这些事实的任何变化都不会改变它")
    grade = grade_label(strategy, nearest.new_grade)
    moves = [_moved(change, vocabulary, alone=len(nearest.changes) == 1) for change in nearest.changes]
    return both(
        f"becomes {grade.en} if {listed([move.en for move in moves], 'en')}",
        f"若{'且'.join(move.zh for move in moves)}，转为{grade.zh}",
    )


def _moved(change: FactChange, vocabulary: Sequence[FactSpec], *, alone: bool) -> contract.Text:
    """Say one move: the fact, where it is if it moves ``alone``, and where it would have to be."""
    label = fact_label(change.fact, vocabulary)
    there = change.flips_when.removeprefix(f"{change.fact} ").removeprefix("== ")
    en, zh = plain_condition(there, "en"), plain_condition(there, "zh")
    if not alone:
        return both(f"“{label.en}” is {en}", f"“{label.zh}”{zh}")
    now = [amount(change.now, change.unit, lang) for lang in ("en", "zh")]
    return both(f"“{label.en}” goes from {now[0]} to {en}", f"“{label.zh}”由{now[1]}变为{zh}")


def _disclosures(
    calls: Sequence[GradedCall], as_of: dt.date, *, sample: bool, logged: bool
) -> tuple[contract.Text, ...]:
    said = [
        both(
            "Research output of a rule set, not investment advice; "
            "no edge over the base rate has been shown.",
            "规则系统的研究输出，非投资建议；尚未证明优于基准概率。",
        )
    ]
    later = [call.strategy for call in calls if call.strategy.written_on > as_of]
    if later:
        written = max(strategy.written_on for strategy in later)
        said.append(
            both(
                f"The rules were fixed on {written}, after this day and with later data in view: "
                "this is what they would have said, not a track record.",
                f"规则定于{written}，晚于本文日期并参考了其后的数据：此处为规则当时会给出的结论，并非历史业绩。",
            )
        )
    if sample:
        said.append(
            both(
                "Made from the bundled sample: public figures, and a short weekly excerpt of index levels "
                "for illustration. Load your own data before acting on it.",
                "依据内置样本生成：公开数据与仅供演示的指数周度摘录。据此行动前请载入自己的数据。",
            )
        )
    if not logged:
        said.append(
            both(
                "No log of earlier calls was there: the previous grade is unknown and the hold band "
                "started from neutral.",
                "没有历史评级记录：前次评级未知，持有带从中性起算。",
            )
        )
    return tuple(said)


def _command(as_of: dt.date, calls: Sequence[GradedCall], *, sample: bool) -> str:
    own = (call.strategy.id if call.path.startswith("strategies/") else call.path for call in calls)
    strategies = "".join(f" --strategy {name}" for name in own)
    return f"signals allocate --as-of {as_of}{strategies}{' --sample' if sample else ''}"
