from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.config import config_root
from signals.rules.toml_places import Place, paths_of, places

TRICKY = '''
# comment with "quotes" and [brackets]
title = "a # b = c"   # trailing
'quoted key' . "and\\u0041" = 'literal \\ no escape'
a.b.c = 1
inline = { x = [1, 2.5, { y = "z" }], "k k" = true, nested.deep = 2024-02-16 }
long = [
  "one",  # with a comment
  [ ],
  """multi
  line ""quoted"" """,
  \'\'\'raw
\'\'\', 1979-05-27 07:32:00, -inf,
]
[table."dotted.key"]
value = +1_000
[[items]]
name = "first"
[items.sub]
n = 1
[[items]]
name = "second"
[[items.deep]]
m = 1
[[items.deep]]
m = 2
'''


def value_at(data, path):
    for part in path:
        data = data[part]
    return data


def assert_every_value_is_where_it_says(text: str) -> None:
    data = tomllib.loads(text)
    found = places(text)
    lines = text.split("\n")
    for path in paths_of(data):
        if path not in found.values:  # a table that a header opens has a key and no value of its own
            assert isinstance(value_at(data, path), dict | list)
            continue
        start = found.values[path]
        place = found.of_value(path)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        assert text[start:] == rest
        assert _first_value(rest) == value_at(data, path)


def _first_value(rest: str):
    """Read the value that a text starts with, by handing ever longer beginnings to tomllib."""
    for end in range(1, len(rest) + 1):
        following = rest[end : end + 1]
        if following not in {"", ",", "]", "}", " ", "\n"}:
            continue
        try:
            value = tomllib.loads(f"v = {rest[:end]}")["v"]
        except tomllib.TOMLDecodeError:
            continue
        if following == " " and isinstance(value, dt.date) and rest[end + 1 : end + 2].isdigit():
            continue
        return value
    raise AssertionError(rest)


def test_every_value_of_a_tricky_file_is_where_the_scanner_says():
    assert_every_value_is_where_it_says(TRICKY)


@pytest.mark.parametrize("name", ["hstech", "nasdaq", "template"])
def test_every_value_of_the_shipped_strategies_is_where_the_scanner_says(name):
    text = (config_root() / "strategies" / f"{name}.toml").read_text(encoding="utf-8")
    data, found = tomllib.loads(text), places(text)
    for path in paths_of(data):
        value = value_at(data, path)
        if isinstance(value, str):
            assert text[found.values[path] + 1 :].startswith(value.split("\n")[0][:20].replace('"', '\\"'))


KEYS = st.text("ab_-1", min_size=1, max_size=3)
SCALARS = st.one_of(
    st.integers(-5, 5).map(str),
    st.sampled_from(("true", "1.5", "2024-02-16", "''", "'#'", '"\\"]"', '"}"', '"=,"')),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + " , ".join(items) + "]"),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(
    table=st.dictionaries(KEYS, VALUES, max_size=4), items=st.lists(st.dictionaries(KEYS, VALUES, max_size=2))
)
def test_every_value_of_any_file_is_where_the_scanner_says(table, items):
    lines = [f"{key} = {value}" for key, value in table.items()]
    for item in items:
        lines += ["[[zz]]", *(f"{key} = {value}" for key, value in item.items())]
    assert_every_value_is_where_it_says("\n".join(lines) + "\n")


def test_a_place_inside_a_string_counts_escapes_as_one_character():
    found = places('key = "a\\tb\\u0041c"\nother = 1\n')
    assert found.inside_string(("key",), 0) == Place(1, 8)
    assert found.inside_string(("key",), 2) == Place(1, 11)  # b, after the two characters of \t
    assert found.inside_string(("key",), 4) == Place(1, 18)  # c, after the six of \u0041


def test_what_is_not_written_is_placed_at_its_nearest_parent():
    found = places("[a]\nb = { c = 1 }\n")
    assert found.of_value(("a", "b", "missing")) == Place(2, 5)
    assert found.of_key(("a", "missing")) == Place(1, 2)
    assert found.of_key(("missing",)) == Place(1, 1)
