"""Results leave in one way, whatever the format."""

from __future__ import annotations

import csv
import io
import json

import pytest
from rich.text import Text

from signals.cli.emit import emit_csv, emit_json, rows_of
from signals.render.terminal import Screen


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


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-50 bp announced", "'-50 bp announced"),
        ("\t=cmd|' /C calc'!A0", "' =cmd|' /C calc'!A0"),
        ("-0.35", "-0.35"),
        ("+12.5 %", "+12.5 %"),
        (-0.35, "-0.35"),
        ("two\nlines \x1b[31m \u202e", "two lines \ufffd[31m \ufffd"),
    ],
)
def test_no_cell_is_a_formula_or_a_command_to_a_terminal(capsys, cell, written):
    emit_csv(["a", "b"], [[cell, 1]])
    (_, row) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert row == [written, "1"]


def test_json_commands_no_terminal_and_means_the_same(capsys):
    said = {"title": "\x1b[31m \x9b31m \u202e 趋势"}
    emit_json(said)
    out = capsys.readouterr().out
    assert not any(letter in out for letter in "\x1b\x9b\u202e")
    assert json.loads(out) == said


def test_chinese_breaks_where_a_reader_would_and_keeps_numbers_whole():
    file = io.StringIO()
    console = Screen(width=20, file=file)
    console.print(Text("规则成文日之前共十六次；版本2026.11.2，截至2024-02-16（95 %）"))
    rows = file.getvalue().splitlines()
    assert rows == ["规则成文日之前共十六", "次；版本2026.11.2，", "截至2024-02-16", "（95 %）"]
