"""Claims: the sentences of METHODS 1 and 2 against the facts of their own day."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.allocation.claims import (
    check_claims,
    find_claims,
    of_the_last_week,
    read_claims,
    said_window,
)
from signals.config import ConfigError
from signals.opening import catalogue
from signals.readings import vocabulary as full_vocabulary
from sources.contract import PolicyEvent

FRIDAY = dt.date(2024, 2, 16)


def rrr_cut(**changed):
    return PolicyEvent(
        **{
            "announced_at": dt.date(2024, 1, 24),
            "effective_at": dt.date(2024, 2, 5),
            "jurisdiction": "CN",
            "kind": "monetary.rrr",
            "stage": "decided",
            "direction": "easing",
            "magnitude": -50.0,
            "unit": "bp",
            "tier": "all",
        }
        | changed
    )


RRR = (rrr_cut(),)


@pytest.fixture(scope="session")
def check(make_facts, vocabulary, tmp_path_factory):
    def run(body, *, facts=None, events=RRR, as_of=FRIDAY):
        path = tmp_path_factory.mktemp("claims") / "claims.toml"
        path.write_text(HEAD + body, encoding="utf-8")
        (found,) = check_claims(
            read_claims(path, vocabulary),
            as_of=as_of,
            facts_on=lambda day: facts or make_facts(day),
            events_on=lambda day: events,
            vocabulary=vocabulary,
        )
        return found

    return run


HEAD = """
[[claims]]
id = "one"
quote = "a sentence"
sentence = { en = "A sentence", zh = "一句话" }
source = "sell-side weekly"
date = 2024-02-16
reading = { en = "As read.", zh = "如所读。" }
"""


def value(test, more=""):
    return f'about = "value"\nparts = [{{ label = {{ en = "a", zh = "甲" }}, when = {test}{more} }}]'


def event(said="last_week", more=""):
    return (
        'about = "event"\nparts = [{ label = { en = "a", zh = "甲" }, event = { jurisdiction = "CN", '
        f'kind = "monetary.rrr", direction = "easing", magnitude = -50.0, unit = "bp", said = "{said}"{more} }} }}]'
    )


def odds(fact):
    return f'about = "odds"\nparts = [{{ label = {{ en = "a", zh = "甲" }}, odds_of = "{fact}" }}]'


def test_a_value_far_from_the_sentence_contradicts_it_with_its_error_bar(check):
    # METHODS 1: 33.6 % for a cut by 1 May 2024 and 3.58 cuts, against "before May" and "more than five".
    first_cut = check(value('"us.fed.p_cut_by.2024-05-01 > 50 pct"'))
    five = check(value('"us.fed.cuts_2024 > 5 cuts"'))

    assert (first_cut.verdict, first_cut.parts[0].actual, first_cut.parts[0].error) == (
        "contradicted",
        0.336,
        0.007,
    )
    assert "33.6 ± 0.7 %" in first_cut.summary.en
    assert (five.verdict, five.parts[0].actual, five.parts[0].unit) == ("contradicted", 3.58, "cuts")


def test_a_value_within_its_error_of_the_threshold_is_undecided(check):
    assert check(value('"us.fed.cuts_2024 > 3.55 cuts"')).verdict == "undecided"
    assert check(value('"us.fed.cuts_2024 > 3.5 cuts"')).verdict == "confirmed"


def test_in_a_tree_only_the_leaf_that_decides_can_blur(check):
    blurred = '"us.fed.cuts_2024 > 3.55 cuts"'
    settled = '"us.cpi.trend.p_falling_12m > 50 pct"'

    assert check(value(f"{{ any = [{blurred}, {settled}] }}")).verdict == "confirmed"
    assert check(value(f"{{ all = [{blurred}, {settled}] }}")).verdict == "undecided"
    assert check(value(f"{{ not = {blurred} }}")).verdict == "undecided"


def test_a_missing_or_stale_fact_makes_a_sentence_untestable(check, make_facts):
    sentence = value('"us.fed.cuts_2024 > 5 cuts"')
    missing = check(sentence, facts=make_facts(without=("cuts_2024",)))
    stale = check(sentence, facts=make_facts(cuts_2024=None))

    assert missing.verdict == stale.verdict == "untestable"
    assert "99 days old" in stale.summary.en


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [(0.65, "confirmed"), (0.6499, "undecided"), (0.3501, "undecided"), (0.35, "contradicted")],
)
def test_odds_have_a_dead_zone(check, make_facts, probability, verdict):
    found = check(odds("us.cpi.year_average.p_below_3pct"), facts=make_facts(p_below_3pct=probability))

    assert found.verdict == verdict


def test_odds_of_what_is_no_probability_are_refused(tmp_path, vocabulary):
    path = tmp_path / "claims.toml"
    path.write_text(HEAD + odds("us.fed.cuts_2024"), encoding="utf-8")

    with pytest.raises(ConfigError, match=r"claims.toml: claim 'one': .*cuts"):
        read_claims(path, vocabulary)


def test_a_cut_announced_earlier_than_the_week_meant_is_misdated(check):
    # METHODS 1: announced 24 January, effective 5 February; the sentence says "last week".
    found = check(event())

    assert found.verdict == "misdated"
    assert found.parts[0].actual == "-50 bp announced 2024-01-24, effective 2024-02-05"
    assert "only the effective date lies in the days meant (2024-02-05 to 2024-02-11)" in found.summary.en
    assert "只是生效日" in found.summary.zh


def test_a_sentence_may_speak_of_the_day_in_force(check):
    assert check(event(more=', clock = "effective"')).verdict == "confirmed"


def test_a_cut_of_another_size_in_that_week_contradicts(check):
    other = rrr_cut(announced_at=dt.date(2024, 2, 7), magnitude=-25.0)

    assert check(event(), events=(other,)).verdict == "contradicted"


def test_intent_and_recaps_confirm_nothing(check):
    recap = rrr_cut(announced_at=dt.date(2024, 2, 7), stage="recap")
    signalled = rrr_cut(announced_at=dt.date(2024, 2, 7), stage="signalled")

    assert check(event(), events=(recap, signalled, rrr_cut())).verdict == "misdated"


def test_no_such_event_is_not_proof_that_there_was_none(check):
    other = rrr_cut(kind="property.tax")

    assert check(event(), events=(other,)).verdict == "undecided"
    assert check(event(), events=()).verdict == "untestable"


def test_weeks_run_from_monday_to_sunday():
    assert said_window("last_week", FRIDAY) == (dt.date(2024, 2, 5), dt.date(2024, 2, 11))
    assert said_window("this_week", FRIDAY) == (dt.date(2024, 2, 12), FRIDAY)
    assert said_window("lately", FRIDAY) == (dt.date(2023, 12, 18), FRIDAY)


def test_a_claim_is_checked_on_its_own_day_and_does_not_exist_before(check, make_facts, vocabulary, tmp_path):
    asked = []
    path = tmp_path / "claims.toml"
    path.write_text(HEAD + value('"us.fed.cuts_2024 > 5 cuts"'), encoding="utf-8")
    claims = read_claims(path, vocabulary)

    def facts_on(day):
        asked.append(day)
        return make_facts(day)

    arguments = {"facts_on": facts_on, "events_on": lambda day: (), "vocabulary": vocabulary}
    later = check_claims(claims, as_of=dt.date(2024, 6, 1), **arguments)
    before = check_claims(claims, as_of=dt.date(2024, 2, 15), **arguments)

    assert asked == [FRIDAY]
    assert later[0].checked_as_of == FRIDAY
    assert before == ()


def test_only_fresh_sentences_come_uninvited(check, vocabulary, tmp_path):
    path = tmp_path / "claims.toml"
    path.write_text(HEAD + value('"us.fed.cuts_2024 > 5 cuts"'), encoding="utf-8")
    (claim,) = read_claims(path, vocabulary)

    assert of_the_last_week(claim, FRIDAY)
    assert of_the_last_week(claim, FRIDAY + dt.timedelta(days=6))
    assert not of_the_last_week(claim, FRIDAY + dt.timedelta(days=7))
    assert not of_the_last_week(claim, FRIDAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (value('"us.fed.cut_2024 > 5 cuts"'), "did you mean"),
        (value('"us.fed.cuts_2024 > 5 pct"'), "unit"),
        (value('"us.fed.cuts_2024 > 5 cuts"', ", witness = true"), "witnesses only"),
        (value('"us.fed.cuts_2024 > 5 cuts"', ', odds_of = "x"'), "exactly one of"),
        (value('"us.fed.cuts_2024 > 5 cuts"') + '\nextra = "x"', "extra"),
        (value('"us.fed.cuts_2024 > 5 cuts"') + HEAD + value('"us.fed.cuts_2024 > 5 cuts"'), "its own"),
        (event().replace(', unit = "bp"', ""), "go together"),
    ],
)
def test_a_claim_that_cannot_be_tested_as_written_is_refused(tmp_path, vocabulary, body, complaint):
    path = tmp_path / "claims.toml"
    path.write_text(HEAD + body, encoding="utf-8")

    with pytest.raises(ConfigError, match=complaint):
        read_claims(path, vocabulary)


def test_the_example_claims_name_facts_that_exist():
    claims = read_claims(find_claims("example"), full_vocabulary(catalogue()))

    assert len(claims) == 7
    assert all(claim.date == FRIDAY for claim in claims)


def test_an_unknown_file_of_claims_is_answered_with_those_that_exist():
    with pytest.raises(ConfigError, match="known by name: example"):
        find_claims("exmaple")
