"""The screen of ``signals facts``: every name that rules may use, with its value today."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from signals.facts import Fact, FactSpec, FactValue, not_ok
from signals.render.terminal import ByWidth
from signals.units import unit_name
from signals.words import said

_COLUMNS = {
    "en": ("fact", "value", "unit", "known on", "meaning"),
    "zh": ("事实", "数值", "单位", "已知日", "含义"),
}
_TITLE = {"en": "Facts as of {day}", "zh": "截至{day}的事实"}


def screen(rows: Sequence[tuple[FactSpec, Fact | None]], as_of: dt.date, lang: str) -> RenderableType:
    """Return one table; a fact that nothing states today shows its pattern.

    On a usual terminal the meaning stands below the name, which would be cut beside it.
    """
    fact, value, unit, known, meaning = (Text(name) for name in _COLUMNS[lang])
    wide, narrow = (Table(box=None, pad_edge=False, header_style="dim") for _ in range(2))
    for table in (wide, narrow):
        table.add_column(fact, overflow="fold")
        table.add_column(value, justify="right")
        table.add_column(unit)
        table.add_column(known, no_wrap=True)
    wide.add_column(meaning, overflow="fold")
    for spec, found in rows:
        name, *cells, words = _row(spec, found, lang)
        wide.add_row(name, *cells, words)
        narrow.add_row(Group(name, Padding(Text(words.plain, "dim"), (0, 0, 0, 2))), *cells)
    return Group(Text(_TITLE[lang].format(day=as_of), style="bold"), ByWidth(narrow, wide))


def _row(spec: FactSpec, fact: Fact | None, lang: str) -> tuple[Text, Text, Text, Text, Text]:
    """Return name, value, unit, day and meaning."""
    meaning = _meaning(spec, fact.name if fact else "", lang)
    if fact is None:
        return (
            Text(spec.pattern, "dim"),
            Text("-"),
            Text(unit_name(spec.unit, lang)),
            Text("-"),
            Text(meaning),
        )
    if fact.status != "ok":
        meaning += f" [{said(not_ok(fact.status, fact.reason), lang)}]"
    return (
        Text(fact.name),
        Text(_shown(fact.value), style="" if fact.usable else "yellow"),
        Text(unit_name(fact.unit, lang)),
        Text(str(fact.released_at or "-")),
        Text(meaning),
    )


def _meaning(spec: FactSpec, name: str, lang: str) -> str:
    """Return what a fact means, with the numbers of its own name for ``n`` and for the level."""
    words = spec.zh if lang == "zh" else spec.en
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[\\d_-]+)", re.escape(spec.pattern))
    found = re.fullmatch(pattern, name)
    if found is None:
        return words
    words = words.replace("{year}", found.groupdict().get("year", "{year}"))
    parts = found.groupdict()
    if "n" in parts:
        n = parts["n"]
        words = re.sub(r"(?<![A-Za-z])n(?![A-Za-z])", n, words)
        if n == "1":
            words = re.sub(r"(?<!\d)1 (month|quarter point)s", r"1 \1", words)
    if "level" in parts:
        level = parts["level"].replace("_", ".")
        words = words.replace("the level", f"{level} %").replace("该水平", f"{level} %")
    return words


def _shown(value: FactValue) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()  # as a rule writes it
    return f"{value:.4g}" if isinstance(value, float) else str(value)
