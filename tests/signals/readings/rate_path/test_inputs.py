"""What a path says of its inputs: the same words as everywhere else, and no more certainty than they have."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.reading import read, read_range
from sources.memory import MemoryReader

from .conftest import MakePanel, fixing_rows, path_prices, price_rows

D = dt.date


@pytest.mark.parametrize(
    ("day", "exact"),
    [
        (D(2009, 2, 16), False),  # the meetings of 2009 were announced at mid-year 2008, by rule of thumb
        (D(2024, 2, 15), True),  # those of 2024 on 23 June 2023
        (D(2026, 2, 16), True),  # those of 2026 on 9 August 2024, on record
    ],
)
def test_meetings_announced_by_rule_of_thumb_are_no_exact_input(
    make_panel: MakePanel, day: D, exact: bool
) -> None:
    fomc = read(make_panel(day, path_prices(day, 5.33, {}, 6))).inputs[1]
    assert (fomc.series, fomc.exact) == ("calendar.fomc", exact)


def test_the_fixing_is_the_input_that_the_panel_gives() -> None:
    day = D(2024, 2, 15)
    rows = [
        *price_rows(day, path_prices(day, 5.33, {}, 6)),
        *fixing_rows(D(2024, 2, 1), [5.33] * 14),
    ]
    panel = Panel(MemoryReader(rows), day, catalogue())
    fixing = read(panel, method="fit").inputs[3]
    assert fixing == panel.input("us.effr")
    assert (fixing.source, fixing.age_days, fixing.status) == ("made up", 0, "ok")


def test_each_day_of_a_range_has_the_fixing_of_its_own_day() -> None:
    days = [D(2024, 2, 14), D(2024, 2, 15)]
    rows = [row for day in days for row in price_rows(day, path_prices(day, 5.33, {}, 6))]
    rows += fixing_rows(D(2024, 2, 1), [5.33] * 14)
    panel = Panel(MemoryReader(rows), D(2024, 2, 15), catalogue())
    for path in read_range(panel, days, method="fit"):
        assert path.inputs[3] == panel.at(path.as_of).input("us.effr")


def test_a_doubted_fixing_makes_the_fit_suspect() -> None:
    day = D(2024, 2, 15)
    *fixings, last = fixing_rows(D(2024, 2, 1), [5.33] * 14)
    rows = [*price_rows(day, path_prices(day, 5.33, {}, 6)), *fixings, replace(last, quality="suspect")]
    panel = Panel(MemoryReader(rows), day, catalogue())
    assert (read(panel, method="fit").status, read(panel).status) == ("suspect", "ok")
