"""The release calendar as it was known."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.calendars.releases import as_known, never_published, next_release, release_calendar
from signals.config import ConfigError


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_sample_was_released_on_the_days_of_the_calendar(sample):
    history = sample.series("us.cpi.all.nsa")
    known = {row.period: row.released_at for row in as_known(release_calendar(), day("2024-02-16"))}
    for period, released, exact in zip(
        history.period.tolist(), history.released_at.tolist(), history.exact.tolist(), strict=True
    ):
        if exact:
            assert known[period] == released


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-02-16", "2024-03-12"),
        ("2025-10-09", "2025-10-15"),  # before the shutdown moved it
        ("2025-10-10", "2025-10-24"),
        ("2025-11-24", "2025-12-18"),  # October 2025 never came
        ("2013-10-16", "2013-10-16"),  # due that day, and not here: the shutdown had it
        ("2013-10-17", "2013-10-30"),
    ],
)
def test_the_next_release_is_the_one_scheduled_on_the_day(as_of, expected):
    found = next_release(release_calendar(), day(as_of))
    assert found is not None
    assert found.released_at == day(expected)


def test_october_2025_was_given_up_in_november():
    calendar = release_calendar()
    assert never_published(calendar, day("2025-11-20")) == frozenset()
    assert never_published(calendar, day("2025-11-21")) == frozenset({day("2025-10-01")})


def test_the_calendar_ends_and_then_there_is_no_next_release():
    assert next_release(release_calendar(), day("2030-01-01")) is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2024-01-01,2024-02-30,2023-12-01,true,", "line 2"),
        ("2024-01-01,2024-02-13,2023-12-01,yes,", "line 2"),
    ],
)
def test_a_broken_row_is_named_by_its_line(tmp_path, row, message):
    path = tmp_path / "calendar.csv"
    path.write_text(f"period,released_at,known_from,exact,note\n{row}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        release_calendar(path)


def test_other_columns_are_refused(tmp_path):
    path = tmp_path / "calendar.csv"
    path.write_text("period,date\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="expected period,released_at,known_from,exact,note"):
        release_calendar(path)
