"""The screen of ``signals check``: yes or no, how far, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from signals.claims.comparisons import Answer, DayAnswer, Spell
from signals.facts import FactValue
from signals.units import with_unit
from signals.words import said

_VERDICT = {
    "en": {"true": "holds", "false": "does not hold", "unknown": "cannot be said"},
    "zh": {"true": "成立", "false": "不成立", "unknown": "无法判断"},
}
_STYLE = {"true": "green", "false": "red", "unknown": "yellow"}
_WORDS = {
    "en": {
        "just": "closer to the threshold than its own error",
        "known": "known on {day}",
        "never": "Never true in {n} days from {first} to {last}.",
        "held": "Last true on {last}; first true on {first}; {true} of {n} days.",
        "unknown": "{n} days cannot be said.",
        "spell": "true from {first} to {last} ({days} days asked)",
        "all": "all together",
    },
    "zh": {
        "just": "与门槛的距离小于自身误差",
        "known": "{day}已知",
        "never": "{first}至{last}的{n}天内从未成立。",
        "held": "最后成立于{last}；首次成立于{first}；{n}天中{true}天成立。",
        "unknown": "{n}天无法判断。",
        "spell": "{first}至{last}成立（{days}天）",
        "all": "全部",
    },
}


def day_screen(answer: DayAnswer, lang: str) -> RenderableType:
    """Return one line a sentence, and one for all of them where there are several."""
    lines = [_line(one, answer.day, lang) for one in answer.answers]
    if len(lines) > 1:
        lines.append(
            Text.assemble(
                f"{_WORDS[lang]['all']}: ", (_VERDICT[lang][answer.verdict], _STYLE[answer.verdict] + " bold")
            )
        )
    return Group(*lines)


def range_screen(answers: Sequence[DayAnswer], found: Sequence[Spell], lang: str) -> RenderableType:
    """Return when everything last held, each spell, and how the sentences stand on the last day."""
    words = _WORDS[lang]
    true = sum(spell.days for spell in found)
    said = {"n": len(answers), "true": true}
    if found:
        head = words["held"].format(first=found[0].first, last=found[-1].last, **said)
    else:
        head = words["never"].format(first=answers[0].day, last=answers[-1].day, **said)
    lines = [Text(head, style="bold")]
    unknown = sum(answer.verdict == "unknown" for answer in answers)
    if unknown:
        lines.append(Text(words["unknown"].format(n=unknown), style="yellow"))
    lines += [
        Text("  " + words["spell"].format(first=spell.first, last=spell.last, days=spell.days))
        for spell in found
    ]
    return Group(*lines, day_screen(answers[-1], lang))


def _line(answer: Answer, day: dt.date, lang: str) -> Text:
    words = _WORDS[lang]
    line = Text.assemble(
        f"{day}  ",
        (_VERDICT[lang][answer.verdict], _STYLE[answer.verdict] + " bold"),
        f"  {answer.sentence.text}",
    )
    if answer.fact is None or answer.verdict == "unknown":
        line.append(f"  ({said(answer.reason, lang)})")
        return line
    fact = answer.fact
    error = f" ± {_number(fact.error, fact.unit)}" if fact.error is not None else ""
    line.append("  " + with_unit(f"{_number(fact.value, fact.unit)}{error}", fact.unit, lang))
    line.append(f"  ({words['known'].format(day=fact.released_at)})", style="dim")
    if answer.within_error:
        line.append(f"  {words['just']}", style="yellow")
    return line


def _number(value: FactValue, unit: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()  # as a sentence writes it
    if not isinstance(value, float | int):
        return str(value)
    return f"{100 * value:.1f}" if unit == "prob" else f"{value:.2f}"
