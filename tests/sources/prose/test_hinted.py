"""Patterns are tried where their hints are held, and every match of a pattern holds one of its hints."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.prose import quantities, times
from sources.prose.hinted import Hinted

ROWS = [
    pytest.param(hints, pattern, id=f"{where}-{getattr(meaning, '__name__', meaning)}-{number}")
    for where, table in (("figure", quantities._FIGURES), ("time", times._TIMES))
    for number, (hints, pattern, meaning) in enumerate(table._rows)
]


@pytest.mark.parametrize(("hints", "pattern"), ROWS)
def test_no_match_of_a_pattern_is_without_a_hint(hints, pattern):
    # A strategy writes out what a positive look-ahead only asks for: which letter may come first is left to the filter.
    written = re.sub(r"\(\?=\[[^]]*\]\)", "", pattern.pattern)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(written).filter(pattern.search))
    def holds(text):
        assert any(hint in text for hint in hints)

    holds()


def test_matches_come_pattern_by_pattern_and_only_where_a_hint_is_held():
    table = Hinted(
        [
            (("b",), re.compile("[ab]"), "either"),
            (("a", "c"), re.compile("a"), "a"),
            (("d",), re.compile("a"), "never"),
        ]
    )
    assert [(meaning, found.group()) for meaning, found in table.matches("ab")] == [
        ("either", "a"),
        ("either", "b"),
        ("a", "a"),
    ]
    assert [(meaning, found.group()) for meaning, found in table.matches("a")] == [("a", "a")]
