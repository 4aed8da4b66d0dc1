"""English as the press, the desks and the chats say it: one sentence, and every claim that it makes."""

import datetime as dt

import pytest

from signals.claims.reader import read


def said(text, day):
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [(one.about, one.when, one.op, one.value, one.detail) for one in found]


@pytest.mark.parametrize(
    ("day", "text", "claims"),
    [
        (
            "2026-03-13",
            "For Wednesday it's ninety-nine and change for no move.",
            [("fed.odds", "2026-03-18", "~", 99.5, "hold")],
        ),
        ("2025-03-07", "Futures are at four cuts by xmas.", [("fed.moves", "2025", "=", 4.0, "remaining")]),
        (
            "2025-06-13",
            "A September cut is a straight coin flip.",
            [("fed.odds", "2025-09-17", "~", 50.0, "cut>=1")],
        ),
        (
            "2025-07-18",
            "Traders are betting with 60% certainty on a September cut.",
            [("fed.odds", "2025-09-17", "=", 60.0, "cut>=1")],
        ),
        (
            "2024-11-15",
            "The probability the Fed does nothing next month is 38%.",
            [("fed.odds", "2024-12-18", "=", 38.0, "hold")],
        ),
        (
            "2023-09-08",
            "Tightening risk is now a November story: 47% for a hike by then.",
            [("fed.odds", "2023-11-01", "=", 47.0, "hike>=1")],
        ),
        (
            "2026-03-13",
            "Wednesday is 99% for no change.",
            [("fed.odds", "2026-03-18", "=", 99.0, "hold")],
        ),
        (
            "2025-07-18",
            "By September the market is 60% of the way to a cut.",
            [("fed.odds", "2025-09-17", "=", 60.0, "cut>=1")],
        ),
        (
            "2025-03-07",
            "Swaps price 67bp of easing to December.",
            [("fed.moves", "2025", "=", 67.0, "cut")],
        ),
    ],
)
def test_what_a_market_prices_is_read_in_any_register(day, text, claims):
    assert said(text, day) == claims


@pytest.mark.parametrize(
    ("day", "text", "claims"),
    [
        (
            "2023-02-14",
            "US CPI, January: 6.4% over the year, half a percent over the month.",
            [
                ("cpi.headline", "2023-01", "=", 6.4, "yoy"),
                ("cpi.headline", "2023-01", "=", 0.5, "mom"),
            ],
        ),
        (
            "2023-04-12",
            "Prices paid by US households went up 0.1% between February and March.",
            [("cpi.headline", "2023-03", "=", 0.1, "mom")],
        ),
        (
            "2024-04-10",
            "March CPI beat the 3.4% consensus at 3.5%.",
            [("cpi.headline", "2024-03", "=", 3.5, "yoy")],
        ),
        (
            "2024-11-30",
            "Activity at Chinese factories grew in November, with the official index at 50.3.",
            [("cn.pmi", "2024-11", "=", 50.3, "manufacturing")],
        ),
    ],
)
def test_a_print_is_read_with_its_month_and_basis(day, text, claims):
    assert said(text, day) == claims


def test_even_if_concedes_and_is_no_condition():
    claims = said("Stocks slipped, even if the VIX ended below 12.", "2024-05-31")
    assert claims == [("market.level", "2024-05-31", "<", 12.0, "VIX")]


@pytest.mark.parametrize(
    "text",
    [
        "Dates for the diary: FOMC 6-7 Nov, then 17-18 Dec.",
        "FOMC: Nov 6-7, Dec 17-18.",
        "Next up is the Fed on November 7, followed by December 18.",
    ],
)
def test_a_diary_names_the_next_two_meetings(text):
    assert said(text, "2024-11-01") == [
        ("fed.next_meeting", "2024-11-01", "=", "2024-11-07", ""),
        ("fed.next_meeting", "2024-11-01", "=", "2024-12-18", "second"),
    ]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2024-11-01", "The Fed releases the minutes of its meeting on Nov. 7."),
        ("2024-11-01", "Nothing is likely before the Fed's Nov. 6-7 meeting."),
        ("2024-11-01", "Earnings on Nov 7 coincide with the Fed decision."),
        ("2024-11-01", "Nov 7 is a holiday in Russia; the Fed meets the same week."),
        ("2026-01-30", "Markets price the policy rate in Japan at 1.1% by year-end."),
        ("2026-01-30", "Traders expect the unemployment rate at 4.5% by year-end."),
        ("2024-02-13", "Prices paid by consumers for eggs rose 3.5%."),
        ("2024-09-27", "The rrr down 50 places on the list."),
        ("2025-07-18", "A survey shows 48% for a cut in September."),
        ("2025-07-18", "Shares rose 2% on a September cut."),
        ("2025-03-07", "There is a 40% chance of a third by December."),
    ],
)
def test_what_only_looks_like_a_price_or_a_date_is_left_alone(day, text):
    assert said(text, day) == []


def test_what_the_fed_itself_has_in_view_is_no_price():
    text = "The market is looking for 165bp of cuts this year against the Fed's 75bp."
    assert said(text, "2024-01-12") == [("fed.moves", "2024", "=", 165.0, "cut")]


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("Fed funds futures point to a rate of about 3.1% at year-end.", "~", 3.1),
        ("The strip has the funds rate at 3.1% come December.", "=", 3.1),
        ("The implied rate for December is 3.10%.", "=", 3.1),
        ("A funds rate just above 3% is priced for year-end.", "~", 3.0),
    ],
)
def test_a_rate_that_is_priced_for_the_end_of_a_year_needs_no_one_word(text, op, value):
    assert said(text, "2026-01-30") == [("fed.implied_rate", "2026", op, value, "")]


def test_what_a_print_followed_is_of_the_month_before():
    assert said("The core CPI increased 0.4% after rising 0.4% in December.", "2023-02-14") == [
        ("cpi.core", "2023-01", "=", 0.4, "mom"),
        ("cpi.core", "2022-12", "=", 0.4, "mom"),
    ]


def test_a_move_before_the_one_that_it_is_held_against_is_of_the_subject():
    assert said("HSTECH outperformed, up 4.1% against 1.1% for the HSI.", "2024-11-08") == [
        ("market.change", "week:2024-11-08", "=", 4.1, "HSTECH"),
        ("market.change", "week:2024-11-08", "=", 1.1, "HSI"),
    ]


@pytest.mark.parametrize(
    ("day", "text", "decided", "value"),
    [
        ("2025-01-31", "Fed held, as expected.", "2025-01-29", 0.0),
        ("2025-06-19", "The Fed held rates for a fourth straight meeting on Wednesday.", "2025-06-18", 0.0),
        ("2024-12-20", "This week's quarter-point cut was the third in a row.", "2024-12-18", -25.0),
        ("2022-06-15", "The Fed went 75.", "2022-06-15", 75.0),
        ("2024-09-18", "The Fed went big on Wednesday, cutting rates by half a point.", "2024-09-18", -50.0),
    ],
)
def test_a_decision_is_read_as_desks_tell_it(day, text, decided, value):
    assert [one[:4] for one in said(text, day)] == [("fed.decision", decided, "=", value)]


@pytest.mark.parametrize(
    "text",
    [
        "December OIS shows 46bp of cuts.",
        "The December contract implies 46bp of cuts from here.",
        "Futures lean to a cut, with 46 basis points in the December contract.",
    ],
)
def test_a_contract_prices_the_sum_up_to_its_month(text):
    assert said(text, "2025-01-31") == [("fed.moves", "2025", "=", 46.0, "cut")]


def test_a_sum_may_close_a_list_of_odds():
    text = "March is an 18% chance of a cut, June two in three, and December 46bp."
    assert said(text, "2025-01-31")[-1] == ("fed.moves", "2025", "=", 46.0, "cut")


def test_a_first_move_that_has_been_pushed_back_is_the_markets_but_not_a_houses():
    pushed = said("The first cut has been pushed back to July.", "2025-03-07")
    assert pushed == [("fed.first_move", "2025-07-30", "=", "2025-07-30", "cut")]
    assert said("Goldman has pushed its first cut back to July.", "2025-03-07") == []
    assert said("The first cut in their forecast has been moved to July.", "2025-03-07") == []


@pytest.mark.parametrize(
    ("day", "text", "claims"),
    [
        (
            "2021-12-10",
            "The half-point RRR cut unveiled on Monday goes live on the 15th.",
            [
                ("pboc.rrr", "2021-12-06", "=", -50.0, "announced"),
                ("pboc.rrr", "2021-12-15", "=", -50.0, "effective"),
            ],
        ),
        (
            "2024-09-27",
            "rrr down 50 and the 7d repo down 20, both live today.",
            [
                ("pboc.rrr", "2024-09-27", "=", -50.0, "effective"),
                ("pboc.omo", "2024-09-27", "=", -20.0, "effective"),
            ],
        ),
        (
            "2024-10-21",
            "China: 1Y/5Y LPR 3.10%/3.60%, both -25bp, a bigger step than the 20bp most had looked for.",
            [
                ("pboc.lpr", "2024-09-20..2024-10-21", "=", 3.1, "1Y"),
                ("pboc.lpr", "2024-09-20..2024-10-21", "=", 3.6, "5Y"),
                ("pboc.lpr", "2024-09-20..2024-10-21", "=", -25.0, "1Y"),
                ("pboc.lpr", "2024-09-20..2024-10-21", "=", -25.0, "5Y"),
            ],
        ),
        (
            "2025-05-07",
            "The PBOC cut the policy rate by 10bp to 1.40% and the RRR by 50bp.",
            [
                ("pboc.omo", "2025-04-06..2025-05-07", "=", -10.0, ""),
                ("pboc.omo", "2025-04-06..2025-05-07", "=", 1.4, "level"),
                ("pboc.rrr", "2025-04-06..2025-05-07", "=", -50.0, ""),
            ],
        ),
        (
            "2022-08-15",
            "China's central bank lowered the rate on one-year policy loans by 15 basis points on Monday.",
            [("pboc.mlf", "2022-08-15", "=", -15.0, "effective")],
        ),
    ],
)
def test_a_step_in_china_is_read_with_its_rate_and_days(day, text, claims):
    assert said(text, day) == claims


def test_the_months_since_the_last_cut_are_no_size():
    text = "The PBOC lowered the seven-day reverse repo rate to 1.9% on Tuesday, the first cut in 10 months."
    assert [one[3] for one in said(text, "2023-06-13")] == [1.9]


@pytest.mark.parametrize(
    ("day", "text", "claims"),
    [
        (
            "2023-06-30",
            "First half, price only: Nasdaq +31.7%, Hang Seng -4.4%.",
            [
                ("market.change", "ytd:2023-06-30", "=", 31.7, "IXIC"),
                ("market.change", "ytd:2023-06-30", "=", -4.4, "HSI"),
            ],
        ),
        ("2023-09-29", "The Nasdaq rallied 31.7% in the first half.", []),
        (
            "2018-02-05",
            "vix more than doubled today.",
            [("market.change", "day:2018-02-05", ">", 100.0, "VIX")],
        ),
        ("2018-02-05", "The VIX doubled.", []),
        (
            "2022-11-14",
            "China issued a 16-point plan to rescue the property sector on Friday.",
            [("policy.property", "2022-11-11", "=", 1.0, "easing")],
        ),
        (
            "2024-08-30",
            "China completed its three-year rectification of Alibaba, the regulator said on Friday.",
            [("policy.platform", "2024-08-30", "=", 1.0, "easing")],
        ),
        (
            "2023-12-12",
            "CPI was 3.1% in November versus 3.2% in October.",
            [
                ("cpi.headline", "2023-11", "=", 3.1, "yoy"),
                ("cpi.headline", "2023-10", "=", 3.2, "yoy"),
            ],
        ),
        (
            "2025-01-31",
            "Headline CPI was 2.9% in December with core at 3.2%, and it remains on a downward trend.",
            [
                ("cpi.headline", "2024-12", "=", 2.9, "yoy"),
                ("cpi.core", "2024-12", "=", 3.2, "yoy"),
                ("cpi.trend", "2025-01-31", "=", 1.0, "falling"),
            ],
        ),
    ],
)
def test_moves_steps_and_prints_told_in_other_words(day, text, claims):
    assert said(text, day) == claims


@pytest.mark.parametrize(
    ("day", "text", "claims"),
    [
        ("2023-03-10", "Terminal pricing collapsed: from 5.7% on Wednesday to 5.3% now.", []),
        ("2026-01-30", "Year-end implied fed funds: 3.1%.", []),
        ("2023-03-10", "Before SVB, a half-point in March was 78% likely.", []),
        (
            "2024-01-05",
            "March was 90% before Christmas and is 64% tonight.",
            [
                ("fed.odds", "2024-03-20", "=", 90.0, "cut>=1@2024-01-04"),
                ("fed.odds", "2024-03-20", "=", 64.0, "cut>=1"),
            ],
        ),
        (
            "2022-09-21",
            "Traders are 70/30 for another three-quarters in November.",
            [("fed.odds", "2022-11-02", "~", 70.0, "hike=75")],
        ),
        (
            "2022-09-21",
            "The Fed delivered its third jumbo hike in a row, 75bp.",
            [("fed.decision", "2022-09-21", "=", 75.0, "hike=75")],
        ),
        (
            "2025-09-12",
            "The Hang Seng closed at 26,388.16, its highest in four years.",
            [
                ("market.level", "2025-09-12", "=", 26388.16, "HSI"),
                ("market.extreme", "2025-09-12", "=", "2021", "HSI high_since"),
            ],
        ),
        (
            "2024-08-02",
            "Nasdaq -2.4%, VIX 23.4 at the close.",
            [
                ("market.change", "day:2024-08-02", "=", -2.4, "IXIC"),
                ("market.level", "2024-08-02", "=", 23.4, "VIX"),
            ],
        ),
    ],
)
def test_whose_time_size_and_kind_a_figure_has(day, text, claims):
    assert said(text, day) == claims


def test_it_is_of_the_meeting_named_before():
    text = "Two weeks ago March was 70/30 in favor of a cut, today it's a straight coin flip."
    assert said(text, "2024-01-19") == [
        ("fed.odds", "2024-03-20", "~", 70.0, "cut>=1@2024-01-05"),
        ("fed.odds", "2024-03-20", "~", 50.0, "cut>=1"),
    ]


def test_a_market_that_answers_a_decision_did_not_take_it():
    text = "The FOMC left rates alone on Wednesday at 4.25-4.50% and the market took the hint."
    assert ("fed.decision", "2025-01-29", "=", 0.0, "hold") in said(text, "2025-01-31")
