"""The weekly's two tables as the page shows them: a row a company or site, suspect rows marked, what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signals.allocation.figures import (
    Figures,
    TableMeasure,
    TrafficRow,
    TrafficTable,
    ValuationRow,
    ValuationTable,
)
from signals.render.call.phrases import Lang, said, status_word
from signals.render.page.words import t
from signals.units import amount
from signals.words import Word

Row = dict[str, object]
SUSPECT = "?"
_LARGE = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_LARGE_ZH = ((1e8, "亿"), (1e4, "万"))


def tables_of(figures: Figures, lang: Lang) -> list[Row]:
    """Return each table that the document holds: title, heads, rows of cells, what is in doubt, and measures."""
    found = []
    if (valuation := figures.valuation) is not None:
        years = sorted({one.year for row in valuation.rows for one in row.earnings})
        heads = [_head(name, lang) for name in ("company", "group", "rating", "close", "market_value")]
        for name in ("eps", "pe"):
            heads += [Word.of(f"tables.column_{name}", year=year).text(lang) for year in years]
        cells = [_company(row, years, lang) for row in valuation.rows]
        found.append(_table("valuation", valuation, heads, 3, cells, lang))
    if (traffic := figures.traffic) is not None:
        heads = [_head(name, lang) for name in ("site", "category", "visits", "change", "minutes")]
        cells = [_site(row, lang) for row in traffic.rows]
        found.append(_table("traffic", traffic, heads, 2, cells, lang))
    return found


def _table(
    kind: str,
    table: ValuationTable | TrafficTable,
    heads: Sequence[str],
    n_texts: int,
    cells: Sequence[list[str]],
    lang: Lang,
) -> Row:
    """Return one table; the first ``n_texts`` columns hold words, the others numbers."""
    mark = f"{SUSPECT} {t('suspect', lang)}"
    every: Sequence[ValuationRow | TrafficRow] = table.rows
    rows = list(zip(every, cells, strict=True))
    return {
        "title": t(f"table_{kind}", lang),
        "note": t("table_note", lang, day=table.date, known=table.released_at),
        "heads": [
            {"name": name, "style": "n" if place >= n_texts else ""} for place, name in enumerate(heads)
        ],
        "rows": [{"cells": own, "mark": mark if row.suspect else ""} for row, own in rows],
        "doubts": [(own[0], said(fault.text, lang)) for row, own in rows for fault in row.faults],
        "measures": list(_measures(table.measures, lang)),
    }


def _head(name: str, lang: Lang) -> str:
    return Word.of(f"tables.column_{name}").text(lang)


def _company(row: ValuationRow, years: Sequence[int], lang: Lang) -> list[str]:
    by_year = {one.year: one for one in row.earnings}
    close = _number(row.close, ".2f") + (f" {row.currency}" if row.currency and row.close is not None else "")
    cells = [
        f"{row.company} {row.code}",
        _said(row.group, lang),
        row.rating or "—",
        close,
        large(row.market_value, lang),
    ]
    cells += [_number(by_year[year].eps if year in by_year else None, ".2f") for year in years]
    cells += [_number(by_year[year].pe if year in by_year else None, ".1f") for year in years]
    return cells


def _site(row: TrafficRow, lang: Lang) -> list[str]:
    change = "—" if row.change_pct is None else f"{row.change_pct:+.1f} %"
    return [row.site, _said(row.category, lang), large(row.visits, lang), change, _number(row.minutes, ".1f")]


def _said(text: object, lang: Lang) -> str:
    return "—" if text is None else said(text, lang)  # type: ignore[arg-type]  # a Text where it is not None


def _number(value: float | None, form: str) -> str:
    return "—" if value is None else f"{value:,{form}}"


def large(value: float | None, lang: Lang) -> str:
    """Say a large number as each language does: 12.3 M, 1230万."""
    if value is None:
        return "—"
    for size, word in _LARGE_ZH if lang == "zh" else _LARGE:
        if abs(value) >= size:
            return f"{value / size:,.4g}{word}" if lang == "zh" else f"{value / size:,.4g} {word}"
    return f"{value:,.4g}"


def _measures(measures: Sequence[TableMeasure], lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Yield label, value and what is wrong with it."""
    for one in measures:
        error = (
            one.error if one.error is not None and one.error >= 0.005 else None
        )  # two decimals show no less
        reason = said(one.reason, lang)
        wrong = "" if one.status == "ok" else status_word(one.status, lang)
        if wrong and reason:
            wrong += ("：" if lang == "zh" else ": ") + reason
        yield said(one.label, lang), amount(one.value, one.unit, lang, error=error), wrong
