"""The overnight rate and the target range around it, as known on any day, and whether the range still stands.

Fixings come from the store. The range comes from the calendar file and, where the
store is newer, from a live series; beyond both, the fixings since tell.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

import numpy as np

from signals.calendars.fed import ONE_DAY, Calendars, TargetChange
from signals.facts import Input, Reason, Status
from signals.words import Word
from sources.contract import Days, Floats, Reader, SeriesHistory

UPPER, LOWER = "us.fed.target.upper", "us.fed.target.lower"
LONGEST_GAP_DAYS = 4  # from Thursday over a long weekend
FIXING_CONFIRMS_DAYS = (
    10  # a fixing, or a word on the range itself, this recent tells whether it still stands
)
FIXING_OUTSIDE_PCT = 0.10  # month-ends have printed up to 5 bp outside the range; 10 bp means another range
# Half of a quarter point: a range moves by 25 bp or more, the fixing inside a range that stands by less from one
# meeting to the next.
FIXING_MOVED_PCT = 0.125
USUAL_FIXINGS = (
    10  # how many of the last ones say where the fixing stands; a dip or squeeze lasts two or three days
)


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: the lists are made once, when they are asked for
class _Columns:
    """Fixings side by side; as lists too, in which one place is found in a tenth of the time of an array."""

    period: Days
    value: Floats
    released_at: Days

    @cached_property
    def days(self) -> list[dt.date]:
        days: list[dt.date] = self.period.astype(object).tolist()
        return days

    @cached_property
    def releases(self) -> list[dt.date]:
        days: list[dt.date] = self.released_at.astype(object).tolist()
        return days

    @cached_property
    def rates(self) -> list[float]:
        rates: list[float] = self.value.tolist()
        return rates


@dataclass(frozen=True, slots=True, eq=False)
class Fixings:
    """One fixing a calendar day, ascending, as known on one day: a stretch of columns that many days share."""

    _columns: _Columns
    _start: int
    _stop: int

    @classmethod
    def of(cls, *, period: Days, value: Floats, released_at: Days) -> Fixings:
        """Return the fixings of these columns."""
        return cls(_Columns(period=period, value=value, released_at=released_at), 0, len(period))

    def __len__(self) -> int:
        return self._stop - self._start

    @property
    def days(self) -> list[dt.date]:
        """The days that the fixings are for."""
        return self._columns.days[self._start : self._stop]

    @property
    def rates(self) -> list[float]:
        """The fixings, in percent."""
        return self._columns.rates[self._start : self._stop]

    @property
    def period(self) -> Days:
        """The days that the fixings are for."""
        return self._columns.period[self._start : self._stop]

    @property
    def value(self) -> Floats:
        """The fixings, in percent."""
        return self._columns.value[self._start : self._stop]

    @property
    def last(self) -> tuple[dt.date, float] | None:
        """The newest fixing and the day it is for."""
        if not len(self):
            return None
        return self._columns.days[self._stop - 1], self._columns.rates[self._stop - 1]

    @property
    def last_released_at(self) -> dt.date:
        """The day on which the newest fixing became known."""
        return self._columns.releases[self._stop - 1]

    def known_by(self, day: dt.date) -> Fixings:
        """Return the fixings that were released up to a day, where they were released in order."""
        stop = bisect_right(self._columns.releases, day, self._start, self._stop)
        return Fixings(self._columns, self._start, stop)

    def between(self, first: dt.date, before: dt.date) -> Fixings:
        """Return the fixings of days from ``first`` up to but without ``before``."""
        start = bisect_left(self._columns.days, first, self._start, self._stop)
        return Fixings(self._columns, start, bisect_left(self._columns.days, before, start, self._stop))

    def newest(self, count: int) -> Fixings:
        """Return the last ``count`` fixings."""
        return Fixings(self._columns, max(self._start, self._stop - count), self._stop)

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


class FixingHistory:
    """Answers what was known of a fixing on any day, without going through the whole history each time."""

    def __init__(self, history: SeriesHistory) -> None:
        self._history = history
        no_revision = bool((np.diff(history.period) > np.timedelta64(0)).all())
        in_order = bool((np.diff(history.released_at) >= np.timedelta64(0)).all())
        self._plain = no_revision and in_order and not bool((history.quality == "blocked").any())
        self.undoubted = self._plain and bool((history.quality == "ok").all())
        self._every = Fixings.of(period=history.period, value=history.value, released_at=history.released_at)

    def as_of(self, day: dt.date) -> Fixings:
        """Return the fixings known on ``day``."""
        if self._plain:
            return self._every.known_by(day)
        view = self._history.as_of(day)
        return Fixings.of(period=view.period, value=view.value, released_at=view.released_at)

    def origin_of_last(self, day: dt.date) -> tuple[str, bool]:
        """Return where the last fixing known on ``day`` came from, and whether its release day is exact."""
        last = len(self._every.known_by(day)) - 1
        return str(self._history.source[last]), bool(self._history.exact[last])


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


def target_input(as_of: dt.date, known: Calendars, fixings: Fixings) -> Input:
    """Return the health of the target range on a day."""
    now = known.target_on(as_of)
    status: Status = "ok"
    reason: Reason = ""
    if now is None:
        status, reason = "missing", Word.of("rate_path.no_range_before", day=known.targets[0].effective_on)
    elif reason := _doubt(as_of, known, fixings):
        status = "suspect"
    return Input(
        series="calendar.fed_target",
        status=status,
        reason=reason,
        period=now.effective_on if now else None,
        released_at=now.decided_on if now else None,
        source="configs/calendars/fed_target.csv",
    )


def _doubt(as_of: dt.date, known: Calendars, fixings: Fixings) -> Reason:
    """Say why the range may be another by now, or nothing.

    A fixing dated on the day of a decision still carries the old rate, and so
    does a daily record of the range.
    """
    checked, last = known.target_verified_through, fixings.last
    then = known.target_on(last[0]) if last else None
    recent = last is not None and (as_of - last[0]).days <= FIXING_CONFIRMS_DAYS
    meetings = known.known_meetings(as_of)
    if last and then and recent:
        outside = max(then.lower_bp / 100 - last[1], last[1] - then.upper_bp / 100)
        if outside > FIXING_OUTSIDE_PCT:
            return Word.of("rate_path.fixing_outside_range", **_outside(last, then))
        moved = _unexplained_move(known, fixings, meetings)
        if (
            moved is None and outside > 0
        ):  # nothing to compare with: only a fixing inside the range confirms it
            return Word.of("rate_path.fixing_outside_range_alone", **_outside(last, then))
        if moved:
            return moved
    seen = max(checked, last[0]) if last else checked
    unseen = meetings[bisect_left(meetings, seen) : bisect_left(meetings, as_of)]
    if unseen:
        return Word.of("rate_path.range_unseen", checked=checked, decision=unseen[-1])
    if not recent and (as_of - checked).days > FIXING_CONFIRMS_DAYS:
        return Word.of("rate_path.range_unconfirmed", checked=checked)
    return ""


def _outside(last: tuple[dt.date, float], then: TargetChange) -> dict[str, object]:
    return {"day": last[0], "rate": f"{last[1]:.2f}", "range": f"{then.lower_bp}-{then.upper_bp}"}


def _unexplained_move(known: Calendars, fixings: Fixings, meetings: tuple[dt.date, ...]) -> Reason | None:
    """Say where the fixing moved and the range as known did not, from meeting to meeting since the last check.

    The place inside the range tells little: a fixing stands anywhere between
    its ends, so a hike to a range just above may leave it within reach of the
    old one. Returns None where no fixing is known from before the first
    decision since.
    """
    checked, last = known.target_verified_through, fixings.last
    if last is None or last[0] <= checked:
        return ""
    passed = meetings[bisect_left(meetings, checked) : bisect_left(meetings, last[0])]
    ends = [checked, *passed, last[0]]
    # No level from before a meeting speaks for the days after it.
    starts = [dt.date.min, dt.date.min, *passed]
    usual = [
        _above_lower_end(known, fixings, after, through) for after, through in zip(starts, ends, strict=True)
    ]
    found = [(day, above) for day, above in zip(ends, usual, strict=True) if above is not None]
    for (day, before), (later, above) in pairwise(found):
        if abs(above - before) > FIXING_MOVED_PCT:
            return Word.of(
                "rate_path.fixing_moved",
                before=f"{before * 100:+.0f}",
                day=day,
                after=f"{above * 100:+.0f}",
                later=later,
            )
    return None if passed and usual[:2] == [None, None] else ""


def _above_lower_end(known: Calendars, fixings: Fixings, after: dt.date, through: dt.date) -> float | None:
    """Return by how much the fixing stood above the lower end on the last days of a span, in percent.

    It is a median, for a year-end dips by 15 bp and the repo squeeze of
    September 2019 rose by as much, for a day or two.
    """
    span = fixings.between(after + ONE_DAY, through + ONE_DAY).newest(USUAL_FIXINGS)
    above = [
        rate - then.lower_bp / 100
        for day, rate in zip(span.days, span.rates, strict=True)
        if (then := known.target_on(day)) is not None
    ]
    return median(above) if above else None
