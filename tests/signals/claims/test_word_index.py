"""Words found by their first letter are those that one pattern a part of speech finds."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.claims.grammar.word_index import word_index
from signals.config import ConfigError

WORDS = {
    "a": ("cuts?", "cut rates", "(?:the )?fed", "[3-5] cuts", "(?<=% )range"),
    "b": ("rates?", "(?:a |the )?cut"),
    "c": ("fed fund(?:s|ing)", "e"),
}
HERE = Path()


@given(st.text(alphabet="acdefgnrstu 5%", max_size=40))
def test_the_index_finds_what_one_pattern_a_part_of_speech_finds(text):
    ordered = {tag: sorted(words, key=len, reverse=True) for tag, words in WORDS.items()}
    wanted = {
        (tag, found.start(), found.end())
        for tag, words in ordered.items()
        for found in re.finditer(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z])", text)
    }
    assert set(word_index(WORDS, folder=HERE, whole=True).hits(text)) == wanted


def test_a_word_that_may_begin_with_anything_is_searched_for_all_the_same():
    index = word_index({"any": (".ut", "x?"), "cut": ("cut",)}, folder=HERE)
    assert set(index.hits("a cut")) == {("any", 2, 5), ("cut", 2, 5)}


def test_a_word_that_is_no_expression_is_named():
    with pytest.raises(ConfigError, match=r"move\.up: '\(ris'"):
        word_index({"move.up": ("(ris",)}, folder=HERE)
