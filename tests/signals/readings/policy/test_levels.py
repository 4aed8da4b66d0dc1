"""Levels tell the same story as events."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.policy.levels import LevelStep, mismatches
from signals.readings.policy.reading import read
from sources.contract import Observation, PolicyEvent, Reader
from sources.memory import MemoryReader

D = dt.date


def cut(day: str, size_bp: float, tier: str = "5Y") -> PolicyEvent:
    on = D.fromisoformat(day)
    return PolicyEvent(
        announced_at=on,
        effective_at=on,
        jurisdiction="CN",
        kind="monetary.lpr",
        stage="decided",
        direction="easing" if size_bp < 0 else "tightening",
        magnitude=size_bp,
        unit="bp",
        tier=tier,
    )


def published(*rows: tuple[str, float]) -> list[LevelStep]:
    return [
        LevelStep(effective_at=D.fromisoformat(day), announced_at=D.fromisoformat(day), pct=pct)
        for day, pct in rows
    ]


@pytest.mark.parametrize(
    ("day", "level", "pct", "pending"),
    [
        ("2024-01-23", "cn.rrr.large", 10.5, None),  # PBoC: 10.5 % for large banks after 2023-09-15
        ("2024-01-24", "cn.rrr.large", 10.5, 10.0),  # announced, not yet in force
        ("2024-02-05", "cn.rrr.large", 10.0, None),
        ("2024-02-16", "cn.lpr.1y", 3.45, None),  # LPR table of 2024-01-22
        ("2024-02-16", "cn.lpr.5y", 4.2, None),
    ],
)
def test_a_level_moves_on_the_day_in_force(
    sample: Reader, day: str, level: str, pct: float, pending: float | None
) -> None:
    levels = {item.id: item for item in read(Panel(sample, D.fromisoformat(day), catalogue())).levels}
    found = levels[level]
    assert (pct, pending) == (
        found.fact.value,
        found.pending.pct if found.pending else None,
    )


def test_a_level_whose_steps_nobody_tells_of_is_missing(sample: Reader) -> None:
    """MLF and reverse repo were cut in June and August 2023; the sample does not say so."""
    levels = {item.id: item for item in read(Panel(sample, D(2024, 2, 16), catalogue())).levels}
    assert (levels["cn.mlf.1y"].fact.status, levels["cn.mlf.1y"].fact.value) == ("missing", None)


def test_equal_stories_have_no_mismatch() -> None:
    steps = published(("2024-01-22", 4.2), ("2024-02-20", 3.95), ("2024-03-20", 3.95))
    assert mismatches(steps, [cut("2024-02-20", -25.0)]) == ()


def test_a_level_that_moves_without_an_event_is_found() -> None:
    [found] = mismatches(published(("2024-01-22", 4.2), ("2024-02-20", 3.95)), [])
    assert (str(found.effective_at), found.level_change_bp, found.event_change_bp) == (
        "2024-02-20",
        -25.0,
        0.0,
    )


def test_an_event_that_moves_no_level_is_found() -> None:
    steps = published(("2024-01-22", 4.2), ("2024-02-20", 4.2), ("2024-03-20", 4.2))
    [found] = mismatches(steps, [cut("2024-02-20", -25.0)])
    assert (found.level_change_bp, found.event_change_bp) == (0.0, -25.0)


def test_an_event_of_the_wrong_size_is_found() -> None:
    [found] = mismatches(published(("2024-01-22", 4.2), ("2024-02-20", 3.95)), [cut("2024-02-20", -10.0)])
    assert (found.level_change_bp, found.event_change_bp) == (-25.0, -10.0)


@pytest.mark.parametrize(("tier", "column"), [("1Y", "lpr_1y_pct"), ("5Y", "lpr_5y_pct")])
def test_the_sample_tells_the_published_lpr_of_2023(
    sample: Reader, validation: Path, tier: str, column: str
) -> None:
    with (validation / "lpr_history.csv").open(encoding="utf-8") as stream:
        rows = [(row["publish_date"], float(row[column])) for row in csv.DictReader(stream)]
    steps = published(*(row for row in rows if "2023-03" < row[0] < "2024-02-16"))
    events = [event for event in sample.events() if event.kind == "monetary.lpr" and event.tier == tier]
    assert mismatches(steps, events) == ()


def world_of(events: list[PolicyEvent], published_pct: dict[str, float], day: str) -> Panel:
    rows = [
        Observation(
            series="user.cn.lpr.5y",
            period=D.fromisoformat(on),
            value=pct,
            released_at=D.fromisoformat(on),
            source="t",
        )
        for on, pct in published_pct.items()
    ]
    return Panel(MemoryReader(rows, events), D.fromisoformat(day), {})


def test_published_values_are_the_level_where_they_are_loaded() -> None:
    panel = world_of([cut("2024-02-20", -25.0)], {"2024-01-22": 4.2, "2024-02-20": 3.95}, "2024-02-20")
    levels = {item.id: item for item in read(panel).levels}
    assert (levels["cn.lpr.5y"].fact.value, levels["cn.lpr.5y"].fact.status) == (3.95, "ok")


def test_a_published_level_that_moves_without_an_event_is_suspect_and_warned_of() -> None:
    events = [cut("2023-08-21", -10.0, tier="5Y")]
    panel = world_of(events, {"2023-07-20": 4.3, "2023-08-21": 4.2, "2024-02-20": 3.95}, "2024-03-01")
    reading = read(panel)
    levels = {item.id: item for item in reading.levels}
    assert levels["cn.lpr.5y"].fact.status == "suspect"
    assert (
        "LPR 5 years and more and the events disagree on 2024-02-20: the level moved -25 bp, events say 0 bp"
        in map(str, reading.warnings)
    )


def test_the_fed_target_is_a_level_with_both_dates(sample: Reader) -> None:
    """Federal Reserve: 5.25 to 5.50 percent decided 2023-07-26, in force the next day."""
    levels = {item.id: item for item in read(Panel(sample, D(2024, 2, 16), catalogue())).levels}
    step = levels["us.fed.target_upper"].in_force
    assert step is not None
    assert (step.pct, step.announced_at, step.effective_at) == (5.5, D(2023, 7, 26), D(2023, 7, 27))
    assert levels["us.fed.target_upper"].mismatches == ()


def test_the_fed_of_the_evening_news_moves_as_the_calendar_of_the_target_does(validation: Path) -> None:
    """Ten changes from 2022-09 to 2024-12, each told and each in force on the day of the calendar."""
    from signals.readings.policy.config import taxonomy
    from sources.policy_text.extract import Extractor, events
    from sources.policy_text.items import read_items

    items = read_items(validation / "cctv_policy_sentences_to_2024.parquet")
    found = events(Extractor(taxonomy()), [(item.appeared, item.text) for item in items if item.appeared])
    panel = Panel(MemoryReader([], found), D(2024, 12, 31), {})
    levels = {item.id: item for item in read(panel).levels}
    assert levels["us.fed.target_upper"].mismatches == ()
    assert levels["us.fed.target_upper"].fact.value == 4.5


def test_published_values_that_nobody_kept_up_are_stale() -> None:
    panel = world_of([cut("2024-02-20", -25.0)], {"2024-01-22": 4.2, "2024-02-20": 3.95}, "2024-06-01")
    levels = {item.id: item for item in read(panel).levels}
    assert levels["cn.lpr.5y"].fact.status == "stale"
