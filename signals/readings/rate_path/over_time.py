"""Screens of many days: a path a row, one meeting over time, and the surprise of a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import worst
from signals.readings.rate_path.history import Priced, Surprise
from signals.words import Word, said

SEEN = 0.005  # a range that no day gives half a percent gets no column
_COLUMNS = {
    "en": (
        "day",
        "range",
        "next meeting",
        "step, bp",
        "cut, %",
        "hike, %",
        "first cut",
        "first hike",
        "by year end",
        "12 months",
    ),
    "zh": (
        "日期",
        "区间",
        "下次会议",
        "步长 基点",
        "降息%",
        "加息%",
        "首次降息",
        "首次加息",
        "至年末",
        "12个月",
    ),
}
_MEETING = {
    "en": ("day", "step, bp", "rate after, %", "lower, %", "higher, %"),
    "zh": ("日期", "步长 基点", "会后利率%", "更低概率%", "更高概率%"),
}


def range_screen(rows: Sequence[Mapping[str, Any]], lang: str) -> RenderableType:
    """Return a line a day; cuts count up and hikes down in the last two columns."""
    table = _table(_COLUMNS[lang])
    for row in rows:
        status = row["status"]
        doubt = "" if status == "ok" else f" ({Word.of(f'rate_path.status_{status}').text(lang)})"
        table.add_row(
            f"{row['price_date']}{doubt}",
            f"{row['target_lower_bp'] / 100:.2f}-{row['target_upper_bp'] / 100:.2f}",
            row["next_meeting"] or "-",
            _with_error(row["next_step_bp"], row["next_step_error_bp"], "+.1f"),
            _percent(row["p_cut_next"]),
            _percent(row["p_hike_next"]),
            row["first_cut"] or "-",
            row["first_hike"] or "-",
            _with_error(row["cuts_by_year_end"], row["cuts_by_year_end_error"], "+.2f"),
            _with_error(row["cuts_12m"], row["cuts_12m_error"], "+.2f"),
        )
    title = Word.of("rate_path.range_title", count=len(rows)).text(lang)
    return Group(Text(title, style="bold"), table)


def meeting_screen(
    meeting: dt.date, priced: Sequence[Priced], rows: Sequence[Mapping[str, Any]], lang: str
) -> RenderableType:
    """Return how one meeting was priced, a line a day, with the ranges that any day gives half a percent."""
    lowers = _lowers(priced)
    table = _table((*_MEETING[lang], *(f"{low / 100:.2f}" for low in lowers)))
    for row in rows:
        table.add_row(
            row["price_date"],
            _with_error(row["step_bp"], row["step_error_bp"], "+.1f"),
            _with_error(row["implied_rate_pct"], row["implied_rate_error_bp"] / 100.0, ".3f"),
            _percent(row["p_lower"], row["p_lower_error"]),
            _percent(row["p_higher"], row["p_higher_error"]),
            *(_percent(row["ranges"].get(str(low))) for low in lowers),
        )
    title = Word.of("rate_path.meeting_title", meeting=meeting, count=len(priced)).text(lang)
    legend = Word.of("rate_path.meeting_legend").text(lang)
    return Group(Text(title, style="bold"), table, Text(legend, style="dim"))


def meeting_rows(
    priced: Sequence[Priced], rows: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """Return the same as a table with a column a range, for CSV."""
    lowers = _lowers(priced)
    columns = [name for name in rows[0] if name != "ranges"]
    names = [*columns, *(f"p_{low}_{low + 25}_bp" for low in lowers)]
    return names, (
        [*(row[name] for name in columns), *(row["ranges"].get(str(low), 0.0) for low in lowers)]
        for row in rows
    )


def surprise_screen(found: Surprise, lang: str) -> RenderableType:
    """Return the surprise of one decision in two sentences."""
    figures = Word.of(
        "rate_path.surprise_said",
        meeting=found.meeting,
        surprise=f"{found.surprise_bp:+.1f}",
        error=f"{found.error_bp:.1f}",
        step=f"{found.step_bp:+.1f}",
        expected=f"{found.expected_bp:+.1f}",
        day=found.before,
    )
    status, why = worst(found.inputs)
    lines = [Text(figures.text(lang), style="bold")]
    if status != "ok":
        lines.append(Text(said(why, lang), style="red"))
    return Group(*lines, Text(Word.of("rate_path.surprise_how").text(lang), style="dim"))


def _lowers(priced: Sequence[Priced]) -> list[int]:
    return sorted({low for one in priced for low, p in one.buckets().items() if p >= SEEN})


def _table(columns: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for number, name in enumerate(columns):
        table.add_column(Text(name), justify="left" if number == 0 else "right", no_wrap=True)
    return table


def _with_error(value: float | None, error: float | None, form: str) -> str:
    if value is None or error is None:
        return "-"
    return f"{value + 0.0:{form}} ± {error:{form.lstrip('+')}}"


def _percent(share: float | None, error: float | None = None) -> str:
    if share is None:
        return "·"
    return f"{share * 100:.1f}" if error is None else f"{share * 100:.1f} ± {error * 100:.1f}"
