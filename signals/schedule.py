"""What is scheduled in the days ahead, as it stood on a day, and which facts it can move.

The dates themselves come from `signals.policy.calendar`. Where a published
calendar ends inside the days asked for, that is said, never passed over.
"""

from __future__ import annotations

import datetime as dt

from signals import policy
from signals.allocation.upcoming import Upcoming
from signals.facts import Input
from signals.inflation.releases import as_known, release_calendar
from signals.panel import Panel
from signals.rate_path.calendar import calendars

BETWEEN_RELEASES = dt.timedelta(days=21)
"""After one release of US CPI the next is at least three weeks away (the shortest since 2004 was 21 days)."""

MOVES = {
    "us.fomc": ("us.fed.",),
    "us.cpi": ("us.cpi.",),
    "cn.lpr": ("cn.policy.lpr_",),
    "cn.pmi": ("cn.pmi.",),
    "cn.politburo": ("cn.policy.package_", "cn.policy.property_easing_"),
}
"""What a scheduled event can move, by prefix of fact. Steps that merely come into force move no window."""


def upcoming(panel: Panel, within_days: int) -> tuple[Upcoming, ...]:
    """Return what was scheduled for the days after the panel's own, as known on it, soonest first.

    Raises:
        ConfigError: a calendar is missing or breaks its format.
    """
    return tuple(
        Upcoming(
            on=event.on,
            kind=event.what,
            name_en=f"{event.en} ({event.on} to {event.until})" if event.until else event.en,
            name_zh=f"{event.zh}（{event.on}至{event.until}）" if event.until else event.zh,
            facts=MOVES[event.what],
            source=event.source,
        )
        for event in policy.calendar(panel, within_days).events
        if event.what in MOVES
    )


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
