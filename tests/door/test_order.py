"""Law 2 through the store: the same rows in any order, over any number of loads, read the same on every day."""

from __future__ import annotations

import datetime as dt
import os
import random
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from signals import api
from signals.data.entrance import door
from signals.opening import catalogue, evidence, judged
from signals.panel import Panel
from sources.contract import Observation, PolicyEvent, Reader
from sources.door.files.sheets import Incoming
from sources.door.judging.own_history import _Court, _plain_rules, own_history_rules
from sources.intake import take_in
from sources.memory import MemoryReader
from sources.sample import SAMPLE_FILES
from sources.store import Store

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
SERIES = ("index.HSI", "index.HSTECH", "cn.cpi.yoy", "us.effr", "us.cpi.all.nsa", "futures.ZQH24.last")
RECENT = dt.date(2023, 6, 1)
N_DOCUMENTS = int(os.environ.get("SIGNALS_CRASH_SEEDS", "1"))


def sample() -> tuple[list[Observation], list[PolicyEvent]]:
    rows: list[Observation] = []
    events: list[PolicyEvent] = []
    for name in SAMPLE_FILES:
        read = door().read(Incoming(name=name, content=(files("sources.sample") / name).read_bytes()))
        rows += read.observations
        events += read.events
    return rows, events


ROWS, EVENTS = sample()
BENT = [row for row in ROWS if row.released_at >= RECENT or row.series == "us.cpi.all.nsa"]


def bent(dice: random.Random) -> tuple[list[Observation], list[PolicyEvent]]:
    """Return recent rows with spikes, holes, revisions, contradictions, other witnesses and tellings anew."""
    rows = [row for row in BENT if dice.random() > 0.03]
    for row in dice.sample(rows, 40):
        later = row.released_at + dt.timedelta(dice.randrange(0, 40))
        factor = dice.choice([1.0, 1.0, 1.001, 0.9, 10.0, 0.01])
        rows.append(
            replace(
                row,
                value=round(row.value * factor, 4),
                released_at=dice.choice([row.released_at, later]),
                source=dice.choice(["file:a.csv", "fred:X", row.source]),
                exact=dice.random() > 0.3,
            )
        )
    events = list(EVENTS)
    for event in dice.sample(EVENTS, 4):
        moved = event.announced_at + dt.timedelta(dice.randrange(0, 5))
        size = event.magnitude and event.magnitude * dice.choice([1, 2, 0.01])
        source = dice.choice(["file:b.csv", "gov", event.source])
        events.append(replace(event, announced_at=moved, magnitude=size, source=source, effective_at=None))
    return rows, events


def state(reader: Reader) -> object:
    """Return everything that a reading could see."""
    histories = {}
    for name in reader.series_ids():
        history = reader.series(name)
        columns = ("period", "released_at", "value", "exact", "quality", "rule", "source")
        histories[name] = [getattr(history, column).tolist() for column in columns]
    return histories, reader.events()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), n_loads=st.integers(1, 6))
def test_any_split_and_order_of_loads_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int, n_loads: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same rows each time
    rows, events = bent(dice)
    want = state(judged(MemoryReader(rows, events, origin="store")))
    dice.shuffle(rows)
    dice.shuffle(events)
    store = Store.open(tmp_path_factory.mktemp("order") / "s.sqlite", create=True)
    for part in range(n_loads):
        take_in(
            store,
            rows[part::n_loads],
            events[part::n_loads],
            specs=catalogue(),
            evidence=evidence(),
            fetched_at=NOW,
        )
    assert state(judged(store)) == want


def document(reader: Reader, day: dt.date) -> str:
    """Return the allocation document but for its run."""
    return api.allocate(api.panel_on(judged(reader), day)).model_dump_json(exclude={"run"})


@settings(max_examples=N_DOCUMENTS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), n_loads=st.integers(1, 6), back=st.integers(0, 60))
def test_any_order_and_whatever_came_later_give_one_document(
    tmp_path_factory: pytest.TempPathFactory, seed: int, n_loads: int, back: int
) -> None:
    """One in the suite, forty with ``SIGNALS_CRASH_SEEDS=40 pytest tests/door/test_order.py``."""
    dice = random.Random(seed)  # noqa: S311 - the same rows each time
    rows, events = bent(dice)
    day = dt.date(2024, 2, 16) - dt.timedelta(back)
    known = [row for row in rows if row.released_at <= day], [e for e in events if e.visible_from <= day]
    want = document(MemoryReader(*known, origin="store"), day)
    dice.shuffle(rows)
    dice.shuffle(events)
    store = Store.open(tmp_path_factory.mktemp("order") / "s.sqlite", create=True)
    for part in range(n_loads):
        store.append(rows[part::n_loads], events[part::n_loads], fetched_at=NOW)
    assert document(store, day) == want


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), back=st.integers(1, 200))
@example(seed=1, back=4)  # a price of 12 February told in March stood before those of the days after
def test_a_verdict_never_rests_on_what_was_released_later(seed: int, back: int) -> None:
    """So no later row, honest or not, can change a fact of an earlier day."""
    dice = random.Random(seed)  # noqa: S311
    rows, events = bent(dice)
    day = dt.date(2024, 2, 20) - dt.timedelta(back)
    whole = judged(MemoryReader(rows, events))
    until = judged(
        MemoryReader(
            [row for row in rows if row.released_at <= day], [e for e in events if e.visible_from <= day]
        )
    )
    for name in until.series_ids():
        early, late = until.series(name), whole.series(name)
        known = late.released_at <= day
        for column in ("period", "released_at", "value", "quality", "rule"):
            assert getattr(early, column).tolist() == getattr(late, column)[known].tolist(), (name, column)
    assert [e for e in whole.events() if e.visible_from <= day] == list(until.events())


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.sampled_from([100.0, 100.0, 101.0, 97.5, 130.0, 4.0]), min_size=1, max_size=30),
    gaps=st.lists(st.integers(1, 20), min_size=30, max_size=30),
)
def test_the_quick_way_says_what_the_slow_way_says(values: list[float], gaps: list[int]) -> None:
    day, rows = dt.date(2024, 1, 2), []
    for value, gap in zip(values, gaps, strict=False):
        rows.append(Observation(series="index.SPX", period=day, released_at=day, value=value, source="t"))
        day += dt.timedelta(gap)
    heard = MemoryReader(rows).series("index.SPX")
    spec = catalogue()["index.SPX"]
    none = heard.rule.astype(object)
    quick = _plain_rules(spec, heard, none)
    slow = _Court(spec, None, {}, {}).judge(heard, none).rules
    if quick is not None:
        assert quick.tolist() == slow.tolist()
    assert own_history_rules(spec, heard, none).rules.tolist() == slow.tolist()


def test_an_acceptance_frees_the_row_that_it_names_and_no_other(tmp_path: Path) -> None:
    from signals.data.accepting import Wanted, acceptances_of

    store = Store.open(tmp_path / "s.sqlite", create=True)
    day = dt.date(2024, 2, 20)
    wrong = [
        Observation(series=name, period=day, released_at=day, value=value, source="t")
        for name, value in (("index.VIX", 250.0), ("index.HSTECH", 33427.3))
    ]
    take_in(store, [*ROWS, *wrong], specs=catalogue(), evidence=evidence(), fetched_at=NOW)
    want = Wanted(series="index.VIX", period=day, value=250.0, because="seen on the screen of the exchange")
    store.accept(acceptances_of(judged(store), [want]), accepted_at=NOW)
    panel = Panel(judged(store), day, catalogue())
    vix = panel.input("index.VIX")
    assert vix.status == "ok"
    assert "seen on the screen of the exchange" in str(vix.reason)
    assert panel.input("index.HSTECH").status == "suspect"
