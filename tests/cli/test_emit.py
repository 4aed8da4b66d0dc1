"""Results leave in one way, whatever the format."""

from __future__ import annotations

from signals.cli.emit import rows_of


def test_a_table_keeps_truths_as_words_and_what_is_nested_as_json():
    columns, rows = rows_of(
        [{"name": "a", "holds": True, "parts": [1, 2]}, {"name": "b", "holds": False, "parts": {}}]
    )
    assert columns == ["name", "holds", "parts"]
    assert list(rows) == [["a", "true", "[1, 2]"], ["b", "false", "{}"]]


def test_an_item_without_a_key_leaves_its_cell_empty():
    _, rows = rows_of([{"name": "a", "value": 1.5}, {"name": "b"}])
    assert list(rows) == [["a", 1.5], ["b", None]]


def test_nothing_is_a_table_without_columns():
    assert rows_of([])[0] == []
