"""Chances that no word calls so: known by how the clause is built, or by what was spoken of before."""

from __future__ import annotations

import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.dates import IS_AGAINST, is_dating
from signals.claims.grammar.odds.shares import size_of
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token
from signals.claims.grammar.topics import topic


def is_percent_of_meeting(line: Line, clause: Clause, cell: Cell, *, named: bool, has_outcome: bool) -> bool:
    """Return whether a percentage is a chance by how its clause is built, without a word for odds."""
    state = line.open
    if _is_headed(line, clause) or _is_priced_which(line, clause, cell):
        return True  # "October cut: 92%"
    if has_outcome and _is_telegraphic(line, clause):
        return True  # "June hold 98%", "April's meeting is a non-event, 98% unchanged"
    if has_outcome and not _is_step_sentence(clause):
        spoken_of = any(token.has("odds.word") for other in line.clauses for token in other.tokens)
        return state.odds or spoken_of or (clause.has("subject.market") and named and _is_put_at(line, cell))
    before = any(size_of(token) is not None for token in cell.before)
    if before and named and clause.has("subject.market") and _is_put_at(line, cell):
        return True  # "swaps price another 75 in July at about 80%"
    sized = any(token.has("figure.bp") for token in cell.after)
    if sized and clause.has("subject.market") and state.meeting and _is_put_at(line, cell):
        return True  # "with futures at 65% for 25bp"
    return state.odds and named


def is_carried(
    line: Line, clause: Clause, cell: Cell, *, named: bool, said: bool, has_outcome: bool
) -> bool | None:
    """Return whether a figure is a chance by what was left open or by its own kind; None where neither tells."""
    quantity, state, subject = cell.quantity, line.open, topic(cell)
    if quantity.kind in {"tenth", "chance"} and (
        has_outcome or state.odds or (quantity.kind == "tenth" and state.meeting is not None)
    ):
        return True
    if quantity.kind == "chance" and (named or state.meeting is not None):
        sized = any(token.has("figure.bp") for token in cell.own)
        return sized or said or line.has("subject.fed", "subject.market", "outcome.")
    if quantity.kind in {"pct", "tenth", "share", "chance"} and state.odds and subject is None:
        words = [
            token
            for token in _up_to_event(clause, cell)
            if not token.has("move.", "joint.", "said.done", "subject.market", "extreme.")
            and token.time is None
        ]
        alone = all(token.quantity is not None for token in words)
        if any(step_bp(one.quantity) in {25, 50, 75, 100} for one in cell.before if one.quantity):
            return True  # "with 50bp at roughly 70%"
        place = line.place(clause)
        if state.odds_last and IS_AGAINST.match(line.text):
            return True  # a sentence that holds the odds of the one before against earlier ones
        near = _since_odds(line, place)
        adjacent = near and state.odds_place != place
        if (clause.has("move.from") and near) or (alone and adjacent):
            return True  # "down from 75%", "现报19.9%"
        if alone and _only_it(line, clause) and state.odds_place is not None:
            return True  # "…; by Friday, with a bank gone, it was back around 35%"
    return None


def _up_to_event(clause: Clause, cell: Cell) -> list[Token]:
    """Return the words of a clause but those of what moved the odds: "leapt to 71% after Williams' speech"."""
    event = next(
        (one.start for one in clause.tokens if one.text == "after" and one.start > cell.value.start),
        clause.end,
    )
    return [token for token in clause.tokens if token.start < event]


def _is_headed(line: Line, clause: Clause) -> bool:
    """Return whether a clause is a percentage alone behind a colon, and what stands before it a meeting's outcome."""
    place = line.place(clause)
    said = [token for token in clause.tokens if token.text != "at"] if clause.mark == "," else clause.tokens
    if clause.mark not in {":", "(", ","} or not place or len(said) != 1:
        return False
    before = line.clauses[place - 1]
    if clause.mark == ",":  # "Traders lean towards a 50bp hike in December, at 52%"
        return (
            len(clause.tokens) == 2
            and before.has("subject.market")
            and len(before.outcomes) == 1
            and any(time.unit == "month" for _, time in times_in(before.tokens))
        )
    if clause.mark == "(":  # "markets lean toward a December cut (65%)"
        last = before.tokens[-1]
        return before.has("subject.market") and bool(before.outcomes) and (
            last.end == before.outcomes[-1].end or (last.time is not None and last.time.unit == "month")
        )  # fmt: skip
    if (
        line.open.odds
        and len(before.tokens) <= 2
        and (bool(before.outcomes) or size_of(before.tokens[-1]) is not None)
    ):
        known = all(token.has("outcome.", "act.", "easing.") or size_of(token) for token in before.tokens)
        return known and _unread_letters(line, before) == 0  # "Hold: 29%", "A 25: 64%"
    return (
        (bool(before.outcomes) or before.has("odds.noun") or any(size_of(token) for token in before.tokens))
        and any(time.unit == "month" for _, time in times_in(before.tokens))
        and all(
            token.time or token.has("figure.bp", *_TELEGRAPHIC) or size_of(token) for token in before.tokens
        )
    )


_WHICH = re.compile(r"\s*(?:(?:a |an )?(?:move|step|outcome|prospect) )?(?:which|that)\b")


def _is_priced_which(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a relative clause prices the step just named: "a cut by June, which contracts price at 65%"."""
    place = line.place(clause)
    before = line.clauses[place - 1] if place and clause.mark == "," else None
    return (
        before is not None
        and len(before.outcomes) == 1
        and any(time.unit == "month" for _, time in times_in(before.tokens))
        and clause.has("subject.market")
        and bool(_WHICH.match(line.text[clause.start : clause.end]))
        and _is_put_at(line, cell)
        and not before.blocked & {"negation", "maybe"}
        and not clause.has("rate.", "head.", "index.")
    )


_OF_MEETING = (
    "outcome.", "act.", "easing.", "odds.", "move.", "joint.", "meeting.", "moves.priced", "moves.first", "subject.market",
    "subject.fed", "said.done",
)  # fmt: skip


_VERBS = re.compile(
    r"\b(?:went|gone|goes|going|swung|moved|back|still|now|is|has|was|been|it|we|are|just|only|almost|well|as|high|low|much|over|the"
    r"|a|an|in|on|at|for|by|of|that|week|day|unthinkable|unlikely|nothing|nowhere|sits?|stands?|looks?|collapsed|more|than|better|live|for)\b"
)


def is_of_meeting(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether the subject of a clause is a meeting to come, and its figure what becomes of it.

    "December has swung from three-in-ten to better than three-in-four", "September to 75%, from 68%": a month, an
    outcome or a step, a chance in whole percent, and no word that we do not know.
    """
    quantity = cell.quantity
    if (
        quantity.kind not in {"pct", "tenth", "chance"}
        or not float(quantity.value).is_integer()
        or quantity.value < 5
    ):
        return False
    if (
        clause.mark == "("
        or clause.has("odds.word")
        or line.open.head is not None
        or line.open.index is not None
        or line.has("index.", "head.")
    ):
        return False
    months = [
        token
        for token, time in times_in(clause.tokens)
        if time.unit in {"month", "weekday"}
        and time.reach in {"at", "by"}
        and not is_dating(line, time)
        and line.meetings.meant(time) is not None
    ]
    if not months or months[0].start > cell.start:
        return False
    sized = any(size_of(token) is not None and token.end <= months[0].start for token in clause.tokens)
    if months[0].time is not None and months[0].time.unit == "weekday" and not sized:
        return False  # a weekday alone is when, not which meeting
    moved = cell.has("move.to", "move.from") or clause.has("outcome.") or quantity.kind == "chance"
    known = all(
        token.quantity is not None or token.time is not None or token.has(*_OF_MEETING)
        for token in clause.tokens
    )
    return moved and known and _unread_letters(line, clause) <= 3


def is_only_meeting(line: Line, clause: Clause) -> bool:
    """Return whether a clause says of a month with a meeting that it is sure, even or out, and nothing else."""
    words = [
        token
        for token in clause.tokens
        if token.time is None and not token.has("odds.", "move.to", "joint.and")
    ]
    months = [time for _, time in times_in(clause.tokens) if time.unit == "month" and time.reach == "at"]
    return (
        not line.chinese
        and not words
        and len(months) == 1
        and line.meetings.meant(months[0]) is not None
        and not line.has("index.", "head.", "other.thing", "pboc.")
        and _unread_letters(line, clause, whole=True) <= 3
    )


def _unread_letters(line: Line, clause: Clause, *, whole: bool = False) -> int:
    """Return how many letters of a clause stand in no word that we know: of all of it, or from its first word that we do."""
    left = list(line.text[clause.start : clause.end])
    for token in clause.tokens:
        begin, last = token.start, token.end
        if token.quantity is not None:
            begin, last = min(begin, token.quantity.start), max(last, token.quantity.end)
        left[begin - clause.start : last - clause.start] = " " * (last - begin)
    first = 0 if whole or not clause.tokens else clause.tokens[0].start - clause.start
    after = "".join(left)[first:]
    return sum(letter.isalpha() for letter in _VERBS.sub("", after.replace("'s", "")))


_IT_IS = re.compile(
    r"\s*(?:it's|it is|that's|that is|it was)\s+(?:now\s+)?(?:at\s+|up to\s+|about\s+|around\s+)?$"
)


def is_it(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is what "it" now stands at, where the last thing named is a meeting's outcome."""
    if not line.open.asked or cell.quantity.kind not in {"pct", "chance"} or cell.quantity.value < 5:
        return False
    words = [token for token in clause.tokens if token.quantity is None and token.time is None]
    return bool(_IT_IS.fullmatch(line.text[clause.start : cell.start])) and all(
        token.has("move.", "joint.") for token in words
    )


_TELEGRAPHIC = ("outcome.", "act.", "easing.", "meeting.", "moves.priced", "moves.so_far", "odds.", "move.to")


_FILLERS = re.compile(r"\b(?:still|now|seen|just|only|for an?|on an?|of an?|by then|then)\b")


def _is_telegraphic(line: Line, clause: Clause) -> bool:
    """Return whether a clause is a meeting, an outcome and a whole percentage, and nothing else."""
    sizes = {id(one.figure) for one in clause.outcomes if one.figure is not None}
    figures = [token for token in clause.tokens if token.quantity is not None and id(token) not in sizes]
    named = line.open.meeting is not None or any(
        time.unit == "month" or (time.unit == "day" and line.meetings.meant(time) is not None)
        for _, time in times_in(clause.tokens)
    )
    return (
        named
        and len(figures) == len(clause.outcomes) == 1
        and all(one.has("figure.pct") and one.quantity and one.quantity.low is None for one in figures)
        and max(one.quantity.value for one in figures if one.quantity) >= 5
        and all(token.quantity or token.time or token.has(*_TELEGRAPHIC) for token in clause.tokens)
        and sum(letter.isalpha() for letter in _FILLERS.sub("", line.text[clause.start : clause.end]))
        - sum(letter.isalpha() for token in clause.tokens for letter in token.text)
        <= 2
    )


def _since_odds(line: Line, place: int) -> bool:
    """Return whether nothing but who said it stands between the last odds of the sentence and a clause."""
    if line.open.odds_place is None:
        return False
    return not any(
        any(token.quantity for token in part.tokens) or part.has("index.", "head.", "pboc.", "other.thing")
        for part in line.clauses[line.open.odds_place + 1 : place]
    )


def _only_it(line: Line, clause: Clause) -> bool:
    """Return whether the subject of a clause is "it", with nothing else named since the odds of this sentence."""
    place = line.place(clause)
    since = line.clauses[line.open.odds_place or 0 : place]
    said = line.text[clause.start : clause.end].strip()
    return said.startswith(("it ", "it's ")) and not any(
        part.has("index.", "head.", "pboc.", "other.thing") for part in since
    )


_RATE_AT_MOST = 8.0
"""Percent."""
_PUT_AT = re.compile(
    r"\bat\s(?:about |around |roughly |nearly |over |under |better than |more than |less than |just )*$"
)


def _is_put_at(line: Line, cell: Cell) -> bool:
    """Return whether a market puts an outcome at a chance: "traders have a July hike at better than 90%".

    Below 8 % it may be the rate that the outcome leads to.
    """
    return cell.quantity.value >= _RATE_AT_MOST and bool(_PUT_AT.search(line.text[: cell.value.start]))


def _is_step_sentence(clause: Clause) -> bool:
    return clause.has("rate.range", "move.from") and not clause.has("odds.word")
