"""What a clause about a meeting leaves open for the next: its meeting, its outcome, a list of odds begun."""

from __future__ import annotations

import re
from dataclasses import replace

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.dates import is_dating
from signals.claims.grammar.odds.kinds import QUASI
from signals.claims.grammar.odds.outcomes import outcome_by_size
from signals.claims.grammar.parts import Clause

_OF_HEADING = ("subject.", "moves.priced", "odds.", "outcome.", "act.", "easing.", "joint.", "move.", "rate.")


def _heads_list(line: Line, clause: Clause) -> bool:
    """Return whether the clause is the heading of odds that follow a colon: "Fed pricing: July 5%, …"."""
    place = line.place(clause)
    colon = line.clauses[place + 1 : place + 2]
    return (
        bool(colon)
        and colon[0].mark == ":"
        and clause.has("subject.market", "odds.word")
        and (
            clause.has("moves.priced", "subject.fed")
            or bool(clause.outcomes)
            or "fedwatch" in line.text[clause.start : clause.end]
        )
        and all(token.has(*_OF_HEADING) or token.time is not None for token in clause.tokens)
    )


_BACK_IN = re.compile(
    r"\b(?:unthinkable|unimaginable|inconceivable|unheard of|laughable|remote|a given|a certainty|a done deal)"
    r" (?:back |as recently as |only |even )?(?:in|at) (?:early |late |mid-)?$"
)
"""Before the month in which a thing was thought of otherwise: "a hike, unthinkable in January, …"."""


def note_meeting(line: Line, clause: Clause) -> None:
    """Let a clause that names a meeting but no odds set the meeting of the next: "March? Fewer than …"."""
    if clause.has("index.", "head.", "pboc.", "other.thing"):
        return
    if any(not token.has(*QUASI) for token in clause.all("figure.pct", "figure.tenth", "figure.chance")):
        return
    for _, time in times_in(clause.tokens):
        if _BACK_IN.search(line.text, clause.start, time.start):
            continue
        alone = all(token.time is not None for token in clause.tokens)
        coming = time.unit == "year" and time.reach == "end" and (bool(clause.outcomes) or alone)
        if coming or (time.unit in {"month", "week", "day", "weekday"} and not is_dating(line, time)):
            meeting = line.meetings.meant(time)
            if meeting is not None and (meeting >= line.date or time.year is not None):
                line.open.meeting, line.open.meeting_reach = meeting, time.reach
                if (
                    time.reach == "at"
                    and line.open.outcome is not None
                    and line.open.outcome.count is not None
                ):
                    line.open.outcome = replace(
                        line.open.outcome, count=None
                    )  # at one meeting nobody cuts four times
    if clause.has("meeting.next"):
        line.open.meeting = line.meetings.next()


_OF_LEVEL = re.compile(
    r"\brates? (?:\w+ )?(?:could|would|will|might|may) (?:\w+ )?(?:get|rise|climb|go|reach|peak|hit|top|fall|drop|end)\b"
    r"[^.;,]{0,20}\d%"
)
"""The odds of where rates will be, not of a move: "a greater likelihood that rates could get to 6% by July"."""


def _note_asked(line: Line, clause: Clause) -> None:
    """Note whether a clause names a meeting and its outcome and leaves their odds to the next."""
    if clause.has("index.", "head.", "pboc.", "other.thing"):
        line.open.asked = False
    elif clause.outcomes:
        months = any(
            time.unit == "month" and not is_dating(line, time) for _, time in times_in(clause.tokens)
        )
        line.open.asked = months and not clause.has("figure.pct", "figure.chance", "pboc.", "subject.pboc")


def note_outcome(line: Line, clause: Clause) -> None:
    """Note the outcome that a clause names, and whether it speaks of odds, for the clauses that follow."""
    if clause.has("odds.noun") and _OF_LEVEL.search(line.text, clause.start, clause.end):
        line.open.outcome, line.open.odds = None, False  # what follows is of a level that we do not read
        return
    _note_asked(line, clause)
    if clause.outcomes and not clause.has("pboc.", "subject.pboc"):
        even = clause.has("odds.even") and clause.outcomes[-1].move == "hold"
        line.open.outcome = replace(clause.outcomes[0 if even else -1])
    elif line.is_question and not clause.has("index.", "head.", "pboc.", "other.thing"):
        line.open.outcome = outcome_by_size(line, clause) or line.open.outcome
    if clause.holder == "market":
        line.open.market = True
    if _heads_list(line, clause):
        line.open.odds, line.open.odds_place = True, line.place(clause)
        if not clause.outcomes:
            line.open.outcome = None
    if clause.has("odds.word") and clause.outcomes:
        line.open.odds = True
        sizes = {id(one.figure) for one in clause.outcomes} | {id(one.count) for one in clause.outcomes}
        figures = any(token.quantity is not None and id(token) not in sizes for token in clause.tokens)
        if line.open.odds_place is None and not figures:
            line.open.odds_place = line.place(clause)  # "Odds of a cut, 80% a week ago, are now 20%"
    if clause.has("moves.so_far") and (clause.outcomes or clause.has("odds.word")):
        line.open.cumulative = True
