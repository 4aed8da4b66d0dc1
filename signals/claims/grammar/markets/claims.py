"""Index levels, their moves over a day, week, month or year, records, and one index against another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.markets.directions import beats, doubled, drift
from signals.claims.grammar.markets.levels import level_of
from signals.claims.grammar.markets.moves import move_of, sign_of
from signals.claims.grammar.markets.names import index_named, shared_out
from signals.claims.grammar.markets.records import extremes
from signals.claims.grammar.markets.sessions import BY_HOLIDAY, is_intraday, note_session
from signals.claims.grammar.markets.windows import is_relative
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.topics import topic

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "maybe", "future", "negation"}


_FUTURES_ON = re.compile(r"\b(?:futures|contracts) (?:tied|linked) to ")
"""Contracts on an index are not the index."""


def market_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the market moves, levels and records that one clause states."""
    clause = line.clauses[place]
    note_session(line, place)
    named = clause.all("index.", "other.thing")
    known = line.open.index
    if named and not (place and is_relative(line, clause)):  # what is dropped next is the last thing named
        compared = clause.first("market.beat", "market.lag")
        first = compared is not None and named[0].end <= compared.start  # "科指跑輸大市，收報5498點"
        line.open.index = named[0 if first else -1].name("index.")
    if line.open.index is None and not line.has("index."):
        return  # of no index: what follows need not be asked
    if (
        line.is_question
        or (clause.holder == "other" and not (clause.after_official and clause.has("index.")))
        or clause.blocked & _NOT_OURS
        or is_intraday(line, place)
    ):
        return
    if _OF_MEMBERS.search(line.text, clause.start, clause.end) or _FUTURES_ON.search(
        line.text, 0, clause.end
    ):
        line.open.index = None
        return
    if clause.has("holder.survey", "head.", "pboc.", "outcome.") and not clause.has("index."):
        return
    if any(time.name == "months_ago" for _, time in times_in(clause.tokens)):
        return  # of a day, or over a span, that the words do not give
    holiday = BY_HOLIDAY.search(line.text)
    if holiday is not None and not _names_day(line):
        closing = "最后" in holiday.group() and line.has("market.close") and line.has("figure.points")
        if not closing:  # "春节前的最后一个交易日，恒指收16081点" is told on its evening
            return
    found = [cell for cell in line.cells(clause) if topic(cell) in {"market", None}]
    for cell in line.cells(clause):
        if topic(cell) == "other" and cell.has("move.up", "move.down"):
            sign_of(line, clause, cell)  # "The Dow plunged 12.9% and the S&P 500 12%"
    shared = shared_out(line, place, found)
    stated: list[Claim] = []
    several = clause.has("joint.respectively") and len(found) > sum(t.has("index.") for t in clause.tokens)
    for cell in found:
        name = index_named(line, clause, cell) if shared is None else shared.get(id(cell))
        if shared is None and name is not None and _is_of_subject(line, clause, cell):
            name = known  # "HSTECH outperformed, up 4.1% against 1.1% for the HSI"
        if name is None or (several and shared is None):
            continue  # whose figures 分别 shares out stands too far back
        if cell.quantity.kind == "points":
            sign_of(line, clause, cell)
        claim = move_of(line, clause, cell, name, place) or level_of(line, clause, cell, name)
        if claim is not None:
            stated.append(claim)
    stated += _of_each(line, clause, found, place)
    yield from _exact(line, place, _told_once(stated))
    yield from extremes(line, clause)
    yield from beats(line, clause, place)
    yield from doubled(line, clause, place)
    if not any(claim.about == "market.change" for claim in stated):
        yield from drift(line, clause, place)


_OF_MEMBERS = re.compile(
    r"\b(?:top|biggest|best|worst|largest|major|leading) (?:performing |percentage )?"
    r"(?:gainers?|losers?|performers?|decliners?|movers?|laggards?)\b"
    r"|\b(?:lift|boost|drag|weigh|pull|push|prop|support)\w*(?: up| down| on)? (?:on )?the "
    r"(?:s&p(?: 500)?|nasdaq(?: composite)?|hang seng(?: index)?|index|benchmark) (?:after|with|as|by)\b"
    r"|\bsub-?ind(?:ex|ices)\b|\b(?:among|of) (?:the )?(?:blue[- ]chips?|constituents?|components?)\b"
)
"""What an index holds is not the index: "the top gainer on the Hang Seng was MTR, up 2.4 percent"."""


_EACH = re.compile(r"\b(?:all|both|each)\b(?! (?:but|of))")


def _of_each(line: Line, clause: Clause, found: list[Cell], place: int) -> Iterator[Claim]:
    """Yield the move that several indices share: "the S&P 500, Nasdaq and Dow all up about 2% for the week"."""
    figures = [token for token in clause.tokens if token.has("figure.pct")]
    if len(figures) != 1:
        return
    cell = next((one for one in line.cells(clause) if one.value is figures[0]), None)
    before = line.clauses[place - 1].tokens if place and clause.mark == "," else ()
    led = before if before and before[-1].has("index.") and not any(one.quantity for one in before) else ()
    ahead = [
        token
        for token in (*led, *clause.tokens)
        if token.has("index.", "other.thing") and token.end <= figures[0].start
    ]
    names = [name for token in ahead if (name := token.name("index.")) is not None]
    if (
        cell is None
        or len(ahead) < 2
        or not names
        or not _EACH.search(line.text[ahead[-1].end : figures[0].start])
    ):
        return
    told = [name for name in names if name != index_named(line, clause, cell) or cell not in found]
    for name in told:
        claim = move_of(line, clause, cell, name, place)
        if claim is not None:
            yield claim


_HELD_AGAINST = re.compile(r"\s(?:against|versus|vs\.?|compared with|to)\s[\d.]+% (?:for|in|on|at) ")


def _is_of_subject(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is of the index before, where the clause names only the one that it is held against."""
    first = clause.first("index.")
    return (
        first is not None
        and first.start > cell.end
        and not cell.has("index.")
        and _HELD_AGAINST.match(line.text, cell.end) is not None
    )


def _names_day(line: Line) -> bool:
    return any(
        time.unit in {"day", "weekday"} and time.reach != "since"
        for part in line.clauses
        for _, time in times_in(part.tokens)
    )


def _told_once(stated: list[Claim]) -> list[Claim]:
    """Return the claims without a move that the clause contradicts: "fell 0.4% but rose 0.8% for the week".

    The time stands by the last; of which day the first is, the clause does not say.
    """
    changes = [claim for claim in stated if claim.about == "market.change" and claim.value != 0.0]
    taken = {
        id(earlier)
        for number, earlier in enumerate(changes)
        for later in changes[number + 1 :]
        if (earlier.detail, earlier.when) == (later.detail, later.when) and earlier.value != later.value
    }
    return [claim for claim in stated if id(claim) not in taken]


def _exact(line: Line, place: int, stated: list[Claim]) -> Iterator[Claim]:
    """Yield the claims, without a bound on a level that the sentence then gives exactly."""
    following = line.clauses[place + 1] if place + 1 < len(line.clauses) else None
    given = following is not None and not following.has("index.") and any(
        token.quantity is not None and token.quantity.kind in {"number", "points"} and token.quantity.value >= 1000
        and token.quantity.op in {"=", "~"}
        for token in following.tokens
    )  # fmt: skip
    levels = [claim for claim in stated if claim.about == "market.level"]
    passed = [one for one, later in pairwise(levels) if (one.detail, one.when) == (later.detail, later.when)]
    for claim in stated:
        if claim in passed:
            continue  # "16飙到38再回到20" ends at the last
        if not (given and claim.about == "market.level" and claim.op in {"<", ">"}):
            yield claim
