"""One event however many tell of it: versions and sources of the same step become one record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sources.contract import PolicyEvent, Stage

_STRENGTH: dict[Stage, int] = {
    "decided": 5,
    "effective": 4,
    "drafted": 3,
    "signalled": 2,
    "rumour": 1,
    "recap": 0,
}
_IN_FORCE: tuple[Stage, ...] = ("decided", "effective")

SAME_STEP_DAYS = 14
"""Two tellings of one sized step lie at most this far apart where a day in force is not said.

Days. Announcement to force took at most 14 days for the reserve requirement since 2018 (10-07 to 10-15,
11-25 to 12-05, 01-24 to 02-05); two steps of one kind, tier, direction and size within it never happened.
"""


def merge(events: Iterable[PolicyEvent]) -> tuple[PolicyEvent, ...]:
    """Return each step once, with its first announcement, its best telling and all confirmations.

    Same step: same jurisdiction, kind, direction, tier and size, and the same day
    in force; where one telling names no day in force, announcements within
    `SAME_STEP_DAYS` decide. Steps without a size are the same only when announced
    on the same day. A recap, a rumour or a signal never merges into a decision:
    a sentence that looks back proves nothing about today.

    Returns:
        Events sorted by (announced_at, event_id).
    """
    groups: dict[tuple[object, ...], list[list[PolicyEvent]]] = defaultdict(list)
    for event in sorted(events, key=lambda item: (item.announced_at, item.visible_from)):
        key = (
            event.jurisdiction,
            event.kind,
            event.direction,
            event.tier or "all",
            event.magnitude,
            "in force" if event.stage in _IN_FORCE else event.stage,
        )
        for group in groups[key]:
            if any(_same_step(event, member) for member in group):
                group.append(event)
                break
        else:
            groups[key].append([event])
    merged = [_one(group) for of_key in groups.values() for group in of_key]
    return tuple(sorted(merged, key=lambda event: (event.announced_at, event.event_id)))


def _same_step(one: PolicyEvent, other: PolicyEvent) -> bool:
    apart = abs((one.announced_at - other.announced_at).days)
    if one.stage not in _IN_FORCE or one.magnitude is None:
        return apart == 0
    in_force = {event.effective_at for event in (one, other) if event.effective_at is not None}
    if len(in_force) == 2:
        return False
    if one.effective_at is not None and other.effective_at is not None:
        return True
    # One telling is silent about the day in force: it may come any time up to that day.
    named = next(iter(in_force), None)
    until = max(SAME_STEP_DAYS, _days_to(named, one, other))
    return apart <= until


def _days_to(day: dt.date | None, *events: PolicyEvent) -> int:
    first = min(event.announced_at for event in events)
    return 0 if day is None else (day - first).days


def _one(group: Sequence[PolicyEvent]) -> PolicyEvent:
    if len(group) == 1:
        return group[0]
    newest_of_source: dict[tuple[str, str], PolicyEvent] = {}
    for event in sorted(group, key=lambda item: item.visible_from):
        newest_of_source[event.source, event.quote or event.event_id] = event
    tellings = list(newest_of_source.values())
    best = max(tellings, key=lambda event: (_STRENGTH[event.stage], -event.announced_at.toordinal()))
    in_force = next((event.effective_at for event in tellings if event.effective_at is not None), None)
    sources = list(dict.fromkeys(event.source for event in tellings))
    return replace(
        best,
        announced_at=min(event.announced_at for event in tellings),
        known_at=min(event.visible_from for event in group),
        effective_at=in_force,
        confirmations=sum(event.confirmations for event in tellings),
        source="; ".join(sources),
    )
