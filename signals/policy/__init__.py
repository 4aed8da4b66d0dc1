"""The policy reading: what was decided, when, and what is still inside the windows."""

from signals.policy.calendar import Ahead, FutureEvent, calendar
from signals.policy.reading import Policy, RollOff, Window, facts, facts_range, read, scheduled

__all__ = [
    "Ahead",
    "FutureEvent",
    "Policy",
    "RollOff",
    "Window",
    "calendar",
    "facts",
    "facts_range",
    "read",
    "scheduled",
]
