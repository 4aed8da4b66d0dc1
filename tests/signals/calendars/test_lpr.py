"""The day of the loan prime rate, said once: for a look ahead, and for what is held against an announcement."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.calendars.lpr import lpr_day, may_be_lpr_day, works_in_china
from signals.opening import evidence, judged
from sources.contract import PolicyEvent
from sources.memory import MemoryReader

D = dt.date
DAYS = (20, 29)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (
            D(2024, 2, 18),
            True,
        ),  # a Sunday, worked for the Spring Festival (notice of the State Council, 2023-10-25)
        (D(2024, 2, 16), False),  # the Friday of that festival
        (D(2024, 2, 19), True),
        (D(2024, 2, 24), False),
    ],
)
def test_a_worked_sunday_is_a_working_day_and_a_festival_s_friday_none(day: dt.date, works: bool) -> None:
    assert works_in_china(day) is works


def test_an_announcement_is_on_its_day_where_the_look_ahead_expects_it() -> None:
    months = [(year, month) for year in range(2020, 2026) for month in range(1, 13)]
    assert all(may_be_lpr_day(lpr_day(*month), DAYS) for month in months)


@pytest.mark.parametrize(
    "day", [D(2024, 2, 19), D(2024, 2, 21), D(2024, 1, 20), D(2024, 1, 23), D(2024, 3, 30)]
)
def test_no_other_day_will_do(day: dt.date) -> None:
    assert not may_be_lpr_day(day, DAYS)


@pytest.mark.parametrize("day", [D(2021, 9, 20), D(2026, 2, 20)])
def test_a_20th_that_is_a_holiday_is_no_day_of_the_lpr(day: dt.date) -> None:
    """Mid-Autumn of 2021 and the Spring Festival of 2026, each on a weekday."""
    assert not may_be_lpr_day(day, DAYS)


def test_before_the_notice_the_rate_came_out_on_every_day() -> None:
    assert may_be_lpr_day(D(2019, 8, 19), DAYS)
    assert not may_be_lpr_day(D(2019, 8, 21), DAYS)


def test_the_monday_after_a_worked_saturday_will_do_as_well() -> None:
    assert [may_be_lpr_day(D(2021, 2, day), DAYS) for day in (20, 22, 23)] == [True, True, False]


@pytest.mark.parametrize(("day", "rule"), [(D(2024, 2, 20), ""), (D(2024, 2, 21), "not_its_day")])
def test_the_door_doubts_a_step_of_the_lpr_on_another_day(day: dt.date, rule: str) -> None:
    cut = PolicyEvent(
        announced_at=day, effective_at=day, jurisdiction="CN", kind="monetary.lpr", stage="decided",
        direction="easing", magnitude=-25, unit="bp", tier="5Y", title_en="Five-year LPR cut by 25 bp", source="test",
    )  # fmt: skip
    assert [event.quality_rule for event in judged(MemoryReader([], [cut])).events()] == [rule]


def test_a_kind_without_a_day_of_the_month_may_be_announced_on_any() -> None:
    acts = evidence().acts
    assert [name for name, size in acts.items() if size.comes_on is not None] == ["monetary.lpr"]
