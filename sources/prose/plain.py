"""One script, half width, no blanks round figures: text as the readers want it, with its way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_HALF_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Chinese punctuation stays full width: a Chinese comma ends a clause, a comma inside a number does not.
for _mark in "，；！？（）：":
    del _HALF_WIDTH[ord(_mark)]
_HALF_WIDTH |= dict.fromkeys((8208, 8209, 8210, 8722, 65123), "-")
_HALF_WIDTH |= {0x3000: " ", 0x00A0: " ", 0x2009: " ", 0x202F: " ", 0x2018: "'", 0x2019: "'", 0x301C: "~"}

_DROPPED = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # control characters
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"  # direction, width
    r"|[*`]+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])"  # marks of Markdown
)
_CJK = "\u3400-\u9fff"
_BLANK = re.compile(
    rf"(?<=[{_CJK}]) +(?=[-+0-9A-Za-z])"  # "明年 1 月"; between two words a blank ends a clause
    rf"|(?<=[0-9A-Za-z%]) +(?=[{_CJK}])"
    r"|(?<=[0-9]) +(?=%)"
    r"| +(?= )"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Plain text, and where each of its characters stands in the original.

    ``places`` has one entry more than ``text`` has characters, so that the end
    of a span has a place too.
    """

    original: str
    text: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """Return the exact words of the original for a span of the plain text."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a span of the plain text came from."""
        if end <= start:
            return self.places[start], self.places[start]
        return self.places[start], self.places[end - 1] + 1


@cache
def _simplified() -> dict[int, int | str]:
    """Return every traditional character with its simplified one.

    Character by character, so that nothing moves: the dictionary's words that
    change length (regional terms) are left to the words of each reader.
    """
    import opencc  # noqa: PLC0415 # loading takes 20 ms, the table 170: only a text in Chinese needs it

    convert = opencc.OpenCC("t2s").convert
    table: dict[int, int | str] = {}
    for code in range(0x3400, 0xA000):
        letter = chr(code)
        simple = convert(letter)
        if simple != letter and len(simple) == 1:
            table[code] = simple
    return table


def plain(text: str) -> Plain:
    """Return ``text`` simplified, half width, without invisible marks and without blanks round figures."""
    flat = text.translate(_HALF_WIDTH)
    if re.search(f"[{_CJK}]", flat):
        flat = flat.translate(_simplified())
    kept, places = _without(flat, list(range(len(flat))), _DROPPED)
    kept, places = _without(kept, places, _BLANK)
    return Plain(original=text, text=kept, places=(*places, len(text)))


def _without(text: str, places: list[int], unwanted: re.Pattern[str]) -> tuple[str, list[int]]:
    parts: list[str] = []
    where: list[int] = []
    start = 0
    for found in unwanted.finditer(text):
        parts.append(text[start : found.start()])
        where.extend(places[start : found.start()])
        start = found.end()
    if not start:
        return text, places
    parts.append(text[start:])
    where.extend(places[start:])
    return "".join(parts), where
