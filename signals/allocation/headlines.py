"""The sentence that a call leads with, and what ends its grade."""

from __future__ import annotations

from collections.abc import Sequence

from signals.allocation import contract
from signals.allocation.conviction import nearest_flip
from signals.allocation.evidence import fact_label
from signals.allocation.rating import grade_label
from signals.allocation.sentences import both
from signals.facts import FactSpec
from signals.rules.strategy import Strategy
from signals.rules.verdict import CallVerdict, FactChange
from signals.units import amount
from signals.words import listed, plain_condition, score_interval


def headline_of_all(calls: Sequence[contract.Call]) -> contract.Text:
    """Join the headlines of all calls."""
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


def call_headline(
    strategy: Strategy,
    verdict: CallVerdict,
    rating: contract.Rating,
    conviction: contract.Conviction,
    vocabulary: Sequence[FactSpec],
) -> contract.Text:
    """Say the grade with its score and conviction, and what would end it."""
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
