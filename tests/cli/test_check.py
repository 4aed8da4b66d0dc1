"""What `signals check` answers where its words are neither a report nor a comparison."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli.app import app

LONG = "The Fed will cut rates five times this year. " * 112
LONG_ZH = "美联储今年将降息五次，" * 500


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes.md").write_bytes(b"\xff\x00\x81" * 50)
    (tmp_path / "weekly.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "weekly.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "weekly.md").write_text("2024-02-16. The Fed funds target range is 5.25%-5.50%.\n")
    return tmp_path


def refusal(*words: str) -> str:
    """Return what is said of words that are refused as a slip of the user's."""
    result = CliRunner().invoke(app, ["check", *words, "--sample"])
    assert (result.exit_code, result.stdout) == (2, "")
    return " ".join(result.stderr.split())


@pytest.mark.parametrize("sentence", [LONG, LONG_ZH], ids=["English", "Chinese"])
@pytest.mark.usefixtures("here")
def test_a_sentence_longer_than_any_file_name_is_answered_in_few_words(sentence: str) -> None:
    said = refusal(sentence)
    assert "compares nothing; prose is read out of a file or from stdin" in said
    assert len(said) < 500


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["folder"], "folder: a folder; give the file of one report"),
        (["bytes.md"], "bytes.md: neither UTF-8 nor GB 18030 text"),
        (["weekly.pdf"], "weekly.pdf: PDF is not read; save it as DOCX, HTML or text"),
        (["weekly.doc"], "weekly.doc: DOC is not read; save it as DOCX, HTML or text"),
        (["gone.pdf"], "gone.pdf: no such file"),
        (["us.vix > 3 pts", "weekly.md"], "weekly.md: a report is checked alone, one a command"),
        (["weekly.md", "weekly.md"], "weekly.md: a report is checked alone, one a command"),
        ([" "], "expected a fact, such as us.cpi.yoy"),
    ],
    ids=lambda given: " ".join(given)[:40],
)
@pytest.mark.usefixtures("here")
def test_what_is_neither_a_report_nor_a_comparison_is_told_apart(words: list[str], said: str) -> None:
    assert said in refusal(*words)


def test_a_report_that_may_not_be_read_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "weekly.md: cannot be read (Permission denied)" in refusal("weekly.md")


@pytest.mark.usefixtures("here")
def test_a_report_beside_nothing_else_is_read() -> None:
    result = CliRunner().invoke(app, ["check", "weekly.md", "--sample"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "confirmed" in result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
@pytest.mark.parametrize("name", ["周报".encode("gb18030"), b"\xff\xfe"], ids=["GB 18030", "no text"])
def test_a_report_whose_name_is_no_utf_8_is_checked_and_called(here: Path, name: bytes) -> None:
    path = os.fsdecode(os.fsencode(here) + b"/" + name + b".md")
    Path(path).write_text("2024-02-16. The Fed funds target range is 5.25%-5.50%.\n")
    checked = CliRunner().invoke(app, ["check", path, "--sample", "--format", "json"])
    assert (checked.exit_code, checked.exception) == (0, None)
    called = CliRunner().invoke(app, ["allocate", "--claims", path, "--sample", "--format", "json"])
    assert (called.exit_code, called.exception) == (0, None)
    assert ("周报.md" in called.stdout) is (name != b"\xff\xfe")
