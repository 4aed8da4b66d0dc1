"""The price of a subject over its benchmark, on the days on which both closed: what calls are settled by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.panel import Panel
from sources.contract import Days, Floats

GRACE_DAYS = 10
"""A settling close may come so many days late (Lunar New Year and a weekly feed); after a longer hole none counts."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RelativePrice:
    """Common closes, oldest first. ``day`` and ``ratio`` have shape (n_closes,); treat as read-only."""

    day: Days
    ratio: Floats

    def __len__(self) -> int:
        return len(self.ratio)

    def first_at_or_after(self, days: Days) -> NDArray[np.intp]:
        """Return where the first close on or after each day stands; -1 where none comes within the grace."""
        place = np.searchsorted(self.day, days)
        found = np.minimum(place, len(self) - 1)
        late = (self.day[found] - days).astype(np.int64) > GRACE_DAYS
        return np.where((place == len(self)) | late, -1, found) if len(self) else np.full(len(days), -1)

    def relative_return_pct(self, start: NDArray[np.intp], end: NDArray[np.intp]) -> Floats:
        """Return (1 + r_subject) / (1 + r_benchmark) - 1 in percent between closes by place."""
        found: Floats = 100.0 * (self.ratio[end] / self.ratio[start] - 1.0)
        return found

    def between(self, start: int, end: int) -> float:
        """Return the same of one pair of closes."""
        return float(100.0 * (self.ratio[end] / self.ratio[start] - 1.0))


def relative_price(panel: Panel, subject: str, benchmark: str) -> RelativePrice:
    """Return the ratio of two series of closes as known on the panel's day; a doubted close settles nothing."""
    sides = []
    for series in (subject, benchmark):
        view = panel.series(series)
        sound = view.quality == "ok"
        sides.append((view.period[sound], view.value[sound]))
    (days, value), (other_days, other) = sides
    common, left, right = np.intersect1d(days, other_days, assume_unique=True, return_indices=True)
    return RelativePrice(day=common, ratio=value[left] / other[right])


def months_on(days: Days, months: int) -> Days:
    """Return the same day so many months later, the last of the month where there is none.

    The arrays' form of `signals.allocation.criterion.horizon.months_later`.
    """
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    first = (month + months).astype("datetime64[D]")
    length = ((month + months + 1).astype("datetime64[D]") - first).astype(np.int64)
    found: Days = first + np.minimum(day_of_month, length - 1)
    return found


def disjoint_windows(start: Days, end: Days) -> int:
    """Return how many windows, of those given in ascending order, can be chosen that do not overlap."""
    count, place = 0, 0
    while place < len(start):
        count += 1
        place = int(np.searchsorted(start, end[place]))
    return count


def as_days(days: Sequence[dt.date]) -> Days:
    """Return dates as an array."""
    return np.array(days, dtype="datetime64[D]")
