"""What a file was taken for: the screens of ``signals load --dry-run`` and ``signals layouts``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from signals.render.tables import fault_document, fault_words
from signals.render.terminal import ByWidth
from signals.safe_text import line
from signals.words import Word
from sources.contract import Observation
from sources.door.layouts import Layout
from sources.door.readings import Reading, by_series
from sources.door.remarks import Remark
from sources.door.weekly.cells import NOTES

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Would load {n} rows from {files} file(s); nothing was written.",
        "columns": "series|rows|first|value|last|value|known from",
        "layout": "{file}: {layout} ({id})",
        "events": "policy events",
        "layouts": "Tables that `signals load` recognises by their header; extra columns are passed over.",
        "layouts_columns": "layout|what it is|header",
        "settles": "prices: {kind}",
    },
    "zh": {
        "title": "将从 {files} 个文件载入 {n} 行；未写入任何数据。",
        "columns": "序列|行数|首期|数值|末期|数值|最早所知",
        "layout": "{file}：{layout}（{id}）",
        "events": "政策事件",
        "layouts": "`signals load` 按表头识别的表格；多余的列会被略过。",
        "layouts_columns": "格式|说明|表头",
        "settles": "价格：{kind}",
    },
}


def remark_word(remark: Remark) -> Word:
    """Return a remark as words."""
    return Word.of(f"door.{remark.code}", **dict(remark.params))


def remark_lines(readings: Iterable[Reading], lang: str) -> list[Text]:
    """Return what was done with each file that a person should know, one line each.

    Of a weekly's table only the notes: what doubts a row the judge says with the weeks before in view.
    """
    return [
        line(f"{reading.file}: {word.text(lang)}", style="yellow")
        for reading in readings
        for word in (
            *map(remark_word, reading.remarks),
            *(fault_words(fault) for fault in reading.faults if fault.code in NOTES),
        )
    ]


def screen(readings: Sequence[Reading], others: Sequence[Remark], lang: str) -> RenderableType:
    """Return what a load would keep: per file its layout, series, first and last rows and doubts."""
    words = _WORDS[lang]
    n_rows = sum(
        len(reading.observations) + len(reading.events) + len(reading.weekly_rows) for reading in readings
    )
    parts: list[RenderableType] = [
        Text(words["title"].format(n=n_rows, files=len(readings)), style="bold"),
    ]
    for reading in readings:
        name = reading.file + (f" [{reading.sheet}]" if reading.sheet else "")
        title = words["layout"].format(file=name, layout=getattr(reading.layout, lang), id=reading.layout.id)
        parts += [Text(), line(title, style="bold"), _rows(reading, words, lang)]
        parts += [line(remark_word(remark).text(lang), style="yellow") for remark in reading.remarks]
        parts += [line(fault_words(fault).text(lang), style="yellow") for fault in reading.faults]
    parts += [line(remark_word(remark).text(lang), style="yellow") for remark in others]
    return Group(*parts)


def _rows(reading: Reading, words: dict[str, str], lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(words["columns"].split("|")):
        table.add_column(Text(name), justify="right" if number in {1, 3, 5} else "left", overflow="fold")
    for held in by_series(reading.observations):
        table.add_row(
            line(held.series),
            str(held.n_rows),
            str(held.first.period),
            f"{held.first.value:g}",
            str(held.last.period),
            f"{held.last.value:g}",
            str(held.first.released_at),
        )
    if reading.events:
        days = sorted(event.announced_at for event in reading.events)
        table.add_row(Text(words["events"]), str(len(days)), str(days[0]), "", str(days[-1]), "", "")
    if reading.weekly_rows:
        days = sorted(row.period for row in reading.weekly_rows)
        known = min(row.released_at for row in reading.weekly_rows)
        table.add_row(
            Text(Word.of(f"tables.{reading.weekly_rows[0].table}").text(lang)),
            *(str(len(days)), str(days[0]), "", str(days[-1]), "", str(known)),
        )
    return table


def document(readings: Sequence[Reading], others: Sequence[Remark]) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "files": [file_document(reading) for reading in readings],
        "remarks": [_remark_document(remark) for remark in others],
    }


def file_document(reading: Reading) -> dict[str, Any]:
    """Return one file as plain JSON values."""
    return {
        "file": reading.file,
        "sheet": reading.sheet or None,
        "layout": reading.layout.id,
        "series": [
            {
                "series": held.series,
                "rows": held.n_rows,
                "first": _row_document(held.first),
                "last": _row_document(held.last),
            }
            for held in by_series(reading.observations)
        ],
        "events": len(reading.events),
        "weekly_rows": len(reading.weekly_rows),
        "faults": [fault_document(fault) for fault in reading.faults],
        "remarks": [_remark_document(remark) for remark in reading.remarks],
    }


def _row_document(row: Observation) -> dict[str, Any]:
    return {
        "period": row.period.isoformat(),
        "value": row.value,
        "released_at": row.released_at.isoformat(),
        "exact": row.exact,
    }


def _remark_document(remark: Remark) -> dict[str, Any]:
    word = remark_word(remark)
    return {"code": remark.code, "en": word.text("en"), "zh-CN": word.text("zh")}


def layouts_screen(layouts: Sequence[Layout], lang: str) -> RenderableType:
    """Return every layout that is known, with the header that it goes by."""
    words = _WORDS[lang]
    names = [Text(name) for name in words["layouts_columns"].split("|")]
    wide, narrow = (Table(box=None, pad_edge=False, header_style="dim") for _ in range(2))
    for place, name in enumerate(names):
        wide.add_column(name, overflow="fold", no_wrap=place == 0)
        if place < len(names) - 1:
            narrow.add_column(name, overflow="fold", no_wrap=place == 0)
    for layout in layouts:
        what = Text(getattr(layout, lang))
        wide.add_row(Text(layout.id, style="bold"), what, Text(layout.example, style="dim"))
        header = layout.example.replace(",", ", ")  # so that no name is cut
        narrow.add_row(Text(layout.id, style="bold"), Group(what, Padding(Text(header, "dim"), (0, 0, 0, 2))))
    return Group(Text(words["layouts"]), Text(), ByWidth(narrow, wide))


def layouts_document(layouts: Sequence[Layout]) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "layouts": [
            {
                "layout": layout.id,
                "en": layout.en,
                "zh-CN": layout.zh,
                "header": layout.example,
                "holds": layout.holds,
                "prices": layout.kind,
                "own": layout.own,
            }
            for layout in layouts
        ]
    }
