"""``signals whatif`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sources.sample
from signals.cli.app import app

run = CliRunner().invoke
DAY = ["--sample", "--as-of", "2024-02-16"]


def document(*arguments: str) -> dict:
    result = run(app, ["whatif", *arguments, *DAY, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_assumed_fact_moves_its_leg_and_nothing_else() -> None:
    found = document("cn.policy.regulation_restrictive_60d=1")
    moved = [
        (before["leg"], before["contribution_bp"], after["contribution_bp"])
        for before, after in zip(found["now"]["legs"], found["then"]["legs"], strict=True)
        if before != after
    ]
    assert moved == [("cn_regulation", [0, 0], [-2500, -2500])]
    assert found["assumed"] == [
        {
            "fact": "cn.policy.regulation_restrictive_60d",
            "unit": "events",
            "now": 0.0,
            "then": 1.0,
            "idle": False,
        }
    ]
    low, high = found["now"]["score_bp"]
    assert found["then"]["score_bp"] == [low - 2500, high - 2500]


def test_an_unknown_fact_widens_the_score_and_is_needed_where_it_decides() -> None:
    found = document("us.cpi.trend.p_falling_12m=unknown")
    assert found["then"]["score_bp"][0] < found["then"]["score_bp"][1]
    assert found["assumed"][0]["then"] is None
    certain = document("us.vix=45 pts")
    assert certain["then"]["invalidated_by"] == ["stress"]
    assert certain["then"]["grade"] == "neutral"


def test_the_hold_band_is_that_of_the_grade_held_before() -> None:
    # the score is then +0.45: too little to enter, enough to stay
    alone = document("us.cpi.trend.p_falling_6m=50 pct")
    held = document("us.cpi.trend.p_falling_6m=50 pct", "--previous", "overweight")
    assert alone["then"]["grade"] == "neutral"
    assert (alone["previous_grade"], held["previous_grade"]) == (None, "overweight")
    assert alone["then"]["score_bp"] == held["then"]["score_bp"]
    assert held["then"]["grade"] == "overweight"


def test_a_fact_that_decides_nothing_is_said_to_be_idle() -> None:
    found = document("us.cpi.yoy=2 pct")
    assert found["assumed"][0]["idle"] is True
    assert found["grade_changes"] is False


@pytest.mark.parametrize(
    ("assumption", "says"),
    [
        ("us.vxi=25", "did you mean 'us.vix'?"),
        ("us.vix=25 cuts", "unit 'cuts' does not fit; us.vix is in pts"),
        ("us.vix=high", "expected a number"),
        ("us.vix", "expected FACT=VALUE, such as us.vix=25 or us.vix=unknown"),
        ("us.cpi.trend.p_falling_12m=80", "did you mean '80 pct'?"),
    ],
)
def test_a_slip_is_one_message_and_exit_code_2(assumption: str, says: str) -> None:
    result = run(app, ["whatif", assumption, *DAY])
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["If us.vix were 45.00 pts", "bundled sample", "Stopped by (then): stress", "Neutral"]),
        ("zh", ["假设 us.vix 为 45.00点", "内置样本", "触发撤销", "标配"]),
    ],
)
def test_the_screen_says_both_calls_in_both_languages(lang: str, words: list[str]) -> None:
    result = run(app, ["whatif", "us.vix=45 pts", *DAY, "--lang", lang])
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


def test_without_a_grade_given_the_hold_band_is_that_of_the_log(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    tables = sorted(Path(sources.sample.__file__).parent.glob("*.csv"))
    assert run(app, ["load", *map(str, tables), "--store", str(store)]).exit_code == 0
    recorded = run(
        app, ["allocate", "--as-of", "2024-02-09", "--store", str(store), "--record", "--format", "json"]
    )
    assert recorded.exit_code == 0, recorded.output
    grade = json.loads(recorded.stdout)["calls"][0]["rating"]["model_grade"]
    result = run(
        app, ["whatif", "us.vix=25", "--as-of", "2024-02-16", "--store", str(store), "--format", "json"]
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["previous_grade"] == grade
