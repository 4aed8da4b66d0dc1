"""Text that means harm, or only looks like it: no crash, no markup, and a reason for what is passed over."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from signals.readings.policy.config import taxonomy
from sources.policy_text.clauses import MAX_CHARS, plain
from sources.policy_text.extract import Extractor
from sources.policy_text.finding import Finding

D = dt.date
DAY = D(2024, 1, 24)
EXTRACTOR = Extractor(taxonomy())
CUT = "中国人民银行决定下调存款准备金率0.5个百分点"


def read(text: str) -> list[Finding]:
    return EXTRACTOR.read(text, DAY)


@pytest.mark.parametrize(
    "text",
    [
        f"<b>{CUT}</b>",
        f"&lt;script&gt;alert(1)&lt;/script&gt;{CUT}",
        f'<a href="javascript:alert(1)">{CUT}</a>',
        f"[{CUT}](javascript:alert(1))",
        f"\u202e{CUT}\u202c",
        "中国人民银行决定下调存款准备金率\x000.5\x07个百分点",
        "中国人民银行决定下调存款\u200b准备金率0.5个\u2060百分点",
        "中国人民银行决定下调存款准备金率０．５个百分点",
        f"【{CUT}】",
        f"[bold]{CUT}[/bold]",
    ],
)
def test_dress_does_not_hide_a_cut_and_none_of_it_comes_through(text: str) -> None:
    [finding] = read(text)
    assert finding.event is not None
    assert finding.event.magnitude == -50.0
    assert re.search(r"[<>\x00-\x1f\u200b-\u200f\u202a-\u202e]|script:", finding.event.quote) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("央行决定降准50-100个基点", "range"),
        ("央行决定降准-50个基点", "negative"),
        ("央行决定降准0个基点", "no step"),
        ("央行决定降准5000个基点", "above 300 bp"),
        (CUT * 1_000, "characters, limit"),
    ],
)
def test_a_skipped_item_says_why(text: str, reason: str) -> None:
    findings = read(text)
    assert [finding.event for finding in findings] == [None]
    assert reason in str(findings[0].skipped)


def test_a_day_that_no_calendar_has_is_no_day_in_force() -> None:
    [finding] = read("中国人民银行决定自2月30日起下调存款准备金率0.5个百分点")
    assert finding.event is not None
    assert finding.event.effective_at is None


def test_a_line_of_5_mb_is_passed_over_with_a_word() -> None:
    [finding] = read("降准" * 2_500_000)
    assert f"limit {MAX_CHARS}" in str(finding.skipped)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("降准，" * 260, "a list, no prose"),
        ("降" * 900 + "降准", "a sentence of 902 characters"),
        ("".join(f"央行降准{size}个基点。" for size in range(1, 200)), "in one text: a list, no prose"),
    ],
)
def test_what_is_no_prose_is_passed_over_with_a_word(text: str, reason: str) -> None:
    assert reason in str(read(text)[-1].skipped)


def test_a_sentence_said_twice_in_one_text_is_told_once() -> None:
    assert len(read(f"{CUT}。{CUT}。")) == 1


WORDS = [
    "中国人民银行", "美联储", "欧洲央行", "降准", "存款准备金率", "LPR", "1年期", "5年期以上", "下调", "上调", "维持", "不变",
    "0.5个百分点", "25个基点", "50-100个基点", "-5个基点", "十个基点", "1/0 percentage point", "2月30日", "99日", "今天", "自", "起", "，", "。", "？",
    "今年以来", "将", "预计", "<b>", "]", "[/", "\u202e", "\x00", "Fed", "cuts", "rates", "by", " ", "从3%下调至2%", "2024年13月1日", "分别", "、",
]  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=24).map("".join)))
@example("1/0 percentage point")
@example("美联储降息0/0 percentage point")
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for finding in read(text):
        assert (finding.event is None) != (finding.skipped is None)
        if finding.event is not None:
            assert finding.event.announced_at <= DAY
            assert finding.event.magnitude is None or abs(finding.event.magnitude) < 1e6


@given(st.text(max_size=300))
def test_plain_text_stays_plain(text: str) -> None:
    assert re.search("[<>\x00-\x08\u202a-\u202e]", plain(f"<i>{text}</i>")) is None
    assert plain(plain(text)) == plain(text) or "&" in text or "[" in text
