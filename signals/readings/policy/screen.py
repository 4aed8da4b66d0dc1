"""The policy reading for people (tables, two languages) and for programs (plain JSON)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.calendars.upcoming import Ahead, FutureEvent
from signals.facts import Fact, Reason, fact_document
from signals.readings.policy.config import taxonomy
from signals.readings.policy.levels import LevelReading, LevelStep
from signals.readings.policy.reading import Policy, RollOff, Window
from signals.readings.policy.vocabulary import WINDOW_DAYS, WINDOWS
from signals.safe_text import line, plain
from signals.words import said
from sources.contract import PolicyEvent

Lang = Literal["en", "zh"]

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Policy as of", "政策，截至"),
    "sample": ("bundled sample", "内置样本"),
    "windows": ("Windows (by announcement, today included)", "窗口（按宣布日，含当日）"),
    "window": ("window", "窗口"),
    "days": ("d", "日"),
    "first out": ("60 d changes on", "60日窗口变动日"),
    "events": ("Events of the last 90 days", "近90日政策事件"),
    "announced": ("announced", "宣布"),
    "effective": ("in force", "生效"),
    "what": ("what", "内容"),
    "size": ("size", "幅度"),
    "told": ("told by {count}", "{count}个来源"),
    "levels": ("Levels", "水平"),
    "level": ("level", "指标"),
    "in force": ("in force", "现行"),
    "since": ("since", "起始"),
    "next": ("announced next", "已宣布待生效"),
    "ahead": ("Next {days} days", "未来{days}日"),
    "leaves": ("leaves: {window}", "移出：{window}"),
    "change": ("change", "变化"),
    "unless": ("if nothing new", "如无新事件"),
    "certainty": ("how sure", "确定性"),
    "dated": ("dated", "日期已公布"),
    "rule": ("by rule", "按惯例规则"),
    "approximate": ("approximate", "大致时间"),
    "on": ("on", "日期"),
    "impulse": ("impulse (one platform rule = -1)", "政策脉冲（一项平台监管 = -1）"),
    "since_rrr": ("days since RRR cut", "距上次降准"),
    "none": ("none", "无"),
    "unknown": ("unknown", "未知"),
    "warnings": ("Warnings", "提示"),
    "easing": ("easing", "宽松"),
    "tightening": ("tightening", "收紧"),
    "supportive": ("supportive", "支持"),
    "restrictive": ("restrictive", "限制"),
    "neutral": ("neutral", "中性"),
    "bp": ("bp", "基点"),
    "titles": ("titles", "款"),
    "projects": ("projects", "个项目"),
    "count": ("events", "件"),
}
_COLOURS = {
    "easing": "green",
    "supportive": "green",
    "restrictive": "red",
    "tightening": "red",
    "neutral": "default",
}


def document(reading: Policy, coming: Ahead) -> dict[str, Any]:
    """Return the reading as JSON-ready values; dates are ISO, absent values are null."""
    return {
        "as_of": reading.as_of.isoformat(),
        "origin": reading.origin,
        "windows": [_window_json(window) for window in reading.windows],
        "impulse": fact_document(reading.impulse),
        "days_since_rrr_cut": fact_document(reading.since_rrr),
        "events": [event_json(event) for event in reading.events],
        "roll_offs": [_roll_off_json(change) for change in reading.roll_offs],
        "levels": [_level_json(level) for level in reading.levels],
        "ahead": [_future_json(event) for event in coming.events],
        "warnings": [str(warning) for warning in (*reading.warnings, *coming.warnings)],
    }


def event_json(event: PolicyEvent) -> dict[str, Any]:
    """Return one event as JSON-ready values, with the weight that windows give its stage."""
    return {
        "id": event.event_id,
        "announced_at": event.announced_at.isoformat(),
        "effective_at": _iso(event.effective_at),
        "jurisdiction": event.jurisdiction,
        "kind": event.kind,
        "stage": event.stage,
        "direction": event.direction,
        "magnitude": event.magnitude,
        "unit": event.unit,
        "tier": event.tier,
        "issuer": event.issuer,
        "title_en": event.title_en,
        "title_zh": event.title_zh,
        "confirmations": event.confirmations,
        "evidence": event.evidence,
        "quote": event.quote,
        "source": event.source,
        "weight": taxonomy().stage[event.stage].window,
    }


def _window_json(window: Window) -> dict[str, Any]:
    return {
        "fact": window.fact.name,
        "value": window.fact.value,
        "unit": window.fact.unit,
        "status": window.fact.status,
        "reason": str(window.fact.reason),
        "released_at": _iso(window.fact.released_at),
        "days": window.days,
        "events": [event.event_id for event in window.events],
    }


def _roll_off_json(change: RollOff) -> dict[str, Any]:
    return {
        "on": change.on.isoformat(),
        "fact": change.fact,
        "unit": change.unit,
        "before": change.before,
        "after": change.after,
        "events": [event.event_id for event in change.events],
    }


def _level_json(level: LevelReading) -> dict[str, Any]:
    now, pending = level.in_force, level.pending
    return {
        "level": level.id,
        "pct": now.pct if now else None,
        "effective_at": _iso(now.effective_at) if now else None,
        "announced_at": _iso(now.announced_at) if now else None,
        "status": level.fact.status,
        "reason": str(level.fact.reason),
        "steps": [_step_json(step) for step in level.steps],
        "pending": _step_json(pending) if pending else None,
    }


def _step_json(step: LevelStep) -> dict[str, Any]:
    return {
        "pct": step.pct,
        "effective_at": step.effective_at.isoformat(),
        "announced_at": step.announced_at.isoformat(),
    }


def _future_json(event: FutureEvent) -> dict[str, Any]:
    return {
        "on": event.on.isoformat(),
        "until": _iso(event.until),
        "what": event.what,
        "en": event.en,
        "zh": event.zh,
        "certainty": event.certainty,
        "source": event.source,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def screen(reading: Policy, coming: Ahead, *, lang: Lang, ahead_days: int) -> RenderableType:
    """Return the reading and what is to come within ``ahead_days``."""
    words = _Words(lang)
    head = Text.assemble(
        (f"{words['title']} {reading.as_of}", "bold"),
        f"   {words['sample']}" if reading.origin == "sample" else f"   {plain(reading.origin)}",
    )
    parts: list[RenderableType] = [
        head,
        Text(),
        _windows_table(reading, words),
        _summary(reading, words),
        Text(),
    ]
    parts += [_events_table(reading, words), Text()]
    parts += [_levels_table(reading, words), Text()]
    parts += [_ahead_table(reading, coming, words, ahead_days), Text()]
    every: tuple[Reason, ...] = (*reading.warnings, *coming.warnings)
    warnings = [said(warning, words.lang) for warning in every]
    if warnings:
        parts.append(Text(words["warnings"], style="bold yellow"))
        parts += [line(f"  {warning}") for warning in warnings]
    return Group(*parts)


class _Words:
    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __getitem__(self, key: str) -> str:
        return _WORDS[key][self.lang == "zh"] if key in _WORDS else key

    def pick(self, en: str, zh: str) -> str:
        return plain((zh or en) if self.lang == "zh" else (en or zh))


def _table(title: str, *columns: tuple[str, Literal["left", "right", "words"]]) -> Table:
    """Return an empty table; columns of ``words`` fold where the screen is narrow, dates and numbers never."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=None, pad_edge=False)
    for name, kind in columns:
        folds = kind == "words"
        justify: Literal["left", "right"] = "right" if kind == "right" else "left"
        table.add_column(Text(name, style="dim"), justify=justify, overflow="fold", no_wrap=not folds)
    return table


def _windows_table(reading: Policy, words: _Words) -> Table:
    table = _table(
        words["windows"],
        (words["window"], "left"),
        *((f"{days} {words['days']}", "right") for days in WINDOW_DAYS),
        ("", "left"),
        (words["first out"], "left"),
    )
    for spec in WINDOWS:
        row = [window for window in reading.windows if window.spec is spec]
        middle = spec.fact(60)
        change = next((item for item in reading.roll_offs if item.fact == middle), None)
        table.add_row(
            Text(words.pick(spec.en, spec.zh)),
            *(_cell(window, words) for window in row),
            Text(words["count" if spec.unit == "events" else spec.unit], style="dim"),
            Text(f"{change.on}  {change.before:g} → {change.after:g}" if change else ""),
        )
    return table


def _cell(window: Window, words: _Words) -> Text:
    if window.fact.usable:
        return Text(f"{window.value:g}", style="bold" if window.value else "dim")
    return Text(words["unknown"], style="yellow")


def _summary(reading: Policy, words: _Words) -> Text:
    def say(fact: Fact, form: str) -> str:
        return format(fact.value, form) if fact.usable and isinstance(fact.value, float) else words["unknown"]

    return Text(
        f"{words['impulse']} {say(reading.impulse, '+.2f')}   "
        f"{words['since_rrr']} {say(reading.since_rrr, '.0f')}",
        style="dim",
    )


def _events_table(reading: Policy, words: _Words) -> Table:
    table = _table(
        words["events"],
        (words["announced"], "left"),
        (words["effective"], "left"),
        (words["size"], "right"),
        (words["what"], "words"),
    )
    kinds, stages = taxonomy().kind, taxonomy().stage
    for event in sorted(reading.events, key=lambda item: item.announced_at, reverse=True):
        kind = kinds.get(event.kind)
        name = words.pick(kind.en, kind.zh) if kind else event.kind
        counts = stages[event.stage].window > 0
        table.add_row(
            Text(event.announced_at.isoformat()),
            Text(_iso(event.effective_at) or "–"),
            Text(_size(event, words)),
            line(words.pick(event.title_en, event.title_zh) or name).append_text(_about(event, words)),
            style=None if counts else "dim",
        )
    if not reading.events:
        table.add_row(Text(words["none"], style="dim"))
    return table


def _about(event: PolicyEvent, words: _Words) -> Text:
    """The second line of an event: which way, at what stage, by whom, and how many say so."""
    stage = taxonomy().stage[event.stage]
    told = words["told"].format(count=event.confirmations)
    rest = [words.pick(stage.en, stage.zh), plain(event.issuer or ""), told]
    colour = _COLOURS[event.direction] if stage.window else "dim"
    return Text.assemble(
        "\n", (words[event.direction], colour), *((f" · {word}", "dim") for word in rest if word)
    )


def _size(event: PolicyEvent, words: _Words) -> str:
    if event.magnitude is None:
        return ""
    sign = "+" if event.unit == "bp" and event.magnitude > 0 else ""
    return f"{sign}{event.magnitude:,g} {plain(words[event.unit or ''])}"


def _ahead_table(reading: Policy, coming: Ahead, words: _Words, days: int) -> Table:
    """One list of what the calendar brings: decisions, releases, and events that leave a window."""
    table = _table(
        words["ahead"].format(days=days),
        (words["on"], "left"),
        (words["what"], "words"),
        (words["change"], "right"),
        (words["certainty"], "left"),
    )
    names = {
        spec.fact(length): f"{words.pick(spec.en, spec.zh)} {length} {words['days']}"
        for spec in WINDOWS
        for length in WINDOW_DAYS
    }
    rows: list[tuple[dt.date, int, list[Text]]] = []
    for event in coming.events:
        on = f"{event.on}" + (f" – {event.until:%m-%d}" if event.until else "")
        sure = Text(words[event.certainty])
        rows.append(
            (event.on, 0, [Text(on), Text(words.pick(event.en, event.zh), style="bold"), Text(), sure])
        )
    last = reading.as_of + dt.timedelta(days=days)
    for change in (item for item in reading.roll_offs if item.on <= last):
        unit = words["count" if change.unit == "events" else change.unit]
        step = Text(f"{change.before:g} → {change.after:g} {unit}")
        what = Text(words["leaves"].format(window=names[change.fact]))
        rows.append((change.on, 1, [Text(f"{change.on}"), what, step, Text(words["unless"], style="dim")]))
    for _, _, row in sorted(rows, key=lambda row: row[:2]):
        table.add_row(*row)
    if not rows:
        table.add_row(Text(words["none"], style="dim"))
    return table


def _levels_table(reading: Policy, words: _Words) -> Table:
    table = _table(
        words["levels"],
        (words["level"], "words"),
        (words["in force"], "right"),
        (words["since"], "left"),
        (words["next"], "words"),
    )
    for level in reading.levels:
        now, pending = level.in_force, level.pending
        known = now is not None and level.fact.usable
        table.add_row(
            Text(words.pick(level.en, level.zh)),
            Text(f"{now.pct:.2f} %", style="bold")
            if now and known
            else Text(words["unknown"], style="yellow"),
            Text(now.effective_at.isoformat() if now and known else ""),
            Text(f"{pending.pct:.2f} % ({pending.effective_at})" if pending and known else "")
            if known
            else line(said(level.fact.reason, words.lang), "dim"),
        )
    return table
