"""On which days an exchange trades, as known on a day.

Scheduled holidays are those of the `holidays` package. A typhoon or a day of
mourning is known only when it is announced, so such closures stand in
``configs/calendars/exchange_closures.csv`` with the day from which they were
known; a document of the evening before must not know of the storm. That file
has the last word on its days, whatever the package says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from signals.calendars.tables import calendar_rows
from signals.config import config_root
from sources.message import either, message

SATURDAY = 5
COLUMNS = ("exchange", "day", "known_from", "note")
LAST_YEAR = 2090  # checkpoints lie some years after the last day that anybody asks about


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An exchange: the code of its calendar, the currency at home there, the first year that is known."""

    name: str
    code: str
    currency: str
    first_year: int


EXCHANGES = (
    # `financial_holidays("XHKG")` erred on no day of 2014-2024 (2,335 closes of the Hang Seng TECH); the country's
    # own holidays gave 21 false trading days. The package knows this exchange from 2014 on.
    Exchange(name="HKEX", code="XHKG", currency="HKD", first_year=2014),
    Exchange(name="NYSE", code="XNYS", currency="USD", first_year=1990),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A day without trading that no calendar could schedule."""

    exchange: str
    day: dt.date
    known_from: dt.date
    note: str


def exchange_of(currency: str, day: dt.date) -> str | None:
    """Return the exchange whose trading days are known around ``day``; None where there is none."""
    for exchange in EXCHANGES:
        if exchange.currency == currency and exchange.first_year <= day.year <= LAST_YEAR:
            return exchange.name
    return None


def is_trading_day(day: dt.date, exchange: str | None, *, known_on: dt.date) -> bool:
    """Return whether ``exchange`` trades on ``day``, by what was known on ``known_on``.

    Without an exchange every weekday counts.
    """
    if day.weekday() >= SATURDAY:
        return False
    if exchange is None:
        return True
    closure = _closures().get((exchange, day))
    if closure is not None:
        return known_on < closure.known_from
    return day not in _holidays(exchange)


@cache
def _holidays(name: str) -> Container[dt.date]:
    import holidays  # noqa: PLC0415 - costs a tenth of a second; only a graded call needs it

    code = next(exchange.code for exchange in EXCHANGES if exchange.name == name)
    return holidays.financial_holidays(code)


@cache
def _closures() -> Mapping[tuple[str, dt.date], Closure]:
    return {(row.exchange, row.day): row for row in unscheduled_closures()}


def unscheduled_closures(path: Path | None = None) -> tuple[Closure, ...]:
    """Return the closures of `configs/calendars/exchange_closures.csv`.

    Raises:
        ConfigError: it is missing or a row breaks the format; the message names the line.
    """
    path = path or config_root() / "calendars" / "exchange_closures.csv"
    names = either([exchange.name for exchange in EXCHANGES])
    return calendar_rows(path, COLUMNS, _closure, expected=message("{names}, and ISO dates", names=names))


def _closure(cells: Mapping[str, str]) -> Closure:
    if cells["exchange"] not in {exchange.name for exchange in EXCHANGES}:
        raise ValueError(message("found {exchange!r}", exchange=cells["exchange"]))
    day, known_from = (dt.date.fromisoformat(cells[key]) for key in ("day", "known_from"))
    return Closure(exchange=cells["exchange"], day=day, known_from=known_from, note=cells["note"])
