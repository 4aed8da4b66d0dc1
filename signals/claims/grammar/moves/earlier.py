"""The earlier day that a sentence dates a count to."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.grammar.days import is_past, months_before, times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token
from signals.claims.grammar.told_before import told_of_past


def is_of_past(line: Line, place: int) -> bool:
    """Return whether a clause says what a market thought at an earlier time, for which moves have no form.

    A count at the new year, or that "还是两次多", is dated where it is read.
    """
    clause = line.clauses[place]
    told = told_of_past(line, place)
    if clause.has("moves.first") and not clause.has("move.from"):
        ago = any(time.name in _AGO for _, time in times_in(clause.tokens))
        return told is not None or (ago and clause.holder == "market")
    said = line.text[clause.start : clause.end]
    return told is not None and _stood_at(line, clause) is None and not EARLY_IN_YEAR.search(said)


_AGO = {"weeks_ago", "months_ago"}


def day_dated_to(line: Line, clause: Clause, token: Token) -> str | None:
    """Return the earlier day to which a figure is dated: "down from four on Tuesday"."""
    after = [other for other in clause.tokens if other.start >= token.end]
    stood = _stood_at(line, clause)
    if stood is not None:
        return stood
    if not any(other.has("move.from") for other in clause.tokens if other.end <= token.start):
        return None
    for other in after[:2]:
        if other.time is not None and is_past(other.time, line.date):
            day = other.time.date(line.date)
            return day.isoformat() if day else None
    return None


EARLY_IN_YEAR = re.compile(
    r"(?<!明)年(?:初|头)时?(?!以来|至今|起)|at the (?:start|turn|beginning) of the year|at (?:the )?new year"
)


AT_NEW_YEAR = re.compile(r"\s?at (?:the (?:start|turn|beginning) of the year|(?:the )?new year)\b")


EARLIER = re.compile(
    r"此前|之前(?=[为是有还约曾])|早先|原先|earlier this year|\b(?:had been|used to)\b"
    r"|in [a-z]{3,9} (?:it was|they had|there were)"
)


_STOOD = (
    "还是",
    "还有",
    "仍是",
    "仍有",
    "曾",
    "尚有",
    "还在",
    "还押",
    "had been",
    "stood at",
    "was ",
    "were ",
    "had ",
)


def _stood_at(line: Line, clause: Clause) -> str | None:
    """Return the earlier day at which a clause says that the pricing stood: "去年底还是两次多"."""
    first = clause.start == line.clauses[0].start
    contrast = (
        not first and not clause.outcomes and not clause.has("subject.market") and line.open.moved is not None
    )
    if contrast:
        for _, time in times_in(clause.tokens):
            if time.name == "weeks_ago" and time.shift is not None:
                return (line.date + dt.timedelta(days=7 * time.shift)).isoformat()
            if time.name in {"month_said", "months_ago"} and time.shift is not None and time.shift < 0:
                return months_before(line.date, -time.shift).isoformat()
            day = time.date(line.date) if time.name in {"yesterday", "weekday", "days_ago"} else None
            if day is not None and day < line.date:
                return day.isoformat()
    if not any(word in line.text[clause.start : clause.end] for word in _STOOD):
        return None
    for _, time in times_in(clause.tokens):
        if (
            time.unit == "year"
            and time.reach == "end"
            and (time.year_on(line.date) or line.date.year) < line.date.year
        ):
            return f"{time.year_on(line.date)}-12-31"
    return None
