"""What a person vouches for is one row, and no other passes under its name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from signals.config import ConfigError
from signals.data.accepting import Wanted, acceptances_of
from signals.opening import judged
from sources.contract import Acceptance, Observation, PolicyEvent
from sources.memory import MemoryReader

FEBRUARY, MARCH = dt.date(2024, 2, 1), dt.date(2024, 3, 9)
ROW = Observation(series="cn.cpi.yoy", period=FEBRUARY, value=0.72, released_at=MARCH, source="test")
NAME = Acceptance(
    series="cn.cpi.yoy", period=FEBRUARY, released_at=MARCH, value=0.72, because="read it there"
)


@pytest.mark.parametrize(
    "other",
    [
        {"value": 0.73},
        {"released_at": dt.date(2024, 3, 10)},
        {"period": dt.date(2024, 3, 1), "released_at": dt.date(2024, 4, 11)},
        {"series": "cn.ppi.yoy"},
    ],
    ids=["another value", "another release", "another period", "another series"],
)
def test_a_row_of_nearly_that_name_stays_in_doubt(other: dict[str, object]) -> None:
    row = replace(ROW, **other)  # type: ignore[arg-type]
    history = judged(MemoryReader([row], [], acceptances=[NAME])).series(row.series)
    assert history.quality.tolist() == ["suspect"]


def test_the_row_of_that_name_is_sound_and_says_why() -> None:
    history = judged(MemoryReader([ROW], [], acceptances=[NAME])).series(ROW.series)
    assert (history.quality.tolist(), history.rule.tolist()) == (
        ["ok"],
        ["accepted: finer_than_published: read it there"],
    )


def cut(tier: str) -> PolicyEvent:
    day = dt.date(2024, 2, 5)  # no day of the prime rate
    return PolicyEvent(
        announced_at=day, effective_at=day, jurisdiction="CN", kind="monetary.lpr", stage="decided",
        direction="easing", magnitude=-10.0, unit="bp", tier=tier, source="test",
    )  # fmt: skip


def vouch(*series: str) -> list[Acceptance]:
    day = dt.date(2024, 2, 5)
    return [
        Acceptance(series=name, period=day, released_at=day, value=-10.0, because="read it there")
        for name in series
    ]


def test_the_step_of_the_other_tier_does_not_pass_under_the_name_of_the_first() -> None:
    accepted = vouch("events.CN.monetary.lpr")
    alone = judged(MemoryReader([], [cut("1Y")], acceptances=accepted)).events()
    assert [event.quality for event in alone] == ["ok"]
    both = judged(MemoryReader([], [cut("1Y"), cut("5Y")], acceptances=accepted)).events()
    assert [event.quality for event in both] == ["suspect", "suspect"]


def test_one_of_two_steps_of_a_day_is_accepted_with_its_tier() -> None:
    reader = judged(MemoryReader([], [cut("1Y"), cut("5Y")]))
    want = Wanted(
        series="events.CN.monetary.lpr", period=dt.date(2024, 2, 5), value=-10.0, because="read it there"
    )
    with pytest.raises(ConfigError, match=r"name one as events\.CN\.monetary\.lpr\.1Y, events\.CN\.monetary"):
        acceptances_of(reader, [want])
    named = acceptances_of(reader, [replace(want, series="events.CN.monetary.lpr.5Y")])
    events = judged(MemoryReader([], [cut("1Y"), cut("5Y")], acceptances=named)).events()
    assert {event.tier: event.quality for event in events} == {"1Y": "suspect", "5Y": "ok"}
