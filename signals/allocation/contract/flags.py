"""What could make a call wrong."""

from __future__ import annotations

import datetime as dt

from signals.allocation.contract.drivers import Trace
from signals.allocation.terms import FlagKind, FlagStatus, Model, Severity, Text


class ThreatenedLeg(Model):
    """A leg of a call that a flag concerns."""

    thread_id: str
    """The call."""
    leg: str
    """The leg."""


class Trigger(Model):
    """What raised the flag, with the evidence."""

    rule: str
    """What raises the flag, in words or as a condition."""
    trace: Trace | None
    """The condition with its verdict; null where none is behind it."""


class RiskFlag(Model):
    """Something that could make a call wrong."""

    id: str
    """Stable from document to document while the flag stands."""
    kind: FlagKind
    """What kind of flag it is."""
    severity: Severity
    """How grave it is."""
    thread_ids: tuple[str, ...]
    """The calls that it concerns."""
    title: Text
    """What could go wrong."""
    trigger: Trigger
    """What raised it."""
    testable: bool
    """Whether a fact of this engine can tell that the risk is materialising."""
    materialising: bool | None
    """What that fact says today; null where the risk cannot be tested, or not today."""
    untestable_because: Text | None
    """Why no fact can tell; null where one can."""
    threatens_legs: tuple[ThreatenedLeg, ...]
    """The legs that it concerns."""
    status: FlagStatus
    """`first_document`: there is no earlier document to compare with."""
    first_raised: dt.date
    """Day of the earliest document in this chain that raises the flag without a break."""
    if_materialises: Text | None
    """What then becomes of the call; null where nothing follows."""
    next_dates: tuple[dt.date, ...] = ()
    """Days on which more will be known."""
    review_by: dt.date | None = None
    """For a declared risk: the day by which a person looks at it again."""
    review_overdue: bool = False
    """Whether that day has passed."""
    claim_checks: tuple[str, ...] = ()
    """Ids of the sentences behind it."""
