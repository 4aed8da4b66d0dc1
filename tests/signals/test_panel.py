"""The panel never shows what was not yet known, and tells missing, stale and suspect apart."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.panel import Panel
from sources.contract import Observation, PolicyEvent, SeriesSpec
from sources.memory import MemoryReader

SPEC = SeriesSpec(
    id="us.cpi.all.nsa",
    unit="index",
    frequency="monthly",
    max_age_days=45,
    name_en="CPI",
    name_zh="CPI",
    source="BLS",
)
RELEASE = dt.date(2024, 2, 13)


def panel(as_of: dt.date, quality: str = "ok") -> Panel:
    row = Observation(
        series=SPEC.id,
        period=dt.date(2024, 1, 1),
        value=308.417,
        released_at=RELEASE,
        source="test",
        quality=quality,  # type: ignore[arg-type]
    )
    return Panel(MemoryReader([row]), as_of, {SPEC.id: SPEC})


def test_a_value_past_its_age_is_stale_and_the_last_day_of_it_is_not():
    assert panel(RELEASE + dt.timedelta(45)).input(SPEC.id).status == "ok"
    assert panel(RELEASE + dt.timedelta(46)).input(SPEC.id).status == "stale"


def test_missing_is_not_stale():
    assert panel(RELEASE - dt.timedelta(1)).input(SPEC.id).status == "missing"


@pytest.mark.parametrize(("quality", "status"), [("suspect", "suspect"), ("blocked", "missing")])
def test_a_doubted_value_is_not_ok(quality: str, status: str):
    assert panel(RELEASE, quality).input(SPEC.id).status == status


def test_a_panel_cannot_look_ahead_of_itself():
    with pytest.raises(ValueError, match="cannot show"):
        panel(RELEASE).at(RELEASE + dt.timedelta(1))


def test_a_later_confirmation_of_an_event_is_invisible_before_its_day():
    def version(confirmations: int, known_at: dt.date) -> PolicyEvent:
        return PolicyEvent(
            announced_at=dt.date(2024, 1, 24),
            effective_at=dt.date(2024, 2, 5),
            jurisdiction="CN",
            kind="monetary.rrr",
            stage="decided",
            direction="easing",
            magnitude=-50.0,
            unit="bp",
            confirmations=confirmations,
            known_at=known_at,
        )

    reader = MemoryReader(
        [], [version(3, dt.date(2024, 2, 20)), version(1, dt.date(2024, 1, 24))], origin="test"
    )

    assert [event.confirmations for event in Panel(reader, dt.date(2024, 2, 16), {}).events] == [1]
    assert [event.confirmations for event in Panel(reader, dt.date(2024, 2, 20), {}).events] == [3]
