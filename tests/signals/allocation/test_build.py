"""The document as a whole."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.allocation.calls import Past, headroom_bp
from signals.allocation.contract import Run

FRIDAY = dt.date(2024, 2, 16)


def text(document):
    return json.dumps(document.as_json(), ensure_ascii=False, allow_nan=False)


def test_two_runs_differ_in_nothing_but_the_run(make_document):
    other = Run(generated_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC), duration_ms=99)
    one, two = make_document().as_json(), make_document(run=other).as_json()

    assert one.pop("run") != two.pop("run")
    assert one == two


def test_a_call_carries_everything_that_makes_it_checkable(make_document):
    call = make_document().calls[0]

    assert (call.thread_id, call.call_id) == ("TECH~MKT", "TECH~MKT@2024-02-16")
    assert call.score.interval_bp == (6500, 6500)  # 2500 + 2500 + 1500, and no rule against
    assert call.score.range_bp == (-7000, 6500)
    assert call.criterion.op == ">"
    assert [point.date for point in call.criterion.checkpoints] == [
        dt.date(2024, 8, 19),
        dt.date(2025, 2, 19),
    ]
    assert (call.probability.met_pct, call.probability.edge) == (18, "unproven")
    assert call.horizon.expires_on == dt.date(2025, 2, 19)
    assert sum(leg.contribution_bp[0] for leg in call.drivers) == 6500


def test_an_abstention_has_no_grade_no_criterion_and_says_what_it_needs(make_call, make_facts, make_document):
    call = make_call(make_facts(cuts_2024=None, p_falling_12m=None))
    document = make_document(call)
    written = document.calls[0]

    assert call.verdict.grade is None
    assert (written.rating.model_grade, written.criterion, written.probability) == (None, None, None)
    assert written.rating.label.en == "No call"
    assert document.abstentions[0].needs == call.verdict.needs
    assert set(document.abstentions[0].needs) <= set(written.unknowns)
    assert document.document.degraded
    assert "No call on Tech" in document.headline.en


def test_a_call_on_sound_facts_is_not_degraded(make_document):
    assert not make_document().document.degraded


def test_every_fact_and_series_that_a_leg_rests_on_is_listed(make_document):
    document = make_document()
    facts = {fact.id: fact for fact in document.facts}
    series = {item.series for item in document.inputs}

    for call in document.calls:
        for leg in call.drivers:
            assert set(leg.facts) <= set(facts)
    assert {item for fact in document.facts for item in fact.inputs} <= series
    assert all(item.mode == "sample" for item in document.inputs)


def test_a_series_is_listed_once_in_its_worst_state(make_call, make_facts, make_document):
    document = make_document(make_call(make_facts(p_falling_6m=None)))  # its series also feeds sound facts
    statuses = [item.status for item in document.inputs if item.series == "us.cpi.all.nsa"]

    assert statuses == ["stale"]


def test_facts_are_called_by_their_names(make_document):
    labels = {fact.id: fact.label for fact in make_document().facts}

    assert labels["us.fed.p_cut_by.2024-05-01"].en == "Odds of a cut by (2024-05-01)"
    assert labels["us.fed.cuts_2024"].zh == "年末前计入的降息（2024）"


def test_two_strategies_on_the_same_pair_are_refused(make_call, make_facts, make_document):
    call = make_call(make_facts())

    with pytest.raises(ValueError, match="same pair"):
        make_document(call, calls=(call, call))


def test_a_verdict_of_another_day_is_refused(make_call, make_facts, make_document):
    call = make_call(make_facts(), as_of=dt.date(2024, 2, 15))

    with pytest.raises(ValueError, match="another day"):
        make_document(call)


@pytest.mark.parametrize(
    ("grade", "previous", "score", "expected"),
    [
        ("overweight", "neutral", (4500, 4500), 1500),  # above the entry at 3000
        ("overweight", "overweight", (2000, 4500), 500),  # held above the exit at 1500
        ("underweight", "underweight", (-4500, -2000), 500),
        ("neutral", None, (1000, 1000), 2000),  # 2000 below the entry; 4000 above the other
        ("neutral", "overweight", (1000, 1000), 500),  # back in the hold band at 1500
        (None, None, (-500, 4000), None),
    ],
)
def test_headroom_counts_to_the_bound_that_holds_today(
    make_call, make_facts, grade, previous, score, expected
):
    call = make_call(make_facts(), previous, score_bp=score, grade=grade)

    assert headroom_bp(call.verdict) == expected


def test_a_past_is_disclosed_and_so_is_its_absence(make_document):
    def notes(document):
        return " ".join(said.en for said in document.disclosures)

    assert "No log of earlier calls" in notes(make_document())
    assert "No log of earlier calls" not in notes(make_document(past=Past(logged=True)))


known = st.one_of(st.none(), st.floats(0, 1, allow_nan=False))


@settings(max_examples=40)
@given(falling=known, half=known, cuts=st.one_of(st.none(), st.floats(-6, 6)))
def test_any_facts_give_a_document_without_nan_whose_score_adds_up(
    make_call, make_facts, make_document, falling, half, cuts
):
    document = make_document(make_call(make_facts(p_falling_12m=falling, p_falling_6m=half, cuts_2024=cuts)))
    call = document.calls[0]
    low, high = call.score.interval_bp

    text(document)
    assert low <= high
    assert low >= sum(leg.contribution_bp[0] for leg in call.drivers)
    assert high <= sum(leg.contribution_bp[1] for leg in call.drivers)
    assert (call.rating.model_grade is None) == bool(document.abstentions)


def test_a_fact_that_no_reading_gave_keeps_its_name(make_call, make_facts, make_document):
    document = make_document(make_call(make_facts(without=("cuts_2024",))))
    (fact,) = [fact for fact in document.facts if fact.id == "us.fed.cuts_2024"]

    assert (fact.status, fact.value, fact.unit, fact.released_at) == ("missing", None, "cuts", None)
    assert fact.label.en == "Cuts priced by the end of (2024)"
