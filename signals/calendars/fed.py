"""The two calendars behind the path: FOMC meetings and the target range, and when each became known."""

from __future__ import annotations

import csv
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError, model_validator

from signals.config import ConfigError, config_root, misread, read_toml, where_and_what
from sources.message import message

ONE_DAY = dt.timedelta(days=1)

Row = TypeVar("Row", bound=BaseModel)


class Meeting(BaseModel):
    """One rate meeting: the day of its decision and the days on which it stood in the calendar.

    ``exact`` is False where ``known_from`` is a rule of thumb. A meeting that
    was withdrawn (18 March 2020) is seen until the day it was withdrawn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision_date: dt.date
    kind: Literal["scheduled", "unscheduled"]
    known_from: dt.date
    exact: bool
    withdrawn_on: dt.date | None = None
    source: str

    @model_validator(mode="after")
    def _known_in_time(self) -> Meeting:
        if self.known_from > self.decision_date:
            raise ValueError(
                message(
                    "{decision_date} cannot become known after it was held", decision_date=self.decision_date
                )
            )
        return self

    def visible_on(self, day: dt.date) -> bool:
        """Return whether the calendar held this meeting on ``day``."""
        return self.known_from <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


class TargetChange(BaseModel):
    """One change of the target range; the new range is in force from the day after the decision.

    FRED stamps the change on the day of the decision through 2016 and on the
    day after from 2017; here ``effective_on`` is always the day after.
    ``sources`` counts independent records.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decided_on: dt.date
    effective_on: dt.date
    lower_bp: int
    upper_bp: int
    sources: int = 1

    @model_validator(mode="after")
    def _ordered(self) -> TargetChange:
        if self.effective_on <= self.decided_on or self.upper_bp <= self.lower_bp:
            raise ValueError(
                message("a range is in force after its decision, and its upper end is above its lower")
            )
        return self


class Checked(BaseModel):
    """``configs/calendars/fed.toml``: through which day the two calendars were checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fomc_verified_through: dt.date
    target_verified_through: dt.date
    meeting_gap_days: PositiveInt


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: what was known is worked out once and kept
class Calendars:
    """Meetings and target changes, ascending, and the days through which each was checked."""

    meetings: tuple[Meeting, ...]
    targets: tuple[TargetChange, ...]
    fomc_verified_through: dt.date
    target_verified_through: dt.date
    meeting_gap_days: int

    def known_meetings(self, day: dt.date) -> tuple[dt.date, ...]:
        """Return every meeting, past or to come, that the calendar held on ``day``."""
        return self._known[bisect_right(self._changes, day)]

    def covered_through(self, day: dt.date) -> dt.date:
        """Return the last day for which the calendar, as known on ``day``, says where meetings are.

        After the last announced meeting none can follow within the shortest gap.
        """
        known = self._last_scheduled[bisect_right(self._changes, day)]
        return (known or day) + dt.timedelta(days=self.meeting_gap_days - 1)

    def announced_on_record(self, days: Iterable[dt.date]) -> bool:
        """Return whether the announcement of every meeting on these days is a record, not a rule of thumb."""
        return self._by_rule.isdisjoint(days)

    @cached_property
    def _by_rule(self) -> frozenset[dt.date]:
        return frozenset(meeting.decision_date for meeting in self.meetings if not meeting.exact)

    @cached_property
    def _changes(self) -> list[dt.date]:
        """The days on which the calendar changed: something was announced or withdrawn."""
        days = {meeting.known_from for meeting in self.meetings}
        return sorted(days | {meeting.withdrawn_on for meeting in self.meetings if meeting.withdrawn_on})

    @cached_property
    def _known(self) -> list[tuple[dt.date, ...]]:
        """What the calendar held before the first change, and from each change on."""
        from_change = (
            tuple(meeting.decision_date for meeting in self.meetings if meeting.visible_on(day))
            for day in self._changes
        )
        return [(), *from_change]

    @cached_property
    def _last_scheduled(self) -> list[dt.date | None]:
        scheduled = {m.decision_date for m in self.meetings if m.kind == "scheduled"}
        return [max(scheduled.intersection(known), default=None) for known in self._known]

    @cached_property
    def _effective(self) -> list[dt.date]:
        return [change.effective_on for change in self.targets]

    def target_on(self, day: dt.date) -> TargetChange | None:
        """Return the range in force on ``day``; None before the first range of December 2008."""
        place = bisect_right(self._effective, day)
        return self.targets[place - 1] if place else None

    def with_targets(self, live: Sequence[TargetChange], *, through: dt.date) -> Calendars:
        """Return these calendars with the changes of a live series.

        Between the day through which the file was checked and ``through``, the
        last day of the live series, its changes replace those of the file.
        """
        since = self.target_verified_through
        kept = [change for change in self.targets if not since < change.effective_on <= through]
        return replace(
            self,
            targets=tuple(sorted([*kept, *live], key=lambda change: change.effective_on)),
            target_verified_through=through,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class AssumedCalendars(Calendars):
    """The calendars with the meetings of a year that is not announced yet, assumed by the pattern of the last.

    The Fed publishes a year's dates in the summer before. Until then its
    meetings are taken to lie 52 weeks after those of the last announced year,
    which is a week off at most: good enough to read a year's end, never to name a day.
    """

    def known_meetings(self, day: dt.date) -> tuple[dt.date, ...]:
        """Return every meeting that the calendar held on ``day``, and those assumed after the last."""
        return (*super().known_meetings(day), *self.assumed(day))

    def covered_through(self, day: dt.date) -> dt.date:
        """Return the last day of the assumed year."""
        assumed = self.assumed(day)
        return max(super().covered_through(day), dt.date(assumed[-1].year, 12, 31) if assumed else day)

    def assumed(self, day: dt.date) -> tuple[dt.date, ...]:
        """Return the meetings assumed for the first year that was not announced in full by ``day``."""
        last = self._last_scheduled[bisect_right(self._changes, day)]
        if last is None:
            return ()
        year = 52 * dt.timedelta(weeks=1)
        scheduled = {meeting.decision_date for meeting in self.meetings if meeting.kind == "scheduled"}
        known = [one for one in super().known_meetings(day) if one in scheduled and one > last - year]
        return tuple(one + year for one in known if last < one + year <= dt.date(last.year, 12, 31))


@cache
def with_assumed(known: Calendars) -> AssumedCalendars:
    """Return the same calendars with assumed meetings; the same object each time, so that layouts are shared."""
    return AssumedCalendars(
        meetings=known.meetings,
        targets=known.targets,
        fomc_verified_through=known.fomc_verified_through,
        target_verified_through=known.target_verified_through,
        meeting_gap_days=known.meeting_gap_days,
    )


def calendars() -> Calendars:
    """Return the calendars of the active configuration.

    Raises:
        ConfigError: a calendar is missing or breaks its format; names file, row and column.
    """
    return _load(config_root() / "calendars")


@cache
def _load(folder: Path) -> Calendars:
    checked = _checked(folder / "fed.toml")
    meetings = _rows(folder / "fomc.csv", Meeting)
    targets = _rows(folder / "fed_target.csv", TargetChange)
    return Calendars(
        meetings=tuple(sorted(meetings, key=lambda meeting: meeting.decision_date)),
        targets=tuple(sorted(targets, key=lambda change: change.effective_on)),
        fomc_verified_through=checked.fomc_verified_through,
        target_verified_through=checked.target_verified_through,
        meeting_gap_days=checked.meeting_gap_days,
    )


def _checked(path: Path) -> Checked:
    try:
        return Checked.model_validate(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error


def _rows(path: Path, row_type: type[Row]) -> list[Row]:
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, cells in enumerate(csv.DictReader(stream), start=2):
                given: dict[str, Any] = {name: cell for name, cell in cells.items() if cell != ""}
                try:
                    rows.append(row_type.model_validate(given))
                except ValidationError as error:
                    where, problem = where_and_what(error)
                    raise ConfigError(
                        message(
                            "{path}: row {number}, {column}: {problem}",
                            path=path,
                            number=number,
                            column=where or "row",
                            problem=problem,
                        )
                    ) from error
    except FileNotFoundError as error:
        raise ConfigError(message("{path}: no such file", path=path)) from error
    if len({getattr(row, next(iter(row_type.model_fields))) for row in rows}) != len(rows):
        raise ConfigError(message("{path}: a date stands twice", path=path))
    return rows
