"""What a report draws beside the calls, as known on the day and never later."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.figures import figures_of
from signals.opening import open_reader, panel_as_of


def figures(day: str, **asked: object):
    return figures_of(
        panel_as_of(
            open_reader(store=None, sample=True), dt.date.fromisoformat(day), today=dt.date(2026, 1, 1)
        ),
        **asked,
    )


@pytest.fixture(scope="module")
def friday():
    return figures("2024-02-16", facts=["cn.policy.regulation_restrictive_60d"])


def test_the_path_is_that_of_the_method_that_facts_use(friday):
    # us.fed.p_cut_by.2024-05-01 of the same day is 33.8 % (tests/cli/test_allocate.py)
    may = next(meeting for meeting in friday.rate_path.meetings if meeting.date == dt.date(2024, 5, 1))

    assert friday.rate_path.method == "fit"
    assert may.p_cut_by == pytest.approx(0.338, abs=0.005)
    assert sum(odds.probability for odds in may.odds) == pytest.approx(1, abs=0.001)


def test_inflation_is_what_the_bls_published(friday):
    # BLS, CPI-U all items not seasonally adjusted, 12 months to January 2024: 3.1 %
    assert friday.inflation.month == dt.date(2024, 1, 1)
    assert round(friday.inflation.rate_pct, 1) == 3.1
    assert friday.inflation.history[-1].value == friday.inflation.rate_pct
    assert [one.months_ahead for one in friday.inflation.forecast] == sorted(
        one.months_ahead for one in friday.inflation.forecast
    )


def test_a_policy_act_says_both_of_its_dates_and_what_withdrew_it(friday):
    rrr = next(act for act in friday.policy_acts if act.kind == "monetary.rrr")

    assert (rrr.announced_on, rrr.in_force_on) == (dt.date(2024, 1, 24), dt.date(2024, 2, 5))
    assert (rrr.size, rrr.unit, rrr.direction) == (-50, "bp", "easing")
    taken_back = [act for act in friday.policy_acts if act.withdrawn_by]
    by_id = {act.id: act for act in friday.policy_acts}
    assert taken_back
    assert all(by_id[act.withdrawn_by].stage == "withdrawn" for act in taken_back)


def test_a_window_says_on_which_days_acts_leave_it(friday):
    windows = {window.fact: window for window in friday.policy_windows}
    rrr = windows["cn.policy.rrr_cut_60d"]

    assert rrr.value == 50
    assert (rrr.changes[0].date, rrr.changes[0].value) == (
        dt.date(2024, 3, 25),
        0,
    )  # 61 days after 24 January
    assert "cn.policy.regulation_restrictive_60d" in windows  # asked for, although nothing is in it


def test_an_index_level_carries_a_year_of_weekly_closes(friday):
    (nasdaq,) = (level for level in friday.indices if level.series == "index.IXIC")

    assert nasdaq.closes[-1].value == nasdaq.close
    assert 40 <= len(nasdaq.closes) <= 54
    assert nasdaq.off_52w_high_pct == pytest.approx(
        100 * (nasdaq.close / max(c.value for c in nasdaq.closes) - 1), abs=0.01
    )


@pytest.mark.parametrize("day", ["2023-10-12", "2024-01-12"])
def test_nothing_in_a_figure_is_of_a_later_day(day: str):
    as_of = dt.date.fromisoformat(day)
    found = figures(day)

    assert all(act.known_on <= as_of for act in found.policy_acts)
    assert all(level.released_at <= as_of for level in found.indices)
    assert found.inflation is None or found.inflation.released_at <= as_of
    assert all(event.on > as_of or event.until > as_of for event in found.ahead)
