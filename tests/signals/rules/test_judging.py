from __future__ import annotations

import datetime as dt
import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.facts import Facts
from signals.rules import completions
from signals.rules.judge import Judge, judge

pytestmark = pytest.mark.slow

PREVIOUS = st.sampled_from((None, "neutral", "overweight", "underweight"))


@settings(max_examples=40)
@given(data=st.data(), previous=PREVIOUS)
def test_a_call_on_known_facts_is_what_a_naive_reader_of_the_file_finds(lab, data, previous):
    strategy = data.draw(lab.a_strategy())
    values = {name: data.draw(st.sampled_from(options)) for name, options in lab.grid(strategy).items()}
    verdict = judge(lab.rules(strategy), lab.facts(values), previous=previous)
    score = lab.naive_score(strategy, values)
    assert verdict.score_bp == (score, score)
    assert verdict.grade == lab.naive_grade(strategy, values, previous)
    assert verdict.needs == ()


@settings(max_examples=60)
@given(data=st.data(), previous=PREVIOUS)
def test_the_score_is_exactly_what_completions_reach_and_a_grade_is_given_only_where_all_agree(
    lab, data, previous
):
    strategy = data.draw(lab.a_strategy(max_facts=3))
    grid = lab.grid(strategy)
    values = {name: data.draw(st.sampled_from((None, *options))) for name, options in grid.items()}
    verdict = judge(lab.rules(strategy), lab.facts(values), previous=previous)
    completions = [
        dict(zip(grid, choice, strict=True))
        for choice in product(*([values[name]] if values[name] is not None else grid[name] for name in grid))
    ]
    scores = {lab.naive_score(strategy, each) for each in completions}
    grades = {lab.naive_grade(strategy, each, previous) for each in completions}
    assert verdict.score_bp == (min(scores), max(scores))
    assert verdict.grade == (grades.pop() if len(grades) == 1 else None)
    unknown = {name for name, value in values.items() if value is None}
    assert set(verdict.needs) <= unknown
    assert (verdict.grade is None) == bool(verdict.needs)


@settings(max_examples=60)
@given(data=st.data(), previous=PREVIOUS)
def test_a_strategy_too_large_to_try_stays_on_the_safe_side(lab, data, previous):
    strategy = data.draw(lab.a_strategy(max_facts=3))
    grid = lab.grid(strategy)
    values = {name: data.draw(st.sampled_from((None, *options))) for name, options in grid.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "MAX_COMPLETIONS", 4)
        verdict = judge(lab.rules(strategy), lab.facts(values), previous=previous)
    possible = [
        dict(zip(grid, choice, strict=True))
        for choice in product(*([values[name]] if values[name] is not None else grid[name] for name in grid))
    ]
    scores = {lab.naive_score(strategy, each) for each in possible}
    grades = {lab.naive_grade(strategy, each, previous) for each in possible}
    assert verdict.score_bp[0] <= min(scores)
    assert max(scores) <= verdict.score_bp[1]
    assert verdict.grade is None or grades == {verdict.grade}


BAD = {
    "missing": {"value": None, "status": "missing", "reason": "no value is known"},
    "stale": {"value": 0.8, "status": "stale", "reason": "60 days old, limit 45"},
    "suspect": {"value": 0.8, "status": "suspect", "reason": "a quality gate doubts the newest value"},
    "unreleased": {"value": 0.8, "status": "unreleased", "reason": "due tomorrow"},
    "wrong unit": {"value": 0.8, "unit": "days"},
    "not a number": {"value": math.nan},
    "a word": {"value": "high"},
    "a boolean": {"value": True},
}


def a_leg_of_each_kind(lab):
    return [
        lab.leg("one", 2000, "us.cpi.trend.p_falling_12m >= 65 pct", "us.cpi.trend.p_falling_12m <= 35 pct"),
        lab.leg("two", 2500, {"all": ["us.cpi.yoy < 3 pct", "us.fed.cuts_2024 >= 2 cuts"]}),
        lab.leg("three", 1500, {"any": ["cn.policy.rrr_cut_60d >= 25 bp", "us.cpi.yoy < 2 pct"]}),
        lab.leg("four", 4000, None, "us.vix >= 30 pts"),
    ]


GOOD = {
    "us.cpi.trend.p_falling_12m": 0.8,
    "us.cpi.yoy": 2.5,
    "us.fed.cuts_2024": 3.5,
    "cn.policy.rrr_cut_60d": 50.0,
    "us.vix": 14.0,
}


def spoiled(lab, name, fault):
    if fault == "not a number":  # a Fact refuses a NaN, so one can only come in behind its back
        fact = lab.fact(name, 0.8)
        object.__setattr__(fact, "value", math.nan)
        return fact
    return lab.fact(name, **BAD[fault])


@pytest.mark.parametrize("fault", sorted(BAD))
@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_spoiled_fact_makes_its_legs_unknown_and_never_counts_for_or_against(lab, name, fault):
    spoilt = spoiled(lab, name, fault)
    found = judge(
        lab.rules(lab.strategy_data(a_leg_of_each_kind(lab))),
        Facts(lab.DAY, [spoilt if each == name else lab.fact(each, GOOD[each]) for each in GOOD]),
    )
    for leg in found.legs:
        low, high = leg.contribution_bp
        if name not in leg.facts or (leg.leg == "three" and name == "us.cpi.yoy"):
            assert low == high  # the RRR cut alone decides leg three
        else:
            assert low < high
            assert leg.stance == "unknown"
            traces = [trace for trace in (leg.supports, leg.opposes) if trace is not None]
            assert any(trace.verdict == "unknown" and trace.reason for trace in traces)
    best = judge(lab.rules(lab.strategy_data(a_leg_of_each_kind(lab))), lab.facts(GOOD))
    assert found.score_bp[0] <= best.score_bp[0] <= found.score_bp[1]


@pytest.mark.parametrize("fault", sorted(BAD))
def test_two_spoiled_facts_widen_the_score_by_both(lab, fault):
    rules = lab.rules(lab.strategy_data(a_leg_of_each_kind(lab)))
    bad = {"us.vix", "us.fed.cuts_2024"}
    kept = [lab.fact(name, value) for name, value in GOOD.items() if name not in bad]
    spoilt = [spoiled(lab, name, fault) for name in sorted(bad)]
    found = judge(rules, Facts(lab.DAY, [*kept, *spoilt]))
    assert found.score_bp == (2000 + 0 + 1500 - 4000, 2000 + 2500 + 1500)
    assert found.grade is None
    assert found.needs == ("us.fed.cuts_2024", "us.vix")


def test_the_reason_of_an_unknown_leaf_is_that_of_its_fact(lab):
    rules = lab.rules(lab.strategy_data([lab.leg("one", 10_000, "us.vix < 20 pts")]))
    stale = lab.fact("us.vix", 14.0, status="stale", reason="60 days old, limit 45")
    trace = judge(rules, Facts(lab.DAY, [stale])).legs[0].supports
    assert trace.verdict == "unknown"
    assert str(trace.reason) == "stale: 60 days old, limit 45"
    assert trace.actual == 14.0  # shown, never used


def test_a_fact_that_two_leaves_name_is_completed_once_for_both(lab):
    # In Kleene's logic alone both legs were unknown and the score [-5000, 5000]; yet one of them always holds.
    legs = [
        lab.leg("low", 5000, "us.vix < 20 pts"),
        lab.leg("high", 5000, "us.vix >= 20 pts"),
    ]
    verdict = judge(lab.rules(lab.strategy_data(legs)), lab.facts({"us.vix": None}))
    assert verdict.score_bp == (5000, 5000)
    assert verdict.grade == "overweight"
    assert verdict.needs == ()
    assert [leg.contribution_bp for leg in verdict.legs] == [(0, 5000), (0, 5000)]


@pytest.mark.parametrize(
    "impossible", ["cn.policy.regulation_restrictive_60d < 0 events", "us.cpi.trend.p_falling_12m > 1 prob"]
)
def test_an_unknown_fact_is_not_completed_with_what_its_unit_cannot_be(lab, impossible):
    verdict = judge(lab.rules(lab.strategy_data([lab.leg("one", 10_000, impossible)])), lab.facts({}))
    assert verdict.score_bp == (0, 0)
    assert verdict.grade == "neutral"


@pytest.mark.parametrize(
    ("previous", "vix", "grade"),
    [
        (None, 14.0, "neutral"),
        ("neutral", 14.0, "neutral"),
        ("overweight", 14.0, "overweight"),
        ("underweight", 14.0, "neutral"),
        ("overweight", 25.0, "neutral"),
    ],
)
def test_a_grade_is_entered_high_and_left_low(lab, previous, vix, grade):
    legs = [lab.leg("small", 2000, "us.vix < 20 pts")]  # between leave 1500 and enter 3000
    assert (
        judge(lab.rules(lab.strategy_data(legs)), lab.facts({"us.vix": vix}), previous=previous).grade
        == grade
    )


def test_a_stop_rule_brings_the_call_to_neutral_without_the_hold_band(lab):
    legs = [lab.leg("all", 10_000, "us.cpi.yoy < 3 pct")]
    rules = lab.rules(lab.strategy_data(legs, stops=["us.vix >= 40 pts"]))
    calm = judge(rules, lab.facts({"us.cpi.yoy": 2.0, "us.vix": 14.0}), previous="overweight")
    stress = judge(rules, lab.facts({"us.cpi.yoy": 2.0, "us.vix": 40.0}), previous="overweight")
    unsure = judge(rules, lab.facts({"us.cpi.yoy": 2.0, "us.vix": None}), previous="overweight")
    assert (calm.grade, calm.invalidated_by) == ("overweight", ())
    assert (stress.grade, stress.invalidated_by) == ("neutral", ("stop-0",))
    assert (unsure.grade, unsure.needs) == (None, ("us.vix",))


def test_margins_are_signed_and_follow_the_robustness_of_signal_temporal_logic(lab):
    condition = {
        "any": [
            {"all": ["us.vix < 20 pts", "us.cpi.yoy <= 3 pct"]},
            {"not": "us.fed.cuts_2024 >= 2 cuts"},
            {"at_least": 2, "of": ["us.vix < 15 pts", "us.vix < 12 pts", "us.vix < 20 pts"]},
        ]
    }
    rules = lab.rules(lab.strategy_data([lab.leg("one", 10_000, condition)]))
    known = Facts(
        lab.DAY,
        [
            lab.fact("us.vix", 14.0, week_sigma=2.0),
            lab.fact("us.cpi.yoy", 3.1, week_sigma=0.1),
            lab.fact("us.fed.cuts_2024", 3.0, week_sigma=0.5),
        ],
    )
    trace = judge(rules, known).legs[0].supports
    both, inverse, two = trace.children
    assert [child.margin_sigma for child in both.children] == pytest.approx([3.0, -1.0])
    assert both.margin_sigma == pytest.approx(-1.0)  # the minimum
    assert inverse.margin_sigma == pytest.approx(-2.0)  # the negative of +2
    assert [child.margin_sigma for child in two.children] == pytest.approx([0.5, -1.0, 3.0])
    assert two.margin_sigma == pytest.approx(0.5)  # the second largest
    assert trace.margin_sigma == pytest.approx(0.5)  # the maximum
    assert trace.verdict == "true"
    assert trace.children[0].children[1].margin == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("condition", "value", "margin"),
    [
        ("cn.policy.regulation_restrictive_60d >= 1 events", 1, 1.0),  # one event fewer turns it
        ("cn.policy.regulation_restrictive_60d >= 1 events", 0, -1.0),
        ("cn.policy.regulation_restrictive_60d > 1 events", 1, -1.0),
        ("cn.policy.regulation_restrictive_60d > 0.5 events", 1, 1.0),
        ("cn.policy.regulation_restrictive_60d <= 1 events", 3, -2.0),
        ("cn.policy.regulation_restrictive_60d < 3 events", 1, 2.0),
        ("cn.policy.regulation_restrictive_60d == 2 events", 2, 1.0),
        ("cn.policy.regulation_restrictive_60d != 2 events", 2, -1.0),
        ("cn.policy.regulation_restrictive_60d != 2 events", 5, 3.0),
        ("us.fed.first_cut <= 2024-05-01", dt.date(2024, 5, 1), 1.0),
        ("us.fed.first_cut <= 2024-05-01", dt.date(2024, 6, 12), -42.0),
        ("us.fed.first_cut > 2024-05-01", dt.date(2024, 5, 1), -1.0),
        ("us.vix < 20 pts", 20.0, 0.0),  # between numbers there is always another
        ("us.open == true", True, None),
    ],
)
def test_whole_numbers_and_days_are_measured_to_the_nearest_other_verdict(lab, condition, value, margin):
    name = condition.split()[0]
    found = judge(lab.rules(lab.strategy_data([lab.leg("one", 10_000, condition)])), lab.facts({name: value}))
    assert found.legs[0].supports.margin == margin


def test_a_margin_without_a_sigma_is_unknown_and_says_what_is_known(lab):
    rules = lab.rules(
        lab.strategy_data([lab.leg("one", 10_000, {"all": ["us.vix < 20 pts", "us.cpi.yoy < 3 pct"]})])
    )
    known = Facts(lab.DAY, [lab.fact("us.vix", 14.0, week_sigma=2.0), lab.fact("us.cpi.yoy", 2.5)])
    leg = judge(rules, known).legs[0]
    assert leg.margin_sigma is None
    assert leg.supports.margin_sigma is None
    assert str(leg.supports.reason) == "margin at most +3.00 one-week sigmas; 1 of 2 parts have none"
    assert leg.supports.children[1].margin == pytest.approx(0.5)


@pytest.mark.parametrize("sigma", [0.0, math.nan, math.inf])
def test_a_sigma_that_is_no_positive_number_gives_no_margin(lab, sigma):
    rules = lab.rules(lab.strategy_data([lab.leg("one", 10_000, "us.vix < 20 pts")]))
    leg = judge(rules, Facts(lab.DAY, [lab.fact("us.vix", 14.0, week_sigma=sigma)])).legs[0]
    assert (leg.supports.margin, leg.margin_sigma) == (6.0, None)


@settings(max_examples=40)
@given(data=st.data())
def test_every_branch_is_evaluated_and_kept(lab, data):
    strategy = data.draw(lab.a_strategy(max_legs=1))
    rules = lab.rules(strategy)
    values = {
        name: data.draw(st.sampled_from((None, *options))) for name, options in lab.grid(strategy).items()
    }
    leg = Judge(rules).verdict(lab.facts(values)).legs[0]

    def counted(trace):
        return 1 + sum(counted(child) for child in trace.children)

    def written(condition):
        if isinstance(condition, str):
            return 1
        inside = condition.get("all") or condition.get("any") or condition.get("of") or [condition.get("not")]
        return 1 + sum(written(child) for child in inside)

    text = strategy["legs"][0]
    for side in ("supports", "opposes"):
        trace = getattr(leg, side)
        assert (trace is None) == (side not in text)
        if trace is not None:
            assert counted(trace) == written(text[side])
