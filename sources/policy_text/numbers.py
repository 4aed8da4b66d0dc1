"""Sizes in text: basis points, percentage points, amounts and counts, in digits and in words.

Every pattern is compiled for ASCII: there a word boundary stands between "bp" and a
Chinese letter ("50bp释放", "25bps至"), in Unicode it does not.

Tried on such text, release and figures of 2026-11: cn2an 0.5.24 reads 五十 and 三点五 right, refuses 半, 四分之一
and 百分之三, and takes 0.4 s to import; the table below is as long as the code that would guard it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.prose.numerals import number

_DECIMAL = r"(?<![0-9.])\d{1,7}(?:,\d{3}){0,3}(?:\.\d{1,6})?"
_LETTERS = "零〇一二两三四五六七八九十百千半"
# Bounded and never begun in its middle: a thousand such letters in a row must not cost a million steps.
_CHINESE = rf"(?<![{_LETTERS}])[{_LETTERS}]{{1,9}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
_FRACTION = r"(?<![0-9./])(?:\d{1,2}[- ])?\d/\d(?![0-9/])"  # "1/4", "4-1/4": how the Fed writes
_PARTS = rf"(?<![{_LETTERS}])[二两三四五六八十]分之?[一二两三四五六七]"  # 四分之一, 四分一
_WORDS = r"(?:one[- ]|a |three[- ])?(?:quarters?|half|tenths?|fifths?)(?:[- ]of)?(?:[- ]an?)?"  # "a quarter"
NUMBER = rf"(?:{_FRACTION}|{_PARTS}|{_DECIMAL}|{_CHINESE})"

_BP = r"(?:个?基点|basis[- ]points?|bps?\b)"
_PP = r"(?:个?百分点|percentage[- ]points?|pp\b)"
# Units of the trade: 码 is 25 basis points (Taipei), 厘 a percentage point (Hong Kong), 点 or 点子 one basis point.
_MA = r"个?码(?![头事通流])"
_LI = r"厘(?!米|清|定)"
_POINTS = r"(?:个点子?|点子|点(?![零〇一二两三四五六七八九十0-9钟半整阵球燃名评]))"
_UNIT = rf"(?:(?P<bp>{_BP})|(?P<pp>{_PP})|(?P<ma>{_MA})|(?P<li>{_LI})|(?P<point>(?<=\d\d){_POINTS}))"
_BP_OF_UNIT = {"bp": 1.0, "pp": 100.0, "ma": 25.0, "li": 100.0, "point": 1.0}
_SIZE = re.compile(
    rf"(?P<sign>[-+])?\s?(?P<number>{NUMBER})\s?个?(?P<half>半(?=百分点|点子?|码|厘))?"
    rf"(?:\s?(?:-|—|–|~|至|到|to)\s?(?P<upper>{NUMBER}))?[\s-]?{_UNIT}",
    re.ASCII | re.IGNORECASE,
)
_LEVEL_BEFORE = re.compile(r"[至到为达于报]\s?$")
_WORD_SIZE = re.compile(
    rf"(?<![a-z])(?P<words>{_WORDS})[\s-]?(?:percentage[- ])?points?\b", re.ASCII | re.IGNORECASE
)
_LIST = re.compile(
    rf"(?P<first>{NUMBER})\s?个?(?:{_BP}|{_PP})?\s?(?:和|、|与|及|,? and )"
    rf"\s?(?P<second>{NUMBER})\s?(?:(?P<bp>{_BP})|(?P<pp>{_PP}))",
    re.ASCII | re.IGNORECASE,
)
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

    What stands behind 至, 到 or 为 in 厘 is a level ("降至4.25厘"), not a size.
    """
    found = [*_figures(text), *_in_words(text)]
    yield from sorted(found, key=lambda size: size.start)


def _figures(text: str) -> Iterator[Size]:
    for found in _SIZE.finditer(text):
        unit = next(name for name in _BP_OF_UNIT if found[name])
        if unit == "li" and (
            found["upper"] or _LEVEL_BEFORE.search(text[max(0, found.start() - 2) : found.start()])
        ):
            continue
        try:
            value = number(found["number"]) + (0.5 if found["half"] else 0.0)
        except ValueError:
            continue  # "0/0 of a point" is no size
        yield Size(
            text=found.group().strip(),
            start=found.start(),
            end=found.end(),
            bp=round(value * _BP_OF_UNIT[unit], 6),
            is_range=found["upper"] is not None,
            is_negative=found["sign"] == "-",
        )


def _in_words(text: str) -> Iterator[Size]:
    for found in _WORD_SIZE.finditer(text):
        words = found["words"].casefold()
        parts = {"quarter": 25.0, "half": 50.0, "tenth": 10.0, "fifth": 20.0}
        bp = next(value for word, value in parts.items() if word in words)
        bp *= 3.0 if words.startswith("three") else 1.0
        yield Size(text=found.group(), start=found.start(), end=found.end(), bp=bp)


def pair_of_sizes(text: str) -> tuple[float, float] | None:
    """Return two sizes said together, as in "分别下调10个和15个基点", in basis points."""
    found = _LIST.search(text)
    if found is None:
        return None
    scale = 1.0 if found["bp"] else 100.0
    try:
        return (round(number(found["first"]) * scale, 6), round(number(found["second"]) * scale, 6))
    except ValueError:
        return None


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
