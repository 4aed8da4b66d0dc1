"""``signals events add``: one policy event, asked for field by field and checked as a table's row would be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.emit import emit
from signals.cli.load import IntoStore, keep_copy
from signals.cli.options import Format, Lang, Language, OutputFormat, day
from signals.cli.session import error_boundary, now
from signals.cli.waiting import quiet
from sources.message import message

if TYPE_CHECKING:
    from sources.door.readings import Reading
    from sources.event_rules import EventRules

_EXAMPLES = {
    "en": {
        "kind": "Kind",
        "jurisdiction": "Jurisdiction",
        "announced_at": "Announced on",
        "effective_at": "In force from (empty: not yet known)",
        "stage": "Stage",
        "direction": "Direction",
        "tier": "Tier",
        "magnitude": "Size in {unit}, below zero where it eases (empty: none)",
        "title": "What happened, in a few words",
        "evidence": "Where it is published",
        "right": "Keep it?",
        "again": "found {text!r}; expected {expected}",
    },
    "zh": {
        "kind": "种类",
        "jurisdiction": "地区",
        "announced_at": "公布日",
        "effective_at": "生效日（可留空）",
        "stage": "阶段",
        "direction": "方向",
        "tier": "档次",
        "magnitude": "幅度（{unit}，放松为负；可留空）",
        "title": "事件简述",
        "evidence": "出处",
        "right": "保存？",
        "again": "收到 {text!r}；应为 {expected}",
    },
}

Given = Annotated[str | None, typer.Option(help="Not asked for when given.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before it is kept.")]


def add(
    *,
    kind: Given = None,
    jurisdiction: Given = None,
    announced_at: Given = None,
    effective_at: Given = None,
    stage: Given = None,
    direction: Given = None,
    tier: Given = None,
    magnitude: Given = None,
    title: Given = None,
    evidence: Given = None,
    yes: Yes = False,
    store: IntoStore = None,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Ask for one policy event, check it, and add it to the store."""
    with error_boundary():
        from signals.readings.policy.config import taxonomy

        given = {
            "kind": kind,
            "jurisdiction": jurisdiction,
            "announced_at": announced_at,
            "effective_at": effective_at,
            "stage": stage,
            "direction": direction,
            "tier": tier,
            "magnitude": magnitude,
            "title": title,
            "evidence": evidence,
        }
        quiet()
        reading = _checked(_Questions(given, lang).answers(taxonomy().event_rules()))
        if not yes and not typer.confirm(_EXAMPLES[lang]["right"], default=True, err=True):
            raise typer.Abort
        _keep(reading, store, output, lang)


class _Questions:
    """Asks on stderr for what was not given, again until it can be right."""

    def __init__(self, given: dict[str, str | None], lang: Lang) -> None:
        self._given, self._words = given, _EXAMPLES[lang]
        self._title = "title_zh" if lang is Lang.zh else "title_en"

    def answers(self, rules: EventRules) -> dict[str, str]:
        """Return the row as a table would have it."""
        from sources.contract import DIRECTIONS, STAGES

        kind = self._one_of("kind", rules.kinds)
        rule = rules.kinds[kind]
        row = {
            "kind": kind,
            "jurisdiction": self._one_of("jurisdiction", rules.jurisdictions),
            "announced_at": self._day("announced_at"),
            "effective_at": self._day("effective_at", optional=True),
            "stage": self._one_of("stage", STAGES, default="decided"),
            "direction": self._one_of("direction", DIRECTIONS),
            "tier": self._one_of("tier", rule.tiers, default=rule.default_tier) if rule.tiers else "",
            "magnitude": self._size(rule.unit) if rule.unit else "",
        }
        row["unit"] = (rule.unit or "") if row["magnitude"] else ""
        row[self._title] = self._ask("title", str)
        row["evidence"] = self._ask("evidence", str)
        return row | {"source": "typed"}

    def _one_of(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str:
        def read(text: str) -> str:
            if text not in allowed:
                raise ValueError(", ".join(allowed))
            return text

        return self._ask(name, read, hint=", ".join(allowed), default=default)

    def _day(self, name: str, *, optional: bool = False) -> str:
        def read(text: str) -> str:
            if optional and not text:
                return ""
            try:
                return day(text).isoformat()
            except typer.BadParameter:
                raise ValueError(message("a date such as 2024-01-24")) from None

        return self._ask(name, read, default="" if optional else None)

    def _size(self, unit: str) -> str:
        def read(text: str) -> str:
            try:
                return text and f"{float(text):g}"
            except ValueError:
                raise ValueError(message("a number such as -50")) from None

        return self._ask("magnitude", read, default="", unit=unit)

    def _ask(
        self,
        name: str,
        read: Callable[[str], str],
        *,
        hint: str = "",
        default: str | None = None,
        unit: str = "",
    ) -> str:
        question = self._words[name].format(unit=unit) + (f" ({hint})" if hint else "")
        text = self._given[name]
        while True:
            if text is None:
                text = str(typer.prompt(question, default=default, err=True, show_default=bool(default)))
            try:
                return read(text.strip())
            except ValueError as wrong:
                if self._given[name] is not None:
                    raise typer.BadParameter(
                        message(
                            "--{option}: found {text!r}; expected {wrong}",
                            option=name.replace("_", "-"),
                            text=text,
                            wrong=wrong,
                        )
                    ) from None
                typer.echo(self._words["again"].format(text=text, expected=wrong), err=True)
                text = None


def _checked(row: dict[str, str]) -> Reading:
    """Pass the row through the door, as if it stood in a table."""
    import csv
    import io

    from signals.data.entrance import door
    from sources.door.files.sheets import Incoming

    written = io.StringIO()
    table = csv.writer(written)
    table.writerows([list(row), list(row.values())])
    return door().read(Incoming(name="typed", content=written.getvalue().encode()))


def _keep(reading: Reading, store: Path | None, output: Format, lang: Lang) -> None:
    from signals.opening import catalogue
    from signals.render.data.intake import document, screen
    from signals.settings import read_settings
    from sources.intake import take_in
    from sources.store import Store

    path = store or read_settings().store
    into = Store.open(path, create=True)
    intake = take_in(into, (), reading.events, specs=catalogue(), fetched_at=now())
    if intake.added.events:
        keep_copy(into)
    emit(output, document=lambda: document(intake, path), screen=lambda: screen(intake, path, lang))
