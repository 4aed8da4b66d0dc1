"""The screen of ``signals series``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.data.holdings import Holding
from signals.safe_text import line

_WORDS = {
    "en": {
        "title": "{name} as known on {day}: {n} rows",
        "series": "series",
        "period": "period",
        "value": "value",
        "kind": "kind",
        "released_at": "released",
        "verdict": "verdict",
        "source": "source",
        "by_rule": "about",
        "ok": "ok",
        "suspect": "suspect",
        "blocked": "blocked",
    },
    "zh": {
        "title": "{day} 所知的 {name}：{n}行",
        "series": "序列",
        "period": "期间",
        "value": "数值",
        "kind": "价格类型",
        "released_at": "发布日",
        "verdict": "判定",
        "source": "来源",
        "by_rule": "推定",
        "ok": "通过",
        "suspect": "存疑",
        "blocked": "拦截",
    },
}
_COLUMNS = ("series", "period", "value", "kind", "released_at", "verdict", "source")


def screen(named: str, as_of: dt.date, rows: Sequence[Holding], lang: str) -> RenderableType:
    """Return a row for each value; what a gate doubts is in colour, with the gate's name."""
    words = _WORDS[lang]
    title = line(words["title"].format(name=named, day=as_of, n=len(rows)), style="bold")
    told = {"kind": any(row.kind for row in rows), "series": len({row.series for row in rows}) > 1}
    names = [name for name in _COLUMNS if told.get(name, True)]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in names:
        side: Literal["right", "left"] = "right" if name == "value" else "left"
        table.add_column(Text(words[name]), justify=side, overflow="fold", no_wrap=name == "period")
    for row in rows:
        style = "" if row.verdict == "ok" else "yellow"
        released = str(row.released_at) + ("" if row.exact else f" ({words['by_rule']})")
        verdict = words[row.verdict] + (f": {row.rule}" if row.rule else "")
        cells = {
            "series": line(row.series),
            "period": Text(str(row.period)),
            "value": Text(f"{row.value:.10g}", style=style),
            "kind": Text(row.kind),
            "released_at": Text(released),
            "verdict": line(verdict, style=style),
            "source": line(row.source, style="dim"),
        }
        table.add_row(*(cells[name] for name in names))
    return Group(title, table)


def document(named: str, as_of: dt.date, rows: Sequence[Holding]) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "name": named,
        "as_of": as_of.isoformat(),
        "rows": [
            dataclasses.asdict(row)
            | {"period": row.period.isoformat(), "released_at": row.released_at.isoformat()}
            for row in rows
        ],
    }
