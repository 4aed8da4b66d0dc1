"""The target range is called ok only where the calendar, or a fixing since, has seen every decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from signals.calendars.fed import Calendars, calendars
from signals.facts import Input
from signals.readings.rate_path.health import remarks_on
from signals.readings.rate_path.inputs.target import FixingHistory, Fixings, target_input
from signals.readings.rate_path.reading import read
from sources.contract import SeriesHistory
from sources.door import read_table

from .conftest import MakePanel, fixing_rows, path_prices

D = dt.date
CHECKED = D(
    2026, 9, 18
)  # the range is 375-400 bp from 17 September; meetings follow on 28 October, 9 December


def known() -> Calendars:
    return replace(calendars(), target_verified_through=CHECKED)


def health(as_of: D, rates: Mapping[D, float]) -> Input:
    """Return the health of the range where these rates hold, each from its day up to the next."""
    days = np.arange(min(rates), as_of, dtype="datetime64[D]")
    value = [rates[max(start for start in rates if start <= day)] for day in days.astype(object)]
    fixings = Fixings.of(period=days, value=np.array(value), released_at=days + np.timedelta64(1, "D"))
    return target_input(as_of, known(), fixings)


@pytest.mark.parametrize(
    ("as_of", "last_fixing", "status"),
    [
        (D(2026, 10, 28), D(2026, 10, 27), "ok"),
        (D(2026, 10, 29), D(2026, 10, 28), "suspect"),  # dated on the decision: still the old rate
        (D(2026, 10, 30), D(2026, 10, 28), "suspect"),
        (D(2026, 10, 30), D(2026, 10, 29), "ok"),
    ],
)
def test_a_decision_that_nothing_has_seen_makes_the_range_suspect(
    make_panel: MakePanel, as_of: D, last_fixing: D, status: str
) -> None:
    rates = [3.83] * ((last_fixing - D(2026, 9, 17)).days + 1)
    prices = path_prices(as_of, 3.83, {}, 6)
    path = read(make_panel(as_of, prices, more=fixing_rows(D(2026, 9, 17), rates)), known=known())
    assert path.inputs[2].status == status
    if status == "suspect":
        assert "no later fixing shows the decision of 2026-10-28" in str(path.inputs[2].reason)
        assert "rate_path.target_unconfirmed" in {remark.code for remark in remarks_on(path)}


def test_a_record_of_the_range_on_the_day_of_the_decision_has_not_seen_it() -> None:
    nothing = Fixings.of(
        period=np.array([], "datetime64[D]"), value=np.array([]), released_at=np.array([], "datetime64[D]")
    )
    on, after = (
        replace(calendars(), target_verified_through=day) for day in (D(2026, 10, 28), D(2026, 10, 29))
    )
    assert target_input(D(2026, 10, 29), on, nothing).status == "suspect"
    assert target_input(D(2026, 10, 29), after, nothing).status == "ok"


def test_a_hike_that_leaves_the_fixing_near_the_old_range_is_noticed() -> None:
    # EFFR stood 8 bp above the lower end in 2023-24; after a hike to 400-425 it stands 8 bp above 375-400.
    found = health(D(2026, 11, 5), {D(2026, 9, 1): 3.58, D(2026, 9, 17): 3.83, D(2026, 10, 29): 4.08})
    assert found.status == "suspect"
    assert str(found.reason) == (
        "the fixing stood +8 bp from the lower end up to 2026-10-28, +33 bp up to 2026-11-04: "
        "the range may have moved in between"
    )


def test_a_cut_from_the_top_of_the_range_is_noticed() -> None:
    assert health(D(2026, 11, 5), {D(2026, 9, 18): 3.93, D(2026, 10, 29): 3.68}).status == "suspect"


def test_a_move_between_meetings_is_noticed() -> None:
    assert health(D(2026, 10, 15), {D(2026, 9, 18): 3.83, D(2026, 10, 5): 4.08}).status == "suspect"


def test_a_fixing_that_stays_confirms_the_range() -> None:
    assert health(D(2026, 11, 20), {D(2026, 9, 1): 3.58, D(2026, 9, 17): 3.83}).status == "ok"


@pytest.mark.parametrize("as_of", [D(2026, 11, 5), D(2027, 1, 5)])  # one decision since the check, and two
@pytest.mark.parametrize(("rate", "status"), [(3.83, "ok"), (4.08, "suspect")])
def test_without_a_fixing_from_before_only_one_inside_the_range_confirms_it(
    as_of: D, rate: float, status: str
) -> None:
    assert health(as_of, {D(2026, 10, 30): rate}).status == status


def test_every_move_since_2015_would_have_been_noticed_and_nothing_else(validation: Path) -> None:
    """The real fixings, with a calendar checked to the day before each decision only: with and without it."""
    history = FixingHistory(
        SeriesHistory.of(
            "us.effr", read_table(validation / "effr.csv", known_series=["us.effr"]).observations
        )
    )
    whole = calendars()
    moves = {change.decided_on for change in whole.targets}
    decisions = [
        day for day in whole.known_meetings(D(2025, 9, 20)) if D(2015, 12, 1) <= day < D(2025, 9, 20)
    ]
    missed, false = [], []
    for decided in decisions:
        checked = replace(whole, target_verified_through=decided - dt.timedelta(days=1))
        blind = replace(checked, targets=tuple(one for one in whole.targets if one.decided_on != decided))
        for wait in range(4, 25):
            day = decided + dt.timedelta(days=wait)
            fixings = history.as_of(day)
            if target_input(day, checked, fixings).status != "ok":
                false.append(day)
            if decided in moves and target_input(day, blind, fixings).status == "ok":
                missed.append(day)
    assert len(decisions) > 75
    assert missed == []
    # The week of the cut to zero: the fixing went from 10 bp above the lower end to the very top of the new range.
    assert [day for day in false if not D(2020, 3, 16) <= day <= D(2020, 3, 22)] == []
