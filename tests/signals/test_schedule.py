"""What is scheduled in the days ahead, and which facts it can move."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings import vocabulary
from signals.rules.conditions import spec_of
from signals.schedule import MOVES, schedule
from sources.contract import Reader


def seen(reader: Reader, as_of: dt.date, days: int = 10) -> dict[str, dt.date]:
    return {event.kind: event.on for event in schedule(Panel(reader, as_of, catalogue()), days).events}


def test_the_week_of_16_february_2024_has_a_fixing_and_no_meeting(sample: Reader):
    # The LPR of 2024-02-20 was the first event after the weekly of 2024-02-16.
    assert seen(sample, dt.date(2024, 2, 16)) == {"cn.lpr": dt.date(2024, 2, 20)}


def test_meetings_and_releases_appear_ten_days_ahead_and_are_gone_on_their_day(sample: Reader):
    assert seen(sample, dt.date(2024, 3, 10))["us.fomc"] == dt.date(2024, 3, 20)
    assert "us.fomc" not in seen(sample, dt.date(2024, 3, 9))
    assert "us.fomc" not in seen(sample, dt.date(2024, 3, 20))
    assert seen(sample, dt.date(2024, 3, 10))["us.cpi"] == dt.date(2024, 3, 12)
    assert seen(sample, dt.date(2024, 2, 22))["cn.pmi"] == dt.date(2024, 2, 29)


def test_every_prefix_names_facts_that_exist():
    patterns = [spec.pattern for spec in vocabulary(catalogue())]
    assert spec_of("us.vix", vocabulary(catalogue()))
    for prefixes in MOVES.values():
        assert all(any(pattern.startswith(prefix) for pattern in patterns) for prefix in prefixes)


@given(as_of=st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 1)), days=st.integers(0, 40))
def test_what_is_ahead_lies_ahead_in_order(sample: Reader, as_of: dt.date, days: int):
    found = [event.on for event in schedule(Panel(sample, as_of, catalogue()), days).events]

    assert found == sorted(found)
    assert all(as_of < day <= as_of + dt.timedelta(days=days) for day in found if day > as_of)
