"""One index against another, and directions said without a size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.markets.moves import FLIPPED
from signals.claims.grammar.markets.names import index_of
from signals.claims.grammar.markets.sessions import window_at
from signals.claims.grammar.markets.windows import carried_times, window_moved_over
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op, Quantity

_NONE = Quantity(start=0, end=0, kind="number", value=0.0)


def beats(line: Line, clause: Clause, place: int) -> Iterator[Claim]:
    """Yield that one index did better or worse than another, by how many points where that is told."""
    mark = clause.first("market.beat", "market.lag")
    if mark is None:
        return
    before = [
        token.name("index.") for token in clause.tokens if token.has("index.") and token.start < mark.start
    ]
    after = [
        token.name("index.") for token in clause.tokens if token.has("index.") and token.start >= mark.end
    ]
    first = before[-1] if before else _subject_before(line, place)
    if not after or first is None or first == after[0]:
        return
    op: Op = ">" if mark.has("market.beat") else "<"
    cell = Cell.of(mark, _NONE)
    when = window_moved_over(line, clause, cell, place)
    if when is None:
        return
    gap = next((one.quantity for one in line.cells(clause) if one.quantity.kind == "pp"), None)
    if gap is not None:  # "ahead of the HSI by more than 4pp"
        signed = gap.middle if op == ">" else -gap.middle
        told = gap.op if op == ">" else FLIPPED.get(gap.op, gap.op)
        yield line.claim(
            (mark.start if not before else clause.start, clause.end),
            "market.change", when, told, signed, "pp", f"{first}-{after[0]}",
        )  # fmt: skip
        return
    yield line.claim(
        (mark.start if not before else clause.start, clause.end),
        "market.change",
        when,
        op,
        0.0,
        "pp",
        f"{first}-{after[0]}",
    )


def _subject_before(line: Line, place: int) -> str | None:
    for before in range(place - 1, -1, -1):
        name = index_of(line.clauses[before])
        if name is not None:
            return name
    return None


def _is_timed(line: Line, place: int) -> bool:
    """Return whether the sentence names the time over which an index moved, here or before."""
    for part in line.clauses[: place + 1]:
        if part.has("market.day", "market.week", "market.month") or any(
            window_at(line, time) for _, time in times_in(carried_times(line, part))
        ):
            return True
    return False


def _reaches_level(clause: Clause, verb: Token) -> bool:
    """Return whether the exact level that a move led to stands behind its verb: "shot to 45.31" is that level.

    "Drifting lower to 18" says the direction as well.
    """
    if verb.text.endswith(("lower", "higher")):
        return False
    following = [token for token in clause.tokens if token.start >= verb.end][:2]
    return (
        len(following) == 2
        and following[0].has("move.to")
        and following[1].quantity is not None
        and following[1].quantity.kind in {"number", "points"}
        and following[1].quantity.op == "="
    )


_COUNTED = re.compile("[一二两三四五六七八九十连]")


def _has_size(clause: Clause, verb: Token) -> bool:
    """Return whether a clause gives the size of a move: in percent, or right behind its verb."""
    return any(
        other.quantity is not None
        and (
            other.quantity.kind in {"pct", "share"}
            or other.start - verb.end <= 2
            or other.quantity.op not in {"=", "~"}
        )
        for other in clause.tokens
    )


_DOUBLED = re.compile(r"\b(?:(?P<more>more than )|(?P<near>(?:nearly|almost|about|roughly) ))?doubled\b")


def doubled(line: Line, clause: Clause, place: int) -> Iterator[Claim]:
    """Yield that an index doubled over a named time: "VIX more than doubled today"."""
    found = None if line.chinese else _DOUBLED.search(line.text, clause.start, clause.end)
    token = clause.first("index.")
    if found is None or token is None or token.end > found.start() or not _is_timed(line, place):
        return
    cell = Cell.of(token._replace(start=found.start(), end=found.end()), _NONE)
    when = window_moved_over(line, clause, cell, place)
    if when is not None and not clause.has("move.from", "other.thing"):
        op: Op = ">" if found["more"] else "~"
        yield line.claim(
            (token.start, found.end()), "market.change", when, op, 100.0, "pct", token.name("index.") or ""
        )


def drift(line: Line, clause: Clause, place: int) -> Iterator[Claim]:
    """Yield a direction said without a size over a named time: "drifting lower", 周线收涨."""
    token = clause.first("index.")
    verb = clause.first("move.up", "move.down")
    if token is None or verb is None or verb.start < token.end or not _is_timed(line, place):
        return
    if _has_size(clause, verb) or _COUNTED.match(line.text, verb.end):
        return  # 累升971点 has its size, 连跌四年 counts years
    if clause.has("market.beat", "market.lag", "other.thing", "extreme.") or _reaches_level(clause, verb):
        return
    if token.text.startswith(("港股", "大市")):
        return  # the whole market, of no index named
    if line.text[max(0, verb.start - 1) : verb.start] == "先":
        return  # 先扬后抑 says nothing of where it ended
    following = line.clauses[place + 1 : place + 2]
    if any(part.has("figure.pct") and not part.has("index.") for part in following):
        return  # its size follows
    name = token.name("index.")
    op: Op = "<" if verb.has("move.down") else ">"
    cell = Cell.of(verb, _NONE)
    when = window_moved_over(line, clause, cell, place)
    if when is not None and when.startswith("month:") and (line.has("head.") or "数据" in line.text):
        return  # "3月CPI数据公布，标普大跌": the month is of the print
    if when is not None and when.startswith(("week:", "day:", "month:", "ytd:")):
        yield line.claim((token.start, verb.end), "market.change", when, op, 0.0, "pct", name or "")
