"""The policy reading for people: tables in two languages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from signals.calendars.upcoming import Ahead
from signals.facts import Fact
from signals.readings.policy.config import taxonomy
from signals.readings.policy.reading import Policy
from signals.readings.policy.vocabulary import STANCES, WINDOW_DAYS, WINDOWS
from signals.readings.policy.windows import Window
from signals.safe_text import line, plain
from signals.words import Lang, Word, said
from sources.contract import PolicyEvent

_COLOURS = {
    "easing": "green",
    "supportive": "green",
    "restrictive": "red",
    "tightening": "red",
    "neutral": "default",
}


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
    warnings: list[Word | str] = [*reading.warnings, *coming.warnings]
    if warnings:
        parts.append(Text(words["warnings"], style="bold yellow"))
        parts += [Padding(line(said(warning, lang)), (0, 0, 0, 2)) for warning in warnings]
    return Group(*parts)


_NO_LETTER = re.compile(r"\W")


class _Words:
    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __getitem__(self, key: str) -> str:
        """Return a word of the screen; what the catalogue does not know stays as it is."""
        try:
            return self.say(f"screen_{_NO_LETTER.sub('_', key)}")
        except KeyError:
            return key

    def say(self, code: str, **parameters: object) -> str:
        return Word.of(f"policy.{code}", **parameters).text(self.lang)

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
        if all(window.fact.status == "missing" for window in row):
            continue  # nobody has told of it yet; the warnings name it
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

    parts = [
        f"{words['impulse']} {say(reading.impulse, '+.2f')}",
        f"{words['since_rrr']} {say(reading.since_rrr, '.0f')}",
    ]
    for spec, stance in zip(STANCES, reading.stances, strict=True):
        if stance.usable:
            en, zh = spec.words[str(stance.value)]
            parts.append(f"{words.pick(spec.en, spec.zh)} {words.pick(en, zh)}")
    return Text("\n".join(parts), style="dim")


def _events_table(reading: Policy, words: _Words) -> Table:
    table = _table(
        words["events"],
        (words["announced"], "left"),
        (words["effective"], "left"),
        (words["size"], "right"),
        (words["what"], "words"),
    )
    kinds, stages = taxonomy().kind, taxonomy().stage
    repeats = {telling for told in reading.tellings.values() for telling in told}
    for event in sorted(reading.events, key=lambda item: item.announced_at, reverse=True):
        if event in repeats:
            continue  # shown under the act that it tells of again
        kind = kinds.get(event.kind)
        name = words.pick(kind.en, kind.zh) if kind else event.kind
        counts = stages[event.stage].window > 0 and event.event_id not in reading.withdrawn
        table.add_row(
            Text(event.announced_at.isoformat()),
            Text(_iso(event.effective_at) or "–"),
            Text(_size(event, words)),
            line(words.pick(event.title_en, event.title_zh) or name).append_text(
                _about(event, reading, words)
            ),
            style=None if counts else "dim",
        )
    if not reading.events:
        table.add_row(Text(words["none"], style="dim"))
    return table


def _about(event: PolicyEvent, reading: Policy, words: _Words) -> Text:
    """The lines below an event: which way, at what stage, by whom, how many say so; then what became of it."""
    stage = taxonomy().stage[event.stage]
    told = words.say("screen_told", count=event.confirmations)
    rest = [words.pick(stage.en, stage.zh), plain(event.issuer or ""), told]
    colour = _COLOURS[event.direction] if stage.window else "dim"
    later: list[str] = []
    withdrawal = reading.withdrawn.get(event.event_id)
    if withdrawal is not None:
        later.append(words.say("withdrawn_on", day=withdrawal.announced_at))
    before = reading.corrected.get(event.event_id)
    if before is not None:
        later.append(words.say("corrected", day=event.visible_from, before=_before(before, words)))
    later += [
        words.say("tells_again", day=telling.announced_at, quote=plain(telling.quote)[:60])
        for telling in reading.tellings.get(event.event_id, ())
    ]
    return Text.assemble(
        "\n",
        (words[event.direction], colour),
        *((f" · {word}", "dim") for word in rest if word),
        *((f"\n  {word}", "dim") for word in later),
    )


def _before(event: PolicyEvent, words: _Words) -> str:
    """Say what a correction changes: size, day in force, stage."""
    stage = taxonomy().stage[event.stage]
    parts = [_size(event, words), _iso(event.effective_at) or "–", words.pick(stage.en, stage.zh)]
    return ", ".join(part for part in parts if part)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _size(event: PolicyEvent, words: _Words) -> str:
    if event.magnitude is None:
        return ""
    sign = "+" if event.unit == "bp" and event.magnitude > 0 else ""
    return f"{sign}{event.magnitude:,g} {plain(words[event.unit or ''])}"


def _ahead_table(reading: Policy, coming: Ahead, words: _Words, days: int) -> Table:
    """One list of what the calendar brings: decisions, releases, and events that leave a window."""
    table = _table(
        words.say("screen_ahead", days=days),
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
        what = Text(words.say("screen_leaves", window=names[change.fact]))
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
