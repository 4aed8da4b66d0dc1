"""Chinese ways of saying the same kind of thing, in either script: each sentence with all that it claims."""

import datetime as dt

import pytest

from signals.claims.reader import read


def said(text, day):
    """Return what a text claims, one line each: about, when, op and value, detail."""
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [
        f"{one.about} {one.when} {one.op}{one.value:g} {one.detail}".strip()
        if isinstance(one.value, float)
        else f"{one.about} {one.when} {one.op}{one.value} {one.detail}".strip()
        for one in found
    ]


ODDS = [
    ("2024-07-12", "交易员认为9月降息的可能性超过90%。", ["fed.odds 2024-09-18 >90 cut>=1"]),
    ("2024-07-12", "目前市场认为9月降息的概率高达九成二。", ["fed.odds 2024-09-18 =92 cut>=1"]),
    ("2024-07-12", "利率期貨顯示，市場料聯儲局9月減息機率達92.7%。", ["fed.odds 2024-09-18 =92.7 cut>=1"]),
    (
        "2024-07-12",
        "联储7月不动的概率93.3%，动的概率6.7%。",
        ["fed.odds 2024-07-31 =93.3 hold", "fed.odds 2024-07-31 =6.7 cut>=1"],
    ),
    ("2024-02-02", "6月前降息已被完全定价。", ["fed.odds 2024-06-12 ~100 cut>=1"]),
    (
        "2024-09-13",
        "到11月累计降息50、75、100个基点的概率分别为30.1%、41.2%、22.3%。",
        [
            "fed.odds 2024-11-07 =30.1 cumulative_cut=50",
            "fed.odds 2024-11-07 =41.2 cumulative_cut=75",
            "fed.odds 2024-11-07 =22.3 cumulative_cut=100",
        ],
    ),
]

MOVES = [
    (
        "2024-01-19",
        "利率期货还挂着全年降六次呢，点阵图才三次，谁在做梦？",
        ["fed.moves 2024 =6 calendar_year"],
    ),
    ("2026-04-14", "今年还指望降息？期货里连半次都不到了。", ["fed.moves 2026 <0.5 remaining"]),
    ("2024-02-02", "今年还剩几次降息？市场说不到两次。", ["fed.moves 2024 <2 remaining"]),
    (
        "2024-02-02",
        "期货对3月降息的定价降至两成出头，全年约五次。",
        ["fed.odds 2024-03-20 ~22 cut>=1", "fed.moves 2024 ~5 calendar_year"],
    ),
    (
        "2024-03-01",
        "利率期貨睇6月減息機會有七成半，全年三次半有多。",
        ["fed.odds 2024-06-12 =75 cut>=1", "fed.moves 2024 >3.5 calendar_year"],
    ),
    ("2024-02-02", "年内降息预期从六次缩到五次。", ["fed.moves 2024 =5 remaining"]),
    ("2026-04-14", "年内降息预期基本清零。", ["fed.moves 2026 ~0 remaining"]),
    (
        "2024-02-16",
        "首次降息时点由3月一路后推到6月。",
        [
            "fed.first_move 2024-06-12 =2024-06-12 cut",
            "fed.first_move 2024-03-20 =2024-03-20 cut@2024-02-15",
        ],
    ),
]

PRINTS = [
    (
        "2024-07-12",
        "美国6月CPI、核心CPI同比分别为3.0%和3.3%。",
        ["cpi.headline 2024-06 =3 yoy", "cpi.core 2024-06 =3.3 yoy"],
    ),
    (
        "2024-07-12",
        "美国6月CPI同比、环比分别为3.0%、-0.1%。",
        ["cpi.headline 2024-06 =3 yoy", "cpi.headline 2024-06 =-0.1 mom"],
    ),
    (
        "2024-07-12",
        "美國6月CPI年增率降至3.0%，月減0.1%。",
        ["cpi.headline 2024-06 =3 yoy", "cpi.headline 2024-06 =-0.1 mom"],
    ),
    (
        "2024-07-12",
        "美国CPI出炉，同比3.0，环比负0.1。",
        ["cpi.headline 2024-06 =3 yoy", "cpi.headline 2024-06 =-0.1 mom"],
    ),
    ("2024-07-12", "美国6月CPI与上月相比下降0.1%。", ["cpi.headline 2024-06 =-0.1 mom"]),
    (
        "2025-09-12",
        "美国八月CPI 2.7，跟上个月一样。",
        ["cpi.headline 2025-08 =2.7 yoy", "cpi.headline 2025-08 ~0 yoy_change"],
    ),
]

MARKETS = [("2024-02-16", "恒指站稳万六关。", ["market.level 2024-02-16 =16000 HSI"])]


@pytest.mark.parametrize(("day", "text", "claims"), [*ODDS, *MOVES, *PRINTS, *MARKETS])
def test_a_sentence_makes_these_claims_and_no_others(day, text, claims):
    assert said(text, day) == claims


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2024-02-02", "市场已不再预期今年降息六次。"),
        ("2024-02-02", "市场不再完全定价年内五次降息。"),
        ("2025-01-10", "市场预计首次降息延到6月之后。"),
        ("2024-04-11", "3月CPI数据公布后，标普应声大跌。"),
        ("2024-02-02", "今年的六次会议还剩五次，市场还在等。"),
    ],
)
def test_a_sentence_makes_no_claim(day, text):
    assert said(text, day) == []


def test_a_count_behind_odds_is_left_alone_where_words_stand_by_it_that_nobody_knows():
    assert said("3月降息概率20%，全年约五次踏空。", "2024-02-02") == ["fed.odds 2024-03-20 =20 cut>=1"]
