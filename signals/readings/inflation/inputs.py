"""What the model reads of a panel: prices, gasoline and the anchor, month by month."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from signals.calendars.releases import never_published, release_calendar
from signals.panel import Panel
from signals.readings.inflation.config import Settings
from signals.readings.inflation.model.anchor import QUARTER, YEAR, anchor_history
from signals.readings.inflation.model.gasoline import gasoline_history
from signals.readings.inflation.model.known import Inputs, Prices, outlooks, weekly_prices
from sources.contract import SeriesView
from sources.months import month_number, month_numbers

CPI = "us.cpi.all.nsa"
GASOLINE = "us.gasoline.regular"


def monthly_prices(
    view: SeriesView, *, since: dt.date | None = None, lost: frozenset[int] = frozenset()
) -> Prices | None:
    """Arrange a series by month; None where nothing is known.

    A value for a month that was never published (``lost``) is an invention,
    whoever loads it, and is left out.

    Two rows of one month that differ cancel each other: neither is believed,
    and the month is bridged like one that was never published. Where it is the
    newest, the arrangement ends before it and ``twins`` says why.
    """
    if len(view) == 0:
        return None
    months = month_numbers(view.period)
    keep = np.isfinite(view.value) & (view.value > 0)
    if since is not None:
        keep &= months >= month_number(since)
    never = np.isin(months, np.array(sorted(lost), dtype=np.int64)) & keep
    keep &= ~never
    if not keep.any():
        return None
    months, values, released = months[keep], view.value[keep], view.released_at[keep]
    first, last = int(months[0]), int(months[-1])
    index = np.full(last - first + 1, np.nan)
    released_at = np.full(last - first + 1, np.datetime64("NaT"), dtype="datetime64[D]")
    at = months - first
    index[at], released_at[at] = values, released
    found: dict[int, tuple[float, ...]] = {}
    unpublished = tuple(np.unique(month_numbers(view.period)[never]).tolist())
    for month in np.unique(months[1:][np.diff(months) == 0]):
        twins = values[months == month]
        if np.ptp(twins) > 0:
            index[month - first] = np.nan
            found[int(month)] = tuple(twins.tolist())
    if np.isnan(index[-1]):  # the newest month is one of the twins
        seen = int(np.flatnonzero(np.isfinite(index))[-1]) + 1 if np.isfinite(index).any() else 0
        index, released_at = index[:seen], released_at[:seen]
    if len(index) == 0:
        return None
    return Prices(first=first, index=index, released_at=released_at, twins=found, unpublished=unpublished)


def read_inputs(panel: Panel, settings: Settings, *, ahead: bool = True) -> Inputs | None:
    """Return what the model rests on, or None where one of its three series is not there at all.

    Without ``ahead`` the outlook of the day is left empty.
    """
    lost = lost_months(panel.as_of)
    prices = monthly_prices(panel.series(CPI), since=settings.model.first_month, lost=lost)
    survey, weekly = panel.series(settings.consensus.anchor), panel.series(GASOLINE)
    if prices is None or len(survey) == 0 or len(weekly) == 0:
        return None
    months = prices.first + np.arange(len(prices.index))
    rough = months <= month_number(settings.model.rounding_until)
    noise = np.where(rough, settings.model.rounding_sd_before, settings.model.rounding_sd_after)
    today = outlooks(
        weekly,
        survey,
        origins=np.array([prices.last] if ahead else [], dtype=np.int64),
        days=np.array([panel.as_of] if ahead else [], dtype="datetime64[D]"),
        settings=settings,
    )
    return Inputs(
        as_of=panel.as_of,
        prices=prices,
        level=100.0 * np.log(prices.index),
        rounding=(100.0 * noise / np.nan_to_num(prices.index, nan=100.0)) ** 2,
        gasoline=gasoline_history(weekly_prices(weekly), months, settings.gasoline),
        anchor=anchor_history(survey, months),
        anchor_sd=settings.anchor.quarterly_sd_pp / YEAR / math.sqrt(QUARTER),
        lost=lost,
        today=today,
        weekly=weekly,
        survey=survey,
    )


def lost_months(as_of: dt.date) -> frozenset[int]:
    """Return the months of which it was known on a day that they would never be published."""
    return frozenset(month_number(period) for period in never_published(release_calendar(), as_of))
