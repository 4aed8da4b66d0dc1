"""Futures contracts as exchanges, vendors and terminals spell them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sources.contract import MONTH_CODES, contract_code
from sources.door.writing.days import full_year, month_of_name

ROOTS: Mapping[str, tuple[str, ...]] = {
    "ZQ": ("ZQ", "FF", "41"),  # CME Globex; Bloomberg, Reuters and open outcry; CME clearing
    "SR1": ("SR1", "SER", "SL"),  # one-month SOFR; Bloomberg; Barchart
    "SR3": ("SR3", "SFR", "SQ"),  # three-month SOFR; Bloomberg; Barchart
}
"""Roots that readings know, by every spelling met."""

_OWN = {spelled: root for root, spellings in ROOTS.items() for spelled in spellings}
_LISTED_MONTHS = {"ZQ": 60, "SR1": 13, "SR3": 117}
"""How far ahead the exchange lists contracts, as of 2024: five years, thirteen months, thirty-nine quarters."""
_TRADES_ON_MONTHS = {"SR3": 3}
"""Three-month SOFR is named for the month in which its quarter begins, and trades until the quarter ends."""

_PREFIX = re.compile(r"^(?:/|@|[A-Z]{3,5}(?:_[A-Z]+)?:)")  # /ZQH24 · CBOT:ZQH2024
_SUFFIX = re.compile(r"(?:\.(?:CBT|CBOT|CME|XCBT|XCME)|:(?:XCBT|XCME|CBOT|CME)| COMDTY|\s*\(.*\))$")
_CODE = re.compile(rf"([A-Z0-9]{{2,3}})\s?([{MONTH_CODES}])(\d{{4}}|\d{{1,2}})")
_ROOTS = "|".join(sorted(_OWN, key=len, reverse=True))
_CONTINUOUS = re.compile(
    rf"(?:{_ROOTS}|[A-Z]{{2,3}})(?:=F|\d{{1,2}}!|C\d{{1,2}}|\*\d{{1,2}}|\.[CVN]\.\d+|_CONT(?:INUOUS)?|Y00|#)"
    rf"|(?:{_ROOTS})\s?\d{{1,2}}|(?:{_ROOTS})"
)
_MONTH_NAME = re.compile(r"([A-Za-z]{3,9})\.?[\s\-']*(\d{4}|\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """One spelling of a contract. ``year`` is None where only its last digit is given."""

    root: str
    letter: str
    digits: str

    def codes(self, on: dt.date | None) -> tuple[str, ...]:
        """Return the contracts that it may be, seen from the day of a price.

        A year of one digit is a contract that was listed on that day: not yet
        expired, and no further ahead than the exchange lists.
        """
        month = MONTH_CODES.index(self.letter) + 1
        if len(self.digits) > 1:
            return (contract_code(self.root, dt.date(full_year(self.digits), month, 1)),)
        if on is None:
            return ()
        years = (year for year in range(on.year - 1, on.year + 12) if year % 10 == int(self.digits))
        ahead = ((year, (year - on.year) * 12 + month - on.month) for year in years)
        after, until = -_TRADES_ON_MONTHS.get(self.root, 0), _LISTED_MONTHS.get(self.root, 119)
        return tuple(
            contract_code(self.root, dt.date(year, month, 1))
            for year, months in ahead
            if after <= months <= until
        )


def spelled(text: str) -> Spelled | None:
    """Return a text as a dated contract: ``ZQH24``, ``ZQH4``, ``/ZQH24``, ``FFH4 Comdty``, ``ZQH24.CBT``."""
    found = _CODE.fullmatch(_bare(text))
    if not found:
        return None
    return Spelled(root=_OWN.get(found[1], found[1]), letter=found[2], digits=found[3])


def is_known(text: str) -> bool:
    """Return whether a text is a dated contract of a root that a reading knows."""
    found = spelled(text)
    return found is not None and found.root in ROOTS


def is_continuous(text: str) -> bool:
    """Return whether a text is a symbol that names no month: ``ZQ=F``, ``ZQ1!``, ``FF1 Comdty``, ``ZQ.c.0``."""
    return spelled(text) is None and _CONTINUOUS.fullmatch(_bare(text)) is not None


def own_root(text: str) -> str | None:
    """Return the root that a text spells, if a reading knows it."""
    return _OWN.get(text.strip().upper())


def month_number(text: str) -> int | None:
    """Return the month of ``3``, ``03``, ``MAR`` or ``H``."""
    text = text.strip()
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) == 1:
        return MONTH_CODES.index(text.upper()) + 1 if text.upper() in MONTH_CODES else None
    return month_of_name(text)


def month_named(text: str) -> dt.date | None:
    """Return the month of ``MAR 24``, ``JLY 24``, ``Mar '24``, or of ``202403`` and ``2024-03``."""
    text = text.strip()
    if digits := re.fullmatch(r"(\d{4})-?(\d{2})(?:-?\d{2})?", text):
        return dt.date(int(digits[1]), int(digits[2]), 1) if 1 <= int(digits[2]) <= 12 else None
    found = _MONTH_NAME.fullmatch(text)
    number = month_of_name(found[1]) if found else None
    return dt.date(full_year(found[2]), number, 1) if found and number else None


def _bare(text: str) -> str:
    text = text.strip().upper()
    text = _PREFIX.sub("", text)
    while (shorter := _SUFFIX.sub("", text)) != text:
        text = shorter
    return text.strip()


def root_in(text: str) -> str | None:
    """Return the root that a file's name or the lines above its header are about."""
    text = text.upper().replace("_", " ")
    if re.search(r"\b(?:ZQ|30[- ]DAY FED(?:ERAL)? FUNDS?|FED FUNDS?)\b", text):
        return "ZQ"
    if re.search(r"\b(?:SR3|THREE[- ]MONTH SOFR|3[- ]MONTH SOFR)\b", text):
        return "SR3"
    if re.search(r"\b(?:SR1|ONE[- ]MONTH SOFR|1[- ]MONTH SOFR)\b", text):
        return "SR1"
    return None
