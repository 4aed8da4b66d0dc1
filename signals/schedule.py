"""What is scheduled in the days ahead, as it stood on a day, and which facts it can move.

The dates themselves come from `signals.policy.calendar`. Where a published
calendar ends inside the days asked for, that is said, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from signals import policy
from signals.allocation.upcoming import Upcoming
from signals.facts import Input
from signals.panel import Panel

MOVES = {
    "us.fomc": ("us.fed.",),
    "us.cpi": ("us.cpi.",),
    "cn.lpr": ("cn.policy.lpr_",),
    "cn.pmi": ("cn.pmi.",),
    "cn.politburo": ("cn.policy.package_", "cn.policy.property_easing_"),
}
"""What a scheduled event can move, by prefix of fact. Steps that merely come into force move no window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is to come, soonest first, and the calendars that end too early to tell."""

    events: tuple[Upcoming, ...]
    gaps: tuple[Input, ...]


def schedule(panel: Panel, within_days: int) -> Schedule:
    """Return what was scheduled for the days after the panel's own, as known on it.

    Raises:
        ConfigError: a calendar is missing or breaks its format.
    """
    ahead = policy.calendar(panel, within_days)
    return Schedule(
        events=tuple(
            Upcoming(
                on=event.on,
                kind=event.what,
                name_en=f"{event.en} ({event.on} to {event.until})" if event.until else event.en,
                name_zh=f"{event.zh}（{event.on}至{event.until}）" if event.until else event.zh,
                facts=MOVES[event.what],
                source=event.source,
            )
            for event in ahead.events
            if event.what in MOVES
        ),
        gaps=ahead.gaps,
    )
