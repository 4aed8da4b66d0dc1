"""Figures of policy text: sizes in basis points, moves between two levels, amounts and counts.

Figures are read by `sources.prose.quantities` for everyone; what is here is which of them are a step's size,
and the amounts that only acts have. Patterns are compiled for ASCII: there a word boundary stands between
"bp" and a Chinese letter, in Unicode it does not.

Tried on such text, release and figures of 2026-11: cn2an 0.5.24 reads 五十 and 三点五 right, refuses 半, 四分之一
and 百分之三, and takes 0.4 s to import; the table of numerals is as long as the code that would guard it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sources.prose.numerals import number
from sources.prose.plain import lowered
from sources.prose.quantities import Kind, Quantity, quantities
from sources.prose.spans import longest

_DECIMAL = r"(?<![0-9.])\d{1,7}(?:,\d{3}){0,3}(?:\.\d{1,6})?"
_FRACTION = r"(?<![0-9./])(?:\d{1,2}[- ])?\d/\d(?![0-9/])"  # "1/4", "4-1/4": how the Fed writes
_BP_OF: dict[Kind, float] = {"bp": 1.0, "pp": 100.0, "li": 100.0, "points": 1.0}
"""Basis points of the units that a step is told in; 厘 is a percentage point (Hong Kong)."""
_POINTS = re.compile(r"\d\d个?点$")
"""A point is a basis point where two digits stand before it: 25点, not 三点 or "0.2点" of an index."""
_LEVEL_BEFORE = re.compile(r"[至到为达于报]\s?$")
_LISTED = re.compile(r"\s?(?:和|、|与|及|以及)\s?")
_AMOUNT = re.compile(rf"(?P<number>{_DECIMAL})\s?(?P<unit>万亿|亿)元", re.ASCII)
_PERCENT = re.compile(rf"(?P<number>{_DECIMAL})\s?(?:%|percent\b|per cent\b)", re.ASCII | re.IGNORECASE)
_PERCENT_REACHED = re.compile(
    rf"(?:提高|上调|降低|下调|调整|提升|降)(?:至|到|为)\s?(?P<number>{_DECIMAL})\s?%"
    rf"|\bto (?P<latin>{_DECIMAL})\s?(?:%|percent\b|per cent\b)",
    re.ASCII | re.IGNORECASE,
)
_TITLES = re.compile(rf"(?P<number>{_DECIMAL})\s?[款个](?!月|基点|百分点)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size in basis points where it stands in a text; ``is_range`` where it is between two numbers."""

    text: str
    start: int
    end: int
    bp: float
    is_range: bool = False
    is_negative: bool = False


def sizes(text: str) -> Iterator[Size]:
    """Yield every size, in order of place, in basis points.

    What stands behind 至, 到 or 为 in 厘 is a level ("降至4.25厘"), not a size; the
    first of two that share one unit is told by `pair_of_sizes` alone.
    """
    for found in _steps(text):
        words = text[found.start : found.end]
        if words[-1] != "个" and not words[-1].isdigit():
            yield Size(
                text=words.strip(),
                start=found.start,
                end=found.end,
                bp=abs(_in_bp(found)),
                is_range=found.low is not None,
                is_negative=found.value < 0,
            )


def pair_of_sizes(text: str) -> tuple[float, float] | None:
    """Return two sizes said together, as in "分别下调10个和15个基点", in basis points."""
    for first, second in pairwise(_steps(text)):
        if _LISTED.fullmatch(text[first.end : second.start]):
            return _in_bp(first), _in_bp(second)
    return None


def _steps(text: str) -> list[Quantity]:
    """Return the figures of a text that may be the size of a step."""
    return [found for found in longest(quantities(lowered(text))) if _is_step(text, found)]


def _is_step(text: str, found: Quantity) -> bool:
    if found.kind == "points":
        return _POINTS.search(text[found.start : found.end]) is not None
    if found.kind == "li":
        before = text[max(0, found.start - 2) : found.start]
        return found.low is None and _LEVEL_BEFORE.search(before) is None
    return found.kind in _BP_OF and not text.endswith("/", 0, found.start)  # "1/0 of a point" is no size


def _in_bp(found: Quantity) -> float:
    return round(found.value * _BP_OF[found.kind], 6)


def from_to_bp(found: re.Match[str]) -> float | None:
    """Return the move of a `FROM_TO` match in basis points; None where a level is no number."""
    try:
        return round((number(found["to"]) - number(found["start"])) * 100, 6)
    except ValueError:
        return None


def amount_yi(text: str) -> float | None:
    """Return the first amount of money in 亿元 (100 million yuan)."""
    found = _AMOUNT.search(text)
    if found is None:
        return None
    return round(float(found["number"].replace(",", "")) * (1e4 if found["unit"] == "万亿" else 1.0), 6)


def percent(text: str) -> float | None:
    """Return a percentage in percent: the level reached ("由84%提高至125%"), else the first that is told."""
    found = _PERCENT_REACHED.search(text) or _PERCENT.search(text)
    if found is None:
        return None
    return float(next(part for part in found.groups() if part).replace(",", ""))


def titles(text: str) -> float | None:
    """Return the first count of titles (款)."""
    found = _TITLES.search(text)
    return float(found["number"].replace(",", "")) if found else None


FROM_TO = re.compile(
    r"(?:从|由|from )(?:此前|之前|目前|现行|原来|原先)?的?"
    rf"\s?(?P<start>{_FRACTION}|{_DECIMAL})\s?(?:%|percent|厘)?"
    r"\s?(?P<verb>下调|上调|调整|调降|调升|降低|下降|提高|上升|降|升|to)(?:至|到|为)?"
    rf"\s?(?P<to>{_FRACTION}|{_DECIMAL})\s?(?:%|percent|厘)",
    re.ASCII,
)
"""A move told by its two levels, in percent: "由1.70%调整为1.50%"."""
