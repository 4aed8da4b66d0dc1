"""Counts and basis points that a list behind a colon gives meeting by meeting, and that no more are priced."""

from __future__ import annotations

import re

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.moves.amounts import direction_of
from signals.claims.grammar.moves.horizons import horizon_at
from signals.claims.grammar.moves.speaker import is_chance
from signals.claims.grammar.parts import Clause
from sources.prose.times import Time

_BP = re.compile(r"\b(?:bps?|basis points?)\b|基点|点子")


_OF_LIST = (
    "subject.",
    "moves.",
    "odds.word",
    "outcome.",
    "act.",
    "easing.",
    "meeting.",
    "mode.future",
    "basis.expected",
    "move.to",
)


def of_list(line: Line, place: int) -> Claim | None:
    """Return what is priced by one meeting of a list: "OIS: Jul -2bp, Sep -17bp, Dec -75bp", 降息预期：年内165bp."""
    clause = line.clauses[place]
    if ":" not in line.text and "：" not in line.text:
        return None
    figures = [token for token in clause.tokens if token.quantity is not None]
    times = times_in(clause.tokens)
    heading = next((n for n in range(place, -1, -1) if line.clauses[n].mark == ":"), 0)
    before = line.clauses[:heading]
    if (
        not before
        or len(figures) != 1
        or len(times) > 1
        or any(part.has("head.", "index.", "pboc.") for part in before)
    ):
        return None
    headed = all(token.has(*_OF_LIST) or token.time is not None for part in before for token in part.tokens)
    priced = any(part.has("subject.market", "moves.priced", "moves.so_far") for part in before)
    quantity = figures[0].quantity
    known = all(
        token.quantity or token.time or token.has("move.to", "moves.priced", "outcome.", "act.", "easing.")
        for token in clause.tokens
    )
    if not (headed and priced and known) or quantity is None or quantity.low is not None:
        return None
    in_heading = any(_BP.search(line.text[part.start : part.end]) for part in before) or bool(
        _BP.search(line.text[: line.clauses[heading].start])
    )
    if quantity.kind != "bp" and not (quantity.kind == "number" and in_heading):
        return None
    time = times[0][1] if times else next((one for part in before for _, one in times_in(part.tokens)), None)
    found = _horizon_of_list(line, time) if time is not None else None
    if found is None:
        return None
    move = direction_of(line, clause, clause.outcomes[0] if clause.outcomes else None)
    if not clause.outcomes and not any(part.outcomes for part in before):
        move = line.meetings.last_move if not quantity.signed else "cut" if quantity.value < 0 else "hike"
    line.open.moved = line.open.moved or "remaining"
    start = min(figures[0].start, times[0][0].start) if times else figures[0].start
    return line.claim(
        (start, figures[0].end), "fed.moves", found, quantity.op, abs(quantity.value), "bp", move
    )


_A_STEP = 25.0


def of_odds(line: Line, place: int) -> Claim | None:
    """Return the sum that closes a list of odds: "March is an 18% chance of a cut, June two in three, and December 46bp"."""
    clause = line.clauses[place]
    times = times_in(clause.tokens)
    figures = [token for token in clause.tokens if token.quantity is not None]
    told = line.open.odds_place is not None and line.open.odds_place < place and not line.chinese
    if not told or len(times) != 1 or len(figures) != 1 or clause.outcomes:
        return None
    quantity = figures[0].quantity
    known = all(token.time or token.quantity or token.has("joint.", "move.to") for token in clause.tokens)
    if not known or quantity is None or quantity.kind != "bp" or quantity.value % _A_STEP == 0:
        return None
    found = _horizon_of_list(line, times[0][1])
    if found is None:
        return None
    span = (min(figures[0].start, times[0][0].start), max(figures[0].end, times[0][0].end))
    move = direction_of(line, clause, None)
    return line.claim(span, "fed.moves", found, quantity.op, abs(quantity.value), "bp", move)


def _horizon_of_list(line: Line, time: Time) -> str | None:
    if time.unit != "month":
        found = horizon_at(line, time)
        return found[0] if found else None
    meeting = line.meetings.meant(time)
    if meeting is None or meeting < line.date:
        return None
    return str(meeting.year) if meeting == line.meetings.last_of(meeting.year) else meeting.isoformat()


_NO_MORE = re.compile(
    r"\b(?:next to no|almost no|virtually no|practically no|hardly any|barely any"
    r"|no longer (?:pric\w+|see\w*|expect\w*)(?: in)?(?: any)?"
    r"|(?:all but )?(?:dropped|erased|abandoned|wiped out|given up(?: on)?|priced out)(?: all| its| their| any| the)*)"
    r"\s(?:(?:more|further|rate|fed|remaining|of|its|their) )*(?:cuts?|hikes?|easing|reductions)\b"
    r"|不再(?:计价|定价|押注?|预期|计入|反映|体现)[^，,。\d一二两三四五六七八九十]{0,8}[降加减]息(?!约?[\d一二两三四五六七八九十]|的)|(?:降息|加息|减息)(?:预期|押注|定价|空间)?(?:已经?|几乎|全部|基本上?|彻底|完全|被|都)*(?:清零|归零|抹去|抹平|抹掉|抹干净)"
    r"|(?:抹去|抹掉|抹平|清空|剔除|抹除)了?(?:对|了)?(?:年内|今年|全年)?[^，,。\d一二两三四五六七八九十]{0,6}[降加减]息(?!\d|约|[一二两三四五六])"
)


def no_more(line: Line, clause: Clause) -> Claim | None:
    """Return that a market prices no more moves by a horizon: "futures price next to no hikes for 2019"."""
    said = _NO_MORE.search(line.text[clause.start : clause.end])
    if (
        said is None
        or clause.holder not in {None, "market"}
        or any(is_chance(token) and token.start > clause.start + said.end() for token in clause.tokens)
        or any(is_chance(token) and token.end <= clause.start + said.start() for token in clause.tokens)
    ):
        return None
    found = [(token, horizon_at(line, time)) for token, time in times_in(clause.tokens)]
    horizon = next((one for _, one in found if one is not None), None)
    if horizon is None:
        return None
    hikes = "hike" in said.group() or "加息" in said.group()
    end = max(clause.start + said.end(), *(token.end for token, _ in found))
    return line.claim(
        (clause.start, end), "fed.moves", horizon[0], "~", 0.0, "hikes" if hikes else "cuts", horizon[1]
    )
