"""Policy as facts: what rules may compare."""

from signals.readings.policy.reading import facts, facts_range

__all__ = ["facts", "facts_range"]
