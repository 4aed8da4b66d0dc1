"""The pipeline on one page: what is held, and for how long."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.allocation.rating import PreviousCall
from signals.engine import HELD_FOR_DAYS, held_grade

RECORDED = dt.date(2024, 1, 12)


def on_record() -> PreviousCall:
    return PreviousCall(thread_id="HSTECH~HSI", grade="overweight", as_of=RECORDED, in_force_since=RECORDED)


@pytest.mark.parametrize(
    ("days", "held"),
    [(0, "overweight"), (7, "overweight"), (35, "overweight"), (36, None), (365, None)],
)
def test_a_grade_is_held_for_five_weekly_runs_and_not_a_day_longer(days, held):
    assert HELD_FOR_DAYS == 35
    assert held_grade(on_record(), RECORDED + dt.timedelta(days)) == held


def test_without_a_record_nothing_is_held():
    assert held_grade(None, RECORDED) is None
