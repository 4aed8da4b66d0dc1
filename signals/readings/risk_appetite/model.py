"""Where an index stands against its own past, on daily or weekly closes, holes and all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from signals.facts import Reason
from signals.words import Quantity, Word
from sources.contract import SeriesView

WEEKS_52_DAYS = 364
MAX_HOLE_DAYS = 16
"""A weekly feed that misses one week still stands (14 days, two more for moved holidays); two do not."""
MIN_WEEKS_OF_40 = 38
"""Golden Week and Lunar New Year can each close a whole week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure, or why there is none. ``value`` is NaN exactly where ``why_not`` speaks.

    Percent, but for a close itself, which is in the points of its index.
    ``back_to`` is the first day on whose close the figure rests, ``period`` the last.
    """

    value: float
    derivation: Reason
    why_not: Reason = ""
    back_to: dt.date | None = None
    period: dt.date | None = None


def _none(why: Word) -> Measure:
    return Measure(value=float("nan"), derivation="", why_not=why)


def newest_close(view: SeriesView) -> Measure:
    """Return the newest close, in points."""
    if len(view) == 0:
        return _none(Word.of("appetite.no_close"))
    return Measure(
        value=float(view.value[-1]),
        derivation=Word.of("appetite.close_of", day=_day(view.period[-1])),
        period=_day(view.period[-1]),
    )


def off_high(view: SeriesView, *, since: dt.date | None = None) -> Measure:
    """Return the newest close against the highest close of 52 weeks, or since a day, in percent.

    The window is a span of the calendar, not a count of rows, and ends with the
    newest close itself, so the figure is zero at a high and never positive.
    """
    if len(view) == 0:
        return _none(Word.of("appetite.no_close"))
    newest = view.period[-1]
    start = newest - WEEKS_52_DAYS if since is None else np.datetime64(since, "D")
    if start > newest:
        return _none(Word.of("appetite.no_close_since", day=_day(start)))
    if why := _hole(view, start):
        return _none(why)
    inside = view.period >= start
    closes, days = view.value[inside], view.period[inside]
    top = int(np.argmax(closes))
    return Measure(
        value=float(100 * (view.value[-1] / closes[top] - 1)),
        derivation=Word.of(
            "appetite.off_high",
            close=_close(view.value[-1]),
            day=_day(newest),
            high=_close(closes[top]),
            high_day=_day(days[top]),
            n=len(closes),
            since=_day(start),
        ),
        back_to=_day(days[0]),
        period=_day(newest),
    )


def vs_40_week_average(view: SeriesView) -> Measure:
    """Return the newest close against the mean of the last closes of 40 calendar weeks, in percent.

    The running week counts with its newest close. The 200-day average of
    trading screens covers the same span.
    """
    if len(view) == 0:
        return _none(Word.of("appetite.no_close"))
    week = (view.period.astype("datetime64[D]").astype(np.int64) + 3) // 7  # 1970-01-01 was a Thursday
    last_of_week = np.append(week[1:] != week[:-1], True)
    recent = last_of_week & (week > week[-1] - 40)
    n_weeks = int(recent.sum())
    if n_weeks < MIN_WEEKS_OF_40:
        return _none(Word.of("appetite.too_few_weeks", n=n_weeks, needed=MIN_WEEKS_OF_40))
    mean = float(view.value[recent].mean())
    return Measure(
        value=float(100 * (view.value[-1] / mean - 1)),
        derivation=Word.of(
            "appetite.vs_average",
            close=_close(view.value[-1]),
            day=_day(view.period[-1]),
            mean=_close(mean),
            n=n_weeks,
        ),
        back_to=_day(view.period[recent][0]),
        period=_day(view.period[-1]),
    )


def relative_return(subject: SeriesView, benchmark: SeriesView, *, weeks: int) -> Measure:
    """Return (1 + r_subject) / (1 + r_benchmark) - 1 over ``weeks``, in percent.

    Both returns run between days on which both indices closed.
    """
    common, at_subject, at_benchmark = np.intersect1d(subject.period, benchmark.period, return_indices=True)
    if len(common) == 0:
        return _none(Word.of("appetite.no_common_day"))
    start = common[-1] - 7 * weeks
    earlier = np.flatnonzero(common <= start)
    if len(earlier) == 0 or start - common[earlier[-1]] > np.timedelta64(7, "D"):
        return _none(Word.of("appetite.no_common_close", day=_day(start)))
    first = earlier[-1]
    ratio = (subject.value[at_subject[-1]] / subject.value[at_subject[first]]) / (
        benchmark.value[at_benchmark[-1]] / benchmark.value[at_benchmark[first]]
    )
    return Measure(
        value=float(100 * (ratio - 1)),
        derivation=Word.of("appetite.closes_of", first=_day(common[first]), last=_day(common[-1])),
        back_to=_day(common[first]),
        period=_day(common[-1]),
    )


def _close(value: float) -> Quantity:
    return Quantity(float(value), "index")


def _day(day: np.datetime64) -> dt.date:
    as_date: dt.date = day.astype("datetime64[D]").astype(object)
    return as_date


def _hole(view: SeriesView, start: np.datetime64) -> Word | None:
    """Say what is missing between ``start`` and the newest close, or nothing."""
    before = np.flatnonzero(view.period <= start)
    if len(before) == 0 and view.period[0] - start > np.timedelta64(7, "D"):
        return Word.of("appetite.closes_begin", first=_day(view.period[0]), needed=_day(start))
    covered = view.period[before[-1] if len(before) else 0 :]
    gaps = np.diff(covered).astype(np.int64)
    if len(gaps) and gaps.max() > MAX_HOLE_DAYS:
        worst = int(np.argmax(gaps))
        return Word.of("appetite.hole", before=_day(covered[worst]), after=_day(covered[worst + 1]))
    return None
