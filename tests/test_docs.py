"""The pages point at what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_drawing_of_the_house_shows_what_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    drawing = re.search(r"^signals/\n(.*?)^configs/", text, re.MULTILINE | re.DOTALL)
    assert drawing is not None
    package, missing = "signals", []
    for line in drawing[1].splitlines():
        if line.startswith("sources/"):
            package = "sources"
            continue
        names = re.match(r"  (\S+(?:, \S+)*?)(?:   |$)", line)
        assert names is not None, line
        missing += [name for name in names[1].split(", ") if not (ROOT / package / name).exists()]
    assert not missing


def test_every_benchmark_is_listed() -> None:
    text = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+\.py)`", text, re.MULTILINE))
    assert {path.name for path in (ROOT / "benchmarks").glob("*.py")} - PARTS == listed


PARTS = {
    "claims_world.py",
    "inflation_scores.py",
    "rate_path_peers.py",
    "rate_path_quick.py",
    "replay_data.py",
}
"""Started or imported by another benchmark."""
