"""The calendar as a witness: a month is a month, nothing is known before it is over, and exchanges rest."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Scheduled, SeriesHistory, SeriesSpec
from sources.door.judging.heard import month_ends

Rules = NDArray[np.object_]
_FOLDED = {"monthly", "quarterly"}
_SATURDAY = 5
_YEARS_OF_CALENDARS = range(2000, 2100)  # the exchanges' own lists hold back to about 2000


def calendar_rules(history: SeriesHistory, spec: SeriesSpec) -> Rules:
    """Return the rule that the calendar breaks for each row, empty where none.

    Monthly and quarterly figures are dated by the first day of their period
    (`heard.folded`). Daily and weekly ones cannot be known before their day.
    """
    rules = np.full(len(history), "", dtype=object)
    if len(history) == 0:
        return rules
    if spec.frequency in _FOLDED and spec.gates.dated == "period":
        first, _ = month_ends(history.period, spec)
        rules[history.period != first] = "not_a_period"
    elif spec.gates.weekday is not None:
        rules[weekday(history.period) != spec.gates.weekday] = "not_a_period"
    rules[_is_too_early(history, spec)] = "released_too_early"
    if spec.exchange is not None:
        rules[is_closed(history.period, spec.exchange)] = "exchange_closed"
    return rules


def weekday(days: Days) -> NDArray[np.int64]:
    """Return Monday as 0, shape as given."""
    return (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday


def is_closed(days: Days, exchange: str) -> Bools:
    """Return whether an exchange does not trade, shape as given; of years without a list, weekends alone."""
    closed = weekday(days) >= _SATURDAY
    for year in np.unique(days.astype("datetime64[Y]").astype(np.int64) + 1970).tolist():
        if year in _YEARS_OF_CALENDARS:
            closed |= np.isin(days, _holidays(exchange, year))
    return closed


@cache
def _holidays(exchange: str, year: int) -> Days:
    import holidays  # noqa: PLC0415 - only prices of an exchange need it

    return np.array(list(holidays.financial_holidays(exchange, years=year)), dtype="datetime64[D]")


def _is_too_early(history: SeriesHistory, spec: SeriesSpec) -> Bools:
    if spec.frequency == "event":
        return np.zeros(len(history), dtype=np.bool_)
    earliest = history.period
    if spec.gates.min_lag_days is not None:
        earliest = history.period + np.timedelta64(spec.gates.min_lag_days, "D")
    elif spec.frequency == "monthly" and spec.gates.dated == "period":
        _, last = month_ends(history.period, spec)
        earliest = last + np.timedelta64(1, "D")
    early: Bools = history.released_at < earliest
    scheduled = _first_scheduled(spec.schedule)
    if scheduled:
        due = np.array(
            [scheduled.get(period, dt.date.min) for period in history.period.tolist()], dtype="datetime64[D]"
        )
        early |= history.released_at < due
    return early


@lru_cache(maxsize=8)  # several series share a calendar; it is hashed by what stands in it
def _first_scheduled(schedule: tuple[Scheduled, ...]) -> dict[dt.date, dt.date]:
    """Return the earliest day on which each period was ever scheduled to be released."""
    days: dict[dt.date, dt.date] = {}
    for row in schedule:
        if row.released_at is not None:
            days[row.period] = min(row.released_at, days.get(row.period, row.released_at))
    return days
