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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Pan said the policy rate reduction is expected to lead the loan prime rate down by 10bp.",
            "2025-05-07",
        ),
        (
            "Swaps show a 40% chance that the Fed cuts by next week, well before its next meeting.",
            "2025-04-07",
        ),
        ("Last week, a reduction of nearly 75 basis points by December was expected.", "2025-05-13"),
        ("恒指全日成交额减少约24%至3253亿元。", "2024-10-10"),
        ("核心服务同比增速从3.7%降至3.6%，环比增速则从0.1%反弹至0.3%。", "2025-05-14"),
        ("在各分项中，住房成本这一通胀粘性较强的因素环比上涨0.4%，同比上涨3.2%。", "2026-01-13"),
        ("预计核心CPI同比增速可能从4月的2.8%升至8月的3.3%，再降至12月的3.1%。", "2025-05-14"),
        ("5年期LPR下调，超出市场预期的5到15个基点。", "2024-02-20"),
        ("Confidence in three quarter-point Fed cuts this year is fading.", "2024-04-01"),
    ],
)
def test_what_was_expected_counted_in_money_or_of_a_part_of_prices_is_left_alone(text, day):
    assert [claim for claim in said(text, day) if claim[2:4] != ("=", 2.8)] == []


def test_an_abbreviation_in_brackets_does_not_cut_a_clause():
    text = "China's central bank said Wednesday it will cut the reserve requirement ratio (RRR) by 0.5 percentage points from May 15."
    assert said(text.replace("said", "announced"), "2025-05-07") == [
        ("pboc.rrr", "2025-05-07", "=", -50.0, "announced"),
        ("pboc.rrr", "2025-05-15", "=", -50.0, "effective"),
    ]


def test_one_term_is_held_where_the_other_is_cut():
    text = "The PBOC maintained the one-year loan prime rate (LPR) unchanged and cut the five-year LPR by 25bp on Tuesday."
    assert {claim[3:] for claim in said(text, "2024-02-20")} == {(-25.0, "5Y"), (0.0, "1Y")}


def test_benchmark_lending_rates_are_both_prime_rates():
    claims = said("China lowered its benchmark lending rates by 25 basis points on Monday.", "2024-10-21")
    assert [claim[1:] for claim in claims] == [
        ("2024-10-21", "=", -25.0, "1Y"),
        ("2024-10-21", "=", -25.0, "5Y"),
    ]


def test_a_step_of_last_month_is_of_that_month():
    claims = said(
        "Last month, China's central bank trimmed its reserve requirement ratio by 50 basis points.",
        "2024-10-21",
    )
    assert claims == [("pboc.rrr", "2024-09-01..2024-09-30", "=", -50.0, "")]


def test_a_house_that_tells_a_print_has_no_view_of_it():
    assert said("中金公司研报指出，美国2月CPI同比增速反弹至3.2%（前值3.1%）。", "2024-03-13") == [
        ("cpi.headline", "2024-02", "=", 3.2, "yoy"),
        ("cpi.headline", "2024-01", "=", 3.1, "yoy"),
    ]
    assert said("中金公司研报指出，预计美国2月CPI同比为3.2%。", "2024-03-01") == []


def test_a_rise_over_a_month_named_is_of_the_month_after():
    assert said("核心CPI较2月份上涨0.4%，同比上涨3.8%。", "2024-04-10") == [
        ("cpi.core", "2024-03", "=", 0.4, "mom"),
        ("cpi.core", "2024-03", "=", 3.8, "yoy"),
    ]


def test_the_tech_index_is_that_of_the_hang_seng_once_it_was_named():
    text = "恒指收報16587點。\n\n科技指數收報3300點。"
    assert ("market.level", "2022-10-14", "=", 3300.0, "HSTECH") in said(text, "2022-10-14")
    assert said("科技指数收报3300点。", "2022-10-14") == []


def test_a_move_from_about_one_figure_to_another_is_no_range():
    claims = said("Odds of a 50 basis point cut rose sharply this week from about 30% to 49%.", "2024-09-13")
    assert ("fed.odds", "2024-09-18", "=", 49.0, "cut=50") in claims
    assert all(value != 39.5 for *_, value, _ in claims)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("大型企业PMI为51.2%，比上月下降1.3个百分点；中、小型企业PMI分别为49.9%和49.6%。", "2025-03-31"),
        ("The PMI of large enterprises was 51.3 percent; the PMI of small enterprises was 46.5 percent.", "2022-01-04"),
        ("The Caixin manufacturing purchasing managers' index (PMI) for China, a private survey, fell to 49.2 in May.", "2016-06-01"),
        ("The December contract's rate at 5.15% continues to price in about half of a rate cut.", "2023-06-14"),
        ("Futures point to June, with a second 25 basis point cut before the end of the year more likely.", "2025-01-30"),
        ("Markets saw the odds of a 50 basis point cut closer to 30% at the start of the week.", "2024-09-13"),
    ],
)  # fmt: skip
def test_another_survey_a_contract_s_rate_and_a_second_cut_are_left_alone(text, day):
    assert said(text, day) == []


def test_the_session_of_a_day_is_that_day():
    text = "The S&P 500 and Nasdaq rose 0.47% and 0.94%, respectively, in Monday's session, both closing at record highs."
    assert {claim[1] for claim in said(text, "2025-09-16")} == {"day:2025-09-15", "2025-09-15"}


def test_a_listing_with_its_ticker_is_a_level_and_a_move():
    assert said("S&P 500 (SPX): 5,626.02, up 30.26 points (+0.54%)", "2024-09-17") == [
        ("market.level", "2024-09-17", "=", 5626.02, "SPX"),
        ("market.change", "day:2024-09-17", "=", 0.54, "SPX"),
    ]


def test_a_fall_that_widened_from_another_is_of_two_falls():
    text = "China's producer price index (PPI) shrank 2.1 per cent in September from a year earlier, widening from a fall of 2.0 per cent in August."
    assert [claim[1::2] for claim in said(text, "2020-10-15")] == [("2020-09", -2.1), ("2020-08", -2.0)]


def test_an_official_figure_is_no_official_s_view():
    text = "China's official consumer price index (CPI) rose 1.7 per cent in September from a year earlier."
    assert said(text, "2020-10-15") == [("cn.cpi", "2020-09", "=", 1.7, "yoy")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("历史数据显示，科指于货币宽松时期表现普遍跑赢大市。", "2025-09-25"),
        ("The CPI's food index rose 11.4%.", "2022-09-13"),
        ("Prior to the consumer price index report, investors were expecting a 9% chance of a half-point hike in September.", "2022-09-13"),
        ("该水平自2024年12月以来保持不变。", "2025-03-20"),
    ],
)  # fmt: skip
def test_history_a_part_of_the_index_and_what_was_thought_before_are_left_alone(text, day):
    assert said(text, day) == []


def test_where_odds_came_from_is_of_their_own_outcome():
    text = "The odds of a 75bp increase dropped from 91% to 84% while the odds of a 50bp rate hike fell to 0% from 9%."
    assert {claim[3:] for claim in said(text, "2022-09-13")} == {
        (84.0, "hike=75"),
        (91.0, "hike=75@2022-09-12"),
        (0.0, "hike=50"),
        (9.0, "hike=50@2022-09-12"),
    }


def test_a_month_before_the_comma_is_that_of_the_print():
    assert said("In June, inflation was 9.1%.", "2022-09-13") == [
        ("cpi.headline", "2022-06", "=", 9.1, "yoy")
    ]


def test_the_core_rate_measured_by_an_index_is_not_that_index():
    text = "Core inflation, as measured by the consumer price index, rose to 3.3 per cent in January on a year earlier."
    assert ("cpi.core", "2025-01", "=", 3.3, "yoy") in said(text, "2025-02-23")


def test_the_rate_of_the_month_before_stands_behind_its_own_words():
    text = "September's headline annual rate rose to 3% from the previous month's 2.9%."
    assert [claim[1:4] for claim in said(text, "2025-10-27")] == [
        ("2025-09", "=", 3.0),
        ("2025-08", "=", 2.9),
    ]


def test_a_move_that_indices_share_is_of_each():
    text = "Major U.S. indexes climbed, with the S&P 500, Nasdaq Composite and the Dow all up about 2% for the week."
    assert {claim[4] for claim in said(text, "2025-10-24")} == {"SPX", "IXIC"}


def test_odds_without_a_meeting_after_a_paragraph_on_a_later_one_are_left_alone():
    later = "FedWatch showed a 61.8% probability of a 75bp hike at the December 13-14 meeting."
    text = f"{later}\n\nThe odds of a 50bp increase fell to 36.9%."
    assert [claim[3] for claim in said(text, "2022-10-13")] == [61.8]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The top gainer on the Hang Seng was MTR Corp Ltd, up 2.44 percent.", "2018-07-31"),
        ("The sub-index of the Hang Seng tracking energy shares closed 0.8 percent firmer.", "2018-07-31"),
        ("A September Fed rate cut is no longer quite fully priced.", "2025-08-14"),
        ("建筑业PMI在1月降至49.3。", "2025-02-03"),
        ("中国1月CPI同比降幅高于经济师预估的0.5%。", "2024-02-08"),
        ("食品价格上涨0.4%，影响CPI上涨约0.08个百分点。", "2024-02-08"),
    ],
)
def test_members_denials_estimates_and_shares_are_left_alone(text, day):
    assert said(text, day) == []


def test_the_rest_of_a_market_is_not_the_index_named_before():
    text = "The Hang Seng index fell 0.5 percent, the financial sector ended 0.38 percent lower."
    assert [claim[3] for claim in said(text, "2018-07-31")] == [-0.5]


def test_each_of_two_figures_goes_to_its_own_of_two_names():
    text = "道琼斯工业指数和标普五百指数周线各涨百分之一点五和百分之○点三，那斯达克仍跌百分之○点六。"
    assert [claim[3:] for claim in said(text, "2025-08-24")] == [(0.3, "SPX"), (-0.6, "IXIC")]


def test_the_country_of_prints_holds_for_the_next_paragraph():
    text = "中国1月份官方制造业PMI下降至49.8。\n\n1月份CPI同比增长0.8%。\n\n1月份PPI通胀下跌4.3%。"
    assert [claim[0] for claim in said(text, "2015-02-12")] == ["cn.pmi", "cn.cpi", "cn.ppi"]


def test_a_fall_that_widens_takes_a_rate_down():
    text = "美国7月CPI同比下降2.1%，降幅比上月扩大0.7个百分点。"
    assert ("cpi.headline", "2009-07", "=", -0.7, "yoy_change") in said(text, "2009-08-14")


def test_odds_of_last_week_are_dated_to_it():
    text = "FedWatch shows 85% odds of a Fed cut in December, a massive jump from just 30% last week."
    assert ("fed.odds", "2025-12-10", "=", 30.0, "cut>=1@2025-11-21") in said(text, "2025-11-26")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("投资者对9月降息的押注已成双峰：累计25个基点与50个基点选项合计占比超70%。", "2025-06-16"),
        ("That spike was followed by a 5.4% gain in the S&P 500 index after one year.", "2025-04-09"),
        ("The surge marked the end of a 190-day streak of VIX closes below 20.", "2024-08-02"),
    ],
)
def test_shares_what_came_years_later_and_streaks_are_left_alone(text, day):
    assert said(text, day) == []


def test_no_rate_change_and_current_rates_are_a_hold():
    text = "The probability of a 25bp cut in March is 0.7%, with a 99.3% probability of no rate change."
    assert ("fed.odds", "2026-03-18", "=", 99.3, "hold") in said(text, "2026-03-11")
    text = "The likelihood of a cut in March is 2.7%, with 88% probability that the Fed will maintain current rates."
    assert ("fed.odds", "2026-03-18", "=", 88.0, "hold") in said(text, "2026-03-11")


def test_an_index_named_in_passing_does_not_take_the_figure():
    text = "The Hang Seng Tech Index, which mirrors tech stocks similar to the Nasdaq, plummeted by 14% on Monday."
    assert said(text, "2025-04-07") == [("market.change", "day:2025-04-07", "=", -14.0, "HSTECH")]


def test_on_a_friday_what_follows_a_move_of_the_day_is_of_the_day():
    text = "The Hang Seng advanced 1.1 per cent on Friday.\n\nThe Hang Seng Tech Index rose 1.8 per cent."
    assert {claim[1] for claim in said(text, "2025-04-11")} == {"day:2025-04-11"}


def test_a_print_beyond_what_was_expected_is_still_its_figure():
    text = "美国5月CPI同比3.3%，环比超预期回落至0%。"
    assert ("cpi.headline", "2024-05", "=", 0.0, "mom") in said(text, "2024-06-15")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The Hang Seng Index lost 0.1 per cent to 17,080.53 as of 11.05am local time on Monday.",
            "2024-08-12",
        ),
        ("在纽约股市早盘，道琼斯工业指数大涨1.18%；标普500指数上扬0.68%，报6576.45点。", "2025-09-11"),
        ("标普500资讯科技类股收涨2%。", "2025-10-28"),
        ("The Chinese Enterprise Index gained 3% to 7,168.89 points.", "2022-07-18"),
    ],
)
def test_running_sessions_parts_of_an_index_and_h_shares_are_left_alone(text, day):
    assert said(text, day) == []


def test_a_company_s_move_is_not_the_index_s():
    claims = said("标普500指数上涨1.2%。通讯服务类股上涨2.3%，Alphabet涨幅达3.6%。", "2025-10-28")
    assert [claim[3] for claim in claims] == [1.2]


def test_what_a_print_came_after_is_not_the_month_of_what_follows():
    text = "Consumer prices rose 0.3% in April after rising 0.4% in March. Over the last 12 months, consumer prices were up 3.4%."
    assert ("cpi.headline", "2024-04", "=", 3.4, "yoy") in said(text, "2024-05-23")
    text = "October data are out. Core prices pulled back from a 40-year high with a 6.3 percent advance."
    assert [claim[1] for claim in said(text, "2022-11-11")] == ["2022-10"]


def test_what_the_fed_announced_that_it_will_do_is_done():
    text = "The Fed announced on Wednesday that it will lower the federal funds rate target range by 25 basis points to 4.00%-4.25%."
    assert [claim[0] for claim in said(text, "2025-09-18")] == ["fed.decision", "fed.range"]
    assert (
        said("The Fed will lower the federal funds rate by 25 basis points in October.", "2025-09-18") == []
    )


def test_a_core_index_by_its_full_name_is_the_core():
    assert said("美国8月核心消费者物价指数年增率达3.1%。", "2025-09-12")[0][0] == "cpi.core"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "US equity indexes edged up in midday trading on Wednesday.\n\nThe Nasdaq was up 0.1% to 21,693.1.",
            "2025-08-13",
        ),
        (
            "港股下午初段跌逾180点,恒指较早时报17055点,跌183点,跌幅1.06%。\n\n科技指数报3419点,跌1.36%。",
            "2024-07-30",
        ),
        ("恒生指数低开51点，低见24748点，中午收报24791点，跌幅1%。", "2020-06-11"),
        ("恒生生物科技指数全年大升64.5%。", "2025-12-31"),
    ],
)
def test_what_follows_a_running_session_is_of_it_until_a_close_is_told(text, day):
    assert said(text, day) == []


def test_after_a_running_session_a_close_is_read_again():
    text = "Wall Street edged up in midday trading. The Nasdaq was up 0.1%.\n\nThe S&P 500 closed up 0.4% at 6,466.58."
    assert {claim[3] for claim in said(text, "2025-08-13")} == {6466.58, 0.4}


def test_an_index_that_opens_on_a_day_closes_on_it():
    text = "恒生指数6日高开155点，守不住关口。全日低位见23812点，收市报23966点。"
    assert said(text, "2021-10-07") == [("market.level", "2021-10-06", "=", 23966.0, "HSI")]


def test_a_step_that_a_bracket_says_again_in_percent_is_one_step():
    text = "Futures traders see a 63% chance for a 50 basis-point (0.50%) cut this Wednesday. Odds of a quarter-point (0.25%) cut fell to 37%."
    odds = [claim for claim in said(text, "2024-09-16") if claim[0] == "fed.odds"]
    assert [(claim[3], claim[4]) for claim in odds] == [(63.0, "cut=50"), (37.0, "cut=25")]


def test_a_gain_that_was_expected_is_no_print():
    text = "The headline CPI for January was below economists’ expectations of a gain of 0.3% on a monthly basis and 2.5% on an annual basis."
    assert said(text, "2026-02-13") == [("cpi.headline", "2026-01", "<", 0.0, "vs_consensus")]


def test_over_the_previous_month_and_over_last_year_say_how_a_print_is_measured():
    text = "Core CPI climbed 0.2% over the prior month and 3.2% over last year in July."
    assert {(claim[3], claim[4]) for claim in said(text, "2024-08-14")} == {(0.2, "mom"), (3.2, "yoy")}


def test_what_the_odds_stood_at_before_is_dated_before():
    text = "The odds of a 50bp cut in September are 50% after a 70% chance placed by traders last week, per FedWatch."
    days = {claim[3]: claim[4].partition("@")[2] for claim in said(text, "2024-08-14")}
    assert days == {50.0: "", 70.0: "2024-08-09"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("港股午评：恒指收涨6% 恒生科技指数涨8.72%", "2024-10-02"),
        ("港股竞价时段上升。恒生指数报18851点，升幅0.31%。", "2023-06-27"),
        (
            "恒生指数今早升穿22000点，中午收市报22191点，升幅1.5%。\n\n科技指数升1.5%，报5360点。",
            "2024-10-03",
        ),
        ("The Hang Seng Index fell 0.3 per cent to 16,104.17 at 10.55am local time.", "2024-02-20"),
        ("The Hang Seng index drops 1.01% in the early stages, slipping to 19,572.42 points.", "2022-08-22"),
        ("Before Wednesday, the swaps market had priced in an 11-basis point cut in December.", "2025-11-19"),
        ("市场认为3月“维持不变”与“仅降息一次”的概率相当（44.7% vs 46.5%）。", "2025-12-22"),
    ],
)
def test_what_stood_at_noon_or_before_and_pairs_without_names_are_left_alone(text, day):
    assert said(text, day) == []


def test_a_streak_of_days_is_no_day_of_the_month():
    text = "恒指高收198点 结束6日跌势 本周累跌6.5%"
    assert said(text, "2022-10-14") == [("market.change", "week:2022-10-14", "=", -6.5, "HSI")]


def test_a_rate_lowered_by_a_percentage_to_a_level_is_a_step_and_a_level():
    text = "The People’s Bank of China lowered its five-year lending interest rate (LPR) by 0.15% to 4.45% from 4.6% today."
    assert {(claim[3], claim[4]) for claim in said(text, "2022-05-20")} == {(-15.0, "5Y"), (4.45, "5Y")}


def test_a_day_without_a_year_long_past_is_the_meeting_to_come():
    text = "The FedWatch tool gives better than even odds for a quarter point rate cut on 29 April."
    assert said(text, "2025-12-08") == [("fed.odds", "2026-04-29", ">", 50.0, "cut=25")]


@pytest.mark.parametrize("against", [". That’s up from 71% on Thursday", ", up from 71% on Thursday"])
def test_odds_held_against_two_earlier_days_take_each_its_own(against):
    text = f"Traders see an 87% chance of a cut on Dec. 18{against} and 66% last week."
    assert {(claim[3], claim[4]) for claim in said(text, "2024-12-06")} == {
        (87.0, "cut>=1"),
        (71.0, "cut>=1@2024-12-05"),
        (66.0, "cut>=1@2024-11-29"),
    }


def test_what_is_held_against_an_earlier_week_is_odds_only_after_odds():
    text = "Odds of a December cut are 85%. The S&P 500 rose 2% on the day. That compares with 1% a week ago."
    assert {claim[3] for claim in said(text, "2024-12-06") if claim[0] == "fed.odds"} == {85.0}


def test_expectations_of_a_cut_that_fall_from_one_percentage_to_another_are_odds():
    text = "当前市场对1月降息的预期已从上周的31%大幅回落至19.9%。"
    assert {(claim[3], claim[4]) for claim in said(text, "2025-12-22")} == {
        (19.9, "cut>=1"),
        (31.0, "cut>=1@2025-12-19"),
    }


def test_a_week_closed_out_is_the_one_that_ended():
    text = "The S&P 500 closed out the first week of December 2025 at 6,870.40."
    assert [claim[:4] for claim in said(text, "2025-12-08")] == [("market.level", "2025-12-05", "=", 6870.4)]


def test_key_lending_rates_left_steady_are_the_loan_prime_rate():
    text = "On Monday, the People's Bank of China left its two key lending rates steady."
    assert said(text, "2024-05-20") == [("pboc.lpr", "2024-05-20", "=", 0.0, "1Y")]


def test_what_the_rate_is_taken_to_be_is_no_condition():
    text = "Assuming an effective fed funds rate of around 1.55%, the market is pricing in around 20.5 basis points of further easing for this year."
    assert said(text, "2020-01-10") == [("fed.moves", "2020", "~", 20.5, "cut")]


def test_lines_under_a_heading_that_is_a_day_are_of_it():
    text = "August 18, 2025 (Monday)\n\nS&P 500: Close 6,449.15, -0.31%\n\nAugust 19, 2025 (Tuesday)\n\nThe VIX closed at 15.57."
    assert [(claim[0], claim[1], claim[3]) for claim in said(text, "2025-08-23")] == [
        ("market.level", "2025-08-18", 6449.15),
        ("market.change", "day:2025-08-18", -0.31),
        ("market.level", "2025-08-19", 15.57),
    ]


def test_a_print_is_of_the_country_whose_bureau_tells_it():
    text = "The Producer price index (PPI) in June fell 3.0% from a year earlier, China’s National Bureau of Statistics said."
    assert said(text, "2020-07-09") == [("cn.ppi", "2020-06", "=", -3.0, "yoy")]
    text = "The consumer price index dropped 0.4% from a year ago after remaining flat in July, China's National Bureau of Statistics said."
    assert said(text, "2025-09-10") == [("cn.cpi", "2025-08", "=", -0.4, "yoy")]


def test_a_fall_told_by_its_pace_is_a_fall():
    text = "China's producer prices dropped at a slower pace of 2.9% from a year ago in August."
    assert [claim[3] for claim in said(text, "2025-09-10")] == [-2.9]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Traders currently place a 24.8% chance of a 3.5% to 3.75% fed funds rate.", "2024-02-02"),
        ("FedWatch showed that markets now see a 31% chance of only one rate cut in 2025.", "2025-01-30"),
        (
            "Markets had been indicating a 100 percent chance that the Fed would cut in September.",
            "2024-07-31",
        ),
        ("Stocks jumped in the minutes after the release. The S&P 500 Index rose 0.50%.", "2023-12-13"),
        ("Over the past five trading days the Nasdaq gained roughly 2%.", "2025-09-13"),
    ],
)
def test_odds_of_a_level_or_of_just_one_and_spans_without_a_name_are_left_alone(text, day):
    assert said(text, day) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Fed announced its decision today, leaving the benchmark interest rates unchanged at 5.25 per cent – 5.50 per cent.",
        "Officials held the central bank’s federal funds rate unchanged at a range between 5.25 percent and 5.5 percent.",
    ],
)
def test_a_range_whose_ends_both_say_percent_is_a_range(text):
    assert ("fed.range", "2024-05-01", "=", 5.5, "5.25-5.50") in said(text, "2024-05-01")
    assert all(claim[0] != "fed.odds" for claim in said(text, "2024-05-01"))


def test_odds_of_yesterday_are_dated_and_those_of_last_year_left_alone():
    text = "The probability of a rate cut in March has plummeted to 37%, down from 50% yesterday and 80% last year."
    assert {(claim[3], claim[4]) for claim in said(text, "2024-02-01")} == {
        (37.0, "cut>=1"),
        (50.0, "cut>=1@2024-01-31"),
    }


def test_a_week_of_records_leaves_the_day_its_move():
    text = "The Nasdaq finished Friday at 22,141.10, rising 0.44% and marking its fifth straight record close for the week."
    assert ("market.change", "day:2025-09-12", "=", 0.44, "IXIC") in said(text, "2025-09-13")


def test_the_lowest_since_is_of_the_print_not_of_the_month_it_came_down_from():
    text = "Consumer prices increased at an annual rate of 2.5% in August, down from July’s 2.9% and marking the lowest inflation rate since February 2021."
    assert ("cpi.headline", "2024-08", "=", "2021-02", "lowest_since") in said(text, "2024-09-13")


def test_after_a_close_what_follows_is_of_the_close_though_a_high_was_touched():
    text = "恒生指数上涨470点，涨幅1.8%，收于26908点，触及2021年7月中旬以来的最高水平。科技指数上涨4.3%。"
    assert ("market.change", "day:2025-09-17", "=", 4.3, "HSTECH") in said(text, "2025-09-17")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Cboe Volatility Index, or VIX, jumped to about 62 in trading Monday.", "2020-03-10"),
        ("The Cboe Volatility Index, or VIX, spiked as much as 90% on Monday.", "2024-08-05"),
        ("The VIX is on pace to close up roughly 69% on the day.", "2024-08-05"),
        ("The VIX has averaged 13.96 this year.", "2024-07-26"),
        ("The Nasdaq Composite is nearing a 10 percent decline from last month’s record high.", "2024-07-26"),
        ("4-9月商品CPI通胀上行2.1pct至1.9%，10-11月回落0.1pct至1.8%。", "2025-12-20"),
        ("利率期货隐含10月和12月均会降息25bp。", "2025-10-25"),
    ],
)
def test_peaks_of_a_session_averages_and_parts_of_a_print_are_left_alone(text, day):
    assert said(text, day) == []


def test_where_an_index_had_been_before_it_closed_is_no_close():
    text = "The Cboe Volatility Index (VIX) hit 19.48 on Thursday – its highest since April – before closing at 18.59."
    assert said(text, "2024-07-26") == [("market.level", "2024-07-25", "=", 18.59, "VIX")]


def test_a_change_added_up_over_months_is_not_that_of_one():
    text = "美国9月CPI同比3%，累计回升0.7个百分点。"
    assert said(text, "2025-10-26") == [("cpi.headline", "2025-09", "=", 3.0, "yoy")]


def test_a_weekday_on_which_a_meeting_ends_is_the_meeting_s_and_no_earlier_day():
    text = "Futures markets expect a 100% chance of a Fed pause when the central bank’s June policy meeting concludes on Wednesday."
    assert said(text, "2023-06-13") == [("fed.odds", "2023-06-14", "=", 100.0, "hold")]


def test_a_fed_funds_hike_is_a_hike_and_no_range():
    text = "The CME FedWatch Tool still shows a 94% chance of a Fed Funds rate hike of 25bp at the July 26 meeting."
    assert said(text, "2023-07-13") == [("fed.odds", "2023-07-26", "=", 94.0, "hike=25")]
    text = "The odds of a federal funds rate cut in September are 20%."
    assert said(text, "2023-07-13") == [("fed.odds", "2023-09-20", "=", 20.0, "cut>=1")]


@pytest.mark.parametrize(
    "text",
    ["市场对更大幅度降息的概率定价为30%。", "降息更大幅度的概率为30%。", "Fed funds futures put the odds of a larger cut at 30%."],
)  # fmt: skip
def test_the_odds_of_a_larger_step_are_not_those_of_any(text):
    assert said(text, "2024-04-12") == []
    assert said("更大幅度的降息（50bp）概率为30%。", "2024-04-12")[0][-1] == "cut=50"


def test_the_odds_of_a_year_are_not_those_of_the_next_meeting():
    text = "年内累计降息125bp的概率近四成。"
    assert said(text, "2024-04-12") == [("fed.odds", "2024-12-18", "~", 40.0, "cumulative_cut=125")]


def test_a_tenor_in_brackets_behind_its_rate_is_whose_rate_it_is():
    assert said("LPR降至3.35%（1年期）和3.85%（5年期）。", "2024-07-23")[0][3:] == (3.35, "1Y")


@pytest.mark.parametrize(
    "text",
    [
        "The S&P 500 rose 0.6%, aiming to surpass its record from two weeks ago.",
        "The Nasdaq climbed 0.7% toward its own all-time high.",
        "The S&P 500 rose 0.4% and is flirting with a record high.",
    ],
)
def test_a_record_in_sight_is_none(text):
    assert [about for about, *_ in said(text, "2025-08-12")] == ["market.change"]


def test_a_market_that_fell_on_a_day_fell_on_that_day():
    text = (
        "Wall Street's main indices closed lower on Thursday as investors looked to higher-than-expected inflation.\n"
        "The S&P fell 0.20 percent, closing at 5,780."
    )
    assert {when for _, when, *_ in said(text, "2024-10-11")} == {"day:2024-10-10", "2024-10-10"}


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("3月20日，CME“美联储观察”显示，美联储3月加息25个基点的概率为76.8%。", "hike=25@2023-03-20"),
        ("截至3月20日，美联储3月加息25个基点的概率为76.8%。", "hike=25@2023-03-20"),
        ("On March 20, FedWatch put the odds of a 25bp hike this week at 76.8%.", "hike=25@2023-03-20"),
        ("3月14日CPI数据公布，期货显示美联储3月加息25个基点的概率为76.8%。", "hike=25"),  # the print's day, not the odds'
    ],
)  # fmt: skip
def test_odds_that_a_line_dates_are_of_that_day(text, detail):
    assert [one[-1] for one in said(text, "2023-03-22")] == [detail]


def test_what_futures_priced_earlier_in_the_week_is_no_claim_of_today():
    text = (
        "Earlier this week, the Fed funds futures curve was pricing in 107 basis points of easing next year."
    )
    assert said(text, "2023-12-13") == []


def test_one_of_two_reports_is_no_cut():
    text = (
        "FedWatch points to a full percentage point of interest rate cuts by the end of 2024. "
        "This week featured two important reports, one showing that consumer prices were unchanged and "
        "wholesale prices declined half a percent in October."
    )
    assert [one[0] for one in said(text, "2023-11-17")].count("fed.moves") == 1


def test_a_terminal_yield_of_another_contract_is_no_rate_of_the_fed():
    assert said("The SOFR implied terminal yield of 3.355% is back closer to ~100bp.", "2025-06-10") == []


def test_a_round_number_that_was_cleared_is_a_floor():
    text = "标普500指数报4002.87点,为3月6日以来重新收于4000点关口上方。"
    assert [one[2:4] for one in said(text, "2023-03-22")] == [("=", 4002.87), (">=", 4000.0)]


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("CPI showed prices ticked up 0.1% over last month and 3.1% over the prior year.", "2023-12-13",
         [("cpi.headline", "2023-11", "=", 0.1, "mom"), ("cpi.headline", "2023-11", "=", 3.1, "yoy")]),
        ("Core prices, excluding food and energy, also matched expectations, showing a 4% annual rise.", "2023-12-12",
         [("cpi.core", "2023-11", "=", 4.0, "yoy")]),  # as foretold, not as before
        ("The increase in ‘core’ inflation – of 3.3% year-on-year – also met expectations.", "2024-11-13",
         [("cpi.core", "2024-10", "=", 3.3, "yoy")]),
        ("7月CPI年增2.7%，與6月增幅相同。", "2025-08-12",
         [("cpi.headline", "2025-07", "=", 2.7, "yoy"), ("cpi.headline", "2025-07", "~", 0.0, "yoy_change")]),
    ],
)  # fmt: skip
def test_a_print_is_taken_on_its_own_basis_and_of_its_own_month(text, day, found):
    assert said(text, day) == found


def test_a_chance_before_a_meeting_to_come_is_not_of_the_next():
    text = "The market expected about a 69% chance the Fed would start cutting rates ahead of the September meeting."
    assert [one[1] for one in said(text, "2024-06-12")] == ["2024-09-18"]


def test_a_fixing_that_is_foretold_is_no_step():
    assert said("潘功勝表示,預計21日公布的貸款市場報價利率(LPR)也會下行20至25基點", "2024-10-18") == []


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("On Wall Street overnight, the Nasdaq fell again on Wednesday, plunging 1.15%.\n\nThe S&P 500 slid 0.97%.",
         "2022-01-20", ["day:2022-01-19", "day:2022-01-19"]),
        ("Markets were set to open mixed Monday after Wall Street closed higher Friday.\n\nThe S&P 500 closed at a record high.",
         "2025-09-22", ["2025-09-19"]),
        ("Hang Seng index futures point to a higher open, standing at 17,741 compared to the HSI’s last close of 17,569.57.",
         "2024-08-20", ["2024-08-19"]),
        ("The Nasdaq fell 1.15%. That took its decline from its November peak to more than 10%.", "2022-01-19",
         ["day:2022-01-19"]),
        ("現時,恒生指數報20939,升860點或升4.3%。", "2024-10-18", []),  # the session still runs
    ],
)  # fmt: skip
def test_a_level_is_of_the_session_that_closed(text, day, found):
    assert [when for _, when, *_ in said(text, day)] == found


def test_odds_that_moved_on_named_days_are_of_those_days():
    text = "投資人預期12月降息1碼的機率在24日升抵84.4%，28日再溫和上升到86.4%。"
    assert [one[-1] for one in said(text, "2025-12-01")] == ["cut=25@2025-11-24", "cut=25@2025-11-28"]
    text = "Markets price a 30% chance of a 100bp hike this month, versus just a 0.2% chance of such a move before today's CPI."
    assert [one[-1] for one in said(text, "2022-07-13")] == ["hike=100", "hike=100@2022-07-12"]


@pytest.mark.parametrize(
    "text",
    ["In June, a 50 bps hike was telegraphed by the Fed.", "Investors were pricing in 0.81% in rate hikes from the Fed on July 27."],
)  # fmt: skip
def test_a_step_spoken_of_is_none_and_percents_of_hikes_are_no_chance(text):
    assert said(text, "2022-07-13") == []


def test_a_count_that_has_faded_is_held_by_nobody():
    text = "CME观察工具显示,9月降息概率仍高于50%,但年内两次降息的预期已大幅消退。"
    assert [one[0] for one in said(text, "2025-07-25")] == ["fed.odds"]


def test_a_sum_after_the_step_of_one_meeting_is_of_a_later_one():
    text = "美联储9月降息50个基点的可能性仅为33%。具体而言,累计降息50个基点的概率为44%。同时,累计降息75个基点的概率为45%。"
    assert said(text, "2024-08-12") == [("fed.odds", "2024-09-18", "=", 33.0, "cut=50")]


def test_what_the_writer_foresees_is_not_what_is_priced():
    assert said("预计美联储9月大概率暂停加息。", "2023-09-14") == []
    assert said("市场预计美联储9月大概率暂停加息。", "2023-09-14") != []


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("The Nasdaq turned in a positive week of trading with an 8.6% gain.", "2022-03-18",
         [("market.change", "week:2022-03-18", "=", 8.6, "IXIC")]),
        ("The S&P 500 rose over 1.6% during the trading week ending on Friday, 23 February, 2024.", "2024-02-26",
         [("market.change", "week:2024-02-23", ">", 1.6, "SPX")]),
        ("Last week (March 14 – March 18), global equity markets moved higher. The VIX fell below 30.", "2022-03-21",
         [("market.level", "2022-03-18", "<", 30.0, "VIX")]),
        ("The VIX and VSTOXX both fell, the VIX dropping -2.78 points to 18.35 and the VSTOXX dropping -1.15 points to 17.34.",
         "2023-01-13", [("market.level", "2023-01-13", "=", 18.35, "VIX")]),
    ],
)  # fmt: skip
def test_a_week_is_told_as_a_week_and_another_index_is_another(text, day, found):
    assert said(text, day) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The futures market is currently pricing in six more 25-basis point moves during 2022.", []),
        ("Markets price six more hikes in 2022.", [("fed.moves", "2022", "=", 6.0, "remaining")]),
        ("Futures price four cuts over the next 12 months.", [("fed.moves", "2022-02-21..2023-02-21", "=", 4.0, "12m")]),
    ],
)  # fmt: skip
def test_moves_still_to_come_are_counted_from_now(text, found):
    assert said(text, "2022-02-21") == found


def test_banks_that_a_step_leaves_out_are_at_no_level():
    text = "The adjustment excludes financial institutions already subject to a 5 percent reserve ratio."
    assert said("The PBOC cut the reserve requirement ratio.\n" + text, "2024-09-27") == []


def test_the_points_of_a_list_are_of_the_meeting_that_heads_them():
    text = (
        "January 28 meeting\n\n  • Pricing: -5.5 bps\n\n  • Implied Probability: 22% chance of a cut.\n\n"
        "April 29 meeting, the next cut arrives\n\n  • Implied Probability: 85% chance of a 25 bps cut.\n\n"
        "October 28 – December 09: The Destination\n\n  • Implied Probability: 100% chance of 2 full cuts."
    )
    assert said(text, "2025-12-10") == [
        ("fed.odds", "2026-01-28", "=", 22.0, "cut>=1"),
        ("fed.odds", "2026-04-29", "=", 85.0, "cut=25"),
    ]


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Probability of no change: Less than 5%, down from over 50% just weeks ago before the August jobs data.",
         "2025-09-15", [("fed.odds", "2025-09-17", "<", 5.0, "hold")]),
        ("Investors price an 80% probability of a total of 75-basis-point (bps) reduction for the remainder of the year.",
         "2025-09-17", [("fed.odds", "2025-12-10", "=", 80.0, "cut=75")]),
        ("Rate futures prices now reflect a 95% chance the first rate cut will be 25 basis points.", "2024-07-31", []),
        ("Markets widely anticipate the Fed to cut the policy rate, lowering it to the range of 4%-4.25%.", "2025-09-17", []),
    ],
)  # fmt: skip
def test_odds_keep_their_size_and_what_is_in_view_is_not_in_force(text, day, found):
    assert said(text, day) == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("科指跑輸大市，收報5498點，跌139點或2.48%。", "2025-12-15", ["HSTECH-HSI", "HSTECH", "HSTECH"]),
        ("恒指自4月9日之低位19,260點，至9月18日高位27,058點止計，累漲7798點。", "2025-09-22", []),
    ],
)
def test_a_level_is_of_its_own_index_and_a_peak_is_no_close(text, day, found):
    assert [one[-1] for one in said(text, day)] == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Inflation fell to 2.4% in September, down from an increase of 2.5% in August but higher than economists' forecasts.",
         "2024-10-10", [("2024-09", "yoy"), ("2024-08", "yoy"), ("2024-09", "vs_consensus")]),
        ("Overall consumer prices increased 2.4% from a year ago, down from 2.5% in August, according to the CPI report.",
         "2024-10-10", [("2024-09", "yoy"), ("2024-08", "yoy")]),
        ("A little over two years ago, inflation had reached a peak of 9.1%.", "2024-10-09", []),
        ("Consumer prices are thought to have risen 0.1% from August to September.", "2024-10-09", []),
        ("Shelter costs—the largest CPI component—rose just 0.2%.", "2025-10-24", []),
    ],
)  # fmt: skip
def test_a_print_left_behind_foreseen_or_of_a_part_is_not_this_months(text, day, found):
    assert [(one[1], one[-1]) for one in said(text, day)] == found


def test_what_a_draft_is_for_is_no_second_draft():
    text = "国家新闻出版署有关负责人于次日(2023年12月23日)表示,征求意见稿立足于保障和促进网络游戏行业繁荣健康发展。"
    assert said(text, "2024-01-23") == []


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Inflation rose 0.2% in July on the month, rebounding from the previous month's contraction of 0.1% and matching estimates.",
         "2024-08-14", [("2024-07", 0.2, "mom"), ("2024-06", -0.1, "mom")]),
        ("Over the past six months, headline CPI has increased at a 1.9% annualized rate.", "2025-08-12", []),
        ("China's CPI fell 0.8% in January from a year earlier.\n\nThe CPI rose 0.3% month-on-month from a 0.1% uptick before.",
         "2024-02-08", [("2024-01", -0.8, "yoy"), ("2024-01", 0.3, "mom")]),
        ("China's annual CPI decline in January was the biggest since September 2009.", "2024-02-08",
         [("2024-01", "2009-09", "lowest_since")]),
        ("China’s January factory gate prices fell more than economists expected.", "2024-02-08",
         [("2024-01", 0.0, "vs_consensus")]),
        ("US January CPI came in at 7.5% YoY and 7.0% YoY in December. Core CPI was 6% YoY.", "2022-02-15",
         [("2022-01", 7.5, "yoy"), ("2021-12", 7.0, "yoy"), ("2022-01", 6.0, "yoy")]),
    ],
)  # fmt: skip
def test_each_print_is_of_the_month_that_the_text_means(text, day, found):
    assert [(one[1], one[3], one[4]) for one in said(text, day)] == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Odds of a 50bp increase in rates at the March 16 meeting climbed to 99.5% from 24% on February 9 and from 7.3% on January 10.",
         "2022-02-10", ["hike=50", "hike=50@2022-02-09", "hike=50@2022-01-10"]),
        ("The probability of 50 basis point hike in March went from about 25% to being basically fully priced in.", "2022-02-10", []),
        ("Markets moved to price in a 100% chance of a 50bps hike in March, however, have since retreated.", "2022-02-15", []),
        ("利率期貨預期美聯儲在10月降息可能性為94%，而在聲明前這一概率為71.6%。", "2025-09-18", ["cut>=1"]),
    ],
)  # fmt: skip
def test_odds_that_were_left_behind_are_dated_or_left_alone(text, day, found):
    assert [one[-1] for one in said(text, day)] == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Futures tied to the S&P 500 (ES=F) and Nasdaq (NQ=F) were up about 0.2%.", "2024-08-14", []),
        ("In the last five trading days, the Hang Seng gained more than 15 percent.", "2024-09-30", []),
        ("The Hang Seng Index rose 1.1 per cent to 18,413.79 at the noon trading break.", "2024-05-03", []),
        ("截至当日收盘,标普500指数涨0.67%,报6886.68点。", "2025-12-11", ["day:2025-12-10", "2025-12-10"]),
    ],
)
def test_contracts_spans_and_running_sessions_are_no_closes(text, day, found):
    assert [when for _, when, *_ in said(text, day)] == found


def test_a_step_of_months_ago_is_of_its_own_day_and_its_range_no_longer_in_force():
    text = "9月17日,美联储实施年内首次降息,将联邦基金利率下调25个基点至4.00%—4.25%区间。"
    assert said(text, "2025-12-10") == [("fed.decision", "2025-09-17", "=", -25.0, "cut=25")]


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Market based probability of a March cut fell to ~35% just after his comments, but are back above 40% this morning.",
         "2024-02-01", [("2024-03-20", ">", 40.0)]),
        ("The implied odds of a 75 bps hike fell as low as 30% but have creeped back up to 41%.", "2022-08-10",
         [("2022-09-21", "=", 41.0)]),
        ("Traders put a 25% chance on a rate cut at the June 18-19 meeting and a 75% chance of a cut at the meeting after that.",
         "2019-06-05", [("2019-06-19", "=", 25.0), ("2019-07-31", "=", 75.0)]),
    ],
)  # fmt: skip
def test_odds_are_where_they_stand_now_and_of_the_meeting_after_that(text, day, found):
    assert [one[1:4] for one in said(text, day)] == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截至昨晚10时40分，道指升71点，报49075点；纳指升156点，报23973点。", "2026-01-28"),
        ("Futures price a hike. The FOMC has just one more gathering this year, on Dec. 13-14.", "2016-11-02"),
        ("The December CPI report had the annualized rate of core inflation running at 3.21% over the last 6 months.", "2024-02-01"),
        ("This implies a Fed funds rate of 3.25%-3.5%, which should be bullish for equity markets.", "2024-01-23"),
    ],
)  # fmt: skip
def test_what_names_no_close_no_count_and_no_price_of_a_market_is_left_alone(text, day):
    assert said(text, day) == []


def test_a_rate_called_monthly_behind_it_is_monthly():
    text = "US inflation at the consumer level ticked up 0.4%, the biggest monthly gain in the consumer price index since 2013."
    assert [one[-1] for one in said(text, "2016-05-18")] == ["mom"]


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("The Dow was up 1.2%, with roughly an hour remaining in trading, and the Nasdaq composite was 0.4% higher.", "2025-12-10", []),
        ("The S&P 500 rose 0.8% and finished just short of its all-time high.", "2024-12-11", ["market.change"]),
        ("The S&P 500 edged up by 0.1%, coming off its latest all-time high.", "2025-09-16", ["market.change"]),
        ("Hopes for cuts are one reason why the S&P 500 has set an all-time high 57 times this year.", "2024-12-11", []),
        ("Alphabet was the single strongest force lifting the S&P 500 after gaining 4.5%.", "2025-09-15", []),
        ("Inflation cooled in June.\nThe S&P 500 rose 32.90, or 0.7% to 4,472.16, its strongest close since April 2022.", "2023-07-12",
         ["market.change", "market.level", "market.extreme"]),
    ],
)  # fmt: skip
def test_a_session_that_runs_and_another_subject_give_no_claim_of_an_index(text, day, found):
    assert [one[0] for one in said(text, day)] == found


def test_a_level_that_was_topped_is_a_floor_and_a_distance_stands_beside_its_record():
    text = "Big Tech drove the Nasdaq composite up 1.8% to top the 20,000 level for the first time."
    assert ("market.level", "2024-12-11", ">", 20000.0, "IXIC") in said(text, "2024-12-11")
    text = "The Nasdaq fell 0.6% on the week but finished Friday within 1% of its record."
    assert [one[3] for one in said(text, "2025-08-22") if one[0] == "market.extreme"] == [-1.0]


def test_a_morning_paper_tells_of_yesterday_in_all_that_follows():
    text = "恒指昨高開267點，收報25,829點，升490點或1.9%。科技指數曾升3.55%，收報5825點，升177點或3.1%。"
    assert {when for _, when, *_ in said(text, "2025-08-26")} == {"day:2025-08-25", "2025-08-25"}
    assert [one[3] for one in said(text, "2025-08-26")] == [25829.0, 1.9, 5825.0, 3.1]


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        (
            "CPI在6月份下降0.1%后,7月环比上涨了0.2%,同比上涨2.9%。",
            "2024-08-14",
            [("2024-06", "mom"), ("2024-07", "mom"), ("2024-07", "yoy")],
        ),
        (
            "That would push YoY core inflation from 2.9% to 3.1%, and headline from 2.7% to 2.9%.",
            "2025-08-12",
            [],
        ),
        (
            "A 0.4% MoM print (translating into a 5.2% core YoY rate) is also our economics team's call.",
            "2023-06-13",
            [],
        ),
    ],
)
def test_prints_keep_their_months_and_what_is_foreseen_is_none(text, day, found):
    assert [(one[1], one[-1]) for one in said(text, day)] == found


def test_sums_go_on_as_sums_and_a_step_in_view_is_not_taken():
    text = "The probability of cumulative rate cuts of 25 basis points in October is 7.6%, 50 basis points is 86.8%, and 75 is 5.6%."
    assert [one[-1] for one in said(text, "2025-09-12")][:2] == ["cumulative_cut=25", "cumulative_cut=50"]
    text = "It's FOMC day and a 25bp rate cut – which would take the target rate to 3.50-3.75% – is around 90% priced in."
    assert [one[0] for one in said(text, "2025-12-10")] == ["fed.odds"]


def test_a_tenor_that_leads_its_sentence_is_whose_rate_follows():
    text = "The PBOC cut its one-year LPR to 3.0%. The five-year rate, the benchmark for mortgage lending, was cut to 3.5%."
    assert [one[3:] for one in said(text, "2025-05-20")] == [(3.0, "1Y"), (3.5, "5Y")]


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("The Hang Seng closed 0.3 per cent lower, reversing a 0.8 per cent advance on Monday. The Tech Index fell 0.5 per cent.",
         "2024-08-20", [("day:2024-08-20", -0.3), ("day:2024-08-19", 0.8), ("day:2024-08-20", -0.5)]),
        ("The Hang Seng Tech Index lost 3.2 per cent, dragged down by a 4.9 per cent decline in NetEase.", "2021-12-20",
         [("day:2021-12-20", -3.2)]),
        ("The Hang Seng Tech Index slipped 3.2 per cent to its lowest since its inception in July 2020.", "2021-12-20",
         [("day:2021-12-20", -3.2), ("2021-12-20", "2020-07")]),
        ("The Hang Seng fell 1.8 per cent at the close. It plunged 3.3 per cent for the week. The Hang Seng Tech Index lost 3.2 per cent.",
         "2021-07-02", [("day:2021-07-02", -1.8), ("week:2021-07-02", -3.3)]),  # a day's or the week's, nobody says
        ("美國股市上周五（廿二日）全面大漲。\n\n標普五百指數也上漲百分之一點五。", "2025-08-24", [("day:2025-08-22", 1.5)]),
    ],
)  # fmt: skip
def test_a_move_is_over_its_own_time_and_of_its_own_name(text, day, found):
    assert [(one[1], one[3]) for one in said(text, day)] == found


def test_each_of_two_years_has_its_own_moves():
    text = "主因市場預期今年將降息3碼、明年2至3碼，合計5至6碼。"
    assert [(one[1], one[3]) for one in said(text, "2025-09-15")] == [("2025", 75.0), ("2026", 62.5)]
    text = "Interest-rate futures now imply three 25 basis-point cuts in 2025."
    assert [one[3] for one in said(text, "2025-09-09")] == [3.0]


def test_what_was_expected_two_weeks_ago_is_no_claim_of_today():
    text = (
        "Sentiment has shifted from two weeks ago, when expectations for a September cut were less than 50%."
    )
    assert said(text, "2025-08-13") == []


def test_the_prints_that_follow_another_country_are_its_own():
    text = "Headline inflation in the UK peaked at 11.1%. Core inflation was 6.9% in July. US CPI rose 3.7% in August."
    assert [one[:2] for one in said(text, "2023-09-19")] == [("cpi.headline", "2023-08")]


def test_a_step_is_read_whole_where_its_sentence_names_the_banks_left_out():
    text = "中国人民银行决定于2023年9月15日下调金融机构存款准备金率0.25个百分点（不含已执行5%存款准备金率的金融机构）。"
    assert [one[-1] for one in said(text, "2023-09-14")] == ["announced", "effective"]


@pytest.mark.parametrize(
    "text",
    [
        "A VIX value of more than 30 is taken for a sign of stress. The important level for the VIX is 14.",
        "Just 36% of participants expect two cuts this year.",
        "Traders, who had priced in five cuts last December, are patient.",
        "Inflation swaps see headline CPI at 2.9% in a year.",
    ],
)
def test_a_threshold_a_share_of_people_and_what_swaps_foresee_are_no_claims(text):
    assert said(text, "2024-08-10") == []


def test_a_hold_at_the_current_level_is_a_hold():
    text = "Futures give a 60% chance that the Fed will keep interest rates at the current level in November."
    assert said(text, "2024-09-20") == [("fed.odds", "2024-11-07", "=", 60.0, "hold")]


def test_the_next_step_of_a_list_of_sums_is_a_sum():
    text = "CME FedWatch: a cumulative 25bp cut by December at 50.4%, and a cut of 50bp at 35.1%."
    assert [one[-1] for one in said(text, "2024-09-20")] == ["cumulative_cut=25", "cumulative_cut=50"]


def test_the_day_of_a_record_does_not_date_the_index_that_follows():
    text = "恒指收涨1.01%至26200.26点，创2021年9月8日新高，恒生科技指数收高1.27%至5902.69点。"
    days = [when for about, when, _, _, detail in said(text, "2025-09-10") if detail == "HSTECH"]
    assert days == ["day:2025-09-10", "2025-09-10"]


def test_the_month_in_brackets_is_that_of_the_print_before_alone():
    text = "美国2月CPI同比上升3.2%、前值（1月）同比增幅为3.1%；核心CPI同比增幅为3.8%、前值（1月）为3.9%。"
    assert [one[:2] + one[3:4] for one in said(text, "2024-03-13")] == [
        ("cpi.headline", "2024-02", 3.2),
        ("cpi.headline", "2024-01", 3.1),
        ("cpi.core", "2024-02", 3.8),
        ("cpi.core", "2024-01", 3.9),
    ]


def test_the_print_before_is_of_the_month_that_its_brackets_name():
    text = "美国11月CPI同比2.7%，前值（9月）为3.0%。"
    assert [one[1] for one in said(text, "2025-12-19")] == ["2025-11", "2025-09"]


def test_a_month_named_besides_without_a_figure_is_not_that_of_the_next_print():
    text = "中国上月CPI同比下降0.4%，7月CPI则持平。PPI同比下降2.9%，但减幅较7月的3.6%有所缩小。"
    assert [one[:2] + one[3:4] for one in said(text, "2025-09-10")] == [
        ("cn.cpi", "2025-08", -0.4),
        ("cn.ppi", "2025-08", -2.9),
        ("cn.ppi", "2025-07", -3.6),
    ]


def test_odds_that_go_on_from_a_betting_site_are_its_own_until_futures_are_named():
    text = "Polymarket bettors lean to a December cut. A 25bp cut is at 84%, a hold at 16%. On FedWatch a December cut is at 80%."
    assert [one[3] for one in said(text, "2025-11-25")] == [80.0]


def test_what_it_would_take_is_not_what_is_priced():
    text = "Markets price four cuts by year-end. For that, one of the three meetings must deliver a 50bp cut."
    assert [one[3] for one in said(text, "2024-09-10")] == [4.0]


def test_levels_that_go_on_from_the_hour_are_of_the_hour():
    text = "现时，恒生指数报20939，升860点或升4.3%。恒生科技指数报4658，升308点或升7.1%。"
    assert said(text, "2024-10-18") == []


def test_what_only_explains_a_name_does_not_part_it_from_its_figure():
    text = "The consumer price index (CPI) – a broad measure of what gasoline and rent cost – rose 0.3% in June compared with last month."
    assert said(text, "2025-07-15") == [("cpi.headline", "2025-06", "=", 0.3, "mom")]


def test_what_a_measure_leaves_out_is_not_its_name():
    text = "So-called core prices, which exclude volatile costs to better gauge price growth, were up 2.9% from a year ago."
    assert said(text, "2025-07-15") == [("cpi.core", "2025-06", "=", 2.9, "yoy")]


def test_what_was_when_is_of_the_month_named_right_before():
    text = "The CPI rose 0.3% in June. Both marked accelerations from last month, when the monthly increase was 0.1%. "
    text += "Prior to June 2022, when inflation peaked at 9.1%, prices had climbed for months."
    assert [one[1] for one in said(text, "2025-07-15")] == ["2025-06", "2025-05", "2022-06"]


def test_a_rise_from_a_month_of_last_year_is_of_this_year():
    text = "Core CPI, which excludes food and energy, experienced a 4.8% increase from June 2022."
    assert said(text, "2023-07-12") == [("cpi.core", "2023-06", "=", 4.8, "yoy")]


def test_a_rise_that_goes_on_from_what_was_expected_is_no_print():
    text = "The CPI change was expected to exceed that of May, with an increase of 0.3% in June."
    assert said(text, "2023-07-12") == []


@pytest.mark.parametrize(
    "text",
    [
        "CPI也已公布。煤炭开采和洗选业出厂价格环比下降4.9%。汽车产量同比下降7.1%。",
        "The CPI is out. Housing prices fell 0.4%.",
    ],
)
def test_the_prices_of_a_part_and_what_is_made_are_no_prints(text):
    assert said(text, "2021-12-16") == []


def test_a_step_that_the_bank_says_it_will_take_is_announced():
    text = "The PBOC, the nation's central bank, announced on Tuesday that it will lower the reserve requirement ratio by 0.5 percentage points."
    assert said(text, "2024-09-24") == [("pboc.rrr", "2024-09-24", "=", -50.0, "announced")]


def test_a_sum_after_a_meeting_is_by_that_meeting():
    text = "交易员押注美联储在明年1月会议后累计降息150个基点。"
    assert [one[:2] for one in said(text, "2024-09-11")] == [("fed.moves", "2025-01-29")]


def test_a_chance_in_brackets_is_of_the_outcome_right_behind_them():
    text = "交易员已完全消化美联储下周降息的预期，不过只有较小的可能性（不到三成）会降息50个基点。"
    assert [one[2:] for one in said(text, "2024-09-11")] == [("~", 100.0, "cut>=1"), ("<", 30.0, "cut=50")]


def test_a_move_in_brackets_is_of_the_day_though_the_index_before_told_its_week():
    text = "The S&P 500 rose 6.17 points to 5,303.27, up 1.5% for the week; the Nasdaq Composite fell 12.35 points (-0.1%) to 16,685.97."
    assert ("market.change", "day:2024-05-17", "=", -0.1, "IXIC") in said(text, "2024-05-17")


def test_what_closes_out_a_week_is_of_its_friday():
    text = (
        "The S&P 500 set a record of 5,308.15 on Wednesday before slipping to close out the week at 5,303.27."
    )
    assert ("market.level", "2024-05-17", "=", 5303.27, "SPX") in said(text, "2024-05-20")


def test_a_chance_of_a_sum_named_in_the_clause_before_is_cumulative():
    text = (
        "利率期货预期今年三连降息，即10月29日和12月10日的会议，每次减25点子，累计75点子的机会，上升至八成。"
    )
    assert [one[1:] for one in said(text, "2025-09-15")] == [("2025-12-10", "=", 80.0, "cumulative_cut=75")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "In early Wednesday trading, Hong Kong shares rose. The Hang Seng Index increased by 0.4%.",
            "2024-10-16",
        ),
        (
            "Hong Kong stocks rose in early trade Tuesday.\n\nThe Hang Seng advanced 3.19%, to 19,263.30.",
            "2023-07-25",
        ),
        ("港股早段升逾200点。中午报20598点，升24点。\n\n恒生科技指数升0.4%。", "2022-07-22"),
    ],
)
def test_what_follows_an_hour_before_the_close_is_of_that_hour(text, day):
    assert [one for one in said(text, day) if one[3] != 0.0] == []


def test_not_to_surprise_is_to_do():
    text = (
        "The Federal Reserve did not surprise investors and decided to leave rates unchanged at 4.25%–4.5%."
    )
    assert ("fed.range", "2025-06-18", "=", 4.5, "4.25-4.50") in said(text, "2025-06-18")


@pytest.mark.parametrize(
    "text",
    [
        "The probability of the Fed maintaining interest rates at 5.25%-5.50% in September is 88.5%.",
        "The probability of the Fed keeping rates in September is 88.5%.",
    ],
)
def test_to_maintain_rates_is_to_hold(text):
    assert said(text, "2023-08-25") == [("fed.odds", "2023-09-20", "=", 88.5, "hold")]


def test_the_range_that_a_step_would_lead_to_is_not_in_force():
    text = "The likelihood of a 25-basis point increase to the 5.50%-5.75% range is 11.5%."
    assert [one[0] for one in said(text, "2023-08-25")] == ["fed.odds"]


def test_a_meeting_of_last_night_is_of_the_month_that_a_text_of_asia_names():
    text = "FedWatch工具显示，联储局在1月维持利率不变的概率为97.2%。"
    assert [one[1] for one in said(text, "2026-01-29")] == ["2026-01-28"]


def test_odds_are_of_the_day_they_moved_on_and_came_from_the_day_before():
    text = "The probability of a September cut rose from 89.4% to 93.2% on June 26."
    assert sorted(one[3:] for one in said(text, "2025-06-27")) == [
        (89.4, "cut>=1@2025-06-25"),
        (93.2, "cut>=1@2025-06-26"),
    ]


def test_where_odds_were_before_that_nobody_dates_is_left_alone():
    text = "美联储12月降息25个基点的概率升至71.3%，较此前不足30%的低迷水平翻倍。"
    assert [one[3] for one in said(text, "2025-11-23")] == [71.3]


@pytest.mark.parametrize(
    "text",
    [
        "Traders readjusted their expectations for the size of the Fed's anticipated next rate hike on July 27.",
        "The Hang Seng Index has been resilient, rising 210 points (+1%) during the past two weeks.",
        "After the CPI data at 9.1%, the probability of a 100bp hike in July spiked.",
    ],
)
def test_a_size_spoken_of_a_span_without_a_name_and_a_print_beside_odds_are_no_claims(text):
    assert [one for one in said(text, "2022-07-13") if one[0] != "cpi.headline"] == []


def test_odds_of_what_no_word_of_ours_names_are_left_alone():
    assert said("The probability of the Fed frobbing rates in September is 88.5%.", "2023-08-25") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Fed eased again, lowering its target range from 4.25–4.50% to 4.00–4.25%.",
        "Policymakers at the Fed lowered the target range to 4.00-4.25% from 4.25-4.50%.",
        "美联储将利率目标区间从4.25%-4.50%下调至4.00%-4.25%。",
    ],
)
def test_the_range_that_a_step_has_left_is_not_in_force(text):
    ranges = [one for one in said(text, "2025-09-18") if one[0] == "fed.range"]
    assert ranges == [("fed.range", "2025-09-18", "=", 4.25, "4.00-4.25")]


def test_the_two_ranges_of_a_step_in_view_are_no_odds():
    text = (
        "There is an 80% probability that the Fed will cut in September, "
        "taking the range from 4.25–4.50% to 4.00–4.25%."
    )
    assert said(text, "2025-07-31") == [("fed.odds", "2025-09-17", "=", 80.0, "cut>=1")]


def test_a_range_that_pricing_starts_from_is_in_force():
    text = "Futures are 94% priced for no change from the 5.25-5.50% target range today."
    assert ("fed.range", "2024-07-31", "=", 5.5, "5.25-5.50") in said(text, "2024-07-31")


def test_a_step_told_as_what_came_before_is_a_decision():
    text = "Traders pared bets, following the Fed's third straight quarter-point reduction last week."
    assert said(text, "2025-12-19") == [("fed.decision", "2025-12-10", "=", -25.0, "cut=25")]


def test_the_month_that_a_run_began_in_is_not_that_of_the_next_move():
    text = (
        "For the week, Shanghai lost 0.5%, ending a run of gains since mid-December, "
        "while the Hang Seng Index rose 2.3%."
    )
    assert said(text, "2026-01-16")[-1] == ("market.change", "week:2026-01-16", "=", 2.3, "HSI")


def test_what_a_print_came_to_on_average_is_none():
    text = "美国12月核心CPI环比0.2%，低于12个月均值0.3%。"
    assert [one[3] for one in said(text, "2025-01-16") if one[4] == "mom"] == [0.2]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("China's CPI decreased by 0.3% year-on-year in September.", -0.3),
        ("China's PPI fell 2.3% in September, narrowing from August's 2.9% drop.", -2.9),
        ("China's CPI eased to 0.3% year-on-year in September.", 0.3),
    ],
)
def test_a_fall_in_prices_keeps_its_sign_whatever_its_verb(text, value):
    assert value in [one[3] for one in said(text, "2025-10-15")]


@pytest.mark.parametrize(
    "text",
    [
        "It touched a high of 6,491 and a low of 6,444 on the S&P 500.",
        "The Nasdaq reached a high of 21,631 and a low of 21,398.",
        "截至美东时间10日上午10时，标普500指数下跌0.02%，暂报6839.25点。",
        "The S&P 500 and the Nasdaq have notched 18 and 19 record highs this year.",
    ],
)
def test_what_a_session_went_through_and_records_counted_are_no_closes(text):
    assert said(text, "2025-12-10") == []


def test_a_record_of_the_day_before_is_of_that_day():
    text = "The S&P 500 had closed at a record high the day before and finished the week higher."
    assert said(text, "2025-09-12") == [("market.extreme", "2025-09-11", "=", 1.0, "SPX record_high")]


def test_the_close_that_leads_a_text_is_the_session_of_all_that_follows():
    text = "美股3日收盘，道指上扬408.44点，收报47882.90点。标普500指数上扬0.30%，收在6849.72点。"
    assert {one[1] for one in said(text, "2025-12-04")} == {"day:2025-12-03", "2025-12-03"}


def test_a_day_told_with_a_level_is_that_of_the_moves_that_follow():
    text = "VIX周三收于40.28点。标普500指数收盘下跌3.53%。"
    assert said(text, "2020-10-28")[-1][1] == "day:2020-10-28"


def test_a_move_that_ends_a_run_of_days_is_of_the_day():
    text = "标普500指数上涨1.5%，结束连五日颓势。"
    assert [one[1] for one in said(text, "2025-08-24")] == ["day:2025-08-22"]


def test_the_year_to_date_of_an_american_index_told_in_asia_ends_with_the_session_before():
    assert [one[1] for one in said("纳斯达克指数今年以来上涨15.7%。", "2025-09-17")] == ["ytd:2025-09-16"]


def test_what_odds_were_before_an_event_is_of_no_day_when_told_after_a_weekend():
    text = "Traders see a 90% chance of a September cut, up from 75% before his remarks."
    assert [one[3] for one in said(text, "2025-08-25")] == [90.0]
    assert ("fed.odds", "2025-09-17", "=", 75.0, "cut>=1@2025-08-21") in said(text, "2025-08-22")


@pytest.mark.parametrize(
    "text",
    [
        "10月降息25个基点已成市场共识。",
        "绝大多数受访者预计2025年底前至少降息两次，近半数预期达三次。",
        "当时市场对2024年3月降息的概率高达71.9%。",
        "The PCE index was up 2.7% year over year in August. The core rate was up 2.9% year over year.",
        "The PBOC lowered the 14-day reverse repo rate by 10 basis points to 1.85% on Monday.",
        "Traders see a greater likelihood that rates could get to 6% by July, lifting those odds to 7.6%.",
    ],
)
def test_a_view_that_all_share_and_what_has_another_name_are_no_claims(text):
    assert said(text, "2025-10-10") == []


def test_odds_in_brackets_are_of_the_move_told_behind_them():
    text = "The market remains convinced (94% odds) that the Fed will raise rates in March."
    assert said(text, "2022-02-24")[0] == ("fed.odds", "2022-03-16", "=", 94.0, "hike>=1")


@pytest.mark.parametrize(
    "text",
    [
        "The S&P 500 fell 2%, while the Dow Jones lost 2.06% in the previous session.",
        "US stocks closed sharply lower on Tuesday.\n\nThe S&P 500 fell 2%.",
    ],
)
def test_a_move_of_the_session_before_is_of_that_day(text):
    assert said(text, "2023-02-22") == [("market.change", "day:2023-02-21", "=", -2.0, "SPX")]


def test_a_level_settled_below_is_a_bound():
    text = "The S&P 500 index has tumbled around 19% so far this year, settling below the $3,900 level."
    assert said(text, "2022-09-21")[-1][2:] == ("<", 3900.0, "SPX")


def test_the_one_day_drop_of_a_weekday_is_of_that_day():
    text = "The S&P 500 suffered its worst one-day drop of the year on Monday."
    assert said(text, "2025-03-11") == [("market.change", "day:2025-03-10", "<", 0.0, "SPX")]


def test_a_text_led_by_the_past_week_tells_of_that_week():
    text = "Major US equity indices were up this past week. Specifically, the S&P 500 rose 1.7%."
    assert said(text, "2024-02-26") == [("market.change", "week:2024-02-23", "=", 1.7, "SPX")]


def test_what_a_rate_slowed_from_is_of_the_month_named_and_what_to_of_the_one_out():
    text = "CPI从2月的2.8%放缓至2.4%，核心CPI环比增长0.1%。"
    assert [(one[1], one[3]) for one in said(text, "2025-04-11")] == [
        ("2025-02", 2.8),
        ("2025-03", 2.4),
        ("2025-03", 0.1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Australia's S&P/ASX 200 rose 0.46%, finishing at 7,339.7.",
        "A single quarter-point cut next year is more conservative than current market pricing.",
        "The Personal Consumption Expenditures index (PCE) showed that core inflation (without food) was 2.9%.",
    ],
)
def test_what_bears_a_like_name_or_is_held_against_the_market_is_no_claim(text):
    assert said(text, "2025-09-17") == []


def test_a_figure_behind_another_name_is_not_of_the_index_before():
    text = "Wall Street's fear gauge sank below 15 as the Dow jumped 846 points, or 1.9%."
    assert said(text, "2025-08-22") == [("market.level", "2025-08-22", "<", 15.0, "VIX")]


def test_a_print_held_against_the_month_before_is_over_the_same_time():
    text = "Stripping out food and fuel, prices climbed 0.2% last month against 0.3% in August."
    assert [(one[1], one[3], one[4]) for one in said(text, "2025-10-24")] == [
        ("2025-09", 0.2, "mom"),
        ("2025-08", 0.3, "mom"),
    ]


def test_deflation_is_of_its_own_prices():
    text = (
        "China's factory-gate deflation deepened to 3.6% in June while consumer prices eked out a 0.1% gain."
    )
    assert [one[3] for one in said(text, "2025-07-09")] == [-3.6, 0.1]


def test_a_month_in_which_a_thing_was_unthinkable_is_no_meeting():
    text = "A hike by year-end, unthinkable in January, now commands a 30% probability in fed funds futures."
    assert said(text, "2026-03-13") == [("fed.odds", "2026-12-09", "=", 30.0, "hike>=1")]


def test_each_of_two_sums_has_the_horizon_behind_it():
    text = (
        "The curve discounts 19bp of tightening through the October meeting and fewer than two cuts in 2027."
    )
    assert [one[1:4] for one in said(text, "2026-05-22")] == [
        ("2026-10-28", "=", 19.0),
        ("2027", "<", 2.0),
    ]


def test_the_month_of_a_draft_is_not_that_of_an_index():
    text = "China's regulator pulled the December draft, and the Hang Seng Tech Index rose 3.7%."
    assert [one[1] for one in said(text, "2024-01-23")] == ["day:2024-01-23"]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "2023年12月CPI同比升至3.4%，高于前月的3.1%。",
            "2024-01-12",
            ("cpi.headline", "2023-11", "=", 3.1, "yoy"),
        ),
        (
            "美股隔晚先升后挫，标指收报6538.76点。",
            "2025-11-21",
            ("market.level", "2025-11-20", "=", 6538.76, "SPX"),
        ),
        (
            "期货押注年底前加息的机会约三分一。",
            "2026-07-10",
            ("fed.odds", "2026-12-09", "~", 33.33, "hike>=1"),
        ),
        (
            "期货已不再反映今年有任何减息。",
            "2026-07-10",
            ("fed.moves", "2026", "~", 0.0, "remaining"),
        ),
        (
            "恒生科技指数刷新近三年高点。",
            "2025-02-21",
            ("market.extreme", "2025-02-21", "=", "2022", "HSTECH high_since"),
        ),
    ],
)
def test_other_words_for_the_same(text, day, expected):
    found = [
        (*one[:3], round(one[3], 2) if isinstance(one[3], float) else one[3], one[4])
        for one in said(text, day)
    ]
    assert expected in found


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "The policy rate is 4.75% to 5% after the Fed opened its easing cycle with a half-point move on Wednesday.",
            "2024-09-19",
            ("fed.decision", "2024-09-18", "=", -50.0, "cut=50"),
        ),
        (
            "The Fed shaved a quarter point off borrowing costs at the December gathering.",
            "2026-01-08",
            ("fed.decision", "2025-12-10", "=", -25.0, "cut=25"),
        ),
        (
            "The PBoC said banks' required reserves would fall by half a point from May 15.",
            "2025-05-08",
            ("pboc.rrr", "2025-05-15", "=", -50.0, "effective"),
        ),
    ],
)
def test_steps_told_in_other_words(text, day, expected):
    assert expected in said(text, day)


def test_odds_led_by_the_end_of_the_year_are_of_its_last_meeting():
    text = (
        "Futures see a 58% chance of a cut in September. Through the end of the year, "
        "odds of 75 basis points in cuts were up to 24.9% from 18.1% on Tuesday."
    )
    assert [one[1] for one in said(text, "2024-08-14")] == ["2024-09-18", "2024-12-18", "2024-12-18"]


def test_the_committee_by_its_full_name_is_the_fed():
    text = (
        "Traders are pricing in a 41.5% chance that the Federal Open Market Committee "
        "lowers its target for the federal-funds rate by 50 basis points in September."
    )
    assert said(text, "2024-08-14") == [("fed.odds", "2024-09-18", "=", 41.5, "cut=50")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPI in June showed a 0.1% decrease from the prior month.", ("2024-06", -0.1, "mom")),
        ("6月CPI同比升3.0%，单月升幅为0.1%。", ("2024-06", 0.1, "mom")),
        ("劳工部上月曾公布，5月CPI年增3.3%，是1月以来最低水平。", ("2024-05", "2024-01", "lowest_since")),
    ],
)
def test_prints_of_a_month_by_their_noun_and_by_the_month_they_are_of(text, expected):
    assert expected in [(one[1], one[3], one[4]) for one in said(text, "2024-07-16")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Hang Seng Index rose 1.5 per cent to 26,002.82 as of 10am local time.", "2026-01-02"),
        ("The Hang Seng Index jumped 1.2% to as much as 24,076.53, its highest since 2022.", "2025-02-27"),
        ("2月CPI较上季度上升0.8%。", "2022-03-11"),
        ("Taken together, you get 100% odds.", "2024-07-16"),
    ],
)
def test_what_is_of_an_hour_of_a_quarter_or_summed_up_is_no_claim(text, day):
    assert said(text, day) == []


def test_a_part_of_the_pmi_is_not_the_pmi():
    text = (
        "China's manufacturing PMI fell to 49.0 in October. The new orders index dropped to 48.8 from 49.7."
    )
    assert [one[3] for one in said(text, "2025-10-31")] == [49.0]


def test_an_advance_before_a_cut_is_no_level_of_the_rate():
    text = (
        "The index added to a 0.6 per cent advance after the PBoC cut the RRR by 50 basis points on Monday."
    )
    assert [one[3] for one in said(text, "2021-07-13") if one[0] == "pboc.rrr"] == [-50.0]


def test_after_a_day_and_a_week_a_bare_move_is_of_neither():
    text = "恒生指数周五上涨1.6%，本周累计涨2.3%。恒生科技指数上涨2.2%。"
    assert [one for one in said(text, "2024-12-06") if one[4] == "HSTECH"] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The S&P 500 was up 1.7 percent to close the week.", "2025-11-23"),
        ("US stocks rebounded ahead of Friday's close.\n\nThe S&P 500 was up 1.2% at 6,619.4.", "2025-11-21"),
        ("此前高达95.3%的12月降息预期显著回落。", "2025-10-30"),
        ("如2024年8月CPI公布后9月降息概率跃升至91.8%。", "2025-11-06"),
        ("今年首10月，CPI按年升2.1%；PPI按年升3.9%。", "2018-11-09"),
        ("The PBoC cut the RRR twice by 25 bps each time.", "2024-03-05"),
        ("The Shanghai and Shenzhen closed just below the 3,200 level.", "2023-06-06"),
    ],
)
def test_what_is_of_no_day_of_months_together_or_of_several_steps_is_no_claim(text, day):
    assert said(text, day) == []


def test_odds_of_two_weeks_back_are_dated_from_the_text():
    text = "FedWatch shows an 87% chance of a cut in December, up from 71% a week earlier and from 44% the week before that."
    assert [one[4] for one in said(text, "2025-11-28")] == [
        "cut>=1",
        "cut>=1@2025-11-21",
        "cut>=1@2025-11-14",
    ]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("S&P 500 up >1.5%.", "2025-11-24", ("market.change", "day:2025-11-24", ">", 1.5, "SPX")),
        (
            "期货显示，12月维持当前利率水平的概率为35.5%。",
            "2025-11-06",
            ("fed.odds", "2025-12-10", "=", 35.5, "hold"),
        ),
        (
            "美联储已如期降息25个基点并宣布12月起结束量化紧缩。",
            "2025-10-30",
            ("fed.decision", "2025-10-29", "=", -25.0, "cut=25"),
        ),
        (
            "It was the ninth straight month of declining annual inflation, from June's peak of 9.1 percent.",
            "2023-04-12",
            ("cpi.headline", "2022-06", "=", 9.1, "yoy"),
        ),
    ],
)
def test_bounds_holds_and_what_begins_in_a_month(text, day, expected):
    assert expected in said(text, day)


def test_prices_of_the_cities_are_not_those_of_the_country():
    text = "10月CPI年增0.2%。其中，城市上涨0.3%，农村下降0.2%。"
    assert [one[3] for one in said(text, "2025-11-10")] == [0.2]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "Traders see 60bp of cuts this year, down from 75 a week ago.",
            "2024-05-03",
            [("fed.moves", "2024", "=", 60.0, "cut"), ("fed.moves", "2024", "=", 75.0, "cut@2024-04-26")],
        ),
        (
            "Futures price 41 basis points of cuts for this week's meeting.",
            "2024-09-16",
            [("fed.moves", "2024-09-18", "=", 41.0, "cut")],
        ),
        (
            "期货为本周会议计入了约41个基点的宽松，年内合计接近120个基点。",
            "2024-09-16",
            [("fed.moves", "2024-09-18", "~", 41.0, "cut"), ("fed.moves", "2024", "~", 120.0, "cut")],
        ),
    ],
)
def test_sums_that_came_from_bare_figures_or_are_of_one_meeting(text, day, expected):
    assert said(text, day) == expected


def test_a_bound_is_kept_where_what_follows_only_holds_another_figure_against_earlier():
    text = (
        "The strip had May at just under a one-in-five shot of a cut and June at 76%, versus 98% a week ago."
    )
    assert said(text, "2025-04-11")[0] == ("fed.odds", "2025-05-07", "<", 20.0, "cut>=1")


def test_a_pause_on_hikes_is_a_hold():
    text = "Markets think the odds the Fed hits pause on further rate hikes this week are close to 100%."
    assert said(text, "2023-06-13") == [("fed.odds", "2023-06-14", "~", 100.0, "hold")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Traders see the Fed on hold this year, after hiking by a quarter point on July 26.", "2023-07-27"),
        ("The chance that the Fed will cut rates by 0.25% this week is the larger.", "2024-09-16"),
        ("The S&P 500 went on to lose 1.1% of that new high value by the end of the week.", "2024-03-18"),
        (
            "FedWatch projects that the Fed will begin a series of quarter-point rate cuts this year.",
            "2024-03-18",
        ),
        ("The VIX has traded above the key 20 level just once since the end of June.", "2025-09-02"),
        ("The S&P 500 retreated 1.5% in the first trading week of 2024.", "2024-01-08"),
    ],
)
def test_sizes_of_steps_parts_of_moves_and_weeks_without_a_day_are_no_claims(text, day):
    assert [one for one in said(text, day) if one[0] != "fed.first_move"] == []


def test_what_two_odds_came_from_in_turn_is_left_alone():
    text = (
        "Traders saw an 11.4% chance of a hike in September and 18.4% of one in November; "
        "that's down from 13.2% and 26.7%, respectively, a day ago."
    )
    assert [one[3] for one in said(text, "2023-07-13")] == [11.4, 18.4]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "总局上周撤下了网游管理办法征求意见稿。",
            "2024-01-26",
            ("policy.gaming", "2024-01-15..2024-01-21", "=", 1.0, "easing"),
        ),
        (
            "交易员押注年内降息168个基点，折合六次半还多。",
            "2024-01-12",
            ("fed.moves", "2024", ">", 6.5, "remaining"),
        ),
        (
            "交易员押注年内降息168个基点，起点就落在3月。",
            "2024-01-12",
            ("fed.first_move", "2024-03-20", "=", "2024-03-20", "cut"),
        ),
        (
            "联储上周降息25bp，下一场会在12月17至18日。",
            "2024-11-15",
            ("fed.next_meeting", "2024-11-15", "=", "2024-12-18", ""),
        ),
        (
            "恒指年初至今累跌3.1%，昨收24,870点。",
            "2026-04-02",
            ("market.change", "ytd:2026-04-01", "=", -3.1, "HSI"),
        ),
    ],
)
def test_a_draft_taken_back_and_other_ways_to_say_more_first_next_and_yesterday(text, day, expected):
    assert expected in said(text, day)


def test_a_close_at_a_record_that_leads_is_of_the_day_on_a_friday_too():
    text = "US stocks closed at record highs, with the S&P 500 up 0.5% and the Nasdaq 0.7%."
    assert said(text, "2025-06-27") == [
        ("market.extreme", "2025-06-27", "=", 1.0, "SPX record_high"),
        ("market.extreme", "2025-06-27", "=", 1.0, "IXIC record_high"),
        ("market.change", "day:2025-06-27", "=", 0.5, "SPX"),
        ("market.change", "day:2025-06-27", "=", 0.7, "IXIC"),
    ]


@pytest.mark.parametrize(
    "text",
    ["Stocks closed near record highs, the S&P 500 adding 0.5%.", "Stocks closed at a record high."],
)
def test_records_that_are_near_or_of_no_index_are_none(text):
    assert [one for one in said(text, "2025-06-26") if one[0] == "market.extreme"] == []


def test_a_move_with_its_own_week_behind_it_is_the_days():
    text = "恒指周五收跌0.98%报25270点，全周累升1.65%；科指跌0.59%，全周升1.52%。"
    assert [one[1:5] for one in said(text, "2025-08-15") if one[4] == "HSTECH"] == [
        ("day:2025-08-15", "=", -0.59, "HSTECH"),
        ("week:2025-08-15", "=", 1.52, "HSTECH"),
    ]


def test_a_cut_fully_priced_and_a_sum_behind_it_are_two_claims():
    text = "Traders are fully pricing a cut by October and see 50 basis points of easing by year-end."
    assert [one[0] for one in said(text, "2025-06-20")] == ["fed.odds", "fed.moves"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPI rose to 3.1% from 2.9% in June.", [("2025-07", 3.1), ("2025-06", 2.9)]),
        (
            "Headline was 2.7%; core CPI rose to 3.1% from 2.9% in June.",
            [("2025-07", 2.7), ("2025-07", 3.1), ("2025-06", 2.9)],
        ),
        (
            "CPI held at 2.7% while core CPI rose to 3.1% from 2.9%.",
            [("2025-07", 2.7), ("2025-07", 3.1), ("2025-06", 2.9)],
        ),
        ("Month on month, prices rose 0.2% after June's 0.3% gain.", [("2025-07", 0.2), ("2025-06", 0.3)]),
    ],
)
def test_the_month_behind_what_a_rate_came_from_is_of_that_figure_alone(text, expected):
    assert [(one[1], one[3]) for one in said(text, "2025-08-15")] == expected


def test_where_odds_were_earlier_in_the_week_is_of_no_day_named():
    text = "The odds of a September cut slipped to 85% from as high as 99% earlier in the week."
    assert [one[3] for one in said(text, "2025-08-15")] == [85.0]


def test_a_record_of_another_index_is_not_that_of_the_one_before():
    text = "The Nasdaq dropped 0.3% while the Dow rose 0.7% to a record 48,254.82."
    assert said(text, "2025-11-12") == [("market.change", "day:2025-11-12", "=", -0.3, "IXIC")]


def test_a_day_and_a_level_behind_it_are_no_span_of_days():
    text = "The Fed cut by a quarter point on Oct. 29 to 3.75%-4.00%, its second straight reduction."
    assert ("fed.decision", "2025-10-29", "=", -25.0, "cut=25") in said(text, "2025-11-12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Hang Seng jumped 1.8% but still lost 0.4% on the week.", ["week:2025-12-12"]),
        ("The Nasdaq fell 0.4% but rose 0.8% for the week.", ["week:2025-12-12"]),
        ("The S&P 500 rose 0.4% and the Nasdaq 0.8% for the week.", ["week:2025-12-12", "week:2025-12-12"]),
        ("The S&P 500 fell, a day after its record close of 6,901.", ["2025-12-11", "2025-12-11"]),
    ],
)
def test_a_week_set_against_a_day_and_a_close_of_the_day_before(text, expected):
    assert [one[1] for one in said(text, "2025-12-12") if one[3] != 0.0] == expected


@pytest.mark.parametrize(
    ("said_year", "year"), [("明年年底", "2026"), ("今年年底", "2025"), ("年底", "2025")]
)
def test_the_end_of_next_year_is_that_years(said_year, year):
    assert [one[1] for one in said(f"交易员预计{said_year}前降息52个基点。", "2025-12-12")] == [year]
