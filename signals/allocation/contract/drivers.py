"""The legs of a call, each with the trace of its rule."""

from __future__ import annotations

import datetime as dt

from signals.allocation.terms import (
    BasisPoints,
    Comparison,
    Holds,
    Interval,
    Model,
    Stance,
    Status,
    Text,
    TraceNode,
    Value,
)


class Trace(Model):
    """One node of a condition with its verdict; every branch was evaluated."""

    node: TraceNode
    """What kind of node it is."""
    verdict: Holds
    """What the node says today."""
    text: str
    """The condition as written."""
    reason: Text
    """Why the verdict is unknown; empty otherwise."""
    margin_sigma: float | None
    """Distance to the threshold in one-week sigmas, positive on the true side; null where unknown."""
    fact: str | None = None
    """Leaves: the fact compared."""
    op: Comparison | None = None
    """Leaves: the comparison."""
    threshold: Value = None
    """Leaves: what the fact is compared with, in `unit`."""
    unit: str | None = None
    """Leaves: the unit of threshold, actual and margin."""
    actual: Value = None
    """Leaves: the value of the fact today."""
    margin: float | None = None
    """Distance to the threshold in `unit`."""
    status: Status | None = None
    """Leaves: health of the fact."""
    released_at: dt.date | None = None
    """Release day of the newest input of the fact."""
    source: str | None = None
    """Leaves: where its newest input came from."""
    n: int | None = None
    """How many children `at_least` asks for."""
    children: tuple[Trace, ...] = ()
    """The parts of the condition."""


class Driver(Model):
    """One leg of the call: its reason, its verdict and what it adds to the score."""

    leg: str
    """Name of the leg within its strategy."""
    name: Text
    """The leg in words."""
    reason: Text
    """Why this leg is there."""
    weight_bp: BasisPoints
    """What the leg adds where it supports, in basis points of the score."""
    weight_reason: Text
    """Why it weighs that much; in the strategy's own language where it states only one."""
    stance: Stance
    """What the leg says today."""
    contribution_bp: Interval
    """What the leg adds to the score, an interval where it cannot be decided."""
    margin_sigma: float | None
    """Distance to the nearest change of stance in one-week sigmas; null where unknown."""
    facts: tuple[str, ...]
    """The facts that the leg rests on."""
    supports: Trace | None
    """The condition under which the leg speaks for the call."""
    opposes: Trace | None
    """The condition under which it speaks against."""
