"""What the gates of the door say of a row, in words."""

from __future__ import annotations

from signals.words import Word

_ACCEPTED = "accepted: "


def gate_word(rule: str) -> Word:
    """Return what a rule holds against a row; an accepted row says so, with the person's reason."""
    if rule.startswith(_ACCEPTED):
        broken, _, because = rule.removeprefix(_ACCEPTED).partition(": ")
        return Word.of("gates.accepted", rule=gate_word(broken), because=because)
    return Word.of(f"gates.{rule or 'unnamed'}")
