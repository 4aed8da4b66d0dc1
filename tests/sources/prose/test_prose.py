"""Prose made plain, its figures and its times, in both languages and both scripts."""

import datetime as dt

import pytest

from sources.prose.hedges import hedged
from sources.prose.plain import plain
from sources.prose.quantities import quantities
from sources.prose.sentences import sentences
from sources.prose.times import times


def figures(text):
    flat = plain(text).text.lower()
    found = sorted(quantities(flat), key=lambda one: (one.start, -one.end))
    chosen, reached = [], 0
    for one in found:
        if one.start >= reached:
            said = hedged(flat, one)
            chosen.append((said.kind, said.op, said.middle))
            reached = one.end
    return chosen


@pytest.mark.parametrize(
    ("text", "kind", "op", "value"),
    [
        ("概率约九成", "tenth", "~", 90),
        ("八成三", "tenth", "=", 83),
        ("不到一成", "tenth", "<", 10),
        ("八成出头", "tenth", "~", 82),
        ("減息四分一厘", "bp", "=", 25),
        ("半厘", "bp", "=", 50),
        ("半码", "bp", "=", 12.5),
        ("一个半百分点", "pp", "=", 1.5),
        ("1/4个百分点", "pp", "=", 0.25),
        ("0.25厘至4.25厘", "li", "=", 0.25),
        ("加息三碼", "bp", "=", 75),
        ("25bps至", "bp", "=", 25),
        ("降准50bp释放", "bp", "=", 50),
        ("百分之三点二", "pct", "=", 3.2),
        ("三次以上", "count", ">=", 3),
        ("逾6次", "count", ">", 6),
        ("one in five", "chance", "~", 20),
        ("four-in-five", "chance", "~", 80),
        ("roughly 70:30", "chance", "~", 70),
        ("barely more than 30%", "pct", "~", 30),
        ("fewer than 40%", "pct", "<", 40),
        ("a quarter-point", "bp", "=", 25),
        ("minus 0.1%", "pct", "=", -0.1),
        ("4-5%", "pct", "~", 4.5),
        ("between 4.25% and 4.5%", "pct", "~", 4.375),
        ("a third", "share", "~", 33.33),
        ("12,345.6點", "points", "=", 12345.6),
    ],
)
def test_a_figure_is_read_with_its_hedge(text, kind, op, value):
    assert (kind, op, pytest.approx(value)) in figures(text)


def test_a_step_and_the_level_after_it_are_two_figures():
    assert figures("下调10个基点至2.30%") == [("bp", "=", 10), ("pct", "=", 2.3)]


def test_a_move_from_one_figure_to_another_is_no_range():
    assert figures("from 20% to 28%") == [("pct", "=", 20), ("pct", "=", 28)]


def test_a_month_third_or_a_third_month_is_no_fraction():
    assert [one for one in figures("for a third month") if one[0] == "share"] == []


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("上周三", dt.date(2024, 2, 16), dt.date(2024, 2, 7)),
        ("last Friday", dt.date(2024, 2, 16), dt.date(2024, 2, 9)),
        ("周五", dt.date(2024, 2, 14), dt.date(2024, 2, 9)),
        ("2月5日", dt.date(2024, 2, 16), dt.date(2024, 2, 5)),
        ("30 July", dt.date(2025, 7, 3), dt.date(2025, 7, 30)),
        ("on Feb. 5", dt.date(2024, 2, 9), dt.date(2024, 2, 5)),
        ("9月16日至17日", dt.date(2025, 9, 12), dt.date(2025, 9, 17)),
        ("2 月 5 日", dt.date(2024, 2, 16), dt.date(2024, 2, 5)),
        ("昨日", dt.date(2024, 2, 16), dt.date(2024, 2, 15)),
        ("去年10月7日", dt.date(2025, 2, 14), dt.date(2024, 10, 7)),
    ],
)
def test_a_day_is_resolved_against_the_day_of_the_text(text, day, expected):
    found = sorted(times(plain(text).text.lower()), key=lambda one: (one.start, -one.end))
    assert expected == found[0].date(day)


def test_may_is_a_month_after_an_article_and_a_verb_before_one():
    assert [one.unit for one in times("odds of a may cut")] == ["month"]
    assert list(times("the fed may cut")) == []


def test_every_quote_is_the_exact_words_of_the_original():
    text = "聯儲局　１月 ２８ 日\u200b減息２５ 個基點"
    flat = plain(text)
    assert flat.text == "联储局1月28日减息25个基点"
    assert flat.quote(flat.text.index("1月"), flat.text.index("25个")) == "１月 ２８ 日\u200b減息"


def test_an_abbreviated_month_ends_no_sentence():
    assert len(list(sentences("The PBoC cut the RRR on Feb. 5 by 50bp."))) == 1
    assert len(list(sentences("Inflation was 3.1%. The Fed held."))) == 2
