"""One table of units: digits, domains and words, each in one place."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.units import (
    UNITS,
    amount,
    difference,
    rounded,
    rounded_error,
    rounded_value,
    unit_name,
    with_unit,
)


def test_an_error_keeps_four_decimals_where_its_value_keeps_two():
    assert (rounded(0.12346, "bp"), rounded_error(0.12346, "bp")) == (0.12, 0.1235)
    assert rounded_error(0.123456789, "ratio") == 0.123457


def test_minus_nothing_is_nothing():
    assert str(rounded(-0.0000001, "pct")) == "0.0"


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (0.336, "prob", "33.6 %", "33.6%"),
        (3.58, "cuts", "3.58 cuts", "3.58次"),
        (1, "events", "1 event", "1件"),
        (2, "events", "2 events", "2件"),
        (None, "pct", "—", "—"),
        (True, "bool", "yes", "是"),
        (dt.date(2024, 5, 1), "date", "2024-05-01", "2024-05-01"),
        (3342.73, "index", "3,342.73", "3,342.73"),
    ],
)
def test_a_value_is_said_in_its_unit(value, unit, en, zh):
    assert (amount(value, unit, "en"), amount(value, unit, "zh")) == (en, zh)


def test_the_difference_of_two_percentages_is_in_percentage_points():
    assert difference(0.05, "prob", "en") == difference(5.0, "pct", "en") == "+5.00 pp"


def test_a_number_that_stands_alone_says_what_is_counted():
    assert with_unit("5", "cuts", "zh") == "5次降息"
    assert with_unit("5", "cuts", "en") == "5 cuts"
    assert unit_name("prob", "zh") == "概率 prob"


def test_dates_leave_as_text_and_numbers_rounded():
    assert rounded_value(dt.date(2024, 5, 1), "date") == "2024-05-01"
    assert rounded_value(3.090912345, "pct") == 3.0909


def test_a_probability_lies_between_nothing_and_one():
    assert (UNITS["prob"].low, UNITS["prob"].high) == (0.0, 1.0)
