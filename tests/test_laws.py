"""The laws of the whole: nothing after a day matters, nothing is quietly neutral, runs repeat to the byte."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.allocation.calls import Past
from signals.allocation.contract import Run
from signals.engine import allocate, facts_as_of, load_strategies
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings import readings
from sources.contract import Observation, PolicyEvent
from sources.door import read_table
from sources.memory import MemoryReader
from sources.sample import SAMPLE_FILES

AS_OF = dt.date(2024, 2, 16)
RUN = Run(generated_at=dt.datetime(2024, 2, 16, 23, tzinfo=dt.UTC), duration_ms=1)


@cache
def rows() -> tuple[tuple[Observation, ...], tuple[PolicyEvent, ...]]:
    """The sample's rows as loaded."""
    from importlib.resources import files

    observations: list[Observation] = []
    events: list[PolicyEvent] = []
    for name in SAMPLE_FILES:
        table = read_table(files("sources.sample") / name, known_series=catalogue().keys(), source="t")
        observations += table.observations
        events += table.events
    return tuple(observations), tuple(events)


def document(
    more: Iterable[Observation] = (), more_events: Iterable[PolicyEvent] = (), as_of: dt.date = AS_OF
) -> str:
    observations, events = rows()
    reader = MemoryReader([*observations, *more], [*events, *more_events], origin="store")
    written = allocate(
        Panel(reader, as_of, catalogue()), strategies=load_strategies(["hstech"]), past=Past(), run=RUN
    )
    return json.dumps(written.as_json(), ensure_ascii=False)


@cache
def baseline() -> str:
    return document()


SERIES = sorted({row.series for row in rows()[0]})


@st.composite
def later_rows(draw: st.DrawFn) -> Observation:
    """A row about any period, even one long gone, that became known after the day."""
    series = draw(st.sampled_from(SERIES))
    released_at = AS_OF + dt.timedelta(draw(st.integers(1, 400)))
    template = draw(st.sampled_from([row for row in rows()[0] if row.series == series][-30:]))
    period = template.period if draw(st.booleans()) else released_at
    return Observation(
        series=series,
        period=period,
        value=draw(st.floats(0.5, 2)) * template.value,
        released_at=released_at,
        source="later",
        quality=draw(st.sampled_from(["ok", "suspect", "blocked"])),
    )


@st.composite
def later_events(draw: st.DrawFn) -> PolicyEvent:
    announced = AS_OF + dt.timedelta(draw(st.integers(1, 60)))
    return PolicyEvent(
        announced_at=announced,
        effective_at=announced - dt.timedelta(draw(st.integers(0, 60))),
        jurisdiction="CN",
        kind=draw(st.sampled_from(["monetary.rrr", "monetary.lpr", "gaming.rules", "package"])),
        stage="decided",
        direction=draw(st.sampled_from(["easing", "restrictive"])),
        magnitude=-25.0,
        unit="bp",
    )


@settings(max_examples=6)
@given(st.lists(later_rows(), min_size=1, max_size=40), st.lists(later_events(), max_size=4))
def test_rows_released_after_the_day_change_no_byte(more: list[Observation], more_events: list[PolicyEvent]):
    assert document(more, more_events) == baseline()


def test_two_runs_give_identical_bytes():
    assert document() == baseline()


def test_the_cut_of_the_next_week_is_invisible_until_its_day():
    """The 5-year LPR was cut by 25 bp on 2024-02-20; nothing before may know."""
    cut = PolicyEvent(
        announced_at=dt.date(2024, 2, 20),
        effective_at=dt.date(2024, 2, 20),
        jurisdiction="CN",
        kind="monetary.lpr",
        stage="decided",
        direction="easing",
        magnitude=-25.0,
        unit="bp",
        tier="5Y",
    )
    for day in (16, 19):
        eve = dt.date(2024, 2, day)
        assert document([], [cut], as_of=eve) == document(as_of=eve)
    assert document([], [cut], as_of=cut.announced_at) != document(as_of=cut.announced_at)


def test_every_fact_is_declared_once_with_its_unit():
    observations, events = rows()
    panel = Panel(MemoryReader(observations, events), AS_OF, catalogue())
    for reading in readings(panel.catalogue):
        for _, found in reading.facts_range(panel, [AS_OF]):
            names = [fact.name for fact in found]
            assert len(names) == len(set(names)), reading.name
            for fact in found:
                units = [spec.unit for spec in reading.specs if spec.matches(fact.name)]
                assert units == [fact.unit], fact.name


def test_an_empty_store_abstains_and_is_not_neutral():
    panel = Panel(MemoryReader([], origin="store"), AS_OF, catalogue())
    written = allocate(panel, strategies=load_strategies(["hstech"]), past=Past(), run=RUN).as_json()

    assert written["calls"][0]["rating"]["model_grade"] is None
    assert written["abstentions"]


def test_an_old_store_abstains_and_is_not_neutral():
    observations, events = rows()
    panel = Panel(MemoryReader(observations, events, origin="store"), AS_OF + dt.timedelta(400), catalogue())
    written = allocate(panel, strategies=load_strategies(["hstech"]), past=Past(), run=RUN).as_json()

    assert written["calls"][0]["rating"]["model_grade"] is None


@pytest.mark.parametrize("series", ["us.cpi.all.nsa", "us.effr", "index.HSTECH", "index.VIX"])
def test_what_is_missing_is_never_a_number(series: str):
    observations, events = rows()
    reader = MemoryReader([row for row in observations if row.series != series], events)
    for fact in facts_as_of(Panel(reader, AS_OF, catalogue())).values():
        if any(item.series == series and item.status == "missing" for item in fact.inputs):
            assert not fact.usable, fact.name
