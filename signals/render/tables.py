"""``signals tables``: the weekly's two tables, what is wrong with them, and what their sound rows say."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType

from signals.readings.weekly_tables.health import fault_word
from signals.render.call.phrases import Lang
from signals.safe_text import line
from signals.words import Word
from sources.contract import WeeklyRow
from sources.door.weekly.cells import NOTES, Fault
from sources.door.weekly.checks import Entry
from sources.door.weekly.table import WeeklyTable


def sound(table: WeeklyTable) -> tuple[Entry, ...]:
    """Return the rows that nothing but a note speaks of: only they enter a median or a share."""
    ill = {fault.row for fault in table.faults if fault.code not in NOTES}
    return tuple(entry for entry in table.entries if entry.row not in ill)


def measures(table: WeeklyTable) -> Iterator[Word]:
    """Yield what the sound rows say together: median PE by year; share that grows, median change by category."""
    rows = sound(table)
    if table.kind == "valuation":
        for role in sorted(name for name in table.columns if name.startswith("pe_")):
            found = _numbers(rows, role)
            positive = [value for value in found if value > 0]  # a loss has no meaningful PE
            if positive:
                median = f"{statistics.median(positive):.1f}"
                yield Word.of("tables.median_pe", year=role[3:], value=median, n=len(positive))
        return
    changes = _numbers(rows, "change")
    if changes:
        grow = sum(value > 0 for value in changes)
        yield Word.of("tables.growing", share=grow, n=len(changes))
    for category in sorted({str(row.values.get("category") or "") for row in rows}):
        own = _numbers([row for row in rows if row.values.get("category") == category], "change")
        if own:
            yield Word.of(
                "tables.momentum", category=category, value=f"{statistics.median(own):+.1f}%", n=len(own)
            )


def _numbers(rows: Sequence[Entry], role: str) -> list[float]:
    return [value for row in rows if isinstance(value := row.values.get(role), float)]


def fault_words(fault: Fault) -> Word:
    """Return a fault as a word."""
    parts = {
        "row": fault.row,
        "column": f" {fault.column}" if fault.column else "",
        "what": Word.of(f"tables.{fault.code}"),
        "found": fault.found,
    }
    if fault.expected:
        return Word.of("tables.fault_expected", expected=fault.expected, **parts)
    return Word.of("tables.fault", **parts)


def fault_document(fault: Fault) -> dict[str, Any]:
    """Return a fault as plain JSON values."""
    words = fault_words(fault)
    return {
        "row": fault.row,
        "code": fault.code,
        "column": fault.column,
        "found": fault.found,
        "expected": fault.expected,
        "text": {"en": words.text("en"), "zh-CN": words.text("zh")},
    }


def doubt_words(row: WeeklyRow) -> list[Word]:
    """Return what is held against a row of the store, each by the id that `signals accept` takes."""
    return [
        Word.of(
            "tables.row_doubted",
            id=f"{row.id}.{fault.column}" if fault.column else row.id,
            week=row.period,
            why=fault_word(fault),
        )
        for fault in row.faults
    ]


def screen(tables: Sequence[WeeklyTable], lang: Lang) -> RenderableType:
    """Return each table in a few lines."""
    rows: list[RenderableType] = []
    for table in tables:
        summary = Word.of(
            "tables.summary",
            file=table.file,
            kind=Word.of(f"tables.{table.kind}"),
            n=len(table.entries),
            faults=len(table.faults),
        )
        rows.append(line(summary.text(lang), "bold"))
        rows += [line(f"  {fault_words(fault).text(lang)}", "yellow") for fault in table.faults]
        if not table.faults:
            rows.append(line(f"  {Word.of('tables.sound').text(lang)}", "green"))
        rows += [line(f"  {word.text(lang)}") for word in measures(table)]
    return Group(*rows)


def document(tables: Sequence[WeeklyTable]) -> dict[str, Any]:
    """Return the tables as plain JSON values."""
    return {
        "tables": [
            {
                "kind": table.kind,
                "file": table.file,
                "columns": list(table.columns),
                "rows": [{"row": entry.row, **entry.values} for entry in table.entries],
                "faults": [fault_document(fault) for fault in table.faults],
                "says": [{"en": word.text("en"), "zh-CN": word.text("zh")} for word in measures(table)],
            }
            for table in tables
        ]
    }


def clean_rows(tables: Sequence[WeeklyTable]) -> tuple[Sequence[str], list[list[object]]]:
    """Return the sound rows of the first table, for CSV; what a weekly may print."""
    first = tables[0]
    return first.columns, [[entry.values[column] for column in first.columns] for entry in sound(first)]
