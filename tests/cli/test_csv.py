"""CSV wherever a table is shown: calls, their evidence, what changed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from typer.testing import CliRunner

from signals.cli import app

SAMPLE = Path(__file__).parents[2] / "schema" / "samples" / "2" / "allocation-2024-02-16.json"


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
