"""Risk appetite as JSON: what ``signals appetite --format json`` prints."""

from __future__ import annotations

from typing import Any

from signals.facts import Fact, fact_document
from signals.readings.risk_appetite.reading import RiskAppetite


def document(reading: RiskAppetite, facts: tuple[Fact, ...]) -> dict[str, Any]:
    """Return the facts of each market under its own region."""
    by_name = {fact.name: fact for fact in facts}
    regions: dict[str, list[dict[str, Any]]] = {}
    for market in reading.markets:
        of_region = regions.setdefault(market.market.region, [])
        of_region.extend(fact_document(by_name[figure.name]) for figure in market.measured)
    return {"as_of": reading.as_of.isoformat(), "origin": reading.origin, **regions}
