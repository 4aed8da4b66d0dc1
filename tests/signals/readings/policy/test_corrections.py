"""A correction replaces what it corrects, from its own day on; the same step told twice counts once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.panel import Panel
from signals.readings.policy.facts import facts
from signals.readings.policy.reading import read
from sources.contract import PolicyEvent
from sources.memory import MemoryReader
from sources.store import Store
from sources.versions import standing

D = dt.date
NOW = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)

CUT = PolicyEvent(  # PBoC, 2024-01-24: 0.5 percentage points from 5 February
    announced_at=D(2024, 1, 24),
    effective_at=D(2024, 2, 5),
    jurisdiction="CN",
    kind="monetary.rrr",
    stage="decided",
    direction="easing",
    magnitude=-50.0,
    unit="bp",
    tier="all",
)


def quiet() -> list[PolicyEvent]:
    """Return a table that is kept up and finds nothing."""
    return [
        replace(CUT, announced_at=D(2023, 6, 1) + dt.timedelta(days), effective_at=None, kind="monetary.mlf",
                direction="neutral", magnitude=0.0, tier=None)
        for days in range(0, 300, 30)
    ]  # fmt: skip


FEB_16 = D(2024, 2, 16)


def cut_bp(events: Sequence[PolicyEvent], day: dt.date = FEB_16) -> float | None:
    """Return the sum of RRR cuts, which must be ok."""
    reading = read(Panel(MemoryReader([], [*quiet(), *events]), day, {}))
    [fact] = [fact for fact in facts(reading) if fact.name == "cn.policy.rrr_cut_60d"]
    assert fact.status == "ok", fact.reason
    return fact.value


@pytest.mark.parametrize("source", ["table", "another table"])
@pytest.mark.parametrize(
    ("corrected", "sum_bp"),
    [
        ({"effective_at": D(2024, 2, 6)}, 50.0),
        ({"magnitude": -25.0}, 25.0),
        ({"magnitude": -25.0, "effective_at": D(2024, 2, 6)}, 25.0),
    ],
)
def test_a_correction_replaces_what_it_corrects(
    corrected: dict[str, object], sum_bp: float, source: str
) -> None:
    later = replace(CUT, known_at=D(2024, 1, 26), source=source, **corrected)  # type: ignore[arg-type]
    assert cut_bp([CUT, later]) == sum_bp
    assert cut_bp([CUT, later], D(2024, 1, 25)) == 50.0  # not yet known
    assert cut_bp([CUT, later], D(2024, 1, 26)) == sum_bp


def test_a_correction_may_be_taken_back() -> None:
    wrong = replace(CUT, magnitude=-25.0, known_at=D(2024, 1, 26))
    right = replace(CUT, known_at=D(2024, 1, 30))
    assert [cut_bp([CUT, wrong, right], D(2024, 1, day)) for day in (25, 26, 30)] == [50.0, 25.0, 50.0]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_said_of_all_banks_and_of_the_large_ones_is_one_step(order: int) -> None:
    large = replace(CUT, tier="large", source="another table")
    assert cut_bp([CUT, large][::order]) == 50.0
    assert cut_bp([CUT, large, replace(CUT, tier="small", magnitude=-100.0)][::order]) == 50.0


def test_a_cut_told_of_the_large_banks_alone_moves_their_level() -> None:
    """11 % on the anchor of 2023-03-16, less half a point."""
    large = replace(CUT, tier="large")
    levels = read(Panel(MemoryReader([], [*quiet(), large]), D(2024, 2, 5), {})).levels
    [level] = [level for level in levels if level.id == "cn.rrr.large"]
    assert (level.fact.status, level.fact.value) == ("ok", 10.5)


def test_another_source_that_says_the_same_confirms_it() -> None:
    reading = read(
        Panel(MemoryReader([], [*quiet(), CUT, replace(CUT, source="another table")]), D(2024, 2, 16), {})
    )
    assert [event.confirmations for event in reading.events if event.kind == "monetary.rrr"] == [2]


def test_two_steps_of_one_announcement_are_two() -> None:
    """PBoC, 2019-01-04: 1 percentage point, half on 15 and half on 25 January."""
    first = replace(CUT, announced_at=D(2024, 1, 4), effective_at=D(2024, 1, 15))
    second = replace(first, effective_at=D(2024, 1, 25))
    assert cut_bp([first, second]) == 100.0
    moved = replace(second, effective_at=D(2024, 1, 26), known_at=D(2024, 1, 10))
    assert set(standing([first, second, moved])) == {first, moved}
    assert cut_bp([first, second, moved]) == 100.0


def test_both_tiers_of_the_lpr_stay_two_steps() -> None:
    one, five = (replace(CUT, kind="monetary.lpr", magnitude=-10.0, tier=tier) for tier in ("1Y", "5Y"))
    assert set(standing([one, five])) == {one, five}


def test_a_store_takes_a_correction_once_and_a_reload_adds_nothing(tmp_path: Path) -> None:
    second = replace(CUT, effective_at=D(2024, 2, 25))
    moved = replace(CUT, effective_at=D(2024, 2, 6), known_at=D(2024, 1, 26))
    store = Store.open(tmp_path / "s.sqlite", create=True)
    assert store.append(events=[CUT, second, moved], fetched_at=NOW).events == 3
    for again in ([CUT, second], [moved], [CUT], [second]):
        assert store.append(events=again, fetched_at=NOW).events == 0
    assert store.append(events=[replace(CUT, known_at=D(2024, 1, 30))], fetched_at=NOW).events == 1
    assert cut_bp(store.events(), D(2024, 1, 30)) == 100.0


@given(st.permutations(range(4)))
def test_the_order_of_arrival_of_dated_versions_does_not_matter(order: list[int]) -> None:
    versions = [
        replace(CUT, known_at=D(2024, 1, 24 + 2 * place), magnitude=size, effective_at=D(2024, 2, 5 + place))
        for place, size in enumerate((-50.0, -25.0, -75.0, -100.0))
    ]
    assert cut_bp([versions[place] for place in order]) == 100.0


def test_a_correction_shows_what_it_corrects() -> None:
    later = replace(CUT, magnitude=-25.0, known_at=D(2024, 1, 26))
    reading = read(Panel(MemoryReader([], [*quiet(), CUT, later]), FEB_16, {}))
    before = reading.corrected[CUT.event_id]
    assert (before.magnitude, later.magnitude) == (-50.0, -25.0)
    earlier = read(Panel(MemoryReader([], [*quiet(), CUT, later]), D(2024, 1, 25), {}))
    assert earlier.corrected == {}


def test_a_recap_stands_under_the_act_that_it_repeats() -> None:
    recap = replace(
        CUT,
        announced_at=D(2024, 2, 10),
        effective_at=None,
        stage="recap",
        quote="降准0.5个百分点",
        source="text",
    )
    reading = read(Panel(MemoryReader([], [*quiet(), CUT, recap]), FEB_16, {}))
    assert reading.tellings == {CUT.event_id: (recap,)}
