"""How many items of the basket slow down: absent items are absent, never imputed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Container
from dataclasses import dataclass

from signals.facts import Input
from signals.panel import Panel
from signals.readings.inflation.adjusted import annualised_pct, is_vintages
from signals.readings.inflation.config import BreadthSettings
from signals.readings.inflation.health import of_index
from signals.readings.inflation.inputs import Prices, monthly_prices
from signals.readings.inflation.model.forecast import YEAR
from sources.months import month_start

HALF_YEAR = 6
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
    loaded = {
        code: prices
        for code in listed
        if f"{_ITEM}{code}{_PLAIN}" in held
        and (prices := monthly_prices(panel.series(f"{_ITEM}{code}{_PLAIN}"))) is not None
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
    prices: Prices | None = monthly_prices(view) if is_vintages(view) else None
    health = of_index(panel, series, prices, reach=HALF_YEAR)
    return math.nan if prices is None else annualised_pct(prices, month, HALF_YEAR), health


def _share_below_zero(gaps: list[float], inputs: list[Input], chosen: BreadthSettings) -> Share:
    known = [gap for gap in gaps if math.isfinite(gap)]
    enough = len(known) >= chosen.fewest_items
    share = sum(gap < 0.0 for gap in known) / len(known) if enough else None
    return Share(share=share, items=len(known), inputs=tuple(inputs))
