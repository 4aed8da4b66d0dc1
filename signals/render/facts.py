"""The screen of ``signals facts``: every name that rules may use, with its value today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import Fact, FactSpec, FactValue

_COLUMNS = {
    "en": ("fact", "value", "unit", "known on", "meaning"),
    "zh": ("事实", "数值", "单位", "已知日", "含义"),
}
_TITLE = {"en": "Facts as of {day}", "zh": "截至{day}的事实"}


def screen(rows: Sequence[tuple[FactSpec, Fact | None]], as_of: dt.date, lang: str) -> RenderableType:
    """Return one table; a fact that nothing states today shows its pattern."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(_COLUMNS[lang]):
        table.add_column(Text(name), justify="right" if number == 1 else "left", overflow="fold")
    for spec, fact in rows:
        meaning = spec.zh if lang == "zh" else spec.en
        if fact is None:
            table.add_row(
                Text(spec.pattern, style="dim"), Text("-"), Text(spec.unit), Text("-"), Text(meaning)
            )
            continue
        if fact.status != "ok":
            meaning += f" [{fact.status}: {fact.reason}]"
        table.add_row(
            Text(fact.name),
            Text(_shown(fact.value), style="" if fact.usable else "yellow"),
            Text(fact.unit),
            Text(str(fact.released_at or "-")),
            Text(meaning),
        )
    return Group(Text(_TITLE[lang].format(day=as_of), style="bold"), table)


def _shown(value: FactValue) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
