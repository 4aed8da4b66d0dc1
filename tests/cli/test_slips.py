"""Words that cannot be meant are answered in words, with the exit code of a slip, by every command that takes a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli.app import app

TOO_LONG = "a" * 600
COMMANDS = [
    ["check", "{}"],
    ["load", "{}", "--store", "s.db"],
    ["lint", "{}"],
    ["report", "{}"],
    ["scorecard", "{}"],
    ["diff", "{}", "{}"],
    ["tables", "{}"],
    ["accept", "--file", "{}", "--store", "s.db"],
    ["events", "extract", "{}"],
    ["allocate", "--claims", "{}", "--sample"],
    ["allocate", "--house", "{}", "--sample"],
    ["allocate", "--strategy", "{}", "--sample"],
    ["allocate", "--store", "{}"],
    ["log", "--store", "{}"],
    ["doctor", "--store", "{}"],
    ["replay", "--from", "2024-01-12", "--to", "2024-01-12", "--sample", "-o", "{}"],
]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "prices.csv").write_text("series,period,value,released_at\nuser.x,2024-01-01,1,2024-02-01\n")


def refusal(command: list[str], word: str) -> str:
    result = CliRunner().invoke(app, [part.format(word) for part in command])
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    assert "Traceback" not in result.stderr
    assert "Errno" not in result.stderr
    return result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_variable_that_is_unset_is_not_the_folder_one_stands_in(command: list[str]) -> None:
    assert "an argument is empty (''); is a variable of the shell unset?" in refusal(command, "")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_name_too_long_for_a_file_is_a_slip(command: list[str]) -> None:
    refusal(command, TOO_LONG)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_path_too_long_for_a_file_is_a_slip(command: list[str]) -> None:
    refusal(command, f"folder/{TOO_LONG}.toml")


@pytest.mark.parametrize("command", COMMANDS[:10], ids=" ".join)
def test_a_folder_in_place_of_a_file_is_a_slip(command: list[str]) -> None:
    refusal(command, "folder")


@pytest.mark.parametrize("command", [one for one in COMMANDS[:12] if one[0] != "lint"], ids=" ".join)
def test_a_file_of_bytes_is_a_slip(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\x00\x81" * 50)
    assert "codec" not in refusal(command, "bytes.toml")


def test_an_empty_file_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    assert "found an empty file" in refusal(["events", "extract", "{}"], "empty.csv")
    assert "found an empty file" in refusal(["load", "{}", "--store", "s.db"], "empty.csv")


@pytest.mark.parametrize("words", [[], ["events"]], ids=["signals", "signals events"])
def test_no_words_at_all_bring_the_help(words: list[str]) -> None:
    result = CliRunner().invoke(app, words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Commands:" in result.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_commands_says_of_each_a_whole_sentence(lang: str) -> None:
    result = CliRunner().invoke(app, ["--lang", lang, "--help"])
    assert result.exit_code == 0
    listed = result.stdout.splitlines()[1:]  # the first shows that arguments follow
    assert not [line for line in listed if line.endswith(("...", "…"))]
