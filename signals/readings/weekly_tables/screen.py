"""The screen of ``signals tables`` over a store: both tables as known on a day, suspect rows marked, and the facts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import Fact, not_ok
from signals.readings.weekly_tables.health import fault_word
from signals.readings.weekly_tables.reading import WeeklyTables
from signals.readings.weekly_tables.vocabulary import specs
from signals.safe_text import line, plain
from signals.units import amount
from signals.words import Word
from sources.contract import TableKind, WeeklyRow

_COLUMNS: dict[TableKind, tuple[str, ...]] = {
    "valuation": ("company", "code", "group", "rating", "close", "currency", "market_value"),
    "traffic": ("site", "category", "visits", "last_week", "change", "minutes"),
}


def screen(reading: WeeklyTables, facts: Sequence[Fact], lang: str) -> RenderableType:
    """Return each table of its newest week as it was written, then what it says together."""
    parts: list[RenderableType] = []
    for kind, rows in reading.newest.items():
        title = Word.of(f"tables.{kind}").text(lang)
        known = max(row.released_at for row in rows)
        parts.append(
            line(Word.of("tables.known", kind=title, day=rows[0].period, known=known).text(lang), "bold")
        )
        parts.append(_rows(kind, rows, lang))
        parts += [
            line(f"? {row.name}: {fault_word(fault).text(lang)}", "yellow")
            for row in rows
            for fault in row.faults
        ]
        parts += [
            Text(),
            _measures([fact for fact in facts if fact.name.startswith(f"{kind}.")], lang),
            Text(),
        ]
    return Group(*parts) if parts else line(Word.of("tables.none_known", day=reading.as_of).text(lang))


def _rows(kind: TableKind, rows: Sequence[WeeklyRow], lang: str) -> Table:
    held = {column for row in rows for column, cell in row.cells if cell}
    years = sorted(column for column in held if column.startswith(("eps_", "pe_")))
    columns = [column for column in (*_COLUMNS[kind], *years) if column in held]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(""))
    for column in columns:
        table.add_column(
            Text(_head(column, lang)), overflow="fold", justify="left" if column in _TEXTS else "right"
        )
    for row in rows:
        style = "yellow" if row.faults else ""
        table.add_row(
            Text("?" if row.faults else "", style), *(Text(plain(row.cell(one)), style) for one in columns)
        )
    return table


_SHOWN = 0.005
"""An error that rounds to nothing is not shown beside two decimals."""

_TEXTS = frozenset({"company", "code", "group", "rating", "currency", "site", "category"})


def _head(column: str, lang: str) -> str:
    name, _, year = column.rpartition("_")
    if year.isdigit():
        return Word.of(f"tables.column_{name}", year=year).text(lang)
    return Word.of(f"tables.column_{column}").text(lang)


def _measures(facts: Sequence[Fact], lang: str) -> Table:
    labels = {spec.pattern: spec.zh if lang == "zh" else spec.en for spec in specs({})}
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for fact in facts:
        note = "" if fact.status == "ok" else not_ok(fact.status, fact.reason).text(lang)
        error = fact.error if fact.error is not None and fact.error >= _SHOWN else None
        value = amount(fact.value, fact.unit, lang, error=error)
        table.add_row(Text(labels[fact.name]), Text(value, no_wrap=True), Text(note, "yellow"))
    return table
