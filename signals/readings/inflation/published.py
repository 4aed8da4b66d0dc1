"""Measures of inflation that others publish, shown beside ours when they are loaded."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from signals.panel import Panel
from signals.readings.inflation.health import of_index
from signals.readings.inflation.inputs import monthly_prices
from signals.readings.inflation.model.forecast import YEAR
from sources.contract import SeriesView
from sources.months import month_numbers, month_start

HALF_YEAR = 6
CORE_INDEX, CORE_RATE = "us.cpi.core.nsa", "us.cpi.core.yoy"
ALTERNATIVES = ("us.cpi.median.yoy", "us.cpi.trimmed.yoy", "us.cpi.sticky.yoy")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRate:
    """A 12-month rate in percent, and how far it has come in six months (None where unknown)."""

    series: str
    period: dt.date
    released_at: dt.date
    yoy_pct: float
    six_months_change_pp: float | None
    status: str


def read_core(panel: Panel) -> PublishedRate | None:
    """Return core inflation, from the index where it is loaded, else as published with one decimal."""
    prices = monthly_prices(panel.series(CORE_INDEX))
    now = math.nan if prices is None else prices.change_pct(prices.last, YEAR)
    if prices is None or not math.isfinite(now):
        return read_published(panel, CORE_RATE)
    change = now - prices.change_pct(prices.last - HALF_YEAR, YEAR)
    return PublishedRate(
        series=CORE_INDEX,
        period=month_start(prices.last),
        released_at=prices.released_at[-1].astype(object),
        yoy_pct=now,
        six_months_change_pp=change if math.isfinite(change) else None,
        status=of_index(panel, CORE_INDEX, prices, reach=YEAR + HALF_YEAR).status,
    )


def read_published(panel: Panel, series: str) -> PublishedRate | None:
    """Return the newest value of a published 12-month rate; None where it is not loaded."""
    view = panel.series(series)
    if len(view) == 0:
        return None
    then = _six_months_before(view)
    return PublishedRate(
        series=series,
        period=view.period[-1].astype(object),
        released_at=view.released_at[-1].astype(object),
        yoy_pct=float(view.value[-1]),
        six_months_change_pp=None if then is None else float(view.value[-1]) - then,
        status=panel.input(series).status,
    )


def _six_months_before(view: SeriesView) -> float | None:
    months = month_numbers(view.period)
    found = np.flatnonzero(months == months[-1] - HALF_YEAR)
    return float(view.value[found[-1]]) if len(found) else None
