"""The log of calls: nothing can be changed, dropped or slipped in unseen."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.allocation.hashing import canonical
from signals.record.log import Trail, faults, grade_in, new_entries, past_of, score_in

FRIDAY = dt.date(2024, 2, 16)
NOW = dt.datetime(2024, 2, 16, 18, tzinfo=dt.UTC)
THREAD = ("TECH~MKT",)


@pytest.fixture(scope="module")
def write(make_call, make_facts, make_document):
    def append(log, as_of, *, grade="overweight", cuts=3.58):
        call = make_call(make_facts(as_of, cuts_2024=cuts), grade=grade)
        return (*log, *new_entries(make_document(call), recorded_at=NOW, log=log))

    return append


@pytest.fixture(scope="module")
def log(write):
    entries = ()
    for weeks, grade in enumerate(["neutral", "overweight", None, "overweight", "overweight"]):
        entries = write(entries, FRIDAY + dt.timedelta(weeks=weeks), grade=grade)
    return entries


def test_a_log_as_recorded_holds(log):
    assert faults(log) == ()
    assert faults(()) == ()


@given(data=st.data())
def test_any_changed_entry_is_found(log, data):
    place = data.draw(st.integers(0, len(log) - 1))
    field = data.draw(st.sampled_from(["recorded_at", "thread_id", "document_hash", "payload", "as_of"]))
    other = FRIDAY + dt.timedelta(days=1) if field == "as_of" else "x"
    tampered = [*log[:place], replace(log[place], **{field: other}), *log[place + 1 :]]

    assert place + 1 in {fault.position for fault in faults(tampered)}


def test_a_dropped_entry_and_a_swapped_pair_are_found(log):
    assert faults([*log[:1], *log[2:]])
    assert faults([log[1], log[0], *log[2:]])
    assert faults(log[1:])


def test_a_payload_rehashed_by_a_forger_breaks_the_next_link(log, write):
    other = write(log[:1], log[1].as_of, grade="underweight")[1]

    assert [fault.position for fault in faults([log[0], other, *log[2:]])] == [3]


def test_a_document_inside_an_entry_is_held_to_its_hash(log):
    said = json.loads(log[0].payload)
    said["document"]["headline"]["en"] = "Buy."
    problems = {fault.problem for fault in faults([replace(log[0], payload=canonical(said).decode())])}

    assert "carries a document with another hash" in problems


def test_the_same_document_is_recorded_once(log, make_call, make_facts, make_document):
    document = make_document(make_call(make_facts(FRIDAY), grade="neutral"))

    assert new_entries(document, recorded_at=NOW, log=log) == ()


def test_a_record_that_was_cut_short_is_completed(make_call, make_facts, make_document):
    one = make_call(make_facts(FRIDAY))
    subject = one.strategy.subject.model_copy(update={"id": "OTHER"})
    strategy = one.strategy.model_copy(update={"subject": subject})
    document = make_document(one, calls=(one, replace(one, rules=replace(one.rules, strategy=strategy))))
    whole = new_entries(document, recorded_at=NOW, log=())
    rest = new_entries(document, recorded_at=NOW, log=whole[:1])

    assert [entry.thread_id for entry in whole] == ["TECH~MKT", "OTHER~MKT"]
    assert rest == whole[1:]
    assert past_of(whole, FRIDAY + dt.timedelta(days=1), ("OTHER~MKT",)).document == document


def test_a_record_needs_a_time_zone(make_document):
    with pytest.raises(ValueError, match="time zone"):
        new_entries(make_document(), recorded_at=NOW.replace(tzinfo=None), log=())


def test_the_past_of_a_day_is_what_was_called_before_it(log):
    first_day = past_of(log, FRIDAY, THREAD)
    second = past_of(log, FRIDAY + dt.timedelta(weeks=1), THREAD)

    assert (first_day.logged, first_day.calls, first_day.document) == (True, {}, None)
    assert second.calls["TECH~MKT"].grade == "neutral"
    assert second.document.document.as_of == FRIDAY


def test_a_run_is_broken_by_an_abstention(log):
    after_gap = past_of(log, FRIDAY + dt.timedelta(weeks=3), THREAD).calls["TECH~MKT"]
    later = past_of(log, FRIDAY + dt.timedelta(weeks=9), THREAD).calls["TECH~MKT"]

    assert (after_gap.grade, after_gap.in_force_since) == ("overweight", None)
    assert (later.grade, later.in_force_since) == ("overweight", FRIDAY + dt.timedelta(weeks=3))


def test_the_last_word_on_a_day_counts(log, write):
    longer = write(log, FRIDAY + dt.timedelta(weeks=4), grade="underweight", cuts=3.5)

    assert faults(longer) == ()
    assert past_of(longer, FRIDAY + dt.timedelta(weeks=5), THREAD).calls["TECH~MKT"].grade == "underweight"


def test_other_threads_have_their_own_past(log):
    assert past_of(log, FRIDAY + dt.timedelta(weeks=9), ("OTHER~MKT",)).calls == {}


def test_an_entry_says_its_grade_and_score(log):
    assert [grade_in(entry) for entry in log] == ["neutral", "overweight", None, "overweight", "overweight"]
    assert score_in(log[0]) == (6500, 6500)


def test_a_run_over_many_days_carries_the_same_past(log, make_call, make_facts, make_document):
    trail = Trail()
    for weeks, grade in enumerate(["neutral", "overweight", None, "overweight", "overweight"]):
        day = FRIDAY + dt.timedelta(weeks=weeks)
        assert trail.past().calls == past_of(log, day, THREAD).calls
        trail.add(make_document(make_call(make_facts(day), grade=grade)))
