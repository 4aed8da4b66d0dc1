"""What the Fed did and where its range stands: the decision, the range in force, the next meeting."""

from __future__ import annotations

from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.facts.decisions import decision_told
from signals.claims.grammar.facts.ranges import range_in_force
from signals.claims.grammar.facts.schedule import next_meeting
from signals.claims.grammar.facts.sizes import decision_unnamed
from signals.claims.grammar.line import Line

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "other bank"}


def fact_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the decision, the range and the next meeting that one clause states."""
    clause = line.clauses[place]
    if line.is_question or clause.holder in {"other", "survey"} or clause.blocked & _NOT_OURS:
        return
    yield from next_meeting(line, clause)
    decision = decision_told(line, place) or decision_unnamed(line, place)
    if decision is not None:
        yield decision
    yield from range_in_force(line, place)
