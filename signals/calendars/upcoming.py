"""What the calendar holds: meetings and releases that were scheduled before the document's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from signals.facts import Input
from signals.words import Word

Certainty = Literal["dated", "rule", "approximate"]
"""dated: a published calendar names the day; rule: a standing rule does; approximate: only a span is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A scheduled meeting or release.

    ``facts`` are prefixes of the names of the facts that it can move
    (``us.fed.`` for a rate meeting).
    """

    on: dt.date
    kind: str
    name_en: str
    name_zh: str
    facts: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is to come, soonest first, and the calendars that end too early to tell."""

    events: tuple[Upcoming, ...]
    gaps: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FutureEvent:
    """One event to come. ``until`` is the last possible day where only a span is known."""

    on: dt.date
    until: dt.date | None
    what: str
    en: str
    zh: str
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is to come within some days, by day, and which calendars end before those days do.

    What lies beyond the end of a calendar is unknown, not absent.
    """

    events: tuple[FutureEvent, ...]
    gaps: tuple[Input, ...]

    @property
    def warnings(self) -> tuple[Word, ...]:
        """The gaps in words."""
        return tuple(Word.of("facts.of_input", series=gap.series, reason=gap.reason) for gap in self.gaps)
