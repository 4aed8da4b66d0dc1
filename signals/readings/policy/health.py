"""What an event in the store leaves open: a size that may not be added, a tier that nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from signals.facts import Input, gate_word
from signals.words import Names, Word
from sources.contract import Direction, PolicyEvent
from sources.event_rules import EventRules, Flaw, KindRule, size_flaw, tier_flaw

_IN_FORCE = ("decided", "effective")
_WAY: Mapping[Direction, str] = {
    "easing": "below",
    "supportive": "below",
    "neutral": "zero",
    "restrictive": "above",
    "tightening": "above",
}


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
        if event.quality != "ok" and not elsewhere:
            return questioned(event, series)
        if flaw is not None and not elsewhere:
            return Input(
                series=series,
                status="suspect",
                reason=Word.of(
                    "policy.step_has_flaw",
                    kind=Names(event.kind, event.kind),
                    day=event.announced_at,
                    flaw=_flaw(event, rule, flaw),
                ),
            )
    return None


def _flaw(event: PolicyEvent, rule: KindRule, flaw: Flaw) -> Word:
    """Say a flaw by its column."""
    if flaw.column == "magnitude":
        way = Word.of(f"policy.size_{_WAY[event.direction]}")
        return Word.of("policy.flaw_size", found=f"{event.magnitude:+g}", way=way)
    if flaw.column == "unit":
        if not event.unit:
            return Word.of("policy.flaw_no_unit", expected=rule.unit)
        return Word.of("policy.flaw_unit", found=event.unit, expected=rule.unit)
    tiers = ", ".join(rule.tiers)
    if not event.tier:
        return Word.of("policy.flaw_no_tier", expected=tiers)
    return Word.of("policy.flaw_tier", found=event.tier, expected=tiers)


def questioned(event: PolicyEvent, series: str) -> Input:
    """Return an event that the door doubts as a suspect input."""
    return Input(
        series=series,
        status="suspect",
        reason=Word.of(
            "gates.event_doubted", kind=event.kind, day=event.announced_at, rule=gate_word(event.quality_rule)
        ),
        period=event.announced_at,
        released_at=event.visible_from,
        source=event.source,
    )


def _rule(event: PolicyEvent, rules: EventRules) -> KindRule:
    return rules.kinds.get(event.kind, KindRule())
