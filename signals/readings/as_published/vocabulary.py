"""Which series are facts as they were published."""

from __future__ import annotations

from collections.abc import Mapping

from signals.facts import FactSpec
from signals.units import UNITS
from sources.contract import SeriesSpec


def specs(catalogue: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return the fact specifications that the catalogue declares.

    Raises:
        ValueError: an entry marked as a fact has a unit that rules do not know.
    """
    declared = []
    for spec in catalogue.values():
        if spec.fact:
            if spec.unit not in UNITS:
                raise ValueError(f"series {spec.id} is marked as a fact in the unknown unit {spec.unit!r}")
            declared.append(FactSpec(pattern=spec.id, unit=spec.unit, en=spec.name_en, zh=spec.name_zh))
    return tuple(declared)
