"""What the server holds: per series a log of changes, each with its true release day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sources.contract import Observation, SeriesSpec

LAST_DAY = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value of one period from one day on; None where it was withdrawn."""

    period: dt.date
    released_at: dt.date
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A value and the days on which it was in force."""

    period: dt.date
    start: dt.date
    end: dt.date
    value: float | None


class Archive:
    """Series by FRED id. What was released after ``today`` does not exist."""

    def __init__(self, changes: Mapping[str, Iterable[Change]], *, today: dt.date) -> None:
        self.today = today
        self._changes = {
            series: sorted(log, key=lambda change: (change.period, change.released_at))
            for series, log in changes.items()
        }

    def __contains__(self, series: str) -> bool:
        return series in self._changes

    def add(self, series: str, changes: Iterable[Change]) -> None:
        """Release more."""
        log = self._changes.setdefault(series, [])
        log.extend(changes)
        log.sort(key=lambda change: (change.period, change.released_at))

    def vintage_dates(self, series: str) -> list[dt.date]:
        """Return the days on which a series changed, up to today."""
        return sorted(
            {change.released_at for change in self._changes[series] if change.released_at <= self.today}
        )

    def rows(self, series: str, start: dt.date, end: dt.date) -> list[Row]:
        """Return what was in force between two days, clipped to them as FRED clips."""
        by_period: dict[dt.date, list[Change]] = defaultdict(list)
        for change in self._changes[series]:
            if change.released_at <= self.today:
                by_period[change.period].append(change)
        rows = []
        for period, log in by_period.items():
            for change, following in zip(log, [*log[1:], None], strict=True):
                until = following.released_at - dt.timedelta(days=1) if following else LAST_DAY
                if change.released_at <= end and until >= start:
                    rows.append(
                        Row(
                            period=period,
                            start=max(change.released_at, start),
                            end=min(until, end),
                            value=change.value,
                        )
                    )
        rows.sort(key=lambda row: (row.period, row.start))
        return rows


def changes_of(rows: Iterable[Observation]) -> list[Change]:
    """Return observations as changes."""
    return [Change(period=row.period, released_at=row.released_at, value=row.value) for row in rows]


def archive_of_sample(
    specs: Mapping[str, SeriesSpec], observations: Iterable[Observation], *, today: dt.date
) -> Archive:
    """Return an archive of whatever rows belong to series that FRED has."""
    held: dict[str, list[Change]] = defaultdict(list)
    for row in observations:
        spec = specs.get(row.series)
        if spec is not None and spec.fred is not None:
            held[spec.fred].extend(changes_of([row]))
    return Archive(held, today=today)
