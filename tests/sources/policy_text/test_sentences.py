"""Sentences of policy text: those of any prose, and each half of a semicolon."""

from __future__ import annotations

import pytest

from sources.policy_text.clauses import MAX_SENTENCE, plain, sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("降准0.5个百分点；LPR不变。", [("降准0.5个百分点；", False), ("LPR不变。", False)]),
        ("“会降准吗？”市场在问。", [("“会降准吗？”", True), ("市场在问。", False)]),
        ("降准；还降息吗？", [("降准；", False), ("还降息吗？", True)]),
        ("The U.S. Fed cut by 25bp. It held in Jan. 2024.", [("The U.S. Fed cut by 25bp.", False), ("It held in Jan. 2024.", False)]),
    ],
)  # fmt: skip
def test_a_text_is_cut_where_a_sentence_or_its_half_ends(text: str, wanted: list[tuple[str, bool]]) -> None:
    assert [(one.text, one.is_question) for one in sentences(plain(text))] == wanted


def test_an_overlong_sentence_stays_one_so_that_it_is_passed_over_whole() -> None:
    [one] = sentences("央行降准" * MAX_SENTENCE)
    assert len(one.text) == 4 * MAX_SENTENCE


def test_a_quote_keeps_the_script_it_was_written_in() -> None:
    [one] = sentences(plain("聯儲局減息２５點子。"))
    assert (one.text, one.quote) == ("联储局减息25点子。", "聯儲局減息25點子。")
