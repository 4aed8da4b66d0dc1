"""The sample's documents are those that were reviewed: a change of content shows as a diff, never by surprise.

`just golden` renews them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from signals.cli.app import app

STORED = sorted((Path(__file__).parent / "golden").glob("*.json"))
OF_THE_RUN = ("run", "content_hash", "provenance")


def without_the_run(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in OF_THE_RUN}


@pytest.mark.parametrize("path", STORED, ids=[path.stem for path in STORED])
def test_a_document_of_the_sample_says_what_it_said(path: Path) -> None:
    strategy, _, day = path.stem.partition("-")
    asked = [
        "allocate",
        "--sample",
        "--strategy",
        strategy,
        "--as-of",
        day,
        "--facts",
        "used",
        "--format",
        "json",
    ]
    said = CliRunner().invoke(app, asked)
    assert said.exit_code == 0, said.output
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert without_the_run(stored) == without_the_run(json.loads(said.stdout))


def test_both_strategies_and_three_days_are_held() -> None:
    assert len(STORED) == 6
