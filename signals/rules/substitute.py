"""Put another value in place of a fact's own, to ask what would follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from signals.facts import Fact, Facts, FactValue

ASSUMED = "assumed"


def substituted(facts: Facts, values: Mapping[str, FactValue], units: Mapping[str, str]) -> Facts:
    """Return the facts with some values assumed; None makes a fact unknown.

    An assumed value counts as known, whatever was wrong with the fact. A fact
    that no reading gave is added, in the unit that ``units`` names.
    """
    changed = dict(facts)
    for name, value in values.items():
        fact = facts.get(name) or Fact(
            name=name, value=None, unit=units[name], released_at=None, age_days=None, status="missing"
        )
        changed[name] = replace(
            fact,
            value=value,
            status="missing" if value is None else "ok",
            reason="assumed to be unknown" if value is None else "",
            error=None,
            derivation=ASSUMED,
        )
    return Facts(facts.as_of, changed.values())
