"""The health of what the facts rest on: doubted values, twins and holes, as far back as they matter.

What a covariate lacks is not among them: the model leaves open what it does
not know of gasoline and of a late survey (`model.system`), so that such an
input is fine, with a reason that says what is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from signals.facts import Input, Reason
from signals.panel import Panel
from signals.readings.inflation.config import Settings
from signals.readings.inflation.inputs import CPI, GASOLINE, lost_months
from signals.readings.inflation.model.anchor import QUARTER, YEAR
from signals.readings.inflation.model.known import Inputs, Prices
from signals.units import amount
from signals.words import Names, Word
from sources.contract import SeriesView
from sources.months import month_ends, month_label, month_number, month_numbers, month_start

MODEL_REACH = 24
"""Months before the newest print in which an error matters to the model.

The filter forgets, but for the season. On 2024-02-16 one index 0.5 % off moves
the trend by up to 1.5 pp and a direction by up to 0.6 within that reach; an
older one moves them by at most 0.15 pp, a quarter of the trend's own standard
error, and 0.06, most where it is of the newest print's calendar month. The
survey moves nothing after two years (`test_health.py` holds the figures).
"""
MOSTLY_OPEN = (
    0.3  # share of a month; one of four or five weekly prices may be lost in a holiday, two are a hole
)


def of_model(
    panel: Panel, prices: Prices | None, inputs: Inputs | None, chosen: Settings
) -> dict[str, Input]:
    """Return the health of the three series that the model rests on."""
    anchor = chosen.consensus.anchor
    if prices is None:
        return {series: panel.input(series) for series in (CPI, GASOLINE, anchor)}
    since = month_start(prices.last - MODEL_REACH)
    return {
        CPI: of_index(panel, CPI, prices, reach=MODEL_REACH, bridged=True),
        GASOLINE: _gasoline(panel.input(GASOLINE, back_to=since), inputs),
        anchor: _survey(panel, anchor, since, chosen.anchor.late_quarters),
    }


def _gasoline(found: Input, inputs: Inputs | None) -> Input:
    """Return the health of gasoline: fine where it is old or has holes, with what is open said."""
    if inputs is None or found.status not in {"ok", "stale"}:
        return found
    share = inputs.gasoline.open[-MODEL_REACH - 1 :]
    months = np.flatnonzero(share > MOSTLY_OPEN) + inputs.last + 1 - len(share)
    said: list[Word] = []
    if len(months):
        said.append(Word.of("inflation.gasoline_open", months=spans(months.tolist())))
    if found.status == "stale" and found.period is not None:
        age = _days((inputs.as_of - found.period).days)
        said.append(Word.of("inflation.gasoline_old", day=found.period, age=age))
    return replace(found, status="ok", reason=all_of(said)) if said else found


def _survey(panel: Panel, series: str, since: dt.date, late_quarters: int) -> Input:
    """Return the health of the survey: its limit is its own calendar and some quarters more."""
    view = panel.series(series)
    if len(view) == 0:
        return panel.input(series)
    newest = int(month_numbers(view.period).max())
    due = newest - newest % QUARTER + QUARTER + 1  # the second month of the quarter after (`model.anchor`)
    limit = month_ends(np.array([due + QUARTER * late_quarters]))[0].astype(object)
    allowed = (limit - view.released_at[-1].astype(object)).days
    found = panel.input(series, back_to=since, max_age_days=max(allowed, 1))
    if found.status != "ok":
        return found
    late = month_number(panel.as_of) > due
    holes = _missing_quarters(view, since)
    said = []
    if holes:
        said.append(Word.of("inflation.survey_not_in_data", quarters=tuple(_quarter(one) for one in holes)))
    if late:
        said.append(Word.of("inflation.survey_late", due=_quarter(due), held=_quarter(newest)))
    return replace(found, reason=all_of(said))


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
    found = _without_unpublished(panel, panel.input(series, back_to=month_start(begin)), prices, begin)
    twins = [twice(month, values) for month, values in prices.twins.items() if month >= begin]
    if twins or not bridged:
        return _doubted(found, all_of(twins))
    holes = {hole for hole in prices.holes() if hole >= begin} - lost_months(panel.as_of)
    return _doubted(found, Word.of("inflation.not_in_data", months=spans(sorted(holes))) if holes else "")


def _without_unpublished(panel: Panel, found: Input, prices: Prices, begin: int) -> Input:
    """Return an input without the doubt that rests only on values of months that were never published.

    Such a value is not used (`inputs.monthly_prices`), so that it spoils no
    other month; that it is there is said.
    """
    filled = sorted(month for month in prices.unpublished if month >= begin)
    if not filled or found.status not in {"ok", "suspect"}:
        return found
    view = panel.series(found.series)
    months = month_numbers(view.period)
    doubted = set(months[(view.quality == "suspect") & (months >= begin)].tolist())
    if found.status == "suspect" and (view.blocked or not doubted <= set(filled)):
        return found
    return replace(found, status="ok", reason=Word.of("inflation.never_was", months=spans(filled)))


def twice(month: int, values: Iterable[float]) -> Word:
    """Say that a month is there more than once, with figures that differ."""
    said = tuple(f"{value:g}" for value in values)
    return Word.of("inflation.twice", month=month_label(month), values=said)


def all_of(said: Sequence[Word]) -> Reason:
    """Join several reasons to one; nothing is said by the empty string."""
    if not said:
        return ""
    first, *rest = said
    return Word.of("facts.all_of", first=first, rest=all_of(rest)) if rest else first


def spans(months: Sequence[int]) -> tuple[str | Word, ...]:
    """Name months, runs of them by their ends."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][1] + 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    return tuple(
        month_label(a) if a == b else Word.of("inflation.span", first=month_label(a), last=month_label(b))
        for a, b in runs
    )


def _doubted(found: Input, reason: Reason) -> Input:
    """Return an input that is ok as suspect for a reason, if there is one; a worse status stands."""
    return replace(found, status="suspect", reason=reason) if reason and found.status == "ok" else found


def _quarter(month: int) -> Word:
    return Word.of("inflation.quarter", quarter=month % YEAR // QUARTER + 1, year=month // YEAR)


def _days(days: int) -> Names:
    return Names(amount(days, "days", "en"), amount(days, "days", "zh"))


def _missing_quarters(view: SeriesView, since: dt.date) -> list[int]:
    """Return the first months of the quarters that a quarterly series leaves out, from ``since`` on."""
    months = set(month_numbers(view.period).tolist())
    newest = max(months)
    quarters = range(newest, max(min(months), month_number(since)) - 1, -QUARTER)
    return sorted(month for month in quarters if not months & {month, month + 1, month + 2})
