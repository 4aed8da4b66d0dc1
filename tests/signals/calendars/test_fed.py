"""The calendars: right, and never seen too early."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from signals.calendars.fed import TargetChange, calendars
from signals.config import ConfigError, config_root

D = dt.date


def test_the_meetings_are_those_of_independent_lists(validation: Path) -> None:
    with (validation / "fomc_meetings.csv").open(encoding="utf-8") as stream:
        listed = {
            D.fromisoformat(row["decision_date"]): row["type"]
            for row in csv.DictReader(stream)
            if row["decision_date"] >= "2009" and row["type"] != "notation"
        }
    ours = {meeting.decision_date: meeting.kind for meeting in calendars().meetings}
    # Ours also holds the days that were planned and moved, and one that only the Fed's own release has.
    assert {day: ours[day] for day in listed} == listed
    planned = {D(2011, 9, 20), D(2012, 7, 31), D(2012, 9, 12), D(2012, 12, 11), D(2020, 3, 18)}
    assert planned | {D(2028, 1, 26)} == set(ours) - set(listed)
    assert planned == {one.decision_date for one in calendars().meetings if one.withdrawn_on}


def test_a_notation_vote_is_no_rate_meeting() -> None:
    assert D(2025, 8, 22) not in calendars().known_meetings(D(2025, 12, 31))


def test_an_unscheduled_meeting_is_invisible_before_its_day() -> None:
    assert D(2020, 3, 3) not in calendars().known_meetings(D(2020, 3, 2))
    assert D(2020, 3, 3) in calendars().known_meetings(D(2020, 3, 3))


def test_a_withdrawn_meeting_is_seen_until_it_was_withdrawn() -> None:
    assert D(2020, 3, 18) in calendars().known_meetings(D(2020, 3, 14))
    assert D(2020, 3, 18) not in calendars().known_meetings(D(2020, 3, 15))


def test_a_day_that_was_moved_stands_until_it_was_moved() -> None:
    # Released on 25 March 2011: Tuesday, 31 July 2012. A diary of news of August 2011 lists it, and that
    # September's meeting as newly extended to the 21st; the release of 16 May 2012 adds a second day.
    known = calendars().known_meetings
    assert {D(2011, 9, 21), D(2012, 7, 31), D(2012, 9, 12), D(2012, 12, 11)} <= set(known(D(2011, 8, 29)))
    assert {D(2012, 8, 1), D(2012, 9, 13), D(2012, 12, 12)} <= set(known(D(2012, 5, 16)))
    assert D(2012, 7, 31) not in known(D(2012, 5, 16))


@pytest.mark.parametrize(
    ("released", "last_before", "last"),  # a year's release ends with the first meeting of the year after
    [
        ("2013-04-05", "2014-01-29", "2015-01-28"),
        ("2014-06-05", "2015-01-28", "2016-01-27"),
        ("2015-05-11", "2016-01-27", "2017-02-01"),
        ("2017-05-11", "2018-01-31", "2019-01-30"),
        ("2018-05-25", "2019-01-30", "2020-01-29"),
        ("2019-05-17", "2020-01-29", "2021-01-27"),
        ("2020-07-02", "2021-01-27", "2022-01-26"),
        ("2022-06-24", "2023-02-01", "2024-01-31"),
        ("2023-06-23", "2024-01-31", "2025-01-29"),
        ("2024-08-09", "2025-01-29", "2027-01-27"),  # 2025 and 2026 together
    ],
)
def test_next_years_meetings_are_invisible_before_their_announcement(
    released: str, last_before: str, last: str
) -> None:
    day = D.fromisoformat(released)
    assert max(calendars().known_meetings(day - dt.timedelta(days=1))) == D.fromisoformat(last_before)
    assert max(calendars().known_meetings(day)) == D.fromisoformat(last)


def test_scheduled_meetings_keep_the_shortest_gap() -> None:
    scheduled = {meeting.decision_date for meeting in calendars().meetings if meeting.kind == "scheduled"}
    changes = {meeting.known_from for meeting in calendars().meetings}
    known = [sorted(scheduled.intersection(calendars().known_meetings(day))) for day in changes]
    gaps = [(after - before).days for days in known for before, after in pairwise(days)]
    assert min(gaps) == calendars().meeting_gap_days


def test_the_range_changes_are_those_of_both_lists(validation: Path) -> None:
    with (validation / "fomc_target_changes.csv").open(encoding="utf-8") as stream:
        decided = {
            D.fromisoformat(row["decision_date"]): (
                round(float(row["lower_pct"]) * 100),
                round(float(row["upper_pct"]) * 100),
            )
            for row in csv.DictReader(stream)
        }
    ours = {change.decided_on: (change.lower_bp, change.upper_bp) for change in calendars().targets}
    assert {day: ours[day] for day in decided} == decided


@pytest.mark.parametrize(
    ("day", "upper_bp"),
    [
        ("2015-12-16", 25),  # FRED already shows 50 on the day of the decision
        ("2015-12-17", 50),
        ("2024-09-18", 550),
        ("2024-09-19", 500),
    ],
)
def test_a_new_range_is_in_force_from_the_day_after_its_decision(day: str, upper_bp: int) -> None:
    change = calendars().target_on(D.fromisoformat(day))
    assert change is not None
    assert change.upper_bp == upper_bp


def test_there_is_no_range_before_the_first_one() -> None:
    assert calendars().target_on(D(2008, 12, 16)) is None


def test_a_live_series_replaces_what_the_file_was_not_checked_for() -> None:
    hold = TargetChange(
        decided_on=D(2026, 9, 30), effective_on=D(2026, 10, 1), lower_bp=325, upper_bp=350, sources=1
    )
    unchecked = replace(calendars(), target_verified_through=D(2026, 4, 13))
    merged = unchecked.with_targets([hold], through=D(2026, 11, 1))
    found = merged.target_on(D(2026, 9, 20))
    assert found is not None
    assert (found.lower_bp, merged.target_verified_through) == (350, D(2026, 11, 1))  # not the file's 375


def test_a_broken_calendar_names_file_row_and_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "configs"
    shutil.copytree(config_root(), folder)
    file = folder / "calendars" / "fomc.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4].replace("scheduled", "sometimes", 1)
    file.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(folder))
    with pytest.raises(ConfigError, match=r"fomc\.csv: row 5, kind: .*'scheduled'"):
        calendars()
