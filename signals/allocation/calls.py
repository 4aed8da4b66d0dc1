"""One graded call as the document carries it: rating, score, criterion, drivers, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from signals.allocation import contract
from signals.allocation.book.tilt import tilt_of
from signals.allocation.conviction import conviction_of, nearest_flip
from signals.allocation.criterion.horizon import checkpoint_day, entry_day
from signals.allocation.evidence import condition_text, trace_record
from signals.allocation.headlines import call_headline
from signals.allocation.rating import Override, PreviousCall, override_in_force, rating_of
from signals.allocation.sentences import both, text, told
from signals.calendars.exchanges import exchange_of
from signals.facts import Facts, FactSpec
from signals.rules.graded import GradedCall
from signals.rules.strategy import FULL_BP, Instrument, Strategy, in_both
from signals.rules.verdict import CallVerdict, FactChange, FlipSet, Grade, LegVerdict, ScheduledFlip
from signals.units import rounded, rounded_sigmas, rounded_value
from signals.words import listed, score_interval

SCORE_METHOD = "weighted-legs/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is on record from before: the last grades, and the last document.

    ``logged`` is False where there is no log at all (the bundled sample).
    """

    logged: bool = False
    calls: Mapping[str, PreviousCall] = field(default_factory=dict)
    document: contract.AllocationDocument | None = None


def written_call(
    call: GradedCall,
    flags: Sequence[contract.RiskFlag],
    past: Past,
    overrides: Iterable[Override],
    base_rates: Sequence[contract.BaseRate],
    vocabulary: Sequence[FactSpec],
    *,
    sample: bool,
) -> contract.Call:
    """Write one call out, with the grade that is published of it: the model's, or a person's in its place."""
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
        headline=call_headline(strategy, verdict, rating, conviction, vocabulary),
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
            complete=verdict.flips_complete,
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


def written_abstention(call: GradedCall) -> contract.Abstention:
    """Say why there is no call, and what it waits for."""
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
