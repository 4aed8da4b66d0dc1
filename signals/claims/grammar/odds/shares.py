"""Odds as a market shares them out: outcomes that add up to a hundred, 64/36, the former and the latter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.dates import is_dating
from signals.claims.grammar.odds.kinds import CHANCES
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Cell, Clause, Outcome
from signals.claims.grammar.tokens import Token
from sources.prose.times import Time

SIZES = frozenset({25.0, 50.0, 75.0, 100.0})
"""Basis points that a sentence about one meeting may name by their number alone: "75 at 62%"."""
_WHOLE, _OFF = 100.0, 3.0
"""What the outcomes of one meeting add up to, and how far rounding may leave them from it; in percent."""
_LED = re.compile(
    r"(?:\s|[=@-]|\b(?:at|is|are|was|gets?|has|had|takes?|to|now|only|just|still|on|back|about|the|other|remaining|in|priced?"
    r"|chances?|odds|probability|likelihood|with|bp|move|step|one|and|stands?|sits?|bps?|cut|hike)\b"
    r"|为|是|占|则|约|有|的|概率|机率|几率|机会率?|可能性?|押注?|只有?|仅|在|降至|升至|达|报|比例)*"
)
_FOLLOWED = re.compile(
    r"(?:\s|\b(?:for|of|on|to|an?|the|by|chances?|odds|probability|likelihood|that|fed|goes|going|in|favou?r|behind|priced|shot|at|bet|another|odds-on)\b"
    r"|的|概率|机率|几率|机会|可能性?|押注?|支持|给|会|是|认为|预期)*"
)
_OR = re.compile(r"\b(?:or|vs\.?|versus|over|against|between|from)\b|还是|抑或|或|与|和|、|/|vs")
_SPLIT = re.compile(
    r"\d{1,2}\s?[-/:–]\s?\d{1,2}|[a-z]+[- ]to[- ]one|[六七八九].?开|\d{1,2}比\d{1,2}|[一二三四六七八九]比[一二三四六七八九]"
)
_QUARTERS = {"a quarter": 25.0, "quarter": 25.0, "a half": 50.0, "half": 50.0}
_LARGER = re.compile(r"\b(?:larger|bigger)\b|大的|更大")
_SMALLER = re.compile(r"\bsmaller\b|小的|更小")


def shares(line: Line) -> dict[int, Outcome]:
    """Return the outcome of each figure of a sentence whose outcomes add up to a hundred, by where it stands.

    "75 at 62%, 50 at 38%" needs no word for odds: nothing else that a sentence names by 25, 50
    or 75 adds up so.
    """
    if not line.shares:
        line.shares.append(_shares(line))
    return line.shares[0]


def share_of(line: Line, cell: Cell) -> Outcome | None:
    """Return the outcome that a figure is the share of; None where it is none."""
    return shares(line).get(cell.value.start)


def _shares(line: Line) -> dict[int, Outcome]:
    figures = [token for clause in line.clauses for token in clause.tokens if _is_chance(token)]
    if len(figures) < 2:
        return {}
    found: dict[int, Outcome] = {}
    total = 0.0
    for place, clause in enumerate(line.clauses):
        outcomes = [one for one in clause.tokens if _named(line, clause, one) is not None]
        for token in clause.tokens:
            if _is_chance(token) and token.quantity is not None:
                outcome = _beside(line, place, token, outcomes)
                if outcome is not None:
                    found[token.start] = outcome
                    total += token.quantity.value
    named = {(one.move, one.size) for one in found.values()}
    if len(found) < 2 or len(named) < len(found) or abs(total - _WHOLE) > _OFF:
        return {}
    return found


def _is_chance(token: Token) -> bool:
    quantity = token.quantity
    if quantity is None or token.has("odds.", "outcome.") or quantity.signed or quantity.low is not None:
        return False
    return quantity.kind in CHANCES and 0 <= quantity.value <= _WHOLE and token.text not in _QUARTERS


def _beside(line: Line, place: int, figure: Token, outcomes: Sequence[Token]) -> Outcome | None:
    """Return which of a clause's outcomes stands right before a figure, or right behind it."""
    clause = line.clauses[place]
    begin = min(figure.start, figure.quantity.start if figure.quantity else figure.start)
    before = [one for one in outcomes if one.end <= begin]
    after = [one for one in outcomes if one.start >= figure.end]
    if before and _LED.fullmatch(line.text[before[-1].end : begin]):
        return _named(line, clause, before[-1])
    if after and _FOLLOWED.fullmatch(line.text[figure.end : after[0].start]):
        return _named(line, clause, after[0])
    alone = all(one is figure or one.has("move.to") for one in clause.tokens)
    if alone and place and clause.mark in {":", "("}:
        earlier = line.clauses[place - 1]
        words = [token for token in earlier.tokens if not token.has("odds.", "move.to", "said.done")]
        return _named(line, earlier, words[-1]) if words else None
    return None


def _named(line: Line, clause: Clause, token: Token) -> Outcome | None:
    """Return the outcome that a word or a size names: "hold", "75", 减半厘."""
    for one in clause.outcomes:
        if token is one.figure:
            return replace(one, count=None)
        if one.start <= token.start and token.end <= one.end:
            return replace(one, count=None)
    size = size_of(token)
    if size is None:
        return None
    return Outcome(move=direction(line), start=token.start, end=token.end, size=size)  # type: ignore[arg-type]


def size_of(token: Token) -> float | None:
    """Return the step that a token names with or without its unit; None where it names none."""
    quantity = token.quantity
    if quantity is None or quantity.low is not None or quantity.signed:
        return None
    size = quantity.value if quantity.kind == "number" else step_bp(quantity)
    return size if size in SIZES else None


def direction(line: Line) -> str:
    """Return whether an unnamed step is a cut or a hike: as the sentence says, else what was left open."""
    own = [one.move for clause in line.clauses for one in clause.outcomes if one.move != "hold"]
    known = line.open.outcome.move if line.open.outcome is not None else "hold"
    return own[0] if own else known if known != "hold" else line.meetings.last_move


# ---- two outcomes to choose from ---------------------------------------------------------------------------------
def note_pair(line: Line, clause: Clause) -> None:
    """Leave open two outcomes between which a clause chooses: 25还是50, "half a point or a quarter"."""
    if len(clause.outcomes) < 2 and sum(token.quantity is not None for token in clause.tokens) < 2:
        return
    found = _pair(line, clause.tokens, clause)
    if found is not None:
        line.open.pair = found


def _pair(line: Line, run: Sequence[Token], clause: Clause) -> tuple[Outcome, Outcome] | None:
    sizes = [(token, size) for token in run if (size := _loose_size(token)) is not None]
    if len(sizes) == 2 and (
        _OR.search(line.text[sizes[0][0].end : sizes[1][0].start])
        or _BETWEEN.search(line.text[clause.start : sizes[0][0].start])
    ):
        move = direction(line)
        first, second = (
            Outcome(move=move, start=token.start, end=token.end, size=size)  # type: ignore[arg-type]
            for token, size in sizes
        )
        return (first, second) if first.size != second.size else None
    own = [one for one in clause.outcomes if any(one.start == token.start for token in run)]
    if len(sizes) <= 1 and len(own) == 2 and own[0].move != own[1].move:
        return (own[0], own[1]) if _OR.search(line.text[own[0].end : own[1].start]) else None
    return None


_BETWEEN = re.compile(r"\bbetween (?:a |another )?$")


def with_hold(line: Line, clause: Clause) -> tuple[Outcome, Outcome] | None:
    """Return the step that the clause before names and its opposite: "下月降一码，九比一"."""
    place = line.place(clause)
    before = line.clauses[place - 1] if place else None
    if (
        before is None
        or len(clause.tokens) != 1
        or len(before.outcomes) != 1
        or not line.has("subject.market")
    ):
        return None
    step = before.outcomes[0]
    named = any(token.time is not None for token in before.tokens)
    if step.move == "hold" or not named or any(part.holder == "other" for part in line.clauses):
        return None
    return step, Outcome(move="hold", start=step.start, end=step.end)


def pair_behind(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether the two outcomes that a figure shares stand behind it: "68/32 between another 75 and 50"."""
    behind = [one for one in clause.tokens if one.start >= cell.end]
    return is_split(cell) and _pair(line, behind, clause) is not None


def _loose_size(token: Token) -> float | None:
    if token.quantity is not None and token.quantity.kind == "share":
        return _QUARTERS.get(token.text)
    return size_of(token)


def of_pair(line: Line, cell: Cell) -> Outcome | None:
    """Return the outcome that "the former" or 后者 stands for before a figure."""
    if line.open.pair is None:
        return None
    token = next((one for one in reversed(cell.before) if one.has("joint.former", "joint.latter")), None)
    return None if token is None else line.open.pair[0 if token.has("joint.former") else 1]


def is_split(cell: Cell) -> bool:
    """Return whether a figure gives both sides: 64/36, "two to one"."""
    return cell.quantity.kind == "chance" and bool(_SPLIT.fullmatch(cell.value.text))


def split(line: Line, clause: Clause, cell: Cell) -> Iterator[tuple[Outcome, float]]:
    """Yield both outcomes of a figure that gives both sides, where the sentence says which they are."""
    over = cell.quantity.value
    behind = _pair(line, [one for one in clause.tokens if one.start >= cell.end], clause)
    pair = behind or line.open.pair or with_hold(line, clause)
    if pair is None or any(one in clause.outcomes for one in pair if behind is None):
        return
    first, second = pair
    said = line.text[cell.end : clause.end]
    if behind is None and _LARGER.search(said):
        first, second = sorted(pair, key=lambda one: -(one.size or 0))
    elif behind is None and _SMALLER.search(said):
        first, second = sorted(pair, key=lambda one: one.size or 0)
    elif behind is None and any(one.has("outcome.") or size_of(one) is not None for one in cell.after):
        return
    yield first, over
    yield second, round(_WHOLE - over, 2)


def meeting_behind(line: Line, clause: Clause) -> Time | None:
    """Return the meeting named in the clause behind brackets: "convinced (94% odds) that the Fed will hike in March"."""
    following = line.clauses[line.place(clause) + 1]
    return next((time for _, time in times_in(following.tokens) if not is_dating(line, time)), None)


_IT_WILL = re.compile(
    r"\s*(?:会|将|能|(?:that )?(?:(?:the )?(?:fed|federal reserve|fomc|central bank|it) )?(?:will|would|is going to|to) )?\s?"
)


def behind_brackets(line: Line, clause: Clause) -> Outcome | None:
    """Return the outcome right behind a chance in brackets: "只有较小的可能性（不到三成）会降息50个基点"."""
    following = line.clauses[line.place(clause) + 1 :][:1] if clause.aside else ()
    for part in following:
        lead = _IT_WILL.match(line.text, part.start)
        if len(part.outcomes) == 1 and lead is not None and part.tokens[0].start <= lead.end():
            return part.outcomes[0] if not line.cells(part, CHANCES) else None
    return None
