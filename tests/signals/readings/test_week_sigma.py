"""One-week sigmas come from adjacent weeks that were really known."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.facts import Fact, FactValue, Status
from signals.readings.week_sigma import numbers_of, week_sigma, weekly_days

AS_OF = dt.date(2024, 2, 16)
DAYS = weekly_days(AS_OF, weeks=12)


def fact(value: FactValue, status: Status = "ok") -> Fact:
    return Fact(name="us.vix", value=value, unit="pts", released_at=AS_OF, age_days=0, status=status)


def test_a_steady_move_of_two_a_week_has_a_sigma_of_two():
    numbers = {day: 2.0 * week for week, day in enumerate(DAYS)}

    assert week_sigma(numbers, DAYS) == pytest.approx(2.0)


def test_eight_changes_are_enough_and_seven_are_not():
    numbers = {day: float(week % 2) for week, day in enumerate(DAYS)}

    assert week_sigma(numbers, DAYS[-9:]) == pytest.approx(1.0)
    assert week_sigma(numbers, DAYS[-8:]) is None


def test_a_stale_week_breaks_the_chain_and_is_not_bridged():
    history = {day: {"us.vix": fact(0.0 if week < 6 else 100.0)} for week, day in enumerate(DAYS)}
    history[DAYS[6]] = {"us.vix": fact(100.0, "stale")}

    assert (
        week_sigma(numbers_of(history)["us.vix"], DAYS) is None
    )  # the only move fell into the hole; the rest never moved


def test_a_fact_that_never_moved_has_no_sigma():
    assert week_sigma(dict.fromkeys(DAYS, 3.0), DAYS) is None


def test_the_step_into_another_year_is_no_change_of_a_fact_about_the_year():
    numbers = {day: float(week % 2) + (100.0 if day.year == 2024 else 0.0) for week, day in enumerate(DAYS)}

    assert week_sigma(numbers, DAYS, yearly=True) == pytest.approx(1.0)
    assert week_sigma(numbers, DAYS) > 10


def test_words_days_and_answers_are_no_numbers():
    history = {AS_OF: {str(value): fact(value) for value in ("high", AS_OF, True)}}

    assert numbers_of(history) == {}
