"""Worlds to read inflation in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.inflation.inputs import CPI, GASOLINE
from sources.contract import Observation, Reader
from sources.memory import MemoryReader

ANCHOR = "survey.spf.cpi.10y"
Q4 = "survey.spf.cpi.q4q4.year0"
READ = (CPI, GASOLINE, ANCHOR, Q4)


def rows_of(reader: Reader, names: Iterable[str] = READ) -> list[Observation]:
    """Return the rows of some series, ready to be changed and put into a new world."""
    rows = []
    for name in names:
        history = reader.series(name)
        rows.extend(
            Observation(series=name, period=period, value=value, released_at=released, source="sample")
            for period, value, released in zip(
                history.period.tolist(), history.value.tolist(), history.released_at.tolist(), strict=True
            )
        )
    return rows


@pytest.fixture(scope="session")
def sample_rows(sample: Reader) -> list[Observation]:
    return rows_of(sample)


@pytest.fixture
def world() -> Callable[..., Panel]:
    def build(rows: Iterable[Observation], as_of: dt.date) -> Panel:
        return Panel(MemoryReader(rows), as_of, catalogue())

    return build


@pytest.fixture
def on(sample: Reader) -> Callable[[str], Panel]:
    """Return the sample as known on a day."""
    return lambda day: Panel(sample, dt.date.fromisoformat(day), catalogue())
