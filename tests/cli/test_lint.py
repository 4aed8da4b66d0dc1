"""``signals lint`` from the outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli.app import app
from signals.config import config_root

run = CliRunner().invoke


def test_the_shipped_configuration_is_fine() -> None:
    result = run(app, ["lint"])
    assert result.exit_code == 0, result.output
    assert "hstech.toml: fine (4 legs, 12 comparisons, 5 examples hold)" in result.stdout


def test_a_problem_goes_to_stdout_as_compilers_write_it_and_ends_with_2(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    text = (config_root() / "strategies" / "hstech.toml").read_text(encoding="utf-8")
    mine.write_text(text.replace("us.fed.cuts_12m >= 2 cuts", "us.fed.cut_12m >= 2 cuts"), encoding="utf-8")
    line = text[: text.index("us.fed.cuts_12m >= 2 cuts")].count("\n") + 1
    result = run(app, ["lint", str(mine)])
    assert result.exit_code == 2
    assert result.stdout == (
        f"{mine}:{line}:4: 'us.fed.cut_12m >= 2 cuts': unknown fact 'us.fed.cut_12m'; "
        "did you mean 'us.fed.cuts_12m'?\n"
    )


def test_the_json_names_file_line_and_column(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('id = "x"\nid = "y"\n', encoding="utf-8")
    result = run(app, ["lint", str(mine), "--format", "json"])
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert document["problems"] == 1
    [report] = document["strategies"]
    [problem] = report["problems"]
    assert (report["file"], problem["line"]) == (str(mine), 2)
    assert "duplicate key `id`" in problem["message"]


def test_a_strategy_that_does_not_exist_is_a_question() -> None:
    result = run(app, ["lint", "hstec"])
    assert result.exit_code == 2
    assert "did you mean 'hstech'?" in result.stderr


def test_the_other_configuration_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "configs"
    shutil.copytree(config_root(), root)
    (root / "extra.toml").write_text("a = \n", encoding="utf-8")
    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(root))
    result = run(app, ["lint"])
    assert result.exit_code == 2
    assert "extra.toml" in result.stdout


def test_sentences_of_others_are_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "configs"
    shutil.copytree(config_root(), root)
    claims = root / "claims" / "example.toml"
    text = claims.read_text(encoding="utf-8")
    assert "us.cpi.trend.p_falling_6m" in text
    claims.write_text(text.replace("us.cpi.trend.p_falling_6m", "us.cpi.trend.p_faling_6m"), encoding="utf-8")
    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(root))
    result = run(app, ["lint"])
    assert result.exit_code == 2
    assert "us.cpi.trend.p_faling_6m" in result.stdout


def test_brackets_in_a_file_cannot_crash_the_screen(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('"[/red]" = 1\n', encoding="utf-8")
    result = run(app, ["lint", str(mine)])
    assert result.exit_code == 2
    assert "unknown key `[/red]`" in result.stdout
