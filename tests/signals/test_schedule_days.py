"""What the calendar brings, as it was known on the day."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from signals.calendars.lpr import lpr_day
from signals.calendars.upcoming import FutureEvent
from signals.opening import catalogue
from signals.panel import Panel
from signals.schedule import calendar
from sources.contract import PolicyEvent, Reader
from sources.memory import MemoryReader

D = dt.date


def ahead(reader: Reader, day: str, days: int, what: str) -> list[FutureEvent]:
    coming = calendar(Panel(reader, D.fromisoformat(day), catalogue()), days)
    return [event for event in coming.events if event.what == what]


def test_the_lpr_comes_on_the_20th_or_the_next_working_day(validation: Path) -> None:
    """65 publications from 2019-08 to 2024-12, among them a Saturday that was made a working day (2021-02-20)."""
    with (validation / "lpr_history.csv").open(encoding="utf-8") as stream:
        published = [D.fromisoformat(row["publish_date"]) for row in csv.DictReader(stream)]
    assert [lpr_day(day.year, day.month) for day in published] == published


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2021, 2, 20), "a Saturday, made a working day"),
        (D(2021, 9, 22), "after Mid-Autumn"),
        (D(2024, 1, 22), "after a weekend"),
        (D(2026, 2, 24), "after the Spring Festival"),
    ],
)
def test_the_lpr_passes_over_holidays(day: dt.date, expected: str) -> None:
    assert lpr_day(day.year, day.month) == day, expected


def test_the_lpr_of_february_2024_was_known_on_the_16th(sample: Reader) -> None:
    [event] = ahead(sample, "2024-02-16", 30, "cn.lpr")
    assert (event.on, event.certainty) == (D(2024, 2, 20), "rule")


def test_a_publication_that_meets_next_years_holidays_is_approximate_before_the_notice(
    sample: Reader,
) -> None:
    found = {event.on: event for event in ahead(sample, "2025-11-01", 150, "cn.lpr")}
    assert (found[D(2026, 2, 24)].certainty, found[D(2026, 1, 20)].certainty) == ("approximate", "rule")


@pytest.mark.parametrize(("as_of", "certainty"), [("2020-11-01", "approximate"), ("2020-12-01", "rule")])
def test_a_saturday_is_not_known_to_be_worked_before_the_notice(
    sample: Reader, as_of: str, certainty: str
) -> None:
    """The notice of 2020-11-25 made Saturday, 20 February 2021 a working day."""
    found = {event.on: event for event in ahead(sample, as_of, 150, "cn.lpr")}
    assert found[D(2021, 2, 20)].certainty == certainty


def test_the_fomc_of_march_2024_lies_33_days_ahead(sample: Reader) -> None:
    """Federal Reserve calendar: 19 and 20 March 2024."""
    assert ahead(sample, "2024-02-16", 30, "us.fomc") == []
    [event] = ahead(sample, "2024-02-16", 33, "us.fomc")
    assert (event.on, event.certainty) == (D(2024, 3, 20), "dated")


def test_a_meeting_is_unknown_before_its_calendar_and_gone_once_withdrawn(sample: Reader) -> None:
    """The meeting of 18 March 2020 was withdrawn when the Committee met on the 15th."""
    assert D(2020, 3, 18) in {event.on for event in ahead(sample, "2020-03-10", 30, "us.fomc")}
    assert D(2020, 3, 18) not in {event.on for event in ahead(sample, "2020-03-16", 30, "us.fomc")}
    assert D(2020, 3, 15) not in {event.on for event in ahead(sample, "2020-03-10", 30, "us.fomc")}


def test_the_politburo_is_a_span_and_gone_once_held() -> None:
    def world(*events: PolicyEvent) -> Reader:
        return MemoryReader([], events)

    [event] = ahead(world(), "2024-04-10", 30, "cn.politburo")
    assert (event.on, event.until, event.certainty) == (D(2024, 4, 25), D(2024, 4, 30), "approximate")
    held = PolicyEvent(
        announced_at=D(2024, 4, 26),
        effective_at=None,
        jurisdiction="CN",
        kind="politburo",
        stage="decided",
        direction="neutral",
    )
    assert ahead(world(held), "2024-04-27", 3, "cn.politburo") == []
    assert len(ahead(world(held), "2024-04-25", 30, "cn.politburo")) == 1  # not known yet


def test_what_is_decided_and_not_yet_in_force_is_ahead(sample: Reader) -> None:
    [event] = ahead(sample, "2024-01-26", 30, "in_force.monetary.rrr")
    assert (event.on, event.certainty) == (D(2024, 2, 5), "dated")
    assert ahead(sample, "2024-01-23", 30, "in_force.monetary.rrr") == []


def test_a_release_that_was_moved_is_expected_on_its_old_day_until_the_move_is_known(sample: Reader) -> None:
    """BLS, 2025-10-10: the release of CPI for September 2025 moves from 15 to 24 October."""
    assert [event.on for event in ahead(sample, "2025-10-09", 20, "us.cpi")] == [D(2025, 10, 15)]
    assert [event.on for event in ahead(sample, "2025-10-14", 20, "us.cpi")] == [D(2025, 10, 24)]


def test_a_month_that_is_never_published_is_no_longer_ahead(sample: Reader) -> None:
    """BLS, 2025-11-21: no CPI for October 2025."""
    assert D(2025, 11, 13) in {event.on for event in ahead(sample, "2025-11-01", 30, "us.cpi")}
    assert [event.en for event in ahead(sample, "2025-11-21", 40, "us.cpi")] == ["US CPI for 2025-11"]


def test_a_calendar_that_ends_says_so(sample: Reader) -> None:
    gaps = calendar(Panel(sample, D(2031, 1, 1), {}), 10).gaps

    assert {gap.series for gap in gaps} == {"calendar.us_cpi", "calendar.fomc"}
    assert all(gap.status == "missing" and "is unknown" in str(gap.reason) for gap in gaps)
    assert calendar(Panel(sample, D(2024, 2, 16), {}), 10).gaps == ()
