"""Between database rows and the values of `sources.contract`; and what counts as news."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Row

from sources.contract import Observation, PolicyEvent, SeriesHistory
from sources.store.schema import row_checks, series_seed

Word = tuple[float, str]  # a value and the verdict of the gates on it


class Known:
    """What is known of one series: for each period its words in order of release, then of arrival."""

    def __init__(self, rows: Iterable[tuple[dt.date, dt.date, float, str]] = ()) -> None:
        self._released: dict[dt.date, list[dt.date]] = defaultdict(list)
        self._words: dict[dt.date, list[Word]] = defaultdict(list)
        for period, released_at, value, quality in rows:
            self.add(period, released_at, (value, quality))

    def add(self, period: dt.date, released_at: dt.date, word: Word) -> None:
        """Learn one more word."""
        place = bisect_right(self._released[period], released_at)
        self._released[period].insert(place, released_at)
        self._words[period].insert(place, word)

    def is_news(self, period: dt.date, released_at: dt.date, word: Word) -> bool:
        """Return whether ``word`` differs from what was known of ``period`` on ``released_at``."""
        released = self._released.get(period)
        if not released:
            return True
        place = bisect_right(released, released_at)
        return place == 0 or self._words[period][place - 1] != word

    def corrects(self, period: dt.date, released_at: dt.date, word: Word) -> bool:
        """Return whether ``word`` says another value than one of the same release day."""
        released = self._released.get(period)
        if not released:
            return False
        place = bisect_right(released, released_at)
        return (
            place > 0 and released[place - 1] == released_at and self._words[period][place - 1][0] != word[0]
        )


def check_finite(row: Observation) -> None:
    """Refuse a value that is no number.

    Raises:
        ValueError: the value is NaN or infinite; absence is a row that is not there.
    """
    if not math.isfinite(row.value):
        raise ValueError(f"{row.series} {row.period}: {row.value} is no observation; leave the row out")


def observation_record(row: Observation, fetched_at: str) -> dict[str, Any]:
    """Return the columns of one observation, its check among them."""
    return {
        "series": row.series,
        "period": row.period,
        "released_at": row.released_at,
        "value": float(row.value),
        "source": row.source,
        "fetched_at": fetched_at,
        "exact": row.exact,
        "quality": row.quality,
        "quality_rule": row.quality_rule,
    }


def seal(series: str, records: Sequence[dict[str, Any]]) -> None:
    """Add the check to records of one series."""
    checks = row_checks(
        np.full(len(records), series_seed(series), dtype=np.uint64),
        period=np.array([record["period"] for record in records], dtype="datetime64[D]"),
        released_at=np.array([record["released_at"] for record in records], dtype="datetime64[D]"),
        value=np.array([record["value"] for record in records], dtype=np.float64),
        exact=np.array([record["exact"] for record in records], dtype=np.bool_),
        quality=np.array([record["quality"] for record in records], dtype=np.str_),
    )
    for record, check in zip(records, checks.tolist(), strict=True):
        record["row_check"] = check


def histories_of(rows: Sequence[Sequence[Any]]) -> tuple[list[SeriesHistory], str | None]:
    """Return the history of each series in database rows, and the first series with a row that fails its check.

    Rows are sorted by series, then as a history is. Columns: series, period and
    released_at as ISO text, value, exact, quality, source, rule, row_check. All
    series are turned into arrays at once and cut apart afterwards.
    """
    names, period, released_at, value, exact, quality, source, rule, check = (
        zip(*rows, strict=True) if rows else ((),) * 9
    )
    counts = [(name, sum(1 for _ in group)) for name, group in groupby(names)]
    seed = np.repeat(
        np.array([series_seed(name) for name, _ in counts], dtype=np.uint64),
        [count for _, count in counts],
    )
    whole = SeriesHistory(
        series="",
        period=np.array(period, dtype="datetime64[D]"),
        released_at=np.array(released_at, dtype="datetime64[D]"),
        value=np.array(value, dtype=np.float64),
        exact=np.array(exact, dtype=np.bool_),
        quality=np.array(quality, dtype=np.str_),
        source=np.array(source, dtype=np.str_),
        rule=np.array(rule, dtype=np.str_),
    )
    expected = row_checks(
        seed,
        period=whole.period,
        released_at=whole.released_at,
        value=whole.value,
        exact=whole.exact,
        quality=whole.quality,
    )
    wrong = np.flatnonzero(expected != np.array(check, dtype=np.int64))
    found = []
    start = 0
    for name, count in counts:
        part = slice(start, start + count)
        start += count
        found.append(
            SeriesHistory(
                series=name,
                period=whole.period[part],
                released_at=whole.released_at[part],
                value=whole.value[part],
                exact=whole.exact[part],
                quality=whole.quality[part],
                source=whole.source[part],
                rule=whole.rule[part],
            )
        )
    return found, names[wrong[0]] if len(wrong) else None


_EVENT_FIELDS = tuple(field.name for field in fields(PolicyEvent))
_PROVENANCE = {"known_at", "source"}  # where and when a version was heard is no news by itself


def event_record(event: PolicyEvent, fetched_at: str) -> dict[str, Any]:
    """Return the columns of one version of an event."""
    record = {name: getattr(event, name) for name in _EVENT_FIELDS}
    return record | {
        "event_id": event.event_id,
        "visible_from": event.visible_from,
        "fetched_at": fetched_at,
    }


def event_of(row: Row[Any]) -> PolicyEvent:
    """Return the event that a database row holds."""
    return PolicyEvent(**{name: getattr(row, name) for name in _EVENT_FIELDS})


def says_the_same(one: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether two versions differ in nothing but where and when they were heard."""
    return all(
        getattr(one, name) == getattr(other, name) for name in _EVENT_FIELDS if name not in _PROVENANCE
    )
