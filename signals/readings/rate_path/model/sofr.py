"""Three-month SOFR futures as arrays: a compounded quarter, and the step path that reprices all of them.

A contract settles at 100 minus the SOFR compounded over its reference quarter in
percent on an actual/360 basis; SOFR of a day holds until the next business day.

Source: exchange rulebook chapter 460, three-month SOFR futures.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sources.contract import Floats

NEWTON_STEPS = 6  # the price is almost linear in the path: three would do
RESOLVED = 0.9  # share of a step that must come from contracts rather than from its neighbours
# Both are so wide that they only speak where one contract holds two meetings and no other tells them apart;
# there the first, being the tighter, holds neighbouring steps alike.
STEP_CHANGE_SIGMA_BP = 2_500.0
STEP_SIGMA_BP = 100_000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quarter:
    """The business days of one reference quarter.

    ``weight`` is the number of days that each fixing holds, over 36,000;
    ``loads`` says how each day's rate depends on (level, steps); ``fixed`` is
    what is known of it: the fixing itself, or a decision since it. Shapes
    (n_days,), (n_days, n_unknowns) and (n_days,).
    """

    weight: Floats
    loads: Floats
    fixed: Floats
    scale: float

    def rate(self, unknowns: Floats) -> tuple[float, Floats]:
        """Return the compounded rate in percent and its slope in every unknown."""
        growth = 1.0 + self.weight * (self.loads @ unknowns + self.fixed)
        whole = float(np.prod(growth))
        slope = whole * self.scale * ((self.weight / growth) @ self.loads)
        return (whole - 1.0) * self.scale, slope


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuarterFit:
    """The level and steps that reprice all quarters, in percent.

    ``unknowns`` has shape (1 + n_meetings,); ``gain`` says how far each moves for
    one percentage point of each quarter's rate, (1 + n_meetings, n_quarters);
    ``model_pct`` is the rate that the path gives each quarter. ``told_apart`` is
    False where neighbouring steps are held alike for want of contracts.
    """

    unknowns: Floats
    gain: Floats
    model_pct: Floats
    told_apart: bool


def fit_quarters(
    quarters: list[Quarter],
    market_pct: Floats,
    used: Floats,
    *,
    contract_sigma_bp: float,
    level_pct: float,
    level_sigma_bp: float,
) -> QuarterFit:
    """Solve by Newton's method for the path that reprices the quarters, weighted by ``used``.

    Args:
        quarters: the reference quarters, over the same unknowns (level, steps).
        market_pct: 100 - price, shape (n_quarters,).
        used: 1 for a quarter that counts, 0 for one that does not.
        contract_sigma_bp: what a contract may miss the path by.
        level_pct: where the level is held.
        level_sigma_bp: how weakly.
    """
    n_steps = quarters[0].loads.shape[1] - 1
    precision = used / (contract_sigma_bp / 100.0) ** 2
    prior = _prior(n_steps, level_sigma_bp)
    centre = np.zeros(1 + n_steps)
    centre[0] = level_pct
    unknowns = centre.copy()
    total = prior
    slope = np.zeros((len(quarters), 1 + n_steps))
    for _ in range(NEWTON_STEPS):
        said = [quarter.rate(unknowns) for quarter in quarters]
        model, slope = np.array([rate for rate, _ in said]), np.array([row for _, row in said])
        total = slope.T @ (precision[:, None] * slope) + prior
        pull = slope.T @ (precision * (market_pct - model)) - prior @ (unknowns - centre)
        unknowns = unknowns + np.linalg.solve(total, pull)
    resolved = np.linalg.solve(total, slope.T @ (precision[:, None] * slope))
    return QuarterFit(
        unknowns=unknowns,
        gain=np.asarray(np.linalg.solve(total, slope.T * precision), dtype=np.float64),
        model_pct=np.array([quarter.rate(unknowns)[0] for quarter in quarters]),
        told_apart=n_steps == 0 or float(np.diag(resolved)[1:].min()) >= RESOLVED,
    )


def _prior(n_steps: int, level_sigma_bp: float) -> Floats:
    """Return the prior precision: the level held weakly, steps wide and alike."""
    precision = np.zeros((1 + n_steps, 1 + n_steps))
    precision[0, 0] = (100.0 / level_sigma_bp) ** 2
    steps = np.arange(1, 1 + n_steps)
    precision[steps, steps] += (100.0 / STEP_SIGMA_BP) ** 2
    for one, following in pairwise(steps.tolist()):
        tie = (100.0 / STEP_CHANGE_SIGMA_BP) ** 2
        precision[one, one] += tie
        precision[following, following] += tie
        precision[one, following] -= tie
        precision[following, one] -= tie
    return precision
