"""The days of a call."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from signals.allocation.criterion.horizon import checkpoint_day, entry_day, months_later, on_trading_day
from signals.calendars.exchanges import exchange_of

days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))


def test_a_call_of_a_friday_enters_on_monday_and_is_scored_half_a_year_and_a_year_later():
    # The dates of the shape that was asked for.
    entry = entry_day(dt.date(2024, 2, 16))

    assert entry == dt.date(2024, 2, 19)
    assert checkpoint_day(entry, 6) == dt.date(2024, 8, 19)
    assert checkpoint_day(entry, 12) == dt.date(2025, 2, 19)


def test_a_weekend_moves_to_monday():
    for day in (dt.date(2024, 2, 17), dt.date(2024, 2, 18)):
        assert on_trading_day(day, None, known_on=day) == dt.date(2024, 2, 19)


def test_the_last_of_a_month_stays_in_the_month():
    assert months_later(dt.date(2023, 8, 31), 6) == dt.date(2024, 2, 29)


@given(days, st.integers(1, 60))
def test_months_are_those_of_dateutil(day, months):
    assert months_later(day, months) == day + relativedelta(months=months)


@given(days)
def test_the_entry_is_the_next_weekday(day):
    entry = entry_day(day)

    assert entry.weekday() < 5
    assert 1 <= (entry - day).days <= 3


def test_presidents_day_moves_the_entry_of_a_us_call():
    # NYSE holidays 2024: closed on Monday 19 February, Washington's Birthday.
    assert entry_day(dt.date(2024, 2, 16), exchange_of("USD", dt.date(2024, 2, 16))) == dt.date(2024, 2, 20)


def test_lunar_new_year_moves_the_entry_and_a_holiday_the_checkpoint_of_a_hong_kong_call():
    # HKEX calendar: closed on 12 and 13 February 2024, and on 1 July (establishment day).
    exchange = exchange_of("HKD", dt.date(2024, 2, 9))

    assert entry_day(dt.date(2024, 2, 9), exchange) == dt.date(2024, 2, 14)
    assert checkpoint_day(dt.date(2024, 1, 1), 6, exchange) == dt.date(2024, 7, 2)


def test_no_exchange_is_guessed_for_another_currency():
    assert exchange_of("EUR", dt.date(2024, 2, 16)) is None
