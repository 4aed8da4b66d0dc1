"""Odds of a hold, a cut or a hike at a meeting, or by it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from signals.claims.claim import Claim
from signals.claims.grammar.clauses import Cell, Clause, Outcome, step_bp
from signals.claims.grammar.fed_shares import (
    SIZES,
    direction,
    is_split,
    note_pair,
    of_pair,
    pair_behind,
    share_of,
    size_of,
    split,
    with_hold,
)
from signals.claims.grammar.line import Line, is_past, months_before, times_in, told_of_past, topic
from signals.claims.grammar.tokens import Token
from sources.prose.times import Time

_NOT_OURS = {"condition", "rumour", "call", "history", "other bank"}
_ONCE = ("曾", "一度", "had been", "stood at", "was ")
_ARROW = re.compile(r"\s?(?:→|-+>)\s?")
"""Before what a figure became: "96.7% → 98%"."""
_HAD = re.compile(r"\bhad (?:been )?(?:pric|put|seen|assign|given|expect|attach|imputed)\w*\b")
"""What a market had thought before, of no day named."""
_AGAINST = {"versus", "vs", "vs.", "against", "compared with", "from"}
_BEFORE_EVENT = re.compile(
    r"\s(?:just |right |shortly )?(?:before|prior to|ahead of) "
    r"(?!(?:the |its |this |next )?(?:\w+'s |week's ){0,2}(?:fed |fomc |rate |policy )?(?:decision|meeting|gathering)\b)"
    r"(?!(?:the )?(?:end|year|summer|mid|(?:january|february|march|april|may|june|july)\b"
    r"|(?:august|september|october|november|december)\b))"
)
_AHEAD = re.compile(r"\s(?:fed |fomc |rate |policy )?(?:decision|meeting|gathering)\b")
_AS_OF_EVENT = re.compile(r"(?<![目当此日周月年])(?:之前|以前|前)$")
_CHANCES = ("pct", "tenth", "chance", "share")
_QUASI = ("odds.sure", "odds.none", "odds.even", "odds.likely", "odds.nine")


def odds_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the odds that one clause states, and leave its outcome and meeting open for the next."""
    clause = line.clauses[place]
    _note_meeting(line, clause)
    note_pair(line, clause)
    opinion = clause.holder in {"other", "survey"} and not (clause.after_official and clause.has("odds.noun"))
    if opinion or clause.blocked & _NOT_OURS or _was(line, place):
        return
    found = line.cells(clause, _CHANCES)
    chances = [cell for cell in found if _is_chance(line, clause, cell)]
    chances += [
        cell
        for last, cell in pairwise(found)
        if last in chances
        and cell not in chances
        and (
            (cell.before[:1] == cell.before and cell.has("move.from"))
            or (last.has("move.from") and cell.has("move.to") and cell.quantity.kind == "tenth")
        )
        and cell.quantity.kind == last.quantity.kind
        and not _is_of_something_else(clause, cell)
    ]  # "bets on a September move to about 80% from 72%"
    if not chances:
        _note_outcome(line, clause)
        return
    if any(not cell.value.has(*_QUASI) for cell in chances) or _figure_follows(line, place):
        if chances and chances[-1].value.has(*_QUASI):
            line.open.odds, line.open.odds_place = True, place
        chances = [cell for cell in chances if not cell.value.has(*_QUASI)]
    if not line.is_question:
        later = [cell for cell in chances if not cell.has("move.from")]
        for cell in [*later, *(one for one in chances if one not in later)]:
            both = list(split(line, clause, cell)) if is_split(cell) else []
            if both:
                line.open.odds, line.open.odds_place = True, place
                for outcome, value in both:
                    side = _claim(line, clause, cell, outcome, value)
                    if side is not None:
                        yield side
                continue
            claim = _claim(line, clause, cell)
            if claim is not None and claim.op in {"<", ">"} and _exact_follows(line, place):
                line.open.odds_place = place
                claim = None  # "跌破20%，现报19.9%"
            if claim is not None:
                line.open.odds, line.open.odds_place = True, place
                yield claim
    _note_outcome(line, clause)


def _was(line: Line, place: int) -> bool:
    """Return whether the clause before sets the time before an event: "講話前，機率為73.5%" is of no day named."""
    here = line.clauses[place]
    if here.mark != ",":
        return False
    unread = line.text[line.clauses[place - 1].end if place else 0 : here.start].rstrip("，, ")
    if _AS_OF_EVENT.search(unread):
        return True  # none of its words are ours: "講話前"
    if not place:
        return False
    before = line.clauses[place - 1]
    said = line.text[before.start : before.end].strip()
    return (
        bool(_AS_OF_EVENT.search(said))
        and not times_in(before.tokens)[-1:]
        and not any(token.quantity is not None for token in before.tokens)
    )


_RATE_AT_MOST = 8.0
"""Percent. What a market has for the end of a year to its decimals and below is the rate."""
_ORDINAL = re.compile(r"an? (?:third|fourth|fifth|sixth)")
_ORDINAL_AFTER = re.compile(r"(?:at|by|before|is|was|coming)\b")


def _is_of_something_else(clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is a rate, a level, a survey's or a hedge, whatever stands around it."""
    quantity = cell.quantity
    behind = next((token.text for token in clause.tokens if token.start >= cell.value.end), "")
    if _ORDINAL.fullmatch(cell.value.text) and _ORDINAL_AFTER.match(behind):
        return True  # "four cuts, a fifth at better than even odds"
    if quantity.signed or not 0 <= quantity.value <= 100 or cell.has("rate.range", "rate.implied"):
        return True
    if quantity.low is not None and quantity.value - quantity.low in {0.25, 0.5}:
        return True
    levels = any(
        token.quantity is not None and token.quantity.low is not None
        for token in cell.own
        if token is not cell.value
    )
    if levels and not _outcomes_of(clause, cell):
        return True  # odds of a level, not of a move
    if cell.has("mode.maybe") and any(token.has("mode.maybe") for token in cell.before):
        return True  # "could jump to 40%"
    if clause.has("moves.unscheduled") or (clause.has("other.event") and not clause.outcomes):
        return True  # "the chance of a recession"  # between two meetings: no meeting's odds
    if clause.has("moves.ordinal") or _is_of_survey(cell):
        return True
    if not clause.outcomes and "." in cell.value.text and quantity.value < _RATE_AT_MOST and any(
        time.unit == "year" and time.reach == "end" for _, time in times_in(clause.tokens)
    ):  # fmt: skip
        return True  # "Pricing for the end of 2024 is 4.62%" is a rate
    return bool(cell.has("basis.expected", "basis.previous", "basis.yoy", "basis.mom"))


def _is_chance(line: Line, clause: Clause, cell: Cell) -> bool:
    quantity, state, subject = cell.quantity, line.open, topic(cell)
    if subject not in {"fed", None} or _is_of_something_else(clause, cell):
        return False
    if share_of(line, cell) is not None or of_pair(line, cell) is not None:
        return True  # "75 at 62%, 50 at 38%", 前者六成四
    if (
        _of_other_size(line, cell) is not None
        and state.outcome is not None
        and state.outcome.size is not None
    ):
        return quantity.kind in {"pct", "tenth", "chance"} and state.odds  # "leaving 68% on the smaller step"
    if _backs_size(line, clause, cell):
        return True
    if clause.has("tenor.both") and sum(time.unit == "month" for _, time in times_in(clause.tokens)) > 1:
        return False  # "a 90% chance of cuts in both October and December": of the two together
    if pair_behind(line, clause, cell) and any(True for _ in _meeting_times(line, cell)):
        return True
    if is_split(cell) and "比" in cell.value.text and state.pair is None:
        known = with_hold(line, clause) is not None or clause.has("odds.noun")
        return known or bool(_outcomes_of(clause, cell))  # "球队以九比一大胜，市场情绪不错"
    if is_split(cell) and (state.pair is not None or clause.holder == "market" or state.market):
        return True  # "the market says 64/36"
    said = clause.has("odds.word") or cell.value.has(*_QUASI)
    if cell.value.has("odds.likely", "odds.sure") and (
        clause.has("moves.first")
        or any(_several(one) or _is_sum(one) for one in clause.outcomes)
        or _counts_several(clause)
    ):
        return False
    has_outcome = bool(_outcomes_of(clause, cell)) or cell.has("outcome.move")
    named = has_outcome or any(True for _ in _meeting_times(line, cell))
    if cell.value.has(*_QUASI):
        return _is_worded_chance(line, clause, cell, named=named, has_outcome=has_outcome)
    if (
        said
        and quantity.kind != "chance"
        and (
            named
            or clause.outcomes
            or clause.has("outcome.move")
            or state.outcome is not None
            or state.meeting is not None
            or _sized(line, clause) is not None
        )
    ):
        return bool(
            clause.has("outcome.", "subject.fed", "subject.market")
            or state.outcome
            or state.odds
            or named
            or _sized(line, clause)
        )
    if _is_of_meeting(line, clause, cell) or _is_it(line, clause, cell):
        return True
    carried = _is_carried(line, clause, cell, named=named, said=said, has_outcome=has_outcome)
    if carried is not None:
        return carried
    return quantity.kind == "pct" and _is_percent_of_meeting(
        line, clause, cell, named=named, has_outcome=has_outcome
    )


def _is_percent_of_meeting(line: Line, clause: Clause, cell: Cell, *, named: bool, has_outcome: bool) -> bool:
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


def _is_worded_chance(line: Line, clause: Clause, cell: Cell, *, named: bool, has_outcome: bool) -> bool:
    """Return whether a chance said in words is one of a meeting: "fully discounted", 板上钉钉."""
    state = line.open
    place = line.clauses.index(clause)
    before = line.clauses[place - 1].tokens if place and clause.has("odds.word") else ()
    named = named or any(time.unit == "month" for _, time in times_in(before))  # "五月先来一次，把握过半"
    market = (
        clause.holder == "market"
        or state.market
        or clause.has("odds.word")
        or state.odds
        or state.subject == "fed"
    )
    market = market and not clause.has("index.", "head.", "other.thing", "pboc.")
    sized = any(step_bp(one.quantity) in {25, 50, 75, 100} for one in cell.before if one.quantity)
    named = named or (sized and state.odds)  # "a half-point has been ruled out"
    in_price = _IN_PRICE.search(cell.value.text) is not None and named and not clause.has("holder.")
    if in_price and not clause.outcomes and not clause.has("index.", "head.", "other.thing", "pboc."):
        return _only_months(clause, cell)  # "Sep is more than fully discounted"
    return (
        named
        and (market or cell.value.has("odds.sure", "odds.nine") or _is_whole(clause, cell))
        and (has_outcome or state.outcome is not None or state.odds or state.subject == "fed")
    )


_IN_PRICE = re.compile(r"pric|discount|baked in")


def _only_months(clause: Clause, cell: Cell) -> bool:
    """Return whether a clause says of a meeting, and of nothing else, that it is in the price."""
    return all(
        token is cell.value
        or token.time is not None
        or token.has("move.to", "joint.", "subject.market", "meeting.")
        for token in clause.tokens
    ) and any(time.unit == "month" for _, time in times_in(clause.tokens))


_BACKS = re.compile(
    r"\s?(?:(?:chance|sliver|shot|bet|wager|lean|slice|tail|remote chance|outside chance)s?\s)?(?:on|for|of)\s(?:an?\s)?"
    r"|的?(?:钱|人|资金|交易员|市场|筹码)?(?:仍|还)?(?:在|是)?(?:赌|押注?|下注|认为会?|看|买)(?:会)?(?:降|加|减)?"
)


def _backs_size(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether money at a meeting backs a step named behind the figure: "an 11% sliver on 50bp", 三分之一的钱在赌100."""
    after = [token for token in cell.after if size_of(token) is not None]
    if (
        not after
        or line.open.meeting is None
        or cell.quantity.kind not in {"pct", "tenth", "share", "chance"}
    ):
        return False
    if clause.has("index.", "head.", "pboc.", "other.thing", "rate."):
        return False
    spoken = line.open.odds or line.open.market or line.has("subject.market", "odds.")
    return bool(spoken or line.chinese) and bool(_BACKS.fullmatch(line.text[cell.value.end : after[0].start]))


def _is_whole(clause: Clause, cell: Cell) -> bool:
    """Return whether a clause names the outcome and the meeting of an even chance itself: "a hike by May is a coin flip"."""
    months = any(time.unit == "month" for _, time in times_in(clause.tokens))
    elsewhere = clause.has("index.", "head.", "other.thing", "pboc.", "holder.")
    return cell.value.has("odds.even") and bool(clause.outcomes) and months and not elsewhere


def _is_carried(
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
        place = line.clauses.index(clause)
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
    place = line.clauses.index(clause)
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
    place = line.clauses.index(clause)
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


def _is_of_meeting(line: Line, clause: Clause, cell: Cell) -> bool:
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
        and not _is_dating(line, time)
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


def _unread_letters(line: Line, clause: Clause) -> int:
    """Return how many letters of a clause stand in no word that we know, from its first word that we do."""
    left = list(line.text[clause.start : clause.end])
    for token in clause.tokens:
        begin, last = token.start, token.end
        if token.quantity is not None:
            begin, last = min(begin, token.quantity.start), max(last, token.quantity.end)
        left[begin - clause.start : last - clause.start] = " " * (last - begin)
    after = "".join(left)[clause.tokens[0].start - clause.start :] if clause.tokens else "".join(left)
    return sum(letter.isalpha() for letter in _VERBS.sub("", after.replace("'s", "")))


_IT_IS = re.compile(
    r"\s*(?:it's|it is|that's|that is|it was)\s+(?:now\s+)?(?:at\s+|up to\s+|about\s+|around\s+)?$"
)


def _is_it(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is what "it" now stands at, where the last thing named is a meeting's outcome."""
    if not line.open.asked or cell.quantity.kind not in {"pct", "chance"} or cell.quantity.value < 5:
        return False
    words = [token for token in clause.tokens if token.quantity is None and token.time is None]
    return bool(_IT_IS.fullmatch(line.text[clause.start : cell.start])) and all(
        token.has("move.", "joint.") for token in words
    )


_TELEGRAPHIC = ("outcome.", "act.", "easing.", "meeting.", "moves.priced", "moves.so_far", "odds.", "move.to")


_FILLERS = re.compile(r"\b(?:still|now|seen|just|only)\b")


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
    place = line.clauses.index(clause)
    since = line.clauses[line.open.odds_place or 0 : place]
    said = line.text[clause.start : clause.end].strip()
    return said.startswith(("it ", "it's ")) and not any(
        part.has("index.", "head.", "pboc.", "other.thing") for part in since
    )


_PUT_AT = re.compile(
    r"\bat\s(?:about |around |roughly |nearly |over |under |better than |more than |less than |just )*$"
)


def _is_put_at(line: Line, cell: Cell) -> bool:
    """Return whether a market puts an outcome at a whole number: "traders have a July hike at better than 90%"."""
    whole = float(cell.quantity.value).is_integer() and cell.quantity.value >= 8
    return whole and bool(_PUT_AT.search(line.text[: cell.value.start]))


def _is_of_survey(cell: Cell) -> bool:
    """Return whether the figure is what was expected: "below forecasts of 3.3%"."""
    token = cell.nearest("basis.versus_survey")
    return token is not None and token.end <= cell.start and cell.start - token.end <= 6


def _several(outcome: Outcome) -> bool:
    """Return whether an outcome is more than one move: "two cuts are fully priced" is about how many."""
    count = outcome.count.quantity if outcome.count is not None else None
    return count is not None and count.value != 1


def _is_sum(outcome: Outcome) -> bool:
    """Return whether a size is the sum of moves, not a step: "54 basis points of cuts baked in"."""
    return outcome.is_total or (outcome.size is not None and outcome.size not in _SIZES)


def _counts_several(clause: Clause) -> bool:
    """Return whether a clause counts moves without naming them: "two more are in the bag"."""
    return not clause.outcomes and any(
        token.quantity is not None and token.quantity.in_words and token.quantity.kind == "number"
        and 2 <= token.quantity.value <= 8
        for token in clause.tokens
    )  # fmt: skip


def _is_step_sentence(clause: Clause) -> bool:
    return clause.has("rate.range", "move.from") and not clause.has("odds.word")


def _figure_follows(line: Line, place: int) -> bool:
    """Return whether the next clause gives the figure for this one's worded odds."""
    if place + 1 >= len(line.clauses):
        return False
    clause = line.clauses[place + 1]
    alone = [token for token in clause.tokens if not token.has("move.to", "subject.market", "joint.and")]
    exact = len(alone) == 1 and alone[0].has("figure.pct", "figure.tenth")
    if exact and not clause.aside and clause.mark == "," and not clause.has("move.from"):
        return True  # "…as a done deal, at 96%"
    if clause.outcomes or not clause.has("odds.word"):
        return False
    if any(time.unit == "month" for _, time in times_in(clause.tokens)):
        return False  # of another meeting
    sized = any(
        token.quantity is not None and token.quantity.value in {25, 50, 75, 100} for token in clause.tokens
    )
    return not sized and any(cell.quantity.kind in {"pct", "tenth", "chance"} for cell in line.cells(clause))


def _exact_follows(line: Line, place: int) -> bool:
    """Return whether the next clause gives the same odds exactly, with nothing else in it."""
    following = line.clauses[place + 1 : place + 2]
    for part in following:
        words = [
            one for one in part.tokens if not one.has("move.", "joint.", "market.close") and one.time is None
        ]
        exact = len(words) == 1 and words[0].quantity is not None and words[0].quantity.op in {"=", "~"}
        if exact and words[0].has("figure.pct", "figure.tenth") and not part.has("move.from"):
            return True
    return False


# ---- the parts of a claim ----------------------------------------------------------------------------------------
def _claim(
    line: Line, clause: Clause, cell: Cell, told: Outcome | None = None, value: float | None = None
) -> Claim | None:
    state = line.open
    outcome = told or share_of(line, cell) or of_pair(line, cell) or _outcome(line, clause, cell)
    time = _best_time(line, clause, cell, outcome) or _time_before(line, clause, cell)
    meeting = line.meetings.meant(time) if time is not None else None
    if time is not None and _is_coming(line, time):
        meeting = line.meetings.next()
    reach: str = time.reach if time is not None else "at"
    if time is not None and meeting is None:
        return None  # it names a meeting that we cannot find: silence
    if meeting is None and cell.has("meeting.next"):
        meeting = line.meetings.next()
    if meeting is None:
        meeting, reach = state.meeting, state.meeting_reach
    if meeting is None:
        meeting = line.meetings.next()
    if meeting is None or (time is not None and meeting < line.date and time.year_on(line.date) is None):
        return None  # no odds are left of a meeting that is over
    if outcome not in clause.outcomes and (reach == "at" or clause.has("moves.first")):
        summed = outcome.size is not None and outcome.size > max(SIZES)
        outcome = replace(
            outcome, count=None, size=None if summed or clause.has("moves.first") else outcome.size
        )  # of one meeting, or of any size: not the sum that was named before
    cumulative = clause.has("moves.so_far") or (state.cumulative and outcome is state.outcome)
    dated = _dated(line, clause, cell)
    past = told_of_past(line, line.clauses.index(clause), cell.start) if dated is None else None
    if past is not None:
        if past.day is None:
            return None  # "In January …" is of no day named
        dated = past.day
    if line.chinese and dated is not None and time is None and state.meeting is None:
        return None  # "比一周前的六成多了点": of a meeting that was not read
    if dated is None and (clause.has("market.intraday") or _HAD.search(line.text[clause.start : cell.start])):
        return None  # "一度达七成": of an hour that nobody named
    detail = _detail(outcome, cumulative=cumulative) + (f"@{dated}" if dated else "")
    state.outcome, state.meeting, state.meeting_reach, state.cumulative = outcome, meeting, reach, cumulative
    quantity = cell.quantity
    start = min([cell.start, *(token.start for token in cell.before)])
    end = max([cell.end, *(token.end for token in cell.after)])
    return line.claim(
        (start, end),
        "fed.odds",
        meeting.isoformat(),
        quantity.op,
        quantity.middle if value is None else value,
        "pct",
        detail,
        reach=reach,
    )


_SIZES = {25.0, 50.0, 75.0, 100.0, 125.0, 150.0, 175.0, 200.0}
"""A decision is a step of these; 17bp is what is priced of one."""


_USUAL_STEP = 25.0
"""Basis points. "One quarter-point cut" is a cut of any size, 一次降50bp is one of fifty."""


def _detail(outcome: Outcome, *, cumulative: bool) -> str:
    if outcome.move == "hold":
        return "hold"
    if outcome.count is not None and outcome.count.quantity is not None and outcome.count.quantity.value > 1:
        return f"{outcome.move}>={outcome.count.quantity.value:g}"
    single = outcome.count is not None and (outcome.size is None or outcome.size <= _USUAL_STEP)
    if outcome.size is None or single or outcome.size not in _SIZES:
        return f"{outcome.move}>=1"
    return f"{'cumulative_' if cumulative else ''}{outcome.move}={outcome.size:g}"


def _outcomes_of(clause: Clause, cell: Cell) -> list[Outcome]:
    first = min([cell.value.start, *(token.start for token in cell.before)])
    last = max([cell.value.end, *(token.end for token in cell.after)])
    return [one for one in clause.outcomes if first <= one.start and one.end <= last]


_STEP_VERBS = {"降", "减", "降息", "减息"}
_LARGER = re.compile(r"\b(?:larger|bigger)\s(?:one|cut|hike|move|step)\b|更大幅度|更大的")
_SMALLER = re.compile(r"\bsmaller\s(?:one|cut|hike|move|step)\b|更小幅度")


def _of_other_size(line: Line, cell: Cell) -> float | None:
    """Return how much larger than the size left open a move is said to be, in bp: "20% for a larger one"."""
    said = line.text[cell.end : cell.end + 32]
    return 25.0 if _LARGER.search(said) else -25.0 if _SMALLER.search(said) else None


def _resized(known: Outcome, cell: Cell) -> Outcome:
    """Return the move with the size that is named after it: "of a 50bp cut went to zero and those of 25bp to 97%"."""
    sizes = [
        size
        for token in cell.before
        if token.start >= known.end
        and token is not known.figure
        and token.quantity is not None
        and (size := step_bp(token.quantity)) in _SIZES
    ]
    return replace(known, size=sizes[-1], count=None) if sizes else known


def _size_before(line: Line, clause: Clause) -> Outcome | None:
    """Return the move whose size an earlier clause of the sentence names as what the odds are of."""
    if line.open.odds_place is not None:
        return None
    for part in line.clauses[: line.clauses.index(clause)]:
        sized = _sized(line, part)
        if sized is not None and not part.has("index.", "head.", "pboc.", "figure.pct"):
            return sized
    return None


_OF_A = re.compile(
    r"\b(?:chances?|odds|probability|likelihood) (?:of|for) (?:an? )?$|的?(?:概率|机率|机会)(?:为|是)?$"
)


def _sized(line: Line, clause: Clause) -> Outcome | None:
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


def _outcome(line: Line, clause: Clause, cell: Cell) -> Outcome:
    other, known_size = _of_other_size(line, cell), line.open.outcome.size if line.open.outcome else None
    if other is not None and line.open.outcome is not None and known_size is not None:
        return replace(line.open.outcome, size=known_size + other, count=None)
    own = _outcomes_of(clause, cell)
    after = [one for one in own if one.start >= cell.value.end]
    before = [one for one in own if one.end <= cell.value.start]
    linked = bool(cell.after) and cell.after[0].has("odds.word")
    if after and (linked or not before):
        return after[0]
    if before:
        even = cell.value.has("odds.even") and len(before) > 1 and before[-1].move == "hold"
        return _resized(before[0] if even else before[-1], cell)  # "減息與維持不變的機會率約為50比50"
    alone = (
        _sized(line, clause)
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
        cell.value.has(*_QUASI) or clause.has("outcome.move")
    )  # fmt: skip
    if known is not None and not cell.has("outcome.move") and not unlike:
        return known
    return Outcome(move=move, start=cell.start, end=cell.end)  # type: ignore[arg-type]


def _meeting_times(line: Line, cell: Cell) -> Iterator[tuple[Token, Time]]:
    for token, time in times_in(cell.own):
        if _is_dating(line, time):
            continue
        if time.unit in {"month", "day", "weekday", "week", "half", "year"}:
            yield token, time


def _is_dating(line: Line, time: Time) -> bool:
    """Return whether a time says when the odds stood there, not which meeting they are of."""
    if _is_coming(line, time):
        return False
    if time.name in {"yesterday", "days_ago", "weeks_ago"} or time.reach == "since":
        return True
    if time.unit in {"day", "weekday", "week"}:
        if time.name == "today":
            return line.date not in line.meetings.days
        return is_past(time, line.date) or line.meetings.meant(time) is None
    return time.unit == "month" and time.shift is not None and time.shift < 0


_STEP_ON = re.compile(r"\b(?:cut|hike|move|increase|reduction|step|decision|meeting)\s(?:on\s|this\s)?$")


def _is_coming(line: Line, time: Time) -> bool:
    """Return whether a weekday is that of the decision to come: "a half-point move on Wednesday", said on Monday."""
    day = time.date(line.date) if time.unit == "weekday" and time.shift is None else None
    coming = day + dt.timedelta(days=7) if day is not None and day < line.date else None
    return coming in line.meetings.days and bool(_STEP_ON.search(line.text[: time.start]))


def _best_time(line: Line, clause: Clause, cell: Cell, outcome: Outcome) -> Time | None:
    own = list(_meeting_times(line, cell))
    if not own:
        return None
    anchor = outcome.start if outcome in clause.outcomes else cell.value.start
    return min(own, key=lambda pair: abs(pair[0].start - anchor))[1]


def _time_before(line: Line, clause: Clause, cell: Cell) -> Time | None:
    """Return the meeting that the figure before this one was of: "六月减息机率由八成半降至六成二"."""
    found = [
        time
        for token, time in times_in(clause.tokens)
        if token.end <= cell.start and time.unit == "month" and not _is_dating(line, time)
    ]
    return found[-1] if found and not cell.has("meeting.next") else None


def _dated(line: Line, clause: Clause, cell: Cell) -> dt.date | None:
    """Return the earlier day to which the sentence dates the figure."""
    if _BEFORE_EVENT.match(line.text[cell.end : cell.end + 40]) or _ARROW.match(
        line.text[cell.end : cell.end + 4]
    ):
        return line.date - dt.timedelta(days=1)
    for _, time in (*times_in(cell.after), *times_in(cell.before)):
        week = time.week_of(line.date)
        if time.name == "weeks_ago" and time.shift is not None:
            return line.date + dt.timedelta(days=7 * time.shift)
        if time.name in {"month_said", "months_ago"} and time.shift is not None and time.shift < 0:
            ended = line.date.replace(day=1) - dt.timedelta(days=1)
            return ended if time.reach == "end" else months_before(line.date, -time.shift)
        compared = bool(cell.before) and cell.before[0].text in _AGAINST
        compared = compared or line.text.startswith(("周的", "星期的"), time.start + 1)  # 上周的概率是57%
        if week is not None and time.shift == -1 and (compared or any(word in line.text for word in _ONCE)):
            return week[0] + dt.timedelta(days=4)
        if _AHEAD.match(line.text[time.end : time.end + 32]) or _is_coming(line, time):
            continue  # "ahead of Wednesday's decision"
        if time.name in {"yesterday", "days_ago"} or (time.unit == "weekday" and is_past(time, line.date)):
            day = time.date(line.date)
            return day if day != line.date and line.meetings.on(day or line.date) is None else None
    place = line.clauses.index(clause)
    for _, time in times_in(line.clauses[place - 1].tokens) if clause.aside and place else ():
        if time.name == "weeks_ago" and time.shift is not None:
            return line.date + dt.timedelta(days=7 * time.shift)  # "一周前还押3月加息（概率七成）"
    if any(token.has("move.from") for token in cell.before) and line.open.odds:
        held_against = [
            time
            for part in line.clauses[:place]
            for _, time in times_in(part.tokens)
            if time.name in {"weeks_ago", "months_ago"} and time.shift is not None
        ]
        if held_against:  # "与一个月前相比，3月降息概率从八成降至一成"
            back = -(held_against[-1].shift or 0)
            weekly = held_against[-1].name == "weeks_ago"
            return line.date - dt.timedelta(days=7 * back) if weekly else months_before(line.date, back)
        return line.date - dt.timedelta(
            days=1
        )  # "down from 25% before the data": an earlier day, not said which
    return None


_OF_HEADING = ("subject.", "moves.priced", "odds.", "outcome.", "act.", "easing.", "joint.", "move.", "rate.")


def _heads_list(line: Line, clause: Clause) -> bool:
    """Return whether the clause is the heading of odds that follow a colon: "Fed pricing: July 5%, …"."""
    place = line.clauses.index(clause)
    colon = line.clauses[place + 1 : place + 2]
    return (
        bool(colon)
        and colon[0].mark == ":"
        and clause.has("subject.market", "odds.word")
        and (
            clause.has("moves.priced", "subject.fed")
            or bool(clause.outcomes)
            or "fedwatch" in line.text[clause.start : clause.end]
        )
        and all(token.has(*_OF_HEADING) or token.time is not None for token in clause.tokens)
    )


# ---- what is left open -------------------------------------------------------------------------------------------
def _note_meeting(line: Line, clause: Clause) -> None:
    """Let a clause that names a meeting but no odds set the meeting of the next: "March? Fewer than …"."""
    if clause.has("index.", "head.", "pboc.", "other.thing"):
        return
    if any(not token.has(*_QUASI) for token in clause.all("figure.pct", "figure.tenth", "figure.chance")):
        return
    for _, time in times_in(clause.tokens):
        if time.unit in {"month", "week", "day", "weekday"} and not _is_dating(line, time):
            meeting = line.meetings.meant(time)
            if meeting is not None and (meeting >= line.date or time.year is not None):
                line.open.meeting, line.open.meeting_reach = meeting, time.reach
                if (
                    time.reach == "at"
                    and line.open.outcome is not None
                    and line.open.outcome.count is not None
                ):
                    line.open.outcome = replace(
                        line.open.outcome, count=None
                    )  # at one meeting nobody cuts four times
    if clause.has("meeting.next"):
        line.open.meeting = line.meetings.next()


def _note_outcome(line: Line, clause: Clause) -> None:
    if clause.has("index.", "head.", "pboc.", "other.thing"):
        line.open.asked = False
    elif clause.outcomes:
        months = any(
            time.unit == "month" and not _is_dating(line, time) for _, time in times_in(clause.tokens)
        )
        line.open.asked = months and not clause.has("figure.pct", "figure.chance", "pboc.", "subject.pboc")
    if clause.outcomes and not clause.has("pboc.", "subject.pboc"):
        even = clause.has("odds.even") and clause.outcomes[-1].move == "hold"
        line.open.outcome = replace(clause.outcomes[0 if even else -1])
    elif line.is_question and not clause.has("index.", "head.", "pboc.", "other.thing"):
        line.open.outcome = _sized(line, clause) or line.open.outcome
    if clause.holder == "market":
        line.open.market = True
    if _heads_list(line, clause):
        line.open.odds, line.open.odds_place = True, line.clauses.index(clause)
        if not clause.outcomes:
            line.open.outcome = None
    if clause.has("odds.word") and clause.outcomes:
        line.open.odds = True
        sizes = {id(one.figure) for one in clause.outcomes} | {id(one.count) for one in clause.outcomes}
        figures = any(token.quantity is not None and id(token) not in sizes for token in clause.tokens)
        if line.open.odds_place is None and not figures:
            line.open.odds_place = line.clauses.index(clause)  # "Odds of a cut, 80% a week ago, are now 20%"
    if clause.has("moves.so_far") and clause.outcomes:
        line.open.cumulative = True
