"""The shipped strategy on every fact that can go missing, and on the day that the sample ends."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from dataclasses import replace
from itertools import combinations, pairwise, product

import pytest

from signals import engine
from signals.config import config_root
from signals.facts import Fact, Facts
from signals.opening import catalogue, panel_as_of
from signals.readings import vocabulary
from signals.rules.compiled import load_rules
from signals.rules.flips import call
from signals.rules.judge import Judge

DAY = dt.date(2024, 2, 16)
FAULTS = ("missing", "stale", "suspect", "unreleased", "wrong unit", "NaN")


@pytest.fixture(scope="module")
def rules():
    return load_rules("hstech", vocabulary(catalogue()))


@pytest.fixture(scope="module")
def written():
    return tomllib.loads((config_root() / "strategies" / "hstech.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def panel(sample):
    return panel_as_of(sample, DAY, today=DAY)


@pytest.fixture(scope="module")
def facts(panel):
    return engine.facts_as_of(panel)


def spoiled(fact: Fact, fault: str) -> Fact:
    if fault == "NaN":  # a Fact refuses one, so it can only come in behind its back
        bad = replace(fact)
        object.__setattr__(bad, "value", math.nan)
        return bad
    if fault == "wrong unit":
        return replace(fact, unit="days")
    if fault == "missing":
        return replace(fact, status="missing", value=None, reason="no value is known")
    return replace(fact, status=fault, reason=f"made {fault}")


def one_value_a_cell(line) -> list:
    """A value from each cell of a fact, with the cells that only its thresholds tell apart."""
    cuts = sorted({float(leaf.threshold) for leaf in line.leaves})
    values = [
        cuts[0] - 1e-6,
        *cuts,
        *((a + b) / 2 for a, b in pairwise(cuts)),
        cuts[-1] + 1e-6,
    ]
    return [value for value in values if line.unit != "events" or (value >= 0 and value == int(value))] or [
        0.0,
        1.0,
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_score_contains_every_completion_of_one_or_two_spoiled_facts(lab, rules, written, facts, fault):
    judge = Judge(rules)
    known = {name: facts[name].value for name in rules.facts}
    cells = {name: one_value_a_cell(rules.lines[name]) for name in rules.facts}
    cells["cn.policy.package_60d"] = cells["cn.policy.property_easing_60d"] = [0.0, 1.0]
    cells["cn.policy.regulation_restrictive_60d"] = [0.0, 1.0]
    for bad in (*combinations(rules.facts, 1), *combinations(rules.facts, 2)):
        verdict = judge.verdict(
            Facts(DAY, [spoiled(facts[name], fault) if name in bad else facts[name] for name in rules.facts])
        )
        completions = [
            {**known, **dict(zip(bad, values, strict=True))}
            for values in product(*(cells[name] for name in bad))
        ]
        scores = {lab.naive_score(written, each) for each in completions}
        grades = {lab.naive_grade(written, each, None) for each in completions}
        assert verdict.score_bp == (min(scores), max(scores)), bad
        assert verdict.grade == (next(iter(grades)) if len(grades) == 1 else None), bad
        assert set(verdict.needs) <= set(bad)


def test_the_call_of_16_february_2024_says_what_the_calendar_will_do_to_it(rules, facts, panel):
    verdict = call(rules, facts, scheduled=engine.roll_offs(panel))
    by_fact = {(flip.fact, flip.on): flip for flip in verdict.scheduled}
    # Announced 24 January, in the window of 60 days through 24 March.
    rrr = by_fact["cn.policy.rrr_cut_60d", dt.date(2024, 3, 25)]
    assert (rrr.from_value, rrr.to_value) == (50.0, 0.0)
    before = [flip for flip in verdict.scheduled if flip.on < rrr.on][-1]
    assert rrr.new_score_bp[0] == before.new_score_bp[0] - 2000  # the easing leg loses its second step
    # The draft on online games of 22 December was withdrawn on 23 January: nothing is left to leave the window.
    assert "cn.policy.regulation_restrictive_60d" not in {fact for fact, _ in by_fact}


def test_the_template_is_neutral_until_somebody_sets_its_thresholds(facts):
    verdict = call(load_rules("template", vocabulary(catalogue())), facts)
    assert (verdict.grade, verdict.score_bp) == ("neutral", (0, 0))


def test_every_leg_has_a_reason_in_both_languages_and_a_weight_with_its_own(rules):
    for leg in rules.strategy.legs:
        assert leg.reason.en
        assert any("一" <= char <= "鿿" for char in leg.reason.zh)
        assert leg.weight_reason
        assert leg.threshold_reason
    assert sum(leg.weight_bp for leg in rules.strategy.legs) == 10_000
