"""How a desk or a chat says it: a month that is dead, what a gauge has a cut at, a year that ends at a rate."""

import datetime as dt

import pytest

from signals.claims.reader import read


def said(text, day):
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [(one.about, one.when, one.op, one.value, one.detail) for one in found]


@pytest.mark.parametrize(
    ("text", "day", "claim"),
    [
        ("September's a done deal.", "2025-09-05", ("fed.odds", "2025-09-17", "~", 100.0, "cut>=1")),
        ("July's dead, 16%.", "2025-06-20", ("fed.odds", "2025-07-30", "=", 16.0, "cut>=1")),
        ("FedWatch has a quarter-point cut in December at 61.6%.", "2024-11-15", ("fed.odds", "2024-12-18", "=", 61.6, "cut=25")),
        ("November is live: 47% for a hike.", "2023-09-08", ("fed.odds", "2023-11-01", "=", 47.0, "hike>=1")),
        ("March is off the table: futures give it barely 20%.", "2024-02-02", ("fed.odds", "2024-03-20", "~", 20.0, "cut>=1")),
        ("Futures see the policy rate finishing this year at around 3.1%.", "2026-01-30", ("fed.implied_rate", "2026", "~", 3.1, "")),
    ],
)  # fmt: skip
def test_what_a_desk_says_in_few_words_is_read(text, day, claim):
    assert said(text, day) == [claim]


def test_a_month_and_what_it_was_goes_on_with_the_print():
    assert said("nov cpi 3.1. june was 3.0.", "2023-12-12") == [
        ("cpi.headline", "2023-11", "=", 3.1, "yoy"),
        ("cpi.headline", "2023-06", "=", 3.0, "yoy"),
    ]


def test_both_sides_of_a_coin_flip_have_their_own_outcome():
    claims = said("It is now a coin flip for December: 52% say cut, 48% say stay.", "2025-11-14")
    assert [claim[3:] for claim in claims] == [(52.0, "cut>=1"), (48.0, "hold")]


@pytest.mark.parametrize(
    "text",
    [
        "August is a done deal.",
        "The merger is a done deal for September.",
        "That wedding in June? A done deal.",
    ],
)
def test_a_month_without_a_meeting_or_with_other_business_is_left_alone(text):
    assert said(text, "2025-05-16") == []
