"""Faults of a kind, found on text that nobody had tuned to, one sentence each: silence, or the right thing named."""

import datetime as dt

import pytest

from signals.claims.reader import read


def said(text, day):
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [(one.about, one.when, one.op, one.value, one.detail) for one in found]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("At one point on Monday traders saw a 60% chance of an emergency cut within a week.", "2024-08-09"),
        ("Back in January the curve had six cuts for 2024.", "2024-02-16"),
        ("市场开始定价9月降50基点，概率一度达七成。", "2024-08-02"),
        ("央行行长潘功胜周五表示，年底前择机下调存准率0.25至0.5个百分点。", "2024-10-18"),
        ("鮑威爾講話前，9月降息一碼的機率為73.5%。", "2025-08-22"),
    ],
)
def test_odds_of_no_meeting_or_of_another_day_are_left_alone(text, day):
    assert said(text, day) == []


def test_a_size_is_bound_across_the_month_of_its_meeting():
    assert said("Futures put the odds of a half-point September cut at one in four.", "2024-08-16") == [
        ("fed.odds", "2024-09-18", "~", 25.0, "cut=50")
    ]
    assert said("11月降25基本没跑，期货给到九成以上。", "2024-10-18") == [
        ("fed.odds", "2024-11-07", ">=", 90.0, "cut=25")
    ]


def test_the_month_that_was_named_is_meant_by_that_month():
    claims = said("明年首次议息会议定在1月27日至28日，期货显示当月不动的机会接近八成。", "2025-12-12")
    assert claims == [("fed.odds", "2026-01-28", "~", 80.0, "hold")]


def test_odds_that_fell_keep_their_meeting_and_the_day_they_fell_from():
    claims = said("期貨市場對六月減息的機率由兩周前的八成半降至約六成二。", "2024-03-01")
    assert claims == [
        ("fed.odds", "2024-06-12", "~", 62.0, "cut>=1"),
        ("fed.odds", "2024-06-12", "=", 85.0, "cut>=1@2024-02-16"),
    ]


def test_a_whole_year_is_the_one_named_before_it():
    claims = said("展望2025，市场定价全年降息约1.5次。", "2024-12-27")
    assert claims == [("fed.moves", "2025", "~", 1.5, "calendar_year")]


def test_a_record_that_an_index_stands_below_is_none():
    claims = said("The Nasdaq gained 1.5% this week and sits roughly 4% below its July record.", "2024-09-20")
    assert claims == [("market.change", "week:2024-09-20", "=", 1.5, "IXIC")]


def test_a_level_that_was_left_is_no_close_of_the_day():
    assert said("VIX从月初的高点45回落到25下方。", "2025-04-25") == [
        ("market.level", "2025-04-25", "<", 25.0, "VIX")
    ]


def test_figures_shared_out_are_of_the_indices_named_before_where_there_are_as_many():
    claims = said("恒指收漲0.87%，科指升0.3%，全月分別跌0.2%及5.2%。", "2025-11-28")
    assert [(claim[3], claim[4]) for claim in claims[2:]] == [(-0.2, "HSI"), (-5.2, "HSTECH")]
    claims = said("恒指收漲0.87%，科指升0.3%，國指升1%，全月分別跌0.2%及5.2%。", "2025-11-28")
    assert [claim[3] for claim in claims] == [0.87, 0.3]


def test_a_rate_is_of_the_instrument_named_last_before_it():
    claims = said(
        "Beijing cut the RRR by 50bp and the seven-day repo rate by 20bp to 1.5% on Friday.", "2024-09-27"
    )
    assert ("pboc.omo", "2024-09-27", "=", 1.5, "level") in claims
    assert not any(claim[0] == "pboc.rrr" and claim[3] == 1.5 for claim in claims)
    mlf = said("25日，MLF中标利率较上次下降20个基点至2.3%。", "2024-07-26")
    assert {claim[0] for claim in mlf} == {"pboc.mlf"}


def test_the_day_on_which_one_step_takes_force_is_not_the_other_steps():
    claims = said(
        "人行周三宣布降准0.5个百分点，5月15日起执行，7天期逆回购利率下调10个基点至1.4%。", "2025-05-09"
    )
    assert {claim[1] for claim in claims if claim[0] == "pboc.omo"} == {"2025-05-07"}


def test_earlier_months_and_the_survey_are_not_the_print():
    assert said("12月核心通胀环比涨0.2%，前四个月都是0.3%。", "2025-01-17") == [
        ("cpi.core", "2024-12", "=", 0.2, "mom")
    ]
    assert said("CPI 3.2% y/y (cons. 3.1%).", "2024-03-15") == [("cpi.headline", "2024-02", "=", 3.2, "yoy")]


def test_a_first_move_that_was_pushed_to_a_month_is_in_that_month():
    claims = said("交易员把首次降息的时间从6月推到9月。", "2024-04-12")
    assert claims == [
        ("fed.first_move", "2024-09-18", "=", "2024-09-18", "cut"),
        ("fed.first_move", "2024-06-12", "=", "2024-06-12", "cut@2024-04-11"),
    ]


def test_a_noun_of_falling_behind_a_figure_gives_it_its_sign():
    claims = said("June's 0.1% decline in consumer prices was the first since May 2020.", "2024-07-19")
    assert claims == [("cpi.headline", "2024-06", "=", -0.1, "mom")]


def test_a_weekday_is_not_read_into_the_word_behind_a_week():
    claims = said("联储本周一口气降50个基点。", "2024-09-20")
    assert claims == [("fed.decision", "2024-09-18", "=", -50.0, "cut=50")]


def test_a_week_in_its_own_clause_dates_a_close():
    claims = said(
        "The VIX's 74% spike on Wednesday was its second largest ever; it ended the week at 18.4.",
        "2024-12-20",
    )
    assert ("market.level", "2024-12-20", "=", 18.4, "VIX") in claims


def test_a_move_not_said_which_is_no_hold():
    claims = said("联储按兵不动并不意外，6月前动手的概率从55%升到75%左右。", "2024-03-22")
    assert {claim[4].partition("@")[0] for claim in claims} == {"cut>=1"}


def test_what_a_print_came_from_is_the_month_before_though_no_month_is_named():
    claims = said("Core CPI was 3.3%, up from 3.2%.", "2024-10-11")
    assert claims == [("cpi.core", "2024-09", "=", 3.3, "yoy"), ("cpi.core", "2024-08", "=", 3.2, "yoy")]


def test_the_month_that_a_fixing_is_compared_with_does_not_date_it():
    claims = said("1月LPR报价出炉，1年期3.1%、5年期以上3.6%，均与上月持平。", "2025-01-24")
    assert {claim[1] for claim in claims} == {"2025-01-01..2025-01-31"}


def test_a_round_figure_won_back_is_a_bound_and_another_gauge_is_not_carried_on():
    assert said("恒指收复两万点。", "2024-09-27") == [("market.level", "2024-09-27", ">", 20000.0, "HSI")]
    assert [claim[3] for claim in said("港股大盘一周跌2.8%，科技指数挫3.1%。", "2024-05-31")] == [-2.8]


def test_tenths_without_a_verb_are_a_chance_and_no_move_of_the_index_before():
    claims = said("恒指收16081点，跌0.3%。海外方面，3月降息的概率只剩两成出头，5月则接近六成。", "2024-02-07")
    assert [claim[0] for claim in claims] == ["market.level", "market.change", "fed.odds", "fed.odds"]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("Fed pricing: July 5%, September 66%", "2024-06-14", [("2024-07-31", 5.0), ("2024-09-18", 66.0)]),
        ("Odds of a March cut, 80% a week ago, are now 20%.", "2024-02-16", [("2024-03-20", 80.0), ("2024-03-20", 20.0)]),
        ("鲍威尔讲话后，3月降息概率降至10%。", "2024-02-16", [("2024-03-20", 10.0)]),
        ("鲍威尔表示不急于降息，3月降息概率降至10%。", "2024-02-16", [("2024-03-20", 10.0)]),
        ("鲍威尔认为3月降息概率为10%。", "2024-02-16", []),
        ("The odds of a hike now stand at 91 percent, versus about a third just ten days ago.", "2017-03-08", [("2017-03-15", 91.0), ("2017-03-15", 33.33)]),
    ],
)  # fmt: skip
def test_odds_keep_their_head_through_a_heading_a_speech_and_a_day_before(text, day, wanted):
    assert [(when, value) for _, when, _, value, _ in said(text, day)] == wanted


def test_a_market_move_behind_odds_is_not_of_the_meetings_month():
    claims = said(
        "The odds of a March cut fell to 10%, while the S&P 500 dropped 0.5% on Friday.", "2024-02-16"
    )
    assert claims[1] == ("market.change", "day:2024-02-16", "=", -0.5, "SPX")


def test_moves_behind_odds_in_one_clause_are_told_beside_them():
    claims = said("Swaps imply a 17% chance of a July move and 48bp of cuts by December.", "2025-06-20")
    assert [(claim[0], claim[3]) for claim in claims] == [("fed.odds", 17.0), ("fed.moves", 48.0)]
    assert said("Markets price just 37bp for 2026.", "2025-12-19") == [
        ("fed.moves", "2026", "=", 37.0, "cut")
    ]


def test_what_stands_in_brackets_speaks_for_itself():
    claims = said(
        "September CPI came in at 3.0% y/y (consensus 3.1%) and 0.3% m/m (consensus 0.4%).", "2025-10-24"
    )
    assert [(claim[3], claim[4]) for claim in claims] == [(3.0, "yoy"), (0.3, "mom")]


def test_a_row_of_a_table_is_read_with_its_heading_and_only_where_that_names_the_measure():
    table = "| Meeting | Cut odds |\n|---|---|\n| July | 5% |\n| September | 66% |"
    assert [(claim[1], claim[3]) for claim in said(table, "2024-06-14")] == [
        ("2024-07-31", 5.0),
        ("2024-09-18", 66.0),
    ]
    assert said(table.replace("Cut odds", "Share"), "2024-06-14") == []
    assert said("| July | 5% |\n| September | 66% |", "2024-06-14") == []


def test_a_column_of_changes_has_rises_without_a_sign():
    table = "| 指数 | 收盘 | 周涨跌幅 |\n|---|---|---|\n| 恒生指数 | 16339.96 | 3.8% |"
    assert [(claim[0], claim[3]) for claim in said(table, "2024-02-16")] == [
        ("market.level", 16339.96),
        ("market.change", 3.8),
    ]


def test_a_cut_told_with_both_days_is_announced_on_one_and_in_force_on_the_other():
    claims = said("央行上周五宣布，12月5日起下调存款准备金率0.25个百分点。", "2022-11-28")
    assert [(claim[1], claim[4]) for claim in claims] == [
        ("2022-11-25", "announced"),
        ("2022-12-05", "effective"),
    ]


def test_the_core_of_another_index_is_not_ours():
    text = "The August PCE price index rose 2.7% from a year earlier, and the core 2.9%."
    assert said(text, "2025-09-26") == []


def test_a_move_without_a_day_in_a_sentence_about_the_year_is_left_alone():
    assert said("A year to forget: the Hang Seng down 14%.", "2023-11-24") == []
    assert said("A year to forget: the Hang Seng down 14%.", "2023-12-29") == [
        ("market.change", "ytd:2023-12-29", "=", -14.0, "HSI")
    ]  # in its last week the year is what such a heading speaks of


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("On the week: SPX +1.2%, NDX +2.2%, HSI +0.6%.", "2025-09-19", [("SPX", 1.2), ("HSI", 0.6)]),
        ("恒指周五收17651點，恒指累漲8.8%。", "2024-04-26", [("HSI", 17651.0), ("HSI", 8.8)]),
        ("纽约收盘，标普500跌1.37%。", "2024-02-14", [("SPX", -1.37)]),
    ],
)
def test_a_figure_is_of_the_index_that_stands_by_it(text, day, wanted):
    assert [(claim[4], claim[3]) for claim in said(text, day)] == wanted


def test_a_chinese_text_tells_of_the_session_of_new_york_before_it():
    assert said("标普500跌1.37%。", "2024-02-14")[0][1] == "day:2024-02-13"
    assert said("台北時間周三清晨，那斯達克收20109.06點。", "2024-12-18")[0][1] == "2024-12-17"


def test_a_meeting_of_the_last_day_of_a_month_is_of_the_next_in_beijing():
    claims = said("据CME“美联储观察”：美联储8月维持利率不变的概率为91.1%。", "2024-06-14")
    assert claims == [("fed.odds", "2024-07-31", "=", 91.1, "hold")]


def test_what_follows_the_step_told_does_not_deny_it():
    claims = said(
        "The Fed kept rates on hold at 5.25%-5.5% on Wednesday and now sees just one cut.", "2024-06-14"
    )
    assert [claim[0] for claim in claims] == ["fed.decision", "fed.range"]
    assert said("美联储年内累计降息75个基点。", "2024-11-10") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("FedWatch: Dec 25bp cut 65%, no change 35%.", [(65.0, "cut=25"), (35.0, "hold")]),
        ("Dec FOMC: 65% cut / 35% hold.", [(65.0, "cut>=1"), (35.0, "hold")]),
        ("Rate markets lean toward a December cut (65%).", [(65.0, "cut>=1")]),
        ("The odds of another quarter point in December: 65%.", [(65.0, "cut=25")]),
        ("欧央行按兵不动，市场预计12月降息概率升至五成。", []),
    ],
)
def test_odds_in_few_words_are_read_and_those_of_another_bank_are_not(text, wanted):
    assert [(claim[3], claim[4]) for claim in said(text, "2024-11-08")] == wanted


def test_a_level_is_not_dated_by_where_it_came_from():
    claims = said("The VIX collapsed to 14.9 from above 21 a week ago.", "2024-11-08")
    assert claims == [("market.level", "2024-11-08", "=", 14.9, "VIX")]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "The Nasdaq fell 7.6% on the week, now 12% lower in 2022, and the S&P 500 lost 5.7%.",
            "2022-01-21",
            [("week:2022-01-21", -7.6), ("ytd:2022-01-21", -12.0), ("week:2022-01-21", -5.7)],
        ),
        (
            "The S&P 500 fell 0.9% on Friday, extending its weekly loss to 3%.",
            "2024-04-19",
            [("day:2024-04-19", -0.9), ("week:2024-04-19", -3.0)],
        ),
        (
            "昨日恒指跌11%，单日跌幅为1997年以来最大，科指跌17%。",
            "2025-04-08",
            [("day:2025-04-07", -11.0), ("day:2025-04-07", -17.0)],
        ),
        (
            "So far this year the S&P 500 is up 5%, the Nasdaq 7%.",
            "2024-04-19",
            [("ytd:2024-04-19", 5.0), ("ytd:2024-04-19", 7.0)],
        ),
    ],
)
def test_the_year_to_date_is_of_its_own_figure_unless_it_leads(text, day, wanted):
    assert [(when, value) for _, when, _, value, _ in said(text, day)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The VIX closed below 12 for the first time since November 2019.", ["VIX low_since"]),
        ("The S&P 500 closed above 5,000 for the first time.", ["SPX record_high"]),
        ("The Hang Seng closed at its lowest level on record.", ["HSI record_low"]),
        ("The Nasdaq's slide was its steepest since November 2022.", []),
        ("The Nasdaq had a record one-day drop.", []),
    ],
)
def test_a_record_of_a_move_is_no_record_of_a_level(text, wanted):
    assert [detail for about, *_, detail in said(text, "2024-05-17") if about == "market.extreme"] == wanted


def test_a_day_in_force_is_of_its_own_step():
    found = said(
        "The PBOC cut the RRR by 50bp effective May 15 and lowered the seven-day repo rate 10bp on Wednesday, to 1.40% from Thursday.",
        "2025-05-07",
    )
    assert ("pboc.omo", "2025-05-08", "=", 1.4, "level") in found
    assert not [one for one in found if one[0] == "pboc.omo" and one[1] == "2025-05-15"]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "Seventy-five next week? Futures say one in five.",
            "2022-06-10",
            [("fed.odds", "2022-06-15", "~", 20.0, "hike=75")],
        ),
        (
            "A full-point increase is now given a 13% chance for next week.",
            "2022-09-13",
            [("fed.odds", "2022-09-21", "=", 13.0, "hike=100")],
        ),
        (
            "交易员把年内降息押注砍到了一次半，去年底还是两次多。",
            "2026-03-05",
            [
                ("fed.moves", "2026", "=", 1.5, "remaining"),
                ("fed.moves", "2026", "~", 2.25, "remaining@2025-12-31"),
            ],
        ),
    ],
)
def test_a_size_or_a_day_said_in_another_clause_is_kept(text, day, wanted):
    assert said(text, day) == wanted


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "The consumer price index was flat last month.",
            "2024-06-12",
            [("cpi.headline", "2024-05", 0.0, "mom")],
        ),
        ("US inflation was unchanged in May.", "2024-06-12", []),
        (
            "The Fed cut again on Wednesday, taking its range down by a quarter point.",
            "2019-10-31",
            [("fed.decision", "2019-10-30", -25.0, "cut=25")],
        ),
        ("Rates on hold at 5.25-5.5%.", "2023-11-01", [("fed.range", 5.5), ("fed.decision", 0.0)]),
        (
            "Traders see the first cut coming in May rather than June.",
            "2024-01-12",
            [("fed.first_move", "2024-05-01", "2024-05-01", "cut")],
        ),
        (
            "央行宣布自2月5日起下调存款准备金率0.5个百分点。",
            "2024-01-24",
            [("pboc.rrr", "announced"), ("pboc.rrr", "effective")],
        ),
        (
            "LPR报价出炉，1年期3.85%，5年期以上4.65%，分别较上月降20个和10个基点。",
            "2020-04-20",
            [("3.85", "1Y"), ("4.65", "5Y"), ("-20.0", "1Y"), ("-10.0", "5Y")],
        ),
        ("2024年全年，标普500涨23.31%。", "2025-01-02", [("ytd:2024-12-31", 23.31)]),
        (
            "市场监管总局上周五对阿里巴巴垄断行为处以罚款。",
            "2021-04-12",
            [("policy.platform", "2021-04-09", "tightening")],
        ),
        ("期货显示12月降息17bp，对应概率约68%。", "2024-11-29", [("fed.odds", 68.0, "cut>=1")]),
        ("标普500指数期货涨0.3%。", "2024-05-07", []),
    ],
)
def test_forms_of_real_copy_are_read(text, day, wanted):
    found = said(text, day)
    assert len(found) == len(wanted)
    for want in wanted:
        assert any(set(want) <= {*one, str(one[3])} for one in found), (want, found)


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "The S&P 500 and the Nasdaq lost 0.1% and 0.7%, respectively, for the week.",
            "2024-03-14",
            [-0.1, -0.7],
        ),
        ("S&P 500 energy stocks rose 3.8% this week.", "2024-03-15", []),
        ("The Nasdaq Golden Dragon China Index jumped 5%.", "2024-03-15", []),
        ("恒指波幅指数升2%，VIX期货升至16。", "2024-03-15", []),
        ("利率期货：3月不动99%，5月降8%。", "2024-03-15", [99.0, 8.0]),
        ("央行MLF操作利率今日为2.30%，此前为2.50%。", "2024-07-25", [2.3]),
        ("央行今日宣布降准0.5个百分点、降息0.1个百分点。", "2025-05-07", [-50.0]),
        ("国家新闻出版署昨日删除网络游戏管理新规。", "2024-01-23", []),
        ("The S&P 500's valuation is 21 times, near a record.", "2024-03-15", []),
    ],
)
def test_what_only_looks_like_ours_is_left_alone(text, day, wanted):
    assert [value for _, _, _, value, _ in said(text, day)] == wanted
    assert not [one for one in said(text, day) if one[1] == "2024-05-01" and one[4] == "hold"]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("CPI rose 3.4% y/y, a tick lower than March's 3.5%.", "2024-05-15", [("2024-04", 3.4)]),
        (
            "Core CPI fell to 3.6%; monthly, it slowed to 0.3%.",
            "2024-05-15",
            [("2024-04", 3.6), ("2024-04", 0.3)],
        ),
        ("4月整体CPI从3.5%回落至3.4%。", "2024-05-15", [("2024-03", 3.5), ("2024-04", 3.4)]),
        ("Traders are pricing in six to seven hikes this year.", "2022-03-11", [("2022", 6.5)]),
    ],
)
def test_a_figure_held_against_another_is_of_another_month(text, day, wanted):
    assert [(when, value) for _, when, op, value, _ in said(text, day) if op in {"=", "~"}] == wanted


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("上半年恒指累涨3.94%，标普500涨14.5%。", "2024-06-28", []),
        ("The Nasdaq gained 18% in the second half.", "2024-12-27", []),
        (
            "The VIX, which closed at 52.33 on Tuesday, ended at 37.56.",
            "2025-04-11",
            [("2025-04-08", 52.33), ("2025-04-11", 37.56)],
        ),
        (
            "美联储周三降息，标普500当日跌2.95%，VIX飙升74%至27.62。",
            "2024-12-20",
            [("day:2024-12-18", -2.95), ("day:2024-12-18", 74.0), ("2024-12-18", 27.62)],
        ),
    ],
)
def test_a_day_told_in_passing_is_not_that_of_what_follows(text, day, wanted):
    assert [
        (when, value) for about, when, _, value, _ in said(text, day) if about.startswith("market.")
    ] == wanted


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "FedWatch: 87% for a cut next week, 13% for no change.",
            "2025-12-05",
            [("cut>=1", 87.0), ("hold", 13.0)],
        ),
        (
            "A December cut is seen as a near certainty, with FedWatch at 87%.",
            "2025-12-05",
            [("cut>=1", 87.0)],
        ),
        (
            "Odds of a December cut, 39% on Thursday, leapt to 71% after Williams' speech.",
            "2025-11-21",
            [("cut>=1@2025-11-20", 39.0), ("cut>=1", 71.0)],
        ),
        ("明年降息预期已缩水至不足两次。", "2024-12-20", [("calendar_year", 2.0)]),
    ],
)
def test_odds_by_the_tool_and_after_an_event_are_read(text, day, wanted):
    assert [(detail, value) for _, _, _, value, detail in said(text, day)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("标普500较2月高点回落逾10%。", []),
        ("纳指收报16274.94点，首度收复2021年11月高位。", [16274.94]),
        ("The S&P 500 gained 2% this week, against a 1.1% loss for the Hang Seng.", [2.0, -1.1]),
    ],
)
def test_how_far_from_a_peak_and_a_loss_told_as_a_noun(text, wanted):
    assert [value for _, _, _, value, _ in said(text, "2024-03-01")] == wanted


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "March CPI printed at 3.5%; June cut odds halved to about 20% and the S&P 500 shed 0.95%.",
            "2024-04-10",
            [("2024-03", "yoy"), ("2024-06-12", "cut>=1"), ("day:2024-04-10", "SPX")],
        ),
        (
            "The odds of a 50bp cut in November went to zero and those of 25bp to 97%.",
            "2024-10-04",
            [("2024-11-07", "cut=50"), ("2024-11-07", "cut=25")],
        ),
        ("Trump's win sent the S&P 500 up 2.5% on Wednesday.", "2024-11-06", [("day:2024-11-06", "SPX")]),
    ],
)
def test_a_month_or_a_size_is_of_what_it_stands_by(text, day, wanted):
    assert [(when, detail) for _, when, _, _, detail in said(text, day)] == wanted


def test_a_record_of_new_york_is_of_the_day_of_its_close():
    found = said("标普500创收盘新高，VIX跌至14.73。", "2025-08-12")
    assert {when for _, when, *_ in found} == {"2025-08-11"}


@pytest.mark.parametrize(
    "text",
    [
        "过去一个月恒指反弹5%，科指反弹9%。",
        "Over the past month the Hang Seng has climbed 5%.",
        "Since its January low the Hang Seng has rallied 12%.",
        "从1月22日低点算起，恒指累计反弹12%。",
        "Over three sessions the Nasdaq lost 2.4%.",
    ],
)
def test_spans_that_have_no_window_are_left_alone(text):
    assert said(text, "2024-03-15") == []


# ---- odds shared out between outcomes ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day", "odds"),
    [
        ("September: 25 at 64%, 50 at 36%.", "2024-08-26", [(64, "cut=25"), (36, "cut=50")]),
        ("Sept cut: 25bp 65%, 50bp 35%.", "2024-08-26", [(65, "cut=25"), (35, "cut=50")]),
        ("9月降息稳了，就看25还是50：前者六成四，后者三成六。", "2024-08-26", [(100, "cut>=1"), (64, "cut=25"), (36, "cut=50")]),
        ("Is it 25 or 50 in September? The market says 64/36.", "2024-08-26", [(64, "cut=25"), (36, "cut=50")]),
        ("Half a point or a quarter in November? It's 53-47 for the bigger one.", "2024-09-27", [(53, "cut=50"), (47, "cut=25")]),
        ("Markets are 70-30 for a quarter over a half in September.", "2024-08-26", [(70, "cut=25"), (30, "cut=50")]),
        ("Odds of a 50 in September: 36%. A 25: 64%.", "2024-08-26", [(36, "cut=50"), (64, "cut=25")]),
        ("Fed funds futures flipped: 65% for a hike in June, 35% for a skip.", "2023-05-26", [(65, "hike>=1"), (35, "hold")]),
    ],
)  # fmt: skip
def test_outcomes_that_add_up_to_a_hundred_are_odds_without_a_word_for_them(text, day, odds):
    assert [(value, detail) for about, *_, value, detail in said(text, day) if about == "fed.odds"] == odds


@pytest.mark.parametrize(
    "text", ["A 60/40 portfolio lost 25 this year.", "Of its sales 75 stores gave 62%, 50 others 21%.", "The Senate voted 64-36 on the bill."]
)  # fmt: skip
def test_figures_that_share_out_something_else_are_no_odds(text):
    assert said(text, "2024-08-26") == []


# ---- kinds learned from the practice of the press ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("December has swung from three-in-ten last Wednesday to better than three-in-four.", "2025-11-25",
         [("fed.odds", 75.0), ("fed.odds", 30.0)]),
        ("Two weeks ago no one was talking about a June hike. It's 60% now.", "2023-05-26", [("fed.odds", 60.0)]),
        ("Fed-dated OIS: Jan -2bp, Mar -17bp, Dec -35bp.", "2024-12-19", [("fed.moves", 2.0), ("fed.moves", 17.0), ("fed.moves", 35.0)]),
        ("市场已不再计价年内降息，转而小幅计价加息。", "2026-03-27", [("fed.moves", 0.0)]),
        ("Six cuts, the first in March: that is what the futures curve is still saying.", "2024-01-03",
         [("fed.moves", 6.0), ("fed.first_move", "2024-03-20")]),
        ("Year-end 2025 is now seen at 3.95% in the futures market.", "2024-12-19", [("fed.implied_rate", 3.95)]),
        ("点阵图显示年内降息三次，期货定价约3.6次。", "2024-02-16", [("fed.moves", 3.6)]),
        ("CPI一出，六月降息的机会只剩三成四，谁还敢抄底？", "2025-02-12", [("fed.odds", 34.0)]),
        ("The FOMC delivered 25bp on Wednesday, as priced, taking the corridor to 4.00-4.25%.", "2025-09-19",
         [("fed.decision", -25.0), ("fed.range", 4.25)]),
        ("美联储放缓加息步伐至50个基点。", "2022-12-15", [("fed.decision", 50.0)]),
        ("reminder that fed funds is still 5.25 to 5.50", "2024-09-20", [("fed.range", 5.5)]),
        ("Excluding the volatile food and energy components, the CPI gained 0.3% in December.", "2024-01-11", [("cpi.core", 0.3)]),
        ("dec cpi 3.4 yoy, 0.3 mom. core at 4.0, still sticky", "2024-01-12",
         [("cpi.headline", 3.4), ("cpi.headline", 0.3), ("cpi.core", 4.0)]),
        ("China slipped into deflation: consumer prices fell 0.3% from a year earlier and producer prices 5.4%.", "2023-08-09",
         [("cn.cpi", -0.3), ("cn.ppi", -5.4)]),
        ("US CPI (YoY) (Jan) Actual: 3.1% Forecast: 2.9% Previous: 3.4%", "2024-02-16", [("cpi.headline", 3.1), ("cpi.headline", 3.4)]),
        ("7天期逆回購利率下調0.2厘至1.5厘。", "2024-09-27", [("pboc.omo", -20.0), ("pboc.omo", 1.5)]),
        ("The Nasdaq Composite lost 1.2% on Friday, a day after closing at a record.", "2024-03-08",
         [("market.change", -1.2), ("market.extreme", 1.0)]),
    ],
)  # fmt: skip
def test_what_the_press_says_in_few_words_is_read(text, day, wanted):
    assert [(about, value) for about, _, _, value, _ in said(text, day)] == wanted


def test_odds_of_several_meetings_belong_one_to_each():
    found = said("CME FedWatch显示3月、5月、6月维持利率不变的概率分别为90%、65%和25%。", "2024-02-16")
    assert [(when, value) for _, when, _, value, _ in found] == [
        ("2024-03-20", 90.0),
        ("2024-05-01", 65.0),
        ("2024-06-12", 25.0),
    ]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("The Hang Seng rose 2.5% on Friday, with energy up 3.1% and property down 0.4%.", 1),
        ("恒指周五涨2.5%，地产股跌0.4%，科技涨1.1%。", 1),
        ("The S&P 500 fell 0.5% Friday, small caps lost 1.4%, and semis shed 2%.", 1),
        ("标普两天跌掉10.5%。", 0),
        ("央行今早降准50个点，公积金利率降25个点。", 1),
        ("M2 rose 8.7%, M1 5.9%, loans 10.4%.", 1),
        ("Support for the Nasdaq sits at 17,000.", 0),
        ("Inflation needs to fall to 2% before the Fed declares victory.", 0),
        ("A year ago traders saw a 40% chance of another hike.", 0),
        ("预测市场Kalshi上降息50bp的概率为32%。", 0),
        ("Markets now price four cuts by year-end, a fifth at better than even odds.", 1),
        ("The producer price index was unchanged in June after rising 0.3% in May.", 0),
        ("哈马斯宣布辛瓦尔为哈马斯新任政治局领导人", 0),
    ],
)
def test_a_figure_of_what_we_do_not_know_is_left_alone(text, ours):
    assert len(said(text, "2024-02-16")) == ours


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("期货显示2022年7月前首次加息，全年加两次。", "2021-11-10",
         [("fed.first_move", "2022-07-27", "hike"), ("fed.moves", 2.0, "calendar_year")]),
        ("期货隐含明年降息约150bp，3月首降概率约八成。", "2023-12-13", [("fed.moves", 150.0, "cut"), ("fed.odds", 80.0, "cut>=1")]),
        ("年内降四次，五月先来一次，把握过半。", "2025-04-07", [("fed.odds", 50.0, "cut>=1")]),
        ("Swaps price another 75 in July at about 80%.", "2022-06-16", [("fed.odds", 80.0, "hike=75")]),
        ("There are now just 54 basis points of cuts baked in through December.", "2024-10-04", [("fed.moves", 54.0, "cut")]),
        ("Futures now favour June over May for the first move.", "2024-03-01", [("fed.first_move", "2024-06-12", "cut")]),
        ("The Fed hiked 75bp and the S&P 500 rose 1.5% on the day.", "2022-06-15",
         [("fed.decision", 75.0, "hike=75"), ("market.change", 1.5, "SPX")]),
        ("The Fed is set to cut by 25bp this afternoon, to a 4%-4.25% range.", "2025-09-17", []),
        ("After CPI, September's odds jumped to 94%. July's rose to 7%.", "2024-07-12",
         [("fed.odds", 94.0, "cut>=1"), ("fed.odds", 7.0, "cut>=1")]),
        ("May CPI: 0.0%/3.3% headline, 0.2%/3.4% core (m/m, y/y).", "2024-06-12",
         [("cpi.headline", 0.0, "mom"), ("cpi.headline", 3.3, "yoy"), ("cpi.core", 0.2, "mom"), ("cpi.core", 3.4, "yoy")]),
    ],
)  # fmt: skip
def test_a_figure_keeps_to_its_own_meeting_measure_and_direction(text, day, wanted):
    assert [(about, value, detail) for about, _, _, value, detail in said(text, day)] == wanted
