"""Sizes in text: basis points, percentage points, amounts and counts, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 10, "百": 100, "千": 1000}

_DECIMAL = r"\d{1,7}(?:,\d{3})*(?:\.\d{1,6})?"
_CHINESE = r"[零〇一二两三四五六七八九十百千半]+(?:点[零〇一二三四五六七八九]+)?"
_FRACTION = r"(?:\d{1,2}[- ])?\d/\d"  # "1/4", "4-1/4": how the Fed writes
_WORDS = (
    r"(?:one[- ]|a |three[- ])?(?:quarters?|half)(?:[- ]of)?(?:[- ]an?)?"  # "a quarter", "three quarters"
)
NUMBER = rf"(?:{_FRACTION}|{_DECIMAL}|{_CHINESE})"

_BP = r"(?:个?基点|basis[- ]points?|bps?\b|BPs?\b|Bps?\b)"
_PP = r"(?:个?百分点|percentage[- ]points?|pp\b)"
_SIZE = re.compile(
    rf"(?P<sign>[-+])?\s?(?P<number>{NUMBER})\s?个?(?:\s?(?:-|—|–|~|至|到|to)\s?(?P<upper>{NUMBER}))?"
    rf"[\s-]?(?:(?P<bp>{_BP})|(?P<pp>{_PP}))",
)
_WORD_SIZE = re.compile(rf"(?<![a-z])(?P<words>{_WORDS})[\s-]?(?:percentage[- ])?points?\b", re.IGNORECASE)
_LIST = re.compile(
    rf"(?P<first>{NUMBER})\s?个?(?:{_BP}|{_PP})?\s?(?:和|、|与|及|,? and )"
    rf"\s?(?P<second>{NUMBER})\s?(?:(?P<bp>{_BP})|(?P<pp>{_PP}))"
)
_AMOUNT = re.compile(rf"(?P<number>{_DECIMAL})\s?(?P<unit>万亿|亿)元")
_TITLES = re.compile(rf"(?P<number>{_DECIMAL})\s?[款个](?!月|基点|百分点)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size in basis points where it stands in a text; ``is_range`` where it is between two numbers."""

    text: str
    start: int
    end: int
    bp: float
    is_range: bool = False
    is_negative: bool = False


def number(text: str) -> float:
    """Return the value of a number in digits, a fraction or Chinese words.

    Raises:
        ValueError: the text is no number.
    """
    text = text.strip()
    if "/" in text:
        whole, _, rest = text.replace("-", " ").rpartition(" ")
        over, under = rest.split("/")
        if int(under) == 0:
            raise ValueError(f"{text!r} divides by zero")
        return (float(whole) if whole else 0.0) + int(over) / int(under)
    if text[0].isascii():
        return float(text.replace(",", ""))
    return _chinese(text)


def _chinese(text: str) -> float:
    if text == "半":
        return 0.5
    whole, _, fraction = text.partition("点")
    total, digit = 0, 0
    for letter in whole:
        if letter in _DIGIT:
            digit = _DIGIT[letter]
        elif letter in _TENS:
            total += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            raise ValueError(f"{text!r} is no number")
    decimals = "".join(str(_DIGIT[letter]) for letter in fraction)
    return float(f"{total + digit}.{decimals or 0}")


def sizes(text: str) -> Iterator[Size]:
    """Yield every size in basis points or percentage points, in order."""
    for found in _SIZE.finditer(text):
        try:
            value = number(found["number"])
        except ValueError:
            continue  # "0/0 of a point" is no size
        yield Size(
            text=found.group().strip(),
            start=found.start(),
            end=found.end(),
            bp=round(value * (1.0 if found["bp"] else 100.0), 6),
            is_range=found["upper"] is not None,
            is_negative=found["sign"] == "-",
        )
    for found in _WORD_SIZE.finditer(text):
        words = found["words"].casefold()
        bp = 75.0 if words.startswith("three") else 25.0 if "quarter" in words else 50.0
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


def titles(text: str) -> float | None:
    """Return the first count of titles (款)."""
    found = _TITLES.search(text)
    return float(found["number"].replace(",", "")) if found else None


FROM_TO = re.compile(
    r"(?:从|由|from )(?:此前|之前|目前|现行|原来|原先)?的?"
    rf"\s?(?P<start>{_FRACTION}|{_DECIMAL})\s?(?:%|percent)?"
    r"\s?(?P<verb>下调|上调|调整|调降|调升|降低|下降|提高|上升|降|升|to)(?:至|到|为)?"
    rf"\s?(?P<to>{_FRACTION}|{_DECIMAL})\s?(?:%|percent)"
)
"""A move told by its two levels, in percent: "由1.70%调整为1.50%"."""
