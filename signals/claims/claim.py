"""The normal form of a claim, as `docs/claims.md` describes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from sources.prose.quantities import Op

Unit = Literal["pct", "bp", "pp", "cuts", "hikes", "points", "date", "bool"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One checkable statement: ``about`` a thing, of a time, compared with a value.

    ``when`` is the time that the sentence speaks of: a day, a month, a year, a
    window A..B, or day:, week:, month:, year:, ytd: and the last day of a move.
    ``value`` is a number, or a date as text where ``unit`` is "date".
    ``start`` and ``end`` are the quote's place in the text that was read.
    ``reach`` is "before" where the sentence may mean the meeting before the named month,
    "strictly" where only that one is asked for.
    ``strictness`` divides the tolerance: an earlier day must fit better to be the one that is told.
    """

    about: str
    when: str
    op: Op
    value: float | str
    unit: Unit
    detail: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    reach: str = "at"
    strictness: float = 1.0

    def normal_form(self) -> dict[str, Any]:
        """Return the keys of the normal form, without verdict."""
        return {
            "quote": self.quote,
            "about": self.about,
            "when": self.when,
            "op": self.op,
            "value": self.value,
            "unit": self.unit,
            "detail": self.detail,
        }

    @property
    def number(self) -> float:
        """The value as a number.

        Raises:
            ValueError: the value is a date.
        """
        return float(self.value)


def window(first: dt.date, last: dt.date) -> str:
    """Return the normal form of a window of days."""
    return first.isoformat() if first == last else f"{first}..{last}"
