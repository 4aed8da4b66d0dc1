"""The moves that a clause names, with their sizes and counts: "two quarter-point cuts", 降息50个基点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from signals.claims.grammar.parts import Move, Outcome
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Quantity

_LINK = re.compile(
    r"^(?:\s|-|[(（]\s?[01]\.\d{1,2}\s?%\s?[)）]|的|了|幅度|达|为|共|约|rate|interest|rates|by|an?|in|fed|further|another|更多|the|move|step|us|policy|first|its|their|key|full|about|roughly|benchmark|main|borrowing|costs|overnight|lending|target|range|fund|funds|federal|short-term"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|next)*$"
)


_OF = re.compile(
    r"^\s?(?:worth )?of (?:fed |rate |further |additional |more |total |policy |us |monetary |new )*$"
)


def outcomes_in(text: str, run: Sequence[Token]) -> Iterator[Outcome]:
    """Yield what meetings may decide, each with the size or count that stands by it."""
    taken: set[int] = set()
    for place, token in enumerate(run):
        move = _move(token)
        if move is None:
            continue
        size: float | None = None
        figure: Token | None = None
        count: Token | None = None
        total = False
        for other in (place - 1, place + 1, place - 2, place + 2):
            if not 0 <= other < len(run) or id(run[other]) in taken:
                continue
            near = run[other]
            between = _between(text, near, token)
            if near.quantity is None:
                continue
            bp = bare_bp(near.quantity) if between in {"", "了", "息", "息了"} else step_bp(near.quantity)
            if bp is not None and figure is None and _LINK.match(between):
                size, figure = bp, near
                taken.add(id(near))
            elif bp is not None and figure is None and _OF.match(between):
                size, figure, total = bp, near, other < place
                taken.add(id(near))
            elif near.has("figure.count") and count is None and len(between) <= 24 and _only_size(between):
                count = near
                taken.add(id(near))
        yield Outcome(
            move=move, start=token.start, end=token.end, size=size, figure=figure, count=count, is_total=total
        )


def _only_size(between: str) -> bool:
    return not re.search(r"[，,;；]|概率|chance", between)


def _between(text: str, one: Token, other: Token) -> str:
    return text[one.end : other.start] if one.start < other.start else text[other.end : one.start]


def _move(token: Token) -> Move | None:
    if not token.has("outcome."):
        return None
    name = token.name("outcome.")
    if name in {"hold", "cut", "hike"}:
        return name  # type: ignore[return-value]
    return None


def step_bp(quantity: Quantity) -> float | None:
    """Return the size of a step in basis points; None where the figure is no step."""
    if quantity.kind == "bp":
        return quantity.middle
    if quantity.kind == "pp":
        return round(100 * quantity.middle, 6)
    if quantity.kind == "li" and quantity.low is None and quantity.value <= 1.5:
        return round(100 * quantity.value, 6)
    if quantity.kind == "points" and quantity.value in {10, 15, 20, 25, 50, 75, 100, 125}:
        return quantity.value
    if quantity.kind == "points" and quantity.value in {0.25, 0.5, 0.75, 1.0}:
        return 100 * quantity.value
    return None


def bare_bp(quantity: Quantity) -> float | None:
    """Return the size of a step told without its unit right beside its verb: 降25."""
    if quantity.kind == "number" and not quantity.in_words and quantity.value in {25, 50, 75}:
        return quantity.value
    return step_bp(quantity)
