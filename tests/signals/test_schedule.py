"""What is scheduled in the days ahead, as it stood on a day."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from signals.schedule import gaps, upcoming


def seen(as_of: dt.date, days: int = 10) -> dict[str, dt.date]:
    return {event.kind: event.on for event in upcoming(as_of, days)}


def test_the_week_of_16_february_2024_has_a_fixing_and_no_meeting():
    # The LPR of 2024-02-20 was the first event after the weekly of 2024-02-16.
    assert seen(dt.date(2024, 2, 16)) == {"cn_lpr": dt.date(2024, 2, 20)}


def test_meetings_and_releases_appear_ten_days_ahead_and_are_gone_on_their_day():
    assert seen(dt.date(2024, 3, 10))["fomc"] == dt.date(2024, 3, 20)
    assert "fomc" not in seen(dt.date(2024, 3, 9))
    assert "fomc" not in seen(dt.date(2024, 3, 20))
    assert seen(dt.date(2024, 3, 10))["us_cpi"] == dt.date(2024, 3, 12)
    assert seen(dt.date(2024, 2, 22))["cn_pmi"] == dt.date(2024, 2, 29)


def test_a_release_that_was_moved_is_expected_on_its_old_day_until_the_move_is_known():
    # BLS, 2025-10-10: "September 2025 CPI Release Rescheduled" from 15 to 24 October.
    assert seen(dt.date(2025, 10, 9), 20)["us_cpi"] == dt.date(2025, 10, 15)
    assert seen(dt.date(2025, 10, 14), 20)["us_cpi"] == dt.date(2025, 10, 24)


def test_the_rule_for_the_lpr_is_right_but_for_holidays_and_make_up_days(validation: Path):
    with (validation / "lpr_history.csv").open(encoding="utf-8") as stream:
        fixings = {dt.date.fromisoformat(row["publish_date"]) for row in csv.DictReader(stream)}
    months = sorted(day.replace(day=1) for day in fixings if day >= dt.date(2020, 1, 1))
    by_rule = {seen(first, 25)["cn_lpr"] for first in months}

    assert len(by_rule & fixings) / len(months) > 0.95


def test_a_calendar_that_ends_says_so():
    found = {gap.series: gap for gap in gaps(dt.date(2031, 1, 1), 10)}

    assert set(found) == {"calendar.us_cpi", "calendar.fomc"}
    assert all(gap.status == "missing" and "is unknown" in gap.reason for gap in found.values())
    assert gaps(dt.date(2024, 2, 16), 10) == ()


@given(st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 1)), st.integers(0, 40))
def test_what_is_ahead_lies_ahead_in_order(as_of: dt.date, days: int):
    found = [event.on for event in upcoming(as_of, days)]

    assert found == sorted(found)
    assert all(as_of < day <= as_of + dt.timedelta(days=days) for day in found)
