"""Where each index stands against its own past."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.risk_appetite import facts as risk_appetite
from signals.readings.risk_appetite.model import off_high, relative_return, vs_40_week_average
from signals.readings.risk_appetite.vocabulary import specs
from sources.contract import Observation, Reader, SeriesHistory, SeriesView
from sources.memory import MemoryReader

AS_OF = dt.date(2024, 2, 16)


def closes(series: str, days: list[dt.date], values: list[float]) -> list[Observation]:
    return [
        Observation(series=series, period=day, value=value, released_at=day, source="test")
        for day, value in zip(days, values, strict=True)
    ]


def view(values: list[float], *, step_days: int = 7, drop: tuple[int, ...] = ()) -> SeriesView:
    days = [AS_OF - dt.timedelta(step_days * back) for back in range(len(values) - 1, -1, -1)]
    kept = [number for number in range(len(values)) if number not in drop]
    rows = closes("index.X", [days[k] for k in kept], [values[k] for k in kept])
    return SeriesHistory.of("index.X", rows).as_of(AS_OF)


def test_a_high_is_zero_percent_off():
    assert off_high(view([float(n) for n in range(1, 61)])).value == 0.0


def test_a_high_of_fifty_three_weeks_ago_is_forgotten():
    values = [200.0] + [100.0] * 53

    assert off_high(view(values)).value == 0.0
    assert off_high(view(values[:1] + values[2:])).value == -50.0


def test_a_short_history_is_no_fifty_two_week_high():
    measure = off_high(view([100.0] * 30))

    assert np.isnan(measure.value)
    assert "closes begin on" in str(measure.why_not)


def test_a_hole_of_three_weeks_is_said_and_not_bridged():
    assert "no close between" in str(off_high(view([100.0] * 60, drop=(30, 31))).why_not)


def test_daily_and_weekly_closes_give_the_same_average_when_the_week_is_flat():
    weekly = view([100.0] * 39 + [110.0])
    daily = view([100.0] * 39 * 7 + [110.0], step_days=1)

    assert vs_40_week_average(weekly).value == pytest.approx(100 * (110 / 100.25 - 1))
    assert vs_40_week_average(daily).value == pytest.approx(100 * (110 / 100.25 - 1))


def test_a_relative_return_is_the_ratio_and_not_the_difference():
    subject, benchmark = view([100.0] * 13 + [150.0]), view([100.0] * 13 + [120.0])

    assert relative_return(subject, benchmark, weeks=13).value == pytest.approx(25.0)


def test_the_sample_says_what_a_spreadsheet_says(sample: Reader):
    """Witness: the same figures from the sample's CSV by hand, max and mean of the last rows."""
    panel = Panel(sample, AS_OF, catalogue())
    found = {fact.name: fact for fact in risk_appetite.facts(panel)}
    ixic, hstech = panel.series("index.IXIC").value, panel.series("index.HSTECH").value

    assert found["us.ixic.off_52w_high"].value == pytest.approx(100 * (ixic[-1] / ixic[-53:].max() - 1))
    assert found["hk.hstech.vs_40w_average"].value == pytest.approx(
        100 * (hstech[-1] / hstech[-40:].mean() - 1), abs=0.2
    )
    assert all(fact.status == "ok" for fact in found.values())


def test_every_fact_is_declared_with_its_unit(sample: Reader):
    for fact in risk_appetite.facts(Panel(sample, AS_OF, catalogue())):
        declared = [spec for spec in specs(catalogue()) if spec.matches(fact.name)]
        assert [spec.unit for spec in declared] == [fact.unit], fact.name


def test_no_close_is_missing_and_an_old_one_is_stale(sample: Reader):
    nothing = Panel(MemoryReader([]), AS_OF, catalogue())
    later = Panel(sample, AS_OF + dt.timedelta(30), catalogue())

    assert {fact.status for fact in risk_appetite.facts(nothing)} == {"missing"}
    assert {fact.status for fact in risk_appetite.facts(later)} == {"stale"}


def test_a_doubted_close_inside_the_window_makes_the_figure_suspect():
    """A close of 20,793 where 15,990.66 was true, one week back: the newest row alone looks sound."""
    days = [AS_OF - dt.timedelta(7 * back) for back in range(59, -1, -1)]
    rows = closes("index.IXIC", days, [15_000.0] * 60)
    wild = Observation(
        series="index.IXIC",
        period=days[-2],
        value=20_793.0,
        released_at=days[-2],
        source="test",
        quality="suspect",
    )
    facts = risk_appetite.facts(Panel(MemoryReader([*rows, wild]), AS_OF, catalogue()))
    found = {fact.name: fact for fact in facts}

    assert found["us.ixic.off_52w_high"].status == "suspect"
    assert str(days[-2]) in str(found["us.ixic.off_52w_high"].reason)
    assert found["us.ixic.vs_40w_average"].status == "suspect"


def test_an_old_close_released_again_is_no_news():
    days = [AS_OF - dt.timedelta(7 * back) for back in range(66, 6, -1)]  # ends seven weeks ago
    again = Observation(series="index.IXIC", period=days[-1], value=100.0, released_at=AS_OF, source="test")
    panel = Panel(MemoryReader([*closes("index.IXIC", days, [100.0] * 60), again]), AS_OF, catalogue())

    assert panel.input("index.IXIC").status == "stale"


def test_a_relative_return_is_dated_by_the_last_day_that_both_share():
    days = [AS_OF - dt.timedelta(7 * back) for back in range(59, -1, -1)]
    rows = closes("index.HSTECH", days, [100.0] * 60) + closes("index.HSI", days[:-1], [100.0] * 59)
    facts = risk_appetite.facts(Panel(MemoryReader(rows), AS_OF, catalogue()))

    assert {fact.name: fact.period for fact in facts}["hk.hstech.vs_hsi_13w"] == days[-2]


@given(
    past=st.lists(st.floats(10, 1000), min_size=60, max_size=60),
    future=st.lists(st.floats(10, 1000), max_size=5),
)
def test_closes_after_the_day_change_nothing(past: list[float], future: list[float]):
    days = [AS_OF - dt.timedelta(7 * back) for back in range(59, -1, -1)]
    rows = closes("index.IXIC", days, past)
    later = closes("index.IXIC", [AS_OF + dt.timedelta(1 + n) for n in range(len(future))], future)

    assert risk_appetite.facts(Panel(MemoryReader(rows), AS_OF, catalogue())) == risk_appetite.facts(
        Panel(MemoryReader(rows + later), AS_OF, catalogue())
    )


@pytest.mark.parametrize(("days", "status"), [(0, "ok"), (10, "ok"), (11, "stale")])
def test_a_close_is_fresh_for_ten_days_and_stale_on_the_eleventh(sample: Reader, days: int, status: str):
    newest = Panel(sample, AS_OF, catalogue()).input("index.VIX").released_at
    panel = Panel(sample, newest + dt.timedelta(days), catalogue())
    (vix,) = risk_appetite.facts(panel, wanted={"us.vix"})
    assert vix.status == status


@pytest.mark.parametrize(("lost", "known"), [(2, True), (3, False)])
def test_an_average_of_forty_weeks_bears_two_lost_ones_and_not_three(lost: int, known: bool):
    """Golden Week and Lunar New Year can each close a whole week."""
    weekly = view([100.0] * 40, drop=tuple(range(10, 10 + lost)))
    assert np.isfinite(vs_40_week_average(weekly).value) == known


def test_highs_are_told_since_the_first_day_of_this_year_and_the_last(sample: Reader):
    named = {fact.name for fact in risk_appetite.facts(Panel(sample, AS_OF, catalogue()))}
    assert {"us.ixic.off_high_since_2023", "us.ixic.off_high_since_2024"} <= named
    assert "us.ixic.off_high_since_2025" not in named
