"""Over which days an index moved."""

from __future__ import annotations

import datetime as dt
import re
from itertools import takewhile

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.markets.sessions import (
    AMERICAN,
    FRIDAY,
    note_last_session,
    session_before,
    session_told,
    trading_day,
    usual_session,
    window_at,
)
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token

_LONGER = re.compile(
    r"(?<!week of )(?<!day of )\b(?:a|the) (?:year|month)\b(?! (?:ago|earlier|high|low))"
    r"|\bin review\b|\b(?:annual|monthly|quarterly)\b|年度|月度|季度"
    r"|(?<!相隔)(?<!逾)(?:过去|近|最近)[一两二三四五六七八九十几数\d]{1,3}个?(?:月|周|星期|日|天|交易日|年)(?!前|以?来?的?[^，,]{0,2}新?[高低])"
    r"|(?<!连)(?<!连续)(?:两|三|四|五|六|几)(?:天|个?交易日)(?:内|里|合计)?[^，,。]{0,2}(?:跌|涨|挫|升|崩|泻)"
    r"|[二两三四五六七八九十\d]{1,2}(?:日|天|个?交易日|周|个月)累|\d{1,2}个月[:：]"
    r"|\bafter (?:one|two|three|five|six|\d+) (?:years?|months?|weeks?)\b"
    r"|\b(?:one|a|two|three|five) (?:year|month|week)s? (?:later|on)\b"
    r"|\bover (?:the )?(?:(?:past|last) )?(?:(?:\w+) )?(?:sessions|days|weeks|months|years|month|year|quarter)\b"
    r"|\bin (?:just )?(?:two|three|four|five|six|\d) (?:sessions|days|weeks|months)\b"
)
"""Where a sentence names a span that we cannot place, its figures are of that, not of the day."""


def window_moved_over(
    line: Line, clause: Clause, cell: Cell, place: int, name: str | None = None
) -> str | None:
    """Return the normal form of the time over which an index moved, from the nearest words on.

    None where nothing says it and the sentence speaks of a longer span.
    """
    if _TO_CLOSE_WEEK.search(line.text):
        return None  # of the week, or of its last day
    if _week_follows(line, clause, place):
        return _day_told(line, place) or f"day:{usual_session(line, name)}"
    parts = [(*cell.after, *reversed(cell.before)), without_origins(line, clause, cell)]
    parts += [part.tokens for part in line.clauses[place + 1 : place + 2] if _is_time_alone(part)]
    parts += [carried_times(line, part) for part in _parts_before(line, clause, place)]
    for tokens in parts:
        for token in tokens:
            if token.time is not None and line.text[max(0, token.start - 1) : token.start] in {"较", "比"}:
                if token.time.unit == "weekday" and token.time.weekday == FRIDAY and token.time.shift == -1:
                    return _note(line, f"week:{trading_day(line.date)}")  # "较上周五升2.6%"
                continue
            if token.time is not None and _is_of_record(line, cell, token):
                continue
            if token.time is not None and token not in clause.tokens and _is_since(line, token):
                continue  # "恒指…创2021年9月8日新高，恒生科技指数收高1.27%": the day of a record, not of what follows
            if token.time is not None and _WEEK_OF_YEAR.search(line.text, 0, token.start):
                return None  # "in the first trading week of 2024"
            spanning = token.time is not None and token.time.unit in {"half", "quarter"}
            if spanning and token.time is not None and window_at(line, token.time) is None:
                return None  # a span that claims have no window for
            if token.time is not None:
                found = _that_day(line, place, token, name) or window_at(line, token.time)
                if found is not None:
                    found = _told_in(line, found, token, name)
                    aside = _is_background(line, clause) or (
                        found.startswith("ytd:") and not _leads(line, clause, token)
                    )
                    if not aside:
                        line.open.span = found
                        note_last_session(line, found, name)
                    return found
            if token.text.startswith("累"):
                break  # 累升 is over more than a day
            if (
                token.time is None
                and token.has("market.day")
                and (said := _day_of_session(line, clause, token))
            ):
                return _note(line, said)
            if token.has("market.day") and not token.has("market.close"):
                day = _only_day(line, clause)
                if day is not None and "day" in token.text:
                    return _note(line, day)  # "its worst one-day drop of the year on Monday"
                told = line.open.span or ""  # 单日 is of the day named, not of today
                return _note(line, told if told.startswith("day:") else f"day:{trading_day(line.date)}")
            if token.has("market.month"):
                return _note(line, f"month:{trading_day(line.date)}")
            if token.has("market.year"):
                return _note(line, f"year:{trading_day(line.date)}")
    if clause.aside and _OVER_SPAN.match(line.text, clause.end):
        return None  # "rising 210 points (+1%) during the past two weeks"
    if clause.aside and any(part.has("figure.pct") for part in line.clauses[:place]):
        return f"day:{usual_session(line, name)}"  # the week was that of another's figure
    return _unsaid(line, cell, name)


def _told_in(line: Line, found: str, token: Token, name: str | None) -> str:
    """Return a window as the words around it mean it: a week by its last day, the year up to the session told of."""
    if found == f"ytd:{trading_day(line.date)}" and (name in AMERICAN or "昨收" in line.text):
        before = session_before(line.date) if "昨收" in line.text else usual_session(line, name)
        found = f"ytd:{before}"
    return found.replace("day:", "week:") if _WEEK_ENDING.search(line.text[: token.start]) else found


def _week_follows(line: Line, clause: Clause, place: int) -> bool:
    """Return whether a move without a time has its own week's behind it: "恒指周五跌1%，全周升2%；科指跌0.6%，全周升1%"."""
    following = line.clauses[place + 1 : place + 2]
    if any(times_in(clause.tokens)) or not clause.has("index.") or clause.has("market.week", "market.month"):
        return False
    return any(
        part.has("figure.pct") and not part.has("index.", "other.thing")
        and any(time.unit == "week" for _, time in times_in(part.tokens))
        for part in following
    )  # fmt: skip


def _day_told(line: Line, place: int) -> str | None:
    """Return the first day that the clauses before one name; None where they name none."""
    for part in line.clauses[:place]:
        for _, time in times_in(part.tokens):
            if time.unit in {"day", "weekday"} and time.reach != "since":
                return window_at(line, time)
    return None


def _is_of_record(line: Line, cell: Cell, token: Token) -> bool:
    """Return whether a time is that of a record or a high, not of the move beside it.

    "Rising 0.44% and marking its fifth straight record close for the week", "to its lowest since its inception
    in July 2020", "still short of its November 2021 high".
    """
    return (
        _OF_RECORD.search(line.text, cell.value.end, token.start) is not None
        or _SINCE_ITS.search(line.text[: token.start]) is not None
        or _OF_HIGH.match(line.text[token.end : token.end + 24]) is not None
    )


def _is_since(line: Line, token: Token) -> bool:
    """Return whether a time is that of a record or of a run: "ending a run of gains since mid-December"."""
    reach = token.time.reach if token.time is not None else None
    return reach == "since" or _SINCE.search(line.text, 0, token.start) is not None


_SINCE = re.compile(r"\bsince (?:mid-|early |late )?$")
_WEEK_OF_YEAR = re.compile(r"\bweek of (?:the )?$")
_OVER_SPAN = re.compile(
    r"[)）]?\s*(?:during|over|in|for) the (?:past|last) (?:\w+ )?(?:weeks|months|sessions|days|years)\b"
)


def _parts_before(line: Line, clause: Clause, place: int) -> list[Clause]:
    """Return the clauses whose times may be those of this one, the nearest first.

    A move in brackets is of the index before it: "up 1.2% for the week; the Nasdaq fell 12 points (-0.1%)".
    """
    before = [part for part in reversed(line.clauses[:place]) if not is_relative(line, part)]
    if not clause.aside:
        return before
    return list(takewhile(lambda part: not part.has("figure.pct"), before))


def _unsaid(line: Line, cell: Cell, name: str | None) -> str | None:
    """Return the window of a move for which its own words say none: the sentence's, the text's, else the usual."""
    if _QUARTER.search(line.text):
        return _of_first_quarter(line)
    if _IN_SESSION_BEFORE.search(line.text):
        return f"day:{session_before(line.date)}"
    if _WEEK_TOLD.search(line.text) and not _tells_of_close(line, cell):
        return _note(line, f"week:{trading_day(line.date)}")
    if _OVER_SESSIONS.search(line.text):
        return None
    headed = _HEADED.match(line.text)
    if headed is not None:
        return _note(line, f"{'month' if headed['month'] else 'week'}:{trading_day(line.date)}")
    if line.open.span is not None:
        mixed = line.open.daily and line.open.span.startswith("week:")
        return None if mixed else line.open.span  # after a day's moves and a week's, nobody can tell
    if _YEAR_OVER.search(line.text) and (line.date.month, line.date.day) >= (12, 24):
        return _note(line, f"ytd:{trading_day(line.date)}")
    if _LONGER.search(line.text):
        return None
    closing = _tells_of_close(line, cell)
    added_up = any(token.text.startswith("累") for token in cell.own)
    led = session_told(line, name) is not None and not added_up
    weekend = line.date.weekday() >= 4 and (not closing or added_up) and not led
    if weekend:
        return f"week:{trading_day(line.date)}"
    return f"day:{usual_session(line, name or token_of(cell))}"


def _tells_of_close(line: Line, cell: Cell) -> bool:
    """Return whether a sentence says that it is of a day's close."""
    return (
        any(part.has("market.close") or _in_points(part) for part in line.clauses)
        or any(_is_exact_level(line, part, token_of(cell)) for part in line.clauses)
        or any(
            "close" in one.text or "收" in one.text for part in line.clauses for one in part.all("extreme.")
        )
        or any(word in line.text for word in ("收涨", "收跌", "收升", "收高", "收低", "at the close"))
        or _RUN_ENDED.search(line.text) is not None
        or _led_by_close(line)
    )


_CLOSED_AT = re.compile(
    r"\b(?:closed|closing|ended|ending|finished|finishing|settled|settling) (?:\w+ )?(?:at|on) (?:an? |another |its |their )?"
    r"(?:\w+ )?(?:record|all-time|fresh|new|highest|lowest|high|low)"
)


def _led_by_close(line: Line) -> bool:
    """Return whether a close at a record comes before all moves of a sentence: "closed at a record high, up 0.5%".

    "Gained 4.7% and closed at a record" may be of the week.
    """
    told = _CLOSED_AT.search(line.text)
    return told is not None and not any(
        token.has("figure.pct", "figure.share") and token.start < told.start()
        for part in line.clauses
        for token in part.tokens
    )


_RUN_ENDED = re.compile(
    r"(?:结束|终结|终止|中断|止住|扭转)连续?[两二三四五六七八九十\d]+(?:日|天|个?交易日)"
    r"|\b(?:snap|end|halt|break)(?:p?(?:ed|ing)) (?:an?|its) \w+-(?:day|session) "
)
"""A run of days that a move ended is told of the day: 涨1.5%，结束连五日颓势."""


_TO_CLOSE_WEEK = re.compile(r"\bto (?:close|end|finish|cap) (?:out )?the (?:trading )?week\b")
_IN_SESSION_BEFORE = re.compile(r"^(?:(?!\b(?:after|following)\b).)*\bin the (?:previous|prior) session\.?$")


_OVER_SESSIONS = re.compile(
    r"\b(?:over (?:the )?(?:past |last )?|in the (?:past|last) )\w+ (?:trading )?(?:sessions|days)\b"
)


_HEADED = re.compile(
    r"\s*(?:(?P<month>月度|本月|全月|当月|monthly|month[- ]to[- ]date|mtd)|周度|本周|一周|全周|weekly|week[- ]to[- ]date|wtd)"
    r"\s?(?:表现|涨跌幅?|行情|回顾|市况|performance|moves?|returns?|scorecard)?\s?[:：]"
)
"""What heads a list of moves with the span that they are over."""


_SINCE_ITS = re.compile(r"\bsince (?:its|the|their) (?:\w+ ){1,2}in (?:early |late |mid-)?$")
_OF_RECORD = re.compile(r"\b(?:straight|consecutive|\w+th) record (?:close|high)s? $")
_OF_HIGH = re.compile(r"\s(?:closing |record |intraday )?(?:highs?|lows?|peaks?|records?|bottom|trough)\b")


_QUARTER = re.compile(r"\b(?:the|this|its|first|best|worst) quarter\b(?! (?:of|point|percentage))")


_WEEK_ENDING = re.compile(r"\bweek (?:ending|ended|to|through)(?: on)? $")
_WEEK_TOLD = re.compile(
    r"\b(?:positive|negative|winning|losing|strong|weak|solid|rough|choppy|bullish|holiday-shortened)"
    r" (?:trading )?week\b(?! (?:for|since))"
)
"""A week that is told as a whole: "turned in a positive week of trading with an 8.6% gain"."""


_YEAR_OVER = re.compile(
    r"^\s*(?:a|the|what a|quite a) (?:\w+ )?year\b[^:.]*[:.]|\bthe year (?:ends|ended|closes)|\byear in review"
)
"""What the last week of December heads its figures with."""


_FIRST_QUARTER_TOLD = (4, 7)


def _of_first_quarter(line: Line) -> str | None:
    """Return the window of "the quarter": the year to date in the first one; the others have none of ours."""
    last = dt.date(line.date.year, 3, 31)
    if (line.date.month, line.date.day) > _FIRST_QUARTER_TOLD:
        return None
    return f"ytd:{trading_day(min(last, line.date))}"


def _is_exact_level(line: Line, part: Clause, name: str | None) -> bool:
    """Return whether a clause gives a close to its decimals: "飙升50.9%至45.31" is of the day that closed there."""
    return any(
        token.quantity is not None
        and token.quantity.kind == "number"
        and "." in line.text[token.start : token.end]
        and is_plausible_level(name or "", token.quantity.value)
        for token in part.tokens
    )


def without_origins(line: Line, clause: Clause, cell: Cell) -> tuple[Token, ...]:
    """Return the words of a clause but those of where a figure came from: "to 14.9 from above 21 a week ago"."""
    of_others = {
        id(token)
        for other in line.cells(clause)
        if other.value is not cell.value and other.has("move.from", "joint.took")
        for token in other.own
    }
    elsewhere = clause.has("outcome.", "odds.noun", "head.")  # "June cut odds halved and the S&P 500 shed 1%"
    of_others |= {
        id(token)
        for other in line.cells(clause)
        if other.value.start > cell.value.start and other.has("joint.and")
        for token, time in times_in(other.own)
        if time.name == "ytd" or time.unit == "year" or (time.unit == "week" and _is_set_against(other))
    }  # "was down 1.2% and 12% lower for the year", "jumped 1.8% but still lost 0.4% on the week"
    return tuple(
        token
        for token in clause.tokens
        if id(token) not in of_others
        and not (
            elsewhere and token.time is not None and token.time.unit == "month" and token not in cell.own
        )
    )


def _is_set_against(cell: Cell) -> bool:
    """Return whether a figure of the same index is set against the one before: "but still lost 0.4% on the week"."""
    return any(token.text in {"but", "yet"} for token in cell.own) and not cell.has("index.")


def _day_of_session(line: Line, clause: Clause, token: Token) -> str | None:
    """Return the day whose session is told of: "in Monday's session"."""
    for said, time in times_in(clause.tokens):
        if 0 <= token.start - said.end <= _POSSESSIVE and time.unit in {"day", "weekday"}:
            return window_at(line, time)
    return None


def _only_day(line: Line, clause: Clause) -> str | None:
    """Return the one day that a clause names; None where it names none, or several."""
    times = [time for _, time in times_in(clause.tokens) if time.unit in {"day", "weekday"}]
    plain = len(times) == 1 and times[0].reach != "since"
    return window_at(line, times[0]) if plain else None


_POSSESSIVE = 3
"""Characters between a day and its session: "Monday's session"."""


def _that_day(line: Line, place: int, token: Token, name: str | None) -> str | None:
    """Return the day that 当日 points back to: "美联储周三降息，标普500当日跌2.95%"."""
    if token.text != "当日":
        return None
    for part in reversed(line.clauses[:place]):
        for said, time in times_in(part.tokens):
            day = time.date(line.date) if time.unit in {"day", "weekday"} and time.reach != "since" else None
            if day is not None and day <= line.date and said.text != "当日":
                return f"day:{day}"
    return f"day:{usual_session(line, name)}"


_BACKGROUND = (
    "after ", "following ", "which ", "who ", "reversing ", "erasing ", "adding to ", "extending ", "paring ", "trimming ",
    "wiping out ", "snapping ",
)  # fmt: skip


def _is_background(line: Line, part: Clause) -> bool:
    """Return whether a clause tells what came before: its day is not that of what follows."""
    return line.text[part.start : part.end].lstrip().startswith(_BACKGROUND)


def is_relative(line: Line, part: Clause) -> bool:
    """Return whether a clause tells something of the subject in passing: ", which closed at 52.33 on Tuesday,"."""
    return line.text[part.start : part.end].lstrip().startswith(("which ", "who "))


def _is_time_alone(part: Clause) -> bool:
    """Return whether a clause is nothing but the time of the one before: "…, respectively, for the week"."""
    alone = all(token.time is not None or token.has("market.day", "market.week") for token in part.tokens)
    return alone and any(times_in(part.tokens)) and part.end - part.start <= 24


def carried_times(line: Line, part: Clause) -> tuple[Token, ...]:
    """Return the words of an earlier clause whose times hold for a later one as well, those of its last move first.

    "Hit a record on Wednesday and ended the week up 1.5%; the Nasdaq gained 2.1%" is of the week.
    """
    moves = [
        cell for cell in line.cells(part) if cell.quantity.kind == "pct" and cell.has("move.up", "move.down")
    ]
    last = {id(token) for token in moves[-1].own} if len(moves) == 1 and part.has("index.") else set()
    words = sorted(_without_months(part), key=lambda token: id(token) not in last)
    return tuple(
        token
        for token in words
        if not _OF_HIGH.match(line.text[token.end : token.end + 24])
        if token.time is None
        or not (window_at(line, token.time) or "").startswith("ytd:")
        or _leads(line, part, token)
    )


def _leads(line: Line, part: Clause, token: Token) -> bool:
    """Return whether a time that is the year to date is that of what follows too.

    "The Nasdaq fell 7.6%, now down 12% this year, and the S&P 500 4.7%": it is of its own figure, where
    another one with its index came before; "so far this year the S&P 500 is up 5%, the Nasdaq 7%" leads.
    """
    place = line.place(part)
    figures = [
        other
        for earlier in line.clauses[: place + 1]
        if earlier.has("index.")
        for other in earlier.tokens
        if other.has("figure.pct")
    ]
    alone = [other for other in figures if part.start <= other.start < part.end]
    return (
        not figures
        or (part.has("index.") and len(figures) == len(alone) == 1)
        or token.end <= figures[0].start
    )


def _without_months(part: Clause) -> tuple[Token, ...]:
    """Return the words of an earlier clause; a month in one of another subject is that subject's."""
    elsewhere = part.has(
        "outcome.", "odds.", "head.", "pboc.", "subject.market", "topic.", "country.cn"
    ) and not part.has("index.")
    if not elsewhere and not part.has("extreme."):
        return part.tokens
    return tuple(token for token in part.tokens if token.time is None or token.time.unit != "month")


def token_of(cell: Cell) -> str | None:
    """Return the index that a figure stands by."""
    token = cell.nearest("index.")
    return token.name("index.") if token is not None else None


def _in_points(part: Clause) -> bool:
    return any(token.has("figure.points") for token in part.tokens)


def _note(line: Line, span: str) -> str:
    line.open.span = span
    return span


def is_plausible_level(name: str, value: float) -> bool:
    """Return whether a bare figure could be the level of an index."""
    return 8 <= value <= 100 if name == "VIX" else value >= 1000
