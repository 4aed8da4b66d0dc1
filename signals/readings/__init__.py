"""The readings by name: what each may say, and how to ask it.

The vocabularies are light; a reading itself is imported only when it is asked,
so that checking a strategy or reading one index never loads a Kalman filter.
A new reading is a folder in the shape of `signals.readings.shape` and a line here.
"""

from __future__ import annotations

from collections.abc import Iterable

from signals.facts import FactSpec
from signals.readings.shape import Catalogue, Reading


def readings(catalogue: Catalogue) -> tuple[Reading, ...]:
    """Return every reading; the catalogue decides which series and markets are facts."""
    return (
        Reading.of("rate_path", catalogue, futures_root="ZQ"),
        Reading.of("inflation", catalogue),
        Reading.of("policy", catalogue),
        Reading.of("risk_appetite", catalogue),
        Reading.of("as_published", catalogue),
        Reading.of("weekly_tables", catalogue),
    )


def vocabulary(catalogue: Catalogue) -> tuple[FactSpec, ...]:
    """Return the specification of every fact that any reading may state."""
    return tuple(spec for reading in readings(catalogue) for spec in reading.specs)


def readings_of(names: Iterable[str], catalogue: Catalogue) -> tuple[Reading, ...]:
    """Return the readings that may state any of these facts."""
    wanted = tuple(names)
    return tuple(reading for reading in readings(catalogue) if any(reading.states(name) for name in wanted))


def readings_under(prefix: str, catalogue: Catalogue) -> tuple[Reading, ...]:
    """Return the readings that may state a fact whose name starts with ``prefix``."""
    return tuple(
        reading for reading in readings(catalogue) if any(spec.may_start(prefix) for spec in reading.specs)
    )
