"""How many moves, or basis points, markets price by when; the first of them; the rate that they imply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.line import Line
from signals.claims.grammar.moves.amounts import amounts
from signals.claims.grammar.moves.asked import follows_odds, note_asked
from signals.claims.grammar.moves.earlier import is_of_past
from signals.claims.grammar.moves.first import first_move, first_moves_before, first_of_list, priced_by
from signals.claims.grammar.moves.implied_rate import implied_rate, is_headed_rate
from signals.claims.grammar.moves.lists import no_more, of_list, of_odds
from signals.claims.grammar.moves.speaker import after_odds, is_chance, is_market, is_size_of_chance

_NOT_OURS = {"condition", "rumour", "call", "history", "other bank", "risk"}


_FADING = re.compile(
    r"\b(?:confidence|hopes?|belief|faith|conviction) (?:in|for|of)\b[^,;]*"
    r"\b(?:fad|wan|erod|evaporat|shak|slip|crumbl|dwindl|dim)\w*"
    r"|[降加减]息的?(?:预期|押注|定价)(?:已|也|则|都|被|正在?|有所)*(?:大幅|明显|几乎|完全|快速|逐步|显著|迅速)?"
    r"(?:消退|降温|回落|落空|减弱|削弱|动摇|退潮|减退|消散)(?![至到])"
)
"""A count that is losing its holders: "confidence in three cuts this year is fading"."""


_THAN_MARKET = re.compile(
    r"\b(?:more|less|fewer|further|below|above)\b[^,;]{0,20}\b(?:than|from)\b[^,;]{0,24}"
    r"\b(?:markets?|futures|traders|swaps|investors|pricing)\b"
)
"""Behind what somebody else has in view: "one cut next year is more conservative than current market pricing"."""


_IS_CONSENSUS = re.compile(r"(?:成为?|是)[^，,]{0,6}共识|\b(?:the|a|near)[- ]?(?:\w+ )?consensus\b")
"""A step that everybody foresees, with its size: 10月降息25个基点已成共识 counts nothing."""


_SHARED_AMONG = re.compile(r"(?:选项|合计|两者)[^，,。]{0,4}(?:占比|概率|机率)")


def moves_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the expected moves, the first move and the implied rate that one clause states."""
    clause = line.clauses[place]
    note_asked(line, place)
    if line.is_question or clause.holder in {"other", "survey"} or clause.blocked & _NOT_OURS:
        return
    listed = of_list(line, place) or of_odds(line, place)
    if listed is not None:
        yield listed
        return
    if not (is_market(line, clause) or follows_odds(line, clause)):
        if is_headed_rate(line, clause):
            yield from implied_rate(line, clause)
        return
    said = line.text[clause.start : clause.end]
    if (
        _FADING.search(said)
        or _SHARED_AMONG.search(said)
        or _IS_CONSENSUS.search(said)
        or _THAN_MARKET.search(said)
    ):
        return  # what markets no longer hold, and what only names the shares of a chance
    if is_of_past(line, place):
        line.open.moved = line.open.moved or "remaining"
        return
    first = first_move(line, place) or first_of_list(line, place) or priced_by(line, clause)
    if first is not None:
        yield first
        yield from first_moves_before(line, clause, first)
        line.open.moved = first.detail
        return
    yield from implied_rate(line, clause)
    none = no_more(line, clause)
    if none is not None:
        yield none
        return
    tail = after_odds(clause)
    if tail is not None:
        yield from amounts(line, tail, clause)
        return
    told = line.open.odds_place == place and clause.has("moves.so_far", "odds.word")
    told = told and any(is_chance(token) for token in clause.tokens)
    if (clause.has("odds.noun") or told or is_size_of_chance(clause)) and not clause.has("odds.sure"):
        return
    spoken = line.open.odds and clause.outcomes and clause.has("figure.pct", "figure.tenth")
    if spoken and not clause.has("odds.sure"):
        return  # "累计加息25BP 15.4%"
    if clause.has("odds.word") and any(is_chance(token) for token in clause.tokens):
        if not clause.has("odds.sure"):
            return
        yield from (claim for claim in amounts(line, clause) if claim.op == ">=")
        return
    yield from amounts(line, clause)
