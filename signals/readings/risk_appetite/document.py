"""Risk appetite as JSON: what ``signals appetite --format json`` prints."""

from __future__ import annotations

from typing import Any

from signals.documents import fact_document
from signals.readings.risk_appetite.reading import RiskAppetite


def document(reading: RiskAppetite) -> dict[str, Any]:
    """Return the facts of each market under its own region."""
    return {
        "as_of": reading.as_of.isoformat(),
        "origin": reading.origin,
        "us": [fact_document(fact) for fact in reading.us],
        "hk": [fact_document(fact) for fact in reading.hk],
    }
