"""The clauses of a sentence: runs of words between two marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from signals.claims.grammar.outcomes import outcomes_in
from signals.claims.grammar.parts import NO_PARTS, Clause
from signals.claims.grammar.scope import in_scope
from signals.claims.grammar.tokens import Token

_ATTRIBUTION = re.compile(r"\s*(?:says?|said|according to|per|going by|judging by|if you ask)\s")


_MARKS = {",", ";", ":", "(", ")", "-", "、"}


_ENDS = {",", ";", ":", "(", ")", "-"}


def clauses(text: str, found: Sequence[Token]) -> list[Clause]:
    """Cut the tokens of one sentence at its marks, with who speaks and what is asserted."""
    parts: list[Clause] = []
    start, depth, mark = 0, 0, ""
    run: list[Token] = []
    found = _without_abbreviations(text, found)
    for place, token in enumerate(found):
        if token.has("joint.and") and run and _turns_to_fed(found, place, run):
            parts.append(_clause(text, start, token.start, run, aside=depth > 0, mark=mark))
            start, run, mark = token.start, [token], ","
            continue
        if token.tags & _ENDS and not token.tags - _MARKS and token.quantity is None:
            if "," in token.tags and text.startswith(" respectively", token.end):
                continue
            if "," in token.tags and _ATTRIBUTION.match(text[token.end : token.end + 16]):
                continue  # "Five this year, says the curve": one clause, and the curve its speaker
            leads = bool(run) and run[0].has("move.to")
            if (
                "," in token.tags
                and leads
                and not parts
                and all(one.quantity or one.has("move.to") for one in run)
            ):
                continue  # "At 2.5%, the headline rate is …": its subject follows
            if run:
                parts.append(_clause(text, start, token.start, run, aside=depth > 0, mark=mark))
            depth = depth + 1 if "(" in token.tags else 0 if ")" in token.tags else depth
            start, run, mark = token.end, [], next(iter(token.tags))
        else:
            run.append(token)
    if run:
        parts.append(_clause(text, start, len(text), run, aside=depth > 0, mark=mark))
    return list(in_scope(parts))


_NEAR = 3
"""Characters between a name and its abbreviation."""
_ABBREVIATION = re.compile(r"[(（]\s?[a-z]{2,5}\s?[)）]")


_IN_PERCENT = re.compile(r"[(（]\s?[01]\.\d{1,2}\s?%\s?[)）]")


def _without_sizes_said_twice(text: str, found: Sequence[Token]) -> Sequence[Token]:
    """Leave out brackets that say a step again in percent: "a 50 basis-point (0.50%) cut"."""
    asides = [one.span() for one in _IN_PERCENT.finditer(text)]
    again = [
        (start, end)
        for start, end in asides
        if any(one.has("figure.bp") and 0 <= start - one.end <= _NEAR for one in found)
    ]
    return [one for one in found if not any(start <= one.start and one.end <= end for start, end in again)]


_OF_PREVIOUS = re.compile(r"(?:前值|上期|前次)(?P<open>[(（])\s?\d{1,2}月份?\s?(?P<shut>[)）])")
"""Brackets that say of which month the print before was: "前值(1月)同比增幅为3.1%"."""


def _without_marks_of_months(text: str, found: Sequence[Token]) -> Sequence[Token]:
    """Leave out the brackets around the month of the print before, so that it stays beside its figure."""
    marks = {place for one in _OF_PREVIOUS.finditer(text) for place in (one.start("open"), one.start("shut"))}
    return [one for one in found if one.start not in marks] if marks else found


_GLOSS = re.compile(
    r"\s[–—-]{1,2}\s(?:an?|the|one) [^–—.;:%\d]{4,120}\s[–—-]{1,2}\s"
    r"|, (?:an?|the|one) (?:[\w-]+ ){0,3}(?:measure|gauge|barometer|indicator|proxy) (?:of|for) [^.;:%\d]{4,120}?, "
    r"(?=(?:rose|fell|was|were|is|came|ran|held|[a-z]{3,}ed)\b)"
)
"""What a thing is, told between its name and its figure: "the CPI – a measure of what gasoline and rent cost – rose 0.3%"."""


def _without_glosses(text: str, found: Sequence[Token]) -> Sequence[Token]:
    """Leave out what only explains the name before it, so that the name keeps its figure."""
    spans = [one.span() for one in _GLOSS.finditer(text)]
    return (
        [one for one in found if not any(a <= one.start and one.end <= b for a, b in spans)]
        if spans
        else found
    )


def _without_abbreviations(text: str, found: Sequence[Token]) -> list[Token]:
    """Leave out brackets that only abbreviate what stands before: "the reserve requirement ratio (RRR) by 0.5 points"."""
    asides = [one.span() for one in _ABBREVIATION.finditer(text)]
    found = _without_glosses(text, _without_marks_of_months(text, _without_sizes_said_twice(text, found)))
    if not asides:
        return list(found)
    kept: list[Token] = []
    for token in found:
        inside = any(start <= token.start and token.end <= end for start, end in asides)
        mark = inside and not token.tags - _MARKS
        said = any(token.start - one.end <= _NEAR and token.tags & one.tags for one in kept[-2:])
        if not inside or not (mark or said):
            kept.append(token)
    return kept


def _turns_to_fed(found: Sequence[Token], place: int, run: Sequence[Token]) -> bool:
    """Return whether "and" leads from a print or an index to what the Fed did: "CPI undershot at 3.3% and the Fed stood pat"."""
    following = found[place + 1 : place + 4]
    if following and following[0].has("index."):  # "the Fed hiked 75bp and the S&P 500 rose"
        stepped = any(token.has("outcome.") for token in run)
        return stepped and any(token.has("subject.fed") for token in run)
    return (
        len(following) > 1
        and following[0].has("subject.fed")
        and any(token.has("outcome.") for token in following[1:])
        and any(token.has("head.", "index.") for token in run)
        and any(token.quantity is not None for token in run)
    )


def _clause(text: str, start: int, end: int, run: list[Token], *, aside: bool, mark: str) -> Clause:
    parts = NO_PARTS.union(*[token.parts for token in run])
    return Clause(
        start=start,
        end=end,
        tokens=tuple(run),
        outcomes=tuple(outcomes_in(text, run)) if "outcome." in parts else (),
        aside=aside,
        mark=mark,
        parts=parts,
    )
