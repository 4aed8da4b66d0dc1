"""Numbers as people write them: 16,339.96 and 16.339,96, read alike in one file and never by guess."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from sources.door.answers import DecimalMark

Proof = Literal["point", "comma", "unclear"]

_SPACES = re.compile(r"[\s'’]")  # thousands in French, Polish and Swiss files
_CURRENCY = re.compile(r"^([(+-]?)(?:HK|US)?[$€£¥]")
_MINUS_BEHIND = re.compile(r"[\d.,]*\d[\d.,]*-")
_IN_BRACKETS = re.compile(r"\([\d.,]+%?\)")
_SHAPE = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_GROUPED: dict[DecimalMark, re.Pattern[str]] = {
    "point": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
    "comma": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?"),
}
_PLAIN: dict[DecimalMark, re.Pattern[str]] = {
    "point": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"),
    "comma": re.compile(r"[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d{1,3})?"),
}


def bare(cell: str) -> str:
    """Return a number without spaces, apostrophes, the typographer's minus, a currency; (0.3) is a minus of accountants."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFKC", cell).replace("−", "-")
    cell = _CURRENCY.sub(r"\1", _SPACES.sub("", cell))
    if _MINUS_BEHIND.fullmatch(cell):
        return f"-{cell[:-1]}"
    return f"-{cell[1:-1]}" if _IN_BRACKETS.fullmatch(cell) else cell


def proof(cell: str) -> Proof | None:
    """Return which decimal mark a cell proves; ``unclear`` where it reads either way, None where it says nothing.

    ``1,234`` and ``1.234`` are unclear: thousands in one country, three decimals in another.
    """
    cell = bare(cell)
    if not ("," in cell or "." in cell) or not _SHAPE.fullmatch(cell):
        return None
    point, comma = _readable(cell, "point"), _readable(cell, "comma")
    if point == comma:
        return "unclear" if point else None
    return "point" if point else "comma"


def _readable(cell: str, mark: DecimalMark) -> bool:
    grouped = _GROUPED[mark].fullmatch(cell) is not None and not cell.lstrip("+-").startswith("0")
    return grouped or _PLAIN[mark].fullmatch(cell) is not None


def proofs(cells: Iterable[str]) -> dict[Proof, str]:
    """Return each kind of proof that some cell gives, with the first such cell."""
    given: dict[Proof, str] = {}
    for cell in cells:
        kind = proof(cell)
        if kind is not None and kind not in given:
            given[kind] = cell
    return given


def number(cell: str, mark: DecimalMark) -> float:
    """Return a cell as a number.

    Raises:
        ValueError: it is none with this decimal mark.
    """
    if mark == "point":
        try:
            value = float(cell)
        except ValueError:
            pass
        else:
            if "_" not in cell and cell.isascii():  # float() takes 1_000 and the digits of every script
                return value
    cell = bare(cell)
    if _GROUPED[mark].fullmatch(cell):
        cell = cell.replace("," if mark == "point" else ".", "")
    elif not _PLAIN[mark].fullmatch(cell):
        raise ValueError(cell)
    return float(cell.replace(",", "."))


def is_number(cell: str) -> bool:
    """Return whether a cell is a number with one decimal mark or the other."""
    return any(_readable(bare(cell), mark) for mark in _PLAIN)


def is_finite(value: float) -> bool:
    """Return whether a value is a number that can be kept."""
    return math.isfinite(value)
