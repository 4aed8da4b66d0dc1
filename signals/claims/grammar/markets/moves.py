"""A move with its size: "fell 1.3%", 累涨2.8%."""

from __future__ import annotations

import re

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.markets.sessions import in_market_days
from signals.claims.grammar.markets.windows import window_moved_over
from signals.claims.grammar.parts import Cell, Clause
from sources.prose.quantities import Op

_PART_OF = re.compile(
    r" of (?:that|those|the) (?:\w+ )?(?:high|value|gains?|loss(?:es)?|advance|peak|rally)\b"
    r"| of (?:its|their) (?:\w+ )?(?:gains?|loss(?:es)?|advance|rally)\b"
)
"""Behind a part of something named before: "to lose 1.1% of that new high value"."""


_FROM_EXTREME = re.compile(r"\s(?:from|off|above|below|since) (?:its|the|a|an|their)\b")


FLIPPED: dict[Op, Op] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}  # a fall of less than 1% is above -1%


def move_of(line: Line, clause: Clause, cell: Cell, name: str, place: int) -> Claim | None:
    """Return the move in percent that a figure states, with its window; None where it is no move of ours."""
    quantity = cell.quantity
    if quantity.kind == "tenth" and not cell.has("move.up", "move.down"):
        return None  # "5月则接近六成" is a chance
    if quantity.kind == "share" and not cell.has("index."):
        return None  # "37bp this year, two and a half"
    listed = quantity.kind == "number" and _is_listed_move(line, clause, cell, name, place)
    if not (listed or quantity.kind in {"pct", "share", "tenth"}) or cell.has("extreme.within", "odds.word"):
        return None
    sign = sign_of(line, clause, cell)
    if sign is None or _is_history(line, place) or _FROM_EXTREME.match(line.text[cell.end : cell.end + 24]):
        return None
    if _LED_BY.search(line.text[: cell.value.start]) or _PART_OF.match(line.text, cell.value.end):
        return None
    if _NEARING.search(line.text, clause.start, cell.value.start):
        return None  # "nearing a 10 percent decline"
    if _FROM_PEAK.search(line.text[clause.start : cell.start]) or _FROM_POINT.search(line.text[: cell.start]):
        return None  # "较2月高点回落逾10%"
    since = any(
        time.reach == "since"
        and not _OF_SUPERLATIVE.search(line.text[: time.start])
        and not _SUPERLATIVE_AFTER.match(line.text[time.end :])
        for _, time in times_in(clause.tokens)
    )
    if since and not clause.has("extreme.low", "extreme.high", "extreme.record"):
        return None  # a span of its own: 自4月8日以来
    value = quantity.middle if quantity.signed else sign * quantity.middle
    op = FLIPPED.get(quantity.op, quantity.op) if value < 0 and not quantity.signed else quantity.op
    if quantity.kind == "share":
        value = round(value, 1)
    span = (min([cell.start, *(t.start for t in cell.before)]), max([cell.end, *(t.end for t in cell.after)]))
    when = window_moved_over(line, clause, cell, place, name)
    if when is None:
        return None
    line.open.daily = line.open.daily or when.startswith("day:")
    if abs(value) > (150 if name == "VIX" else 25) and not when.startswith(("ytd", "year", "month")):
        return None  # of a year, though nothing says so
    return line.claim(span, "market.change", in_market_days(line, when, name), op, value, "pct", name)


def _is_listed_move(line: Line, clause: Clause, cell: Cell, name: str, place: int) -> bool:
    """Return whether a bare figure is a move in percent like the one before: "bounced 3.9 percent, the Nasdaq 4.2"."""
    words = [token for token in clause.tokens if not token.has("joint.and")]
    return (
        len(words) == 2
        and words[0].has("index.")
        and place > 0
        and line.clauses[place - 1].has("figure.pct")
        and "." in cell.value.text
        and cell.quantity.value < _LISTED_AT_MOST
        and name != "VIX"
        and line.open.moved_sign is not None
    )


_LISTED_AT_MOST = 15.0
"""Percent. A bare figure behind an index is a move only where no level could be so small."""


def _is_history(line: Line, place: int) -> bool:
    """Return whether the sentence has gone to another year: "In 1995 … the S&P 500 rose 34%"."""
    return any(
        time.unit == "year"
        and time.reach != "since"
        and (time.year_on(line.date) or line.date.year) < line.date.year - 1
        for part in line.clauses[: place + 1]
        for _, time in times_in(part.tokens)
    )


def sign_of(line: Line, clause: Clause, cell: Cell) -> float | None:
    """Return 1 for a rise and -1 for a fall, by the verb beside a figure or the one it goes on with; None without."""
    before = [token for token in cell.before if token.has("move.up", "move.down")]
    after = [token for token in cell.after if token.has("move.up", "move.down")]
    token = before[-1] if before else after[0] if after else None
    if token is None:
        if cell.quantity.signed:
            return 1.0
        level = any(token.has("move.to") for token in cell.before)
        if line.open.moved_sign is not None and not level and _is_continued(line, clause, cell):
            return line.open.moved_sign
        return None
    sign = -1.0 if token.has("move.down") else 1.0
    line.open.moved_sign = sign
    return sign


def _is_continued(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure takes its verb from the one before: "lost 7.8% against 8.5% for the Hang Seng"."""
    before = line.text[clause.start : cell.value.start]
    alone = all(token.has("index.", "joint.", "subject.") or token.time is not None for token in cell.before)
    if alone and cell.has("index.") and not clause.aside:
        return True  # "the Nasdaq 0.9%"
    return (
        cell.has("joint.and", "joint.respectively")
        or "、" in before
        or before.rstrip().endswith(("或", " or", "即", "及", "和", "与"))
    )


_FROM_PEAK = re.compile(r"[较自从由比距][^，,]{0,14}(?:高点|高位|低点|低位|峰值|谷底|底部)")


_LED_BY = re.compile(
    r"\b(?:led|dragged|weighed|hurt|helped|boosted|driven|pulled|lifted|paced)(?: down| up| lower| higher)? by (?:an? )?$"
)
"""Before the move of one of an index's shares: "dragged down by a 4.9 per cent decline in NetEase"."""


_NEARING = re.compile(r"\b(?:nearing|approaching|close to|on the verge of) an? $")


_FROM_POINT = re.compile(
    r"\b(?:declin|drop|fall|loss|retreat|slide|gain|rise|rall|rebound|advanc|surg)\w* (?:from|since|off) (?:its|the|a|an|their) "
    r"[^,;]{0,20}(?:low|high|peak|bottom|trough|record)s?\b"
    r"|(?:低点|高点|低位|高位)(?:算起|以来|起)|\bsince (?:its|the|a|their) [^,;]{0,16}(?:low|high|peak|bottom|trough)s?\b"
)
"""A span that begins at a low or a peak has no window of ours."""


_OF_SUPERLATIVE = re.compile(
    r"\b(?:best|worst|biggest|largest|steepest|sharpest|most|strongest|weakest|highest|lowest)\b"
    r"(?: [a-z-]+){0,4}(?: since(?: the)?)?\s*$"
)
"""Since when a move was the largest is no span of its own: "for its worst week since September"."""


_SUPERLATIVE_AFTER = re.compile(r"(?:以来)?的?最(?:佳|好|差|大|深|惨|长|强|弱|糟)")
