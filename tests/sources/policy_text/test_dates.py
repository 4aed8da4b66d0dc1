"""Days as they are named, read on Thursday, 25 January 2024."""

from __future__ import annotations

import datetime as dt

import pytest

from sources.policy_text.clauses import plain
from sources.policy_text.dates import Day, days
from sources.prose.plain import simplified

THURSDAY = dt.date(2024, 1, 25)


def read(text: str) -> list[Day]:
    return list(days(simplified(plain(text)), THURSDAY))


@pytest.mark.parametrize(
    ("text", "date", "role"),
    [
        ("自 2 月 5 日起", "2024-02-05", "in_force"),
        ("由2月5日零时起", "2024-02-05", "in_force"),
        ("明年1月1日起施行", "2025-01-01", "in_force"),
        ("周三宣布", "2024-01-24", "announced"),
        ("星期日公布", "2024-01-21", "announced"),
        ("上周三", "2024-01-17", "announced"),
        ("下周五起", "2024-02-02", "in_force"),
        ("本月24日", "2024-01-24", "announced"),
        ("上月15日", "2023-12-15", "announced"),
        ("去年12月22日", "2023-12-22", "announced"),
        ("前天", "2024-01-23", "announced"),
        ("中国人民银行于1月24日宣布", "2024-01-24", "announced"),
        ("2024.01.24", "2024-01-24", "announced"),
        ("2024/1/24", "2024-01-24", "announced"),
        ("said on Wednesday", "2024-01-24", "announced"),
        ("last Friday", "2024-01-19", "announced"),
        ("announced on 24 January 2024", "2024-01-24", "announced"),
        ("takes effect on Feb 5", "2024-02-05", "in_force"),
    ],
)
def test_a_day_and_what_it_is_the_day_of(text: str, date: str, role: str) -> None:
    [day] = read(text)
    assert (str(day.date), day.role) == (date, role)


@pytest.mark.parametrize("text", ["上周", "上星期", "last week"])
def test_last_week_is_a_week_and_no_day(text: str) -> None:
    [day] = read(text)
    assert (day.date, day.week) == (None, dt.date(2024, 1, 15))


@pytest.mark.parametrize("text", ["前日本首相", "1.5日元", "周日游", "上周期", "may 2024", "上周末"])
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert read(text) == []


def test_a_day_that_no_calendar_has_has_no_date() -> None:
    [day] = read("2月30日")
    assert day.date is None
