"""When the first move is priced."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op
from sources.prose.times import Time

_DISCARDED = re.compile(
    r"(?:rather than|instead of|\bnot|\bover|ahead of|versus|而非|而不是|不是|并非|原先的?|此前的?)\s?(?:in\s|at\s|by\s)?$"
)
"""A month that is not the one meant: "in May rather than June"."""


_LATER = re.compile(r"(?:之|以)?后(?!半|期|段)|\s(?:or|and) (?:later|beyond)\b")
"""A month after which it comes: 延到6月之后."""


_SIZE_OF = re.compile(r"\b(?:size|pace|magnitude|scale) of\b[^,.;]{0,48}$")
"""Before a next move whose size is spoken of, not its day."""


_SHIFTED = re.compile(
    r"提[前早]|推[迟后]|后[移推]|延[后迟至到]|推至|推到|押后|顺延|挪|移|改|退|拖|从|由|等|要到|得到|才"
)
"""Words after which 到 and 至 lead to the month itself, not to a bound."""


def first_move(line: Line, place: int) -> Claim | None:
    """Return when a clause says that the first move is priced; None where it says nothing of it."""
    clause = line.clauses[place]
    mark = clause.first("moves.first")
    if mark is None or clause.has("pboc.") or _SIZE_OF.search(line.text, clause.start, mark.start):
        return None
    if mark.text.startswith("下一次") and any(part.has("moves.first") for part in line.clauses[:place]):
        return None  # "首次在6月，下一次落在9月": the second
    joint = next(
        (one.start for one in clause.tokens if one.has("joint.and") and one.start > mark.end), clause.end
    )
    if any(
        token.quantity is not None
        and token.start < joint
        and token.quantity.kind in {"pct", "tenth", "chance", "share"}
        and not token.has("odds.likely", "odds.sure")
        for token in clause.tokens
    ):
        return None
    found = _months_of_first(line, clause, mark, joint)
    if not found:
        return None
    token, time = found[-1]
    meeting = line.meetings.meant(time)
    if meeting is None or meeting < line.date:
        return None
    shifted = bool(_SHIFTED.search(line.text[clause.start : token.start]))
    op: Op = "<=" if time.reach in {"by", "before"} and not shifted else "="
    last = max([token.end, mark.end, *(one.end for one in clause.outcomes)])
    return line.claim(
        (clause.start, last), "fed.first_move", meeting.isoformat(), op, meeting.isoformat(), "date",
        _kind_of_first(line, clause, mark), reach=time.reach,
    )  # fmt: skip


_PRICED_BY = re.compile(
    r"\b(?:pric\w+|discount\w*|see|expect|look(?:s|ed|ing)? for|bet(?:s|ting)? on|count\w* on)(?: in)?"
    r" (?:a|the next|another) (?:rate |first )?(?:cut|hike)\b"
)


def priced_by(line: Line, clause: Clause) -> Claim | None:
    """Return that a market prices one move by a month: "futures went back to pricing a cut by June"."""
    moves = [one for one in clause.outcomes if one.move != "hold"]
    if (
        clause.holder != "market"
        or len(moves) != 1
        or len(clause.outcomes) != 1
        or clause.has("odds.noun", "odds.sure")
    ):
        return None
    if any(token.quantity is not None and token is not moves[0].count for token in clause.tokens):
        return None
    found = [
        (token, time)
        for token, time in times_in(clause.tokens)
        if time.unit == "month" and time.reach == "by"
    ]
    said = line.text[clause.start : clause.end]
    if len(found) != 1 or not _PRICED_BY.search(said) or clause.blocked & {"negation"}:
        return None
    meeting = line.meetings.meant(found[0][1])
    if meeting is None or meeting < line.date:
        return None
    return line.claim(
        (clause.start, max(found[0][0].end, moves[0].end)), "fed.first_move", meeting.isoformat(), "<=",
        meeting.isoformat(), "date", moves[0].move, reach="by",
    )  # fmt: skip


def first_of_list(line: Line, place: int) -> Claim | None:
    """Return the first move whose month stands alone behind a colon: "First cut: June"."""
    clause = line.clauses[place]
    before = line.clauses[place - 1] if place else None
    if before is None or clause.mark != ":" or len(clause.tokens) != 1 or not before.has("moves.first"):
        return None
    mark = before.first("moves.first")
    time = clause.tokens[0].time
    known = ("moves.first", "outcome.", "act.", "easing.", "odds.sure", "moves.priced", "odds.word")
    alone = all(token.has(*known) for token in before.tokens)
    meeting = line.meetings.meant(time) if time is not None and time.unit == "month" else None
    if mark is None or not alone or meeting is None or meeting < line.date:
        return None
    return line.claim(
        (before.start, clause.tokens[0].end), "fed.first_move", meeting.isoformat(), "=", meeting.isoformat(), "date",
        _kind_of_first(line, before, mark),
    )  # fmt: skip


def first_moves_before(line: Line, clause: Clause, first: Claim) -> Iterator[Claim]:
    """Yield the meeting that a first move was expected at before: "pushed the first cut out to July from May"."""
    origin = next((one for one in clause.tokens if one.has("move.from")), None)
    moved = _MOVED_FROM.search(line.text[clause.start : clause.end])
    if origin is None and moved is None:
        return
    start = origin.end if origin is not None else clause.start + moved.end()  # type: ignore[union-attr]
    for token, time in times_in(clause.tokens):
        gap = line.text[start : token.start].strip()
        if token.start < start or gap or time.unit != "month":
            continue
        meeting = line.meetings.meant(time)
        if meeting is not None and meeting.isoformat() != first.when:
            before = f"{first.detail}@{line.date - dt.timedelta(days=1)}"
            yield line.claim(
                (start, token.end),
                "fed.first_move",
                meeting.isoformat(),
                "=",
                meeting.isoformat(),
                "date",
                before,
            )
        return


_MOVED_FROM = re.compile(
    r"\bfrom\b|(?:从|由|自)(?=原?[先来]?[^，,]{0,2}\d{1,2}月|[一二三四五六七八九十]{1,2}月)"
)


def _kind_of_first(line: Line, clause: Clause, mark: Token) -> str:
    """Return whether the first move is a cut or a hike, from its own words, else from what was left open."""
    named: str | None = next((one.move for one in clause.outcomes if one.move != "hold"), None)
    if named is None and any(word in mark.text for word in ("降", "减", "cut", "trim")):
        named = "cut"
    if named is None and any(word in mark.text for word in ("加", "hike", "lift")):
        named = "hike"
    if named is None:
        named = line.open.outcome.move if line.open.outcome else line.meetings.last_move
    return named if named != "hold" else "cut"


def _months_of_first(line: Line, clause: Clause, mark: Token, joint: int) -> list[tuple[Token, Time]]:
    """Return the times that may be the first move's, without those it came from or is told not to be at."""
    found = [
        (token, time)
        for token, time in times_in(clause.tokens)
        if time.unit in {"month", "day", "half"}
        and line.meetings.meant(time) is not None
        and token.start < joint
    ]
    if not line.chinese:
        origins = [
            pair
            for pair in found
            if line.text[: pair[0].start].endswith(" from ") and pair[0].start > mark.end
        ]
        found = [pair for pair in found if pair not in origins] or found
    return [
        pair
        for pair in found
        if not _DISCARDED.search(line.text[: pair[0].start]) and not _LATER.match(line.text, pair[0].end)
    ]
