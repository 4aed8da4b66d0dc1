"""What stands beside the model: rates that others publish, seasonally adjusted rates, and the breadth of the basket."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Container, Mapping
from dataclasses import dataclass

import numpy as np

from signals.facts import Input
from signals.panel import Panel
from signals.readings.inflation.config import BreadthSettings
from signals.readings.inflation.health import of_index
from signals.readings.inflation.inputs import lost_months, monthly_prices
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.known import Prices
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
    prices = monthly_prices(panel.series(CORE_INDEX), lost=lost_months(panel.as_of))
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
    prices = monthly_prices(view, lost=lost_months(panel.as_of))
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


_ITEM, _PLAIN = "us.cpi.item.", ".nsa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of the items for which a question can be answered; None where too few can.

    ``inputs`` is the health of every item series that is loaded, as far back as
    the question looks.
    """

    share: float | None
    items: int
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """Shares of CPI items, each item counting once, for one month.

    ``slowing``: the 12-month rate is below that of six months earlier;
    ``six_month_below_year``: the seasonally adjusted six-month rate, annualised,
    is below the 12-month rate; ``above``: the 12-month rate is above ``level_pct``.
    ``listed`` is how many items the catalogue knows.
    """

    period: dt.date
    listed: int
    slowing: Share
    six_month_below_year: Share
    above: Share
    level_pct: float


def read_breadth(
    panel: Panel, month: int | None, held: Container[str], chosen: BreadthSettings
) -> Breadth | None:
    """Return the breadth of a month; None where not a single item is among the series ``held``."""
    if month is None:
        return None
    listed = [
        name.removeprefix(_ITEM).removesuffix(_PLAIN)
        for name in panel.catalogue
        if name.startswith(_ITEM) and name.endswith(_PLAIN)
    ]
    lost = lost_months(panel.as_of)
    loaded = {
        code: prices
        for code in listed
        if f"{_ITEM}{code}{_PLAIN}" in held
        and (prices := monthly_prices(panel.series(f"{_ITEM}{code}{_PLAIN}"), lost=lost)) is not None
    }
    if not loaded:
        return None
    slowing, shorter, above = [], [], []
    longest: list[Input] = []
    yearly: list[Input] = []
    both: list[Input] = []
    for code, prices in loaded.items():
        plain = f"{_ITEM}{code}{_PLAIN}"
        now, then = prices.change_pct(month, YEAR), prices.change_pct(month - HALF_YEAR, YEAR)
        slowing.append(now - then)
        above.append(chosen.level_pct - now)
        half_year, adjusted = _half_year(panel, code, month)
        shorter.append(half_year - now)
        year = of_index(panel, plain, prices, reach=YEAR)
        longest.append(of_index(panel, plain, prices, reach=YEAR + HALF_YEAR))
        yearly.append(year)
        both.extend((year, adjusted))
    return Breadth(
        period=month_start(month),
        listed=len(listed),
        slowing=_share_below_zero(slowing, longest, chosen),
        six_month_below_year=_share_below_zero(shorter, both, chosen),
        above=_share_below_zero(above, yearly, chosen),
        level_pct=chosen.level_pct,
    )


def _half_year(panel: Panel, code: str, month: int) -> tuple[float, Input]:
    """Return the annualised six-month rate from adjusted figures, NaN without true vintages; and its health."""
    series = f"{_ITEM}{code}.sa"
    view = panel.series(series)
    prices: Prices | None = monthly_prices(view, lost=lost_months(panel.as_of)) if is_vintages(view) else None
    health = of_index(panel, series, prices, reach=HALF_YEAR)
    return math.nan if prices is None else annualised_pct(prices, month, HALF_YEAR), health


def _share_below_zero(gaps: list[float], inputs: list[Input], chosen: BreadthSettings) -> Share:
    known = [gap for gap in gaps if math.isfinite(gap)]
    enough = len(known) >= chosen.fewest_items
    share = sum(gap < 0.0 for gap in known) / len(known) if enough else None
    return Share(share=share, items=len(known), inputs=tuple(inputs))
