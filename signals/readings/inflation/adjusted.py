"""Seasonally adjusted rates, as the vintage of the day had them or not at all."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from signals.facts import Input
from signals.panel import Panel
from signals.readings.inflation.health import of_index
from signals.readings.inflation.inputs import Prices, monthly_prices
from signals.readings.inflation.model.forecast import YEAR
from sources.contract import SeriesView
from sources.months import month_start

SPANS = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """Rates of a seasonally adjusted index over some months, as known on the day.

    ``rates_pct`` maps 1 to the change on the month before and longer spans to
    annualised rates; None where a month is missing. The factors are re-estimated
    every year, which moves three-month rates by half a point on average: the
    same month reads otherwise in a later vintage.
    """

    series: str
    period: dt.date
    released_at: dt.date
    rates_pct: Mapping[int, float | None]
    health: Mapping[int, Input]
    """The health of the index as far back as each rate looks."""


def is_vintages(view: SeriesView) -> bool:
    """Return whether a view is a true vintage: every release day of it is a record, none a rule of thumb."""
    return len(view) > 0 and bool(view.exact.all())


def read_adjusted(panel: Panel, series: str) -> Adjusted | None:
    """Return the rates of ``series``; None where it is not loaded or its release days are guesses.

    A guess at a release day would show today's factors as if they had been
    known then.
    """
    view = panel.series(series)
    if not is_vintages(view):
        return None
    prices = monthly_prices(view)
    if prices is None:
        return None
    rates = {span: annualised_pct(prices, prices.last, span) for span in SPANS if span > 1}
    rates[1] = prices.change_pct(prices.last, 1)
    return Adjusted(
        series=series,
        period=month_start(prices.last),
        released_at=prices.released_at[-1].astype(object),
        rates_pct={span: rates[span] if math.isfinite(rates[span]) else None for span in SPANS},
        health={span: of_index(panel, series, prices, reach=span) for span in SPANS},
    )


def annualised_pct(prices: Prices, month: int, over: int) -> float:
    """Return the change over ``over`` months as an annual rate in percent, NaN where an end is missing."""
    ratio = 1.0 + prices.change_pct(month, over) / 100.0
    return 100.0 * (float(ratio ** (YEAR / over)) - 1.0)
