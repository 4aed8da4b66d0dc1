"""The content hash: the same on every machine, and any other content gives another."""

from __future__ import annotations

import copy
import hashlib
import json
import math
import sys

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from signals.allocation.hashing import canonical, compact, content_hash, is_intact
from signals.cli.emit import emit_json
from signals.record.draft import as_file
from signals.units import UNITS, rounded


def paths(node, at=()):
    """Yield the path of every leaf of a JSON value."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    empty = True
    for key, child in children:
        empty = False
        yield from paths(child, (*at, key))
    if empty:
        yield at


def changed(node, at):
    """Return a copy with another value at one path."""
    copied = copy.deepcopy(node)
    here = copied
    for key in at[:-1]:
        here = here[key]
    here[at[-1]] = "another value"
    return copied


@pytest.fixture(scope="module")
def raw(make_document):
    return make_document().as_json()


@given(data=st.data())
def test_any_changed_value_fails_the_hash(raw, data):
    inside = [at for at in paths(raw) if at[0] not in {"run", "content_hash"}]
    at = data.draw(st.sampled_from(inside))

    assert not is_intact(changed(raw, at))


def test_the_run_is_no_part_of_the_content(raw):
    other = raw | {"run": {"generated_at": "2030-01-01T00:00:00Z", "duration_ms": 7}}

    assert is_intact(other)


def test_an_added_key_changes_the_content(raw):
    assert not is_intact(raw | {"new": 1})


def test_the_order_of_keys_does_not_matter(raw):
    assert content_hash(dict(reversed(raw.items()))) == raw["content_hash"]["value"]


def test_the_canonical_form_is_that_of_the_standard():
    # RFC 8785, section 3.2.2 and appendix B: numbers as ECMAScript writes them, keys by UTF-16 code units.
    value = {"numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27], "literals": [None, True, False]}

    assert canonical(value) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}'
    )


def test_without_floats_the_hash_is_that_of_sorted_compact_json():
    value = {"b": [1, 2], "a": {"z": None, "ä": "中"}}
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    assert hashlib.sha256(canonical(value)).digest() == hashlib.sha256(plain).digest()


_NUMBERS = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, st.text(st.characters(exclude_categories=["Cs"]))),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), parts),
    max_leaves=8,
)


@example({"\ue000": 1, "\U0001f600": 2})  # sorted by UTF-16 the second comes first
@example([0.0001, 0.00001, -0.0, 1.0, 1e15, 9007199254740992.0, 1e21, "\x00\x1f\x7f\u2028\\/"])
@given(_VALUES)
def test_the_canonical_form_is_that_of_the_package(value):
    # rfc8785, the package of Trail of Bits, is the witness of the faster way.
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("number", [math.nan, math.inf, 2**53 + 1])
def test_what_json_cannot_carry_is_refused(number):
    with pytest.raises(ValueError, match=r"nan|inf|integer|exceed|domain"):
        canonical({"x": number})


@given(st.floats(-1e6, 1e6), st.sampled_from(sorted(UNITS)))
def test_the_last_bit_of_a_float_does_not_reach_the_document(number, unit):
    scaled = number * 10 ** UNITS[unit].decimals
    if abs(abs(scaled - math.floor(scaled)) - 0.5) < 1e-4:
        return  # a tie may fall either way: the one case that rounding cannot hide
    neighbour = math.nextafter(number, math.inf)

    assert rounded(number, unit) == rounded(neighbour, unit)


def test_minus_zero_is_zero():
    assert math.copysign(1, rounded(-1e-12, "pct")) == 1
    assert sys.float_info.radix == 2


def test_every_measured_unit_has_its_digits():
    assert all(unit.form != "g" or unit.en for unit in UNITS.values() if unit.kind == "number")


def test_a_screen_and_a_file_have_one_form_of_json(capsys):
    said = {"b": "趋势", "a": [1.0, 0.1, None]}
    emit_json(said)
    assert capsys.readouterr().out.encode() == as_file(said) == (compact(said) + "\n").encode()
    assert compact(said) == '{"b":"趋势","a":[1.0,0.1,null]}'


def test_no_form_of_json_holds_what_is_no_number():
    for write in (compact, as_file, emit_json):
        with pytest.raises(ValueError, match="not JSON compliant"):
            write({"a": math.nan})
