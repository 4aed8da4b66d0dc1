"""Conviction is the lowest cap among stated reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.allocation.conviction import LEVELS, conviction_of, nearest_flip
from signals.rules.verdict import FactChange, FlipSet, ScheduledFlip


def flip(cost, facts=1):
    change = FactChange(
        fact="us.fed.cuts_2024",
        now=3.6,
        unit="cuts",
        flips_when="us.fed.cuts_2024 < 3 cuts",
        to_value=3.0,
        distance=0.6,
        distance_sigma=cost,
    )
    return FlipSet(changes=(change,) * facts, new_score_bp=(4000, 4000), new_grade="neutral", cost_sigma=cost)


def roll_off(days):
    return ScheduledFlip(
        on=dt.date(2024, 2, 16) + dt.timedelta(days=days),
        fact="cn.policy.rrr_cut_60d",
        because="WINDOW_ROLLS_OFF",
        from_value=50.0,
        to_value=0.0,
        new_score_bp=(0, 0),
        new_grade="neutral",
        changes_grade=True,
        unless_en="a cut comes first",
        unless_zh="此前再次降准",
    )


def caps(conviction):
    return {reason.code: reason.caps_at for reason in conviction.reasons}


@pytest.mark.parametrize(("cost", "cap"), [(0.5, "low"), (1.0, "moderate"), (1.9, "moderate"), (2.0, "high")])
def test_a_near_flip_caps_conviction(make_call, make_facts, cost, cap):
    call = make_call(make_facts(), flips=(flip(cost), flip(9.0)))

    assert caps(conviction_of(call, sample=False))["NEAREST_FLIP_SIGMA"] == cap


def test_an_unmeasured_flip_is_said(make_call, make_facts):
    found = conviction_of(make_call(make_facts(), flips=(flip(None),)), sample=False)

    assert caps(found)["NEAREST_FLIP_UNKNOWN"] == "moderate"
    assert "NEAREST_FLIP_SIGMA" not in caps(found)


@pytest.mark.parametrize(("days", "cap"), [(5, "low"), (30, "low"), (38, "moderate"), (80, "high")])
def test_a_flip_on_the_calendar_caps_conviction(make_call, make_facts, days, cap):
    call = make_call(make_facts(), scheduled=(roll_off(days),))

    assert caps(conviction_of(call, sample=False))["SCHEDULED_FLIP_DAYS"] == cap


def test_a_leg_against_the_call_caps_conviction(make_call, make_facts):
    call = make_call(make_facts(regulation_restrictive_60d=1.0))

    assert call.verdict.grade == "overweight"
    assert caps(conviction_of(call, sample=False))["LEGS_OPPOSED"] == "moderate"


def test_an_undecided_leg_and_its_fact_make_conviction_low(make_call, make_facts):
    found = conviction_of(make_call(make_facts(rrr_cut_60d=None)), sample=False)

    assert caps(found)["LEGS_UNKNOWN"] == "low"
    assert caps(found)["DATA_QUALITY"] == "low"
    assert found.level == "low"


def test_conviction_is_never_high_before_an_edge_is_shown(make_call, make_facts):
    found = conviction_of(make_call(make_facts(), flips=(flip(9.0),)), sample=False)

    assert caps(found)["EDGE_UNPROVEN"] == "moderate"
    assert found.level == "moderate"


def test_the_level_is_the_lowest_cap_and_an_abstention_has_none(make_call, make_facts):
    found = conviction_of(make_call(make_facts(), flips=(flip(0.2),)), sample=True)

    assert found.level == min((reason.caps_at for reason in found.reasons), key=LEVELS.index) == "low"
    assert conviction_of(make_call(make_facts(), grade=None), sample=True).level is None


def test_the_nearest_flip_is_the_cheapest_then_the_smallest():
    assert nearest_flip([flip(2.0), flip(1.0, facts=2), flip(1.0), flip(None)]) == flip(1.0)
    assert nearest_flip([flip(None)]) is None


def test_a_distance_is_that_of_the_nearest_measurable_flip(make_call, make_facts):
    found = conviction_of(make_call(make_facts(), flips=(flip(3.2), flip(None))), sample=False)
    said = {reason.code: reason.text for reason in found.reasons}

    assert said["NEAREST_FLIP_SIGMA"].en == "the nearest measurable flip is 3.2 one-week sigmas away"
    assert said["NEAREST_FLIP_SIGMA"].zh == "距可度量的最近翻转3.2个周标准差"
    assert said["NEAREST_FLIP_UNKNOWN"].en == "1 way to flip lies at a distance that cannot be measured"


def test_one_leg_points_and_one_day_is_a_day(make_call, make_facts):
    call = make_call(make_facts(regulation_restrictive_60d=1.0), scheduled=(roll_off(1),))
    said = {reason.code: reason.text.en for reason in conviction_of(call, sample=False).reasons}

    assert " legs points the other way " in said["LEGS_OPPOSED"]
    assert said["SCHEDULED_FLIP_DAYS"].endswith("(1 day)")
