"""Distributions alone, over many dates, for whoever needs nothing else: no error bars, no remarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.calendars.fed import Calendars, calendars
from signals.panel import Panel
from signals.readings.rate_path.config import RatePathConfig, rate_path_config
from signals.readings.rate_path.model.distribution import STEP_BP, Integers, distribution
from signals.readings.rate_path.model.fedwatch import fedwatch_weights
from signals.readings.rate_path.reading import Case, RangeReader, first_kept
from sources.contract import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distributions:
    """CME's rule on many dates.

    ``meetings`` names each date's meetings. ``lower_bp`` is the range in force,
    shape (n_dates,); ``probability`` has shape (n_dates, most meetings of any
    date, n_columns), its first column being ``lowest`` quarter points from it, and
    is NaN where a date has no further meeting.
    """

    days: tuple[dt.date, ...]
    meetings: tuple[tuple[dt.date, ...], ...]
    lower_bp: Integers
    lowest: Integers
    probability: Floats


def distributions(
    panel: Panel,
    days: Sequence[dt.date],
    *,
    known: Calendars | None = None,
    config: RatePathConfig | None = None,
) -> Distributions:
    """Return the distribution after each meeting by CME's rule, the same as `read_range` gives.

    Days without any strip, or before the first target range, are passed over.

    Raises:
        ValueError: a day lies after the panel's own.
    """
    late = [day for day in days if day > panel.as_of]
    if late:
        raise ValueError(f"a panel as of {panel.as_of} cannot show {late[0]}")
    settings = config or rate_path_config()
    reader = RangeReader(panel, known or calendars(), settings, "fedwatch")
    cases: list[tuple[int, Case]] = []
    steps_of: list[Floats] = []
    meetings: list[tuple[dt.date, ...]] = []
    for places, block in reader.blocks(days):
        weights = fedwatch_weights(block[0].layout)
        prices = np.array([case.strip.price for case in block])[:, : weights.after.shape[1] - 1]
        implied = np.column_stack([100.0 - prices, [case.month_before_pct for case in block]])
        change = weights.after - weights.before
        steps = np.nan_to_num(implied) @ change.T
        errors = reader.lasting_noise(block).carried(np.broadcast_to(change, (len(block), *change.shape)))
        kept = first_kept(errors.total, np.full(len(block), len(weights.meetings)), settings).tolist()
        for row, (place, case) in enumerate(zip(places, block, strict=True)):
            cases.append((place, case))
            steps_of.append(steps[row, : kept[row]])
            meetings.append(weights.meetings[: kept[row]])
    order = sorted(range(len(cases)), key=lambda row: cases[row][0])
    most = max(map(len, meetings), default=0)
    steps = np.zeros((len(cases), most))
    for row, place in enumerate(order):
        steps[row, : len(meetings[place])] = steps_of[place]
    spread = distribution(steps * (100.0 / STEP_BP))
    count = np.array([len(meetings[place]) for place in order], dtype=np.int64)
    spread.probability[np.arange(most) >= count[:, None]] = np.nan
    return Distributions(
        days=tuple(cases[place][1].as_of for place in order),
        meetings=tuple(meetings[place] for place in order),
        lower_bp=np.array([cases[place][1].target.lower_bp for place in order], dtype=np.int64),
        lowest=spread.lowest,
        probability=spread.probability,
    )
