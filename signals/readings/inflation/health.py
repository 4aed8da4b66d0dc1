"""The health of what the facts rest on: doubted values, twins and holes, as far back as they matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from signals.facts import Input
from signals.panel import Panel
from signals.readings.inflation.inputs import CPI, GASOLINE, lost_months
from signals.readings.inflation.model.anchor import QUARTER, YEAR
from signals.readings.inflation.model.known import Prices
from sources.contract import SeriesView
from sources.months import Months, month_label, month_number, month_numbers, month_start

MODEL_REACH = 24
"""Months before the newest print in which an error matters to the model.

The filter forgets, but for the season. On 2024-02-16 one index 0.5 % off moves
the trend by up to 1.5 pp and a direction by up to 0.6 within that reach; an
older one moves them by at most 0.15 pp, a quarter of the trend's own standard
error, and 0.06, most where it is of the newest print's calendar month. The
survey moves nothing after two years (`test_health.py` holds the figures).
"""
LONGEST_WEEKS_DAYS = 14  # one weekly price may be lost in a holiday, two in a row are a hole


def of_model(panel: Panel, prices: Prices | None, anchor: str) -> dict[str, Input]:
    """Return the health of the three series that the model rests on."""
    if prices is None:
        return {series: panel.input(series) for series in (CPI, GASOLINE, anchor)}
    health = {CPI: of_index(panel, CPI, prices, reach=MODEL_REACH, bridged=True)}
    since = month_start(prices.last - MODEL_REACH)
    for series, find in ((GASOLINE, _missing_weeks), (anchor, _missing_quarters)):
        found = panel.input(series, back_to=since)
        health[series] = _doubted(found, _missing(find(panel.series(series), since)))
    return health


def of_prints(panel: Panel, prices: Prices | None, changes: Sequence[int]) -> Mapping[int, Input]:
    """Return the health of CPI for the 12-month rate (key 0) and its change over some months (keys)."""
    widest = max(changes, default=0)
    whole = of_index(panel, CPI, prices, reach=YEAR + widest)
    if whole.status != "suspect":  # then it is the same for every shorter look
        return dict.fromkeys((0, *changes), whole)
    return {months: of_index(panel, CPI, prices, reach=YEAR + months) for months in (0, *changes)}


def of_index(panel: Panel, series: str, prices: Prices | None, *, reach: int, bridged: bool = False) -> Input:
    """Return the health of a monthly index for a figure that looks ``reach`` months back.

    Args:
        panel: the world as of a day.
        series: the index.
        prices: the same by month; None where nothing is known.
        reach: months before the newest that the figure rests on.
        bridged: whether the figure bridges months that are not there, so that
            each one not explained by the release calendar must be told.
    """
    if prices is None:
        return panel.input(series)
    begin = prices.last - reach
    found = panel.input(series, back_to=month_start(begin))
    twins = [text for month, text in prices.twins.items() if month >= begin]
    if twins or not bridged:
        return _doubted(found, "; ".join(twins))
    holes = {hole for hole in prices.holes() if hole >= begin}
    return _doubted(found, _missing(sorted(holes - lost_months(panel.as_of))) if holes else "")


def _doubted(found: Input, reason: str) -> Input:
    """Return an input that is ok as suspect for a reason, if there is one; a worse status stands."""
    return replace(found, status="suspect", reason=reason) if reason and found.status == "ok" else found


def _missing(months: Sequence[int]) -> str:
    """Name months that are not there, runs of them by their ends."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][1] + 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    names = [month_label(a) if a == b else f"{month_label(a)} to {month_label(b)}" for a, b in runs]
    return f"not in the data, and no calendar says why: {', '.join(names)}" if names else ""


def _missing_weeks(view: SeriesView, since: dt.date) -> list[int]:
    """Return the months of the holes in a weekly series, from ``since`` to its newest week."""
    begin = np.datetime64(since, "D")
    days = np.append(begin, view.period[view.period >= begin])
    found: set[int] = set()
    for at in np.flatnonzero(np.diff(days).astype(np.int64) > LONGEST_WEEKS_DAYS):
        first, last = days[at] + (7 if at else 0), days[at + 1] - 7
        found.update(_span(month_numbers(np.array([first, last], dtype="datetime64[D]"))))
    return sorted(found)


def _span(ends: Months) -> range:
    return range(int(ends[0]), int(ends[1]) + 1)


def _missing_quarters(view: SeriesView, since: dt.date) -> list[int]:
    """Return the first months of the quarters that a quarterly series leaves out, from ``since`` on."""
    if len(view) == 0:
        return []
    months = set(month_numbers(view.period).tolist())
    newest = max(months)
    quarters = range(newest, max(min(months), month_number(since)) - 1, -QUARTER)
    return sorted(month for month in quarters if not months & {month, month + 1, month + 2})
