"""A table reads alike, whichever form of JSON it comes in."""

from __future__ import annotations

import json

import pytest

from sources.door.files.sheets import Incoming, readings_of
from sources.errors import BadTable

OBJECTS = [{"date": "2024-02-16", "close": 5005.57}, {"date": "2024-02-20", "volume": 7, "close": None}]
"""The second has a key of its own, and a cell that is empty."""


def as_lines(objects: list[object]) -> bytes:
    return "\n".join(map(json.dumps, objects)).encode()


def as_list(objects: list[object]) -> bytes:
    return json.dumps(objects).encode()


@pytest.mark.parametrize("written", [as_lines(OBJECTS), as_list(OBJECTS)], ids=["lines", "a list"])
def test_the_header_is_every_key_in_order_and_what_is_missing_is_empty(written: bytes) -> None:
    ((sheet,),) = readings_of(Incoming(name="closes.json", content=written))
    assert sheet.rows == [
        ["date", "close", "volume"],
        ["2024-02-16", "5005.57", ""],
        ["2024-02-20", "", "7"],
    ]


@pytest.mark.parametrize(
    "written", [as_lines([{"a": 1}, 2]), as_list([{"a": 1}, 2])], ids=["lines", "a list"]
)
def test_what_is_no_object_is_named_with_its_place(written: bytes) -> None:
    with pytest.raises(BadTable, match=r"row 2.*no JSON object"):
        list(readings_of(Incoming(name="closes.json", content=written)))
