"""Which words of a clause stand by which figure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token

_CJK = re.compile("[\u3400-\u9fff]")


_HEADS = ("index.", "head.", "pboc.", "tenor.", "other.thing", "outcome.")


_SPLITS = ("joint.and", "move.from", "joint.took")


_PREPOSITION = re.compile(
    r"(?:of|in|for|on|at|to|a|an|than|that|the|by|no|of a|of the|another|at least one)\s(?:the |a |an |its |us |fed )*$"
)


def cells(text: str, clause: Clause, kinds: Collection[str] = ()) -> list[Cell]:
    """Return the figures of a clause with their own words.

    Words between two figures belong to the first up to a joint ("and", "from");
    without one, Chinese puts them before the second, English after the first
    unless they begin a new subject. With ``kinds``, figures of other kinds are
    words like any other.
    """
    sizes = {id(token) for one in clause.outcomes for token in (one.figure, one.count)}
    values = [
        place
        for place, token in enumerate(clause.tokens)
        if (quantity := token.quantity) is not None
        and id(token) not in sizes
        and not (quantity.kind == "number" and quantity.in_words)
        and (not kinds or quantity.kind in kinds)
    ]
    if not values:
        return []
    chinese = len(_CJK.findall(text[clause.start : clause.end])) > 2
    found: list[Cell] = []
    begin = 0
    for order, place in enumerate(values):
        following = values[order + 1] if order + 1 < len(values) else len(clause.tokens)
        last = following == len(clause.tokens)
        cut = (
            _first_joint(clause.tokens, place, following)
            if last
            else _cut(text, clause.tokens, place, following, chinese=chinese)
        )
        quantity = clause.tokens[place].quantity
        if quantity is not None:
            found.append(
                Cell.of(
                    clause.tokens[place],
                    quantity,
                    before=clause.tokens[begin:place],
                    after=clause.tokens[place + 1 : cut],
                )
            )
        begin = cut
    return _respectively(clause, found)


_LISTED = ("index.", "head.", "other.thing", "tenor.", "outcome.", "country.")


_ALIKE = (
    ("index.", "other.thing"),
    ("head.",),
    ("tenor.",),
    ("basis.yoy", "basis.mom"),
    ("figure.bp",),
    ("country.",),
)
"""What is listed together where other words of `_LISTED` stand beside it: "美国CPI、核心CPI分别为", 累计降50、75个基点."""


def _respectively(clause: Clause, found: list[Cell]) -> list[Cell]:
    """Give each of several figures its own of as many subjects named before 分别: "国指及科指分别跌0.4%及0.6%"."""
    mark = clause.first("joint.respectively") if len(found) > 1 else None
    if mark is None:
        return found
    last = clause.tokens[-1] is mark or mark.text == "respectively"
    limit = found[0].value.start if last else mark.start
    figures = [cell for cell in found if cell.value.start >= (limit if last else mark.end)]
    subjects = _listed(tuple(token for token in clause.tokens if token.end <= limit), len(figures))
    if not subjects:
        return found
    shared = tuple(
        token for token in clause.tokens if token.end <= figures[0].value.start and token not in subjects
    )
    bound = {
        id(cell): Cell.of(cell.value, cell.quantity, before=(*shared, subject), after=cell.after)
        for cell, subject in zip(figures, subjects, strict=True)
    }
    return [bound.get(id(cell), cell) for cell in found]


def _listed(run: Sequence[Token], count: int) -> list[Token]:
    """Return the subjects that as many figures are shared out to: months, prints, bases, sizes; empty where none are so many."""
    months = [token for token in run if token.time is not None and token.time.unit == "month"]
    mixed = [token for token in run if token.has(*_LISTED)]
    alike = [[token for token in run if token.has(*tags)] for tags in _ALIKE]
    return next((some for some in (*alike, months, mixed) if len(some) == count), [])


def _first_joint(run: Sequence[Token], place: int, end: int) -> int:
    return next((other for other in range(place + 1, end) if run[other].has("joint.and")), end)


def _cut(text: str, run: Sequence[Token], place: int, following: int, *, chinese: bool) -> int:
    """Return where the words after one figure end and those before the next begin."""
    between = range(place + 1, following)
    for other in between:
        if run[other].has(*_SPLITS) or "、" in run[other].tags:
            return other
    if chinese:
        linked = text[run[place].end : run[place].end + 1] == "的"
        return next((o + 1 for o in between if run[o].has("odds.word")), place + 1) if linked else place + 1
    for other in between:
        token = run[other]
        if token.text.endswith(":") or (token.has("basis.previous") and token.text.startswith("the ")):
            return other  # "Actual: 3.1% Forecast: 2.9% Previous: 3.4%"
        if token.has(*_HEADS) and not _PREPOSITION.search(text[run[place].end : token.start]):
            return other
        leading = all(
            run[one].has("extreme.") and run[one].quantity is None for one in range(other + 1, following)
        )
        if token.has("move.to") and leading:
            return other  # "gained 1.7% to a record 5,713.64"
    return following
