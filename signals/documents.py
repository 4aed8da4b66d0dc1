"""Facts as plain JSON values, the same in every document."""

from __future__ import annotations

import datetime as dt
from typing import Any

from signals.facts import Fact, FactValue, Input


def value_of(value: FactValue) -> float | bool | str | None:
    """Return a fact's value as JSON has it: dates as ISO text."""
    return value.isoformat() if isinstance(value, dt.date) else value


def input_document(item: Input) -> dict[str, Any]:
    """Return one input with its health."""
    return {
        "series": item.series,
        "status": item.status,
        "reason": str(item.reason),
        "period": value_of(item.period),
        "released_at": value_of(item.released_at),
        "age_days": item.age_days,
        "max_age_days": item.max_age_days,
        "source": item.source,
        "exact": item.exact,
    }


def fact_document(fact: Fact) -> dict[str, Any]:
    """Return one fact with everything that is known of it."""
    return {
        "name": fact.name,
        "value": value_of(fact.value),
        "unit": fact.unit,
        "status": fact.status,
        "reason": str(fact.reason),
        "period": value_of(fact.period),
        "released_at": value_of(fact.released_at),
        "age_days": fact.age_days,
        "error": fact.error,
        "week_sigma": fact.week_sigma,
        "inputs": [input_document(item) for item in fact.inputs],
        "derivation": str(fact.derivation),
    }
