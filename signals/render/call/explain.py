"""The screen of ``signals explain``: the whole tree of one call, down to the source of each number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text
from rich.tree import Tree

from signals.allocation import contract
from signals.render.call.phrases import (
    Labels,
    Lang,
    flip_words,
    said,
    scheduled_words,
    stance_word,
    status_word,
    telling,
    untried_words,
    weeks_words,
)
from signals.safe_text import line
from signals.units import amount, difference
from signals.words import score, score_interval

_MARKS = {"holds": ("✓", "green"), "fails": ("✗", "red"), "unknown": ("?", "magenta")}
_STANCE_STYLES = {"supports": "green", "opposes": "red", "neither": "dim", "unknown": "magenta"}
_NODES = {"all": ("all of", "全部满足"), "any": ("any of", "任一满足"), "not": ("not", "不成立")}


def screen(document: contract.AllocationDocument, call: contract.Call, lang: Lang) -> RenderableType:
    """Return one call: rule, fact, value, threshold, margin, release day, source."""
    zh = lang == "zh"
    facts = {fact.id: fact for fact in document.facts}
    labels = {fact.id: said(fact.label, lang) for fact in document.facts}
    root = Tree(line(said(call.headline, lang), "bold"), guide_style="dim")
    rules = next(one for one in document.provenance.rulesets if one.thread_id == call.thread_id)
    root.add(
        line(
            f"规则 {rules.path}，版本{rules.version}，sha256 {rules.sha256[:12]}"
            if zh
            else f"rules {rules.path}, version {rules.version}, sha256 {rules.sha256[:12]}",
            "dim",
        )
    )
    for leg in call.drivers:
        _leg(root, leg, facts, labels, document.document.as_of, lang)
    _stops(root, call, lang)
    _flips(root, call, labels, lang)
    _sources(root, document, call, lang)
    return Group(root)


def _leg(
    root: Tree,
    leg: contract.Driver,
    facts: dict[str, contract.FactRecord],
    labels: Labels,
    as_of: dt.date,
    lang: Lang,
) -> None:
    zh = lang == "zh"
    style = _STANCE_STYLES[leg.stance]
    low, high = leg.contribution_bp
    title = Text(overflow="fold")
    title.append_text(line(said(leg.name, lang), "bold"))
    title.append_text(
        line(
            f"  {stance_word(leg.stance, lang)} {score(low) if low == high else score_interval(leg.contribution_bp)}",
            style,
        )
    )
    weight = f"{leg.weight_bp / 10_000:.2f}"
    title.append_text(
        line(f"（{leg.leg}，权重{weight}）" if zh else f"  ({leg.leg}, weight {weight})", "dim")
    )
    branch = root.add(title)
    branch.add(line(said(leg.reason, lang)))
    branch.add(line(f"{'权重理由：' if zh else 'why this weight: '}{said(leg.weight_reason, lang)}", "dim"))
    if leg.supports is not None:
        _condition(
            branch.add(line("支持条件" if zh else "speaks for the call if", "dim")),
            leg.supports,
            facts,
            labels,
            as_of,
            lang,
        )
    if leg.opposes is not None:
        _condition(
            branch.add(line("反对条件" if zh else "speaks against it if", "dim")),
            leg.opposes,
            facts,
            labels,
            as_of,
            lang,
        )


def _condition(
    branch: Tree,
    trace: contract.Trace,
    facts: dict[str, contract.FactRecord],
    labels: Labels,
    as_of: dt.date,
    lang: Lang,
) -> None:
    zh = lang == "zh"
    mark, style = _MARKS[trace.verdict]
    row = Text(overflow="fold")
    row.append(f"{mark} ", style=style)
    if trace.node != "leaf":
        words = f"至少{trace.n}项" if zh else f"at least {trace.n} of"
        row.append_text(line(_NODES[trace.node][zh] if trace.node in _NODES else words))
        if trace.margin_sigma is not None:
            row.append_text(line(f"  {weeks_words(trace.margin_sigma, lang)}", "dim"))
        node = branch.add(row)
        for child in trace.children:
            _condition(node, child, facts, labels, as_of, lang)
        return
    row.append_text(line(trace.text))
    found = amount(trace.actual, trace.unit, lang)
    row.append_text(line(f"  {'实际' if zh else 'is'} {found}", "bold"))
    if trace.margin is not None:
        far = difference(trace.margin, trace.unit, lang)
        weeks = "" if trace.margin_sigma is None else weeks_words(trace.margin_sigma, lang)
        weeks = (f"（{weeks}）" if zh else f" ({weeks})") if weeks else ""
        row.append_text(line(f"  {'距门槛' if zh else 'margin'} {far}{weeks}"))
    leaf = branch.add(row)
    if said(trace.reason, lang):
        leaf.add(line(said(trace.reason, lang), "magenta"))
    fact = facts.get(trace.fact or "")
    if fact is None:
        return
    told = (labels[fact.id], known_words(fact, as_of, lang), ", ".join(fact.inputs))
    leaf.add(line(("；" if zh else "; ").join(word for word in told if word), "dim"))
    if said(fact.derivation, lang):
        leaf.add(line(said(fact.derivation, lang), "dim"))


def known_words(fact: contract.FactRecord, as_of: dt.date, lang: Lang) -> str:
    """Say since when a fact is known, and how old its oldest input is where that is another day.

    Empty for a fact without a value: nothing is known of it, whatever its inputs' days.
    """
    zh = lang == "zh"
    day, age = fact.released_at, fact.age_days
    if fact.value is None or day is None:
        return ""
    if age is None:
        return f"发布于{day}" if zh else f"known since {day}"
    days = f"{age}天" if zh else f"{age} day{'' if age == 1 else 's'}"
    if (as_of - day).days == age:
        return f"发布于{day}（{days}前）" if zh else f"known since {day} ({days} old)"
    return (
        f"最新输入发布于{day}，最旧输入已有{days}"
        if zh
        else f"newest input of {day}, oldest input {days} old"
    )


def _stops(root: Tree, call: contract.Call, lang: Lang) -> None:
    zh = lang == "zh"
    for rule in call.invalidation:
        style = "bold red" if rule.in_force else "dim"
        state = ("已触发" if zh else "in force") if rule.in_force else ("未触发" if zh else "not in force")
        root.add(
            line(
                f"撤销条件{rule.rule}（{state}）：{said(rule.then, lang)}"
                if zh
                else f"withdrawn if {rule.rule} ({state}): {said(rule.then, lang)}",
                style,
            )
        )


def _flips(root: Tree, call: contract.Call, labels: Labels, lang: Lang) -> None:
    zh = lang == "zh"
    scale = call.rating.scale
    if call.flips.minimal_sets:
        title = "改变评级的最小变化" if zh else "smallest changes that move the grade"
        branch = root.add(line(title, "bold"))
        for flip in call.flips.minimal_sets:
            branch.add(line(flip_words(flip, scale, labels, lang)))
        if untried := untried_words(call, lang):
            branch.add(line(untried, "yellow"))
    if telling(call):
        branch = root.add(line("日历带来的变化" if zh else "what the calendar brings", "bold"))
        for scheduled in telling(call):
            branch.add(line(scheduled_words(scheduled, scale, labels, lang)))


def _sources(root: Tree, document: contract.AllocationDocument, call: contract.Call, lang: Lang) -> None:
    zh = lang == "zh"
    names = {name for leg in call.drivers for name in leg.facts}
    series = {item for fact in document.facts if fact.id in names for item in fact.inputs}
    branch = root.add(line("数据来源" if zh else "sources", "bold"))
    for item in document.inputs:
        if item.series not in series:
            continue
        row = line(
            f"{item.series}{'：' if zh else ': '}{('，' if zh else ', ').join(_input_words(item, lang))}"
        )
        if item.status != "ok":
            row.append_text(
                line(
                    f"  {status_word(item.status, lang)}{'：' if zh else ': '}{said(item.reason, lang)}",
                    "magenta",
                )
            )
        branch.add(row)


def _input_words(item: contract.InputRecord, lang: Lang) -> Iterator[str]:
    """Yield what is known of an input, and nothing else."""
    zh = lang == "zh"
    if item.period is not None:
        yield f"期{item.period.first}" if zh else f"period {item.period.first}"
    if item.released_at is not None:
        yield f"发布于{item.released_at}" if zh else f"released {item.released_at}"
        if not item.exact:
            yield "发布日为估算" if zh else "release day by rule of thumb"
    if item.age_days is not None:
        days = f"{item.age_days}天" if zh else f"{item.age_days} day{'' if item.age_days == 1 else 's'}"
        limit = ""
        if item.max_age_days is not None:
            limit = f"（至多{item.max_age_days}天）" if zh else f" (good for {item.max_age_days})"
        yield f"已有{days}{limit}" if zh else f"{days} old{limit}"
    yield from (word for word in (_MODES[item.mode][zh], item.source) if word)


_MODES = {"sample": ("sample", "样本"), "store": ("store", "数据库"), "live": ("live", "实时")}
