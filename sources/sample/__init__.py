"""The bundled sample: enough public figures to run everything once, without a key or a network."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import as_file, files

from sources.contract import Observation, PolicyEvent
from sources.door import read_table
from sources.memory import MemoryReader

SAMPLE_FILES = ("observations.csv", "effr.csv", "futures.csv", "index_closes_weekly.csv", "policy_events.csv")


def sample_reader(known_series: Collection[str]) -> MemoryReader:
    """Return a reader over the bundled sample, checked like any other table."""
    observations: list[Observation] = []
    events: list[PolicyEvent] = []
    for name in SAMPLE_FILES:
        with as_file(files(__name__) / name) as path:
            table = read_table(path, known_series=known_series, source=f"sample:{name}")
        observations.extend(table.observations)
        events.extend(table.events)
    return MemoryReader(observations, events, origin="sample")
