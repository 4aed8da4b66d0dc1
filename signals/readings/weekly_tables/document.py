"""The weekly's tables as JSON: the rows of each table's newest week, what is held against each, and the facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from signals.facts import Fact
from signals.readings.weekly_tables.config import weekly_tables_config
from signals.readings.weekly_tables.health import fault_word
from signals.readings.weekly_tables.reading import WeeklyTables
from signals.readings.weekly_tables.vocabulary import specs
from signals.units import rounded, rounded_error
from signals.words import Names, Word, said
from sources.contract import TableKind, WeeklyRow, plain_id


def document(reading: WeeklyTables, facts: Sequence[Fact]) -> dict[str, Any]:
    """Return both tables; null where none is known."""
    return {kind: _table(kind, reading, facts) for kind in ("valuation", "traffic")}


def _table(kind: TableKind, reading: WeeklyTables, facts: Sequence[Fact]) -> dict[str, Any] | None:
    rows = reading.newest.get(kind)
    if not rows:
        return None
    row_of = _company if kind == "valuation" else _site
    return {
        "date": rows[0].period.isoformat(),
        "released_at": max(row.released_at for row in rows).isoformat(),
        "rows": [row_of(row) for row in rows],
        "measures": [_measure(kind, fact) for fact in facts if fact.name.startswith(f"{kind}.")],
    }


def _company(row: WeeklyRow) -> dict[str, Any]:
    figures = dict(row.figures)
    years = sorted({int(column[-4:]) for column in figures if column.startswith(("eps_", "pe_"))})
    return {
        "company": row.name,
        "code": row.key,
        "group": _group(row),
        "rating": row.cell("rating") or None,
        "close": rounded(figures.get("close"), "pts"),
        "currency": row.cell("currency") or None,
        "market_value": rounded(figures.get("market_value"), "pts"),
        "earnings": [
            {
                "year": year,
                "eps": rounded(figures.get(f"eps_{year}"), "pts"),
                "pe": rounded(figures.get(f"pe_{year}"), "times"),
            }
            for year in years
        ],
    } | _doubt(row)


def _site(row: WeeklyRow) -> dict[str, Any]:
    return {
        "site": row.key,
        "category": _group(row),
        "visits": rounded(row.figure("visits"), "pts"),
        "change_pct": rounded(row.figure("change"), "pct"),
        "minutes": rounded(row.figure("minutes"), "pts"),
    } | _doubt(row)


def _doubt(row: WeeklyRow) -> dict[str, Any]:
    return {
        "series": row.id,
        "suspect": not row.sound,
        "faults": [
            {"code": fault.code, "column": fault.column or None, "text": _both(fault_word(fault))}
            for fault in row.faults
        ],
    }


def _group(row: WeeklyRow) -> dict[str, str] | None:
    if not row.group:
        return None
    config = weekly_tables_config()
    named = config.spellings(row.table).get(plain_id(row.group))
    name = config.groups(row.table)[named] if named else Names(row.group, row.group)
    return {"en": name.en, "zh-CN": name.zh}


def _measure(kind: TableKind, fact: Fact) -> dict[str, Any]:
    label = next(spec for spec in specs({}) if spec.pattern == fact.name)
    _, group, measure = fact.name.split(".")
    name = weekly_tables_config().groups(kind)[group]
    return {
        "fact": fact.name,
        "label": {"en": label.en, "zh-CN": label.zh},
        "group": {"en": name.en, "zh-CN": name.zh},
        "measure": measure,
        "value": rounded(fact.value if isinstance(fact.value, float) else None, fact.unit),
        "unit": fact.unit,
        "error": rounded_error(fact.error, fact.unit),
        "status": fact.status,
        "reason": _both(fact.reason),
        "derivation": _both(fact.derivation),
    }


def _both(what: Word | str) -> dict[str, str]:
    return {"en": said(what, "en"), "zh-CN": said(what, "zh")}
