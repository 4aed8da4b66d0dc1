"""The calls of a house as one book."""

from __future__ import annotations

import datetime as dt

from signals.allocation.contract.tilt import ActiveWeight
from signals.allocation.terms import BasisPoints, ConvictionLevel, Grade, HouseBinding, Interval, Model, Text


class HouseMember(Model):
    """One call as a member of the house view."""

    rank: int
    """Its place by conviction; scores of two strategies are never compared."""
    thread_id: str
    """The call."""
    grade: Grade | None
    """Its published grade; null for an abstention."""
    conviction: ConvictionLevel | None
    """Its conviction; null for an abstention."""
    score_bp: Interval
    """Its score."""
    range_bp: Interval
    """What its weights allow the score to be."""
    stated_bp: BasisPoints
    """The active weight of its subject as the call states it."""
    active_bp: BasisPoints
    """The active weight of its subject within the limits of the house."""
    next_change: dt.date | None
    """First day on which the calendar alone changes its grade; null where none is known."""
    nearest_sigma: float | None
    """Distance to its nearest measurable change, in one-week sigmas; null where none can be measured."""
    gravest_flag: str | None
    """Id of its gravest flag; null where it has none."""


class HouseView(Model):
    """Several calls as one book: tilts netted over the sides that they share, within the limits of the house."""

    id: str
    """Name of the house."""
    title: Text
    """What the house is."""
    members: tuple[HouseMember, ...]
    """The calls, by conviction."""
    weights: tuple[ActiveWeight, ...]
    """Net active weight of each side; they add up to zero exactly. Sides without weight are left out."""
    gross_bp: BasisPoints
    """Active weight on one side of the book: half of all weights without their signs."""
    budget_bp: BasisPoints
    """The largest that the house allows."""
    tracking_error_bp: float | None
    """Of all weights together, a year, from weekly closes; null where too few are known."""
    max_tracking_error_bp: BasisPoints
    """The largest that the house allows."""
    binding: HouseBinding
    """Which limit scaled every tilt."""
    weeks: int
    """Weeks of returns behind the tracking error; 0 where it is null."""
    first_week: dt.date | None
    """Last close of the first of those weeks."""
    last_week: dt.date | None
    """Last close of the last of those weeks."""
    reason: Text
    """Why the tracking error is not known; empty where it is."""
