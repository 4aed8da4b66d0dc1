"""What is scheduled in the days ahead, as it stood on a day: meetings and releases.

Two calendars are files (rate meetings, US CPI releases), each row with the day
on which it became known. Two are rules of thumb, because their publishers give
a rule and not a list: the LPR on the 20th, China's PMI on the last of the month.
Where a calendar ends inside the days asked for, that is said, never passed over.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from signals.allocation.horizon import months_later, on_weekday
from signals.allocation.upcoming import Upcoming
from signals.configuration import ConfigError, config_root
from signals.facts import Input
from signals.rate_path.calendar import calendars

CPI = "calendar.us_cpi_releases"


class Release(BaseModel):
    """One release of US CPI: its day, and the days on which it stood in the calendar.

    ``exact`` is False where ``known_from`` is a rule of thumb.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_date: dt.date
    reference_month: str
    known_from: dt.date
    exact: bool
    withdrawn_on: dt.date | None = None
    source: str

    def visible_on(self, day: dt.date) -> bool:
        """Return whether the calendar held this release on ``day``."""
        return self.known_from <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


def upcoming(as_of: dt.date, within_days: int) -> tuple[Upcoming, ...]:
    """Return what was scheduled for the days after ``as_of``, as known on it, soonest first.

    Raises:
        ConfigError: a calendar is missing or breaks its format.
    """
    last = as_of + dt.timedelta(days=within_days)
    found = [
        *_meetings(as_of, last),
        *_cpi(as_of, last),
        *_lpr(as_of, last),
        *_pmi(as_of, last),
    ]
    return tuple(sorted(found, key=lambda event: (event.on, event.kind)))


def gaps(as_of: dt.date, within_days: int) -> tuple[Input, ...]:
    """Return the calendars that end before the days asked for do: what they hold no longer is unknown."""
    last = as_of + dt.timedelta(days=within_days)
    ends = max((release.release_date for release in _releases() if release.visible_on(as_of)), default=as_of)
    # After a release none of the next month follows within three weeks.
    if last <= ends + dt.timedelta(days=21):
        return ()
    return (
        Input(
            series=CPI,
            status="missing",
            reason=f"the calendar ends on {ends}; a release in the next {within_days} days would not be seen",
            period=ends,
            source="configs/calendars/us_cpi_releases.csv",
        ),
    )


def _meetings(as_of: dt.date, last: dt.date) -> list[Upcoming]:
    return [
        Upcoming(
            on=day,
            kind="fomc",
            name_en="FOMC decision",
            name_zh="美联储议息会议",
            facts=("us.fed.",),
            source="FOMC calendar",
        )
        for day in calendars().known_meetings(as_of)
        if as_of < day <= last
    ]


def _cpi(as_of: dt.date, last: dt.date) -> list[Upcoming]:
    return [
        Upcoming(
            on=release.release_date,
            kind="us_cpi",
            name_en=f"US CPI for {release.reference_month}",
            name_zh=f"美国{release.reference_month} CPI发布",
            facts=("us.cpi.",),
            source=release.source,
        )
        for release in _releases()
        if release.visible_on(as_of) and as_of < release.release_date <= last
    ]


def _lpr(as_of: dt.date, last: dt.date) -> list[Upcoming]:
    months = (months_later(as_of.replace(day=1), ahead) for ahead in (0, 1))
    return [
        Upcoming(
            on=day,
            kind="cn_lpr",
            name_en="LPR fixing (by rule: the 20th or the next weekday)",
            name_zh="LPR报价（按规则：20日，遇周末顺延）",
            facts=("cn.policy.lpr_",),
            source="PBoC: the 20th of each month, postponed over holidays",
        )
        for day in (on_weekday(month.replace(day=20)) for month in months)
        if as_of < day <= last
    ]


def _pmi(as_of: dt.date, last: dt.date) -> list[Upcoming]:
    ends = (months_later(as_of.replace(day=1), ahead) - dt.timedelta(days=1) for ahead in (1, 2))
    return [
        Upcoming(
            on=day,
            kind="cn_pmi",
            name_en="China PMI (by rule: the last of the month)",
            name_zh="中国PMI（按规则：月末）",
            facts=("cn.pmi.",),
            source="NBS: the last day of each month",
        )
        for day in ends
        if as_of < day <= last
    ]


def _releases() -> tuple[Release, ...]:
    return _read(config_root() / "calendars" / "us_cpi_releases.csv")


@cache
def _read(path: Path) -> tuple[Release, ...]:
    rows = []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, cells in enumerate(csv.DictReader(stream), start=2):
                given: dict[str, Any] = {name: cell for name, cell in cells.items() if cell != ""}
                try:
                    rows.append(Release.model_validate(given))
                except ValidationError as error:
                    first = error.errors()[0]
                    column = ".".join(str(part) for part in first["loc"]) or "row"
                    raise ConfigError(f"{path}: row {number}, {column}: {first['msg']}") from error
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file") from error
    return tuple(rows)
