"""Days on which honest figures looked least likely: no gate doubts what was published then."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from benchmarks import replay_data
from signals.opening import judged
from sources.contract import Observation, PolicyEvent
from sources.door.judging.reader import JudgedReader
from sources.memory import FUTURES_PREFIX, MemoryReader

CRISES = [
    ("the S&P loses 7 % after the downgrade of the United States", "2011-08-04", "2011-08-11"),
    ("the flash crash of August 2015", "2015-08-20", "2015-08-28"),
    ("Hong Kong parts from the mainland's rally", "2015-04-01", "2015-04-15"),
    ("the first rise in nine years", "2015-12-15", "2015-12-18"),
    ("the vote on leaving the Union", "2016-06-22", "2016-07-01"),
    ("the election of 2016", "2016-11-07", "2016-11-11"),
    ("volatility doubles", "2018-02-01", "2018-02-12"),
    ("the eve of Christmas 2018 and the day after", "2018-12-19", "2018-12-28"),
    ("the repo market seizes up", "2019-09-13", "2019-09-20"),
    ("the turn of 2019", "2019-12-27", "2020-01-06"),
    ("the first cut out of turn", "2020-02-24", "2020-03-06"),
    ("two limit downs and a cut on a Sunday", "2020-03-09", "2020-03-18"),
    ("the largest rise since 1933", "2020-03-20", "2020-03-31"),
    ("oil below zero", "2020-04-17", "2020-04-24"),
    ("the second fright of 2020", "2020-06-08", "2020-06-15"),
    ("crowds against short sellers", "2021-01-25", "2021-02-02"),
    ("tutoring is forbidden", "2021-07-22", "2021-07-30"),
    ("a new variant on a short Friday", "2021-11-24", "2021-12-03"),
    ("Hang Seng TECH falls by a tenth and rises by a fifth", "2022-03-14", "2022-03-18"),
    ("the rise that was leaked", "2022-06-10", "2022-06-16"),
    ("Hong Kong after the congress", "2022-10-21", "2022-11-15"),
    ("a bank fails", "2023-03-08", "2023-03-24"),
    ("a typhoon closes Hong Kong", "2023-08-30", "2023-09-06"),
    ("rain closes Hong Kong", "2023-09-06", "2023-09-13"),
    ("the turn of 2023", "2023-12-26", "2024-01-05"),
    ("Lunar New Year 2024", "2024-02-07", "2024-02-21"),
]


@pytest.fixture(scope="module")
def published(validation: Path) -> JudgedReader:
    return judged(MemoryReader(replay_data.observations(validation), replay_data.events(validation)))


def doubted(reader: JudgedReader, since: str, until: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for series in reader.series_ids():
        if not series.startswith(("index.", "us.effr", FUTURES_PREFIX)):
            continue
        history = reader.series(series)
        inside = (history.period >= np.datetime64(since)) & (history.period <= np.datetime64(until))
        for place in np.flatnonzero(inside & (history.quality != "ok")).tolist():
            found[series].append(f"{history.period[place]} {history.value[place]}: {history.rule[place]}")
    return found


@pytest.mark.parametrize(("what", "since", "until"), CRISES, ids=[what for what, _, _ in CRISES])
def test_what_was_published_in_a_crisis_is_sound(
    published: JudgedReader, what: str, since: str, until: str
) -> None:
    assert doubted(published, since, until) == {}, what


def test_the_reform_of_the_prime_rate_and_every_cut_since_is_sound(published: JudgedReader) -> None:
    assert [event for event in published.events() if event.quality != "ok"] == []


def test_an_emergency_meeting_may_follow_another_within_a_fortnight(validation: Path) -> None:
    def cut(day: str, bp: float) -> PolicyEvent:
        return PolicyEvent(
            announced_at=dt.date.fromisoformat(day), effective_at=None, jurisdiction="US",
            kind="monetary.policy_rate", stage="decided", direction="easing", magnitude=bp, unit="bp",
            title_en=f"Target range cut by {-bp:g} bp", source="test",
        )  # fmt: skip

    events = [cut("2020-03-03", -50), cut("2020-03-15", -100)]
    assert [event.quality for event in judged(MemoryReader([], events)).events()] == ["ok", "ok"]


def test_a_month_that_was_never_published_leaves_no_doubt_on_the_next() -> None:
    levels = {
        "2025-07-01": (323.048, "2025-08-12"), "2025-08-01": (323.976, "2025-09-11"),
        "2025-09-01": (324.800, "2025-10-24"), "2025-11-01": (324.122, "2025-12-18"),
    }  # fmt: skip
    rows = [
        Observation(
            series="us.cpi.all.nsa", period=dt.date.fromisoformat(month), value=value,
            released_at=dt.date.fromisoformat(day), source="test",
        )
        for month, (value, day) in levels.items()
    ]  # fmt: skip
    assert judged(MemoryReader(rows, [])).series("us.cpi.all.nsa").quality.tolist() == ["ok"] * 4
