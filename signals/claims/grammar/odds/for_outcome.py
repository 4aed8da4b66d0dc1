"""A percentage right before the outcome that it backs: "99% for no change", "24% on another", "60% of the way to a cut"."""

from __future__ import annotations

import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause

_BACKS = re.compile(
    r"\s(?:(?:there|done|priced|call|lean|bet|odds|weight)\s)?"
    r"(?:for|on|say|saying|says|behind|favou?ring|in favou?r of|of the way to(?:wards?)?|to)\s"
    r"(?:(?:an?|another|the|fed|rates?|rate|further|more|outright)\s)*$"
)
_LEAST = 2.0
"""Percent. Nobody backs an outcome with less in a sentence of this kind: below, the figure is a rate or a move."""


def is_for_outcome(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a percentage stands right before the outcome of a meeting that the sentence, or the last one, names.

    No index, print or rate may stand in the clause, and no verb of a move before the figure: "stocks rose 2%
    on a cut" is none.
    """
    if cell.quantity.kind not in {"pct", "chance"} or not _LEAST <= cell.quantity.middle <= 100:
        return False
    if line.chinese or clause.has("index.", "head.", "other.thing", "pboc.", "rate.range", "holder."):
        return False
    if any(token.has("move.up", "move.down") for token in cell.before):
        return False
    ahead = [one for one in clause.outcomes if one.start >= cell.end]
    if not ahead:
        return False
    size = ahead[0].figure
    first = min(ahead[0].start, size.start if size is not None and size.start >= cell.end else ahead[0].start)
    if not _BACKS.fullmatch(line.text[cell.end : first]):
        return False
    named = any(time.unit in {"month", "day", "weekday", "week"} for _, time in times_in(clause.tokens))
    return named or line.open.meeting is not None
