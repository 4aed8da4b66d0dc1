"""What a market thought earlier, and whose month, week, country and day a figure is of where the words leave it out."""

import datetime as dt

import pytest

from signals.claims.reader import read


def said(text, day):
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [(one.about, one.when, one.op, one.value, one.detail) for one in found]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("一个月前3月降息概率为50%。", "cut>=1@2024-01-19"),
        ("一周前，3月降息概率为50%。", "cut>=1@2024-02-12"),
        ("去年底交易员押注3月降息概率为50%。", "cut>=1@2023-12-31"),
        ("At the start of the year traders put the odds of a March cut at 50%.", "cut>=1@2024-01-02"),
        ("Three months ago, the odds of a March cut were 50%.", "cut>=1@2023-11-19"),
    ],
)
def test_odds_of_a_sentence_that_begins_with_an_earlier_time_are_of_that_day(text, detail):
    assert said(text, "2024-02-19") == [("fed.odds", "2024-03-20", "=", 50.0, detail)]


@pytest.mark.parametrize(
    "text",
    [
        "A month ago markets priced a first cut in March.",
        "In January, traders priced a first cut in March.",
        "三个月前，市场定价首次降息在5月。",
        "年初时市场押注首次降息在3月。",
        "两个月前期货还在押注全年降息150个基点。",
        "Two months ago futures priced six cuts this year.",
        "Earlier this year, markets priced six cuts.",
        "几周前，市场还押注3月降息概率为七成。",
        "此前市场押注3月降息，概率超七成。",
        "原先市场押注首次降息在3月，现推迟至6月。",
        "Previously, futures had the first cut in March.",
        "Until last week traders had the first cut in March.",
        "At the end of December, futures implied 158bp of cuts for 2024.",
        "去年12月底，期货隐含2024年降息158个基点。",
        "1月中旬，市场押注3月降息的概率高达八成。",
        "上月中旬市场押注首次降息在3月。",
    ],
)
def test_moves_that_a_market_expected_at_an_earlier_time_are_left_alone(text):
    assert said(text, "2024-02-19") == []


def test_what_a_market_thinks_now_is_read_beside_what_it_thought():
    claims = said("一个月前市场还押注全年降息六次、首次在3月，如今只剩四次不到。", "2024-02-19")
    assert claims == [("fed.moves", "2024", "<", 4.0, "calendar_year")]


def test_months_ago_date_the_figure_beside_them():
    claims = said("3月降息概率由三个月前的约八成降至一成。", "2024-02-19")
    assert claims == [
        ("fed.odds", "2024-03-20", "=", 10.0, "cut>=1"),
        ("fed.odds", "2024-03-20", "~", 80.0, "cut>=1@2023-11-19"),
    ]


def test_a_bit_more_than_a_figure_ends_it_and_its_meeting_is_the_one_before():
    claims = said("期货现在给6月降息大概七成的概率，比一周前的六成多了点。", "2024-03-21")
    assert claims == [
        ("fed.odds", "2024-06-12", "~", 70.0, "cut>=1"),
        ("fed.odds", "2024-06-12", "=", 60.0, "cut>=1@2024-03-14"),
    ]


@pytest.mark.parametrize(
    "held_against", ["比上月的3.1%略高", "较上月的3.1%上升", "高于上月的3.1%", "高于前一个月的3.1%"]
)
def test_last_month_beside_a_print_is_the_month_before_the_print(held_against):
    assert said(f"2月CPI同比3.2%，{held_against}。", "2024-03-21")[1] == (
        "cpi.headline", "2024-01", "=", 3.1, "yoy",
    )  # fmt: skip


def test_the_month_before_is_that_before_the_print():
    assert said("CPI同比3.4%，前一个月3.5%。", "2024-05-17")[1] == (
        "cpi.headline",
        "2024-03",
        "=",
        3.5,
        "yoy",
    )
    assert said("4月CPI环比0.3%，上个月为0.4%。", "2024-05-17")[1] == (
        "cpi.headline",
        "2024-03",
        "=",
        0.4,
        "mom",
    )


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("纳指周跌1.3%。", "week:2024-02-16"),
        ("The Nasdaq fell 1.3% on the week.", "week:2024-02-16"),
        ("本周纳指跌1.3%。", "week:2024-02-19"),
    ],
)
def test_a_week_told_on_a_monday_is_the_one_that_ended_unless_it_is_this_one(text, when):
    assert said(text, "2024-02-19") == [("market.change", when, "=", -1.3, "IXIC")]


@pytest.mark.parametrize(
    "text",
    [
        "恒指节后首日涨2.5%。",
        "恒指节前最后一日涨2.5%。",
        "龙年首日恒指涨0.8%。",
        "On the first day back, the Hang Seng rose 0.8%.",
    ],
)
def test_a_day_named_by_a_holiday_is_of_no_day_that_the_words_give(text):
    assert said(text, "2024-02-19") == []


def test_a_bare_cpi_after_figures_of_china_is_of_china_and_after_both_of_nobody():
    china = said("1月制造业PMI为49.2%。1月CPI同比降0.8%。", "2024-02-19")
    assert china[1] == ("cn.cpi", "2024-01", "=", -0.8, "yoy")
    both = said("美国1月核心CPI同比3.9%。1月制造业PMI为49.2%。1月CPI同比降0.8%。", "2024-02-19")
    assert [one[0] for one in both] == ["cpi.core", "cn.pmi"]
    banks = said("央行降准后，美联储仍按兵不动。1月CPI同比3.1%。", "2024-02-20")
    assert [one[0] for one in banks] == ["fed.decision"]


def test_a_level_of_another_rate_in_the_next_sentence_is_of_the_day_of_the_text():
    claims = said("上周央行降准50bp。LPR 5年期为4.2%。", "2024-02-19")
    assert claims[1] == ("pboc.lpr", "2024-02-19", "=", 4.2, "5Y")


def test_the_quote_of_a_step_holds_its_subject():
    found = [one for s in read("上月LPR 5年期一次砍了25个点。", dt.date(2024, 3, 21)) for one in s.claims]
    assert [one.quote for one in found] == ["LPR 5年期一次砍了25个点"]


def test_a_weekday_behind_a_step_is_that_of_the_decision_to_come():
    claims = said("Traders see a 59% chance of a half-point move on Wednesday.", "2024-09-16")
    assert claims == [("fed.odds", "2024-09-18", "=", 59.0, "cut=50")]


@pytest.mark.parametrize(
    ("text", "day", "claims"),
    [
        (
            "芝商所数据显示：Fed下月降1码，九比一。",
            "2024-10-11",
            [("2024-11-07", "~", 90.0, "cut=25"), ("2024-11-07", "~", 10.0, "hold")],
        ),
        (
            "下月议息减四分一厘还是不动？FedWatch给出约90比10。",
            "2025-09-26",
            [("2025-10-29", "~", 90.0, "cut=25"), ("2025-10-29", "~", 10.0, "hold")],
        ),
        (
            "November is 68/32 between another 75 and 50.",
            "2022-09-30",
            [("2022-11-02", "~", 68.0, "hike=75"), ("2022-11-02", "~", 32.0, "hike=50")],
        ),
    ],
)
def test_a_ratio_is_shared_out_to_the_two_outcomes_beside_it(text, day, claims):
    assert said(text, day) == [("fed.odds", *one) for one in claims]


def test_a_ratio_of_something_else_is_no_chance():
    assert said("球队以九比一大胜，市场情绪不错。", "2024-02-16") == []
    assert said("投资者股债比例为六比四，市场预期3月不降息。", "2024-02-16") == []


def test_a_relative_clause_prices_the_step_before_it():
    claims = said("Traders still favour a cut by June, which contracts price at 65%.", "2026-02-27")
    assert claims == [("fed.odds", "2026-06-17", "=", 65.0, "cut>=1")]


def test_one_cut_of_fifty_is_of_that_size():
    claims = said("期货已完全计入9月降息，其中一次降50bp的概率约四成。", "2024-07-26")
    assert claims[1] == ("fed.odds", "2024-09-18", "~", 40.0, "cut=50")


def test_where_moves_begin_is_the_first_one_and_what_is_next_after_it_is_none():
    claims = said("Futures price about four cuts this year, beginning in June.", "2024-02-16")
    assert claims[1] == ("fed.first_move", "2024-06-12", "=", "2024-06-12", "cut")
    second = said("市场押注首次降息在6月，下一次落在9月。", "2024-02-16")
    assert [one[1] for one in second] == ["2024-06-12"]
    assert said("Goldman sees four cuts this year, beginning in June.", "2024-02-16") == []


def test_a_list_of_implied_rates_has_a_year_each():
    claims = said("Implied fed funds rate: 4.41% for end-2024, 3.62% for end-2025.", "2024-02-16")
    assert [(one[1], one[3]) for one in claims] == [("2024", 4.41), ("2025", 3.62)]


def test_a_decision_announced_in_the_small_hours_is_the_american_day_before_and_our_bank_alone():
    claims = said("北京时间3月21日凌晨，美联储将公布利率决议。", "2024-02-16")
    assert [(one[0], one[3]) for one in claims] == [("fed.next_meeting", "2024-03-20")]
    assert said("欧洲央行3月7日公布利率决议。", "2024-02-16") == []


def test_a_record_with_its_level_is_of_the_index_right_before_it():
    claims = said(
        "The S&P 500 gained 2.3% on the week and the Nasdaq 2.9% to a record 16,428.82.", "2024-03-22"
    )
    assert [one[4] for one in claims if one[0] == "market.extreme"] == ["IXIC record_high"]


def test_what_heads_a_list_of_moves_is_their_span():
    claims = said("月度表现：恒科+6.42%，标普500 -3.05%。", "2024-04-30")
    assert [one[1] for one in claims] == ["month:2024-04-30"] * 2


def test_one_index_is_ahead_of_another_by_as_much_as_is_said():
    claims = said("HSTECH +7.6% w/w, ahead of the HSI by more than 4pp.", "2023-06-16")
    assert claims[1] == ("market.change", "week:2023-06-16", ">", 4.0, "HSTECH-HSI")


def test_steps_since_a_month_are_of_the_days_since():
    claims = said("5月以来，多个核心城市优化或取消限购。", "2024-05-10")
    assert [one[:2] for one in claims] == [("policy.property", "2024-05-01..2024-05-10")]


def test_a_month_that_a_rate_is_held_against_is_its_own():
    claims = said("四月CPI 8.3，比三月的8.5是低了点。", "2022-05-11")
    assert claims[1] == ("cpi.headline", "2022-03", "=", 8.5, "yoy")


def test_sizes_with_their_chances_are_no_sums():
    assert said("CME：至7月累计降25bp 45.2%、50bp 27.1%。", "2024-03-15") == []
    claims = said("FedWatch: June cut 59%, cumulative 50bp by July 27%.", "2024-03-15")
    assert [one[0] for one in claims] == ["fed.odds", "fed.odds"]


def test_a_rate_for_the_end_of_a_year_is_no_chance_and_each_is_of_its_year():
    assert said("Pricing for the end of 2024 is 4.62%.", "2024-03-15") == []
    claims = said("利率期货隐含2024年底联邦基金利率为4.62%、2025年底为3.85%。", "2024-03-15")
    assert [(one[0], one[1], one[3]) for one in claims] == [
        ("fed.implied_rate", "2024", 4.62),
        ("fed.implied_rate", "2025", 3.85),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The FOMC meets March 19-20.",
        "The Fed's two-day meeting ends Wednesday, March 20.",
        "美联储下周三公布利率决议。",
    ],
)
def test_the_day_of_the_next_meeting_is_read_however_it_is_told(text):
    assert [(one[0], one[3]) for one in said(text, "2024-03-15")] == [("fed.next_meeting", "2024-03-20")]


def test_how_often_a_market_sees_a_step_taken_is_a_count():
    claims = said("Money markets see the Fed cutting twice this year.", "2024-05-17")
    assert claims == [("fed.moves", "2024", "=", 2.0, "remaining")]
    assert said("Goldman sees the Fed cutting twice this year.", "2024-05-17") == []


def test_an_implied_rate_of_a_month_within_the_year_is_not_that_of_its_end():
    assert said("Fed funds futures imply a rate of 5.3% in June.", "2024-05-17") == []
    claims = said("Fed funds futures imply a rate of 4.89% in December.", "2024-05-17")
    assert [(one[0], one[1], one[3]) for one in claims] == [("fed.implied_rate", "2024", 4.89)]


def test_last_month_alone_before_a_figure_is_the_month_before_the_print():
    assert said("3月CPI 3.5%，上月3.2%。", "2024-04-10")[1] == ("cpi.headline", "2024-02", "=", 3.2, "yoy")
    assert said("3月CPI同比增速由上月的3.2%升至3.5%。", "2024-04-10")[0][1] == "2024-02"


def test_odds_behind_a_print_are_no_print():
    assert [one[0] for one in said("一周前6月降息概率为57%，CPI后降至22%。", "2024-04-11")] == ["fed.odds"]


def test_a_review_of_the_market_is_of_its_own_week_and_one_of_history_is_none():
    claims = said("市场回顾：纳指当周收跌2.59%，恒指收跌6.22%。", "2023-08-18")
    assert [(one[1], one[3], one[4]) for one in claims] == [
        ("week:2023-08-18", -2.59, "IXIC"),
        ("week:2023-08-18", -6.22, "HSI"),
    ]
    assert said("历史回顾：标普500本周上涨1.2%。", "2023-08-18") == []


def test_a_cut_without_suspense_is_sure_unless_it_is_an_opinion():
    assert said("12月落地降息已无悬念。", "2025-07-11") == [("fed.odds", "2025-12-10", "~", 100.0, "cut>=1")]
    assert said("我们认为12月降息已无悬念。", "2025-07-11") == []


def test_an_index_through_its_roof_is_at_a_record():
    claims = said("標指5137點破頂，納指都破埋頂。", "2024-03-01")
    assert [one[4] for one in claims[1:]] == ["SPX record_high", "IXIC record_high"]
    for text in ("標指一旦破頂，便可追入。", "納指未能破頂。", "标普突破顶部。"):
        assert said(text, "2024-03-01") == []


def test_a_fed_that_did_not_budge_last_night_held():
    assert said("昨晚联储没动，就三个字：等等看。", "2025-05-08") == [
        ("fed.decision", "2025-05-07", "=", 0.0, "hold")
    ]
    assert said("联储没动静。", "2025-05-08") == []


def test_a_prime_rate_less_so_much_to_a_level_is_a_step_and_a_mortgage_under_it_is_not():
    claims = said("內地五年期LPR減10點子至3.95厘。", "2024-07-22")
    assert [one[3:] for one in claims] == [(-10.0, "5Y"), (3.95, "5Y")]
    assert -20.0 not in [
        one[3] for one in said("首套房贷利率下限为五年期LPR减20个基点至4.25%。", "2022-05-20")
    ]
    assert said("新发房贷利率为LPR减30个基点。", "2024-07-22") == []
