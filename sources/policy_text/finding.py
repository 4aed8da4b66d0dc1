"""What reading a text gives: an event with what bound it, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sources.contract import PolicyEvent
from sources.policy_text.stage import ShownNew

QUOTE_CHARS = 240
"""Longest quote that an event carries, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One event, or one thing that looked like an event and is none.

    Exactly one of ``event`` and ``skipped`` is set. ``bound`` names the words
    that carried it: cue, verb, size, owner, days, and the rule of its stage.
    ``shown_new`` is how the text shows that the event is new.
    """

    event: PolicyEvent | None = None
    shown_new: ShownNew = ""
    skipped: str | None = None
    quote: str = ""
    bound: Mapping[str, str] = field(default_factory=dict)
