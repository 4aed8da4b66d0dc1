"""``signals policy`` from the outside."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from signals.cli.app import app

run = CliRunner().invoke


def test_the_json_says_the_windows_of_16_february_2024() -> None:
    result = run(app, ["policy", "--as-of", "2024-02-16", "--format", "json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert {
        "as_of", "origin", "windows", "impulse", "days_since_rrr_cut", "events", "roll_offs", "levels", "ahead", "warnings",
    } == set(document)  # fmt: skip
    by_fact = {window["fact"]: window for window in document["windows"]}
    assert tuple(by_fact["cn.policy.rrr_cut_60d"][key] for key in ("value", "unit", "status")) == (
        50.0,
        "bp",
        "ok",
    )
    [event] = by_fact["cn.policy.rrr_cut_60d"]["events"]
    assert event in {item["id"] for item in document["events"]}
    assert ("2024-03-25", 0.0) in {
        (change["on"], change["after"])
        for change in document["roll_offs"]
        if change["fact"] == "cn.policy.rrr_cut_60d"
    }


def test_a_range_is_one_line_a_day_and_equals_single_runs() -> None:
    result = run(app, ["policy", "--from", "2024-02-14", "--to", "2024-02-16"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["as_of"] for line in lines] == ["2024-02-14", "2024-02-15", "2024-02-16"]
    alone = run(app, ["policy", "--as-of", "2024-02-15", "--format", "jsonl"])
    assert lines[1] == json.loads(alone.stdout)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ["RRR cut", "2024-03-25"]), ("zh", ["降准", "2024-03-25"])]
)
def test_the_screen_speaks_both_languages(lang: str, words: list[str]) -> None:
    result = run(app, ["policy", "--as-of", "2024-02-16", "--lang", lang])
    assert result.exit_code == 0
    assert [word for word in words if word not in result.stdout] == []


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    result = run(app, ["policy", "--from", "2024-02-16", "--to", "2024-02-10"])
    assert result.exit_code == 2
