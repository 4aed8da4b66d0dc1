"""What is shown beside the model: vintages, breadth, core and published measures."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.inflation.beside import read_adjusted, read_breadth, read_core, read_published
from signals.readings.inflation.config import settings
from signals.readings.inflation.facts import facts
from signals.readings.inflation.reading import read
from sources.contract import Observation
from sources.memory import MemoryReader
from sources.months import month_number

ADJUSTED = "us.cpi.all.sa"


@pytest.fixture(scope="module")
def vintages(validation) -> pd.DataFrame:
    return pd.read_parquet(validation / "cpi_sa_vintages_to_2024-02.parquet")


@pytest.fixture(scope="module")
def adjusted_rows(vintages) -> list[Observation]:
    return [
        Observation(
            series=ADJUSTED,
            period=period.date(),
            value=value,
            released_at=released.date(),
            source="Philadelphia Fed",
        )
        for period, value, released in zip(
            pd.to_datetime(vintages["period"]),
            vintages["value"],
            pd.to_datetime(vintages["released_at"]),
            strict=True,
        )
        if np.isfinite(value)
    ]


@pytest.fixture(scope="module")
def item_rows(validation) -> list[Observation]:
    """237 series as FRED showed them on 17 December 2023; final where not adjusted."""
    snapshot = pd.read_parquet(validation / "cpi_components_snapshot_2023-12-17.parquet")
    ids = {spec.fred: spec.id for spec in catalogue().values() if spec.fred and spec.id.startswith("us.cpi.")}
    chosen = snapshot[snapshot["series"].isin(list(ids))]
    return [
        Observation(
            series=ids[series],
            period=period.date(),
            value=value,
            released_at=dt.date(2023, 12, 12),
            source="snapshot",
        )
        for series, period, value in zip(
            chosen["series"], pd.to_datetime(chosen["period"]), chosen["value"], strict=True
        )
        if period.year >= 2019 and np.isfinite(value)
    ]


def panel(rows, as_of: str) -> Panel:
    return Panel(MemoryReader(rows), dt.date.fromisoformat(as_of), catalogue())


# --- seasonally adjusted -----------------------------------------------------------------------------------


def test_the_adjusted_history_read_on_a_vintage_day_is_that_vintage(vintages, adjusted_rows):
    log = vintages.assign(
        period=pd.to_datetime(vintages["period"]), released_at=pd.to_datetime(vintages["released_at"])
    ).dropna(subset=["value"])
    world = panel(adjusted_rows, "2024-02-28")
    days = sorted(log["released_at"].unique())
    for when in days[:: max(1, len(days) // 25)]:
        known = log[log["released_at"] <= when]
        vintage = known.sort_values("released_at", kind="stable").groupby("period")["value"].last()
        view = world.at(pd.Timestamp(when).date()).series(ADJUSTED)
        np.testing.assert_array_equal(vintage.to_numpy(), view.value)


def test_december_2023_was_first_published_as_0_3_and_revised_to_0_2(adjusted_rows):
    # BLS: "rose 0.3 percent in December" (2024-01-11); 0.2 after new seasonal factors (2024-02-13)
    first = read_adjusted(panel(adjusted_rows, "2024-01-31"), ADJUSTED)
    assert first is not None
    assert first.period == dt.date(2023, 12, 1)
    assert round(first.rates_pct[1], 1) == 0.3
    later = read_adjusted(panel(adjusted_rows, "2024-02-28"), ADJUSTED)
    assert later is not None
    assert later.period == dt.date(2024, 1, 1)
    assert round(later.rates_pct[1], 1) == 0.3  # January 2024, as published
    view = panel(adjusted_rows, "2024-02-28").series(ADJUSTED)
    assert round(100.0 * (view.value[-2] / view.value[-3] - 1.0), 1) == 0.2


def test_adjusted_figures_with_guessed_release_days_are_not_read(adjusted_rows):
    guessed = [dataclasses.replace(row, exact=False) for row in adjusted_rows[-40:]]
    assert read_adjusted(panel(guessed, "2024-02-28"), ADJUSTED) is None


def test_a_rate_across_a_missing_month_is_undefined(adjusted_rows):
    rows = [row for row in adjusted_rows if row.period != dt.date(2023, 10, 1)]
    found = read_adjusted(panel(rows, "2024-02-28"), ADJUSTED)
    assert found is not None
    assert found.rates_pct[3] is None
    assert found.rates_pct[1] is not None


# --- breadth -----------------------------------------------------------------------------------------------


def test_breadth_equals_a_plain_count_in_pandas(item_rows):
    found = read_breadth(
        panel(item_rows, "2023-12-17"),
        month_number(dt.date(2023, 11, 1)),
        {row.series for row in item_rows},
        settings().breadth,
    )
    assert found is not None
    table = pd.DataFrame(
        [(row.series, row.period, row.value) for row in item_rows], columns=["series", "period", "value"]
    )
    items = table[table["series"].str.fullmatch(r"us\.cpi\.item\.\w+\.nsa")]
    wide = items.pivot_table(index="period", columns="series", values="value")
    wide.index = pd.PeriodIndex(pd.to_datetime(wide.index), freq="M")
    wide = wide.reindex(pd.period_range(wide.index[0], wide.index[-1], freq="M"))
    rate = 100.0 * (wide / wide.shift(12) - 1.0)
    now, then = rate.loc["2023-11"], rate.loc["2023-05"]
    both = (now - then).dropna()
    assert found.slowing.items == len(both) >= 25
    assert found.slowing.share == pytest.approx((both < 0).mean())
    assert found.above.share == pytest.approx((now.dropna() > 3.0).mean())
    assert 0.5 < found.slowing.share < 1.0  # inflation fell from 4.0 to 3.1 % in those months


def test_too_few_items_give_no_share(item_rows):
    few = [row for row in item_rows if row.series.endswith((".SEHA.nsa", ".SETA01.nsa"))]
    found = read_breadth(
        panel(few, "2023-12-17"),
        month_number(dt.date(2023, 11, 1)),
        {row.series for row in few},
        settings().breadth,
    )
    assert found is not None
    assert found.slowing.share is None
    assert found.slowing.items == 2


def test_without_items_there_is_no_breadth_and_it_is_named(on):
    reading = read(on("2024-02-16"))
    assert reading.breadth is None
    assert "us.cpi.item.*.nsa" in reading.absent


def test_breadth_becomes_facts_when_it_is_loaded(item_rows, sample_rows):
    found = {fact.name: fact for fact in facts(panel([*sample_rows, *item_rows], "2023-12-17"))}
    assert 50.0 < found["us.cpi.breadth.slowing"].value < 100.0
    assert found["us.cpi.breadth.slowing"].unit == "pct"


# --- core and alternatives ---------------------------------------------------------------------------------


def test_core_is_as_published_until_its_index_is_loaded(on, item_rows):
    published = read_core(on("2023-12-17"))
    assert published is not None
    assert published.yoy_pct == 4.0  # BLS, November 2023
    computed = read_core(panel(item_rows, "2023-12-17"))
    assert computed is not None
    assert computed.series == "us.cpi.core.nsa"
    assert round(computed.yoy_pct, 1) == 4.0
    assert computed.six_months_change_pp == pytest.approx(4.0 - 5.3, abs=0.1)  # BLS, May 2023: 5.3


def test_a_published_alternative_is_shown_when_loaded(item_rows):
    median = read_published(panel(item_rows, "2023-12-17"), "us.cpi.median.yoy")
    assert median is not None
    assert median.period == dt.date(2023, 11, 1)
    assert median.yoy_pct == pytest.approx(5.2, abs=0.2)  # Cleveland Fed, November 2023
    assert read_published(panel([], "2023-12-17"), "us.cpi.median.yoy") is None


# --- surveys ------------------------------------------------------------------------------------------------


def survey(name: str, period: str, value: float) -> Observation:
    return Observation(
        series=f"survey.desk.cpi.{name}",
        period=dt.date.fromisoformat(period),
        value=value,
        released_at=dt.date(2024, 2, 14),
        source="desk",
    )


def test_a_survey_of_the_user_is_set_against_our_own_forecast(sample_rows):
    rows = [
        survey("yoy", "2024-01-01", 2.9),  # printed already: no longer open
        survey("yoy", "2024-02-01", 3.1),
        survey("year_average", "2024-01-01", 2.7),
        survey("q4q4", "2024-01-01", 2.5),
        survey("year_average", "2023-01-01", 4.1),  # that year has ended
    ]
    reading = read(panel([*sample_rows, *rows], "2024-02-16"))
    found = {(one.about, one.period.isoformat()): one for one in reading.surveys}
    assert set(found) == {("yoy", "2024-02-01"), ("year_average", "2024-01-01"), ("q4q4", "2024-01-01")}
    print_ = found["yoy", "2024-02-01"]
    assert print_.ours_pct == reading.estimate.forecast[0].median_pct
    assert print_.gap_sigmas == pytest.approx((print_.ours_pct - 3.1) / print_.ours_sd_pp)
    assert found["year_average", "2024-01-01"].ours_pct == reading.estimate.year.average.median_pct
    assert found["q4q4", "2024-01-01"].ours_pct == reading.consensus.ours_q4q4_pct


def test_a_survey_beyond_the_fan_is_shown_without_a_gap(sample_rows):
    reading = read(panel([*sample_rows, survey("year_average", "2030-01-01", 2.0)], "2024-02-16"))
    (far,) = reading.surveys
    assert far.expected_pct == 2.0
    assert far.ours_pct is None
    assert far.gap_sigmas is None
