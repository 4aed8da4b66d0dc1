"""What would change a call, and what withdraws it."""

from __future__ import annotations

import datetime as dt

from signals.allocation.contract.drivers import Trace
from signals.allocation.terms import Grade, Interval, Model, Text, Value


class FactChange(Model):
    """One fact moved to the nearest value that matters."""

    fact: str
    """The fact that moves."""
    now: Value
    """Its value today."""
    unit: str
    """Unit of its values."""
    flips_when: str
    """The condition that the new value meets."""
    to_value: Value
    """The nearest value that meets it."""
    distance: float | None
    """From `now` to `to_value`, in `unit`; null where unknown."""
    distance_sigma: float | None
    """The same in one-week sigmas; null where unknown or where the fact counts events in a window."""


class FlipSet(Model):
    """A minimal set of changes that moves the grade: no proper subset does."""

    changes: tuple[FactChange, ...]
    """The facts that move, all of them."""
    new_score_bp: Interval
    """The score then."""
    new_grade: Grade | None
    """Null: the call would abstain."""
    cost_sigma: float | None
    """Distance in one-week sigmas as if facts moved independently (root of the sum of squares); null if unknown."""


class ScheduledFlip(Model):
    """A change that the calendar brings without any news."""

    on: dt.date
    """The day."""
    fact: str
    """The fact that changes."""
    unit: str
    """Unit of its values."""
    because: str
    """Why it changes, as a code."""
    from_value: Value
    """Its value before."""
    to_value: Value
    """Its value from that day on."""
    new_score_bp: Interval
    """The score then."""
    new_grade: Grade | None
    """The grade then; null: the call would abstain."""
    changes_grade: bool
    """Whether the grade then differs from that of the day before."""
    unless: Text
    """What would prevent it."""


class Flips(Model):
    """What would change the grade."""

    nearest: FlipSet | None
    """The nearest measurable set; null where no change of facts moves the grade or all distances are unknown."""
    nearest_alone: FlipSet | None
    """The nearest measurable change of one single fact that moves the grade; null where none can be measured."""
    minimal_sets: tuple[FlipSet, ...]
    """Every minimal set found, the cheapest first."""
    scheduled: tuple[ScheduledFlip, ...]
    """Changes that the calendar brings, soonest first."""
    complete: bool | None = None
    """Whether there are no other sets (2.3): false where too many combinations were left to try them all, or where
    the call abstains and only the smallest are given; null in documents before 2.3."""


class Invalidation(Model):
    """A condition that brings the call to neutral at once, without the hold band."""

    id: str
    """Name of the rule within its strategy."""
    rule: str
    """The condition on one line."""
    then: Text
    """What follows where it holds."""
    reason: Text
    """Why the rule is there."""
    in_force: bool
    """Whether it holds today."""
    trace: Trace
    """The condition with its verdict."""
