"""What a grade comes to in weights."""

from __future__ import annotations

from typing import Literal

from signals.allocation.terms import BasisPoints, Model, Text, TiltBinding


class ActiveWeight(Model):
    """One leg of the tilt."""

    id: str
    """Short name of the side."""
    active_bp: BasisPoints
    """Active weight in basis points of the sleeve."""


class TiltCaps(Model):
    """The limits that the tilt obeys."""

    max_active_bp: BasisPoints
    """Largest active weight."""
    max_tracking_error_bp: BasisPoints
    """Largest tracking error, a year."""


class Tilt(Model):
    """The active weight that the score stands for, funded from the stated side."""

    unit: Literal["bp_of_equity_sleeve"]
    """What the weights are parts of."""
    active: tuple[ActiveWeight, ...]
    """Subject and funding side; the two add up to zero."""
    score_bp: BasisPoints
    """The end of the score interval that lies nearest to zero; zero where the interval spans it."""
    uncapped_bp: BasisPoints
    """Score times step before the caps; zero where the grade is neutral or absent."""
    step_bp: BasisPoints
    """Active weight at a score of one."""
    binding: TiltBinding
    """What decided the size."""
    tracking_error_bp: BasisPoints
    """Active weight times the relative volatility, a year."""
    relative_volatility_pct: float
    """Volatility of subject over benchmark, in percent a year, as the strategy states it."""
    caps: TiltCaps
    """The limits."""
    method: str
    """How the tilt is made; changes with its meaning."""
    reason: Text
    """Why it is sized so."""
