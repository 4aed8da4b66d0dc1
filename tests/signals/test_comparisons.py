"""A sentence is checked on its own day; over a range, the last day on which it held is named."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.claims.comparisons import answer_of, check, days_between, parse_sentences, spells
from signals.config import ConfigError
from signals.facts import Fact
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings import vocabulary
from sources.contract import Observation, Reader
from sources.memory import MemoryReader

FRIDAYS = [dt.date(2024, 1, 5) + dt.timedelta(7 * week) for week in range(7)]


def panel(values: list[float]) -> Panel:
    rows = [
        Observation(series="index.VIX", period=day, value=value, released_at=day, source="test")
        for day, value in zip(FRIDAYS, values, strict=True)
    ]
    return Panel(MemoryReader(rows), FRIDAYS[-1], catalogue())


def ask(of: Panel, *texts: str) -> list[tuple[dt.date, str]]:
    sentences = parse_sentences(texts, vocabulary(catalogue()))
    return [(answer.day, answer.verdict) for answer in check(of, sentences, FRIDAYS)]


def test_the_last_day_on_which_a_sentence_held_is_named():
    of = panel([12, 21, 22, 15, 25, 14, 13])
    sentences = parse_sentences(["us.vix > 20 pts"], vocabulary(catalogue()))
    found = spells(check(of, sentences, FRIDAYS))

    assert [(spell.first, spell.last, spell.days) for spell in found] == [
        (FRIDAYS[1], FRIDAYS[2], 2),
        (FRIDAYS[4], FRIDAYS[4], 1),
    ]


def test_several_sentences_must_hold_together():
    assert [verdict for _, verdict in ask(panel([12, 21, 22, 15, 25, 14, 13]), "us.vix > 20", "us.vix < 22")] == [
        "false", "true", "false", "false", "false", "false", "false"
    ]  # fmt: skip


def test_a_day_is_asked_with_what_was_known_on_it():
    full = panel([12, 21, 22, 15, 25, 14, 13])

    assert ask(full, "us.vix > 20")[:3] == ask(panel([12, 21, 22, 99, 99, 99, 99]), "us.vix > 20")[:3]


def test_a_sentence_about_what_nobody_knows_is_unknown_and_not_false():
    nothing = Panel(MemoryReader([]), FRIDAYS[-1], catalogue())

    assert {verdict for _, verdict in ask(nothing, "us.vix > 20")} == {"unknown"}


def test_a_mistyped_fact_never_evaluates():
    with pytest.raises(ConfigError, match=r"did you mean 'us\.vix'"):
        parse_sentences(["us.vixx > 20 pts"], vocabulary(catalogue()))


def test_a_range_asks_weekdays_only(sample: Reader):
    of = Panel(sample, dt.date(2024, 2, 16), catalogue())
    sentences = parse_sentences(["us.vix > 20 pts"], vocabulary(catalogue()))

    days = days_between(of, sentences, dt.date(2024, 2, 9), dt.date(2024, 2, 13))
    assert days == (dt.date(2024, 2, 9), dt.date(2024, 2, 12), dt.date(2024, 2, 13))


@pytest.mark.parametrize(
    ("value", "error", "within"), [(5.3, 0.5, True), (5.6, 0.5, False), (4.8, 0.5, True), (4.4, 0.5, False)]
)
def test_a_margin_smaller_than_the_facts_own_error_is_only_just_true_or_false(value, error, within):
    (leaf,) = parse_sentences(["us.fed.cuts_2024 > 5 cuts"], vocabulary(catalogue()))
    fact = Fact(
        name="us.fed.cuts_2024",
        value=value,
        unit="cuts",
        released_at=None,
        age_days=None,
        status="ok",
        error=error,
    )
    answer = answer_of(leaf, fact)
    assert (answer.verdict, answer.within_error) == ("true" if value > 5 else "false", within)
    assert answer.margin == pytest.approx(abs(value - 5) if value > 5 else -abs(value - 5))


def test_without_an_error_nothing_is_within_it():
    (leaf,) = parse_sentences(["us.vix > 20 pts"], vocabulary(catalogue()))
    fact = Fact(name="us.vix", value=20.1, unit="pts", released_at=None, age_days=None, status="ok")
    assert answer_of(leaf, fact).within_error is False


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("us.fed.cuts_2024 > 100 bp", "us.fed.cuts_2024 > 4 cuts"),
        ("us.fed.hikes_2022 >= 425 bp", "us.fed.hikes_2022 >= 17 hikes"),
        ("us.fed.p_cut_next > 50%", "us.fed.p_cut_next > 50 pct"),
        ("us.fed.target_upper == 5.5 %", "us.fed.target_upper == 5.5 pct"),
        ("us.fed.cuts_2024>5", "us.fed.cuts_2024 > 5"),
    ],
)
def test_units_may_be_written_as_people_do(written: str, meant: str):
    words = vocabulary(catalogue())
    (ours,), (theirs,) = parse_sentences([written], words), parse_sentences([meant], words)
    assert (ours.threshold, ours.unit) == (theirs.threshold, theirs.unit)


def test_a_probability_without_a_unit_is_refused():
    with pytest.raises(ConfigError, match=r"0\.5 needs a unit here: 0\.5 pct, or 0\.5 prob"):
        parse_sentences(["us.fed.p_cut_next > 0.5"], vocabulary(catalogue()))
