"""Trading days of exchanges, as known on a day."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import holidays
import pytest

from signals.allocation.criterion.horizon import checkpoint_day, entry_day
from signals.calendars.exchanges import EXCHANGES, exchange_of, is_trading_day, unscheduled_closures
from signals.config import ConfigError

AFTERWARDS = dt.date(2030, 1, 1)


def test_every_weekday_with_closes_is_a_trading_day_and_no_other(validation: Path):
    closes: dict[str, set[dt.date]] = defaultdict(set)
    with (validation / "index_closes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            closes[row["series"]].add(dt.date.fromisoformat(row["period"]))

    for series, exchange in (("index.HSTECH", "HKEX"), ("index.SPX", "NYSE")):
        day, last = min(closes[series]), max(closes[series])
        while day <= last:
            assert is_trading_day(day, exchange, known_on=AFTERWARDS) == (day in closes[series]), (
                series,
                day,
            )
            day += dt.timedelta(days=1)


def test_a_typhoon_is_not_known_on_the_evening_before():
    # HKEX, news release of 2023-09-01: trading suspended for the whole day (typhoon Saola).
    eve, storm = dt.date(2023, 8, 31), dt.date(2023, 9, 1)

    assert entry_day(eve, "HKEX") == storm
    assert not is_trading_day(storm, "HKEX", known_on=storm)
    # A year before, its anniversary as a checkpoint was an ordinary Friday; a year later it would have been known.
    assert checkpoint_day(storm, 12, "HKEX") == dt.date(2024, 9, 2)  # 1 September 2024 was a Sunday


def test_a_day_of_mourning_is_known_from_its_announcement():
    mourning = dt.date(2025, 1, 9)

    assert is_trading_day(mourning, "NYSE", known_on=dt.date(2024, 12, 29))
    assert not is_trading_day(mourning, "NYSE", known_on=dt.date(2024, 12, 30))


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.name)
def test_every_unscheduled_closure_of_the_package_has_its_row_with_the_day_it_was_known(exchange):
    """A newer package may learn of a storm; without a row here documents from before it would know too."""
    listed = {row.day for row in unscheduled_closures() if row.exchange == exchange.name}
    known = holidays.financial_holidays(exchange.code, years=range(exchange.first_year, 2027))
    words = ("Severe Weather", "Hurricane", "Mourning", "Funeral", "Attacks")
    special = {day for day, name in known.items() if any(word in name for word in words)}

    assert special
    assert special <= listed


def test_currencies_have_one_exchange_within_the_years_that_are_known():
    assert exchange_of("HKD", dt.date(2013, 12, 31)) is None
    assert exchange_of("HKD", dt.date(2014, 1, 2)) == "HKEX"
    assert exchange_of("USD", dt.date(2014, 1, 2)) == "NYSE"


def test_a_row_of_an_unknown_exchange_is_told_with_its_line(tmp_path: Path):
    path = tmp_path / "closures.csv"
    path.write_text("exchange,day,known_from,note\nLSE,2024-01-01,2024-01-01,x\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="line 2: found 'LSE'; expected HKEX or NYSE, and ISO dates"):
        unscheduled_closures(path)
