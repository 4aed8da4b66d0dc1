"""Which versions of an event still stand: a correction replaces, and is never added to, what it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sources.contract import PART_OF, PolicyEvent

ONE_STEP_DAYS = 5
"""Two days in force further apart than this, told at once, are two steps; nearer ones are one step, corrected.

Days. The steps of one announcement lay 10 days (2019-01-04: 15 and 25 January) or a month (2020-04-03: 15 April
and 15 May) apart; a mistyped day is off by a few.
"""

_IN_FORCE = ("decided", "effective")


def standing(versions: Iterable[PolicyEvent]) -> tuple[PolicyEvent, ...]:
    """Return the versions that none after them replaced.

    A version replaces what its own source said of the same event before, and what
    any other table said of it, where the two contradict each other in size or day in
    force. A sentence of a text (``quote``) is a record of its own. Two steps of one
    announcement stay two, see `ONE_STEP_DAYS`; a later version corrects the nearer one.

    Args:
        versions: by ``visible_from``; of one day, the last to arrive is the last word.
    """
    records: dict[tuple[str, str], list[PolicyEvent]] = {}
    for version in versions:
        record = records.setdefault((version.event_id, version.quote), [])
        for old in _replaced(version, record):
            record.remove(old)
        record.append(version)
    return tuple(version for record in records.values() for version in record)


def withdrawals(events: Iterable[PolicyEvent]) -> Mapping[str, PolicyEvent]:
    """Return which events were taken back, by their id, each with its withdrawal.

    A withdrawal is about the newest act of its kind announced before it or on its day: same
    jurisdiction, direction and tier, not yet taken back. One that finds no such act is about nothing.

    Args:
        events: each act once; those of other stages than draft, decision or force are never taken back.
    """
    ordered = sorted(events, key=lambda event: (event.announced_at, event.event_id))
    found: dict[str, PolicyEvent] = {}
    for withdrawal in ordered:
        if withdrawal.stage != "withdrawn":
            continue
        acts = [
            event
            for event in ordered
            if event.stage in {"drafted", *_IN_FORCE}
            and event.announced_at <= withdrawal.announced_at
            and event.event_id not in found
            and _same_matter(event, withdrawal)
        ]
        if acts:
            found[acts[-1].event_id] = withdrawal
    return found


def _same_matter(one: PolicyEvent, other: PolicyEvent) -> bool:
    tiers = [PART_OF.get(event.tier, event.tier) if event.tier else None for event in (one, other)]
    return (one.jurisdiction, one.kind, one.direction) == (
        other.jurisdiction,
        other.kind,
        other.direction,
    ) and (None in tiers or tiers[0] == tiers[1])


def two_steps(one: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether two versions of one announcement, known at once, tell of two steps."""
    if one.visible_from != other.visible_from or one.effective_at is None or other.effective_at is None:
        return False
    return abs((one.effective_at - other.effective_at).days) > ONE_STEP_DAYS


def _replaced(version: PolicyEvent, record: Sequence[PolicyEvent]) -> list[PolicyEvent]:
    told = [old for old in record if not two_steps(version, old)]
    if version.effective_at is not None:
        apart = [_apart(version, old) for old in told]
        least = min((days for days in apart if days is not None), default=0)
        told = [old for old, days in zip(told, apart, strict=True) if days is None or days == least]
    return [old for old in told if old.source == version.source or _contradicts(version, old)]


def _apart(one: PolicyEvent, other: PolicyEvent) -> int | None:
    if one.effective_at is None or other.effective_at is None:
        return None
    return abs((one.effective_at - other.effective_at).days)


def _contradicts(one: PolicyEvent, other: PolicyEvent) -> bool:
    if one.stage not in _IN_FORCE or other.stage not in _IN_FORCE:
        return False
    sizes = one.magnitude is not None and other.magnitude is not None
    return (sizes and (one.magnitude, one.unit) != (other.magnitude, other.unit)) or bool(_apart(one, other))
