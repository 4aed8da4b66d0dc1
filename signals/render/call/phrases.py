"""Sentences that several screens share, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from signals.allocation import contract
from signals.units import amount
from signals.words import condition, plain_condition, score_interval

Lang = Literal["en", "zh"]
Labels = Mapping[str, str]
"""What facts are called, by name."""

_CAUSES: dict[str, tuple[str, str]] = {
    "new_release": ("new release", "新发布"),
    "revision": ("revision", "修订"),
    "market_move": ("market move", "市场变动"),
    "window_rolled_off": ("window rolled off", "窗口移出"),
    "time_passed": ("time passed", "时间推移"),
    "rule_changed": ("rule changed", "规则变更"),
    "code_changed": ("program changed", "程序变更"),
    "data_lost": ("data lost", "数据缺失"),
    "data_recovered": ("data back", "数据恢复"),
    "previous_grade": ("previous grade", "前次评级"),
    "unexplained": ("unexplained", "原因不明"),
}


def said(text: contract.Text, lang: Lang) -> str:
    """Return a sentence of the document."""
    return text.zh if lang == "zh" else text.en


def grade_word(scale: contract.Scale, grade: str | None, lang: Lang) -> str:
    """Return a grade in the words of its scale."""
    return said(getattr(scale, grade) if grade else scale.no_call, lang)


_STANCES = {
    "supports": ("supports", "支持"),
    "opposes": ("opposes", "反对"),
    "neither": ("neither", "中性"),
    "unknown": ("unknown", "无法判断"),
    None: ("absent", "无"),
}


def stance_word(stance: str | None, lang: Lang) -> str:
    """Return a leg's stance in words; None is a leg that is not there."""
    return _STANCES[stance][lang == "zh"]


_STATUSES = {
    "ok": ("ok", "正常"),
    "missing": ("missing", "缺失"),
    "stale": ("stale", "已过期"),
    "suspect": ("suspect", "存疑"),
    "unreleased": ("not released", "尚未发布"),
}


def status_word(status: str, lang: Lang) -> str:
    """Return the health of a fact or an input in words."""
    return _STATUSES[status][lang == "zh"]


def cause_word(cause: str, lang: Lang) -> str:
    """Return the cause of a change in words."""
    return _CAUSES[cause][lang == "zh"]


def criterion_words(call: contract.Call, rule: contract.Criterion, as_of: dt.date, lang: Lang) -> str:
    """Return the criterion as one sentence; days are named only where the exchange's calendar is known."""
    known = rule.entry.calendar is not None
    points = [
        f"{point.date} ({point.label}{', primary' if point.primary else ''})" for point in rule.checkpoints
    ]
    basis = "price" if call.subject.return_basis == "price" else "total"
    if lang == "zh":
        points = [
            f"{point.date}（{point.label}{'，主检' if point.primary else ''}）" for point in rule.checkpoints
        ]
        start = f"{rule.entry.date}收盘" if known else f"{as_of}之后首个收盘"
        how = {">": "跑赢{n}%以上", "<": "跑输{n}%以上", "within": "与基准相差不超过{n}%"}[rule.op]
        return (
            f"{call.subject.id}相对{call.benchmark.id}{how.format(n=f'{rule.threshold_pct:g}')}，"
            f"{'价格' if basis == 'price' else '总'}收益，自{start}起算，"
            f"{'于' if known else '于以下日期当日或其后首个收盘：'}{'、'.join(points)}{'检验' if known else ''}"
        )
    how = {
        ">": "beats {b} by more than {n} %",
        "<": "lags {b} by more than {n} %",
        "within": "stays within {n} % of {b}",
    }[rule.op]
    return (
        f"{call.subject.id} {how.format(b=call.benchmark.id, n=f'{rule.threshold_pct:g}')}, {basis} return, "
        f"from the {f'close of {rule.entry.date}' if known else f'first close after {as_of}'}, "
        f"{'on' if known else 'at the first close on or after'} {' or '.join(points)}"
    )


def trace_leaves(trace: contract.Trace | None) -> Iterator[contract.Trace]:
    """Yield the leaves of a trace from left to right."""
    if trace is None:
        return
    if trace.node == "leaf":
        yield trace
    for child in trace.children:
        yield from trace_leaves(child)


def weeks_words(sigma: float | None, lang: Lang) -> str:
    """Say a margin in one-week standard deviations of a fact, its usual week; a dash where that is no measure."""
    if sigma is None:
        return "—"
    return f"{sigma:+.1f}倍常见周波动" if lang == "zh" else f"{sigma:+.1f} × its usual week"


def change_words(change: contract.FactChange, labels: Labels, lang: Lang) -> str:
    """Say one change of one fact: from where to beyond which threshold, and how far that is."""
    name = labels.get(change.fact, change.fact)
    now = amount(change.now, change.unit, lang)
    there = condition(change.flips_when.removeprefix(f"{change.fact} ").removeprefix("== "), lang)
    if change.distance_sigma is None:  # a count moves by an act or on a known day, not by so much a week
        return f"{name} {now} → {there}"
    far = weeks_words(change.distance_sigma, lang).lstrip("+")
    return f"{name} {now} → {there}（{far}）" if lang == "zh" else f"{name} {now} → {there} ({far})"


def rule_words(rule: str, labels: Labels, lang: Lang) -> str:
    """Say a rule on one line with the names of its facts and the units of the screen."""
    names = re.sub(
        r"[\w.-]*\w", lambda one: labels.get(one[0], one[0]), condition(rule, lang), flags=re.ASCII
    )
    return names.replace(", ", "、") if lang == "zh" else names


def plain_rule_words(rule: str, labels: Labels, lang: Lang) -> str:
    """Say a rule without signs of comparison, as headlines do: ``“VIX, close” is 40 pts or more``."""
    named = re.sub(
        r"([a-z][\w.-]*\.[\w.-]*\w) ?",
        lambda one: f"“{labels[one[1]]}”" + ("" if lang == "zh" else " is ") if one[1] in labels else one[0],
        rule,
        flags=re.ASCII,
    )
    return plain_condition(named, lang)


def flip_words(flip: contract.FlipSet, scale: contract.Scale, labels: Labels, lang: Lang) -> str:
    """Say one set of changes and what the call would then be."""
    zh = lang == "zh"
    joined = ("，且" if zh else " and ").join(change_words(change, labels, lang) for change in flip.changes)
    result = grade_word(scale, flip.new_grade, lang) + ("，得分" if zh else " at ")
    result += score_interval(flip.new_score_bp)
    return f"{joined}{'：' if zh else ': '}{result}"


def untried_words(call: contract.Call, lang: Lang) -> str:
    """Say that there may be other ways to move the grade than those given; empty where these are all."""
    if call.flips.complete is not False or call.rating.model_grade is None:
        return ""
    return (
        "组合过多，未能逐一试过：可能还有其他变化，包括更近的"
        if lang == "zh"
        else "not every combination could be tried: there may be other ways, nearer ones as well"
    )


def telling(call: contract.Call) -> tuple[contract.ScheduledFlip, ...]:
    """Return the scheduled changes whose day moves the score or the grade; days add up."""
    kept = []
    state, day_before, day = (call.score.interval_bp, call.rating.model_grade), None, None
    for flip in call.flips.scheduled:
        after = (flip.new_score_bp, flip.new_grade)
        if flip.on != day:
            day, day_before = flip.on, state
        state = after
        if after != day_before:
            kept.append(flip)
    return tuple(kept)


def scheduled_words(flip: contract.ScheduledFlip, scale: contract.Scale, labels: Labels, lang: Lang) -> str:
    """Say one scheduled change: the day, the fact, and what becomes of the call."""
    name = labels.get(flip.fact, flip.fact)
    unit = flip.unit
    before, after = amount(flip.from_value, unit, lang), amount(flip.to_value, unit, lang)
    result = grade_word(scale, flip.new_grade, lang) + ("，得分" if lang == "zh" else " at ")
    result += score_interval(flip.new_score_bp)
    if lang == "zh":
        return f"{flip.on} {name} {before} → {after}：{result}，除非{flip.unless.zh}"
    return f"{flip.on} {name} {before} → {after}: {result}, unless {flip.unless.en}"


def because(causes: Sequence[contract.ChangeCause], labels: Labels, lang: Lang) -> str:
    """Say why something changed, in brackets."""
    said_causes = dict.fromkeys(
        f"{labels.get(cause.fact, cause.fact)}: {cause_word(cause.cause, lang)}"
        if cause.fact
        else cause_word(cause.cause, lang)
        for cause in causes
    )
    joined = ("；" if lang == "zh" else "; ").join(said_causes)
    return f"（{joined}）" if lang == "zh" else f" ({joined})"
