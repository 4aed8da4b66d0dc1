"""What published copy does that written examples do not: leads with its session, strips in asides, gives ranges upside down."""

import datetime as dt

import pytest

from signals.claims.reader import read


def said(text, day):
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [(one.about, one.when, one.op, one.value, one.detail) for one in found]


@pytest.mark.parametrize(
    ("text", "day", "session"),
    [
        ("On Thursday, stocks on Wall Street dropped slightly.\n\nThe S&P 500 shed 2 points, or 0.1%.", "2024-07-12", "2024-07-11"),
        ("9月15日港股低开高走。恒生指数收涨0.2%。", "2025-09-16", "2025-09-15"),
        ("上周五（19日）为美股的四巫日，三大股指走高。标普500指数收升0.5%。", "2025-09-22", "2025-09-19"),
    ],
)  # fmt: skip
def test_the_session_that_a_text_leads_with_is_that_of_its_closes(text, day, session):
    assert [when for about, when, *_ in said(text, day) if about == "market.change"] == [f"day:{session}"]


def test_the_session_of_one_market_is_not_that_of_another():
    text = "On Monday, Wall Street stocks rallied.\n\nThe Hang Seng lost 1.2%."
    assert said(text, "2024-07-16") == [("market.change", "day:2024-07-16", "=", -1.2, "HSI")]


def test_a_day_of_the_clause_before_does_not_date_a_market():
    text = "The Fed left rates alone on Wednesday and Wall Street liked it. The Nasdaq closed at a record 16,428.82."
    assert ("market.extreme", "2024-03-22", "=", 1.0, "IXIC record_high") in said(text, "2024-03-22")


def test_a_range_told_from_its_upper_end_is_no_chance():
    text = (
        "Futures imply a 94% probability of a 25bp cut in September, lowering the target range to 4.25%-4.0%."
    )
    assert said(text, "2025-08-12") == [("fed.odds", "2025-09-17", "=", 94.0, "cut=25")]


def test_a_larger_move_of_the_next_clause_is_not_what_the_figure_is_of():
    text = "美联储9月降息50个基点的可能性仅为33%，显示市场对更大幅度降息持谨慎态度。"
    assert said(text, "2024-08-10") == [("fed.odds", "2024-09-18", "=", 33.0, "cut=50")]


def test_what_brackets_follow_is_whose_figure_it_is():
    text = "The S&P 500 rose 1.13%. Gains came from Communication Services (+1.81%)."
    assert said(text, "2025-08-12") == [("market.change", "day:2025-08-12", "=", 1.13, "SPX")]


def test_a_monthly_figure_is_held_against_a_monthly_one():
    assert said("The CPI rose 0.2% in July, down from 0.3% in June.", "2025-08-12") == [
        ("cpi.headline", "2025-07", "=", 0.2, "mom"),
        ("cpi.headline", "2025-06", "=", 0.3, "mom"),
    ]


def test_a_rate_that_has_fallen_below_a_level_did_not_fall_by_it():
    text = (
        "Consumer prices rose 2.9% in July, the first time headline inflation has fallen below 3% since 2021."
    )
    assert ("cpi.headline", "2024-07", "<", 3.0, "yoy") in said(text, "2024-08-14")


def test_what_the_core_rate_excludes_is_not_what_the_figures_are_of():
    text = (
        "Core CPI, which excludes volatile food and energy prices, rose 0.3% for the month and 3.1% annually."
    )
    assert said(text, "2025-08-12") == [
        ("cpi.core", "2025-07", "=", 0.3, "mom"),
        ("cpi.core", "2025-07", "=", 3.1, "yoy"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Inflation was a bit more than 9% last summer.",
        "That compares with an estimated increase of 3.4% in core CPI.",
        "Energy prices fell 2% in July.",
    ],
)
def test_a_rate_of_a_season_an_estimate_or_of_other_prices_is_left_alone(text):
    assert said(text, "2024-07-12") == []


def test_a_strongest_closing_level_is_a_high_since():
    text = "The S&P 500 rose 0.7% to 4,472.16 to reach its strongest closing level since April 2022."
    assert ("market.extreme", "2023-07-12", "=", "2022-04", "SPX high_since") in said(text, "2023-07-12")
