"""Whether a count of moves is what a market prices today, and which part of a clause with odds it is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token


def is_chance(token: Token) -> bool:
    """Return whether a figure is of a kind that chances come in."""
    return token.quantity is not None and token.quantity.kind in {"pct", "tenth", "chance"}


def is_size_of_chance(clause: Clause) -> bool:
    """Return whether sizes stand right before their chances: "至7月累计降25bp 45.2%、50bp 27.1%"."""
    return any(
        first.has("figure.bp")
        and second.has("figure.pct")
        and second.quantity is not None
        and not second.quantity.signed
        and second.start - first.end <= 2
        for first, second in pairwise(clause.tokens)
    )


def after_odds(clause: Clause) -> Clause | None:
    """Return what follows the odds of a clause: "a 17% chance of a July move and 48bp of cuts by December"."""
    of_odds = [
        place for place, token in enumerate(clause.tokens) if is_chance(token) or token.has("odds.noun")
    ]
    if not of_odds:
        return None
    joint = next(
        (
            place
            for place in range(of_odds[-1] + 1, len(clause.tokens))
            if clause.tokens[place].has("joint.and")
        ),
        None,
    )
    if joint is None:
        return None
    run = clause.tokens[joint:]
    outcomes = tuple(one for one in clause.outcomes if one.start >= run[0].start)
    summed = clause.has("subject.market") and any(token.has("figure.bp") for token in run)
    said = summed or any(one.is_total or one.count is not None for one in outcomes)
    if not said or not any(token.time is not None for token in run):
        return None
    return replace(
        clause,
        start=run[0].start,
        tokens=run,
        outcomes=outcomes,
        parts=frozenset().union(*(token.parts for token in run)) | ({"subject.market"} if summed else set()),
    )


def is_market(line: Line, clause: Clause) -> bool:
    """Return whether it is a market that counts moves in this clause, and no house or official."""
    if clause.has("subject.pboc", "pboc.") and not clause.has("subject.fed", "subject.market"):
        return False
    return (
        clause.holder == "market"
        or clause.has("moves.priced", "odds.sure", "odds.likely", "moves.gone")
        or (clause.has("rate.implied") and "implied" in line.text[clause.start : clause.end])
        or line.open.market
        or line.open.moved is not None
        or (clause.has("moves.first") and bool(_SHIFTED_FIRST.search(line.text[clause.start : clause.end])))
        or is_of_whole_market(line, clause)
        or (clause.mark == ":" and line.open.odds)
        or (line.open.odds and clause.has("moves.number"))
        or (
            line.open.odds_place is not None
            and any(one.count is not None for one in clause.outcomes)
            and "以为" not in line.text[clause.start : clause.end]
        )
    )


_SHIFTED_FIRST = re.compile(
    r"(?:前移|提前|推迟|后移|延后|推后|后推|提早|押后|顺延|要等|挪|移|改|推|拖|延)[至到]|预期(?:落在|落到|在|为)(?=[^，,。]{0,4}月)"
    r"|\b(?:has|have|was|were|is|are|been|got|gets) (?:now |since |just |been )*"
    r"(?:pushed|shifted|pulled|slipped|moved|delayed|kicked|brought)\s(?:(?:back|out|forward|up|further)\s)*(?:to|until|into)\b"
)
"""What is moved to a month is what the market expects; a house forecasts it there."""


_SHOWN = re.compile(
    r"\b(?:futures|swaps|ois|traders|markets?|the curve|the strip) (?:shows?|says?|imply|implies|suggests?|indicates?)\b"
    r"|(?:期货|掉期|市场|交易员|盘面|曲线)[^，,。]{0,4}(?:显示|这么[写说看算]|这样[写说看算]|的意思|写着|说的)"
)


def is_of_whole_market(line: Line, clause: Clause) -> bool:
    """Return whether a market that speaks later in the sentence speaks for this clause as well.

    "Six cuts, the first in March: that is what the curve is saying"; a fraction of a cut is a price whoever tells it.
    """
    if not clause.outcomes and not clause.has("moves.first"):
        return False
    counted = any(one.count is not None for one in clause.outcomes)
    if clause.holder is not None or clause.has("holder.") or clause.blocked - {"future"}:
        return False
    if clause.has("subject.fed") and not clause.has("moves.first"):
        return False
    if counted and any(
        one.count.quantity is not None and one.count.quantity.middle % 1 == 0.5
        for one in clause.outcomes
        if one.count
    ):
        return bool(times_in(clause.tokens))
    if clause.has("moves.first") and _SHOWN.search(line.text[clause.end :]):
        return True  # "The start of Fed cuts has slipped to June, futures show"
    later = any(part.has("subject.market") for part in line.clauses[line.place(clause) + 1 :])
    alone = all(
        token.quantity or token.time or token.has("outcome.", "act.", "easing.", "moves.first")
        for token in clause.tokens
    )
    return later and alone and not line.has("holder.", "subject.fed")
