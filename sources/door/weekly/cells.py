"""One cell of a weekly's table: its number, and how far that may be from the exact one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sources.door.weekly.columns import TEXT
from sources.door.writing.numbers import bare

Value = float | str | None

FaultCode = Literal[
    "no_number", "pe_does_not_follow", "rating_not_in_standard", "copied_row", "change_does_not_follow",
    "percent_without_sign", "time_as_clock", "currencies_differ", "currency_ignored", "told_twice",
    "week_before_differs",
]  # fmt: skip
NOTES: frozenset[FaultCode] = frozenset({"time_as_clock", "currencies_differ"})
"""What is told of a row and is no doubt: a clock reads one way, and a PE over two currencies is only not checked."""

_DIGITS = 3
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_NOTHING = {"", "-", "--", "—", "N/A", "n.a.", "NA"}
_UNITS = {"万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one row: a code, the column, what was found, and what would do where that can be told.

    Neither text holds a word of any language, so that a screen words the code and shows the rest.
    """

    row: int
    code: FaultCode
    column: str
    found: str
    expected: str = ""


def value_of(row: int, role: str, cell: str, *, signed: bool) -> tuple[Value, Fault | None]:
    """Return a cell as its column means it, with what is wrong with it.

    Args:
        row: said in the fault.
        role: the column.
        cell: what was written.
        signed: whether some change of the same table carries its percent sign.
    """
    if role in TEXT or cell.strip() in _NOTHING:
        return cell if role in TEXT else None, None
    if role == "minutes":
        return _minutes(row, cell)
    number = _number(cell)
    if number is None:
        return None, Fault(row=row, code="no_number", column=role, found=cell)
    if role == "change" and not has_percent(cell):
        if signed:  # the others carry the sign: is it 3.2 % or 320 %?
            return None, Fault(
                row=row, code="percent_without_sign", column=role, found=cell, expected=f"{cell}%"
            )
        return 100 * number, None
    return number, None


def has_percent(cell: str) -> bool:
    """Return whether a cell shows a percent sign."""
    return "%" in cell or "％" in cell


def _number(cell: str) -> float | None:
    """Return a number with its thousands, its percent sign or its 万, 亿, M, bn."""
    text = bare(cell).replace(",", "").replace("％", "%").rstrip("%xX倍")
    factor = 1.0
    for unit, size in sorted(_UNITS.items(), key=lambda one: -len(one[0])):
        if text.casefold().endswith(unit):
            text, factor = text[: -len(unit)], size
            break
    if not re.fullmatch(r"[+-]?([0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})", text):
        return None
    return float(text) * factor


def _minutes(row: int, cell: str) -> tuple[Value, Fault | None]:
    """Return a duration in minutes; a clock such as 0:07:29 is hours, minutes and seconds, and is said to be read so."""
    clock = _CLOCK.fullmatch(cell.strip())
    if clock is None:
        seconds = cell.endswith("秒")
        number = _number(cell.removesuffix("秒"))
        if number is not None and seconds:
            number /= 60
        if number is None:
            return None, Fault(row=row, code="no_number", column="minutes", found=cell)
        return number, None
    minutes = 60 * int(clock[1] or 0) + int(clock[2]) + int(clock[3]) / 60
    return minutes, Fault(
        row=row, code="time_as_clock", column="minutes", found=cell, expected=f"{minutes:.2f}"
    )


def half_step(cell: str) -> float:
    """Return half of the last digit that a cell shows: how far its number may be from the exact one."""
    digits = re.sub(r"[^\d.]", "", cell).partition(".")[2]
    return 0.5 * 10.0 ** -len(digits)


def rounding(cell: str) -> float:
    """Return the rounding of a cell as a share of its number; 0 where it has none.

    A whole number that ends in zeros was rounded there, but three digits count: nobody publishes fewer.
    """
    text = re.sub(r"[^\d.]", "", cell)
    number = float(text) if re.fullmatch(r"\d+\.?\d*|\.\d+", text) else 0.0
    zeros = 0 if "." in text else min(len(text) - len(text.rstrip("0")), max(len(text) - _DIGITS, 0))
    return half_step(cell) * 10**zeros / number if number else 0.0
