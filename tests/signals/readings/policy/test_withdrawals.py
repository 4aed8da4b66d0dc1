"""A withdrawal ends what it takes back, on its own day and not before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.policy.facts import facts
from signals.readings.policy.reading import read
from sources.contract import PolicyEvent
from sources.memory import MemoryReader
from sources.sample import sample_reader
from sources.versions import withdrawals

D = dt.date
DRAFT = PolicyEvent(
    announced_at=D(2023, 12, 22),
    effective_at=None,
    jurisdiction="CN",
    kind="gaming.rules",
    stage="drafted",
    direction="restrictive",
)
BACK = replace(DRAFT, announced_at=D(2024, 1, 23), stage="withdrawn")


def restrictive(events: list[PolicyEvent], day: dt.date) -> float | None:
    others = [event for event in sample_reader(catalogue()).events() if event.kind != "gaming.rules"]
    found = read(Panel(MemoryReader([], [*others, *events]), day, catalogue()))
    [fact] = [fact for fact in facts(found) if fact.name == "cn.policy.gaming_restrictive_60d"]
    assert fact.status == "ok", fact.reason
    return fact.value


@pytest.mark.parametrize(
    ("day", "count"), [(D(2024, 1, 22), 1.0), (D(2024, 1, 23), 0.0), (D(2024, 2, 16), 0.0)]
)
def test_a_withdrawn_draft_stops_counting_on_the_day_of_its_withdrawal(day: dt.date, count: float) -> None:
    assert restrictive([DRAFT, BACK], day) == count


def test_a_draft_is_counted_again_when_it_comes_back_after_a_withdrawal() -> None:
    again = replace(DRAFT, announced_at=D(2024, 2, 10))
    assert restrictive([DRAFT, BACK, again], D(2024, 2, 16)) == 1.0


@pytest.mark.parametrize(
    "other",
    [
        replace(BACK, direction="supportive"),
        replace(BACK, kind="gaming.minors"),
        replace(BACK, jurisdiction="US"),
        replace(BACK, announced_at=D(2023, 12, 21)),
    ],
)
def test_a_withdrawal_of_another_matter_takes_nothing_back(other: PolicyEvent) -> None:
    assert withdrawals([DRAFT, other]) == {}


def test_two_withdrawals_take_back_two_acts_newest_first() -> None:
    earlier = replace(DRAFT, announced_at=D(2023, 11, 1))
    second = replace(BACK, announced_at=D(2024, 1, 30))
    assert withdrawals([second, BACK, DRAFT, earlier]) == {DRAFT.event_id: BACK, earlier.event_id: second}


def test_the_bundled_draft_of_december_2023_is_withdrawn_on_its_day() -> None:
    """Reuters and dpa-AFX, 2024-01-23: the page had worked on Monday the 22nd and was gone on Tuesday."""
    taken_back = withdrawals(sample_reader(catalogue()).events())
    assert [(key, item.announced_at) for key, item in taken_back.items()] == [
        (DRAFT.event_id, D(2024, 1, 23))
    ]
