"""The policy reading: what was decided, when, and what is still inside the windows."""

from signals.policy.reading import Policy, RollOff, Window, facts, facts_range, read, scheduled

__all__ = ["Policy", "RollOff", "Window", "facts", "facts_range", "read", "scheduled"]
