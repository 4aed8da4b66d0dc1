"""The screen of ``signals whatif``: the call as it is beside the call as it would be."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.rules.strategy import Strategy
from signals.rules.verdict import CallVerdict, Grade, LegVerdict
from signals.rules.whatif import Assumed, WhatIf
from signals.safe_text import line
from signals.units import amount
from signals.words import score, score_interval

_WORDS: dict[str, tuple[str, str]] = {
    "against": ("against", "相对"),
    "as_of": ("as of", "截至"),
    "sample": ("bundled sample", "内置样本"),
    "if": ("If", "假设"),
    "were": ("were", "为"),
    "unknown": ("unknown", "未知"),
    "now": ("now", "当前"),
    "then": ("then", "假设后"),
    "leg": ("Reason", "理由"),
    "score": ("Score", "得分"),
    "call": ("Call", "评级"),
    "no_call": ("no call", "暂不评级"),
    "needs": ("Needs", "尚需"),
    "stopped": ("Stopped by", "触发撤销"),
    "idle": ("no reason and no stop rule looks at it", "没有任何理由或撤销条件使用该事实"),
    "band": (
        "Entered at ±{enter}, left below ±{leave}; held before: {held}.",
        "入场线±{enter}，离场线±{leave}；此前评级：{held}。",
    ),
    "nothing": ("none", "无"),
    "same": ("The call stays.", "评级不变。"),
    "other": ("The call changes.", "评级改变。"),
}
_STYLES: dict[Grade | None, str] = {
    "overweight": "bold green",
    "neutral": "bold yellow",
    "underweight": "bold red",
    None: "bold magenta",
}


def screen(found: WhatIf, strategy: Strategy, origin: str, lang: str) -> RenderableType:
    """Return what is assumed, each leg now and then, and both calls."""
    now, then = found.now, found.then
    parts: list[RenderableType] = [
        _head(now, strategy, origin, lang),
        *(_assumption(one, lang) for one in found.assumed),
        Text(),
        _table(now, then, strategy, lang),
        Text(),
        Text(_say("same" if now.grade == then.grade else "other", lang), style="bold"),
    ]
    for verdict, key in ((now, "now"), (then, "then")):
        parts += _remarks(verdict, key, lang)
    held = _label(strategy, now.previous_grade, lang) if now.previous_grade else _say("nothing", lang)
    band = _say("band", lang).format(
        enter=score(now.enter_bp).lstrip("+"), leave=score(now.leave_bp).lstrip("+"), held=held
    )
    return Group(*parts, line(band, "dim"))


def _head(verdict: CallVerdict, strategy: Strategy, origin: str, lang: str) -> Text:
    subject = strategy.subject.name.in_language(lang)
    benchmark = strategy.benchmark.name.in_language(lang)
    where = f" · {_say('sample', lang)}" if origin == "sample" else ""
    words = Text.assemble(
        line(f"{subject} {_say('against', lang)} {benchmark}", "bold"),
        line(f"  {_say('as_of', lang)} {verdict.as_of}{where}", "dim"),
    )
    words.overflow = "fold"
    return words


def _assumption(one: Assumed, lang: str) -> Text:
    then = _say("unknown", lang) if one.then is None else amount(one.then, one.unit, lang)
    now = _say("unknown", lang) if one.now is None else amount(one.now, one.unit, lang)
    idle = f"  {_say('idle', lang)}" if one.idle else ""
    return Text.assemble(
        line(f"{_say('if', lang)} "),
        line(one.fact, "bold"),
        line(f" {_say('were', lang)} "),
        line(then, "bold cyan"),
        line(f"  ({_say('now', lang)} {now})", "dim"),
        line(idle, "yellow"),
        overflow="fold",
    )


def _table(now: CallVerdict, then: CallVerdict, strategy: Strategy, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", show_footer=False)
    table.add_column(_say("leg", lang), overflow="fold")
    table.add_column(_say("now", lang), justify="right", overflow="fold")
    table.add_column(_say("then", lang), justify="right", overflow="fold")
    for before, after in zip(now.legs, then.legs, strict=True):
        changed = before.contribution_bp != after.contribution_bp
        table.add_row(
            line(_name(before, lang), "bold" if changed else ""),
            line(_adds(before)),
            line(_adds(after), "bold cyan" if changed else ""),
        )
    table.add_section()
    moved = "bold cyan" if now.score_bp != then.score_bp else ""
    table.add_row(
        line(_say("score", lang), "bold"),
        line(score_interval(now.score_bp)),
        line(score_interval(then.score_bp), moved),
    )
    table.add_row(
        line(_say("call", lang), "bold"),
        line(_label(strategy, now.grade, lang), _STYLES[now.grade]),
        line(_label(strategy, then.grade, lang), _STYLES[then.grade]),
    )
    return table


def _remarks(verdict: CallVerdict, key: str, lang: str) -> Sequence[Text]:
    said = []
    for what, names in (("needs", verdict.needs), ("stopped", verdict.invalidated_by)):
        if names:
            said.append(line(f"{_say(what, lang)} ({_say(key, lang)}): {', '.join(names)}", "yellow"))
    return said


def _adds(leg: LegVerdict) -> str:
    return "0" if leg.contribution_bp == (0, 0) else score_interval(leg.contribution_bp)


def _name(leg: LegVerdict, lang: str) -> str:
    return leg.name_zh if lang == "zh" else leg.name_en


def _label(strategy: Strategy, grade: Grade | None, lang: str) -> str:
    return _say("no_call", lang) if grade is None else strategy.scale.label(grade).in_language(lang)


def _say(key: str, lang: str) -> str:
    return _WORDS[key][lang == "zh"]
