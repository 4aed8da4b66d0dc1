"""The catalogue of series, checked as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sources.contract import SeriesSpec


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    unit: str
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "event"]
    max_age_days: int = Field(gt=0)
    en: str
    zh: str
    source: str
    fact: bool = False


def parse_catalogue(document: Mapping[str, Any]) -> dict[str, SeriesSpec]:
    """Return the series of a catalogue document, by id.

    Raises:
        pydantic.ValidationError: an entry breaks the format.
    """
    specs = {}
    for series, entry in document["series"].items():
        checked = _Entry.model_validate(entry)
        specs[series] = SeriesSpec(
            id=series,
            unit=checked.unit,
            frequency=checked.frequency,
            max_age_days=checked.max_age_days,
            name_en=checked.en,
            name_zh=checked.zh,
            source=checked.source,
            fact=checked.fact,
        )
    return specs
