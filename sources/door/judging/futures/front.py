"""The contract of the running month against the fixings: it settles on their mean."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Floats, SeriesHistory
from sources.door.judging.evidence import Evidence
from sources.door.judging.futures.tellings import Tellings

TOLERANCE_PCT = 0.06
"""Without a decision ahead the contract never lay further off on 2,500 days of 2010-2025 (the most: 0.050)."""

MOVE_PCT = 1.0
"""The most that a decision still ahead in the month may be priced to move (2020-03: 0.97)."""

LEAP_PCT = 0.3
"""The most by which the pricing of a decision ahead in the month moves from one telling to the next, but for what is
decided on the day: 0.16 on 2020-03-09, and 0.26 against the new range on 2020-03-03."""

_USUAL = 10  # fixings whose median distance from the middle of the range is usual
_FRESH_DAYS = 7
_SAME_LEVEL_PCT = 0.10
_ONE = np.timedelta64(1, "D")


def away_from_fixing(tellings: Tellings, fixings: SeriesHistory, evidence: Evidence) -> Bools:
    """Return the prices that do not fit the fixings known on their day, shape of the prices.

    The running month's contract is its calendar-day mean of fixings: those known, then the
    range in force with the usual distance of the fixing from its middle. Where it lies off and the next
    contract stands at its level, the whole strip is another one.
    """
    wrong = np.zeros(tellings.price.shape, dtype=np.bool_)
    known = fixings.rows(np.flatnonzero(fixings.quality == "ok"))
    if len(known) < _USUAL or not evidence.targets or len(tellings.date) == 0:
        return wrong
    mean, slack = _expected(tellings.date, known, evidence)
    implied = 100 - tellings.price
    ahead = tellings.ahead
    front, after = _of(implied, ahead == 0), _of(implied, ahead == 1)
    with np.errstate(invalid="ignore"):
        off = np.abs(front - mean) > TOLERANCE_PCT + slack
        level = off & (np.abs(after - front) <= _SAME_LEVEL_PCT)
    wrong[off[:, None] & (ahead == 0)] = True
    wrong[level] = True
    for row, place in _leaps(tellings, front, mean, after - front, slack / MOVE_PCT, off):
        wrong[row, place if place is not None else slice(None)] = True
    return wrong & np.isfinite(implied)


def _leaps(
    tellings: Tellings, front: Floats, mean: Floats, slope: Floats, share: Floats, off: Bools
) -> Iterator[tuple[int, int | None]]:
    """Yield the tellings whose front leapt since the one before, by itself and against the fixings, and its column.

    What is decided on the day moves the fixings to come and is priced before, or moves both. No column where the
    next contract leapt with it: then the whole strip is another one.
    """
    rows = np.flatnonzero(tellings.in_turn & np.isfinite(front - mean))
    if len(rows) < 2:
        return
    month = tellings.date[rows].astype("datetime64[M]")
    near = np.diff(tellings.date[rows]).astype(np.int64) <= _FRESH_DAYS
    moved = np.minimum(np.abs(np.diff(front[rows])), np.abs(np.diff((front - mean)[rows])))
    leap = moved > TOLERANCE_PCT + LEAP_PCT * np.maximum(share[rows][1:], share[rows][:-1])
    found = near & leap & (month[1:] == month[:-1]) & ~off[rows][1:]
    doubted = off.copy()
    for place in np.flatnonzero(found).tolist():
        before, row = rows[place], rows[place + 1]
        if doubted[before]:
            continue
        doubted[row] = True
        alike = abs(slope[row] - slope[before]) <= _SAME_LEVEL_PCT
        yield int(row), None if alike else int(np.flatnonzero(tellings.ahead[row] == 0)[0])


def _of(implied: Floats, which: Bools) -> Floats:
    """Return the one rate of each row that is meant; NaN where there is none."""
    found = np.where(which & np.isfinite(implied), implied, 0.0).sum(axis=1)
    return np.where((which & np.isfinite(implied)).any(axis=1), found, np.nan)


def _expected(days: Days, fixings: SeriesHistory, evidence: Evidence) -> tuple[Floats, Floats]:
    """Return the mean of each day's month as it looked then, and how far a decision ahead may move it.

    NaN where no ten fixings were known, or none of the last week. Shape (n_days,) each.
    """
    first_of_period = np.ones(len(fixings), dtype=np.bool_)
    first_of_period[1:] = fixings.period[1:] != fixings.period[:-1]  # a revised fixing moves by hundredths
    fixings = fixings.rows(np.flatnonzero(first_of_period))
    seen = np.searchsorted(fixings.period, days)
    for _ in range(_FRESH_DAYS):  # those of the last days come out on the next working day
        late = (seen > 0) & (fixings.released_at[np.maximum(seen - 1, 0)] > days)
        seen = seen - late
    enough = seen >= _USUAL
    last = fixings.period[np.maximum(seen - 1, 0)]
    enough &= days - last <= np.timedelta64(_FRESH_DAYS, "D")
    distances = fixings.value - _middle(fixings.period, evidence)
    windows = np.lib.stride_tricks.sliding_window_view(distances, _USUAL)
    usual = np.median(windows, axis=1)[np.clip(seen - _USUAL, 0, len(windows) - 1)]
    month = days.astype("datetime64[M]")
    start, end = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    elapsed_until = np.clip(last + _ONE, start, end)
    elapsed = _sum_of_days(fixings, start, elapsed_until)
    n_old = _days(np.maximum(days + _ONE, elapsed_until) - elapsed_until)  # up to the day itself
    n_new = _days(end - elapsed_until) - n_old
    rest = n_old * (_middle(days, evidence) + usual) + n_new * (_middle(days + _ONE, evidence) + usual)
    n_days = _days(end - start)
    mean = np.where(enough, (elapsed + rest) / n_days, np.nan)
    decision = _next_decision(days, evidence)
    share = np.where(decision < end, _days(end - _ONE - np.minimum(decision, end)) / n_days, 0.0)
    return mean, MOVE_PCT * share


def _sum_of_days(fixings: SeriesHistory, start: Days, end: Days) -> Floats:
    """Return the sum of fixings over calendar days; a day without one has that of the day before."""
    grid = np.arange(fixings.period[0], fixings.period[-1] + _ONE)
    daily = fixings.value[np.searchsorted(fixings.period, grid, side="right") - 1]
    sums = np.concatenate([[0.0], np.cumsum(daily)])
    places = [np.clip(_days(day - grid[0]).astype(np.intp), 0, len(daily)) for day in (start, end)]
    total: Floats = sums[places[1]] - sums[places[0]]
    return total


def _next_decision(days: Days, evidence: Evidence) -> Days:
    """Return the first decision on or after each day, of those that the calendar held on it."""
    found = np.full(len(days), np.datetime64("9999-01-01", "D"))
    for meeting in reversed(evidence.meetings):
        on = np.datetime64(meeting.decision_date, "D")
        stood = (days <= on) & (days >= np.datetime64(meeting.known_from, "D"))
        if meeting.withdrawn_on is not None:
            stood &= days < np.datetime64(meeting.withdrawn_on, "D")
        found[stood] = on
    return found


def _middle(days: Days, evidence: Evidence) -> Floats:
    """Return the middle of the target range of each day; it is decided on the day before it begins."""
    starts = np.array([target.effective_on for target in evidence.targets], dtype="datetime64[D]")
    middles = np.array([(target.lower_pct + target.upper_pct) / 2 for target in evidence.targets])
    found: Floats = middles[np.maximum(np.searchsorted(starts, days, side="right") - 1, 0)]
    return found


def _days(spans: NDArray[np.timedelta64]) -> Floats:
    return spans.astype("timedelta64[D]").astype(np.float64)
