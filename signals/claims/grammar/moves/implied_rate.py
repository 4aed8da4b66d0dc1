"""The funds rate that a date is priced at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause

_YEAR_END_AT = re.compile(
    r"\b(?:rates?|year-?end|end of (?:the )?(?:year|20\d\d)|december 20\d\d|end-20\d\d)\b[^,;%]{0,24}"
    r"(?:\b(?:at|to|near|around)|(?<=rate )is)\s(?:about |around |roughly |just )*$"
    r"|\b(?:end|finish|clos)(?:es?|ing|ed)? (?:the |this |next )?(?:year|20\d\d) "
    r"(?:at|near|around)\s(?:about |around |roughly |just )*$"
    r"|年[底末][^，,。%]{0,16}(?:在|为|至|到|约|近)$"
)


_ENDING = re.compile(
    r"\b(?:end|finish|clos)(?:es?|ing|ed)? (?:the |this |next )?(?:year|20\d\d) (?:at|near|around)\b"
)


_NOT_POLICY = re.compile(r"\b(?:unemployment|jobless|mortgage|savings|tax) rates?\b")


def _is_year_end_rate(line: Line, clause: Clause) -> bool:
    """Return whether a market puts the end of a year at a rate: "year-end 2025 is now seen at 3.95% in futures"."""
    figures = [token for token in clause.tokens if token.quantity is not None]
    ends = _ENDING.search(line.text, clause.start, clause.end) is not None and clause.has(
        "rate.", "subject.fed"
    )
    at_end = ends or any(time.unit == "year" and time.reach == "end" for _, time in times_in(clause.tokens))
    return (
        clause.has("subject.market", "moves.priced")
        and at_end
        and _NOT_POLICY.search(line.text, clause.start, clause.end) is None
        and len(figures) == 1
        and figures[0].has("figure.pct", "figure.li")
        and "." in figures[0].text
        and not clause.has("odds.noun", "head.", "index.", "pboc.", "outcome.", "country.other")
        and bool(_YEAR_END_AT.search(_BOUND.sub("", line.text[clause.start : figures[0].start])))
    )


_RATE_OF_DATE = re.compile(
    r"\b(?:(?:policy|funds|benchmark|target|key|overnight|implied|year-?end) rates?|fed funds"
    r"|rates (?:will |to )?(?:end|finish|close|sit|stand))\b"
)
_HIGHEST = 8.0
"""Percent. No rate has been priced higher since 1990."""


def _is_rate_by_date(line: Line, clause: Clause) -> bool:
    """Return whether a market puts the policy rate at a figure by the end of a year: "the funds rate at 3.1% come December"."""
    figures = [token for token in clause.tokens if token.quantity is not None]
    quantity = figures[0].quantity if len(figures) == 1 else None
    ends = (
        any(
            (time.unit == "year" and time.reach in {"end", "at", "by", "whole"})
            or (time.unit == "month" and time.month == 12)
            for _, time in times_in(clause.tokens)
        )
        or _ENDING.search(line.text, clause.start, clause.end) is not None
    )
    return (
        quantity is not None
        and quantity.kind in {"pct", "li"}
        and quantity.low is None
        and 0 < quantity.value <= _HIGHEST
        and clause.has("subject.market", "moves.priced", "rate.implied")
        and ends
        and not line.chinese
        and not clause.has(
            "odds.noun", "head.", "index.", "pboc.", "outcome.", "other.", "country.other", "holder.other"
        )
        and _RATE_OF_DATE.search(line.text, clause.start, clause.end) is not None
    )


_BOUND = re.compile(r"(?:above|below|over|under|more than|less than|约|近|逾|超过|不足)\s*$")


def _own_year(line: Line, cell: Cell) -> int | None:
    """Return the year at whose end a figure is, by the time among its own words; None where it has none, or two."""
    found = {
        time.year_on(line.date) or line.date.year for _, time in times_in(cell.own) if time.unit == "year"
    }
    return found.pop() if len(found) == 1 else None


def is_headed_rate(line: Line, clause: Clause) -> bool:
    """Return whether a figure and its year are an item of a list of rates: "Implied rate: 4.47% for end-2024, …"."""
    place = line.place(clause)
    head = next((n for n in range(place, 0, -1) if line.clauses[n].mark == ":"), None)
    if head is None or not line.clauses[head - 1].has("rate.implied"):
        return False
    items = line.clauses[head : place + 1]
    return all(
        len(part.tokens) == 2
        and part.has("figure.pct")
        and any(time.unit == "year" for _, time in times_in(part.tokens))
        for part in items
    )


_THIS_IMPLIES = re.compile(r"\s*(?:this|that|which|our \w+) (?:would )?(?:implies|imply)\b")


_OTHER_RATE = re.compile(r"\b(?:sofr|terminal|sonia|€?estr|tona|treasury|yields?)\b|终端利率|终点利率|收益率")
"""What futures imply that is no funds rate at the end of a year."""


def implied_rate(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield the funds rate, in percent, that a clause says is priced for the end of a year."""
    headed = is_headed_rate(line, clause)
    told = _is_year_end_rate(line, clause) or _is_rate_by_date(line, clause)
    if not clause.has("rate.implied") and not headed and not told:
        return
    if _OTHER_RATE.search(line.text, clause.start, clause.end):
        return
    rates = [
        one
        for one in line.cells(clause)
        if one.quantity.kind in {"pct", "li"} and 0 <= one.quantity.value <= 20
    ]
    if any(one.quantity.low is not None for one in rates) or _THIS_IMPLIES.match(line.text, clause.start):
        return  # a range, or what a house's own path comes to
    years_told = [_own_year(line, one) for one in rates]
    if len(rates) > 1 and None not in years_told:  # "2024年底为4.62%、2025年底为3.85%"
        for cell, own in zip(rates, years_told, strict=True):
            yield _at_year_end(line, (cell.start, cell.end), own, cell)
        return
    if not rates or len({one for one in years_told if one}) > 1:
        return
    if any(time.unit == "month" and time.month not in {None, 12} for _, time in times_in(clause.tokens)):
        return  # the rate of a month within the year is not its last
    earlier = line.clauses[: line.place(clause)]
    years = [time for _, time in times_in(clause.tokens) if time.unit in {"year", "month"}] or [
        time for part in earlier for _, time in times_in(part.tokens) if time.year is not None
    ]
    year = (years[-1].year_on(line.date) if years else None) or line.date.year
    yield _at_year_end(line, (clause.start, rates[0].end), year, rates[0])


def _at_year_end(line: Line, span: tuple[int, int], year: int | None, cell: Cell) -> Claim:
    rate = cell.quantity
    return line.claim(span, "fed.implied_rate", str(year), rate.op, rate.middle, "pct")
