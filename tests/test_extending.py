"""Each example of docs/extending.md is applied to a copy of the project and does what the page says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/extending.md").read_text(encoding="utf-8")

IN_CONFIGS_ALONE = {
    "An index",
    "A FRED series as a fact",
    "A strategy",
    "An event kind",
    "A vendor's layout",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block: what it is for, and its text."""

    language: str
    does: str
    file: str
    text: str


def sections() -> dict[str, list[Block]]:
    parts = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)[1:]
    return {
        title: [
            Block(language=language, does=does or "", file=file or "", text=text)
            for language, does, file, text in re.findall(
                r"^```(\w+)(?: (file|append|replace)=(\S+))?\n(.*?)^```$",
                body,
                flags=re.MULTILINE | re.DOTALL,
            )
        ]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def copied(folder: Path) -> Path:
    for name in ("signals", "sources", "configs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def apply(block: Block, folder: Path) -> None:
    path = folder / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    if block.does == "file":
        assert not path.exists(), f"{block.file} is there already"
        path.write_text(block.text, encoding="utf-8")
    elif block.does == "append":
        path.write_text(path.read_text(encoding="utf-8") + "\n" + block.text, encoding="utf-8")
    else:
        before, after = block.text.split("---\n")
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{block.file} does not hold the text to replace once"
        path.write_text(text.replace(before, after), encoding="utf-8")


def run(line: str, folder: Path) -> str:
    words = shlex.split(line)
    assert words[0] == "signals"
    done = subprocess.run(
        [sys.executable, "-c", "from signals.cli import main; main()", *words[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "FRED_API_KEY": "0" * 32},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("title", [title for title, blocks in sections().items() if blocks])
def test_the_example_does_what_the_page_says(title: str, tmp_path: Path) -> None:
    blocks, folder = sections()[title], copied(tmp_path)
    for block in blocks:
        if block.does:
            apply(block, folder)
    printed = "".join(
        run(line, folder) for block in blocks if block.language == "sh" for line in block.text.splitlines()
    )
    expected = [line for block in blocks if block.language == "text" for line in block.text.splitlines()]
    assert expected
    for line in expected:
        assert line in printed


def test_what_is_said_to_need_no_code_touches_configs_alone() -> None:
    for title in IN_CONFIGS_ALONE:
        touched = {block.file for block in sections()[title] if block.does}
        own = {name for name in touched if "/" not in name}  # a table of the reader's, not of the project
        assert all(name.startswith("configs/") for name in touched - own), title


def test_an_adapter_is_one_file_and_its_entry() -> None:
    touched = [block.file for block in sections()["An adapter"] if block.does and "/" in block.file]
    assert touched == ["sources/adapters/drop.py", "configs/catalogue.toml"]


def test_a_reading_is_one_folder_and_one_line() -> None:
    blocks = [block for block in sections()["A reading"] if block.does and "/" in block.file]
    code = {block.file for block in blocks if block.file.startswith("signals/") and block.does == "file"}
    assert {Path(name).parts[:3] for name in code} == {
        ("signals", "readings", "credit_spread"),
        ("signals", "wording", "credit.toml"),
    }
    (line,) = [block for block in blocks if block.does == "replace"]
    before, after = line.text.split("---\n")
    assert len(after.splitlines()) - len(before.splitlines()) == 1


def test_a_format_without_its_branch_fails_the_type_check(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    first = next(block for block in sections()["An output format"] if block.does == "replace")
    apply(first, folder)
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--follow-imports=skip",
            "signals/cli/emit.py",
            "signals/cli/options.py",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert checked.stdout.count("Literal[Format.yaml]") == 2
