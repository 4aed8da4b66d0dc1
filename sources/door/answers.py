"""What a person adds to a file because the file cannot tell it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sources.contract import PriceKind

DayOrder = Literal["dmy", "mdy"]
DecimalMark = Literal["point", "comma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers given on the command line; None is never filled with a guess.

    ``series`` names the one series or contract of a file, ``kind`` says what its futures
    prices are, ``on`` is the day of a page that bears none, ``released`` the day on which a
    weekly's table became known, ``dates`` reads 03/04/2024 and ``decimal`` reads 1,234.
    """

    series: str | None = None
    kind: PriceKind | None = None
    on: dt.date | None = None
    released: dt.date | None = None
    dates: DayOrder | None = None
    decimal: DecimalMark | None = None


NO_ANSWERS = Answers()
