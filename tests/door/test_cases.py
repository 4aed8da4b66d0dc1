"""No false row passes for a sound fact, and their honest neighbours pass: `cases.toml` and more, one test a case.

Each case starts from the bundled sample without the tables in ``without``, takes in its loads in order and reads one fact.
"""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from signals.data.entrance import door
from signals.facts import Fact
from signals.opening import catalogue, judged
from signals.panel import Panel
from signals.readings import readings
from sources.contract import Observation, PolicyEvent
from sources.door.files.sheets import Incoming
from sources.errors import SourceError
from sources.intake import refuse_impossible_days
from sources.memory import MemoryReader
from sources.sample import SAMPLE_FILES

TODAY = dt.date(2026, 11, 25)
CASES: list[dict[str, Any]] = [
    case
    for name in ("cases.toml", "kin_and_acts.toml")
    for case in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["case"]
]
TABLES = {  # of the sample, by the word in ``without``
    "cpi": "us.cpi.all.nsa",
    "core": "us.cpi.core.yoy",
    "cn": "cn.cpi.yoy",
    "ppi": "cn.ppi.yoy",
    "m2": "cn.m2.yoy",
    "mfg": "cn.pmi.manufacturing",
    "svc": "cn.pmi.services",
    "spf0": "survey.spf.cpi.q4q4.year0",
    "gas": "us.gasoline.regular",
    "hsi": "index.HSI",
    "ixic": "index.IXIC",
    "spx": "index.SPX",
    "vix": "index.VIX",
    "effr": "us.effr",
    "futures": "futures.",
    "indices": "index.",
    "events": "events.",
}

Heard = tuple[list[Observation], list[PolicyEvent]]


@cache
def sample() -> Heard:
    rows: list[Observation] = []
    events: list[PolicyEvent] = []
    for name in SAMPLE_FILES:
        content = (files("sources.sample") / name).read_bytes()
        reading = door().read(Incoming(name=name, content=content))
        rows += reading.observations
        events += reading.events
    return rows, events


def heard(case: dict[str, Any]) -> Heard:
    """Return the rows of the sample and of the case's loads; one that is refused leaves nothing."""
    left_out = tuple(TABLES[name] for name in case.get("without", ()))
    rows = [row for row in sample()[0] if not row.series.startswith(left_out or ("\0",))]
    events = [] if "events" in case.get("without", ()) else list(sample()[1])
    for load in case["loads"]:
        for name in load:
            content = case["files"][name].encode()
            reading = door().read(Incoming(name=name, content=content))
            refuse_impossible_days(reading.observations, reading.events, TODAY)
            rows += reading.observations
            events += reading.events
    return rows, events


def stated(case: dict[str, Any]) -> Fact | None:
    rows, events = heard(case)
    panel = Panel(judged(MemoryReader(rows, events, origin="store")), case["as_of"], catalogue())
    for reading in readings(panel.catalogue):
        if reading.states(case["fact"]):
            ((_, found),) = reading.facts_range(panel, [case["as_of"]], wanted=frozenset({case["fact"]}))
            return next((fact for fact in found if fact.name == case["fact"]), None)
    raise AssertionError(f"no reading states {case['fact']}")


def is_right(fact: Fact | None, case: dict[str, Any]) -> bool:
    if fact is None or not isinstance(fact.value, float):
        return False
    return math.isclose(fact.value, case["right"], abs_tol=case.get("tolerance", 0.01))


@pytest.mark.parametrize("case", [c for c in CASES if not c.get("twin")], ids=lambda case: case["id"])
def test_a_false_row_is_no_sound_fact(case: dict[str, Any]) -> None:
    try:
        fact = stated(case)
    except SourceError:
        return  # refused
    assert fact is None or fact.status != "ok" or is_right(fact, case), fact


@pytest.mark.parametrize("case", [c for c in CASES if c.get("twin")], ids=lambda case: case["id"])
def test_its_honest_neighbour_passes(case: dict[str, Any]) -> None:
    fact = stated(case)
    assert fact is not None
    assert (fact.status, fact.reason) == ("ok", "")
    assert is_right(fact, case), fact
