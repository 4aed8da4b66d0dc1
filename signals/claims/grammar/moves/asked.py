"""Counts that answer a question or follow odds: "今年还降几次？期货说不到两次", "3月减息机会两成，全年约五次"."""

from __future__ import annotations

import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.moves.horizons import horizon_at
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token

_ELSEWHERE = ("head.", "index.", "pboc.", "other.", "odds.noun", "subject.pboc", "country.", "holder.")
_BESIDE = (
    "subject.market",
    "subject.fed",
    "move.to",
    "joint.",
    "outcome.",
    "act.",
    "easing.",
    "moves.",
    "odds.sure",
)


def note_asked(line: Line, place: int) -> None:
    """Note by when a question asks for moves; what stands in between forgets it."""
    clause = line.clauses[place]
    if line.is_question and clause.outcomes and not clause.has(*_ELSEWHERE):
        found = [horizon_at(line, time) for _, time in times_in(clause.tokens)]
        line.open.asked_by = next((one for one in found if one is not None), None)
    elif clause.has("head.", "index.", "pboc.", "other.thing"):
        line.open.asked_by = None


def is_answer(line: Line, clause: Clause) -> bool:
    """Return whether a market counts moves in a clause that says nothing else, after a question by when."""
    return (
        line.open.asked_by is not None
        and not line.is_question
        and clause.holder == "market"
        and len(_counts(clause)) == 1
        and _says_nothing_else(line, clause)
    )


def follows_odds(line: Line, clause: Clause) -> bool:
    """Return whether a clause is a year and a count alone, right behind the odds of the same sentence."""
    if clause.mark not in {",", ";"} or line.open.odds_place is None or clause not in line.clauses:
        return False
    place = line.place(clause)
    between = line.clauses[line.open.odds_place + 1 : place]
    years = [time for _, time in times_in(clause.tokens) if time.unit == "year" or time.name == "ytd"]
    return (
        len(years) == 1
        and len(times_in(clause.tokens)) == 1
        and len(_counts(clause)) == 1
        and _says_nothing_else(line, clause)
        and not any(part.has(*_ELSEWHERE) for part in between)
    )


def _counts(clause: Clause) -> list[Token]:
    return [token for token in clause.tokens if token.has("figure.count")]


_FILLERS = re.compile("[里内的了呢吧啊还有仍只剩不过也才就是大概都现说给看押定价连倒则却共要得]")


def _says_nothing_else(line: Line, clause: Clause) -> bool:
    """Return whether a clause holds no word that we do not know beside a time, a count and who counts."""
    known = not clause.has(*_ELSEWHERE) and all(
        token.time is not None or token.has("figure.count", *_BESIDE) or token.has("mode.future")
        for token in clause.tokens
    )
    left, reached = "", clause.start
    for token in clause.tokens:
        begin = token.start if token.quantity is None else min(token.start, token.quantity.start)
        left += line.text[reached:begin]
        reached = token.end if token.quantity is None else max(token.end, token.quantity.end)
    left = _FILLERS.sub("", left + line.text[reached : clause.end])
    return known and not any(letter.isalpha() for letter in left)
