"""What the calendar brings, as it was known on the day."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from signals.panel import Panel
from signals.policy.calendar import FutureEvent, calendar, lpr_day
from signals.world import catalogue
from sources.contract import PolicyEvent, Reader
from sources.reader import MemoryReader

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


def test_a_calendar_that_ends_says_so(
    sample: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "configs"
    (folder / "calendars").mkdir(parents=True)
    for name in ("policy.toml",):
        source = Path(__file__).parents[3] / "configs" / name
        (folder / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "calendars" / "fomc.csv").write_text(
        "decision_date,known_from\n2024-01-31,2022-06-30\n", encoding="utf-8"
    )
    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(folder))
    coming = calendar(Panel(sample, D(2024, 2, 16), {}), 30)
    assert coming.warnings == (
        "fomc.csv ends on 2024-01-31 as known on 2024-02-16",
        "cpi_releases.csv holds no date that was known on 2024-02-16",
    )
