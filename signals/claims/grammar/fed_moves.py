"""How much the market prices by a date, when the first move comes, and the rate that it implies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from signals.claims.claim import Claim, Unit
from signals.claims.grammar.clauses import Cell, Clause, Outcome, step_bp
from signals.claims.grammar.line import Line, is_past, months_before, times_in, told_of_past
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op, Quantity
from sources.prose.times import Time

_NOT_OURS = {"condition", "rumour", "call", "history", "other bank", "risk"}


def moves_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the expected moves, the first move and the implied rate that one clause states."""
    clause = line.clauses[place]
    if line.is_question or clause.holder in {"other", "survey"} or clause.blocked & _NOT_OURS:
        return
    listed = _of_list(line, place)
    if listed is not None:
        yield listed
        return
    if not _is_market(line, clause):
        if _is_headed_rate(line, clause):
            yield from _implied_rate(line, clause)
        return
    if _is_of_past(line, place):
        line.open.moved = line.open.moved or "remaining"
        return
    first = _first_move(line, place) or _first_of_list(line, place) or _priced_by(line, clause)
    if first is not None:
        yield first
        yield from _first_before(line, clause, first)
        line.open.moved = first.detail
        return
    yield from _implied_rate(line, clause)
    none = _no_more(line, clause)
    if none is not None:
        yield none
        return
    tail = _after_odds(clause)
    if tail is not None:
        yield from _moves(line, tail, clause)
        return
    told = line.open.odds_place == place and clause.has("moves.so_far", "odds.word")
    told = told and any(_is_chance(token) for token in clause.tokens)
    if (clause.has("odds.noun") or told or _is_size_of_chance(clause)) and not clause.has("odds.sure"):
        return
    spoken = line.open.odds and clause.outcomes and clause.has("figure.pct", "figure.tenth")
    if spoken and not clause.has("odds.sure"):
        return  # "累计加息25BP 15.4%"
    if clause.has("odds.word") and any(_is_chance(token) for token in clause.tokens):
        if not clause.has("odds.sure"):
            return
        yield from (claim for claim in _moves(line, clause) if claim.op == ">=")
        return
    yield from _moves(line, clause)


def _is_of_past(line: Line, place: int) -> bool:
    """Return whether a clause says what a market thought at an earlier time, for which moves have no form.

    A count at the new year, or that "还是两次多", is dated where it is read.
    """
    clause = line.clauses[place]
    told = told_of_past(line, place)
    if clause.has("moves.first") and not clause.has("move.from"):
        ago = any(time.name in _AGO for _, time in times_in(clause.tokens))
        return told is not None or (ago and clause.holder == "market")
    said = line.text[clause.start : clause.end]
    return told is not None and _stood_at(line, clause) is None and not _EARLY_IN_YEAR.search(said)


_AGO = {"weeks_ago", "months_ago"}
_BP = re.compile(r"\b(?:bps?|basis points?)\b|基点|点子")
_OF_LIST = (
    "subject.",
    "moves.",
    "odds.word",
    "outcome.",
    "act.",
    "easing.",
    "meeting.",
    "mode.future",
    "basis.expected",
    "move.to",
)


def _of_list(line: Line, place: int) -> Claim | None:
    """Return what is priced by one meeting of a list: "OIS: Jul -2bp, Sep -17bp, Dec -75bp", 降息预期：年内165bp."""
    clause = line.clauses[place]
    if ":" not in line.text and "：" not in line.text:
        return None
    figures = [token for token in clause.tokens if token.quantity is not None]
    times = times_in(clause.tokens)
    heading = next((n for n in range(place, -1, -1) if line.clauses[n].mark == ":"), 0)
    before = line.clauses[:heading]
    if (
        not before
        or len(figures) != 1
        or len(times) > 1
        or any(part.has("head.", "index.", "pboc.") for part in before)
    ):
        return None
    headed = all(token.has(*_OF_LIST) or token.time is not None for part in before for token in part.tokens)
    priced = any(part.has("subject.market", "moves.priced", "moves.so_far") for part in before)
    quantity = figures[0].quantity
    known = all(
        token.quantity or token.time or token.has("move.to", "moves.priced", "outcome.", "act.", "easing.")
        for token in clause.tokens
    )
    if not (headed and priced and known) or quantity is None or quantity.low is not None:
        return None
    in_heading = any(_BP.search(line.text[part.start : part.end]) for part in before) or bool(
        _BP.search(line.text[: line.clauses[heading].start])
    )
    if quantity.kind != "bp" and not (quantity.kind == "number" and in_heading):
        return None
    time = times[0][1] if times else next((one for part in before for _, one in times_in(part.tokens)), None)
    found = _horizon_of_list(line, time) if time is not None else None
    if found is None:
        return None
    move = _direction(line, clause, clause.outcomes[0] if clause.outcomes else None)
    if not clause.outcomes and not any(part.outcomes for part in before):
        move = line.meetings.last_move if not quantity.signed else "cut" if quantity.value < 0 else "hike"
    line.open.moved = line.open.moved or "remaining"
    start = min(figures[0].start, times[0][0].start) if times else figures[0].start
    return line.claim(
        (start, figures[0].end), "fed.moves", found, quantity.op, abs(quantity.value), "bp", move
    )


def _horizon_of_list(line: Line, time: Time) -> str | None:
    if time.unit != "month":
        found = _of_time(line, time)
        return found[0] if found else None
    meeting = line.meetings.meant(time)
    if meeting is None or meeting < line.date:
        return None
    return str(meeting.year) if meeting == line.meetings.last_of(meeting.year) else meeting.isoformat()


_NO_MORE = re.compile(
    r"\b(?:next to no|almost no|virtually no|practically no|hardly any|barely any"
    r"|no longer (?:pric\w+|see\w*|expect\w*)(?: in)?(?: any)?"
    r"|(?:all but )?(?:dropped|erased|abandoned|wiped out|given up(?: on)?|priced out)(?: all| its| their| any| the)*)"
    r"\s(?:(?:more|further|rate|fed|remaining|of|its|their) )*(?:cuts?|hikes?|easing|reductions)\b"
    r"|不再(?:计价|定价|押注|预期|计入)[^，,。]{0,8}[降加减]息|(?:降息|加息|减息)(?:预期|押注|定价)(?:已|几乎|全部|完全|被)*(?:清零|归零|抹去|抹平|抹干净)"
)


def _no_more(line: Line, clause: Clause) -> Claim | None:
    """Return that a market prices no more moves by a horizon: "futures price next to no hikes for 2019"."""
    said = _NO_MORE.search(line.text[clause.start : clause.end])
    if (
        said is None
        or clause.holder not in {None, "market"}
        or any(_is_chance(token) for token in clause.tokens)
    ):
        return None
    found = [(token, _of_time(line, time)) for token, time in times_in(clause.tokens)]
    horizon = next((one for _, one in found if one is not None), None)
    if horizon is None:
        return None
    hikes = "hike" in said.group() or "加息" in said.group()
    end = max(clause.start + said.end(), *(token.end for token, _ in found))
    return line.claim(
        (clause.start, end), "fed.moves", horizon[0], "~", 0.0, "hikes" if hikes else "cuts", horizon[1]
    )


def _is_chance(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind in {"pct", "tenth", "chance"}


def _is_size_of_chance(clause: Clause) -> bool:
    """Return whether sizes stand right before their chances: "至7月累计降25bp 45.2%、50bp 27.1%"."""
    return any(
        first.has("figure.bp")
        and second.has("figure.pct")
        and second.quantity is not None
        and not second.quantity.signed
        and second.start - first.end <= 2
        for first, second in pairwise(clause.tokens)
    )


def _after_odds(clause: Clause) -> Clause | None:
    """Return what follows the odds of a clause: "a 17% chance of a July move and 48bp of cuts by December"."""
    of_odds = [
        place for place, token in enumerate(clause.tokens) if _is_chance(token) or token.has("odds.noun")
    ]
    if not of_odds:
        return None
    joint = next(
        (
            place
            for place in range(of_odds[-1] + 1, len(clause.tokens))
            if clause.tokens[place].has("joint.and")
        ),
        None,
    )
    if joint is None:
        return None
    run = clause.tokens[joint:]
    outcomes = tuple(one for one in clause.outcomes if one.start >= run[0].start)
    summed = clause.has("subject.market") and any(token.has("figure.bp") for token in run)
    said = summed or any(one.is_total or one.count is not None for one in outcomes)
    if not said or not any(token.time is not None for token in run):
        return None
    return replace(
        clause,
        start=run[0].start,
        tokens=run,
        outcomes=outcomes,
        parts=frozenset().union(*(token.parts for token in run)) | ({"subject.market"} if summed else set()),
    )


def _is_market(line: Line, clause: Clause) -> bool:
    if clause.has("subject.pboc", "pboc.") and not clause.has("subject.fed", "subject.market"):
        return False
    return (
        clause.holder == "market"
        or clause.has("moves.priced", "odds.sure", "odds.likely", "moves.gone")
        or line.open.market
        or line.open.moved is not None
        or (clause.has("moves.first") and bool(_SHIFTED_FIRST.search(line.text[clause.start : clause.end])))
        or _is_of_whole_market(line, clause)
        or (clause.mark == ":" and line.open.odds)
        or (line.open.odds and clause.has("moves.number"))
        or (
            line.open.odds_place is not None
            and any(one.count is not None for one in clause.outcomes)
            and "以为" not in line.text[clause.start : clause.end]
        )
    )


_SHIFTED_FIRST = re.compile(r"(?:前移|提前|推迟|后移|延后|提早|押后|要等|挪|移)[至到]")
"""What is moved to a month is what the market expects; a house forecasts it there."""


_SHOWN = re.compile(
    r"\b(?:futures|swaps|ois|traders|markets?|the curve|the strip) (?:shows?|says?|imply|implies|suggests?|indicates?)\b"
)


def _is_of_whole_market(line: Line, clause: Clause) -> bool:
    """Return whether a market that speaks later in the sentence speaks for this clause as well.

    "Six cuts, the first in March: that is what the curve is saying"; a fraction of a cut is a price whoever tells it.
    """
    if not clause.outcomes and not clause.has("moves.first"):
        return False
    counted = any(one.count is not None for one in clause.outcomes)
    if clause.holder is not None or clause.has("holder.") or clause.blocked - {"future"}:
        return False
    if clause.has("subject.fed") and not clause.has("moves.first"):
        return False
    if counted and any(
        one.count.quantity is not None and one.count.quantity.middle % 1 == 0.5
        for one in clause.outcomes
        if one.count
    ):
        return bool(times_in(clause.tokens))
    if clause.has("moves.first") and _SHOWN.search(line.text[clause.end :]):
        return True  # "The start of Fed cuts has slipped to June, futures show"
    later = any(part.has("subject.market") for part in line.clauses[line.clauses.index(clause) + 1 :])
    alone = all(
        token.quantity or token.time or token.has("outcome.", "act.", "easing.", "moves.first")
        for token in clause.tokens
    )
    return later and alone and not line.has("holder.", "subject.fed")


# ---- how many, how much ------------------------------------------------------------------------------------------
def _moves(line: Line, clause: Clause, whole: Clause | None = None) -> Iterator[Claim]:
    horizon = _horizon(line, clause, whole)
    previous = clause.start
    for token in clause.tokens:
        quantity = token.quantity
        if quantity is None:
            continue
        outcome = next((one for one in clause.outcomes if token in (one.figure, one.count)), None)
        said = _amount(line, clause, token, quantity, outcome)
        if said is None:
            continue
        value, unit, op = said
        dated = _dated(line, clause, token)
        before = [one for one in clause.tokens if one.end <= token.start][-1:]
        if dated is None and _EARLY_IN_YEAR.search(line.text[clause.start : token.start]):
            dated = f"{line.date.year}-01-02"
        compared = _AT_NEW_YEAR.match(line.text, token.end)
        if dated is None and compared is not None:
            dated = f"{line.date.year}-01-02"
        if dated is None and clause.has("market.intraday"):
            continue  # "一度定价年内降息125bp"
        if dated is None and _EARLIER.search(line.text[clause.start : token.start]):
            continue  # "年初时为六次": of a day that nobody named
        if dated is None and before and before[0].has("move.from"):
            continue  # "从100个基点上调至116个基点"
        if horizon is None and line.open.moved is None:
            continue
        when, detail = horizon or (str(line.date.year), line.open.moved or "remaining")
        move = _direction(line, clause, outcome)
        if unit == "bp":
            detail = move
        else:
            unit = "hikes" if move == "hike" else "cuts"
        line.open.moved = detail if unit != "bp" else (line.open.moved or "remaining")
        end = max([token.end, quantity.end, *(one.end for one in clause.outcomes if one is outcome)])
        yield line.claim(
            (previous, max(end, _end_of_time(clause, end))), "fed.moves", when, op, value, unit,
            detail + (f"@{dated}" if dated else ""),
        )  # fmt: skip
        previous = end


def _end_of_time(clause: Clause, end: int) -> int:
    """Let the quote run on over a horizon that directly follows."""
    following = [token for token in clause.tokens if token.start >= end][:1]
    return following[0].end if following and following[0].time is not None else end


def _amount(
    line: Line, clause: Clause, token: Token, quantity: Quantity, outcome: Outcome | None
) -> tuple[float, Unit, Op] | None:
    """Return what a figure counts: moves, or basis points of them all; None where it counts neither."""
    value, op = quantity.middle, quantity.op
    about_moves = bool(clause.outcomes) or clause.has("moves.number") or line.open.moved is not None
    about_moves = about_moves or (clause.has("subject.market", "moves.so_far") and line.open.odds)
    about_moves = about_moves or (clause.has("moves.priced") and line.open.outcome is not None)
    about_moves = about_moves or (
        clause.holder == "market" and quantity.kind in {"bp", "count"} and _spoke_of_moves(line, clause)
    )
    about_moves = about_moves or (quantity.kind == "bp" and _is_left(line, clause, token))
    priced = quantity.kind == "bp" and _is_year_priced(clause, token)
    about_moves = about_moves or priced
    if clause.has("odds.sure") and quantity.kind == "count" and quantity.value == 1:
        return None  # "one cut by September is fully priced" is a chance
    if quantity.kind == "count":
        if quantity.value == 1 and any(
            time.unit == "month" and time.reach == "at" for _, time in times_in(clause.tokens)
        ):
            return None  # "五月先来一次": of one meeting
        left = line.open.outcome is not None and (clause.has("moves.priced") or _is_count_alone(line, clause))
        if not (about_moves or left) or quantity.value > 16:
            return None
        return value, "cuts", op
    bp = step_bp(quantity)
    if bp is not None and quantity.kind in {"bp", "pp", "li", "points"}:
        if any(
            word in line.text[max(0, token.start - 5) : token.start]
            for word in ("每次", "各降", "各减", "each")
        ):
            return None  # the size of one of several
        counted = outcome is not None and outcome.count is not None
        dropped = not clause.outcomes and not clause.has(
            "moves.number", "moves.priced", "subject.market", "moves.so_far"
        )
        dropped = (
            dropped
            and not priced
            and not _is_left(line, clause, token)
            and not _AT_NEW_YEAR.match(line.text, token.end)
        )
        again = (
            line.text[clause.start : token.start]
            .strip()
            .startswith(("or", "即", "合", "相当于", "i.e.", "或"))
        )
        if dropped and not again and not clause.has("move.from"):
            return None  # "down by 10 basis points": of what was named last
        if counted or not about_moves or _is_each(clause, token):
            return None
        one_step = outcome is not None and token is outcome.figure and not outcome.is_total
        if clause.has("odds.sure") and one_step:
            return None  # "swaps fully price a quarter-point reduction" is a chance
        return bp, "bp", op
    worded = quantity.kind == "number" and quantity.in_words and 0 < quantity.value <= 10
    if worded and (
        clause.has("moves.priced", "odds.sure") or clause.holder == "market" or line.open.moved is not None
    ):
        by_date = any(other.time is not None and other.start >= token.end for other in clause.tokens)
        if by_date and (about_moves or clause.has("odds.sure")):
            return value, "cuts", ">=" if clause.has("odds.sure") and op == "=" else op
    return None


def _is_count_alone(line: Line, clause: Clause) -> bool:
    """Return whether a market's count stands alone behind its horizon: "全年算下来，不到两次"."""
    place = line.clauses.index(clause)
    before = line.clauses[place - 1] if place else None
    words = [token for token in clause.tokens if not token.has("move.to", "joint.")]
    return (
        before is not None
        and clause.holder == "market"
        and len(words) == 1
        and all(token.time is not None for token in before.tokens)
        and bool(before.tokens)
    )


def _spoke_of_moves(line: Line, clause: Clause) -> bool:
    """Return whether the clause before counts moves of another's: "the dots show 75bp of cuts, against 88bp in futures"."""
    place = line.clauses.index(clause)
    before = line.clauses[place - 1] if place else None
    own = clause.has("subject.market") and not clause.has("head.", "index.", "pboc.", "other.", "odds.noun")
    return own and before is not None and before.holder == "other" and any(
        one.count is not None or one.is_total or one.size is not None for one in before.outcomes
    )  # fmt: skip


def _is_left(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether basis points stand for the sum of moves by a horizon: "markets price just 37bp for 2026"."""
    if not clause.has("subject.market") or clause.has("head.", "index.", "pboc.", "other.thing", "odds.noun"):
        return False
    after = line.text[token.end : token.end + 12]
    return bool(_BY_HORIZON.match(after)) and any(
        time.unit in {"year", "month"} and other.start >= token.end for other, time in times_in(clause.tokens)
    )


def _is_year_priced(clause: Clause, token: Token) -> bool:
    """Return whether basis points are what a market has for a year: "year-end pricing has come down to 56bp"."""
    if not clause.has("subject.market", "moves.priced") or clause.has("odds.noun", "odds.sure"):
        return False
    if clause.has("head.", "index.", "pboc.", "other."):
        return False
    return any(time.unit == "year" or time.name == "ytd" for _, time in times_in(clause.tokens)) and (
        token.quantity is not None and token.quantity.low is None
    )


_BY_HORIZON = re.compile(r"\s(?:for|by|in|through|over|this|next|before|into|to)\b")


def _is_each(clause: Clause, token: Token) -> bool:
    """Return whether a size is that of each move: "three quarter-point cuts", "two cuts of 25 bp"."""
    return any(one.count is not None for one in clause.outcomes if token is one.figure) or any(
        other.has("figure.count") and 0 <= token.start - other.end <= 2 for other in clause.tokens
    )


def _direction(line: Line, clause: Clause, outcome: Outcome | None) -> str:
    if outcome is not None and outcome.move != "hold":
        return outcome.move
    named = next((one.move for one in clause.outcomes if one.move != "hold"), None)
    if named is None and line.open.outcome is not None and line.open.outcome.move != "hold":
        named = line.open.outcome.move
    words = line.text[clause.start : clause.end]
    hikes = _HIKES.search(words) is not None or (named is None and line.open.moved == "hike")
    return named or ("hike" if hikes and "降" not in words else "cut")


_HIKES = re.compile(r"加息|升息|加(?=[一二两三四五六七八九十\d])")


def _horizon(line: Line, clause: Clause, whole: Clause | None = None) -> tuple[str, str] | None:
    """Return (when, detail) of the time by which the moves come; None where the clause names none."""
    for part in (clause, *reversed(line.clauses[: line.clauses.index(whole or clause)])):
        for _, time in reversed(times_in(part.tokens)):
            found = _of_time(line, time)
            if found is not None:
                return _of_year_named(line, whole or clause, time) or found
    at_meeting = any(time.unit == "month" and time.reach == "at" for _, time in times_in(clause.tokens))
    if at_meeting and not clause.has("moves.so_far"):
        return None  # "12月加息幅度放缓至50个基点" is of one meeting
    if line.open.moved is None and (
        clause.has("moves.number", "moves.so_far") or _is_of_whole_market(line, whole or clause)
    ):
        return str(line.date.year), "remaining"
    return None


def _of_year_named(line: Line, clause: Clause, time: Time) -> tuple[str, str] | None:
    """Return the year that an earlier clause names for a bare 全年: "展望2025，市场定价全年降息1.5次"."""
    if time.name != "year_whole" or time.year is not None:
        return None
    for part in reversed(line.clauses[: line.clauses.index(clause)]):
        for _, named in times_in(part.tokens):
            if named.unit in {"year", "month"} and named.year is not None:
                return str(named.year), "calendar_year"
    return None


def _of_time(line: Line, time: Time) -> tuple[str, str] | None:
    if time.name == "ytd" and line.text.startswith(("年内", "for the year"), time.start):
        return str(line.date.year), "remaining"  # 年内累计降息: of cuts to come, where a market speaks
    if time.unit == "year":
        year = time.year_on(line.date) or line.date.year
        if year < line.date.year:
            return None  # nothing is to come in a year that is over: when it stood there
        whole = time.reach in {"whole", "at"}
        if time.name == "year" and time.year is None and time.year_shift == 0:
            whole = False  # 今年, this year: what is still to come
        return str(year), "calendar_year" if whole else "remaining"
    if time.unit == "half":
        meeting = line.meetings.meant(time)
        if meeting is None:
            return None
        return (str(meeting.year), "remaining") if time.shift == 2 else (meeting.isoformat(), "remaining")
    if time.unit == "rolling":
        return (
            f"{line.date}..{line.date.replace(year=line.date.year + 1) if line.date.month != 2 else line.date}",
            "12m",
        )
    if time.unit in {"month", "day"} and time.reach in {"by", "before"}:
        if is_past(time, line.date):
            return None
        meeting = line.meetings.meant(time)
        if meeting is None:
            return None
        last = line.meetings.last_of(meeting.year)
        return (str(meeting.year) if meeting == last else meeting.isoformat()), "remaining"
    return None


def _dated(line: Line, clause: Clause, token: Token) -> str | None:
    """Return the earlier day to which a figure is dated: "down from four on Tuesday"."""
    after = [other for other in clause.tokens if other.start >= token.end]
    stood = _stood_at(line, clause)
    if stood is not None:
        return stood
    if not any(other.has("move.from") for other in clause.tokens if other.end <= token.start):
        return None
    for other in after[:2]:
        if other.time is not None and is_past(other.time, line.date):
            day = other.time.date(line.date)
            return day.isoformat() if day else None
    return None


_EARLY_IN_YEAR = re.compile(
    r"(?<!明)年(?:初|头)时?(?!以来|至今|起)|at the (?:start|turn|beginning) of the year|at (?:the )?new year"
)
_AT_NEW_YEAR = re.compile(r"\s?at (?:the (?:start|turn|beginning) of the year|(?:the )?new year)\b")
_EARLIER = re.compile(
    r"此前|之前(?=[为是有还约曾])|早先|原先|earlier this year|\b(?:had been|used to)\b"
    r"|in [a-z]{3,9} (?:it was|they had|there were)"
)
_STOOD = (
    "还是",
    "还有",
    "仍是",
    "仍有",
    "曾",
    "尚有",
    "还在",
    "还押",
    "had been",
    "stood at",
    "was ",
    "were ",
    "had ",
)


def _stood_at(line: Line, clause: Clause) -> str | None:
    """Return the earlier day at which a clause says that the pricing stood: "去年底还是两次多"."""
    first = clause.start == line.clauses[0].start
    contrast = (
        not first and not clause.outcomes and not clause.has("subject.market") and line.open.moved is not None
    )
    if contrast:
        for _, time in times_in(clause.tokens):
            if time.name == "weeks_ago" and time.shift is not None:
                return (line.date + dt.timedelta(days=7 * time.shift)).isoformat()
            if time.name in {"month_said", "months_ago"} and time.shift is not None and time.shift < 0:
                return months_before(line.date, -time.shift).isoformat()
            day = time.date(line.date) if time.name in {"yesterday", "weekday", "days_ago"} else None
            if day is not None and day < line.date:
                return day.isoformat()
    if not any(word in line.text[clause.start : clause.end] for word in _STOOD):
        return None
    for _, time in times_in(clause.tokens):
        if (
            time.unit == "year"
            and time.reach == "end"
            and (time.year_on(line.date) or line.date.year) < line.date.year
        ):
            return f"{time.year_on(line.date)}-12-31"
    return None


_DISCARDED = re.compile(
    r"(?:rather than|instead of|\bnot|\bover|ahead of|versus|而非|而不是|不是|并非|原先的?|此前的?)\s?(?:in\s|at\s|by\s)?$"
)
"""A month that is not the one meant: "in May rather than June"."""


# ---- the first one -----------------------------------------------------------------------------------------------
_SHIFTED = re.compile(r"提前|推迟|后移|延后|推至|延至|推到|延到|挪|移|从|由|等|要到|得到|才")
"""Words after which 到 and 至 lead to the month itself, not to a bound."""


def _first_move(line: Line, place: int) -> Claim | None:
    clause = line.clauses[place]
    mark = clause.first("moves.first")
    if mark is None or clause.has("pboc."):
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


def _priced_by(line: Line, clause: Clause) -> Claim | None:
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


def _first_of_list(line: Line, place: int) -> Claim | None:
    """Return the first move whose month stands alone behind a colon: "First cut: June"."""
    clause = line.clauses[place]
    before = line.clauses[place - 1] if place else None
    if before is None or clause.mark != ":" or len(clause.tokens) != 1 or not before.has("moves.first"):
        return None
    mark = before.first("moves.first")
    time = clause.tokens[0].time
    alone = all(token.has("moves.first", "outcome.", "act.", "easing.") for token in before.tokens)
    meeting = line.meetings.meant(time) if time is not None and time.unit == "month" else None
    if mark is None or not alone or meeting is None or meeting < line.date:
        return None
    return line.claim(
        (before.start, clause.tokens[0].end), "fed.first_move", meeting.isoformat(), "=", meeting.isoformat(), "date",
        _kind_of_first(line, before, mark),
    )  # fmt: skip


def _first_before(line: Line, clause: Clause, first: Claim) -> Iterator[Claim]:
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
    return [pair for pair in found if not _DISCARDED.search(line.text[: pair[0].start])]


# ---- the rate implied --------------------------------------------------------------------------------------------
_YEAR_END_AT = re.compile(
    r"\b(?:rates?|year-?end|end of (?:the )?(?:year|20\d\d)|december 20\d\d|end-20\d\d)\b[^,;%]{0,24}"
    r"\b(?:at|to|near|around)\s(?:about |around |roughly |just )*$"
    r"|年[底末][^，,。%]{0,16}(?:在|为|至|到|约|近)$"
)


def _is_year_end_rate(line: Line, clause: Clause) -> bool:
    """Return whether a market puts the end of a year at a rate: "year-end 2025 is now seen at 3.95% in futures"."""
    figures = [token for token in clause.tokens if token.quantity is not None]
    at_end = any(time.unit == "year" and time.reach == "end" for _, time in times_in(clause.tokens))
    return (
        clause.has("subject.market")
        and at_end
        and len(figures) == 1
        and figures[0].has("figure.pct", "figure.li")
        and "." in figures[0].text
        and not clause.has("odds.noun", "head.", "index.", "pboc.", "outcome.")
        and bool(_YEAR_END_AT.search(_BOUND.sub("", line.text[clause.start : figures[0].start])))
    )


_BOUND = re.compile(r"(?:above|below|over|under|more than|less than|约|近|逾|超过|不足)\s*$")


def _own_year(line: Line, cell: Cell) -> int | None:
    """Return the year at whose end a figure is, by the time among its own words; None where it has none, or two."""
    found = {
        time.year_on(line.date) or line.date.year for _, time in times_in(cell.own) if time.unit == "year"
    }
    return found.pop() if len(found) == 1 else None


def _is_headed_rate(line: Line, clause: Clause) -> bool:
    """Return whether a figure and its year are an item of a list of rates: "Implied rate: 4.47% for end-2024, …"."""
    place = line.clauses.index(clause)
    head = next((n for n in range(place, 0, -1) if line.clauses[n].mark == ":"), None)
    if head is None or not line.clauses[head - 1].has("rate.implied"):
        return False
    items = line.clauses[head : place + 1]
    return all(
        len(part.tokens) == 2
        and part.has("figure.pct")
        and any(time.unit == "year" for _, time in times_in(part.tokens))
        for part in items
    )


def _implied_rate(line: Line, clause: Clause) -> Iterator[Claim]:
    headed = _is_headed_rate(line, clause)
    if not clause.has("rate.implied") and not headed and not _is_year_end_rate(line, clause):
        return
    rates = [
        one
        for one in line.cells(clause)
        if one.quantity.kind in {"pct", "li"} and 0 <= one.quantity.value <= 20
    ]
    listed = [_own_year(line, one) for one in rates]
    if len(rates) > 1 and None not in listed:  # "2024年底为4.62%、2025年底为3.85%"
        for cell, own in zip(rates, listed, strict=True):
            yield line.claim(
                (cell.start, cell.end),
                "fed.implied_rate",
                str(own),
                cell.quantity.op,
                cell.quantity.middle,
                "pct",
            )
        return
    for cell in rates[:1] if len({one for one in listed if one}) < 2 else ():
        if any(time.unit == "month" and time.month not in {None, 12} for _, time in times_in(clause.tokens)):
            return  # the rate of a month within the year is not its last
        earlier = line.clauses[: line.clauses.index(clause)]
        years = [time for _, time in times_in(clause.tokens) if time.unit in {"year", "month"}] or [
            time for part in earlier for _, time in times_in(part.tokens) if time.year is not None
        ]
        year = (years[-1].year_on(line.date) if years else None) or line.date.year
        yield line.claim(
            (clause.start, cell.end),
            "fed.implied_rate",
            str(year),
            cell.quantity.op,
            cell.quantity.middle,
            "pct",
        )
        return
