"""``signals inflation`` from the outside."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from typer.testing import CliRunner

from signals.cli.app import app

runner = CliRunner()


def run(*arguments: str):
    return runner.invoke(app, ["inflation", "--sample", *arguments])


def document(*arguments: str):
    result = run("--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_document_has_what_its_readers_were_promised():
    found = document("--as-of", "2024-02-16")
    assert found["as_of"] == "2024-02-16"
    assert found["origin"] == "sample"
    assert found["latest"] == {"period": "2024-01", "released_at": "2024-02-13", "yoy_pct": 3.090885}
    assert {"3m", "6m", "12m"} == set(found["p_falling"]) == set(found["direction"])
    assert found["calendar_year"]["year"] == 2024
    for name in ("average", "december_on_december"):
        outcome = found["calendar_year"][name]
        low, high = outcome["interval_90_pct"]
        assert low < outcome["median_pct"] < high
        assert 0.0 < outcome["p_below"]["3.0"] < 1.0
    assert [step["horizon_months"] for step in found["forecast_yoy"]] == list(range(1, 25))
    assert set(found["forecast_yoy"][0]) == {"horizon_months", "period", "median_pct", "interval_90_pct"}
    assert found["consensus"]["survey"] == "survey.spf.cpi.q4q4.year0"
    assert found["consensus"]["published_at"] == "2024-02-09"
    assert found["consensus"]["year"] == 2024
    assert found["consensus"]["q4q4_pct"] == 2.4905
    assert found["model"]["version"] == "2024-01/2"
    assert found["model"]["kappa"] == 0.1
    assert found["warnings"] == []
    assert (found["status"], found["status_reason"]) == ("ok", "")
    assert found["news"]["before"]["as_of"] == "2024-02-12"


def test_the_sample_reads_as_of_its_last_day():
    assert document()["as_of"] == "2024-02-16"


def test_two_runs_write_the_same_bytes():
    assert run("--format", "json").stdout_bytes == run("--format", "json").stdout_bytes


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            (
                "rising",
                "falling",
                "odds < 3 %    37 %",
                "What the print of 2024-02-13 changed",
                "Consensus: 2.49 %",
            ),
        ),
        ("zh", ("上行", "下行", "低于3 %的概率", "2024-02-13公布的数据改变了什么", "2.49 %")),
    ],
)
def test_the_screen_answers_in_both_languages(lang, words):
    result = run("--as-of", "2024-02-16", "--lang", lang)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout
    assert "…" not in result.stdout


def test_a_range_is_one_line_a_weekday():
    result = run("--from", "2024-02-09", "--to", "2024-02-13", "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["as_of"] for line in lines] == ["2024-02-09", "2024-02-12", "2024-02-13"]
    assert lines[-1] == document("--as-of", "2024-02-13")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "2024-02-09", "--format", "jsonl"), "--from DATE and --to DATE together"),
        (("--from", "2024-02-09", "--to", "2024-02-01", "--format", "jsonl"), "lies before"),
        (("--from", "2024-02-01", "--to", "2024-02-09"), "--format jsonl"),
        (("--save", "x.toml"), "give both"),
        (("--plot", "x.pdf"), "expected .svg or .png"),
        (("--as-of", "yesterday"), "expected a date such as"),
    ],
)
def test_a_wrong_use_is_explained_and_exits_with_2(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    # Typer boxes and wraps its messages; ours come as they are
    assert message in " ".join(result.output.replace("│", " ").split())


def test_what_cannot_be_said_is_null_with_a_reason(tmp_path):
    found = document("--as-of", "2027-03-01")
    assert found["calendar_year"]["average"] is None
    assert any("out of reach" in text for text in found["warnings"])


def test_old_prices_are_said_under_the_title_and_in_the_status():
    asked = ("--as-of", "2026-11-23", "--sample")
    lines = run(*asked).stdout.splitlines()
    assert lines[1] == (
        "Not today's inflation: the newest print is 2024-01, released on 2024-02-13, 1014 days ago (limit 45)."
    )
    assert any(line.startswith("The trend as the print of 2024-02-13 left it: falling") for line in lines)
    assert not any(line.startswith("The trend: ") for line in lines)
    found = document(*asked)
    assert found["status"] == "stale"
    assert "us.cpi.all.nsa: 1014 days old, limit 45" in found["status_reason"]


def test_a_print_whose_day_has_come_is_missed_by_name():
    # the BLS published the CPI of February 2024 on 2024-03-12
    words = "2024-02 was due on 2024-03-12 and is not here"
    asked = ("--as-of", "2024-03-22", "--sample")
    lines = run(*asked).stdout.splitlines()
    assert lines[1].startswith("Not the newest print: what follows rests on 2024-01, released on 2024-02-13")
    assert f"{words}." in lines
    found = document(*asked)
    assert words in found["warnings"]
    assert [one["period"] for one in found["overdue"]] == ["2024-02"]
    assert document("--as-of", "2024-02-16")["overdue"] == []
    assert "2024-02应于2024-03-12公布，此处没有。" in run(*asked, "--lang", "zh").stdout


def test_a_refit_shows_both_sets_and_saves_one_a_january(tmp_path, monkeypatch):
    from signals.readings.inflation import config as parameters
    from signals.readings.inflation import fitting

    monkeypatch.setattr(fitting, "january_sets", lambda panel: iter(parameters.stored_sets()[-2:]))
    file = tmp_path / "sets.toml"
    found = document("--as-of", "2024-02-16", "--refit", "--save", str(file))
    assert found["old"]["model"]["version"] == "2024-01/2"
    assert found["new"]["model"]["through"] == "2024-01"
    versions = [one["version"] for one in tomllib.loads(file.read_text(encoding="utf-8"))["set"]]
    assert versions == ["2023-01/2", "2024-01/2"]


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_same_reading_draws_the_same_picture(tmp_path, suffix):
    files = [tmp_path / f"{name}.{suffix}" for name in ("one", "two")]
    for file in files:
        assert run("--plot", str(file)).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].stat().st_size > 10_000


def test_the_picture_speaks_the_language_asked_for_and_says_what_is_old(tmp_path):
    files = {lang: tmp_path / f"{lang}.svg" for lang in ("en", "zh")}
    for lang, file in files.items():
        result = run("--as-of", "2024-04-20", "--lang", lang, "--plot", str(file))
        assert result.exit_code == 0, result.output
    drawn = files["zh"].read_text(encoding="utf-8")
    for words in (
        "美国CPI同比、其趋势与前景",
        "2024-02至2024-03应于2024-04-10前公布",
        "2 %：美联储目标，针对PCE指数",
    ):
        assert words in drawn
    assert "12-month" not in drawn
    assert files["en"].read_bytes() != files["zh"].read_bytes()


def test_nothing_on_the_chinese_screen_stays_english():
    # beside names of series, surveys and statistics, and the odds
    shown = run("--as-of", "2024-04-20", "--lang", "zh").stdout
    words = set(re.findall(r"(?<![\w.])[a-z]{4,}(?![\w.])", shown))
    assert words <= {"signals", "inflation", "refit"}, words
