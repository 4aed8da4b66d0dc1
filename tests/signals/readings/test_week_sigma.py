"""One-week sigmas come from adjacent weeks that were really known."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.facts import Fact, Status
from signals.readings.week_sigma import week_sigma, weekly_days

AS_OF = dt.date(2024, 2, 16)
DAYS = weekly_days(AS_OF, weeks=12)


def fact(value: float, status: Status = "ok") -> Fact:
    return Fact(name="us.vix", value=value, unit="pts", released_at=AS_OF, age_days=0, status=status)


def test_a_steady_move_of_two_a_week_has_a_sigma_of_two():
    history = {day: fact(2.0 * week) for week, day in enumerate(DAYS)}

    assert week_sigma(history, DAYS) == pytest.approx(2.0)


def test_eight_changes_are_enough_and_seven_are_not():
    history = {day: fact(float(week % 2)) for week, day in enumerate(DAYS)}

    assert week_sigma(history, DAYS[-9:]) == pytest.approx(1.0)
    assert week_sigma(history, DAYS[-8:]) is None


def test_a_stale_week_breaks_the_chain_and_is_not_bridged():
    history = {day: fact(0.0 if week < 6 else 100.0) for week, day in enumerate(DAYS)}
    history[DAYS[6]] = fact(100.0, "stale")

    assert week_sigma(history, DAYS) is None  # the only move fell into the hole; the rest never moved


def test_a_fact_that_never_moved_has_no_sigma():
    assert week_sigma({day: fact(3.0) for day in DAYS}, DAYS) is None


def test_the_step_into_another_year_is_no_change_of_a_fact_about_the_year():
    history = {
        day: fact(float(week % 2) + (100.0 if day.year == 2024 else 0.0)) for week, day in enumerate(DAYS)
    }

    assert week_sigma(history, DAYS, yearly=True) == pytest.approx(1.0)
    assert week_sigma(history, DAYS) > 10
