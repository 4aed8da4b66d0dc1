"""What forecasters expect, and how far our own forecast is from it in our own standard errors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from signals.inflation.estimate import Estimate
from signals.inflation.forecast import YEAR, rate_between
from signals.inflation.parameters import ConsensusSettings
from signals.panel import Panel

QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The newest survey of Q4-on-Q4 inflation, and ours of the same thing.

    ``gap_sigmas`` is our median minus the survey over our own standard error;
    None where we have no forecast of that year.
    """

    survey: str
    period: dt.date
    published_at: dt.date
    exact: bool
    year: int
    q4q4_pct: float
    next_q4q4_pct: float | None
    ours_q4q4_pct: float | None
    ours_sd_pp: float | None
    gap_sigmas: float | None


def read_consensus(panel: Panel, estimate: Estimate | None, settings: ConsensusSettings) -> Consensus | None:
    """Return the newest survey known on the day; None where there is none.

    The survey's year is that of its own quarter, not of the day it is read on.
    """
    view = panel.series(settings.q4q4)
    if len(view) == 0:
        return None
    period: dt.date = view.period[-1].astype(object)
    median = float(view.value[-1])
    later = panel.series(settings.next_q4q4)
    same = [
        float(value) for day, value in zip(later.period, later.value, strict=True) if day == view.period[-1]
    ]
    ours = sd = gap = None
    if estimate is not None:
        quarter = range(period.year * YEAR + YEAR - QUARTER, period.year * YEAR + YEAR)
        rates = rate_between(
            estimate.inputs, estimate.levels, quarter, range(quarter.start - YEAR, quarter.stop - YEAR)
        )
        rate = rates[estimate.pull] if rates else None
        if rate is not None and rate.sd > 0.0:
            ours = rate.median_pct
            sd = rate.sd_pp
            gap = (ours - median) / sd
    return Consensus(
        survey=settings.q4q4,
        period=period,
        published_at=view.released_at[-1].astype(object),
        exact=bool(view.exact[-1]),
        year=period.year,
        q4q4_pct=median,
        next_q4q4_pct=same[0] if same else None,
        ours_q4q4_pct=ours,
        ours_sd_pp=sd,
        gap_sigmas=gap,
    )
