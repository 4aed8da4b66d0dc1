"""When US CPI came out, when it will, and which month never will, as known on a day."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from signals.config import ConfigError, config_root

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
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            if tuple(table.fieldnames or ()) != COLUMNS:
                raise ConfigError(f"{path}: found columns {table.fieldnames}; expected {','.join(COLUMNS)}")
            return tuple(_release(path, table.line_num, row) for row in table)
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file") from error


def _release(path: Path, line: int, row: dict[str, str]) -> Release:
    try:
        return Release(
            period=dt.date.fromisoformat(row["period"]),
            released_at=dt.date.fromisoformat(row["released_at"]) if row["released_at"] else None,
            known_from=dt.date.fromisoformat(row["known_from"]),
            exact={"true": True, "false": False}[row["exact"]],
            note=row["note"],
        )
    except (KeyError, ValueError) as error:
        raise ConfigError(f"{path}, line {line}: {error}; expected ISO dates and true or false") from error


def as_known(calendar: Iterable[Release], as_of: dt.date) -> tuple[Release, ...]:
    """Return the newest word on each period that was known on a day, oldest period first."""
    newest: dict[dt.date, Release] = {}
    for row in sorted(calendar, key=lambda one: one.known_from):
        if row.known_from <= as_of:
            newest[row.period] = row
    return tuple(sorted(newest.values(), key=lambda one: one.period))


def next_release(calendar: Iterable[Release], as_of: dt.date) -> Release | None:
    """Return the first release after a day, as scheduled on it."""
    known = [row for row in calendar if row.known_from <= as_of]
    ahead = [row for row in known if row.released_at is not None and row.released_at > as_of]
    standing = [row for row in ahead if row is _last_word(known, row.period)]
    return min(standing, key=lambda one: one.released_at or one.period, default=None)


def never_published(calendar: Iterable[Release], as_of: dt.date) -> frozenset[dt.date]:
    """Return the periods of which it was known on a day that they would never be published."""
    known = [row for row in calendar if row.known_from <= as_of]
    given_up = [row for row in known if row.released_at is None]
    return frozenset(row.period for row in given_up if row is _last_word(known, row.period))


def _last_word(known: Iterable[Release], period: dt.date) -> Release | None:
    return max((row for row in known if row.period == period), key=lambda row: row.known_from, default=None)
