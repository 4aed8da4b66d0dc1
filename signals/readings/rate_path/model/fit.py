"""All contracts at once: the meeting-dated step path that reprices the strip best.

Unknowns are today's level and one step a meeting. Each contract gives one
equation with calendar-day weights; realised fixings stand for elapsed days. A
weak prior holds the level near the usual fixing, and a ridge, so wide that it
only speaks where no contract does, keeps the system solvable.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signals.readings.rate_path.config import FitConfig
from signals.readings.rate_path.model.fedwatch import shares
from signals.readings.rate_path.model.months import Layout, Note, Solution
from sources.contract import Bools, Floats

REDUNDANT = 0.05  # below this share the other contracts say next to nothing of this one
RESOLVED = 0.9  # share of a step that must come from contracts rather than from the ridge


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Realised:
    """What has already happened in the running month, one row a date; shape (n_dates,) each.

    ``fixed_share`` is the share of the month's days whose fixing is known and
    ``fixed_pct`` their sum over the month's length, to which the days before a
    past decision whose fixing is not known add minus the change since.
    ``level_pct`` is where the fixing usually stands, carried over any decision
    since; NaN where none is known or the last is too old.
    """

    fixed_share: Floats
    fixed_pct: Floats
    level_pct: Floats


def fit(layout: Layout, implied_pct: Floats, realised: Realised, config: FitConfig) -> Solution:
    """Solve a block of dates by weighted least squares.

    Args:
        layout: the calendar that the dates share.
        implied_pct: 100 - price, shape (n_dates, n_months); NaN where there is no price.
        realised: elapsed days and the usual fixing, by date.
        config: the standard deviations that weigh contracts, level and ridge.
    """
    n_dates, n_months = implied_pct.shape
    meetings = layout.coming
    used = np.array([month.priced and month.covered for month in layout.months])
    after = shares(layout, meetings)
    design = np.zeros((n_dates, n_months, 1 + len(meetings)))
    design[:, :, 0] = 1.0
    design[:, 0, 0] = 1.0 - realised.fixed_share
    design[:, :, 1:] = after
    offset = np.zeros((n_dates, n_months))
    offset[:, 0] = realised.fixed_pct

    precision = used / (config.contract_sigma_bp / 100.0) ** 2
    has_level = np.isfinite(realised.level_pct)
    prior = np.zeros((n_dates, 1 + len(meetings)))
    prior[:, 0] = np.where(has_level, (100.0 / config.level_sigma_bp) ** 2, 1e-6)
    prior[:, 1:] = (100.0 / config.step_sigma_bp) ** 2
    weighted = np.swapaxes(design * precision[:, None], 1, 2)
    data = weighted @ design
    total = data.copy()
    diagonal = np.arange(1 + len(meetings))
    total[:, diagonal, diagonal] += prior
    gain = np.linalg.solve(total, weighted)  # (n_dates, n_unknowns, n_months)
    pull = np.linalg.solve(total, (prior[:, :, None] * np.eye(1 + len(meetings))[:, :1]))[:, :, 0]
    target = np.where(used, np.nan_to_num(implied_pct) - offset, 0.0)
    solved = (gain @ target[:, :, None])[:, :, 0] + pull * np.nan_to_num(realised.level_pct)[:, None]

    average = offset + (design @ solved[:, :, None])[:, :, 0]
    kept = _resolved(layout, after, used, config)
    lost = meetings[kept:]
    error = np.where(used, (average - implied_pct) * 100.0, np.nan)
    left = 1.0 - np.einsum(
        "nmk,nkm->nm", design, gain
    )  # share of a contract's own noise that stays in its error
    # The level that the prior holds is a price like any other, in the last column.
    gain = np.concatenate([gain, np.where(has_level[:, None], pull, 0.0)[:, :, None]], axis=2)
    step_weights = np.asarray(gain[:, 1 : 1 + kept])
    return Solution(
        meetings=meetings[:kept],
        now_pct=solved[:, 0],
        now_weights=np.asarray(gain[:, 0]),
        step_pp=solved[:, 1 : 1 + kept],
        after_pct=np.cumsum(solved, axis=1)[:, 1 : 1 + kept],
        step_weights=step_weights,
        after_weights=np.cumsum(gain, axis=1)[:, 1 : 1 + kept],
        repricing_bp=error,
        notes=(Note(why="not_told_apart", meetings=lost),) if lost else (),
        deleted_bp=np.where(left > REDUNDANT, error / np.maximum(left, REDUNDANT), np.nan),
        outlier=np.nan_to_num(np.abs(error) / np.sqrt(np.maximum(left, REDUNDANT))).argmax(axis=1),
    )


def _resolved(layout: Layout, after: Floats, used: Bools, config: FitConfig) -> int:
    """Return how many meetings, from the first, the contracts tell apart.

    Says nothing about prices, so that a date is judged alike alone and in a range.
    """
    design = np.hstack([np.ones((len(layout.months), 1)), after])
    precision = used / (config.contract_sigma_bp / 100.0) ** 2
    data = (design * precision[:, None]).T @ design
    ridge = np.diag(
        [(100.0 / config.level_sigma_bp) ** 2] + [(100.0 / config.step_sigma_bp) ** 2] * after.shape[1]
    )
    informed = np.diag(np.linalg.solve(data + ridge, data))[1:] >= RESOLVED
    return after.shape[1] if informed.all() else int(np.argmin(informed))
