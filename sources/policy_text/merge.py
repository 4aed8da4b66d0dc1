"""One event however many tell of it: versions and sources of the same step become one record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sources.contract import PART_OF, PolicyEvent, Stage

_STRENGTH: dict[Stage, int] = {
    "decided": 5,
    "effective": 4,
    "drafted": 3,
    "signalled": 2,
    "rumour": 1,
    "recap": 0,
    "withdrawn": 0,
}
_IN_FORCE: tuple[Stage, ...] = ("decided", "effective")

SAME_STEP_DAYS = 14
"""Two tellings of one sized step lie at most this far apart where a day in force is not said.

Days. Announcement to force took at most 14 days for the reserve requirement since 2018 (10-07 to 10-15,
11-25 to 12-05, 01-24 to 02-05); two steps of one kind, tier, direction and size within it never happened.
"""


REACH_DAYS = 120
"""Tellings further apart than this are never compared.

Days. Text names a day in force up to a quarter ahead; the decision and the day itself may both be told.
"""


def merge(events: Iterable[PolicyEvent]) -> tuple[PolicyEvent, ...]:
    """Return each step once, with its first announcement, its best telling and all confirmations.

    Same step: same jurisdiction, kind, direction, tier and size, and the same day
    in force; where one telling names no day in force, announcements within
    `SAME_STEP_DAYS` decide. A telling without a size or without a tier joins a
    fuller one that it agrees with, and a cut for large banks one for all. Steps that nobody gives a size are the same
    when announced on the same day, or told in text a day later. A recap, a rumour or a signal never
    merges into a decision: a sentence that looks back proves nothing about today.

    Returns:
        Events sorted by (announced_at, event_id).
    """
    of_kind: dict[tuple[str, ...], list[PolicyEvent]] = defaultdict(list)
    for event in sorted(events, key=_order):
        stage = "in force" if event.stage in _IN_FORCE else event.stage
        of_kind[event.jurisdiction, event.kind, event.direction, stage].append(event)
    merged = [_one(group) for tellings in of_kind.values() for group in _groups(tellings)]
    return tuple(sorted(merged, key=lambda event: (event.announced_at, event.event_id)))


def _order(event: PolicyEvent) -> tuple[object, ...]:
    return (event.announced_at, event.visible_from, event.event_id, event.stage, event.source, event.quote)


def _groups(tellings: Sequence[PolicyEvent]) -> list[list[PolicyEvent]]:
    whole = [event for event in tellings if event.magnitude is not None and event.tier is not None]
    whole.sort(key=lambda event: event.tier in PART_OF)  # a part joins its whole
    partial = [event for event in tellings if event.magnitude is None or event.tier is None]
    full: list[list[PolicyEvent]] = []
    for event in whole:
        fitting = next((group for group in _near(event, full) if _fits(event, group)), None)
        if fitting is None:
            full.append([event])
        else:
            fitting.append(event)
    found = [list(group) for group in full]
    loose: list[list[PolicyEvent]] = []
    for event in partial:
        # "The LPR fell by 25 bp" confirms both of its tiers.
        homes = [place for place, group in enumerate(full) if _is_near(event, group) and _fits(event, group)]
        for place in homes:
            found[place].append(event)
        if not homes:
            _settle(event, loose)
    return [*found, *loose]


def _settle(event: PolicyEvent, loose: list[list[PolicyEvent]]) -> None:
    for group in _near(event, loose):
        if _fits(event, group):
            group.append(event)
            return
    loose.append([event])


def _near(event: PolicyEvent, groups: Sequence[list[PolicyEvent]]) -> Iterator[list[PolicyEvent]]:
    """Yield the groups that may hold the same step, newest first; groups are in order of their first day."""
    for group in reversed(groups):
        if _is_near(event, group):
            yield group


def _is_near(event: PolicyEvent, group: Sequence[PolicyEvent]) -> bool:
    first, last = group[0].announced_at, group[-1].announced_at
    reach = REACH_DAYS
    return (event.announced_at - last).days <= reach and (first - event.announced_at).days <= reach


def _fits(event: PolicyEvent, group: Sequence[PolicyEvent]) -> bool:
    return any(same_step(event, member) for member in group)


def same_step(one: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether two events of one jurisdiction, kind and direction are one step, told twice."""
    if not _agree(one.magnitude, other.magnitude) or not _agree(_family(one), _family(other)):
        return False
    apart = abs((one.announced_at - other.announced_at).days)
    if one.stage not in _IN_FORCE:
        return apart == 0
    if one.magnitude is None and other.magnitude is None:
        # A text may tell of an act the day after; a table states the day itself.
        return apart <= (1 if one.quote or other.quote else 0)
    return _same_day_in_force(one, other, apart)


def _same_day_in_force(one: PolicyEvent, other: PolicyEvent, apart: int) -> bool:
    if one.effective_at is not None and other.effective_at is not None:
        return one.effective_at == other.effective_at
    if apart <= SAME_STEP_DAYS:
        return True
    # One telling is silent about the day in force: it may come any time up to the day that the other names.
    naming, silent = (one, other) if one.effective_at is not None else (other, one)
    if naming.effective_at is None:
        return False
    return naming.announced_at <= silent.announced_at <= naming.effective_at


def _family(event: PolicyEvent) -> str | None:
    return PART_OF.get(event.tier, event.tier) if event.tier else None


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _one(group: Sequence[PolicyEvent]) -> PolicyEvent:
    if len(group) == 1:
        return group[0]
    newest: dict[tuple[str, str], PolicyEvent] = {}
    for event in sorted(group, key=lambda item: item.visible_from):
        newest[event.source, event.quote or event.event_id] = (
            event  # a later version of one telling replaces it
        )
    tellings = list(newest.values())
    best = max(tellings, key=_fullness)
    in_force = best.effective_at or next(
        (event.effective_at for event in tellings if event.effective_at), None
    )
    doubted = next((event for event in tellings if event.quality != "ok"), best)
    return replace(
        best,
        quality=doubted.quality,
        quality_rule=doubted.quality_rule,
        announced_at=min(event.announced_at for event in tellings),
        known_at=min(event.visible_from for event in group),
        effective_at=in_force,
        confirmations=sum(event.confirmations for event in tellings),
        source="; ".join(dict.fromkeys(event.source for event in tellings)),
    )


def _fullness(event: PolicyEvent) -> tuple[object, ...]:
    """Order tellings by how much they say: size, tier, stage, day in force; then the earliest."""
    return (
        event.magnitude is not None,
        event.tier is not None,
        event.tier not in PART_OF,
        _STRENGTH[event.stage],
        event.effective_at is not None,
        -event.announced_at.toordinal(),
    )
