"""The screen of ``signals doctor``: one table of checks, one of inputs, and what would help."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from signals.data.doctor import Diagnosis, InputHealth
from signals.data.wants import Want
from signals.safe_text import line
from signals.wording.messages import in_language
from signals.words import Word
from signals.words import said as said_in
from sources.store.care import Repair

_STYLE = {"ok": "green", "note": "dim", "warn": "yellow", "fail": "bold red"}
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Health as of {day}",
        "check": "check|health|found|what would help",
        "wants": "What the strategies lack",
        "for": "for {legs}",
        "nothing_lacks": "Every leg of every strategy has what it needs.",
        "inputs": "Inputs in the store",
        "input": "series|status|newest period|released|age|limit|next due|remarks|what would help",
        "days": "{n} d",
        "absent": "Not in the store: {n} series of the catalogue ({names}). "
        "`signals fetch --dry-run` lists what can be fetched.",
        "suspect": "{n} suspect rows",
        "blocked": "{n} blocked rows",
        "holes": "missing {months}",
        "sound": "store {path}: it is sound; nothing was repaired.",
        "restored": "store {path}: the last good copy is back, with {n} newer rows rescued; "
        "the damaged file is {damaged}.",
        "nothing": "(there was no file)",
        "more": "and {n} more",
    },
    "zh": {
        "title": "健康检查（截至{day}）",
        "check": "检查项|状况|结果|建议",
        "wants": "策略所缺",
        "for": "用于{legs}",
        "nothing_lacks": "每个策略的每条依据所需数据均已具备。",
        "inputs": "库中的输入",
        "input": "序列|状态|最新期|发布日|已过|上限|下次发布|备注|建议",
        "days": "{n}天",
        "absent": "库中没有目录里的 {n} 个序列（{names}）。`signals fetch --dry-run` 列出可抓取的序列。",
        "suspect": "{n} 行存疑",
        "blocked": "{n} 行被拦截",
        "holes": "缺 {months}",
        "sound": "数据库 {path} 完好，无需修复。",
        "restored": "数据库 {path} 已用最近的完好副本恢复，并救回 {n} 行较新的数据；损坏的文件为 {damaged}。",
        "nothing": "（原来没有文件）",
        "more": "另有 {n} 个",
    },
}
_HEALTH = {
    "en": {"ok": "ok", "note": "note", "warn": "warn", "fail": "fail"},
    "zh": {"ok": "正常", "note": "提示", "warn": "注意", "fail": "故障"},
}


def screen(found: Diagnosis, lang: str) -> RenderableType:
    """Return both tables; what is worst stands first."""
    words = _WORDS[lang]
    checks = _table(words["check"])
    for check in found.checks:
        health = Text(_HEALTH[lang][check.health], style=_STYLE[check.health])
        checks.add_row(
            Text(check.id),
            health,
            Text(in_language(check.says, lang)),
            Text(in_language(check.hint, lang), style="dim"),
        )
    parts: list[RenderableType] = [Text(words["title"].format(day=found.as_of), style="bold")]
    parts += [*_wants(found, words, lang), Text(), checks]
    if found.inputs:
        inputs = _table(words["input"], right=(4, 5))
        for item in sorted(found.inputs, key=lambda item: (item.health == "ok", item.id)):
            inputs.add_row(*_input_row(item, words, lang))
        parts += [Text(), Text(words["inputs"], style="bold"), inputs]
    if found.absent and found.inputs:
        shown = [name for name in found.absent if not name.startswith("us.cpi.item.")][:8]
        rest = len(found.absent) - len(shown)
        names = ", ".join([*shown, words["more"].format(n=rest)] if rest else shown)
        parts += [Text(), Text(words["absent"].format(n=len(found.absent), names=names), style="dim")]
    return Group(*parts)


def _wants(found: Diagnosis, words: dict[str, str], lang: str) -> list[RenderableType]:
    """Return what the legs lack, first of all: a leg that is unknown is why people ask a doctor.

    One paragraph for all series that come by the same ways, with every leg that waits for them: the ways are
    long, and told once.
    """
    if not found.wants:
        return [Text(words["nothing_lacks"], style="green")]
    by_ways: dict[object, list[Want]] = {}
    for want in found.wants:
        by_ways.setdefault((want.ways, said_in(want.reason, lang)), []).append(want)
    parts: list[RenderableType] = [Text(words["wants"], style="bold")]
    for wants in by_ways.values():
        legs = dict.fromkeys(f"{want.strategy} · {want.name.in_language(lang)}" for want in wants)
        head = line(", ".join(dict.fromkeys(want.series for want in wants)), style="yellow")
        head.append_text(line(f"  {said_in(wants[0].reason, lang)}"))
        parts += [head, Padding(line(words["for"].format(legs="; ".join(legs)), style="dim"), (0, 0, 0, 2))]
        for way in dict.fromkeys(way for want in wants for way in want.ways):
            row = line(way.command, style="bold")
            if way.note:
                note = said_in(way.note, lang)
                row.append_text(line(f"（{note}）" if lang == "zh" else f"  ({note})", style="dim"))
            parts.append(Padding(row, (0, 0, 0, 2)))
    return parts


def document(found: Diagnosis) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "as_of": found.as_of.isoformat(),
        "store": str(found.store),
        "worst": found.worst,
        "checks": [
            {"id": check.id, "health": check.health, "says": check.says, "hint": check.hint}
            for check in found.checks
        ],
        "inputs": [
            {
                "series": item.id,
                "health": item.health,
                "status": item.status,
                "reason": str(item.reason),
                "period": _day(item.period),
                "released_at": _day(item.released_at),
                "age_days": item.age_days,
                "max_age_days": item.max_age_days,
                "next_due": _day(item.due),
                "suspect_rows": item.n_suspect,
                "blocked_rows": item.n_blocked,
                "missing_periods": [month.isoformat() for month in item.holes],
                "hint": item.hint,
            }
            for item in found.inputs
        ],
        "absent": list(found.absent),
        "wants": [
            {
                "strategy": want.strategy,
                "leg": want.leg,
                "series": want.series,
                "reason": {"en": said_in(want.reason, "en"), "zh-CN": said_in(want.reason, "zh")},
                "ways": [
                    {
                        "command": way.command,
                        "note": {"en": said_in(way.note, "en"), "zh-CN": said_in(way.note, "zh")},
                    }
                    for way in want.ways
                ],
            }
            for want in found.wants
        ],
    }


def repaired(done: Repair, path: Path, lang: str) -> Text:
    """Say what a repair did."""
    words = _WORDS[lang]
    if not done.restored:
        return Text(words["sound"].format(path=path))
    damaged = done.damaged.name if done.damaged else words["nothing"]
    return Text(words["restored"].format(path=path, n=done.n_rescued, damaged=damaged))


def _input_row(item: InputHealth, words: dict[str, str], lang: str) -> list[Text]:
    remarks = [said_in(item.reason, lang)] if item.reason else []
    if item.n_suspect:
        remarks.append(words["suspect"].format(n=item.n_suspect))
    if item.n_blocked:
        remarks.append(words["blocked"].format(n=item.n_blocked))
    if item.holes:
        remarks.append(words["holes"].format(months=", ".join(f"{month:%Y-%m}" for month in item.holes)))
    days = words["days"]
    return [
        Text(item.id),
        Text(Word.of(f"facts.status_{item.status}").text(lang), style=_STYLE[item.health]),
        Text(_day(item.period) or "-"),
        Text(_day(item.released_at) or "-"),
        Text(days.format(n=item.age_days) if item.age_days is not None else "-"),
        Text(days.format(n=item.max_age_days) if item.max_age_days is not None else "-"),
        Text(_day(item.due) or "-"),
        Text(("；" if lang == "zh" else "; ").join(remarks)),
        Text(in_language(item.hint, lang), style="dim"),
    ]


def _table(columns: str, *, right: tuple[int, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(columns.split("|")):
        table.add_column(Text(name), justify="right" if number in right else "left", overflow="fold")
    return table


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
