"""How often each outcome came without any call, reckoned from the closes as known on a day.

Every common close is a start, so windows overlap: the number of disjoint ones
says how much that evidence is worth. The provider's backcast is reckoned
apart from the index as it was published, and a window that begins in one and
ends in the other belongs to neither.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from signals.allocation.contract import BaseRate
from signals.allocation.criterion.relative import RelativePrice, disjoint_windows, months_on, relative_price
from signals.panel import Panel
from signals.rules.strategy import Checkpoint, Strategy

MIN_WINDOWS = 3
"""Three outcomes cannot be told apart by fewer than three separate windows: then the odds are unknown."""


def base_rates(strategy: Strategy, panel: Panel) -> tuple[BaseRate, ...]:
    """Return the shares at each checkpoint, live and backcast apart; a pair of too few closes has none."""
    price = relative_price(panel, strategy.subject.series, strategy.benchmark.series)
    if not len(price):
        return ()
    found = (
        _rate(strategy, price, checkpoint, basis)
        for basis in ("live", "backcast")
        for checkpoint in strategy.criterion.checkpoints
    )
    return tuple(rate for rate in found if rate is not None)


def _rate(
    strategy: Strategy, price: RelativePrice, checkpoint: Checkpoint, basis: Literal["live", "backcast"]
) -> BaseRate | None:
    start = np.arange(len(price))
    end = price.first_at_or_after(months_on(price.day, checkpoint.months))
    live_from = strategy.live_from
    counts = end >= 0
    if live_from is None:
        counts &= basis == "live"
    else:
        launch = np.datetime64(live_from, "D")
        counts &= price.day >= launch if basis == "live" else price.day[end] < launch
    start, end = start[counts], end[counts]
    windows = disjoint_windows(price.day[start], price.day[end])
    if windows < MIN_WINDOWS:
        return None
    result = price.relative_return_pct(start, end)
    threshold = strategy.criterion.threshold_pct
    over, under = (result > threshold).mean(), (result < -threshold).mean()
    kind = strategy.subject.return_basis.replace("_", " ")
    return BaseRate(
        checkpoint=checkpoint.label,
        basis=basis,
        window=f"starts {price.day[start[0]]} to {price.day[start[-1]]}",
        overweight_pct=round(100 * float(over), 1),
        neutral_pct=round(100 * float(1 - over - under), 1),
        underweight_pct=round(100 * float(under), 1),
        primary=checkpoint.primary and basis == "live",
        source=f"{strategy.subject.id} over {strategy.benchmark.id}, {kind}: {len(start)} overlapping starts, "
        f"{windows} disjoint windows",
    )
