"""What differs between two documents, each with its cause, from the documents alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from signals.allocation.build import Origin
from signals.allocation.calls import Past
from signals.allocation.changes import changes_between
from signals.facts import Facts

FRIDAY = dt.date(2024, 2, 16)
NEXT = FRIDAY + dt.timedelta(days=7)


@pytest.fixture
def old(make_document):
    return make_document()


@pytest.fixture
def after(make_call, make_facts, make_document):
    def later(old, fact=None, *, as_of=NEXT, origin=None, period=None, released_at=None, **changed):
        """Return the document of a later day; one fact's input may have a newer period or release."""
        facts = make_facts(as_of, **changed)
        if fact is not None:
            found = facts[fact]
            (item,) = found.inputs
            item = replace(item, period=period or item.period, released_at=released_at or item.released_at)
            facts = Facts(as_of, (*facts.values(), replace(found, inputs=(item,))))
        arguments = {} if origin is None else {"origin": origin}
        return make_document(make_call(facts), past=Past(logged=True, document=old), **arguments)

    return later


def cause_of(document, fact):
    return next(move.cause for move in document.changes.facts if move.fact == fact)


def test_nothing_changed_is_said_as_nothing(old):
    found = changes_between(old, old)

    assert (found.grades, found.scores, found.legs, found.margins, found.facts) == ((), (), (), (), ())
    assert not found.ruleset_changed
    assert found.against.content_hash == old.content_hash.value


def test_a_newer_period_is_a_new_release(old, after):
    fact = "us.cpi.trend.p_falling_12m"
    new = after(old, fact, p_falling_12m=0.7, period=dt.date(2024, 3, 1), released_at=dt.date(2024, 2, 20))

    assert cause_of(new, fact) == "new_release"


def test_a_newer_period_of_prices_is_a_market_move(old, after):
    fact = "us.fed.cuts_2024"
    new = after(old, fact, cuts_2024=3.3, period=NEXT, released_at=NEXT)

    assert cause_of(new, fact) == "market_move"


def test_the_same_period_released_anew_is_a_revision(old, after):
    fact = "us.cpi.trend.p_falling_12m"
    new = after(old, fact, p_falling_12m=0.7, released_at=dt.date(2024, 2, 20))

    assert cause_of(new, fact) == "revision"


def test_a_window_without_news_rolled_off(old, after):
    fact = "cn.policy.rrr_cut_60d"
    new = after(old, rrr_cut_60d=0.0)
    (leg,) = new.changes.legs
    (score,) = new.changes.scores

    assert cause_of(new, fact) == "window_rolled_off"
    assert (leg.leg, leg.before, leg.after, leg.before_bp, leg.after_bp) == (
        "policy",
        "supports",
        "neither",
        (1500, 1500),
        (0, 0),
    )
    assert [(cause.cause, cause.fact, cause.leg) for cause in score.causes] == [
        ("window_rolled_off", fact, "policy")
    ]


def test_other_facts_without_news_changed_with_time(old, after):
    assert cause_of(after(old, p_falling_12m=0.7), "us.cpi.trend.p_falling_12m") == "time_passed"


def test_a_fact_that_can_be_used_no_longer_is_lost_and_comes_back(old, after, make_call, make_facts):
    lost = after(old, cuts_2024=None)

    assert cause_of(lost, "us.fed.cuts_2024") == "data_lost"
    assert "data.futures.ZQZ24.last.stale" in lost.changes.flags_new
    back = after(lost)
    assert cause_of(back, "us.fed.cuts_2024") == "data_recovered"
    assert "data.futures.ZQZ24.last.stale" in back.changes.flags_cleared


def test_a_grade_changes_because_of_its_facts(old, after):
    new = after(old, "us.fed.cuts_2024", cuts_2024=-2.0, period=NEXT, rrr_cut_60d=0.0)
    (grade,) = new.changes.grades

    assert (grade.before, grade.after) == ("overweight", "neutral")
    assert {cause.cause for cause in grade.causes} == {"market_move", "window_rolled_off"}


def test_the_same_day_by_another_program_changed_because_of_the_program(old, after):
    newer = Origin(data="sample", config_sha256="0" * 64, code_version="0.2.0")
    new = after(old, as_of=FRIDAY, origin=newer, p_falling_12m=0.7)

    assert cause_of(new, "us.cpi.trend.p_falling_12m") == "code_changed"
    assert new.changes.code_changed


def test_the_same_day_with_another_value_and_no_news_is_not_explained_away(old, after):
    assert (
        cause_of(after(old, as_of=FRIDAY, p_falling_12m=0.7), "us.cpi.trend.p_falling_12m") == "unexplained"
    )


def test_another_rule_is_a_cause_of_its_own(old, make_call, make_facts, make_document):
    call = replace(make_call(make_facts(NEXT)), sha256="1" * 64)
    leg = replace(call.verdict.legs[0], contribution_bp=(2000, 2000), weight_bp=2000)
    verdict = replace(call.verdict, legs=(leg, *call.verdict.legs[1:]), score_bp=(6000, 6000))
    new = make_document(replace(call, verdict=verdict), past=Past(logged=True, document=old))

    assert new.changes.ruleset_changed
    assert [cause.cause for cause in new.changes.legs[0].causes] == ["rule_changed"]
    assert [cause.cause for cause in new.changes.scores[0].causes] == ["rule_changed"]


def test_a_margin_that_moved_names_its_fact(old, after):
    new = after(old, "us.fed.cuts_2024", cuts_2024=3.3, period=NEXT)
    margin = next(one for one in new.changes.margins if one.leg == "easing")

    assert (margin.before_sigma, margin.after_sigma) == (1.16, 0.6)
    assert [(cause.cause, cause.fact) for cause in margin.causes] == [("market_move", "us.fed.cuts_2024")]
