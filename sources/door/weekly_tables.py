"""The two tables of a sell-side weekly: valuation by company, and weekly traffic by site, checked against themselves.

A company's row must be its own: PE follows from price and earnings, the rating is a word of the standard, and no
two companies share their figures. A site's change must follow from this week and last. Every fault names its row,
what was found and what would do; a row with a fault is kept and shown, and nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sources.door.files.sheets import Sheet, open_file, readings_of
from sources.door.writing.numbers import bare
from sources.errors import BadTable
from sources.message import message

Kind = Literal["valuation", "traffic"]
Value = float | str | None

RATINGS = frozenset(
    {
        "buy", "overweight", "outperform", "hold", "neutral", "underweight", "underperform", "sell", "not rated",
        "买入", "增持", "超配", "优于大市", "跑赢行业", "持有", "中性", "标配", "同步大市", "减持", "低配",
        "弱于大市", "跑输行业", "卖出", "未评级", "无评级",
    }
)  # fmt: skip
"""The words of rating standards in use; another word in the column is a slip or another house's private scale."""

_COLUMNS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "valuation": {
        "company": ("company", "name", "公司", "公司名称", "证券简称", "名称"),
        "code": ("code", "ticker", "代码", "证券代码", "股票代码"),
        "rating": ("rating", "评级", "投资评级"),
        "close": ("close", "price", "收盘价", "股价", "最新价"),
        "currency": ("currency", "price currency", "币种", "货币"),
        "eps_currency": ("eps currency", "eps币种", "财报币种"),
        "market_value": ("market value", "market cap", "市值", "总市值"),
    },
    "traffic": {
        "site": ("site", "website", "product", "网站", "产品", "应用"),
        "category": ("category", "类别", "分类", "赛道"),
        "visits": ("visits", "this week", "访问量", "本周访问量", "周访问量"),
        "last_week": ("last week", "previous visits", "上周访问量", "上周"),
        "change": ("change", "wow", "change on week", "环比", "周环比", "变化"),
        "minutes": (
            "minutes",
            "duration",
            "time on site",
            "avg duration",
            "停留时长",
            "平均停留时长",
            "时长",
        ),
    },
}
_NEEDS: Mapping[Kind, tuple[str, ...]] = {
    "valuation": ("company", "code", "close"),
    "traffic": ("site", "category", "visits"),
}
_TEXT = {"company", "code", "rating", "currency", "eps_currency", "site", "category"}
_YEARLY = re.compile(r"(eps|pe|p/e|市盈率|每股收益)\W*(\d{4})\W*e?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_NOTHING = {"", "-", "--", "—", "N/A", "n.a.", "NA"}
_UNITS = {"万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one row: a code, the column, what was found, and what would do where that can be told.

    Neither text holds a word of any language, so that a screen words the code and shows the rest.
    """

    row: int
    code: Literal[
        "no_number", "pe_does_not_follow", "rating_not_in_standard", "copied_row", "change_does_not_follow",
        "percent_without_sign", "time_as_clock", "missing", "currencies_differ",
    ]  # fmt: skip
    column: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row with its values by column: numbers plain, changes in percent, durations in minutes."""

    row: int
    values: Mapping[str, Value]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTable:
    """One table with everything that is wrong with it; ``columns`` in the order of the file."""

    kind: Kind
    file: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_weekly_table(path: Path) -> WeeklyTable:
    """Read a table of either kind, recognised by its header.

    Raises:
        BadTable: it is neither, or has no rows.
    """
    incoming = open_file(path)
    for sheets in readings_of(incoming):
        for sheet in sheets:
            for number, header in enumerate(sheet.rows[:20]):
                for kind in ("valuation", "traffic"):
                    places = _places(kind, header)
                    if all(role in places for role in _NEEDS[kind]):
                        return _read(kind, sheet, number, places)
    raise BadTable(
        file=incoming.name,
        found=message("no header of a valuation or a traffic table"),
        expected=message(
            "columns such as company, code, close, EPS 2024, PE 2024; or site, category, visits, last week, change"
        ),
    )


def _places(kind: Kind, header: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, by its role; EPS and PE by year."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        words = re.sub(r"[（(].*?[）)]", "", cell).strip().casefold()
        role = next((role for role, spellings in _COLUMNS[kind].items() if words in spellings), None)
        yearly = _YEARLY.fullmatch(words)
        if role is None and kind == "valuation" and yearly:
            measure = "eps" if yearly[1].lower() in {"eps", "每股收益"} else "pe"
            role = f"{measure}_{yearly[2]}"
        if role is not None:
            found.setdefault(role, place)
    return found


def _read(kind: Kind, sheet: Sheet, header: int, places: Mapping[str, int]) -> WeeklyTable:
    entries: list[Entry] = []
    faults: list[Fault] = []
    signed = _has_percent(sheet.rows[header + 1 :], places.get("change"))
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        own = {role: cells[place] if place < len(cells) else "" for role, place in places.items()}
        if not any(own.values()):
            continue
        values: dict[str, Value] = {}
        for role, cell in own.items():
            value, fault = _value(number, role, cell, signed=signed)
            values[role] = value
            faults += [fault] if fault else []
        entries.append(Entry(row=number, values=values, cells=own))
    if not entries:
        raise BadTable(
            file=sheet.where,
            row=header + 2,
            found=message("no rows below the header"),
            expected=message("at least one row"),
        )
    checks: Iterable[Callable[[Sequence[Entry]], Iterator[Fault]]] = (
        (_pe_faults, _rating_faults, _copied) if kind == "valuation" else (_change_faults, _copied)
    )
    for check in checks:
        faults += check(entries)
    return WeeklyTable(
        kind=kind,
        file=sheet.where,
        columns=tuple(sorted(places, key=places.__getitem__)),
        entries=tuple(entries),
        faults=tuple(sorted(faults, key=lambda fault: (fault.row, fault.column))),
    )


def _has_percent(rows: Sequence[Sequence[str]], place: int | None) -> bool:
    return place is not None and any("%" in row[place] for row in rows if place < len(row))


def _value(row: int, role: str, cell: str, *, signed: bool) -> tuple[Value, Fault | None]:
    """Return a cell as its column means it, with what is wrong with it."""
    if role in _TEXT or cell.strip() in _NOTHING:
        return cell if role in _TEXT else None, None
    if role == "minutes":
        return _minutes(row, cell)
    number = _number(cell)
    if number is None:
        return None, Fault(row=row, code="no_number", column=role, found=cell, expected="")
    if role == "change" and "%" not in cell:
        if signed:  # the others carry the sign: is it 3.2 % or 320 %?
            fault = Fault(
                row=row, code="percent_without_sign", column=role, found=cell,
                expected=f"{cell}%",
            )  # fmt: skip
            return None, fault
        return 100 * number, None
    return number, None


def _number(cell: str) -> float | None:
    """Return a number with its thousands, its percent sign or its 万, 亿, M, bn."""
    text = bare(cell).replace(",", "").replace("％", "%").rstrip("%xX倍")
    factor = 1.0
    for unit, size in sorted(_UNITS.items(), key=lambda one: -len(one[0])):
        if text.casefold().endswith(unit):
            text, factor = text[: -len(unit)], size
            break
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        return None
    return float(text) * factor


def _minutes(row: int, cell: str) -> tuple[Value, Fault | None]:
    """Return a duration in minutes; a clock such as 0:07:29 is hours, minutes and seconds, and is said to be read so."""
    clock = _CLOCK.fullmatch(cell.strip())
    if clock is None:
        number = _number(cell)
        if number is None:
            return None, Fault(row=row, code="no_number", column="minutes", found=cell, expected="")
        return number, None
    minutes = 60 * int(clock[1] or 0) + int(clock[2]) + int(clock[3]) / 60
    return minutes, Fault(
        row=row,
        code="time_as_clock",
        column="minutes",
        found=cell,
        expected=f"{minutes:.2f}",
    )


def _step(cell: str) -> float:
    """Return half of the last digit that a cell shows: how far its number may be from the exact one."""
    digits = re.sub(r"[^\d.]", "", cell).partition(".")[2]
    return 0.5 * 10.0 ** -len(digits)


def _pe_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each PE that price over earnings does not give within what rounding allows."""
    for entry in entries:
        close = entry.values.get("close")
        for role in entry.values:
            pe, eps = entry.values[role], entry.values.get(role.replace("pe_", "eps_"))
            if not role.startswith("pe_") or not (_is(close) and _is(pe) and _is(eps)) or eps == 0:
                continue
            mine, theirs = entry.values.get("currency"), entry.values.get("eps_currency")
            if mine and theirs and mine != theirs:
                yield Fault(
                    row=entry.row, code="currencies_differ", column=role, found=f"{mine} / {theirs}", expected="",
                )  # fmt: skip
                continue
            assert isinstance(close, float)  # noqa: S101 - `_is` said so
            assert isinstance(pe, float)  # noqa: S101
            assert isinstance(eps, float)  # noqa: S101
            step = _step(entry.cells[role.replace("pe_", "eps_")])
            ends = [close / end for end in (eps - step, eps + step) if end * eps > 0]
            low, high = (min(ends), max(ends)) if len(ends) == 2 else (float("-inf"), float("inf"))
            slack = _step(entry.cells[role]) + 1e-9
            if not low - slack <= pe <= high + slack:
                yield Fault(
                    row=entry.row, code="pe_does_not_follow", column=role, found=entry.cells[role],
                    expected=f"{close / eps:.1f} = {entry.cells['close']} / {entry.cells[role.replace('pe_', 'eps_')]}",
                )  # fmt: skip


def _is(value: Value) -> bool:
    return isinstance(value, float)


def _rating_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    for entry in entries:
        rating = entry.cells.get("rating", "")
        if rating and rating.casefold() not in RATINGS:
            yield Fault(
                row=entry.row, code="rating_not_in_standard", column="rating", found=rating,
                expected="",
            )  # fmt: skip


def _change_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each change that this week over last does not give within what rounding allows."""
    for entry in entries:
        now, before, change = (entry.values.get(role) for role in ("visits", "last_week", "change"))
        if isinstance(now, float) and isinstance(before, float) and isinstance(change, float) and before > 0:
            expected = 100 * (now / before - 1)
            # Visits are published with three or four digits, so their ratio is known to a few tenths of a percent.
            slack = _step(entry.cells["change"]) + 100 * (
                _relative(entry, "visits") + _relative(entry, "last_week")
            )
            if abs(change - expected) > slack * max(1.0, now / before):
                yield Fault(
                    row=entry.row, code="change_does_not_follow", column="change", found=entry.cells["change"],
                    expected=f"{expected:+.1f}% = {entry.cells['visits']} / {entry.cells['last_week']} - 1",
                )  # fmt: skip


def _relative(entry: Entry, role: str) -> float:
    """Return the rounding of a cell as a share of its number."""
    text = re.sub(r"[^\d.]", "", entry.cells[role])
    number = float(text) if re.fullmatch(r"\d+\.?\d*|\.\d+", text) else 0.0
    return _step(entry.cells[role]) / number if number else 0.0


LEAST_ALIKE = 3
"""Two rows that share so many numbers, and every one that they have, are one row copied: two names cannot."""


def _copied(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each row whose figures are those of an earlier row under another name."""
    seen: dict[tuple[tuple[str, str], ...], Entry] = {}
    for entry in entries:
        figures = tuple(
            (role, entry.cells[role])
            for role, value in sorted(entry.values.items())
            if isinstance(value, float) and role not in _TEXT
        )
        if len(figures) < LEAST_ALIKE:
            continue
        first = seen.setdefault(figures, entry)
        if first is not entry:
            yield Fault(
                row=entry.row, code="copied_row", column="", found=f"{_who(entry)} = {_who(first)} ({first.row})", expected="",
            )  # fmt: skip


def _who(entry: Entry) -> str:
    return str(entry.values.get("company") or entry.values.get("site") or "")
