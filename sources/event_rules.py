"""What an event of each kind may say of its size, tier and jurisdiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sources.contract import Direction, PolicyEvent
from sources.message import message

_SIGN: Mapping[Direction, int] = {
    "easing": -1,
    "supportive": -1,
    "neutral": 0,
    "restrictive": 1,
    "tightening": 1,
}
"""Which way a rate or requirement moves in a step of each direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """One kind: ``unit`` None takes any unit, no ``tiers`` take any tier.

    ``default_tier`` is meant where none is said; ``moves_rate`` says that the sign of
    a size must agree with the direction.
    """

    unit: str | None = None
    tiers: tuple[str, ...] = ()
    default_tier: str | None = None
    moves_rate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRules:
    """All kinds by name, and the jurisdictions that somebody vouches for."""

    kinds: Mapping[str, KindRule]
    jurisdictions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One cell that contradicts the rules: its column, what it holds and what would do."""

    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.column} {self.found}, expected {self.expected}"


def size_flaw(event: PolicyEvent, rule: KindRule) -> Flaw | None:
    """Return why the size of an event may not be added to others, or None."""
    if event.magnitude is None:
        return None
    if rule.unit is not None and event.unit != rule.unit:
        hint = message(" (1 percentage point is 100 bp)") if rule.unit == "bp" else ""
        return Flaw(
            column="unit",
            found=repr(event.unit) if event.unit else message("nothing"),
            expected=message("{unit}, the unit of {kind}{hint}", unit=rule.unit, kind=event.kind, hint=hint),
        )
    sign = (event.magnitude > 0) - (event.magnitude < 0)
    if rule.moves_rate and sign != _SIGN[event.direction]:
        wanted = {-1: message("below zero"), 0: message("of 0"), 1: message("above zero")}[
            _SIGN[event.direction]
        ]
        return Flaw(
            column="magnitude",
            found=repr(f"{event.magnitude:+g}"),
            expected=message(
                "a size {wanted}, the way the rate moves in a step that is {direction}",
                wanted=wanted,
                direction=event.direction,
            ),
        )
    return None


def tier_flaw(event: PolicyEvent, rule: KindRule) -> Flaw | None:
    """Return why nobody can say which tier an event is about, or None."""
    if not rule.tiers or (event.tier or rule.default_tier) in rule.tiers:
        return None
    return Flaw(
        column="tier",
        found=repr(event.tier) if event.tier else message("nothing"),
        expected=message("one of {names}{near}", names=", ".join(rule.tiers), near=""),
    )
