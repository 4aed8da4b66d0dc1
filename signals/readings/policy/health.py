"""What an event in the store leaves open: a size that may not be added, a tier that nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from signals.facts import Input
from sources.contract import PolicyEvent
from sources.event_rules import EventRules, KindRule, size_flaw, tier_flaw

_IN_FORCE = ("decided", "effective")


def tier_of(event: PolicyEvent, rules: EventRules) -> str | None:
    """Return the tier that an event is about, that of its kind where it names none."""
    return event.tier or _rule(event, rules).default_tier


def is_sound(event: PolicyEvent, rules: EventRules) -> bool:
    """Return whether unit and sign of an event's size are those of its kind."""
    return size_flaw(event, _rule(event, rules)) is None


def doubt(
    events: Iterable[PolicyEvent],
    rules: EventRules,
    *,
    series: str,
    tiers: Collection[str] | None,
    since: dt.date = dt.date.min,
) -> Input | None:
    """Return the first decided step that may belong to a sum and cannot be added to it, as a suspect input.

    Args:
        events: steps of one group, any stage.
        rules: unit, sign and tiers of each kind.
        series: name of the input.
        tiers: those of the sum, None for any; a step surely of another tier is no doubt.
        since: earlier announcements are left out.
    """
    for event in events:
        if event.stage not in _IN_FORCE or event.announced_at < since:
            continue
        rule = _rule(event, rules)
        size, tier = size_flaw(event, rule), tier_flaw(event, rule)
        if tier is not None and event.direction == "neutral" and not event.magnitude:
            tier = None  # nothing moved in any tier
        known = tier_flaw(event, rule) is None
        elsewhere = tiers is not None and known and tier_of(event, rules) not in tiers
        flaw = size or (tier if tiers is not None else None)
        if flaw is not None and not elsewhere:
            return Input(
                series=series,
                status="suspect",
                reason=f"the {event.kind} step announced on {event.announced_at} has {flaw}",
            )
    return None


def _rule(event: PolicyEvent, rules: EventRules) -> KindRule:
    return rules.kinds.get(event.kind, KindRule())
