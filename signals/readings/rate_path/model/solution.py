"""What every method returns for a block of dates: steps that are linear in prices, with their weights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.readings.rate_path.remark import Remark
from sources.contract import Floats

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """Steps and rates of a block of dates that share one layout.

    ``now_pct`` is the rate before the first meeting, shape (n_dates,).
    ``step_pp`` and ``after_pct`` have shape (n_dates, n_meetings). The weights
    say how far each moves for one percentage point of each contract's implied
    rate, and last of what the fixings say (the expired month's average by the
    rule, the level of the prior by the fit): (n_dates, n_meetings, n_contracts + 1),
    or one row for all dates.
    ``repricing_bp`` is the path's price of each contract less the market's, in
    rate terms, shape (n_dates, n_contracts); NaN where it cannot be said.
    ``deleted_bp``, where a method has it, is the same for a path fitted to all
    other contracts; NaN where they do not say what this one should be. ``outlier``
    is the contract that stands out most, shape (n_dates,).
    """

    meetings: tuple[dt.date, ...]
    now_pct: Floats
    now_weights: Floats
    step_pp: Floats
    after_pct: Floats
    step_weights: Floats
    after_weights: Floats
    repricing_bp: Floats
    remarks: tuple[Remark, ...]
    deleted_bp: Floats | None = None
    outlier: Places | None = None
