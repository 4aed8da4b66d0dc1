"""``signals policy`` from the outside."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from signals.cli.app import app
from signals.cli.session import error_boundary, open_panel
from signals.config import ConfigError
from signals.readings.policy import reading as reading_of
from signals.readings.policy.screen import screen
from signals.schedule import calendar

run = CliRunner().invoke


def test_the_json_says_the_windows_of_16_february_2024() -> None:
    result = run(app, ["policy", "--as-of", "2024-02-16", "--format", "json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert {
        "as_of", "origin", "windows", "impulse", "days_since_rrr_cut", "stances", "events", "roll_offs", "levels", "ahead", "warnings",
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
    result = run(app, ["policy", "--from", "2024-02-14", "--to", "2024-02-16", "--format", "jsonl"])
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


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_title_cannot_steer_the_terminal(lang: str) -> None:
    panel = open_panel(as_of=dt.date(2024, 2, 16), store=None, sample=True)
    reading = reading_of.read(panel)
    evil = "\x1b[31mred\u202e\x07"
    poisoned = replace(
        reading,
        events=tuple(replace(event, title_en=evil, title_zh=evil, issuer=evil) for event in reading.events),
        warnings=(evil,),
    )
    stream = io.StringIO()
    coming = calendar(panel, 30)
    Console(file=stream, width=200).print(screen(poisoned, coming, lang=lang, ahead_days=30))

    assert "red" in stream.getvalue()
    assert not {"\x1b", "\u202e", "\x07"} & set(stream.getvalue())


def test_what_a_file_says_cannot_steer_the_terminal_through_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit), error_boundary():
        raise ConfigError("a.csv: found \x1b[2J\u202e\nline 2")

    assert capsys.readouterr().err == "signals: a.csv: found \ufffd[2J\ufffd\nline 2\n"


def test_the_stance_of_the_last_meeting_is_a_fact_of_its_own() -> None:
    document = json.loads(run(app, ["policy", "--as-of", "2024-02-16", "--format", "json"]).stdout)
    assert {stance["name"]: (stance["value"], stance["status"]) for stance in document["stances"]} == {
        "cn.policy.stance.monetary": ("prudent", "ok"),
        "cn.policy.stance.fiscal": ("proactive", "ok"),
    }


def test_a_withdrawn_draft_says_when_and_counts_nothing() -> None:
    document = json.loads(run(app, ["policy", "--as-of", "2024-02-16", "--format", "json"]).stdout)
    [draft] = [event for event in document["events"] if event["withdrawn_at"]]
    assert (draft["kind"], draft["withdrawn_at"], draft["weight"]) == ("gaming.rules", "2024-01-23", 0.0)


@pytest.mark.parametrize("day", ["2023-05-10", "2024-02-16", "2024-02-24", "2024-06-30"])
def test_no_sentence_of_the_chinese_screen_is_english(day: str) -> None:
    screen = run(app, ["policy", "--sample", "--as-of", day, "--lang", "zh"]).stdout
    words = re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}", screen)
    assert words == []
