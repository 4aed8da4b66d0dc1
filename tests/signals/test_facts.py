"""A fact takes its status, its release day and its age from what it rests on."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.facts import Fact, FactSpec, Input, fact_from, worst

OLD, NEW = dt.date(2024, 1, 24), dt.date(2024, 2, 13)


def given(series: str, released_at: dt.date, status: str = "ok", reason: str = "") -> Input:
    return Input(
        series=series,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        released_at=released_at,
        age_days=(dt.date(2024, 2, 16) - released_at).days,
    )


def test_a_fact_became_known_with_the_newest_of_its_inputs_and_is_as_old_as_the_oldest():
    fact = fact_from(
        name="us.cpi.yoy", value=3.09, unit="pct", inputs=(given("a", NEW), given("b", OLD)), derivation=""
    )
    assert (fact.released_at, fact.age_days) == (NEW, 23)


def test_the_gravest_input_decides_whatever_their_order():
    stale, suspect = given("a", OLD, "stale", "old"), given("b", NEW, "suspect", "doubted")
    for inputs in ((stale, suspect), (suspect, stale)):
        status, reason = worst(inputs)
        assert (status, str(reason)) == ("stale", "a: old")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_what_is_no_number_is_missing_and_never_ok(value):
    fact = fact_from(name="us.cpi.yoy", value=value, unit="pct", inputs=(given("a", NEW),), derivation="")
    assert (fact.value, fact.status) == (None, "missing")
    with pytest.raises(ValueError, match="cannot be ok"):
        Fact(name="x", value=None, unit="pct", released_at=None, age_days=None, status="ok")


@pytest.mark.parametrize(
    ("prefix", "may"),
    [
        ("us.fed.", True),
        ("us.fed.p_cut_by.2024", True),
        ("us.fed.p_cut_by.2024-05-01", True),
        ("us.fed.x", False),
    ],
)
def test_a_pattern_knows_how_its_names_may_start(prefix, may):
    spec = FactSpec(pattern="us.fed.p_cut_by.{date}", unit="prob", en="", zh="")
    assert spec.may_start(prefix) is may
