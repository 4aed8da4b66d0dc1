"""CSV wherever a table is shown: calls, their evidence, what changed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli import app

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "schema" / "samples" / "2" / "allocation-2024-02-16.json"


def rows(*arguments: object) -> list[dict[str, str]]:
    result = CliRunner().invoke(app, [*(str(argument) for argument in arguments), "--format", "csv"])
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_row_a_call_holds_what_the_document_says():
    (call,) = rows("allocate", "--sample", "--as-of", "2024-02-16")
    published = json.loads(SAMPLE.read_text(encoding="utf-8"))["calls"][0]

    assert call["thread_id"] == "HSTECH~HSI"
    assert int(call["score_low_bp"]) == published["score"]["interval_bp"]["low"]
    assert call["model_grade"] == published["rating"]["model_grade"]


def test_a_range_of_days_is_a_table_too():
    found = rows("allocate", "--sample", "--from", "2024-02-09", "--to", "2024-02-16")

    assert [row["as_of"] for row in found] == ["2024-02-09", "2024-02-16"]


def test_a_row_a_comparison_holds_the_evidence():
    found = rows("explain", "HSTECH", "--sample", "--as-of", "2024-02-16")

    assert {row["verdict"] for row in found} <= {"holds", "fails", "unknown"}
    assert all(row["fact"] for row in found)


def test_a_row_a_change_says_it_in_words(tmp_path: Path):
    older = (
        CliRunner().invoke(app, ["allocate", "--sample", "--as-of", "2024-02-09", "--format", "json"]).stdout
    )
    newer = (
        CliRunner().invoke(app, ["allocate", "--sample", "--as-of", "2024-02-16", "--format", "json"]).stdout
    )
    for name, text in (("a", older), ("b", newer)):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")

    found = rows("diff", tmp_path / "a.json", tmp_path / "b.json", "--lang", "zh")
    assert found
    assert all(row["change"] for row in found)


DAY = ("--sample", "--as-of", "2024-02-16")


@pytest.mark.parametrize(
    ("command", "row"),
    [
        (("layouts",), {"layout": "futures", "own": "true"}),
        (
            ("policy", *DAY),
            {"fact": "cn.policy.rrr_cut_60d", "value": "50.0", "unit": "bp", "as_of": "2024-02-16"},
        ),
        (
            ("policy", "--sample", "--from", "2024-02-15", "--to", "2024-02-16"),
            {"as_of": "2024-02-15", "days": "30"},
        ),
        (("inflation", *DAY), {"period": "2024-02", "horizon_months": "1"}),
        (("inflation", "--sample", "--from", "2024-02-15", "--to", "2024-02-16"), {"as_of": "2024-02-15"}),
        (("whatif", "us.vix=45", *DAY), {"what": "call", "now": "neutral", "then": "neutral"}),
    ],
    ids=lambda value: "-".join(value[:1]) if isinstance(value, tuple) else "",
)
def test_every_table_is_a_table_in_csv(command, row):
    found = rows(*command)
    assert [one for one in found if row.items() <= one.items()]


def test_checks_inputs_and_lacks_are_rows_of_the_doctor(tmp_path: Path):
    result = CliRunner().invoke(app, ["doctor", "--store", str(tmp_path / "none.sqlite"), "--format", "csv"])
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {"check", "hstech us_disinflation"} <= {row["part"] for row in found}


def test_problems_of_strategies_are_rows_with_their_place(tmp_path: Path):
    text = (ROOT / "configs" / "strategies" / "hstech.toml").read_text(encoding="utf-8")
    broken = tmp_path / "mine.toml"
    broken.write_text(text.replace(">= 65 pct", ">= 65 bp"), encoding="utf-8")
    result = CliRunner().invoke(app, ["lint", str(broken), "--format", "csv"])
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 2
    assert all(row["file"] == str(broken) and int(row["line"]) > 1 for row in found)
    assert "pct" in found[0]["message"]
