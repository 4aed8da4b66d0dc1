"""When US CPI came out, when it will, and which month never will, as known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from signals.calendars.known import is_overdue, is_to_come, newest_words
from signals.calendars.tables import calendar_rows
from signals.config import config_root
from sources.message import message

COLUMNS = ("period", "released_at", "known_from", "exact", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One announcement of a release day.

    A later ``known_from`` for the same period replaces the day; ``released_at``
    None says that the period will never be published. ``exact`` is False where
    the day was written down from memory.
    """

    period: dt.date
    released_at: dt.date | None
    known_from: dt.date
    exact: bool
    note: str


@cache
def release_calendar(path: Path | None = None) -> tuple[Release, ...]:
    """Return `configs/calendars/cpi_releases.csv`.

    Raises:
        ConfigError: it is missing or a row breaks the format; the message names the line.
    """
    path = path or config_root() / "calendars" / "cpi_releases.csv"
    return calendar_rows(path, COLUMNS, _release, expected=message("ISO dates and true or false"))


def _release(cells: Mapping[str, str]) -> Release:
    return Release(
        period=dt.date.fromisoformat(cells["period"]),
        released_at=dt.date.fromisoformat(cells["released_at"]) if cells["released_at"] else None,
        known_from=dt.date.fromisoformat(cells["known_from"]),
        exact={"true": True, "false": False}[cells["exact"]],
        note=cells["note"],
    )


def as_known(calendar: Iterable[Release], as_of: dt.date) -> tuple[Release, ...]:
    """Return the newest word on each period that was known on a day, oldest period first."""
    newest = newest_words(calendar, as_of, lambda row: row.period)
    return tuple(sorted(newest.values(), key=lambda one: one.period))


def next_release(
    calendar: Iterable[Release], as_of: dt.date, newest_period: dt.date | None = None
) -> Release | None:
    """Return the first release that is still to come on a day, as scheduled on it.

    ``newest_period`` is that of the newest print at hand: with it the release of
    the day itself is past, without it still to come.
    """
    coming = [
        row
        for row in as_known(calendar, as_of)
        if is_to_come(row.released_at, as_of, here=_is_here(row, newest_period))
    ]
    return min(coming, key=lambda one: one.released_at or one.period, default=None)


def overdue(
    calendar: Iterable[Release], as_of: dt.date, newest_period: dt.date | None
) -> tuple[Release, ...]:
    """Return the releases that should be here on a day and are not, oldest period first."""
    return tuple(
        row
        for row in as_known(calendar, as_of)
        if is_overdue(row.released_at, as_of, here=_is_here(row, newest_period))
    )


def never_published(calendar: Iterable[Release], as_of: dt.date) -> frozenset[dt.date]:
    """Return the periods of which it was known on a day that they would never be published."""
    return frozenset(row.period for row in as_known(calendar, as_of) if row.released_at is None)


def _is_here(row: Release, newest_period: dt.date | None) -> bool:
    return newest_period is not None and row.period <= newest_period
