"""Extraction on the evening news against official histories."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from signals.readings.policy.config import taxonomy
from sources.policy_text.extract import Extractor, events

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def benchmark(validation: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("policy_events", ROOT / "benchmarks" / "policy_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["policy_events"] = module
    spec.loader.exec_module(module)
    module.VALIDATION = validation  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize("name", ["RRR", "LPR-5Y", "LPR-1Y", "FOMC"])
def test_precision_and_recall_are_what_was_asked_for(
    benchmark: ModuleType, validation: Path, name: str
) -> None:
    items = benchmark.read_items(validation / "cctv_policy_sentences_to_2024.parquet")
    [target] = [item for item in benchmark.targets(items[0][0], items[-1][0]) if item.name == name]
    found = events(Extractor(taxonomy()), items)
    result = benchmark.score(target, benchmark.decided(found, target), items)
    assert (result.precision, result.recall) >= target.wanted
    naive = benchmark.score(target, benchmark.naive_events(target, items), items)
    assert result.precision + result.recall >= naive.precision + naive.recall


def test_every_evening_is_read_without_one_false_step_of_a_rate(
    benchmark: ModuleType, validation: Path
) -> None:
    items = benchmark.read_items(validation / "cctv_headlines_to_2024.parquet")
    found = events(Extractor(taxonomy()), items)
    for target in benchmark.targets(items[0][0], items[-1][0]):
        assert benchmark.score(target, benchmark.decided(found, target), items).false == []


def test_no_text_that_a_person_read_gives_a_false_act(benchmark: ModuleType, validation: Path) -> None:
    """labels: `benchmarks/policy_labels.csv`, 301 lines read on 2026-11-25."""
    items = [
        item
        for name in ("cctv_policy_sentences_to_2024", "cctv_headlines_to_2024")
        for item in benchmark.read_items(validation / f"{name}.parquet")
    ]
    found = benchmark.read_by_hand(items)
    assert {kind: reading.false for kind, reading in found.items() if reading.false} == {}
    assert sum(reading.right for reading in found.values()) >= 90
    assert sum(reading.missed for reading in found.values()) <= 5


def test_no_act_of_the_evening_news_is_told_twice(benchmark: ModuleType, validation: Path) -> None:
    """Decisions of the Fed, meetings of the Politburo and two cuts 112 days apart: the official histories have them."""
    items = sorted(
        item
        for name in ("cctv_policy_sentences_to_2024", "cctv_headlines_to_2024")
        for item in benchmark.read_items(validation / f"{name}.parquet")
    )
    pairs = benchmark.repeated(events(Extractor(taxonomy()), items))
    assert {one.kind for one, _ in pairs} <= {"monetary.policy_rate", "monetary.rrr", "politburo"}
    assert min((other.announced_at - one.announced_at).days for one, other in pairs) >= 28
