"""``signals tables``: faults in both languages, the sound rows as CSV, exit 3 where asked."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from signals.cli import app

TEXT = """site,category,visits,last week,change,minutes
a.example,chat,12.3M,12.0M,2.5%,7.5
b.example,chat,5.00M,4.00M,10%,3.1
c.example,image,800K,900K,-11.1%,0:03:12
"""


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def table(tmp_path: Path) -> Path:
    path = tmp_path / "traffic.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_faults_are_said_in_both_languages(tmp_path: Path):
    _, english, _ = run("tables", table(tmp_path))
    _, chinese, _ = run("tables", table(tmp_path), "--lang", "zh")

    assert (
        "row 3 change: the change does not follow from this week and last: found 10%, expected +25.0%"
        in english
    )
    assert "第3行 change：环比与本周、上周数不符" in chinese
    assert not re.search(r"[a-z]{4,} [a-z]{3,}", chinese)


def test_only_sound_rows_enter_what_is_said_and_the_csv(tmp_path: Path):
    _, out, _ = run("tables", table(tmp_path), "--format", "csv")
    _, said, _ = run("tables", table(tmp_path), "--format", "json")

    assert [row.split(",")[0] for row in out.splitlines()] == ["site", "a.example", "c.example"]
    assert json.loads(said)["tables"][0]["says"][0]["en"] == "sites that grow: 1 of 2"


def test_faults_end_with_three_where_asked(tmp_path: Path):
    assert run("tables", table(tmp_path), "--fail-on", "faults")[0] == 3
    assert run("tables", table(tmp_path))[0] == 0


def test_what_is_no_table_is_refused(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    assert run("tables", path)[0] == 2
