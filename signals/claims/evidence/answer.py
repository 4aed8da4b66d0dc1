"""What the data of one day say of a claim: a value with its error and source, and whether the claim holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from signals.calendars.fed import Calendars, calendars
from signals.claims.claim import Claim
from signals.claims.grammar.lexicon import Measures, lexicon
from signals.panel import Panel
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import NoPath, read
from signals.words import Word
from sources.contract import SeriesView
from sources.prose.quantities import Op

Truth = Literal["true", "false", "near", "unknown"]
Rates = Mapping[dt.date, float]
"""The figure of each month, by its first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether a claim holds on a day. ``near`` is closer to a bound than the value is known.

    ``other_time`` says that the same is true of another day, meeting or month.
    """

    truth: Truth
    actual: float | str | None = None
    error: float | None = None
    unit: str = ""
    source: Word | str = ""
    day: dt.date | None = None
    note: Word | str = ""
    other_time: bool = False


def unknown(note: Word) -> Finding:
    """Return that no data of the day can tell, and why."""
    return Finding(truth="unknown", note=note)


@dataclass(kw_only=True, eq=False)
class Witness:
    """One panel, asked many times: paths, series and printed figures of each day are worked out once.

    ``rates`` holds the figures of a print by month, as known on a day, over a month or a year.
    """

    panel: Panel
    known: Calendars = field(default_factory=calendars)
    measures: Measures = field(default_factory=lambda: lexicon().measures)
    rates: dict[tuple[str, dt.date, bool], Rates | None] = field(default_factory=dict)
    _paths: dict[dt.date, RatePath | None] = field(default_factory=dict)
    _panels: dict[dt.date, Panel] = field(default_factory=dict)

    def at(self, day: dt.date) -> Panel:
        """Return the panel as known on an earlier day."""
        if day not in self._panels:
            self._panels[day] = self.panel.at(day)
        return self._panels[day]

    def series(self, name: str, day: dt.date) -> SeriesView:
        """Return a series as known on a day."""
        return self.at(day).series(name)

    def path(self, day: dt.date) -> RatePath | None:
        """Return the path by the exchange's rule, which press figures follow; None where there is none.

        Prices more than a week old say nothing of the day.
        """
        if day not in self._paths:
            try:
                found: RatePath | None = read(self.at(day), method="fedwatch", known=self.known)
            except NoPath:
                found = None
            if found is not None and (day - found.strip.date).days > STRIP_DAYS:
                found = None
            self._paths[day] = found
        return self._paths[day]


STRIP_DAYS = 7
"""Days. A strip older than a week is not the market of the day of the text."""


def compare(op: Op, actual: float, value: float, *, tolerance: float, blur: float) -> Truth:
    """Return whether ``actual op value`` holds.

    Args:
        op: the comparison; an equality holds within ``tolerance``.
        actual: what the data say.
        value: what the sentence says.
        tolerance: for equalities, in the value's unit.
        blur: how near to a bound nobody can tell, in the value's unit.
    """
    if op in {"=", "~"}:
        return "true" if abs(actual - value) <= tolerance + 1e-9 else "false"
    margin = actual - value if op in {">", ">="} else value - actual
    if abs(margin) < blur:
        return "near"
    return "true" if margin > 0 or (margin == 0 and op in {">=", "<="}) else "false"


def digits_of(value: float) -> int:
    """Return the decimals of a figure as it was printed."""
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])


_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def printed_step(claim: Claim) -> float:
    """Return half a unit of the last decimal that the quote prints: 4.0 holds from 3.95 to 4.05, as no float can say."""
    digits = [
        len(text.partition(".")[2])
        for text in _FIGURE.findall(claim.quote)
        if float(text.replace(",", "") or 0) == abs(claim.number)
    ]
    return float(0.5 * 10.0 ** -max(digits)) if digits else half_step(claim.number)


def half_step(value: float) -> float:
    """Return half a unit of the last decimal printed: how far rounding can be off."""
    return float(0.5 * 10.0 ** -digits_of(value))
