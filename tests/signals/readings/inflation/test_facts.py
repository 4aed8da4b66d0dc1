"""Every fact is declared, in its unit, and says what it rests on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from signals.readings.inflation.facts import facts, facts_of
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.reading import read
from signals.readings.inflation.vocabulary import FACTS, WORDS


def spec_of(name: str):
    found = [spec for spec in FACTS if spec.matches(name)]
    assert len(found) == 1, name
    return found[0]


def test_every_fact_is_declared_once_and_in_its_unit(on):
    for fact in facts(on("2024-02-16")):
        assert spec_of(fact.name).unit == fact.unit
        assert fact.inputs
        assert fact.derivation


def test_names_are_unique(on):
    names = [fact.name for fact in facts(on("2024-02-16"))]
    assert len(names) == len(set(names))


def test_probabilities_are_probabilities_and_words_are_listed(on):
    for fact in facts(on("2024-02-16")):
        if fact.unit == "prob":
            assert 0.0 <= fact.value <= 1.0
        if fact.unit == "word":
            assert fact.value in WORDS
            assert spec_of(fact.name).words == WORDS


def test_a_fact_of_the_model_became_known_with_its_newest_input(on):
    found = {fact.name: fact for fact in facts(on("2024-02-16"))}
    assert found["us.cpi.yoy"].released_at.isoformat() == "2024-02-13"
    assert found["us.cpi.yoy"].age_days == 3
    assert found["us.cpi.trend"].age_days == 7  # the survey of 9 February is the oldest of its inputs
    assert found["us.cpi.trend"].error == pytest.approx(0.67, abs=0.02)


def test_a_level_between_those_configured_is_worked_out_when_wanted(on):
    panel = on("2024-02-16")
    average = read(panel).estimate.year.average
    (fact,) = facts(panel, wanted={"us.cpi.year_average.p_below_2_75pct"})
    assert fact.value == pytest.approx(average.probability_below(2.75), abs=1e-6)
    assert average.p_below[2.5] < fact.value < average.p_below[3.0]


def test_news_is_not_worked_out_for_a_fact_that_does_not_need_it(on, monkeypatch):
    def never(*_args):
        raise AssertionError("news was worked out")

    monkeypatch.setattr("signals.readings.inflation.reading.read_news", never)
    (fact,) = facts(on("2024-02-16"), wanted={"us.cpi.trend"})
    assert fact.usable


def test_what_is_not_loaded_is_named_only_where_it_is_asked_for(on):
    panel = on("2024-02-16")
    assert not [fact for fact in facts(panel) if fact.name.startswith(("us.cpi.breadth", "us.cpi.all.sa"))]
    wanted = {"us.cpi.breadth.slowing", "us.cpi.all.sa.change_3m"}
    found = facts(panel, wanted=wanted)
    assert {fact.name for fact in found} == wanted
    assert {fact.status for fact in found} == {"missing"}


@pytest.mark.parametrize(
    "name",
    [
        "us.cpi.yoy",
        "us.cpi.yoy.change_6m",
        "us.cpi.yoy.p_lower_in_6m",
        "us.cpi.yoy.surprise_sigmas",
        "us.cpi.trend.direction_12m",
        "us.cpi.dec_dec.p_below_3pct",
        "us.cpi.consensus_gap_sigmas",
    ],
)
def test_a_fact_asked_for_alone_is_the_same_as_among_all(on, name):
    panel = on("2024-02-16")
    (alone,) = facts(panel, wanted={name})
    assert alone == next(fact for fact in facts(panel) if fact.name == name)


@pytest.mark.parametrize("day", ["2008-11-19", "2020-06-12", "2024-02-16"])
def test_a_fact_is_the_same_from_either_filter(on, day):
    panel = on(day)
    assert facts_of(read(panel, solver=Solver())) == facts_of(read(panel, solver=Solver(startup=True)))


def test_a_call_on_one_day_loads_no_statsmodels():
    code = (
        "import sys; sys.argv = ['signals', 'allocate', '--sample', '--as-of', '2024-02-16'];"
        "from signals.cli import main\n"
        "try:\n    main()\nfinally:\n    assert 'statsmodels' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
