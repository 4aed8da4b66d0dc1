from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.facts import Facts
from signals.rules.flips import ScheduledChange, call, flips, substituted
from signals.rules.judge import Judge, judge
from signals.rules.thresholds import scalar

pytestmark = pytest.mark.slow

PREVIOUS = st.sampled_from((None, "neutral", "overweight", "underweight"))


def proper_subsets(items):
    return chain.from_iterable(combinations(items, size) for size in range(len(items)))


def after(judge_, facts, changes, previous):
    values = {change.fact: change.to_value for change in changes}
    units = {change.fact: change.unit for change in changes}
    return judge_.verdict(substituted(facts, values, units), previous=previous)


@settings(max_examples=40)
@given(data=st.data(), previous=PREVIOUS, unknown=st.booleans())
def test_each_set_changes_the_grade_and_no_proper_subset_does(lab, data, previous, unknown):
    strategy = data.draw(lab.a_strategy())
    nothing = (None,) if unknown else ()
    values = {
        name: data.draw(st.sampled_from((*nothing, *options))) for name, options in lab.grid(strategy).items()
    }
    facts = lab.facts(values)
    judge_ = Judge(lab.rules(strategy))
    now = judge_.verdict(facts, previous=previous)
    found = flips(judge_, facts, previous=previous)
    assert found.complete or now.grade is None
    for flip in found.sets:
        then = after(judge_, facts, flip.changes, previous)
        assert then.grade != now.grade
        assert (then.grade, then.score_bp) == (flip.new_grade, flip.new_score_bp)
        for fewer in proper_subsets(flip.changes):
            assert after(judge_, facts, fewer, previous).grade == now.grade
        assert len({change.fact for change in flip.changes}) == len(flip.changes)


@settings(max_examples=25)
@given(data=st.data(), previous=PREVIOUS)
def test_no_way_to_another_grade_is_missed(lab, data, previous):
    strategy = data.draw(lab.a_strategy(max_facts=3))
    grid = lab.grid(strategy)
    values = {name: data.draw(st.sampled_from(options)) for name, options in grid.items()}
    rules = lab.rules(strategy)
    found = flips(Judge(rules), lab.facts(values), previous=previous)
    grade = lab.naive_grade(strategy, values, previous)
    for choice in product(*grid.values()):
        other = dict(zip(grid, choice, strict=True))
        reached = lab.naive_grade(strategy, other, previous)
        if reached != grade:
            assert any(
                all(at_least_as_far(rules, change, values, other) for change in flip.changes)
                for flip in found.sets
            ), other


def at_least_as_far(rules, change, now, then):
    """Whether a fact has moved into the cell of a change, or through it and beyond."""
    line = rules.lines[change.fact]
    value = then[change.fact]
    if line.signature(value) == line.signature(change.to_value):
        return True
    if change.distance is None:
        return False
    way, asked = scalar(value) - scalar(now[change.fact]), scalar(change.to_value) - scalar(now[change.fact])
    return way * asked > 0 and abs(way) >= change.distance


def test_a_longer_way_of_the_same_facts_to_the_same_grade_is_left_out(lab):
    legs = [
        lab.leg("vix", 10_000, "us.vix < 20 pts", "us.vix >= 30 pts"),
        lab.leg("none", 1, "us.vix < 25 pts"),
    ]
    rules = lab.rules(lab.strategy_data(legs))
    found = flips(Judge(rules), lab.facts({"us.vix": 14.0}, week_sigma=2.0))
    # Between 20 and 25 and between 25 and 30 the grade is neutral: only the nearer one is said.
    assert [(flip.changes[0].flips_when, flip.new_grade) for flip in found.sets] == [
        ("us.vix >= 20 pts and < 25 pts", "neutral"),
        ("us.vix >= 30 pts", "underweight"),
    ]


@settings(max_examples=25)
@given(data=st.data())
def test_a_single_change_goes_to_the_nearest_value_that_matters(lab, data):
    strategy = data.draw(lab.a_strategy(max_legs=1, max_facts=1))
    (name, grid) = next(iter(lab.grid(strategy).items()))
    now = data.draw(st.sampled_from(grid))
    found = flips(Judge(lab.rules(strategy)), lab.facts({name: now}))
    if lab.unit_of(name) in {"bool", "word"}:
        assert all(change.distance is None for flip in found.sets for change in flip.changes)
        return
    grade = lab.naive_grade(strategy, {name: now}, None)
    away = [
        abs(scalar(value) - scalar(now))
        for value in grid
        if lab.naive_grade(strategy, {name: value}, None) != grade
    ]
    if away:
        assert found.nearest is not None
        nearest = min(flip.changes[0].distance for flip in found.sets)
        assert nearest <= min(away)
        value = next(f.changes[0] for f in found.sets if f.changes[0].distance == nearest).to_value
        assert abs(scalar(value) - scalar(now)) <= nearest + 1.0 + 1e-9  # at most one readable step beyond
    else:
        assert found.sets == ()


def test_the_nearest_flip_is_the_cheapest_in_sigmas_and_sets_without_a_sigma_come_last(lab):
    legs = [
        lab.leg("path", 4000, "us.fed.cuts_2024 >= 3 cuts"),
        lab.leg("vix", 3000, "us.vix < 20 pts"),
        lab.leg("cpi", 3000, "us.cpi.yoy < 4 pct"),
    ]
    rules = lab.rules(lab.strategy_data(legs, enter_bp=7000, leave_bp=7000))
    facts = Facts(
        lab.DAY,
        [
            lab.fact("us.fed.cuts_2024", 3.6, week_sigma=0.5),
            lab.fact("us.vix", 14.0, week_sigma=None),
            lab.fact("us.cpi.yoy", 3.1, week_sigma=0.3),
        ],
    )
    found = flips(Judge(rules), facts)
    nearest = found.nearest
    assert [change.fact for change in nearest.changes] == ["us.fed.cuts_2024"]
    assert nearest.changes[0].flips_when == "us.fed.cuts_2024 < 3 cuts"
    assert nearest.changes[0].to_value == 2.99
    assert nearest.changes[0].distance == pytest.approx(0.6)
    assert nearest.cost_sigma == pytest.approx(1.2)
    assert (nearest.new_score_bp, nearest.new_grade) == ((6000, 6000), "neutral")
    assert [(len(flip.changes), flip.cost_sigma is None) for flip in found.sets] == [(1, False), (2, True)]


def test_single_changes_are_listed_by_their_cost_in_sigmas(lab):
    legs = [
        lab.leg("cpi", 3000, "us.cpi.yoy < 4 pct"),
        lab.leg("path", 4000, "us.fed.cuts_2024 >= 3 cuts"),
        lab.leg("vix", 3000, "us.vix < 20 pts"),
    ]
    rules = lab.rules(lab.strategy_data(legs, enter_bp=10_000, leave_bp=10_000))
    facts = Facts(
        lab.DAY,
        [
            lab.fact("us.cpi.yoy", 3.1, week_sigma=0.3),  # 3 sigmas away
            lab.fact("us.fed.cuts_2024", 3.6, week_sigma=0.5),  # 1.2
            lab.fact("us.vix", 14.0, week_sigma=3.0),  # 2
        ],
    )
    found = flips(Judge(rules), facts)
    assert [flip.cost_sigma for flip in found.sets] == pytest.approx([1.2, 2.0, 3.0])
    assert found.sets[0] == found.nearest


def test_while_a_call_abstains_flips_say_what_would_settle_it(lab):
    rules = lab.rules(lab.strategy_data([lab.leg("one", 10_000, "us.cpi.trend.p_falling_12m >= 65 pct")]))
    verdict = call(rules, lab.facts({}))
    assert verdict.grade is None
    settled = {
        (flip.changes[0].flips_when, flip.changes[0].now, flip.new_grade, flip.cost_sigma)
        for flip in verdict.flips
    }
    assert settled == {
        ("us.cpi.trend.p_falling_12m >= 65 pct", None, "overweight", None),
        ("us.cpi.trend.p_falling_12m < 65 pct", None, "neutral", None),
    }


def test_a_value_that_cannot_be_is_no_flip(lab):
    # Fewer than no events: the only way to oppose less would lie below zero.
    rules = lab.rules(
        lab.strategy_data([lab.leg("one", 10_000, None, "cn.policy.regulation_restrictive_60d < 0.5 events")])
    )
    none = lab.facts({"cn.policy.regulation_restrictive_60d": 0})
    (flip,) = call(rules, none).flips
    assert flip.changes[0].to_value == 1
    assert flip.changes[0].flips_when == "cn.policy.regulation_restrictive_60d >= 1 events"


def test_a_strategy_too_large_to_try_every_set_says_so_and_stays_true(lab):
    names = [f"us.fed.cuts_{year}" for year in range(2001, 2017)]
    legs = [lab.leg(name, 625, f"{name} >= 1 cuts", f"{name} < 0 cuts") for name in names]
    rules = lab.rules(lab.strategy_data(legs, enter_bp=5000, leave_bp=4000))
    facts = lab.facts({name: 2.0 if index < 10 else 0.5 for index, name in enumerate(names)}, week_sigma=1.0)
    judge_ = Judge(rules)
    found = flips(judge_, facts)
    assert not found.complete
    assert judge_.verdict(facts).grade == "overweight"
    assert len(found.sets) > 0
    for flip in found.sets[:20]:
        assert after(judge_, facts, flip.changes, None).grade == flip.new_grade != "overweight"
    assert not call(rules, facts).flips_complete


# ---- the calendar -------------------------------------------------------------------------------------------------

RRR = "cn.policy.rrr_cut_60d"
REGULATION = "cn.policy.regulation_restrictive_60d"


def rolls_off(on, fact, to_value=0.0):
    return ScheduledChange(
        on=dt.date.fromisoformat(on),
        fact=fact,
        to_value=to_value,
        because="WINDOW_ROLLS_OFF",
        unless_en="a new one is announced first",
        unless_zh="期间有新的公布",
    )


def a_calendar_strategy(lab):
    legs = [
        lab.leg("rrr", 3000, f"{RRR} >= 25 bp"),
        lab.leg("regulation", 3000, None, f"{REGULATION} >= 1 events"),
        lab.leg("vix", 2000, "us.vix < 20 pts"),
    ]
    return lab.rules(lab.strategy_data(legs))


def test_a_window_that_rolls_off_is_judged_on_what_earlier_days_have_left(lab):
    facts = lab.facts({RRR: 50.0, REGULATION: 1, "us.vix": 14.0})
    changes = [rolls_off("2024-03-25", RRR), rolls_off("2024-02-21", REGULATION)]
    first, second = call(a_calendar_strategy(lab), facts, scheduled=changes).scheduled
    assert (first.on, first.fact, first.from_value, first.to_value) == (
        dt.date(2024, 2, 21),
        REGULATION,
        1,
        0.0,
    )
    assert (first.new_score_bp, first.new_grade, first.changes_grade) == ((5000, 5000), "overweight", True)
    # 2000 bp would not enter a grade; it holds the one that the first day has led to.
    assert (second.new_score_bp, second.new_grade, second.changes_grade) == (
        (2000, 2000),
        "overweight",
        False,
    )
    assert second.because == "WINDOW_ROLLS_OFF"


def test_changes_of_one_day_act_together(lab):
    facts = lab.facts({RRR: 50.0, REGULATION: 1, "us.vix": 14.0})
    changes = [rolls_off("2024-02-21", RRR), rolls_off("2024-02-21", REGULATION)]
    found = call(a_calendar_strategy(lab), facts, scheduled=changes).scheduled
    assert {flip.new_score_bp for flip in found} == {(2000, 2000)}
    assert {flip.fact for flip in found} == {RRR, REGULATION}


def test_scheduled_changes_of_facts_that_decide_nothing_or_are_unknown_are_left_out(lab):
    facts = lab.facts({RRR: None, REGULATION: 1, "us.vix": 14.0})
    changes = [
        rolls_off("2024-02-21", RRR),
        rolls_off("2024-02-22", "cn.policy.rrr_cut_30d"),
        rolls_off("2024-02-23", REGULATION, 1),
    ]
    assert call(a_calendar_strategy(lab), facts, scheduled=changes).scheduled == ()


def test_a_call_is_its_verdict_with_what_would_change_it(lab):
    rules = a_calendar_strategy(lab)
    facts = lab.facts({RRR: 50.0, REGULATION: 0, "us.vix": 14.0})
    whole = call(rules, facts, previous="neutral")
    assert replace(whole, flips=(), scheduled=()) == judge(rules, facts, previous="neutral")
    assert whole.flips
