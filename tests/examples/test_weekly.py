"""The report generator of the examples: from the JSON alone, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.allocation.hashing import canonical, content_hash

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "examples" / "report" / "weekly.py"
SAMPLE = ROOT / "schema" / "samples" / "2" / "allocation-2024-02-16.json"


@pytest.fixture
def document() -> dict:
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def weekly(folder: Path, document: dict) -> subprocess.CompletedProcess[str]:
    """Run the client with the standard library alone (-I -S), away from the project."""
    path = folder / "week.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", CLIENT, path],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
    )


def sealed(document: dict) -> dict:
    document["content_hash"]["value"] = content_hash(document)
    return document


def test_a_weekly_paragraph_in_both_languages(tmp_path: Path, document: dict):
    done = weekly(tmp_path, document)

    assert (done.returncode, done.stderr) == (0, "")
    for lang in ("zh-CN", "en"):
        assert document["headline"][lang] in done.stdout
        for claim in document["claim_checks"]:
            told = claim["summary"][lang] in done.stdout
            assert told == (claim["verdict"] in {"contradicted", "misdated"})
    assert "2024-02-16" in done.stdout


def test_an_unknown_key_is_ignored_at_every_depth(tmp_path: Path, document: dict):
    before = weekly(tmp_path, document).stdout
    document["novelty"] = {"a": [1.5, None]}
    document["calls"][0]["novelty"] = 1
    document["facts"][0]["novelty"] = "x"
    after = weekly(tmp_path, sealed(document))

    assert (after.returncode, after.stdout) == (0, before)


def test_a_changed_byte_fails_the_hash(tmp_path: Path, document: dict):
    document["calls"][0]["score"]["interval_bp"]["low"] += 1
    done = weekly(tmp_path, document)

    assert (done.returncode, done.stdout) == (1, "")
    assert "does not match its hash" in done.stderr


def test_another_run_of_the_same_content_is_fine(tmp_path: Path, document: dict):
    document["run"]["duration_ms"] += 1

    assert weekly(tmp_path, document).returncode == 0


def test_another_major_version_is_refused(tmp_path: Path, document: dict):
    done = weekly(tmp_path, document | {"schema_version": "3.0.0"})

    assert (done.returncode, done.stdout) == (2, "")
    assert "3.0.0" in done.stderr


def test_an_abstention_is_told_with_what_is_missing(tmp_path: Path, document: dict):
    call = document["calls"][0]
    call["rating"]["model_grade"] = None
    call["unknowns"] = ["us.vix"]
    call["probability"] = None

    assert "Missing: VIX, close." in weekly(tmp_path, sealed(document)).stdout


def test_what_is_no_document_is_refused(tmp_path: Path):
    assert weekly(tmp_path, {"a": 1}).returncode == 2


_spec = importlib.util.spec_from_file_location("weekly", CLIENT)
assert _spec is not None
assert _spec.loader is not None
client = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(client)

numbers = st.decimals(-(10**9), 10**9, places=6).map(float)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | numbers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcxyz_$-CN"), inner),
)


@settings(max_examples=40)
@given(values)
def test_its_fifteen_lines_are_the_standards_canonical_form(value: object):
    # rfc8785, the package of Trail of Bits, is the witness.
    try:
        expected = canonical(value)
    except ValueError:  # a lone surrogate is no text
        return
    assert client.canonical(value).encode() == expected


def test_the_target_of_a_flip_is_said_in_the_units_of_its_language():
    spec = importlib.util.spec_from_file_location("weekly", CLIENT)
    client = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(client)

    assert client.in_words(">= 20 pts and < 35 pct", "zh-CN") == ">= 20点且< 35%"
    assert client.in_words(">= 20 pts and < 35 pct", "en") == ">= 20 pts and < 35 %"
