"""The overnight fixings that were known on each day: the last one, and those of the running month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from sources.contract import Days, Floats, SeriesHistory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fixings:
    """One fixing a calendar day, ascending, as known on one day."""

    period: Days
    value: Floats
    released_at: Days

    @property
    def last(self) -> tuple[dt.date, float] | None:
        """The newest fixing and the day it is for."""
        return (self.period[-1].astype(object), float(self.value[-1])) if len(self.period) else None

    def between(self, first: dt.date, before: dt.date) -> Fixings:
        """Return the fixings of days from ``first`` up to but without ``before``."""
        start, stop = np.searchsorted(self.period, np.array([first, before], dtype="datetime64[D]"))
        return Fixings(
            period=self.period[start:stop],
            value=self.value[start:stop],
            released_at=self.released_at[start:stop],
        )

    def newest(self, count: int) -> Fixings:
        """Return the last ``count`` fixings."""
        return Fixings(
            period=self.period[-count:], value=self.value[-count:], released_at=self.released_at[-count:]
        )

    def average(self, first: dt.date, before: dt.date) -> float | None:
        """Return the calendar-day mean from ``first`` up to but without ``before``; None where days are not known.

        A day without a fixing carries the one before it, over a long weekend at most.
        """
        known = self.between(first - dt.timedelta(days=LONGEST_GAP_DAYS), before)
        days = np.arange(np.datetime64(first, "D"), np.datetime64(before, "D"))
        places = np.searchsorted(known.period, days, side="right") - 1
        if len(known.period) == 0 or places[0] < 0:
            return None
        if int((days - known.period[places]).astype(np.int64).max()) > LONGEST_GAP_DAYS:
            return None
        return float(known.value[places].mean())


LONGEST_GAP_DAYS = 4  # from Thursday over a long weekend


class FixingHistory:
    """Answers what was known of a fixing on any day, without going through the whole history each time."""

    def __init__(self, history: SeriesHistory) -> None:
        self._history = history
        no_revision = bool((np.diff(history.period) > np.timedelta64(0)).all())
        in_order = bool((np.diff(history.released_at) >= np.timedelta64(0)).all())
        self._plain = no_revision and in_order and not bool((history.quality == "blocked").any())

    def as_of(self, day: dt.date) -> Fixings:
        """Return the fixings known on ``day``."""
        if self._plain:
            stop = int(np.searchsorted(self._history.released_at, np.datetime64(day, "D"), side="right"))
            return Fixings(
                period=self._history.period[:stop],
                value=self._history.value[:stop],
                released_at=self._history.released_at[:stop],
            )
        view = self._history.as_of(day)
        return Fixings(period=view.period, value=view.value, released_at=view.released_at)
