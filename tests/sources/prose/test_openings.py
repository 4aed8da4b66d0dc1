"""The openings of an expression are those that its matches begin with."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.prose.openings import openings

LETTERS = 4


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("cuts?", {"cut", "cuts"}),
        ("(?:the )?fed", {"the ", "fed"}),
        ("a{2,3}b", {"aab", "aaab"}),
        ("(?<=% )range", {"rang"}),
        ("[3-5] cuts", {"3 cu", "4 cu", "5 cu"}),
        ("a.b", {"a"}),
        ("加息|降息", {"加息", "降息"}),
        ("x?", None),
        (".ut", None),
        ("[^a]b", None),
    ],
)
def test_openings_are_read_off_the_expression(expression, wanted):
    assert openings(expression, LETTERS) == (None if wanted is None else frozenset(wanted))


@given(st.data())
def test_whatever_an_expression_matches_begins_with_an_opening(data):
    expression = data.draw(
        st.sampled_from(
            (
                r"(?:a|bc?){1,3}d",
                r"[a-z]{0,2}\d+x",
                r"(?:ab)*c",
                r"(?:the |a )?[ab]{2}",
                r"a+?b|b{5}c?",
                r"(?:a?b?){2}c",
            )
        )
    )
    text = data.draw(st.from_regex(re.compile(expression, re.ASCII), fullmatch=True))
    begins = openings(expression, LETTERS)
    assert begins is not None
    assert any(text.startswith(opening) for opening in begins)
    assert all(len(opening) <= LETTERS for opening in begins)
