"""What is scheduled in the days ahead, as it stood on a day: meetings and releases.

Two calendars are files (rate meetings, US CPI releases), each row with the day
on which it became known. Two are rules of thumb, because their publishers give
a rule and not a list: the LPR on the 20th, China's PMI on the last of the month.
Where a calendar ends inside the days asked for, that is said, never passed over.
"""

from __future__ import annotations

import datetime as dt

from signals.allocation.horizon import months_later, on_weekday
from signals.allocation.upcoming import Upcoming
from signals.facts import Input
from signals.inflation.releases import as_known, release_calendar
from signals.rate_path.calendar import calendars

BETWEEN_RELEASES = dt.timedelta(days=21)
"""After one release of US CPI the next is at least three weeks away (the shortest since 2004 was 21 days)."""


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
    """Return the calendars that end before the days asked for do: what comes after is unknown, not absent."""
    last = as_of + dt.timedelta(days=within_days)
    announced = [
        row.released_at for row in as_known(release_calendar(), as_of) if row.released_at is not None
    ]
    ends = {
        "calendar.us_cpi": max(announced, default=dt.date.min) + BETWEEN_RELEASES,
        "calendar.fomc": calendars().covered_through(as_of),
    }
    return tuple(
        Input(
            series=name,
            status="missing",
            reason=f"the calendar says nothing after {end}; what falls in the next {within_days} days is unknown",
            source="configs/calendars",
        )
        for name, end in ends.items()
        if end < last
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
            on=release.released_at,
            kind="us_cpi",
            name_en=f"US CPI for {release.period:%Y-%m}",
            name_zh=f"美国{release.period:%Y-%m} CPI发布",
            facts=("us.cpi.",),
            source="BLS schedule" + ("" if release.exact else ", not checked against a record"),
        )
        for release in as_known(release_calendar(), as_of)
        if release.released_at is not None and as_of < release.released_at <= last
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
