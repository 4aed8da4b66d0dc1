"""The session that a sentence tells of: a running one, one named by its heading, an American one told in the morning."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from sources.prose.times import Time

SESSION = re.compile(
    r"\s*(?:周[一二三四五]|昨夜|昨晚|隔[夜晚])(?:美股)?(?:夜盘|收盘|盘后|行情)?(?:复盘|总结|回顾)?[:：]"
)
"""A heading that names the session which all that follows is of."""


BY_HOLIDAY = re.compile(
    r"(?:[节假年市工]|长假|春节|国庆)[^，,。\d]{0,2}[后前]?的?(?:首|第一|最后一?)个?(?:交易)?[日天]|节[前后]首个?交易日"
    r"|红盘日|开[年市门]红(?=[^，,]{0,4}[涨升跌])"
    r"|\b(?:first|opening|last|final) (?:trading )?(?:day|session) (?:back|after|before|of the (?:year|new year|lunar))"
)
"""A day that is named by a holiday, which the words alone do not date: 节后首日."""


_SHARES = r"(?:equity |stock )?(?:stocks|shares|equities|markets?|benchmarks|indexes)\b"
_MARKETS = (
    (
        "us",
        re.compile(
            r"美股|美国股市|华尔街|\bwall street\b|\bin the u\.?s\.?,|\bstateside\b"
            rf"|\b(?:u\.?s\.?|united states|american|new york) {_SHARES}"
        ),
    ),
    ("hk", re.compile(rf"港股|大市|香港股市|\bhong kong {_SHARES}")),
    (
        "",
        re.compile(
            r"三大(?:股)?指|\b(?:stocks|shares|equities)\b"
            r"|\b(?:major|main|benchmark) (?:us )?(?:stock )?(?:indexes|indices|averages|gauges)\b"
        ),
    ),
)
"""Words for a market as a whole; the last are of none named."""
_MARKET_OF = {"SPX": "us", "IXIC": "us", "VIX": "us", "HSI": "hk", "HSTECH": "hk"}
_OF_ANOTHER = re.compile(r",? (?:and|but|as|while)\b")
"""Behind a day that is of what came before: "the Fed left rates alone on Wednesday and Wall Street took it well"."""
_TOLD_AFTER = dt.timedelta(days=4)
"""A session is told of until the one after a long weekend."""


FRIDAY = 4
_WEEK_PAST = re.compile(r"\b(?:over|during|for|in)? ?(?:this|the) past week\b|\bthe past five trading days\b")
"""How the first sentence of a text tells of what the week brought, before any figure."""
_WEEK_LED = re.compile(
    r"\s*(?:last|this|the past) week\b[^.;]*\b(?:markets?|stocks|equities|wall street)\b"
    r"|\s*[上本]周[^。；]{0,12}(?:股市|美股|港股|大市|股指)"
)
"""How a text is led whose figures are all of a week: "Last week (March 14 – March 18), equity markets moved higher"."""


def note_session(line: Line, place: int) -> None:
    """Note the session that what follows is of: one that a heading names, or a market's told without a figure.

    "On Thursday, stocks on Wall Street dropped slightly" leads a text whose closes are all of that day.
    """
    if place:
        return
    if line.open.running or (line.chinese and _MIDDAY.search(line.text)):
        line.open.running = not _closes(line) or _is_at_noon(line)
    if SESSION.match(line.text):
        day = _day_of(line, line.clauses[:1])
        line.open.span = day or line.open.span
        return
    headed = _headed_by(line)
    if headed is not None:
        line.open.headed = headed
        return
    if _WEEK_LED.match(line.text) and not line.has("figure.pct", "figure.points", "index."):
        weeks = [window_at(line, time) for _, time in times_in(line.clauses[0].tokens) if time.unit == "week"]
        line.open.span = weeks[0] if weeks else line.open.span
        return
    if _WEEK_PAST.search(line.text) and not line.has("figure.pct", "figure.points"):
        line.open.span = f"week:{line.date - dt.timedelta(days=(line.date.weekday() - FRIDAY) % 7)}"
    named = next((name for name, words in _MARKETS if words.search(line.text)), None)
    if named is not None and _tells_of_hour(line):
        line.open.running = True  # so is all that follows
    if named is None:
        _note_opening(line)
    elif not line.has("figure.pct", "figure.points", "market.week"):
        _note(line, named, line.clauses)
    elif named and _leads_with_close(line):
        _note(line, named, line.clauses[:1])


def _tells_of_hour(line: Line) -> bool:
    """Return whether a market is told of before it closed: "in midday trading", "rebounded ahead of Friday's close"."""
    ahead = _AHEAD_OF_CLOSE.search(line.text) is not None
    return ahead or (_is_running(line) and not line.has("market.close", "figure.points"))


def _leads_with_close(line: Line) -> bool:
    """Return whether a market's close on a day leads the figures: "美股3日收盘，道指上扬408点"."""
    first = line.clauses[0]
    return first.has("market.close") and not first.has("figure.pct", "figure.points", "market.week", "index.")


def _headed_by(line: Line) -> dt.date | None:
    """Return the earlier day that a line heads what follows with: nothing but "August 18, 2025 (Monday)"."""
    tokens = [token for part in line.clauses for token in part.tokens]
    units = {token.time.unit for token in tokens if token.time is not None}
    if units != {"day", "weekday"} or any(token.time is None for token in tokens):
        return None
    covered = {place for token in tokens for place in range(token.start, token.end)}
    if any(letter.isalnum() and place not in covered for place, letter in enumerate(line.text)):
        return None
    days = [token.time.date(line.date) for token in tokens if token.time and token.time.unit == "day"]
    return next((day for day in days if day is not None and day < line.date), None)


_OF_ITS_COURSE = {"高开", "低开", "冲高", "一度", "盘中", "opened", "at the open", "briefly", "at one point"}
"""Words for what a session had been through, as its end tells it: "港股低开高走"."""


def _is_running(line: Line) -> bool:
    words = {token.text for part in line.clauses for token in part.all("market.intraday")}
    return bool(words - _OF_ITS_COURSE)


def _note_opening(line: Line) -> None:
    """Note the session of an index that is told to open: "恒生指数6日高开155点", and then how it closed."""
    opening = [part for part in line.clauses if part.has("index.") and part.has("market.intraday")]
    if len(opening) == 1 and not line.has("market.close", "market.week"):
        names = [one.name("index.") for one in opening[0].all("index.")]
        _note(line, _MARKET_OF.get(names[0] or ""), opening)


def _note(line: Line, market: str | None, parts: Sequence[Clause]) -> None:
    day = _day_of(line, parts)
    if market is None or day is None or (market and not day.startswith("day:")):
        return
    if market:
        line.open.sessions[market] = dt.date.fromisoformat(day.removeprefix("day:"))
    else:
        line.open.span = day


def _day_of(line: Line, parts: Sequence[Clause]) -> str | None:
    """Return the one day that the parts are of; None where they name none, or several."""
    days = {
        found
        for part in parts
        for _, time in times_in(part.tokens)
        if not part.blocked and not _is_of_another(line, time)
        if time.unit in {"day", "weekday"}
        and time.reach != "since"
        and (found := window_at(line, time)) is not None
    }
    closed = {
        found
        for part in parts
        for _, time in times_in(part.tokens)
        if _CLOSED_ON.search(line.text[: time.start])
        and time.unit in {"day", "weekday"}
        and (found := window_at(line, time)) is not None
    }  # "set to open mixed Monday after Wall Street closed higher Friday"
    told = closed if len(closed) == 1 else days
    return told.pop() if len(told) == 1 else None


_CLOSED_ON = re.compile(
    rf"\b(?:wall street|(?:u\.?s\.?|american) {_SHARES}) (?:\w+ )?(?:closed|ended|finished|settled) (?:\w+ ){{0,3}}(?:on )?$"
)


def _is_of_another(line: Line, time: Time) -> bool:
    """Return whether a day is of what came before, as in "unchanged on Wednesday and Wall Street rose"."""
    named = any(words.search(line.text[: time.start]) for _, words in _MARKETS)
    return not named and _OF_ANOTHER.match(line.text, time.end) is not None


_OVERNIGHT = re.compile(r"\bovernight\b|\bstateside\b|隔[夜晚]|昨")
"""Told the morning after."""


def note_last_session(line: Line, window: str, name: str | None) -> None:
    """Note the last session, where a move is told to be of it: on a Friday the moves that follow are not the week's."""
    market = _MARKET_OF.get(name or "")
    if market is None:
        return
    if window == f"day:{trading_day(line.date)}":
        line.open.sessions[market] = trading_day(line.date)
    elif window == f"day:{session_before(line.date)}" and _OVERNIGHT.search(line.text):
        line.open.sessions[market] = session_before(line.date)


def session_told(line: Line, name: str | None) -> dt.date | None:
    """Return the session of an index's market that the text led with; None where it did not, or long ago."""
    if line.open.headed is not None:
        return line.open.headed
    told = line.open.sessions.get(_MARKET_OF.get(name or "", ""))
    return told if told is not None and told <= line.date <= told + _TOLD_AFTER else None


def usual_session(line: Line, name: str | None) -> dt.date:
    """Return the session that a text tells of where it names no day.

    In Chinese it is written before New York opens: of an American index it tells the session before.
    """
    told = session_told(line, name)
    if told is not None:
        return told
    morning = line.chinese and name in AMERICAN and line.date.weekday() < 4
    return session_before(line.date) if morning else trading_day(line.date)


def is_intraday(line: Line, place: int) -> bool:
    """Return whether the clause, or one before it back to the last close, tells of the running session."""
    here = line.clauses[place]
    if line.open.running and not line.has("market.week") and _OVERNIGHT.search(line.text) is None:
        return True
    if here.has("index.") and _is_at_noon(line):
        line.open.running = True  # "恒指较早时报17055点": what follows is of the same hour
        return True
    if _is_passing(line, here):
        line.open.intraday = _REACHED.search(line.text, here.start, here.end) is not None
        return True
    for part in reversed(line.clauses[: place + 1]):
        if not part.has("market.", "move."):
            continue
        if part.has("market.intraday"):
            line.open.intraday = not _closes(line)
            return True
        if part.has("market.day"):
            line.open.intraday = False
        told = line.open.intraday or any(one.has("market.intraday") for one in line.clauses[:place])
        if _only_stands(part) and told:
            continue  # "早盤…；標普500上揚0.7%，報6576點": 報 alone closes no session
        if part.has("market.close", "market.week") or any(
            token.text.startswith("收") for token in part.all("move.")
        ):
            line.open.intraday = False
            return False
    return line.open.intraday


def _is_passing(line: Line, here: Clause) -> bool:
    """Return whether the clause says itself that it is of the hour, or of what an index had been before it closed."""
    passing = _BEFORE_CLOSING.search(line.text)
    before = passing is not None and passing.start() < here.end <= passing.end()
    return before or _NOW.search(line.text[here.start : here.end]) is not None


def _is_at_noon(line: Line) -> bool:
    """Return whether a line tells of an hour before the close, and of no close after it."""
    noon = _AT_NOON.search(line.text)
    return noon is not None and not any(
        token.text != "报" and token.start >= noon.end()
        for part in line.clauses
        for token in part.all("market.close")
    )


def _closes(line: Line) -> bool:
    """Return whether the line tells of a close; 报 alone closes no session."""
    return any(token.text != "报" for part in line.clauses for token in part.all("market.close"))


def _only_stands(part: Clause) -> bool:
    closes = part.all("market.close")
    return bool(closes) and all(token.text == "报" for token in closes) and not part.has("market.week")


_AHEAD_OF_CLOSE = re.compile(
    r"\b(?:ahead of|heading into) (?:(?:the|\w+'s) )?(?:closing bell|close)\b(?! of)"
)
_AT_NOON = re.compile(
    r"\bas of (?:9|1[0-2]|[1-3])(?:[.:]\d\d)? ?[ap]\.?m\b"
    r"|较早时|暂报|截[至止][^，,。]{0,8}上午|竞价时段|午评|(?:中午|午间)(?:收[市盘]?报?|报)|(?:早段|半日)报"
)
_MIDDAY = re.compile(r"(?:中午|午间)(?:收[市盘]?报?|报)")
_NOW = re.compile(
    r"现报|暂报|最新报|\b(?:now|currently|last) (?:at|trading|traded)\b"
    r"|\bas much as [\d.]+ ?(?:%|per ?cent)|\bto as (?:much|high|low) as\b|\bon (?:pace|track|course) (?:to|for)\b"
    r"|\bin trading (?:on )?(?:mon|tues|wednes|thurs|fri)day\b|\b(?:after|from|since) the opening bell\b|\bjust after the bell\b"
)
"""Of the hour, not of the close."""
_REACHED = re.compile(r"\bto as (?:much|high|low) as\b")
"""Of an hour, and so is what follows up to a close: "jumped to as much as 24,076, its highest since 2022"."""
_BEFORE_CLOSING = re.compile(
    r"\b(?:hit|reached|touched|(?:jumped|climbed|spiked|rose|surged|fell|dropped|sank) to)\b(?:[^.;]|\.\d){0,80}"
    r"\bbefore (?:closing|settling|ending|finishing|easing|retreating|paring)\b"
)
"""What an index had been at before it closed elsewhere."""


AMERICAN = {"SPX", "IXIC", "VIX"}


_MORNING = ("清晨", "凌晨", "今晨", "今早", "隔夜", "隔晚")


def in_market_days(line: Line, when: str, name: str) -> str:
    """Return the window in the market's own days: an Asian morning tells of the American day before."""
    kind, _, day = when.rpartition(":")
    if name not in AMERICAN or kind not in {"day", ""} or not any(word in line.text for word in _MORNING):
        return when
    said = dt.date.fromisoformat(day)
    if said != line.date:
        return (
            when
            if "隔夜" in line.text or "隔晚" in line.text
            else f"{kind}:{session_before(said)}".lstrip(":")
        )
    return f"{kind}:{session_before(said)}".lstrip(":")


def session_before(day: dt.date) -> dt.date:
    """Return the weekday before a day."""
    return trading_day(day - dt.timedelta(days=1))


_THIS_WEEK = re.compile(r"本|这|当|今|this")


def window_at(line: Line, time: Time) -> str | None:
    """Return the window that a time means, such as "week:" and its last day; None where it is no window."""
    if time.unit == "week" and time.shift is not None and time.shift in {0, -1}:
        week = time.week_of(line.date)
        last = min(week[0] + dt.timedelta(days=4), trading_day(line.date)) if week else line.date
        if line.date.weekday() == 0 and time.shift == 0 and not _THIS_WEEK.match(line.text, time.start):
            last = session_before(line.date)  # 周跌1.3%, said on a Monday, is of the week that ended
        return f"week:{last}"
    if time.name == "date_range":
        end = time.date(line.date)
        return f"week:{trading_day(end)}" if end is not None and end <= line.date else None
    if time.unit in {"day", "weekday"}:
        day = time.date(line.date)
        if day is not None and time.name == "yesterday":
            day = trading_day(day)  # 隔夜, said on a Monday
        return f"day:{day}" if day and day <= line.date else None
    if (
        time.unit == "year"
        and time.reach in {"at", "whole"}
        and time.year_on(line.date) == line.date.year - 1
    ):
        return f"ytd:{trading_day(dt.date(line.date.year - 1, 12, 31))}"
    this_year = time.unit == "year" and time.year_on(line.date) == line.date.year and time.reach != "since"
    if time.name == "ytd" or this_year:
        told = line.open.span if line.open.span is not None and line.open.span.startswith("day:") else None
        return f"ytd:{told[4:] if told else trading_day(line.date)}"
    if time.unit in {"half", "quarter"}:
        return _since_new_year(line, time)
    if time.unit == "month" and time.reach == "at":
        found = time.month_of(line.date, ahead=False)
        if found is None:
            return None
        following = dt.date(found[0] + found[1] // 12, found[1] % 12 + 1, 1)
        return f"month:{trading_day(min(following - dt.timedelta(days=1), line.date))}"
    return None


_ENDS = {"half": (6, 30), "quarter": (3, 31)}
_TOLD_FOR = dt.timedelta(days=7)
"""A half or a quarter is told of in the week around its end; later it has no window of ours."""


def _since_new_year(line: Line, time: Time) -> str | None:
    """Return the year to date for the first half and the first quarter at their ends; the others have no window."""
    end = dt.date(line.date.year, *_ENDS[time.unit])
    if line.chinese or time.shift != 1 or time.reach != "at" or abs(line.date - end) > _TOLD_FOR:
        return None
    return f"ytd:{trading_day(min(end, line.date))}"


def trading_day(day: dt.date) -> dt.date:
    """Return the day itself, of a weekend its Friday."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))
