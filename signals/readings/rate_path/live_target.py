"""Target ranges that a live series knows and the calendar file does not yet."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np

from signals.calendars.fed import ONE_DAY, Calendars, TargetChange
from sources.contract import Reader

UPPER, LOWER = "us.fed.target.upper", "us.fed.target.lower"


class LiveTargets:
    """Calendars as of any day, with the store's target range where it is newer than the file's.

    A daily series of the range is stamped with the day from which the range is
    in force (so since 2017), the day after the decision.
    """

    def __init__(self, reader: Reader, calendars: Calendars) -> None:
        self._file = calendars
        self._upper, self._lower = reader.series(UPPER), reader.series(LOWER)
        floor = np.datetime64(calendars.target_verified_through, "D")
        self._any = bool((self._upper.period > floor).any() and (self._lower.period > floor).any())
        self._on = lru_cache(maxsize=None)(self._merged)

    def on(self, day: dt.date) -> Calendars:
        """Return the calendars as known on ``day``."""
        return self._on(day) if self._any else self._file

    def _merged(self, day: dt.date) -> Calendars:
        upper, lower = self._upper.as_of(day), self._lower.as_of(day)
        since = self._file.target_verified_through
        both, at_upper, at_lower = np.intersect1d(upper.period, lower.period, return_indices=True)
        newer = both > np.datetime64(since, "D")
        if not newer.any():
            return self._file
        changes: list[TargetChange] = []
        held = self._file.target_on(since)
        for period, high, low in zip(
            both[newer].astype(object),
            upper.value[at_upper[newer]],
            lower.value[at_lower[newer]],
            strict=True,
        ):
            range_bp = (round(float(low) * 100), round(float(high) * 100))
            if held is None or range_bp != (held.lower_bp, held.upper_bp):
                held = TargetChange(
                    decided_on=period - ONE_DAY,
                    effective_on=period,
                    lower_bp=range_bp[0],
                    upper_bp=range_bp[1],
                )
                changes.append(held)
        return self._file.with_targets(changes, through=both[-1].astype(object))


def live_targets(reader: Reader, calendars: Calendars) -> LiveTargets:
    """Return what the store of ``reader`` adds to the calendar files."""
    return LiveTargets(reader, calendars)
