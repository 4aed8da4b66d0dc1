"""The screen of ``signals load``: what was new, what was known, and what the gates doubt."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import gate_word
from signals.render.tables import doubt_words
from signals.safe_text import line
from signals.words import Word
from sources.contract import PolicyEvent
from sources.door.judging.rules import Finding
from sources.intake import Intake
from sources.places import Place
from sources.store import Added

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Loaded into {store}",
        "series": "series",
        "added": "new rows",
        "corrected": "Values that contradict another of the same release day: {n}. "
        "Both stay in the store, and neither is read unless a gate or `signals accept` tells which is right.",
        "known": "already known",
        "gates": "quality gates",
        "events": "policy events",
        "contracts": "{root} futures ({n} price series)",
        "fine": "ok",
        "suspect": "suspect",
        "blocked": "blocked",
        "finding": "{series}: {n} row(s) {quality} by {rule}, the last for {period} at {value:g} ({why})",
        "advice": "Suspect rows are read and shown, but every fact that rests on one is unknown to the rules; "
        "blocked rows are kept and never read. `signals series ID` shows them; if you have verified one: "
        'signals accept ID PERIOD VALUE --because "…"',
    },
    "zh": {
        "title": "已载入 {store}",
        "series": "序列",
        "added": "新增行",
        "corrected": "同一发布日有不同数值：{n}个。两者均保留，须由检查或 `signals accept` 判定后才会读取。",
        "known": "已有行",
        "gates": "质量检查",
        "events": "政策事件",
        "contracts": "{root} 期货（{n} 条价格序列）",
        "fine": "通过",
        "suspect": "存疑",
        "blocked": "拦截",
        "finding": "{series}：{n} 行被 {rule} 判为{quality}，最近一行为 {period}，数值 {value:g}（{why}）",
        "advice": "存疑的数据会读取和显示，但依据它的事实在规则中视为未知；被拦截的数据只保存不读取。"
        '用 `signals series ID` 查看；核实后可逐行采信：signals accept ID PERIOD VALUE --because "…"',
    },
}


def screen(intake: Intake, store: Place, lang: str) -> RenderableType:
    """Return a row a series (futures by root), then each finding in a sentence."""
    words = _WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, justify in (("series", "left"), ("added", "right"), ("known", "right"), ("gates", "left")):
        table.add_column(Text(words[name]), justify=justify, overflow="fold")  # type: ignore[arg-type]  # rich's literal
    by_series: dict[str, list[Finding]] = {}
    for finding in intake.findings:
        by_series.setdefault(_row_name(finding.series), []).append(finding)
    for name, added, n_parts in _rows(intake.added):
        label = words["contracts"].format(root=name.removeprefix("futures."), n=n_parts) if n_parts else name
        table.add_row(
            Text(label),
            str(added.observations),
            str(added.unchanged),
            _verdict(by_series.get(name, []), words),
        )
    n_others = (
        sum(added.unchanged for added in intake.added.by_series.values()) + intake.added.weekly_unchanged
    )
    if intake.added.events or intake.added.unchanged > n_others:
        table.add_row(
            Text(words["events"]),
            str(intake.added.events),
            str(intake.added.unchanged - n_others),
            Text("-", style="dim"),
        )
    if intake.added.weekly_rows or intake.added.weekly_unchanged:
        table.add_row(*_weekly_row(intake, words, lang))
    return Group(Text(words["title"].format(store=store), style="bold"), table, *_further(intake, lang))


def _weekly_row(intake: Intake, words: dict[str, str], lang: str) -> list[Text]:
    n_doubted = len(intake.doubted_rows)
    doubt = Text(Word.of("tables.doubted", n=n_doubted).text(lang), style="yellow")
    return [
        Text(Word.of("tables.rows").text(lang)),
        Text(str(intake.added.weekly_rows)),
        Text(str(intake.added.weekly_unchanged)),
        doubt if n_doubted else Text(words["fine"], style="green"),
    ]


def _further(intake: Intake, lang: str) -> list[RenderableType]:
    """Return what is doubted of numbers, events and weekly tables, and which series nothing reads."""
    words = _WORDS[lang]
    parts: list[RenderableType] = []
    corrected = sum(added.corrected for added in intake.added.by_series.values())
    if corrected:
        parts += [Text(), Text(words["corrected"].format(n=corrected), style="yellow")]
    if intake.findings:
        parts += [
            Text(),
            *(Text(finding_sentence(finding, lang), style="yellow") for finding in intake.findings),
        ]
        parts.append(Text(words["advice"], style="dim"))
    if intake.doubted_events:
        parts += [
            Text(),
            *(line(event_sentence(event).text(lang), style="yellow") for event in intake.doubted_events),
        ]
    if intake.doubted_rows:
        parts += [
            Text(),
            *(
                line(word.text(lang), style="yellow")
                for row in intake.doubted_rows
                for word in doubt_words(row)
            ),
            Text(Word.of("tables.doubt_advice").text(lang), style="dim"),
        ]
    if intake.unread:
        unread = Word.of("gates.never_read", names=", ".join(intake.unread))
        parts += [Text(), line(unread.text(lang), style="yellow")]
    return parts


def event_sentence(event: PolicyEvent) -> Word:
    """Return what is held against an event, in words."""
    rule = gate_word(event.quality_rule)
    return Word.of("gates.event_doubted", kind=event.kind, day=event.announced_at, rule=rule)


def document(intake: Intake, store: Place) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "store": str(store),
        "added": {
            "observations": intake.added.observations,
            "events": intake.added.events,
            "weekly_rows": intake.added.weekly_rows,
        },
        "corrected": sum(added.corrected for added in intake.added.by_series.values()),
        "already_known": intake.added.unchanged,
        "series": [
            {"series": series, "added": added.observations, "already_known": added.unchanged}
            for series, added in sorted(intake.added.by_series.items())
        ],
        "findings": [finding_document(finding) for finding in intake.findings],
        "doubted_events": [
            {
                "jurisdiction": event.jurisdiction,
                "kind": event.kind,
                "announced_at": event.announced_at.isoformat(),
                "rule": event.quality_rule,
                "why": gate_word(event.quality_rule).text("en"),
            }
            for event in intake.doubted_events
        ],
        "doubted_rows": [
            {
                "id": row.id,
                "period": row.period.isoformat(),
                "faults": [fault.code for fault in row.faults],
                "why": [word.text("en") for word in doubt_words(row)],
            }
            for row in intake.doubted_rows
        ],
        "never_read": list(intake.unread),
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return one finding as plain JSON values."""
    return {
        "series": finding.series,
        "rule": finding.rule,
        "quality": finding.quality,
        "rows": finding.n_rows,
        "last_period": finding.last_period.isoformat(),
        "last_value": finding.last_value,
        "why": gate_word(finding.rule).text("en"),
    }


def _row_name(series: str) -> str:
    if series.startswith("futures."):
        return f"futures.{series.split('.')[1][:-3]}"
    return series


def _rows(added: Added) -> list[tuple[str, Added, int]]:
    rows: dict[str, Added] = {}
    n_parts: dict[str, int] = {}
    for series, one in sorted(added.by_series.items()):
        name = _row_name(series)
        rows[name] = rows.get(name, Added()) + one
        n_parts[name] = n_parts.get(name, 0) + (1 if series.startswith("futures.") else 0)
    return [(name, one, n_parts[name]) for name, one in rows.items()]


def _verdict(found: list[Finding], words: dict[str, str]) -> Text:
    if not found:
        return Text(words["fine"], style="green")
    parts = []
    for quality in ("blocked", "suspect"):
        n = sum(finding.n_rows for finding in found if finding.quality == quality)
        if n:
            parts.append(f"{n} {words[quality]}")
    return Text(", ".join(parts), style="yellow")


def finding_sentence(finding: Finding, lang: str) -> str:
    """Return one finding in words."""
    words = _WORDS[lang]
    return words["finding"].format(
        series=finding.series,
        n=finding.n_rows,
        quality=words[finding.quality],
        rule=finding.rule,
        period=finding.last_period,
        value=finding.last_value,
        why=gate_word(finding.rule).text(lang),
    )
