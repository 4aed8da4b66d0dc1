"""Which rate of the central bank, and which of its terms, a figure is of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token

INSTRUMENTS = ("pboc.rrr", "pboc.lpr", "pboc.mlf", "pboc.omo")


_ONE_POLICY_RATE = dt.date(2024, 7, 22)
"""From that day the seven-day reverse repo rate is the policy rate; before it the term was of the MLF as well."""


GENERIC = {"中标利率", "操作利率"}


def note_last_tenor(line: Line, clause: Clause) -> None:
    """Leave open a tenor that stands behind the last figure: "…and the five-year, a benchmark, by 15bp"."""
    figures = [one.end for one in clause.tokens if one.quantity is not None and not one.has("tenor.")]
    last = [one for one in clause.tokens if one.has("tenor.one", "tenor.five")][-1:]
    if figures and last and last[0].start >= figures[-1]:
        line.open.tenor = "1Y" if last[0].has("tenor.one") else "5Y"


def continues(clause: Clause) -> bool:
    """Return whether a clause without an instrument goes on about the one left open."""
    if clause.has(
        "index.", "head.", "other.thing", "pboc.other", "odds.word", "subject.market", "rate.", "subject.fed"
    ):
        return False
    return clause.has(
        "tenor.",
        "act.",
        "joint.latter",
        "joint.former",
        "move.to",
        "move.flat",
        "figure.bp",
        "pboc.rate",
        "said.rate",
    )


def named_in(line: Line) -> frozenset[str]:
    """Return the rates that a sentence names."""
    return frozenset(
        token.name("pboc.") or "" for part in line.clauses for token in part.tokens if token.has(*INSTRUMENTS)
    )


def instrument_of(line: Line, cell: Cell | None, clause: Clause) -> str | None:
    """Return which rate a figure, or a clause without one, is of; None where that is not sure."""
    if cell is not None:
        token = cell.nearest(*INSTRUMENTS)
        if token is None and any("policy rate" in one.text for one in cell.before):
            return _policy_rate(line)
        if token is not None and token.text in GENERIC:
            own = [one for one in cell.before if one.has(*INSTRUMENTS) and one.text not in GENERIC]
            token = own[-1] if own else token
        if token is not None and token.text in GENERIC and not named_before(clause) and line.open.instruments:
            return line.open.instruments[-1]  # "今天先动的是MLF：中标利率2.00%"
        if token is not None:
            return instrument_noted(line, token.name("pboc."))
        if cell.has("joint.latter") and line.open.instruments:
            return line.open.instruments[-1]
        if cell.has("joint.former") and len(line.open.instruments) > 1:
            return line.open.instruments[-2]
    token = clause.first(*INSTRUMENTS)
    if cell is not None:
        earlier = [one for one in clause.tokens if one.has(*INSTRUMENTS) and one.end <= cell.start]
        named = [one for one in earlier if one.text not in GENERIC]
        led_to = cell.before[:1] == cell.before and cell.has("move.to") and not line.chinese
        if led_to and not earlier and any("policy rate" in one.text for one in clause.tokens):
            return _policy_rate(line)  # "cut the policy rate by 10bp to 1.40% and the RRR by 50bp"
        token = next(reversed(named or earlier), token)
    if token is not None:
        return instrument_noted(line, token.name("pboc."))
    if clause.has("tenor.one", "tenor.five") and "lpr" in line.open.instruments:
        return "lpr"
    return line.open.instruments[-1] if line.open.instruments else None


def _policy_rate(line: Line) -> str | None:
    """Return which rate the central bank's one policy rate is; None where that is not sure, or it is the Fed's."""
    ours = line.date >= _ONE_POLICY_RATE and not line.has("subject.fed")
    return instrument_noted(line, "omo") if ours else None


def named_before(clause: Clause) -> bool:
    """Return whether a clause names an instrument itself, not only "the bid rate"."""
    return any(one.has(*INSTRUMENTS) and one.text not in GENERIC for one in clause.tokens)


def instrument_noted(line: Line, name: str | None) -> str | None:
    """Note a rate as the last one named and return it; without a name, the last one noted."""
    if name is not None:
        known = line.open.instruments
        if name in known:
            known.remove(name)
        known.append(name)
    return name


_BRACKETED = re.compile(r"\s?[(（](?:(?P<one>1|one|一)|(?P<five>5|five|五))[- ]?(?:y|year|yr|年期?)[)）]")
"""The tenor behind its figure: "3.35% (1Y)"."""


def tenors_of(line: Line, cell: Cell | None, clause: Clause) -> tuple[str, ...]:
    """Return the LPR tenors that a figure is of; empty where nothing says."""
    behind = None if cell is None else _BRACKETED.match(line.text, cell.value.end)
    if behind is not None:
        return ("1Y",) if behind["one"] else ("5Y",)
    tokens: Sequence[Token] = cell.own if cell is not None else clause.tokens
    for token in (*reversed(cell.before), *cell.after) if cell is not None else tokens:
        if token.has("tenor.both"):
            return ("1Y", "5Y")
        if token.has("tenor.one"):
            return ("1Y",)
        if token.has("tenor.five"):
            return ("5Y",)
        if token.has("joint.former", "joint.latter") and _both_told(line, clause):
            return ("1Y",) if token.has("joint.former") else ("5Y",)
    if cell is not None and not clause.has("tenor."):
        return (line.open.tenor,) if line.open.tenor else ()
    return ()


def _both_told(line: Line, clause: Clause) -> bool:
    """Return whether the sentence has named both tenors, one year first, before a clause: "前者较上期下降5个基点"."""
    before = line.clauses[: line.place(clause)]
    named = [
        "one" if token.has("tenor.one") else "five"
        for part in before
        for token in part.tokens
        if token.has("tenor.one", "tenor.five")
    ]
    return named == ["one", "five"] or any(part.has("tenor.both") for part in before)


def note_list(line: Line, clause: Clause) -> None:
    """Note several instruments told of together: "MLF和逆回购利率双双下调10个基点，分别至2.75%和2.0%"."""
    tokens = [token for token in clause.tokens if token.has(*INSTRUMENTS)]
    named = [token.name("pboc.") or "" for token in tokens if token.text not in GENERIC]
    if (
        tokens and not named
    ):  # "开展MLF和7天逆回购操作，中标利率均下降10个基点": the rates of those just named
        before = line.clauses[: line.place(clause)][-1:]
        named = [
            token.name("pboc.") or "" for part in before for token in part.tokens if token.has(*INSTRUMENTS)
        ]
    together = clause.has("tenor.both", "joint.respectively") or any(
        word in line.text[clause.start : clause.end] for word in ("均", "各", "同步", "同时", "both", "each")
    )
    if len(dict.fromkeys(named)) > 1 and together:
        line.open.listed = list(dict.fromkeys(named))
    elif named:
        line.open.listed = []
