"""How many digits a number keeps in the document.

Two machines may disagree in the last bit of a float; the content hash must
not. So every float is rounded once, here, when it enters the document, to
more digits than anybody acts on. Verdicts were reached on the unrounded
numbers: where a rounded value equals its threshold, believe the verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from signals.facts import FactValue

DECIMALS: Mapping[str, int] = {
    "pct": 4,
    "pp": 4,
    "bp": 2,
    "prob": 4,  # a hundredth of a percentage point; one futures tick moves a meeting by two to seven points
    "cuts": 4,
    "hikes": 4,
    "pts": 4,
    "days": 2,
    "months": 2,
    "events": 2,
    "ratio": 6,
    "index": 3,  # as index providers and the BLS publish them, or finer
    "usd_per_gallon": 4,
}
SIGMA_DECIMALS = 2


def rounded(number: float | None, unit: str | None) -> float | None:
    """Return ``number`` with the digits of its unit; six where the unit is not a measure."""
    if number is None:
        return None
    return round(float(number), DECIMALS.get(unit or "", 6)) + 0.0  # + 0.0 turns -0.0 into 0.0


def spread(number: float | None, unit: str | None) -> float | None:
    """Return an error or a sigma in a unit, with four decimals at least: it may be far below one."""
    if number is None:
        return None
    return round(float(number), max(4, DECIMALS.get(unit or "", 6))) + 0.0


def sigmas(number: float | None) -> float | None:
    """Return a distance in one-week sigmas, rounded."""
    return None if number is None else round(float(number), SIGMA_DECIMALS) + 0.0


def value(raw: FactValue, unit: str | None) -> bool | float | str | None:
    """Return a fact's value as JSON carries it: dates as ISO text, numbers rounded."""
    if raw is None or isinstance(raw, bool | str):
        return raw
    if isinstance(raw, dt.date):
        return raw.isoformat()
    return rounded(raw, unit)
