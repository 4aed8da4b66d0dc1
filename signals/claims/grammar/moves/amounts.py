"""How many moves or how many basis points a clause says are priced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from signals.claims.claim import Claim, Unit
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.moves.asked import follows_odds, is_answer
from signals.claims.grammar.moves.earlier import AT_NEW_YEAR, EARLIER, EARLY_IN_YEAR, day_dated_to
from signals.claims.grammar.moves.horizons import IN_CONTRACT, horizon_at, horizon_of
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Clause, Outcome
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op, Quantity

_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth)\s(?:(?:straight|consecutive|successive|such)\s)?$"
)


def amounts(line: Line, clause: Clause, whole: Clause | None = None) -> Iterator[Claim]:
    """Yield how many moves, or basis points, a clause says are priced, each with its horizon."""
    words = line.text[clause.start : clause.end]
    if _SHARE_OF_TRADERS.search(words) or _NEEDED.search(words):
        return  # "only 36% of participants expect two cuts": a share, of a count that is not the market's
    answer = is_answer(line, clause)
    horizon = horizon_of(line, clause, whole) or (line.open.asked_by if answer else None)
    previous = clause.start
    for token in clause.tokens:
        quantity = token.quantity
        if quantity is None:
            continue
        if _is_of_points_before(line, clause, token):
            quantity = replace(quantity, kind="bp")  # "45 basis points of cuts, up from 28 on Tuesday"
        outcome = next((one for one in clause.outcomes if token in (one.figure, one.count)), None)
        said = _amount(line, clause, token, quantity, outcome, counted=answer or follows_odds(line, clause))
        if said is None or _is_left_out(line, clause, token) or (horizon is None and line.open.moved is None):
            continue
        value, unit, op = said
        dated = _day_priced(line, clause, token)
        if dated is None and _is_of_another_day(line, clause, token):
            continue
        own = _own_year(line, clause, token)
        when, detail = own or horizon or (str(line.date.year), line.open.moved or "remaining")
        if when == str(line.date.year) and _MORE.match(line.text, token.end):
            detail = "remaining"  # "six more hikes in 2022", said in March
        move = direction_of(line, clause, outcome)
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


_CAME_FROM = re.compile(
    r"\s*(?:(?:sharply |well )?(?:up|down) from|compared (?:with|to)|versus|against) (?:about |around )?$"
)


def _is_of_points_before(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether a bare figure is what a sum in basis points came from: "…45 basis points, up from 28 on Tuesday"."""
    bare = token.quantity is not None and token.quantity.kind == "number" and not token.quantity.in_words
    place = line.place(clause)
    if not bare or not place or not _CAME_FROM.fullmatch(line.text, clause.start, token.start):
        return False
    return line.open.moved is not None and line.clauses[place - 1].has("figure.bp")


def _is_left_out(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether a figure stands for a thing named before, for the dots, or for a sum nobody can test."""
    before = line.text[clause.start : token.start]
    if _PRONOUN.match(line.text, token.start) or _OF_DOTS.search(before) or _STEPPED.search(before):
        return True
    if _NO_LONGER.search(before):
        return True  # "不再完全定价五次": fewer, by how much is not said
    if _ORDINAL.search(line.text, max(clause.start, token.start - 24), token.start):
        return True  # "with a second 25bp cut before the end of the year more likely"
    of_two_years = any(len(_years(part)) > 1 for part in line.clauses)
    return of_two_years and _IN_ALL.search(line.text[: token.start]) is not None  # "合計5至6碼"


_STEPPED = re.compile(
    r"^\s*(?:after|having|following) (?:\w+ )?(?:cutting|hiking|raising|lowering|trimming|reducing)\b|\bseries of $"
)
"""Before a step already taken, and before one of a series: "after hiking by a quarter", "a series of quarter-point cuts"."""


def _day_priced(line: Line, clause: Clause, token: Token) -> str | None:
    """Return the day whose prices a figure is of, where the clause tells it."""
    dated = day_dated_to(line, clause, token)
    early = EARLY_IN_YEAR.search(line.text[clause.start : token.start]) or AT_NEW_YEAR.match(
        line.text, token.end
    )
    return f"{line.date.year}-01-02" if dated is None and early else dated


def _is_of_another_day(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether a figure is of an hour or day that nobody named: "年初时为六次", "had priced in 11bp"."""
    before = line.text[clause.start : token.start]
    last = [one for one in clause.tokens if one.end <= token.start][-1:]
    return (
        clause.has("market.intraday")  # "一度定价年内降息125bp"
        or _HAD_PRICED.search(before) is not None
        or EARLIER.search(before) is not None
        or (bool(last) and last[0].has("move.from"))  # "从100个基点上调至116个基点"
    )


_HAD_PRICED = re.compile(r"\b(?:had|who) (?:had )?(?:already |fully |once )?priced\b")


_NO_LONGER = re.compile(r"不再|(?:已|被)(?:削减|推翻|打消)|\bno longer\b")


_OF_DOTS = re.compile(
    r"\b(?:against|versus|vs\.?|than|compared with) the (?:fed|fomc|committee|policymakers)(?:'s?)?\s[^,;%]{0,24}$"
)
"""Before what the Fed itself has in view: "165bp of cuts this year against the Fed's 75bp"."""


def _end_of_time(clause: Clause, end: int) -> int:
    """Let the quote run on over a horizon that directly follows."""
    following = [token for token in clause.tokens if token.start >= end][:1]
    return following[0].end if following and following[0].time is not None else end


def _amount(
    line: Line,
    clause: Clause,
    token: Token,
    quantity: Quantity,
    outcome: Outcome | None,
    *,
    counted: bool = False,
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
    priced = quantity.kind == "bp" and (
        _is_year_priced(clause, token) or IN_CONTRACT.match(line.text, token.end) is not None
    )
    about_moves = about_moves or priced
    if clause.has("odds.sure") and quantity.kind == "count" and quantity.value == 1:
        return None  # "one cut by September is fully priced" is a chance
    if quantity.kind == "count":
        if quantity.value == 1 and any(
            time.unit == "month" and time.reach == "at" for _, time in times_in(clause.tokens)
        ):
            return None  # "五月先来一次": of one meeting
        left = line.open.outcome is not None and (clause.has("moves.priced") or _is_count_alone(line, clause))
        if not (about_moves or left or counted) or quantity.value > 16:
            return None
        return value, "cuts", op
    bp = step_bp(quantity)
    if bp is not None and quantity.kind in {"bp", "pp", "li", "points"}:
        if any(
            word in line.text[max(0, token.start - 5) : token.start]
            for word in ("每次", "各降", "各减", "均会降", "均降", "each")
        ):
            return None  # the size of one of several
        has_count = outcome is not None and outcome.count is not None
        dropped = not priced and _is_of_named_last(line, clause, token)
        again = (
            line.text[clause.start : token.start]
            .strip()
            .startswith(("or", "即", "合", "相当于", "i.e.", "或"))
        )
        if dropped and not again and not clause.has("move.from"):
            return None  # "down by 10 basis points": of what was named last
        if has_count or not about_moves or _is_each(line, clause, token):
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


_IN_ALL = re.compile(r"(?:合计|合共|总共|加起来|总计)[^，,。；;\d]{0,4}$")


def _years(clause: Clause) -> list[Token]:
    return [token for token, time in times_in(clause.tokens) if time.unit == "year"]


def _own_year(line: Line, clause: Clause, token: Token) -> tuple[str, str] | None:
    """Return the year right before a figure where a clause lists several: "今年降息3碼、明年2至3碼"."""
    following = _horizon_behind(line, clause, token)
    if following is not None:
        return following
    years = _years(clause)
    before = [one for one in years if one.end <= token.start]
    time = before[-1].time if before and len(years) > 1 and line.chinese else None
    return horizon_at(line, time) if time is not None else None


def _horizon_behind(line: Line, clause: Clause, token: Token) -> tuple[str, str] | None:
    """Return the horizon behind a figure where each of several has its own: "19bp through October and two cuts in 2027"."""
    figures = [one for one in clause.tokens if one.has("figure.bp", "figure.count")]
    if line.chinese or len(figures) != _TWO or token not in figures:
        return None
    behind = [
        [horizon_at(line, time) for said, time in times_in(clause.tokens) if start <= said.start < end]
        for start, end in ((figures[0].end, figures[1].start), (figures[1].end, clause.end))
    ]
    if any(len(each) != 1 or each[0] is None for each in behind):
        return None
    return behind[figures.index(token)][0]


_TWO = 2


_MORE = re.compile(r" (?:more|further|additional)\b(?! than)")


_NEEDED = re.compile(
    r"\b(?:must|has to|have to|needs? to|would need to) (?:deliver|be|cut|bring|feature|come)\b"
)
"""Before what it would take: "one of the three meetings must deliver a 50bp cut"."""


_SHARE_OF_TRADERS = re.compile(
    r"\d+(?:%| per ?cent) of (?:the )?(?:market )?"
    r"(?:participants|traders|investors|respondents|economists|strategists|bettors|those)\b"
)


_PRONOUN = re.compile(
    r"(?:one|two) (?:of|that|which|who|\w{3,}ing|is|was|has|(?:more )?(?:meeting|gathering|report|print)s?)\b"
)
"""A number that stands for a thing named before: "two important reports, one showing …"."""


def _is_of_named_last(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether basis points stand in a clause that says neither of what they are, nor by when."""
    named = clause.outcomes or clause.has("moves.number", "moves.priced", "subject.market", "moves.so_far")
    return not named and not _is_left(line, clause, token) and not AT_NEW_YEAR.match(line.text, token.end)


def _is_count_alone(line: Line, clause: Clause) -> bool:
    """Return whether a market's count stands alone behind its horizon: "全年算下来，不到两次"."""
    place = line.place(clause)
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
    place = line.place(clause)
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


_COUNTED_BEFORE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:(?:more|further|additional|full|straight) )?$"
)


def _is_each(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether a size is that of each move: "three quarter-point cuts", "two cuts of 25 bp"."""
    if _COUNTED_BEFORE.search(line.text, clause.start, token.start):
        return True  # "six more 25-basis point moves"
    return any(one.count is not None for one in clause.outcomes if token is one.figure) or any(
        other.has("figure.count") and 0 <= token.start - other.end <= 2 for other in clause.tokens
    )


def direction_of(line: Line, clause: Clause, outcome: Outcome | None) -> str:
    """Return "cut" or "hike": of the outcome where one is named, else as the last moves were."""
    if outcome is not None and outcome.move != "hold":
        return outcome.move
    named = next((one.move for one in clause.outcomes if one.move != "hold"), None)
    if named is None and line.open.outcome is not None and line.open.outcome.move != "hold":
        named = line.open.outcome.move
    words = line.text[clause.start : clause.end]
    hikes = _HIKES.search(words) is not None or (named is None and line.open.moved == "hike")
    return named or ("hike" if hikes and "降" not in words else "cut")


_HIKES = re.compile(r"加息|升息|加(?=[一二两三四五六七八九十\d])")
