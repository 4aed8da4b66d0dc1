"""From score to active weight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.allocation.book.tilt import cautious_score_bp, tilt_of


def tilt(make_call, make_facts, *, score, grade, published="same", **rule):
    call = make_call(make_facts(), score_bp=score, grade=grade)
    strategy = call.strategy
    if rule:
        strategy = strategy.model_copy(update={"tilt": strategy.tilt.model_copy(update=rule)})
    return tilt_of(strategy, call.verdict, grade if published == "same" else published)


def test_a_tilt_is_the_score_times_the_step_funded_from_the_benchmark(make_call, make_facts):
    found = tilt(make_call, make_facts, score=(4000, 4000), grade="overweight")

    assert [(one.id, one.active_bp) for one in found.active] == [("TECH", 200), ("MKT", -200)]
    assert (found.binding, found.tracking_error_bp) == ("none", 38)  # 200 bp at 19 % a year


def test_the_cap_on_active_weight_binds(make_call, make_facts):
    found = tilt(make_call, make_facts, score=(9000, 9000), grade="overweight", max_tracking_error_bp=500)

    assert (found.active[0].active_bp, found.uncapped_bp, found.binding) == (300, 450, "active_cap")


def test_the_cap_on_tracking_error_binds(make_call, make_facts):
    found = tilt(make_call, make_facts, score=(9000, 9000), grade="overweight")

    assert (found.active[0].active_bp, found.binding) == (263, "tracking_error_cap")
    assert found.tracking_error_bp == 50


@pytest.mark.parametrize("grade", ["neutral", None])
def test_without_a_grade_to_act_on_there_is_no_tilt(make_call, make_facts, grade):
    found = tilt(make_call, make_facts, score=(2000, 2000), grade=grade)

    assert (found.active[0].active_bp, found.binding) == (0, "not_graded")


def test_a_persons_grade_carries_no_tilt_of_the_model(make_call, make_facts):
    found = tilt(make_call, make_facts, score=(4000, 4000), grade="overweight", published="neutral")

    assert (found.active[0].active_bp, found.binding) == (0, "override")


def test_an_interval_counts_by_its_cautious_end():
    assert cautious_score_bp((1500, 4000)) == 1500
    assert cautious_score_bp((-4000, -1500)) == -1500
    assert cautious_score_bp((-500, 4000)) == 0


@given(score=st.integers(-10_000, 10_000), cap=st.integers(1, 500), te=st.integers(1, 200))
def test_weights_add_up_and_no_cap_is_passed(make_call, make_facts, score, cap, te):
    grade = "overweight" if score > 0 else "underweight"
    found = tilt(
        make_call, make_facts, score=(score, score), grade=grade, cap_bp=cap, max_tracking_error_bp=te
    )
    subject, funding = (one.active_bp for one in found.active)

    assert subject + funding == 0
    assert abs(subject) <= cap
    assert abs(subject) * 19 / 100 <= te
    assert subject * score >= 0
