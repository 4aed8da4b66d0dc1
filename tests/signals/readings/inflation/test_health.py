"""What is doubted, there twice or not there at all, as far back as a figure rests on it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from signals.readings.inflation.config import settings, stored_sets
from signals.readings.inflation.document import document
from signals.readings.inflation.facts import facts
from signals.readings.inflation.health import MODEL_REACH, of_index
from signals.readings.inflation.inputs import CPI, GASOLINE, read_inputs
from signals.readings.inflation.reading import read, read_range
from sources.contract import Observation
from sources.months import month_number, month_start

ANCHOR = "survey.spf.cpi.10y"
Q4 = "survey.spf.cpi.q4q4.year0"
NOW = dt.date(2024, 2, 16)
NEWEST = month_number(dt.date(2024, 1, 1))
MODEL = ("us.cpi.trend", "us.cpi.trend.p_falling_12m", "us.cpi.year_average.p_below_3pct")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def changed(rows, series, period, **fields):
    found = [row for row in rows if row.series == series and row.period == day(period)]
    assert len(found) == 1
    return [dataclasses.replace(row, **fields) if row is found[0] else row for row in rows]


def without(rows, series, first, last):
    return [row for row in rows if not (row.series == series and day(first) <= row.period < day(last))]


def by_name(panel, wanted=None):
    return {fact.name: fact for fact in facts(panel, wanted=wanted)}


# --- doubted values that are not the newest ----------------------------------------------------------------


def test_a_doubted_print_of_december_leaves_no_fact_of_use_in_february(world, sample_rows):
    rows = changed(sample_rows, CPI, "2023-12-01", value=305.1, quality="suspect")
    found = by_name(world(rows, NOW))
    assert {found[name].status for name in (*MODEL, "us.cpi.yoy")} == {"suspect"}
    assert "2023-12-01" in str(found["us.cpi.trend"].reason)
    assert found["us.cpi.trend"].value is not None
    assert any("2023-12-01" in str(text) for text in read(world(rows, NOW)).warnings)


def test_a_doubted_base_month_makes_the_12_month_rate_suspect(world, sample_rows):
    rows = changed(sample_rows, CPI, "2023-01-01", value=310.0, quality="suspect")
    yoy = by_name(world(rows, NOW))["us.cpi.yoy"]
    assert yoy.value == pytest.approx(-0.51, abs=0.01)
    assert yoy.status == "suspect"
    assert "2023-01-01" in str(yoy.reason)


def test_a_figure_is_doubted_no_further_back_than_it_looks(world, sample_rows):
    found = by_name(world(changed(sample_rows, CPI, "2022-12-01", quality="suspect"), NOW))
    assert found["us.cpi.yoy"].usable  # January on January
    assert found["us.cpi.yoy.change_3m"].status == "suspect"  # October 2023 on October 2022, and on
    assert found["us.cpi.trend"].status == "suspect"
    found = by_name(world(changed(sample_rows, CPI, "2021-12-01", quality="suspect"), NOW))
    assert found["us.cpi.trend"].usable
    assert found["us.cpi.yoy.change_12m"].usable


@pytest.mark.parametrize(("series", "period"), [(GASOLINE, "2023-08-07"), (ANCHOR, "2023-04-01")])
def test_a_doubted_price_or_survey_of_the_last_two_years_counts(world, sample_rows, series, period):
    found = by_name(world(changed(sample_rows, series, period, quality="suspect"), NOW))
    assert {found[name].status for name in MODEL} == {"suspect"}
    assert series in str(found["us.cpi.trend"].reason)
    assert found["us.cpi.yoy"].usable


@pytest.mark.parametrize(
    ("back", "trend_pp", "odds"), [(0, (1.2, 1.6), (0.4, 0.65)), (36, (0.0, 0.15), (0.0, 0.06))]
)
def test_errors_before_the_reach_of_the_model_hardly_move_it(world, sample_rows, back, trend_pp, odds):
    assert back == 0 or back > MODEL_REACH
    rows = [
        dataclasses.replace(row, value=row.value * 1.005)
        if row.series == CPI and month_number(row.period) == NEWEST - back
        else row
        for row in sample_rows
    ]
    true, off = (read(world(some, NOW), parts=frozenset()).estimate for some in (sample_rows, rows))
    assert trend_pp[0] <= abs(off.trend_pct - true.trend_pct) <= trend_pp[1]
    moved = max(abs(a.p_falling - b.p_falling) for a, b in zip(off.directions, true.directions, strict=True))
    assert odds[0] <= moved <= odds[1]


# --- holes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("back", "status"), [(MODEL_REACH, "suspect"), (MODEL_REACH + 1, "ok")])
def test_a_hole_exactly_at_the_reach_of_the_model_counts_and_one_before_it_does_not(
    world, sample_rows, back, status
):
    first = month_start(NEWEST - back)
    panel = world(without(sample_rows, CPI, str(first), str(month_start(NEWEST - back + 1))), NOW)
    prices = read_inputs(panel, settings()).prices
    assert month_number(first) in prices.holes()
    assert of_index(panel, CPI, prices, reach=MODEL_REACH, bridged=True).status == status


def test_months_without_gasoline_widen_the_trend_and_are_said(world, sample_rows):
    panel = world(without(sample_rows, GASOLINE, "2023-06-01", "2024-01-01"), NOW)
    found = by_name(panel)
    assert {found[name].status for name in MODEL} == {"ok"}
    (said,) = read(panel).warnings
    assert "not known for 2023-06 to 2023-12" in said.text("en")
    assert "2023-06至2023-12的油价未知" in said.text("zh")
    # taking the price of May for that of the later months put p_falling_3m at 0.07; the whole data say 0.27
    whole = by_name(world(sample_rows, NOW))
    trend = found["us.cpi.trend"]
    assert abs(trend.value - whole["us.cpi.trend"].value) < trend.error
    assert trend.error > whole["us.cpi.trend"].error
    assert 0.35 < found["us.cpi.trend.p_falling_3m"].value < 0.65  # undecided


def test_gasoline_that_stopped_discards_no_print(world, sample_rows):
    # EIA regular rose from 3.5 to 4.2 dollars in March 2022, and CPI by 1.3 % in that month (BLS)
    stopped = without(sample_rows, GASOLINE, "2022-03-01", "2030-01-01")
    april = world(stopped, day("2022-04-12"))
    reading = read(april)
    step = reading.estimate.forecast[0]
    assert reading.latest.yoy_pct == pytest.approx(8.54, abs=0.01)
    assert step.median_pct == pytest.approx(8.26, abs=0.5)  # what April brought
    assert any("newest price is of 2022-02-28" in str(text) for text in reading.warnings)
    assert by_name(april)["us.cpi.trend"].usable
    priced = read(world(sample_rows, day("2022-04-12"))).estimate
    assert reading.estimate.trend_sd_pp > priced.trend_sd_pp
    assert reading.estimate.rates[0].sd > priced.rates[0].sd


def test_the_filter_hears_a_month_whose_gasoline_is_not_known_and_leaves_the_price_open(world, sample_rows):
    inputs = read(world(without(sample_rows, GASOLINE, "2023-09-01", "2023-11-01"), NOW)).estimate.inputs
    rows = np.array([NEWEST - 4, NEWEST - 3]) - inputs.first
    heard = inputs.observed(stored_sets()[-1])
    np.testing.assert_array_equal(np.flatnonzero(heard.carried[60:, 0]) + 60, rows)
    assert np.isfinite(heard.level).all()
    assert (heard.gap[rows, 0] > 0.0).all()


def test_a_month_with_its_first_week_alone_is_not_a_month_known(world, sample_rows):
    rows = without(sample_rows, GASOLINE, "2024-01-05", "2024-03-01")  # one of five Mondays of January
    inputs = read(world(rows, NOW)).estimate.inputs
    assert inputs.gasoline.open[-1] == pytest.approx(0.8)
    assert inputs.gasoline.open[-2] == 0.0
    assert not inputs.gasoline.carried[-1]


def test_a_hole_of_gasoline_ahead_of_the_newest_print_widens_the_fan(world, sample_rows):
    # on the eve of January's print: November is the last month with prices before those of January
    rows = without(sample_rows, GASOLINE, "2023-12-01", "2024-01-01")
    rows = without(rows, CPI, "2023-12-01", "2024-03-01")
    whole = without(sample_rows, CPI, "2023-12-01", "2024-03-01")
    holed, priced = (read(world(some, day("2024-02-05"))).estimate.rates[0].sd for some in (rows, whole))
    assert holed > 1.5 * priced


def test_two_lost_weeks_in_a_row_are_a_hole_and_one_is_not(world, sample_rows):
    one = without(sample_rows, GASOLINE, "2023-09-04", "2023-09-10")
    two = without(sample_rows, GASOLINE, "2023-09-04", "2023-09-17")
    assert by_name(world(one, NOW))["us.cpi.trend"].usable
    assert "2023-09" in str(read(world(two, NOW), parts=frozenset()).inputs[GASOLINE].reason)
    assert str(read(world(one, NOW), parts=frozenset()).inputs[GASOLINE].reason) == ""


def test_a_month_with_neither_a_print_nor_gasoline_is_bridged_with_the_risk_of_both(world, sample_rows):
    printless = without(sample_rows, CPI, "2023-11-01", "2023-12-01")
    neither = without(printless, GASOLINE, "2023-11-01", "2023-12-01")
    one, both = (read(world(rows, NOW)).estimate for rows in (printless, neither))
    assert one.levels.months[0] == both.levels.months[0] == NEWEST - 2
    now = one.pull
    assert both.levels.covariance[now, 0, 0] > 2.0 * one.levels.covariance[now, 0, 0]
    came = 100.0 * np.log(307.051)
    assert abs(both.levels.mean[now, 0] - came) < 2.0 * both.levels.covariance[now, 0, 0] ** 0.5


def test_months_of_cpi_that_were_not_loaded_are_named(world, sample_rows):
    found = by_name(world(without(sample_rows, CPI, "2023-09-01", "2023-12-01"), NOW))
    assert {found[name].status for name in MODEL} == {"suspect"}
    assert "2023-09 to 2023-11" in str(found["us.cpi.trend"].reason)
    assert found["us.cpi.yoy"].usable
    assert found["us.cpi.yoy.change_3m"].status == "missing"
    assert str(found["us.cpi.yoy.change_3m"].reason).endswith("2023-10 is not in the data")


def test_a_month_that_was_never_published_is_no_fault_of_the_data(world, sample_rows):
    rows, level = [row for row in sample_rows if row.series == CPI], 308.417
    for month in range(month_number(day("2024-02-01")), month_number(day("2025-12-01"))):
        level *= 1.0021
        start = dt.date(month // 12, month % 12 + 1, 1)
        if start != day("2025-10-01"):
            out = start + dt.timedelta(days=47 if start.month == 11 else 43)
            rows.append(Observation(series=CPI, period=start, value=level, released_at=out, source="test"))
    panel = world([*rows, *(row for row in sample_rows if row.series != CPI)], day("2026-01-05"))
    assert read(panel).inputs[CPI].status == "ok"
    lost_too = [row for row in rows if row.period != day("2025-09-01")]
    assert "2025-09" in str(read(world(lost_too, day("2026-01-05"))).inputs[CPI].reason)


def test_a_survey_that_was_not_loaded_is_named_and_widens_the_trend(world, sample_rows):
    panel = world(without(sample_rows, ANCHOR, "2023-07-01", "2023-08-01"), NOW)
    reading = read(panel)
    assert by_name(panel)["us.cpi.trend"].usable
    assert "no survey of Q3 2023 is in the data" in str(reading.inputs[ANCHOR].reason)
    assert reading.estimate.inputs.anchor.late[-6:-2].tolist() == [
        True,
        True,
        True,
        False,
    ]  # August to October


@pytest.mark.parametrize(
    ("since", "status"), [("2024-01-01", "ok"), ("2023-04-01", "ok"), ("2022-10-01", "stale")]
)
def test_a_late_survey_widens_the_trend_until_it_is_a_year_late(world, sample_rows, since, status):
    asked = day("2024-04-01")  # the survey of the first quarter was due in February
    rows = without(sample_rows, ANCHOR, since, "2030-01-01")
    panel = world(rows, asked)
    health = read(panel, parts=frozenset()).inputs[ANCHOR]
    assert health.status == status
    if status == "ok":
        assert "Q" in health.reason.text("en")
        assert "季度的调查未到" in health.reason.text("zh")
        late, whole = (read(one, parts=frozenset()).estimate for one in (panel, world(sample_rows, asked)))
        heard = (
            late.inputs.anchor.late.any()
        )  # January's print came before the first quarter's survey was due
        assert (late.trend_sd_pp > whole.trend_sd_pp) == heard


def test_a_survey_is_not_late_before_its_month_is_over(world, sample_rows):
    # 110 days are over on 2024-05-29; the survey of the second quarter is due by the end of May
    reading = read(world(sample_rows, day("2024-05-30")), parts=frozenset())
    assert (reading.inputs[ANCHOR].status, reading.inputs[ANCHOR].reason) == ("ok", "")


# --- a month that was never published -----------------------------------------------------------------------


def with_october_2025(sample_rows, *, value: float | None):
    """The sample carried on to November 2025 at 2.5 % a year, with whatever stands in October."""
    rows = list(sample_rows)
    for ahead in range(1, 23):
        month = NEWEST + ahead
        period = dt.date(month // 12, month % 12 + 1, 1)
        level = 308.417 * 1.025 ** (ahead / 12)
        if period == day("2025-10-01"):
            if value is None:
                continue
            level = value
        released = period + dt.timedelta(days=48 if period >= day("2025-09-01") else 43)
        rows.append(Observation(series=CPI, period=period, value=level, released_at=released, source="test"))
    return rows


def test_a_value_for_october_2025_is_an_invention_and_changes_nothing(world, sample_rows):
    asked = day("2026-01-05")
    clean = read(world(with_october_2025(sample_rows, value=None), asked))
    brought = read(world(with_october_2025(sample_rows, value=322.0), asked))
    ours, theirs = document(brought), document(clean)
    said = "a value for 2025-10 is there, but none was ever published"
    assert any(said in text for text in ours.pop("warnings"))
    assert not any(said in text for text in theirs.pop("warnings"))
    assert ours == theirs
    assert any(
        "2025-10" in text and "12-month rate of 2026-10" in text for text in document(clean)["warnings"]
    )


def test_the_average_of_2025_is_that_of_the_eleven_months_published(world, sample_rows):
    estimate = read(world(with_october_2025(sample_rows, value=None), day("2025-12-19"))).estimate
    assert estimate.year.months == (11, 12)
    assert read(
        world(with_october_2025(sample_rows, value=None), day("2026-01-05"))
    ).estimate.year.months == (12, 11)
    # what BLS does: 321.943 is the mean of eleven months of 2025, 2.631 % above the 313.689 of 2024
    assert pytest.approx(2.631, abs=0.001) == 100.0 * (321.943 / 313.689 - 1.0)
    known = [308.417 * 1.025 ** (ahead / 12) for ahead in range(12, 23) if ahead != 21]
    base = [308.417 * 1.025 ** (ahead / 12) for ahead in range(12)]
    bridged = np.exp((estimate.levels.mean[estimate.pull, 1]) / 100.0)  # December, after the hole of October
    expected = 100.0 * (np.mean([*known, bridged]) / np.mean(base) - 1.0)
    assert estimate.year.average.median_pct == pytest.approx(expected, abs=0.01)


def test_the_pull_of_the_print_after_the_hole_is_said(world, sample_rows):
    rows = with_october_2025(sample_rows, value=None)
    reading = read(world(rows, day("2026-01-05")))
    (said,) = [text for text in reading.warnings if text.code == "inflation.after_hole"]
    assert f"instead of {reading.estimate.trend_pct:.2f} %" in said.text("en")
    assert "2025-11" in said.text("zh")


def test_a_range_across_holes_equals_reading_each_day_alone(world, sample_rows):
    panel = world(without(sample_rows, GASOLINE, "2023-06-01", "2024-01-01"), NOW)
    days = [day(text) for text in ("2023-06-20", "2023-08-15", "2024-01-05", "2024-02-12", "2024-02-16")]
    for one, reading in zip(days, read_range(panel, days), strict=True):
        assert document(read(panel.at(one))) == document(reading), one


# --- twins ----------------------------------------------------------------------------------------------


def test_two_figures_for_the_newest_month_leave_no_12_month_rate_of_use(world, sample_rows):
    twin = Observation(
        series=CPI, period=day("2024-01-31"), value=309.9, released_at=day("2024-02-13"), source="test"
    )
    panel = world([*sample_rows, twin], NOW)
    found = by_name(panel)
    for name in ("us.cpi.yoy", *MODEL):
        assert found[name].status == "suspect", name
        assert "2024-01 is there twice (308.417 and 309.9)" in str(found[name].reason)
    assert sum("twice" in str(text) for text in read(panel).warnings) == 1


def test_two_figures_for_the_base_month_are_the_reason_of_the_missing_rate(world, sample_rows):
    twin = Observation(
        series=CPI, period=day("2023-01-31"), value=301.9, released_at=day("2023-02-14"), source="test"
    )
    yoy = by_name(world([*sample_rows, twin], NOW))["us.cpi.yoy"]
    assert yoy.status == "missing"
    assert "2023-01 is there twice" in str(yoy.reason)


# --- each fact lists what it rests on -------------------------------------------------------------------


def test_the_gap_to_a_survey_rests_on_the_survey(world, sample_rows):
    gap = by_name(world(sample_rows, NOW))["us.cpi.consensus_gap"]
    assert gap.usable
    assert Q4 in {item.series for item in gap.inputs}


def test_an_old_survey_leaves_no_gap(world, sample_rows):
    old = [row for row in sample_rows if row.series != Q4 or row.period < day("2022-06-01")]
    panel = world(old, NOW)
    for name in ("us.cpi.consensus_gap", "us.cpi.consensus_gap_sigmas"):
        fact = by_name(panel)[name]
        assert fact.status == "stale"
        assert fact.value is None
        assert Q4 in str(fact.reason)
    reading = read(panel)
    assert reading.consensus.ours_q4q4_pct is None
    assert any(Q4 in str(text) for text in reading.warnings)


def test_a_fresh_survey_of_last_year_is_no_consensus_on_this_one(world, sample_rows):
    gap = by_name(world(sample_rows, day("2024-01-15")))["us.cpi.consensus_gap"]
    assert gap.status == "missing"
    assert str(gap.reason) == "the newest survey is about Q4 2023, and the forecast about Q4 2024"


def test_breadth_rests_on_every_item(world, sample_rows):
    codes = [
        name for name in world([], NOW).catalogue if name.startswith("us.cpi.item.") and name.endswith(".nsa")
    ][: settings().breadth.fewest_items + 1]
    headline = [row for row in sample_rows if row.series == CPI and row.period >= day("2021-01-01")]
    items = [dataclasses.replace(row, series=code) for code in codes for row in headline]
    name = "us.cpi.breadth.slowing"
    fact = by_name(world([*sample_rows, *items], NOW))[name]
    assert fact.usable
    assert set(codes) <= {item.series for item in fact.inputs}
    doubted = changed(items, codes[3], "2022-09-01", quality="suspect")
    found = by_name(world([*sample_rows, *doubted], NOW))
    assert found[name].status == "suspect"
    assert codes[3] in str(found[name].reason)
    assert found["us.cpi.breadth.above"].usable  # looks twelve months back, not eighteen


# --- reasons ----------------------------------------------------------------------------------------------


def test_an_absent_fact_gives_its_own_reason(world, sample_rows):
    holed = world(without(sample_rows, CPI, "2023-07-01", "2023-08-01"), NOW)
    found = by_name(holed)
    assert str(found["us.cpi.yoy.p_lower_in_6m"].reason) == (
        "the 12-month rate of 2024-07 is undefined: 2023-07 is not in the data"
    )
    assert found["us.cpi.yoy.p_lower_in_3m"].value is not None
    old = [row for row in sample_rows if row.series != Q4]
    gap = by_name(world(without(old, CPI, "2023-07-01", "2023-08-01"), NOW))["us.cpi.consensus_gap"]
    assert "undefined" not in str(gap.reason)
    assert Q4 in str(gap.reason)


def test_a_direction_that_is_too_long_for_the_data_says_so(world, sample_rows):
    later = [row for row in sample_rows if row.series != CPI or row.period >= day("2023-06-01")]
    fact = by_name(world(later, NOW))["us.cpi.trend.p_falling_12m"]
    assert str(fact.reason) == "too few months to compare the trend with that of 12 months ago"


def test_news_without_a_12_month_rate_says_which_month_is_not_there(world, sample_rows):
    found = by_name(world(without(sample_rows, CPI, "2023-01-01", "2023-02-01"), NOW))
    assert str(found["us.cpi.yoy.surprise"].reason) == (
        "the 12-month rate of 2024-01 is undefined: 2023-01 is not in the data"
    )
