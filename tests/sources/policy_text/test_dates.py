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
        ("前日宣布", "2024-01-23", "announced"),
        ("上上周三", "2024-01-10", "announced"),
        ("9月16日至17日", "2023-09-17", "announced"),
        ("后天起", "2024-01-27", "in_force"),
        ("本月30日", "2024-01-30", "in_force"),
        ("effective this Friday", "2024-01-26", "in_force"),
        ("1月24日之前", "2024-01-24", "other"),
        ("The committee next meets on January 30-31.", "2024-01-31", "other"),
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


@pytest.mark.parametrize(
    "text",
    [
        "前日本首相",
        "5日本央行",
        "1.5日元",
        "周日游",
        "本周一线城市",
        "上周",
        "last week",
        "上周期",
        "may 2024",
        "上周末",
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert read(text) == []


def test_a_day_that_no_calendar_has_has_no_date() -> None:
    [day] = read("2月30日")
    assert day.date is None
