"""A decision told by its size alone: "the FOMC delivered 25bp", "the Fed went 75"."""

from __future__ import annotations

import re

from signals.claims.claim import Claim
from signals.claims.grammar.facts.decisions import STEPS, WENT_BIG, when_decided
from signals.claims.grammar.facts.ranges import range_of
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.shares import size_of
from signals.claims.grammar.outcomes import step_bp

_ACTED = re.compile(
    r"\b(?:delivered|went (?:for|big|with|(?=\d\d\b))|goes (?=\d\d\b)|opted for|moved (?:by)?|did|took)\b"
    r"|\b(?:chose|dealt|gave|kicked off|opened|began|started|slowed|stepped down)\b"
    r"|开启|启动|重启|放缓|出手|动手|端出|祭出|送上|交出|来了"
)
"""What a committee does where its step is named by the size alone: "the FOMC delivered 25bp"."""


def decision_unnamed(line: Line, place: int) -> Claim | None:
    """Return the decision that a clause names by its size alone: "the FOMC delivered 25bp on Wednesday", "Fed: +75bp"."""
    clause = line.clauses[place]
    if (
        clause.holder == "market"
        or clause.blocked & {"maybe", "future", "negation"}
        or line.open.subject != "fed"
    ):
        return None
    if clause.has(
        "odds.", "moves.number", "moves.so_far", "moves.priced", "index.", "head.", "pboc.", "subject.pboc"
    ):
        return None
    if any(one.move == "hold" or one.size is not None or one.count is not None for one in clause.outcomes):
        return None
    before = line.clauses[place - 1] if place else None
    headed = clause.mark == ":" and before is not None and before.has("subject.fed")
    headed = headed and all(
        one.has("subject.fed") or one.time is not None for one in line.clauses[place - 1].tokens
    )
    acted = clause.has("subject.fed") and _ACTED.search(line.text[clause.start : clause.end])
    went = (
        before is not None
        and before.has("subject.fed")
        and WENT_BIG.search(line.text[before.start : before.end])
    )
    if not (headed or acted or went):
        return None
    steps = [
        (token, abs(size))
        for token in clause.tokens
        if token.quantity and (size := step_bp(token.quantity) or size_of(token)) is not None
    ]
    if len(steps) != 1 or steps[0][1] not in STEPS:
        return None
    token, size = steps[0]
    signed = headed and token.quantity is not None and token.quantity.signed
    if headed and not signed and not any(one.quantity and range_of(one.quantity) for one in clause.tokens):
        return None
    told = {"加": "hike", "降": "cut", "减": "cut", "升": "hike"}
    words = next((told[letter] for letter in line.text[clause.start : clause.end] if letter in told), None)
    move = next((one.move for one in clause.outcomes), None) or words or line.meetings.last_move
    if signed and token.quantity is not None:
        move = "hike" if token.quantity.value > 0 else "cut"
    when = when_decided(line, clause)
    if when is None:
        return None
    return line.claim(
        (clause.start if not headed else token.start, token.end),
        "fed.decision",
        when,
        "=",
        (size if move == "hike" else -size),
        "bp",
        f"{move}={size:g}",
    )
