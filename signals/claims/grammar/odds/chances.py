"""Which figures are the chance of a meeting: by a word for odds, by what is certain or even, by money that backs a step."""

from __future__ import annotations

import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.dates import meeting_times
from signals.claims.grammar.odds.for_outcome import is_for_outcome
from signals.claims.grammar.odds.kinds import QUASI
from signals.claims.grammar.odds.outcomes import is_sum, of_other_size, outcome_by_size, outcomes_of, several
from signals.claims.grammar.odds.shares import (
    behind_brackets,
    is_split,
    of_pair,
    pair_behind,
    share_of,
    size_of,
    with_hold,
)
from signals.claims.grammar.odds.unnamed import (
    is_carried,
    is_it,
    is_of_meeting,
    is_only_meeting,
    is_percent_of_meeting,
)
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Cell, Clause, Outcome
from signals.claims.grammar.topics import topic

_RATE_AT_MOST = 8.0
"""Percent. What a market has for the end of a year to its decimals and below is the rate."""


_ORDINAL = re.compile(r"an? (?:third|fourth|fifth|sixth)")


def _is_headed_rate(line: Line, clause: Clause) -> bool:
    """Return whether a clause gives the rate that its heading names: "Year-end implied fed funds: 3.1%"."""
    place = line.place(clause)
    before = line.clauses[place - 1] if place and clause.mark == ":" else None
    return (
        before is not None
        and not line.chinese
        and before.has("rate.implied", "rate.range")
        and not before.has("odds.", "outcome.")
    )


_OF_NTH = re.compile(
    r"\s(?:chance|odds|probability|likelihood|bet)s? (?:of|for|on) an? (?:second|third|fourth|fifth)\b"
)


_CHANCE_OF = re.compile(r"\b(?:chance|odds|probability|likelihood|bet)s? (?:of|for|on)\s$")


_NTH_AFTER = re.compile(r"\b(?:and|of|for|with|then|plus)\s$")


_SIZE_OF_MOVES = re.compile(
    r" (?:in|worth of) (?:(?:rate|interest[- ]rate) )?(?:hikes|cuts|increases|reductions|tightening|easing)\b"
)
"""Behind percents that the moves add up to: "pricing in 0.81% in rate hikes"."""


def _is_of_nth(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is a further move's, counts one, or adds moves up: "two cuts and a third by December"."""
    if _OF_NTH.match(line.text, cell.end) or _SIZE_OF_MOVES.match(line.text, cell.value.end):
        return True
    before = line.text[clause.start : cell.start]
    return _ORDINAL.fullmatch(cell.value.text) is not None and (
        _CHANCE_OF.search(before) is not None
        or (_NTH_AFTER.search(before) is not None and line.has("figure.count"))
    )


_ORDINAL_AFTER = re.compile(r"(?:at|by|before|is|was|coming)\b")


_NEAR = 40
"""Characters between a doubt and the figure that it is of."""


def is_of_something_else(clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is a rate, a level, a survey's or a hedge, whatever stands around it."""
    quantity = cell.quantity
    behind = next((token.text for token in clause.tokens if token.start >= cell.value.end), "")
    if _ORDINAL.fullmatch(cell.value.text) and _ORDINAL_AFTER.match(behind):
        return True  # "four cuts, a fifth at better than even odds"
    if quantity.signed or not 0 <= quantity.value <= 100 or cell.has("rate.range", "rate.implied"):
        return True
    if (
        quantity.value < _RATE_AT_MOST
        and "." in cell.value.text
        and any("contract" in one.text for one in cell.before)
    ):
        return True  # "the December contract's rate at 5.15%"
    if quantity.low is not None and abs(quantity.value - quantity.low) in {0.25, 0.5}:
        return True
    levels = any(
        token.quantity is not None and token.quantity.low is not None
        for token in cell.own
        if token is not cell.value
    )
    if levels and not outcomes_of(clause, cell):
        return True  # odds of a level, not of a move
    if any(token.has("mode.maybe") and cell.value.start - token.end <= _NEAR for token in cell.before):
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


_JUST_ONE = re.compile(
    r"\b(?:chance|probability|likelihood|odds) of (?:only|just|exactly) (?:one|a single)\b"
)
"""Odds of one move and no second are none of ours: at least one, or a step of a size."""


_PRINT_AT = re.compile(
    r"\b(?:cpi|inflation)(?: (?:data|prints?|reading|report|figures?|number))? (?:at|of) $"
)
"""Before a print told beside odds: "after the CPI data at 9.1%, the probability of a 100bp hike spiked"."""


_DOES_TO_RATES = re.compile(
    r"\b(?:probability|chances?|odds|likelihood) (?:of|that) [^.;%]{0,40}?\b[a-z]+ing (?:interest |policy |its |the )*rates?\b"
)
"""Odds of what the Fed does to rates: where none of its words is known, which way is not."""


_SIZED_BY = re.compile(
    r"\b(?:cut|cuts|cutting|lower|lowers|raise|raises|raising|hike|hikes) (?:interest )?rates? by (?:an? )?$"
)
"""Before the size of a step in percent: "that the Fed will cut rates by 0.25%"."""


_SUMMED = re.compile(r"\s*(?:taken|added|put) together\b|\s*(?:together|all told|in sum)\b,")
"""How a sentence begins that only adds up chances told before."""


def _is_of_no_meeting(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is a print's, or a chance of what is no single outcome that we know."""
    unknown = not clause.outcomes and _DOES_TO_RATES.search(line.text, clause.start, clause.end) is not None
    return (
        unknown
        or _SUMMED.match(line.text) is not None
        or _SIZED_BY.search(line.text, clause.start, cell.value.start) is not None
        or _JUST_ONE.search(line.text, clause.start, clause.end) is not None
        or _PRINT_AT.search(line.text[: cell.value.start]) is not None
    )


def is_chance(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is the chance of what a meeting decides."""
    quantity, state, subject = cell.quantity, line.open, topic(cell)
    if _is_of_no_meeting(line, clause, cell) or _is_headed_rate(line, clause):
        return False
    if subject not in {"fed", None} or is_of_something_else(clause, cell) or _is_of_nth(line, clause, cell):
        return False
    if share_of(line, cell) is not None or of_pair(line, cell) is not None:
        return True  # "75 at 62%, 50 at 38%", 前者六成四
    if of_other_size(line, cell) is not None and state.outcome is not None and state.outcome.size is not None:
        return quantity.kind in {"pct", "tenth", "chance"} and state.odds  # "leaving 68% on the smaller step"
    if _backs_size(line, clause, cell):
        return True
    if clause.has("tenor.both") and sum(time.unit == "month" for _, time in times_in(clause.tokens)) > 1:
        return False  # "a 90% chance of cuts in both October and December": of the two together
    if pair_behind(line, clause, cell) and any(True for _ in meeting_times(line, cell)):
        return True
    if is_split(cell) and "比" in cell.value.text and state.pair is None:
        known = with_hold(line, clause) is not None or clause.has("odds.noun")
        return known or bool(outcomes_of(clause, cell))  # "球队以九比一大胜，市场情绪不错"
    if is_split(cell) and (state.pair is not None or clause.holder == "market" or state.market):
        return True  # "the market says 64/36"
    said = clause.has("odds.word") or cell.value.has(*QUASI)
    if clause.has("odds.word") and quantity.kind == "pct" and behind_brackets(line, clause) is not None:
        return True  # "convinced (94% odds) that the Fed will hike in March"
    if cell.value.has("odds.likely", "odds.sure") and (
        clause.has("moves.first")
        or any(several(one) or is_sum(one) for one in _before_joint(clause, cell))
        or _counts_several(clause)
    ):
        return False
    has_outcome = bool(outcomes_of(clause, cell)) or cell.has("outcome.move")
    named = has_outcome or any(True for _ in meeting_times(line, cell))
    if cell.value.has(*QUASI):
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
            or outcome_by_size(line, clause) is not None
        )
    ):
        return bool(
            clause.has("outcome.", "subject.fed", "subject.market")
            or state.outcome
            or state.odds
            or named
            or outcome_by_size(line, clause)
        )
    if is_of_meeting(line, clause, cell) or is_it(line, clause, cell) or is_for_outcome(line, clause, cell):
        return True
    carried = is_carried(line, clause, cell, named=named, said=said, has_outcome=has_outcome)
    if carried is not None:
        return carried
    return quantity.kind == "pct" and is_percent_of_meeting(
        line, clause, cell, named=named, has_outcome=has_outcome
    )


_NOT_QUITE = re.compile(
    r"(?:\b(?:no longer|not|never|hardly|short of|shy of)\b|n't)[^,;]{0,14}$|(?:不再|尚未|并未|没有|未能|远未|还未|未)\S{0,2}$"
)
"""Before a chance that is denied: "no longer fully priced"."""


_IT_IS_NOW = re.compile(
    r"\s*(?:but |and )?(?:(?:today|now|tonight|this week),? )?it(?:'s| is)(?: now| basically| just)?\s"
)


_FORESEEN = re.compile(r"预计|料(?!\w)|估计|判断|看来|或将")


def _is_worded_chance(line: Line, clause: Clause, cell: Cell, *, named: bool, has_outcome: bool) -> bool:
    """Return whether a chance said in words is one of a meeting: "fully discounted", 板上钉钉."""
    state = line.open
    if _NOT_QUITE.search(line.text, clause.start, cell.value.start):
        return False
    if line.chinese and clause.holder is None and _FORESEEN.search(line.text, clause.start, cell.value.start):
        return False  # "预计美联储9月大概率暂停加息": what the writer thinks
    if line.open.odds and line.open.meeting is not None and _IT_IS_NOW.fullmatch(
        line.text[clause.start : cell.value.start]
    ):  # fmt: skip
        return True  # "…March was 70/30 in favor of a cut, today it's a straight coin flip"
    place = line.place(clause)
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
    if is_only_meeting(line, clause):
        return True  # "September's a done deal"
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


def _is_of_survey(cell: Cell) -> bool:
    """Return whether the figure is what was expected: "below forecasts of 3.3%"."""
    token = cell.nearest("basis.versus_survey")
    return token is not None and token.end <= cell.start and cell.start - token.end <= 6


def _before_joint(clause: Clause, cell: Cell) -> tuple[Outcome, ...]:
    """Return the outcomes up to the "and" behind the first one: "fully pricing a cut by October and see 50bp of easing"."""
    behind = [one for one in clause.outcomes if one.start >= cell.value.end]
    joints = [token.start for token in clause.all("joint.and") if behind and token.start >= behind[0].end]
    return tuple(one for one in clause.outcomes if not joints or one.start < joints[0])


def _counts_several(clause: Clause) -> bool:
    """Return whether a clause counts moves without naming them: "two more are in the bag"."""
    return not clause.outcomes and any(
        token.quantity is not None and token.quantity.in_words and token.quantity.kind == "number"
        and 2 <= token.quantity.value <= 8
        for token in clause.tokens
    )  # fmt: skip
