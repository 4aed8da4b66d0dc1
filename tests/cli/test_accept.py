"""``signals accept``: one row by name, with a reason that is shown wherever the row is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli import app

runner = CliRunner()
ROWS = (
    "series,period,value,released_at\n"
    "cn.cpi.yoy,2024-01-01,-0.8,2024-02-08\n"
    "cn.cpi.yoy,2024-02-01,0.72,2024-03-09\n"
    "cn.ppi.yoy,2024-02-01,-2.71,2024-03-09\n"
)


def run(*words: object) -> tuple[int, str, str]:
    result = runner.invoke(app, [*map(str, words)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def store(tmp_path: Path) -> Path:
    table, path = tmp_path / "rows.csv", tmp_path / "s.sqlite"
    table.write_text(ROWS)
    assert run("load", table, "--store", path)[0] == 0
    return path


def verdicts(store: Path, series: str) -> list[tuple[str, str]]:
    rows = json.loads(run("series", series, "--store", store, "--format", "json")[1])["rows"]
    return [(row["verdict"], row["rule"]) for row in rows]


def test_a_row_is_accepted_by_name_and_its_reason_is_told(store: Path) -> None:
    assert verdicts(store, "cn.cpi.yoy")[-1] == ("suspect", "finer_than_published")
    code, stdout, _ = run(
        *("accept", "cn.cpi.yoy", "2024-02-01", "0.72", "--because", "two decimals on the NBS page"),
        *("--store", store),
    )
    assert code == 0
    assert "accepted cn.cpi.yoy 2024-02-01 0.72, released 2024-03-09" in stdout
    verdict, rule = verdicts(store, "cn.cpi.yoy")[-1]
    assert (verdict, rule) == ("ok", "accepted: finer_than_published: two decimals on the NBS page")
    assert verdicts(store, "cn.ppi.yoy")[-1][0] == "suspect"
    _, said, _ = run("doctor", "--store", store, "--as-of", "2024-03-10", "--format", "json")
    checks = [check["says"] for check in json.loads(said)["checks"] if check["id"] == "store.accepted"]
    assert len(checks) == 1
    assert "two decimals on the NBS page" in checks[0]


def test_without_a_reason_nothing_is_accepted(store: Path) -> None:
    code, _, stderr = run("accept", "cn.cpi.yoy", "2024-02-01", "0.72", "--store", store)
    assert code == 2
    assert "--because" in stderr


def test_a_row_that_is_not_there_is_named_with_what_is(store: Path) -> None:
    code, _, stderr = run("accept", "cn.cpi.yoy", "2024-02-01", "0.7", "--because", "seen", "--store", store)
    assert code == 2
    assert "held for that period: 0.72" in stderr


def test_a_file_accepts_each_row_that_it_names_or_none(store: Path, tmp_path: Path) -> None:
    named = tmp_path / "accept.csv"
    head = "series,period,value,because\n"
    named.write_text(head + "cn.cpi.yoy,2024-02-01,0.72,seen\ncn.ppi.yoy,2024-02-01,9.9,seen\n")
    assert run("accept", "--file", named, "--store", store)[0] == 2
    assert verdicts(store, "cn.cpi.yoy")[-1][0] == "suspect"
    named.write_text(head + "cn.cpi.yoy,2024-02-01,0.72,seen\ncn.ppi.yoy,2024-02-01,-2.71,seen\n")
    assert run("accept", "--file", named, "--store", store)[0] == 0
    assert verdicts(store, "cn.cpi.yoy")[-1][0] == "ok"
    assert verdicts(store, "cn.ppi.yoy")[-1][0] == "ok"
    assert "on record already" in run("accept", "--file", named, "--store", store)[1]
