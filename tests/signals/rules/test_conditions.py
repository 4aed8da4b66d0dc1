from __future__ import annotations

import datetime as dt

import pytest

from signals.rules.conditions import ConditionError, parse_condition, parse_tree


@pytest.mark.parametrize(
    ("text", "fact", "op", "threshold", "unit"),
    [
        ("us.cpi.trend.p_falling_12m >= 65 pct", "us.cpi.trend.p_falling_12m", ">=", 0.65, "prob"),
        ("us.cpi.trend.p_falling_12m >= 0.65 prob", "us.cpi.trend.p_falling_12m", ">=", 0.65, "prob"),
        ("us.cpi.surprise > 20 bp", "us.cpi.surprise", ">", 0.2, "pp"),
        ("cn.policy.rrr_cut_60d >= 0.25 pp", "cn.policy.rrr_cut_60d", ">=", 25.0, "bp"),
        ("us.fed.cuts_2024>5cuts", "us.fed.cuts_2024", ">", 5.0, "cuts"),
        ("us.cpi.yoy < -.5 pct", "us.cpi.yoy", "<", -0.5, "pct"),
        ("us.fed.first_cut <= 2024-05-01 date", "us.fed.first_cut", "<=", dt.date(2024, 5, 1), "date"),
        ("us.fed.first_cut == 2024-05-01", "us.fed.first_cut", "==", dt.date(2024, 5, 1), "date"),
        ("us.fed.p_cut_by.2024-05-01 > 50 pct", "us.fed.p_cut_by.2024-05-01", ">", 0.5, "prob"),
        ("us.cpi.trend.direction_12m == falling", "us.cpi.trend.direction_12m", "==", "falling", "word"),
        ("us.open != true", "us.open", "!=", True, "bool"),
        ("cn.policy.regulation_restrictive_60d == 0 events",
         "cn.policy.regulation_restrictive_60d", "==", 0.0, "events"),
    ],
)  # fmt: skip
def test_a_comparison_is_read_into_the_unit_of_its_fact(lab, text, fact, op, threshold, unit):
    leaf = parse_condition(text, lab.VOCABULARY)
    assert (leaf.fact, leaf.op, leaf.threshold, leaf.unit) == (fact, op, threshold, unit)
    assert type(leaf.threshold) is type(threshold)


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("us.cpi.yoyo < 3 pct", 0, "unknown fact 'us.cpi.yoyo'; did you mean 'us.cpi.yoy'?"),
        ("us.fed.cut_2024 > 5 cuts", 0, "did you mean 'us.fed.cuts_2024'?"),
        ("us.fed.p_cut_by.2024-13 > 5 pct", 0, "unknown fact"),
        ("nothing.like.it > 5 pct", 0, "unknown fact 'nothing.like.it'; `signals facts` lists"),
        ("us.cpi.yoy < 3", 14, "3 needs a unit; us.cpi.yoy is in pct"),
        ("us.cpi.trend.p_falling_12m >= 65", 32, "is in prob or pct"),
        ("us.cpi.yoy < 3 bp", 15, "unit 'bp' does not fit; us.cpi.yoy is in pct"),
        ("us.cpi.yoy < 3 %", 15, "did you mean 'pct'?"),
        ("us.cpi.yoy < 0.03 prob", 18, "unit 'prob' does not fit"),
        ("us.cpi.trend.p_falling_12m >= 65 prob", 33, "outside what probability"),
        ("us.cpi.trend.p_falling_12m >= 165 pct", 34, "outside what probability"),
        ("cn.policy.regulation_restrictive_60d < -1 events", 42, "outside what events"),
        ("us.cpi.yoy", 10, "expected one of < <= > >= == !="),
        ("us.cpi.yoy = 3 pct", 11, "expected one of < <= > >= == !="),
        ("us.cpi.yoy <", 12, "expected a number with its unit, such as 3 pct"),
        ("us.cpi.yoy < nan pct", 13, "found 'nan'; expected a number"),
        ("us.cpi.yoy < inf pct", 13, "found 'inf'; expected a number"),
        ("us.cpi.yoy < 3 pct and us.vix > 2 pts", 19, "one comparison, no more"),
        ("us.cpi.yoy + 1 < 3 pct", 11, "expected one of"),
        ("us.cpi.yoy == 3 pct", 11, "hinges on its last digit"),
        ("us.fed.first_cut <= 2024-05-32", 20, "expected a date such as 2024-05-01"),
        ("us.fed.first_cut <= 5 days", 20, "expected a date"),
        ("us.cpi.trend.direction_6m == faling", 29, "did you mean 'falling'?"),
        ("us.cpi.trend.direction_6m > falling", 26, "use == or !="),
        ("us.open == yes", 11, "expected true or false"),
        ("us.vix > true", 9, "expected a number"),
        ("", 0, "expected a fact"),
        ("3 pct < us.cpi.yoy", 0, "expected a fact"),
        ("__import__('os').system('x') > 1 pct", 0, "expected a fact"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place_with_what_would_do(lab, text, offset, says):
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, lab.VOCABULARY)
    assert says in caught.value.problem
    assert caught.value.offset == offset


def test_a_sentence_typed_by_hand_may_leave_its_unit_out(lab):
    leaf = parse_condition("us.fed.cuts_2024 > 5", lab.VOCABULARY, lenient=True)
    assert (leaf.threshold, leaf.unit, leaf.written) == (5.0, "cuts", "5 cuts")
    with pytest.raises(ConditionError, match="did you mean '50 pct'"):  # no 50 out of 1 by silence
        parse_condition("us.fed.p_cut_by.2024-05-01 > 50", lab.VOCABULARY, lenient=True)


def test_percent_of_a_probability_loses_no_digit(lab):
    # 0.1 + 0.2 style slips: 29 / 100 is 0.29 in floats, but 0.29 * 100 is not 29.
    for percent in range(101):
        leaf = parse_condition(f"us.cpi.trend.p_falling_12m >= {percent} pct", lab.VOCABULARY)
        assert leaf.threshold == float(f"0.{percent:02d}" if percent < 100 else "1.0")


def test_a_broken_leaf_deep_in_a_tree_is_reported_with_its_path_and_the_rest_is_read_on(lab):
    from signals.rules.strategy import Leg

    tree = {"all": ["us.vix < 20 pts", {"not": {"at_least": 1, "of": ["us.vxi < 1 pts", "us.vix < 1"]}}]}
    condition = Leg.model_validate(lab.leg("one", 100, tree)).supports
    reported = []
    parsed = parse_tree(
        condition,
        lab.VOCABULARY,
        lambda error, at: reported.append((at, error.text)),
        ("legs", 0, "supports"),
    )
    assert parsed is None
    assert reported == [
        (("legs", 0, "supports", "all", 1, "not", "of", 0), "us.vxi < 1 pts"),
        (("legs", 0, "supports", "all", 1, "not", "of", 1), "us.vix < 1"),
    ]
