"""The day on which a value became known, where a file does not say: by calendar, or asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sources.contract import Scheduled, SeriesSpec
from sources.door.answers import Answers
from sources.door.remarks import RemarkCode
from sources.door.writing.days import Span, last_of_month


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFrom:
    """The day on which a value became known, whether that is a record, and what to say of it."""

    day: dt.date
    exact: bool
    remark: RemarkCode | None = None


class ReleaseDays:
    """Release days of values that came without one.

    A series that is final on release was known from the day on which its calendar
    says that the period came out. One that is revised reads in a download as it does
    at the time of the download: such a file is one vintage, and all of it was known,
    as it reads, from the release of its newest period, not from each period's own.
    """

    def __init__(self, specs: Mapping[str, SeriesSpec], answers: Answers) -> None:
        self._specs, self._on = specs, answers.on
        self._calendar = cache(self._newest_words)

    def known_on(self, series: str, period: dt.date, newest: dt.date) -> KnownFrom | None:
        """Return from when a value was known; None where nobody can say.

        Args:
            series: its id.
            period: what the value is about.
            newest: the newest period that the file has of the series.
        """
        spec = self._specs.get(series)
        lag = spec.release_lag_days if spec else None
        if series.startswith("index.") or lag == 0:
            return KnownFrom(day=period, exact=True)
        final = lag is not None
        if self._on and not final:
            return KnownFrom(day=self._on, exact=True, remark="release_days_given")
        of = period if final else newest
        if spec and spec.frequency == "monthly":
            of = of.replace(
                day=1
            )  # a month may be named by any of its days; whether it should is judged later
        scheduled = self._calendar(series).get(of) if spec else None
        if scheduled is not None:
            said: RemarkCode = "release_days_by_calendar" if final else "one_vintage"
            day = scheduled.released_at
            return KnownFrom(day=day, exact=False, remark=said) if day else None
        if lag is None:
            return None
        return KnownFrom(day=of + dt.timedelta(days=lag), exact=False, remark="release_days_by_lag")

    def _newest_words(self, series: str) -> dict[dt.date, Scheduled]:
        words: dict[dt.date, Scheduled] = {}
        for row in sorted(self._specs[series].schedule, key=lambda row: row.known_from):
            words[row.period] = row
        return words


def period_of(spec: SeriesSpec | None, day: dt.date, span: Span) -> tuple[dt.date, bool]:
    """Return the period that a day stands for, and whether the day was moved.

    Months are their first day; a file that dates them by their last means the same month.
    """
    if (
        spec is not None
        and spec.frequency == "monthly"
        and span == "day"
        and day.day > 1
        and last_of_month(day)
    ):
        return day.replace(day=1), True
    return day, False
