"""Which outcome a chance is of: a move, its size, or several moves."""

from __future__ import annotations

import re
from dataclasses import replace

from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.kinds import QUASI
from signals.claims.grammar.odds.shares import direction, size_of
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Cell, Clause, Outcome


def several(outcome: Outcome) -> bool:
    """Return whether an outcome is more than one move: "two cuts are fully priced" is about how many."""
    count = outcome.count.quantity if outcome.count is not None else None
    return count is not None and count.value != 1


def is_sum(outcome: Outcome) -> bool:
    """Return whether a size is the sum of moves, not a step: "54 basis points of cuts baked in"."""
    return outcome.is_total or (outcome.size is not None and outcome.size not in STEP_SIZES)


STEP_SIZES = {25.0, 50.0, 75.0, 100.0, 125.0, 150.0, 175.0, 200.0}
"""A decision is a step of these; 17bp is what is priced of one."""


_USUAL_STEP = 25.0
"""Basis points. "One quarter-point cut" is a cut of any size, 一次降50bp is one of fifty."""


def detail_of(outcome: Outcome, *, cumulative: bool) -> str:
    """Return the outcome in the normal form: "hold", "cut>=1", "cut=50"."""
    if outcome.move == "hold":
        return "hold"
    if outcome.count is not None and outcome.count.quantity is not None and outcome.count.quantity.value > 1:
        return f"{outcome.move}>={outcome.count.quantity.value:g}"
    single = outcome.count is not None and (outcome.size is None or outcome.size <= _USUAL_STEP)
    if outcome.size is None or single or outcome.size not in STEP_SIZES:
        return f"{outcome.move}>=1"
    return f"{'cumulative_' if cumulative else ''}{outcome.move}={outcome.size:g}"


def outcomes_of(clause: Clause, cell: Cell) -> list[Outcome]:
    """Return the outcomes among the words of a figure."""
    first = min([cell.value.start, *(token.start for token in cell.before)])
    last = max([cell.value.end, *(token.end for token in cell.after)])
    return [one for one in clause.outcomes if first <= one.start and one.end <= last]


_STEP_VERBS = {"降", "减", "降息", "减息"}


_LARGER = re.compile(r"\b(?:larger|bigger)\s(?:one|cut|hike|move|step)\b|更大幅度|更大的")


_SMALLER = re.compile(r"\bsmaller\s(?:one|cut|hike|move|step)\b|更小幅度")


_LARGER_BEFORE = re.compile(
    r"(?:\b(?:larger|bigger|deeper|outsized|jumbo)(?: rate)? |(?:更|较)大(?:幅度?)?的?)$"
)
_LARGER_BEHIND = re.compile(r"(?:更|较)大(?:幅度|步)")


def is_larger(line: Line, outcome: Outcome) -> bool:
    """Return whether a move is told to be a large one without its size: the odds of it are not those of any move."""
    return outcome.size is None and bool(
        _LARGER_BEFORE.search(line.text[: outcome.start]) or _LARGER_BEHIND.match(line.text, outcome.end)
    )


def of_other_size(line: Line, cell: Cell) -> float | None:
    """Return how much larger than the size left open a move is said to be, in bp: "20% for a larger one"."""
    said = re.split(r"[，,。;；]", line.text[cell.end : cell.end + 32])[0]
    return 25.0 if _LARGER.search(said) else -25.0 if _SMALLER.search(said) else None


def _resized(known: Outcome, cell: Cell) -> Outcome:
    """Return the move with the size that is named after it: "of a 50bp cut went to zero and those of 25bp to 97%"."""
    sizes = [
        size
        for token in cell.before
        if token.start >= known.end
        and token is not known.figure
        and token.quantity is not None
        and (size := step_bp(token.quantity)) in STEP_SIZES
    ]
    return replace(known, size=sizes[-1], count=None) if sizes else known


def _size_before(line: Line, clause: Clause) -> Outcome | None:
    """Return the move whose size an earlier clause of the sentence names as what the odds are of."""
    if line.open.odds_place is not None:
        return None
    for part in line.clauses[: line.place(clause)]:
        sized = outcome_by_size(line, part)
        if sized is not None and not part.has("index.", "head.", "pboc.", "figure.pct"):
            return sized
    return None


_OF_A = re.compile(
    r"\b(?:chances?|odds|probability|likelihood) (?:of|for) (?:an? )?$|的?(?:概率|机率|机会)(?:为|是)?$"
)


def outcome_by_size(line: Line, clause: Clause) -> Outcome | None:
    """Return the move that a clause names by its size alone: "Seventy-five next week?", "the odds of a 50"."""
    if clause.outcomes:
        return None
    of_odds = [
        token
        for token in clause.tokens
        if size_of(token) and _OF_A.search(line.text[clause.start : token.start])
    ]
    if len(of_odds) == 1:
        token = of_odds[0]
        return Outcome(move=direction(line), start=token.start, end=token.end, size=size_of(token))  # type: ignore[arg-type]
    found = [
        (
            token,
            step_bp(token.quantity) or (token.quantity.value if token.quantity.kind == "number" else None),
        )
        for token in clause.tokens
        if token.quantity is not None
    ]
    sizes = [(token, size) for token, size in found if size in {25, 50, 75, 100}]
    chances = sum(token.has("figure.pct", "figure.tenth", "figure.chance") for token, _ in found)
    if len(sizes) != 1 or len(found) - chances != 1:
        return None
    token, size = sizes[0]
    return Outcome(move=line.meetings.last_move, start=token.start, end=token.end, size=size)  # type: ignore[arg-type]


def outcome_of(line: Line, clause: Clause, cell: Cell) -> Outcome:
    """Return the outcome that a chance is of: one among its own words, else the one spoken of before."""
    other, known_size = of_other_size(line, cell), line.open.outcome.size if line.open.outcome else None
    if other is not None and line.open.outcome is not None and known_size is not None:
        return replace(line.open.outcome, size=known_size + other, count=None)
    own = outcomes_of(clause, cell)
    after = [one for one in own if one.start >= cell.value.end]
    before = [one for one in own if one.end <= cell.value.start]
    linked = bool(cell.after) and cell.after[0].has("odds.word")
    if after and (linked or not before):
        return after[0]
    if before:
        even = cell.value.has("odds.even") and len(before) > 1 and before[-1].move == "hold"
        return _resized(before[0] if even else before[-1], cell)  # "減息與維持不變的機會率約為50比50"
    alone = (
        outcome_by_size(line, clause)
        if any(token.has("figure.pct", "figure.tenth") for token in clause.tokens)
        else None
    )
    if alone is not None and alone.end <= cell.value.start and not own:
        return alone  # "Fifty in December is an 80% bet"
    earlier = [one for one in clause.outcomes if one.end <= cell.value.start]
    known = earlier[-1] if earlier else _size_before(line, clause) or line.open.outcome
    move = known.move if known is not None and known.move != "hold" else line.meetings.last_move
    for token in (*cell.after, *reversed(cell.before)):
        size = step_bp(token.quantity) if token.quantity is not None else None
        if (
            token.quantity is not None
            and token.quantity.kind == "number"
            and token.quantity.value in {25, 50, 75, 100}
        ):
            of_a = _OF_A.search(line.text[clause.start : token.start])
            size = (
                token.quantity.value if token in cell.after or of_a else None
            )  # "a one-in-three chance of 50"
        if token.has("figure.count") and not own and token in cell.before:
            return Outcome(move=move, start=token.start, end=token.end, count=token)  # type: ignore[arg-type]
        if size is not None and not own:
            return Outcome(move=move, start=token.start, end=token.end, size=size)  # type: ignore[arg-type]
    if (
        known is not None
        and known.move == "hold"
        and not own
        and any(one.text in _STEP_VERBS for one in cell.before)
    ):
        return Outcome(move="cut", start=cell.start, end=cell.end)  # "3月不动99%，5月降8%"
    unlike = known is not None and known.move == "hold" and (
        cell.value.has(*QUASI) or clause.has("outcome.move")
    )  # fmt: skip
    if known is not None and not cell.has("outcome.move") and not unlike:
        return known
    return Outcome(move=move, start=cell.start, end=cell.end)  # type: ignore[arg-type]
