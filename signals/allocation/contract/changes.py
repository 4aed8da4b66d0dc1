"""What changed since the document before."""

from __future__ import annotations

import datetime as dt

from signals.allocation.terms import Cause, Grade, Interval, Model, Sha256, Status, Text, Value


class Against(Model):
    """The document that the changes are counted from."""

    id: str
    """Its id."""
    as_of: dt.date
    """Its day."""
    content_hash: Sha256
    """Its content hash."""


class ChangeCause(Model):
    """Why something changed: the cause, and the fact or leg that carries it."""

    cause: Cause
    """The cause."""
    fact: str | None = None
    """The fact that carries it; null where none does."""
    leg: str | None = None
    """The leg that carries it; null where none does."""


class GradeChange(Model):
    """A change of the model's grade."""

    thread_id: str
    """The call."""
    before: Grade | None
    """Grade in the earlier document; null for an abstention."""
    after: Grade | None
    """Grade in this one."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class ScoreChange(Model):
    """A change of the score interval."""

    thread_id: str
    """The call."""
    before_bp: Interval
    """Score in the earlier document."""
    after_bp: Interval
    """Score in this one."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class LegChange(Model):
    """A change of a leg's stance or contribution; a null side means that the leg is new or gone."""

    thread_id: str
    """The call."""
    leg: str
    """The leg."""
    before: str | None
    """Stance in the earlier document."""
    after: str | None
    """Stance in this one."""
    before_bp: Interval | None
    """Contribution in the earlier document."""
    after_bp: Interval | None
    """Contribution in this one."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class MarginChange(Model):
    """A leg that moved nearer to or farther from its threshold."""

    thread_id: str
    """The call."""
    leg: str
    """The leg."""
    before_sigma: float | None
    """Distance to the nearest change of stance before, in one-week sigmas."""
    after_sigma: float | None
    """The same now."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class FactMove(Model):
    """A fact with another value or another health."""

    fact: str
    """The fact."""
    before: Value
    """Value in the earlier document."""
    after: Value
    """Value in this one."""
    unit: str
    """Unit of both."""
    before_status: Status | None
    """Health before; null where the fact was not there."""
    after_status: Status | None
    """Health now; null where the fact is not there."""
    cause: Cause
    """Why."""


class ClearedFlag(Model):
    """A flag of the earlier document that no longer stands."""

    id: str
    """The flag."""
    title: Text
    """Its title."""


class Changes(Model):
    """Everything that differs from an earlier document, each with its cause."""

    against: Against
    """The earlier document."""
    grades: tuple[GradeChange, ...]
    """Grades that changed."""
    scores: tuple[ScoreChange, ...]
    """Scores that changed."""
    legs: tuple[LegChange, ...]
    """Legs that changed."""
    margins: tuple[MarginChange, ...]
    """Distances that changed."""
    facts: tuple[FactMove, ...]
    """Facts that changed."""
    flags_new: tuple[str, ...]
    """Ids of flags that the earlier document did not raise."""
    flags_cleared: tuple[str, ...]
    """Ids of flags that no longer stand."""
    calls_new: tuple[str, ...]
    """Threads that the earlier document did not hold."""
    calls_gone: tuple[str, ...]
    """Threads that this document does not hold."""
    ruleset_changed: bool
    """Whether a strategy or the configuration changed."""
    code_changed: bool
    """Whether the program changed."""
    cleared: tuple[ClearedFlag, ...] = ()
    """The flags of `flags_cleared` with their titles, which this document no longer holds."""
