"""Index levels, their moves over a day, week, month or year, records, and one index against another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from signals.claims.claim import Claim
from signals.claims.grammar.clauses import Cell, Clause
from signals.claims.grammar.line import Line, times_in, topic
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op, Quantity
from sources.prose.times import Time

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "maybe", "future", "negation"}
_FROM_EXTREME = re.compile(r"\s(?:from|off|above|below|since) (?:its|the|a|an|their)\b")
_FLIPPED: dict[Op, Op] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}  # a fall of less than 1% is above -1%
_NONE = Quantity(start=0, end=0, kind="number", value=0.0)


def market_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the market moves, levels and records that one clause states."""
    clause = line.clauses[place]
    headed = _SESSION.match(line.text) if not place else None
    if headed is not None:
        _note_session(line, clause)
    named = clause.all("index.", "other.thing")
    if named:  # what is dropped next is the last thing named
        line.open.index = named[-1].name("index.")
    if (
        line.is_question
        or (clause.holder == "other" and not (clause.after_official and clause.has("index.")))
        or clause.blocked & _NOT_OURS
        or _is_intraday(line, place)
    ):
        return
    if clause.has("holder.survey", "head.", "pboc.", "outcome.") and not clause.has("index."):
        return
    if any(time.name == "months_ago" for _, time in times_in(clause.tokens)):
        return  # of a day, or over a span, that the words do not give
    holiday = _BY_HOLIDAY.search(line.text)
    if holiday is not None and not _names_day(line):
        closing = "最后" in holiday.group() and line.has("market.close") and line.has("figure.points")
        if not closing:  # "春节前的最后一个交易日，恒指收16081点" is told on its evening
            return
    found = [cell for cell in line.cells(clause) if topic(cell) in {"market", None}]
    for cell in line.cells(clause):
        if topic(cell) == "other" and cell.has("move.up", "move.down"):
            _sign(line, clause, cell)  # "The Dow plunged 12.9% and the S&P 500 12%"
    shared = _shared(line, place, found)
    stated: list[Claim] = []
    several = clause.has("joint.respectively") and len(found) > sum(t.has("index.") for t in clause.tokens)
    for cell in found:
        name = _name(line, clause, cell) if shared is None else shared.get(id(cell))
        if name is None or (several and shared is None):
            continue  # whose figures 分别 shares out stands too far back
        if cell.quantity.kind == "points":
            _sign(line, clause, cell)
        claim = _move(line, clause, cell, name, place) or _level(line, clause, cell, name)
        if claim is not None:
            stated.append(claim)
    yield from _exact(line, place, stated)
    yield from _extremes(line, clause)
    yield from _beats(line, clause, place)
    if not any(claim.about == "market.change" for claim in stated):
        yield from _drift(line, clause, place)


_SESSION = re.compile(
    r"\s*(?:周[一二三四五]|昨夜|昨晚|隔夜)(?:美股)?(?:夜盘|收盘|盘后|行情)?(?:复盘|总结|回顾)?[:：]"
)
"""A heading that names the session which all that follows is of."""


_BY_HOLIDAY = re.compile(
    r"(?:[节假年市工]|长假|春节|国庆)[^，,。\d]{0,2}[后前]?的?(?:首|第一|最后一?)个?(?:交易)?[日天]|节[前后]首个?交易日"
    r"|红盘日|开[年市门]红(?=[^，,]{0,4}[涨升跌])"
    r"|\b(?:first|opening|last|final) (?:trading )?(?:day|session) (?:back|after|before|of the (?:year|new year|lunar))"
)
"""A day that is named by a holiday, which the words alone do not date: 节后首日."""


def _names_day(line: Line) -> bool:
    return any(
        time.unit in {"day", "weekday"} and time.reach != "since"
        for part in line.clauses
        for _, time in times_in(part.tokens)
    )


def _note_session(line: Line, clause: Clause) -> None:
    for _, time in times_in(clause.tokens):
        found = _of_time(line, time)
        if found is not None and found.startswith("day:"):
            line.open.span = found


def _shared(line: Line, place: int, found: list[Cell]) -> dict[int, str | None] | None:
    """Return whose each of several figures is where a clause names no index: "for the week, they gained 2.7% and 4.2%".

    They are shared out in order to as many indices as the sentence named before, or to none.
    """
    clause = line.clauses[place]
    figures = [cell for cell in found if cell.quantity.kind == "pct"]
    if len(figures) < 2 or clause.has("index.", "other.thing"):
        return None
    if not (clause.has("joint.respectively") or _TOGETHER.search(line.text[clause.start : clause.end])):
        return None
    named = [
        token.name("index.")
        for part in line.clauses[:place]
        for token in part.tokens
        if token.has("index.", "other.thing")
    ]
    each = list(dict.fromkeys(named))
    if len(each) != len(figures) or None in each:
        return {id(cell): None for cell in figures}
    return {id(cell): name for cell, name in zip(figures, each, strict=True)}


_TOGETHER = re.compile(r"\b(?:they|both|the two|the pair)\b|两者|二者|两大指数")


def _is_intraday(line: Line, place: int) -> bool:
    """Return whether the clause, or one before it back to the last close, tells of the running session."""
    here = line.clauses[place]
    if _NOW.search(line.text[here.start : here.end]):
        return True
    for part in reversed(line.clauses[: place + 1]):
        if not part.has("market.", "move."):
            continue
        if part.has("market.intraday"):
            line.open.intraday = True
            return True
        if part.has("market.day"):
            line.open.intraday = False
        if part.has("market.close", "market.week") or any(
            token.text.startswith("收") for token in part.all("move.")
        ):
            line.open.intraday = False
            return False
    return line.open.intraday


def _index_of(clause: Clause) -> str | None:
    found = [token.name("index.") for token in clause.all("index.")]
    return found[0] if found else None


def _name(line: Line, clause: Clause, cell: Cell) -> str | None:
    token = cell.nearest("index.")
    if token is not None:
        line.open.index = token.name("index.")
        return line.open.index
    elsewhere = clause.has(
        "other.thing", "head.", "pboc.", "outcome.", "odds.word", "rate.", "country.other", "basis."
    )
    if topic(cell) is not None or (elsewhere and not clause.has("index.")):
        return None
    if cell.quantity.signed and _UNKNOWN_NAME.search(line.text[clause.start : cell.start]):
        return None  # "SPX +1.2%, NDX +2.2%"
    if line.chinese and topic(cell) is None and not clause.has("index.") and _has_other_subject(line, clause):
        return None
    if not line.chinese and _has_unknown_subject(line, clause, cell):
        return None
    before = [token for token in clause.all("index.") if token.end <= cell.start]
    return before[-1].name("index.") if before else line.open.index


_FILLERS_ZH = re.compile(
    r"其中|并且?|最终|最新|进一步|累计|大幅|小幅|随后|同样|一口气|合共|合计|收市|收盘|终场|单日|单计|当中|期间|至今|迄今|以来|市况|报告|成交|却|竟|反而|倒是|直接|只是|仅仅|总共|扩大|收窄"
    r"|[的了又再续仅也亦均则只才已还更就将共约近逾超达至到计为在于收报连是与和及或但而且可约莫逐级点後后前]"
)


def _has_other_subject(line: Line, clause: Clause) -> bool:
    """Return whether a Chinese clause begins with words that we do not know: 科技涨2.26% is not of the index before."""
    if not clause.tokens:
        return False
    if clause.tokens[0].has("topic."):
        return True  # 地产股跌0.4%
    first = min(token.quantity.start if token.quantity else token.start for token in clause.tokens[:1])
    left = _FILLERS_ZH.sub("", line.text[clause.start : first])
    return len(re.findall("[\u3400-\u9fff]", left)) >= _WORD_LENGTH


_SUBJECT_WORDS = re.compile(
    r"\b(?:it|its|which|that|they|both|the|a|an|and|but|also|has|have|had|then|was|is|are|were|been|be|being|now|after|finally|later|still|only"
    r"|just|by|further|even|so|as|with|to|of|in|on|at|for|from|another|itself|there|again|once|more|most|much|least|last|same"
    r"|while|before|having|to|would|did|does|not|or|some|about|around|over|under|nearly|almost"
    r"|index|gauge|benchmark|measure|barometer|market|\w+ly|lifts?|help\w*|end\w*|clos\w+|finish\w*|trad\w+|tak\w+|trimm\w+|erase\w*|extend\w*"
    r"|swing\w*|manage\w*|continu\w+|see\w*|turn\w*|bring\w*|leav\w+|left|post\w*|notch\w*|record\w*|suffer\w*|log\w*|cap\w*|snap\w*|mark\w*)\b"
)


def _has_unknown_subject(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether words that we do not know stand right before the verb of a move: "semis shed 2%"."""
    verb = next((token for token in cell.before if token.has("move.up", "move.down")), None)
    if verb is None:
        return False
    earlier = [token for token in clause.tokens if token.end <= verb.start]
    if earlier and earlier[-1].has("topic.") and not earlier[-1].has("joint."):
        return True  # "property down 0.4%"
    words = line.text[earlier[-1].end if earlier else clause.start : verb.start]
    return bool(re.search(r"[a-z]{2,}", _SUBJECT_WORDS.sub(" ", words.replace("'s", ""))))


_WORD_LENGTH = 2
"""Chinese letters of which a name has at least so many."""
_UNKNOWN_NAME = re.compile(r"\b(?!(?:still|now|but|and|yet|then|also|at|is|or|only|just)\b)[a-z]{2,}\s*$")
"""A word right before a signed figure: in a list it is whose figure it is."""


# ---- moves -------------------------------------------------------------------------------------------------------
def _move(line: Line, clause: Clause, cell: Cell, name: str, place: int) -> Claim | None:
    quantity = cell.quantity
    if quantity.kind == "tenth" and not cell.has("move.up", "move.down"):
        return None  # "5月则接近六成" is a chance
    if quantity.kind == "share" and not cell.has("index."):
        return None  # "37bp this year, two and a half"
    listed = quantity.kind == "number" and _is_listed_move(line, clause, cell, name, place)
    if not (listed or quantity.kind in {"pct", "share", "tenth"}) or cell.has("extreme.within", "odds.word"):
        return None
    sign = _sign(line, clause, cell)
    if sign is None or _is_history(line, place) or _FROM_EXTREME.match(line.text[cell.end : cell.end + 24]):
        return None
    if _FROM_PEAK.search(line.text[clause.start : cell.start]) or _FROM_POINT.search(line.text[: cell.start]):
        return None  # "较2月高点回落逾10%"
    since = any(
        time.reach == "since"
        and not _OF_SUPERLATIVE.search(line.text[: time.start])
        and not _SUPERLATIVE_AFTER.match(line.text[time.end :])
        for _, time in times_in(clause.tokens)
    )
    if since and not clause.has("extreme.low", "extreme.high", "extreme.record"):
        return None  # a span of its own: 自4月8日以来
    value = quantity.middle if quantity.signed else sign * quantity.middle
    op = _FLIPPED.get(quantity.op, quantity.op) if value < 0 and not quantity.signed else quantity.op
    if quantity.kind == "share":
        value = round(value, 1)
    span = (min([cell.start, *(t.start for t in cell.before)]), max([cell.end, *(t.end for t in cell.after)]))
    when = _window(line, clause, cell, place)
    if when is None:
        return None
    if abs(value) > (150 if name == "VIX" else 25) and not when.startswith(("ytd", "year", "month")):
        return None  # of a year, though nothing says so
    return line.claim(span, "market.change", _of_market(line, when, name), op, value, "pct", name)


def _is_listed_move(line: Line, clause: Clause, cell: Cell, name: str, place: int) -> bool:
    """Return whether a bare figure is a move in percent like the one before: "bounced 3.9 percent, the Nasdaq 4.2"."""
    words = [token for token in clause.tokens if not token.has("joint.and")]
    return (
        len(words) == 2
        and words[0].has("index.")
        and place > 0
        and line.clauses[place - 1].has("figure.pct")
        and "." in cell.value.text
        and cell.quantity.value < _LISTED_AT_MOST
        and name != "VIX"
        and line.open.moved_sign is not None
    )


_LISTED_AT_MOST = 15.0
"""Percent. A bare figure behind an index is a move only where no level could be so small."""
_NOW = re.compile(r"现报|暂报|最新报|\b(?:now|currently|last) (?:at|trading|traded)\b")
_AMERICAN = {"SPX", "IXIC", "VIX"}
_MORNING = ("清晨", "凌晨", "今晨", "今早", "隔夜")


def _of_market(line: Line, when: str, name: str) -> str:
    """Return the window in the market's own days: an Asian morning tells of the American day before."""
    kind, _, day = when.rpartition(":")
    if name not in _AMERICAN or kind not in {"day", ""} or not any(word in line.text for word in _MORNING):
        return when
    said = dt.date.fromisoformat(day)
    if said != line.date:
        return when if "隔夜" in line.text else f"{kind}:{_session_before(said)}".lstrip(":")
    return f"{kind}:{_session_before(said)}".lstrip(":")


def _session_before(day: dt.date) -> dt.date:
    return _trading_day(day - dt.timedelta(days=1))


def _is_history(line: Line, place: int) -> bool:
    """Return whether the sentence has gone to another year: "In 1995 … the S&P 500 rose 34%"."""
    return any(
        time.unit == "year"
        and time.reach != "since"
        and (time.year_on(line.date) or line.date.year) < line.date.year - 1
        for part in line.clauses[: place + 1]
        for _, time in times_in(part.tokens)
    )


def _sign(line: Line, clause: Clause, cell: Cell) -> float | None:
    before = [token for token in cell.before if token.has("move.up", "move.down")]
    after = [token for token in cell.after if token.has("move.up", "move.down")]
    token = before[-1] if before else after[0] if after else None
    if token is None:
        if cell.quantity.signed:
            return 1.0
        level = any(token.has("move.to") for token in cell.before)
        if line.open.moved_sign is not None and not level and _is_continued(line, clause, cell):
            return line.open.moved_sign
        return None
    sign = -1.0 if token.has("move.down") else 1.0
    line.open.moved_sign = sign
    return sign


def _is_continued(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure takes its verb from the one before: "lost 7.8% against 8.5% for the Hang Seng"."""
    before = line.text[clause.start : cell.value.start]
    alone = all(token.has("index.", "joint.", "subject.") or token.time is not None for token in cell.before)
    if alone and cell.has("index.") and not clause.aside:
        return True  # "the Nasdaq 0.9%"
    return (
        cell.has("joint.and", "joint.respectively")
        or "、" in before
        or before.rstrip().endswith(("或", " or", "即", "及", "和", "与"))
    )


_LONGER = re.compile(
    r"(?<!week of )(?<!day of )\b(?:a|the) (?:year|month)\b(?! (?:ago|earlier|high|low))"
    r"|\bin review\b|\b(?:annual|monthly|quarterly)\b|年度|月度|季度"
    r"|(?:过去|近|最近)[一两二三四五六七八九十几数\d]{1,3}个?(?:月|周|星期|日|天|交易日|年)(?!前)"
    r"|(?:两|三|四|五|六|几)(?:天|个?交易日)(?:内|里|合计)?[^，,。]{0,2}(?:跌|涨|挫|升|崩|泻)"
    r"|[二两三四五六七八九十\d]{1,2}(?:日|天|个?交易日|周|个月)累|\d{1,2}个月[:：]"
    r"|\bover (?:the )?(?:(?:past|last) )?(?:(?:\w+) )?(?:sessions|days|weeks|months|years|month|year|quarter)\b"
    r"|\bin (?:just )?(?:two|three|four|five|six|\d) (?:sessions|days|weeks|months)\b"
)
"""Where a sentence names a span that we cannot place, its figures are of that, not of the day."""


def _window(line: Line, clause: Clause, cell: Cell, place: int) -> str | None:
    """Return the normal form of the time over which an index moved, from the nearest words on.

    None where nothing says it and the sentence speaks of a longer span.
    """
    parts = [(*cell.after, *reversed(cell.before)), _without_origins(line, clause, cell)]
    parts += [part.tokens for part in line.clauses[place + 1 : place + 2] if _is_time_alone(part)]
    parts += [
        _carried_times(line, line.clauses[before])
        for before in range(place - 1, -1, -1)
        if not _is_relative(line, line.clauses[before])
    ]
    for tokens in parts:
        for token in tokens:
            if token.time is not None and line.text[max(0, token.start - 1) : token.start] in {"较", "比"}:
                if token.time.unit == "weekday" and token.time.weekday == FRIDAY and token.time.shift == -1:
                    return _note(line, f"week:{_trading_day(line.date)}")  # "较上周五升2.6%"
                continue
            if token.time is not None and _OF_HIGH.match(line.text[token.end : token.end + 24]):
                continue  # "still short of its November 2021 high"
            if token.time is not None and token.time.unit in {"half", "quarter"}:
                return None  # a span that claims have no window for
            if token.time is not None:
                found = _that_day(line, place, token) or _of_time(line, token.time)
                if found is not None:
                    aside = _is_background(line, clause) or (
                        found.startswith("ytd:") and not _leads(line, clause, token)
                    )
                    if not aside:
                        line.open.span = found
                    return found
            if token.text.startswith("累"):
                break  # 累升 is over more than a day
            if token.has("market.day") and not token.has("market.close"):
                told = line.open.span or ""  # 单日 is of the day named, not of today
                return _note(line, told if told.startswith("day:") else f"day:{_trading_day(line.date)}")
            if token.has("market.month"):
                return _note(line, f"month:{_trading_day(line.date)}")
            if token.has("market.year"):
                return _note(line, f"year:{_trading_day(line.date)}")
    if _QUARTER.search(line.text):
        return _of_first_quarter(line)
    headed = _HEADED.match(line.text)
    if headed is not None:
        return _note(line, f"{'month' if headed['month'] else 'week'}:{_trading_day(line.date)}")
    if line.open.span is not None:
        return line.open.span
    if _YEAR_OVER.search(line.text) and (line.date.month, line.date.day) >= (12, 24):
        return _note(line, f"ytd:{_trading_day(line.date)}")
    if _LONGER.search(line.text):
        return None
    closing = any(part.has("market.close") or _in_points(part) for part in line.clauses)
    closing = closing or any(_is_exact_level(line, part, token_of(cell)) for part in line.clauses)
    closing = closing or any(
        "close" in one.text or "收" in one.text for part in line.clauses for one in part.all("extreme.")
    )
    closing = closing or any(word in line.text for word in ("收涨", "收跌", "收升", "收高", "收低"))
    added_up = any(token.text.startswith("累") for token in cell.own)
    weekend = line.date.weekday() >= 4 and (not closing or added_up)
    if weekend:
        return f"week:{_trading_day(line.date)}"
    american = line.chinese and token_of(cell) in _AMERICAN and line.date.weekday() < 4
    # A Chinese text that names no day is written before New York opens: it tells of the session before.
    return f"day:{_session_before(line.date) if american else _trading_day(line.date)}"


_HEADED = re.compile(
    r"\s*(?:(?P<month>月度|本月|全月|当月|monthly|month[- ]to[- ]date|mtd)|周度|本周|一周|全周|weekly|week[- ]to[- ]date|wtd)"
    r"\s?(?:表现|涨跌幅?|行情|回顾|市况|performance|moves?|returns?|scorecard)?\s?[:：]"
)
"""What heads a list of moves with the span that they are over."""
FRIDAY = 4
_OF_HIGH = re.compile(r"\s(?:closing |record |intraday )?(?:highs?|lows?|peaks?|records?|bottom|trough)\b")
_QUARTER = re.compile(r"\b(?:the|this|its|first|best|worst) quarter\b(?! (?:of|point|percentage))")
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
    return f"ytd:{_trading_day(min(last, line.date))}"


def _is_exact_level(line: Line, part: Clause, name: str | None) -> bool:
    """Return whether a clause gives a close to its decimals: "飙升50.9%至45.31" is of the day that closed there."""
    return any(
        token.quantity is not None
        and token.quantity.kind == "number"
        and "." in line.text[token.start : token.end]
        and _plausible(name or "", token.quantity.value)
        for token in part.tokens
    )


def _without_origins(line: Line, clause: Clause, cell: Cell) -> tuple[Token, ...]:
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
        if time.name == "ytd" or time.unit == "year"
    }  # "was down 1.2% and 12% lower for the year"
    return tuple(
        token
        for token in clause.tokens
        if id(token) not in of_others
        and not (
            elsewhere and token.time is not None and token.time.unit == "month" and token not in cell.own
        )
    )


def _that_day(line: Line, place: int, token: Token) -> str | None:
    """Return the day that 当日 points back to: "美联储周三降息，标普500当日跌2.95%"."""
    if token.text != "当日":
        return None
    for part in reversed(line.clauses[:place]):
        for said, time in times_in(part.tokens):
            day = time.date(line.date) if time.unit in {"day", "weekday"} and time.reach != "since" else None
            if day is not None and day <= line.date and said.text != "当日":
                return f"day:{day}"
    return None


def _is_background(line: Line, part: Clause) -> bool:
    """Return whether a clause tells what came before: its day is not that of what follows."""
    return line.text[part.start : part.end].lstrip().startswith(("after ", "following ", "which ", "who "))


def _is_relative(line: Line, part: Clause) -> bool:
    """Return whether a clause tells something of the subject in passing: ", which closed at 52.33 on Tuesday,"."""
    return line.text[part.start : part.end].lstrip().startswith(("which ", "who "))


def _is_time_alone(part: Clause) -> bool:
    """Return whether a clause is nothing but the time of the one before: "…, respectively, for the week"."""
    return len(part.tokens) == 1 and part.tokens[0].time is not None and part.end - part.start <= 24


def _carried_times(line: Line, part: Clause) -> tuple[Token, ...]:
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
        or not (_of_time(line, token.time) or "").startswith("ytd:")
        or _leads(line, part, token)
    )


def _leads(line: Line, part: Clause, token: Token) -> bool:
    """Return whether a time that is the year to date is that of what follows too.

    "The Nasdaq fell 7.6%, now down 12% this year, and the S&P 500 4.7%": it is of its own figure, where
    another one with its index came before; "so far this year the S&P 500 is up 5%, the Nasdaq 7%" leads.
    """
    place = line.clauses.index(part)
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
    elsewhere = part.has("outcome.", "odds.", "head.", "pboc.", "subject.market") and not part.has("index.")
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


_THIS_WEEK = re.compile(r"本|这|当|今|this")


def _of_time(line: Line, time: Time) -> str | None:
    if time.unit == "week" and time.shift is not None and time.shift in {0, -1}:
        week = time.week_of(line.date)
        last = min(week[0] + dt.timedelta(days=4), _trading_day(line.date)) if week else line.date
        if line.date.weekday() == 0 and time.shift == 0 and not _THIS_WEEK.match(line.text, time.start):
            last = _session_before(line.date)  # 周跌1.3%, said on a Monday, is of the week that ended
        return f"week:{last}"
    if time.name == "date_range":
        end = time.date(line.date)
        return f"week:{_trading_day(end)}" if end is not None and end <= line.date else None
    if time.unit in {"day", "weekday"}:
        day = time.date(line.date)
        if day is not None and time.name == "yesterday":
            day = _trading_day(day)  # 隔夜, said on a Monday
        return f"day:{day}" if day and day <= line.date else None
    if (
        time.unit == "year"
        and time.reach in {"at", "whole"}
        and time.year_on(line.date) == line.date.year - 1
    ):
        return f"ytd:{_trading_day(dt.date(line.date.year - 1, 12, 31))}"
    this_year = time.unit == "year" and time.year_on(line.date) == line.date.year and time.reach != "since"
    if time.name == "ytd" or this_year:
        told = line.open.span if line.open.span is not None and line.open.span.startswith("day:") else None
        return f"ytd:{told[4:] if told else _trading_day(line.date)}"
    if time.unit == "month" and time.reach == "at":
        found = time.month_of(line.date, ahead=False)
        if found is None:
            return None
        following = dt.date(found[0] + found[1] // 12, found[1] % 12 + 1, 1)
        return f"month:{_trading_day(min(following - dt.timedelta(days=1), line.date))}"
    return None


def _trading_day(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


# ---- levels ------------------------------------------------------------------------------------------------------
def _level(line: Line, clause: Clause, cell: Cell, name: str) -> Claim | None:
    quantity = cell.quantity
    if quantity.kind not in {"number", "points"} or quantity.value <= 0:
        return None
    if cell.has("move.from") and not cell.has("move.to"):
        return None  # where it came from, of no day named
    _sign(line, clause, cell)
    if not _plausible(name, quantity.value):
        return None
    if _FOR_MEETING.match(line.text, cell.value.end) or _RANGE_BEFORE.search(line.text[: cell.value.start]):
        return None
    if _RANGE_BEHIND.match(line.text, cell.value.end):
        return None  # "and 75 for Wednesday"
    verb = next((token for token in reversed(cell.before) if token.has("move.up", "move.down")), None)
    to = next(
        (token for token in reversed(cell.before) if token.has("move.to", "market.close", "extreme.record")),
        None,
    )
    bound = quantity.op in {"<", ">", ">=", "<="}
    alone = len(clause.tokens) == 2 and cell.has("index.")  # "VIX 17.3" in a list
    if (
        not bound
        and to is None
        and not cell.has("extreme.high", "extreme.low")
        and not cell.after[:1]
        and not alone
    ):
        return None
    if verb is not None and (to is None or to.start < verb.start) and not bound:
        return None  # 涨805点 is a move in points
    if verb is not None and to is None and not bound:
        return None
    day = _day(line, clause, cell, name)
    span = (min([cell.start, *(t.start for t in cell.before)]), max([cell.end, *(t.end for t in cell.after)]))
    when = _of_market(line, day.isoformat(), name)
    return line.claim(span, "market.level", when, quantity.op, quantity.middle, "points", name)


def _plausible(name: str, value: float) -> bool:
    return 8 <= value <= 100 if name == "VIX" else value >= 1000


def _day(line: Line, clause: Clause, cell: Cell, name: str) -> dt.date:
    place = line.clauses.index(clause)
    tokens = _without_origins(line, clause, cell)
    if not any(time.unit in {"day", "weekday"} for _, time in times_in(tokens)):
        for _, time in times_in(tokens):
            over = _of_time(line, time) if time.unit == "week" else None
            if over is not None:
                return dt.date.fromisoformat(over.removeprefix("week:"))
    before = [part for part in reversed(line.clauses[:place]) if not _is_relative(line, part)]
    span = line.open.span or ""
    if span.startswith("week:") and not any(time.unit in {"day", "weekday"} for _, time in times_in(tokens)):
        return dt.date.fromisoformat(span[5:])  # what closes a week without a day is its end
    earlier = [token for part in before for token in part.tokens]
    for said, time in times_in((*cell.after, *reversed(cell.before), *tokens, *earlier)):
        if said.text == "当日":
            continue  # of the day named before it
        day = time.date(line.date) if time.unit in {"day", "weekday"} and time.reach != "since" else None
        if day is not None and day <= line.date:
            return day
    if line.open.span is not None and line.open.span.startswith("day:"):
        return dt.date.fromisoformat(line.open.span[4:])
    if line.chinese and name in _AMERICAN and line.date.weekday() < 4 and line.open.span is None:
        return _session_before(line.date)
    return _trading_day(line.date)


def _exact(line: Line, place: int, stated: list[Claim]) -> Iterator[Claim]:
    """Yield the claims, without a bound on a level that the sentence then gives exactly."""
    following = line.clauses[place + 1] if place + 1 < len(line.clauses) else None
    given = following is not None and not following.has("index.") and any(
        token.quantity is not None and token.quantity.kind in {"number", "points"} and token.quantity.value >= 1000
        and token.quantity.op in {"=", "~"}
        for token in following.tokens
    )  # fmt: skip
    levels = [claim for claim in stated if claim.about == "market.level"]
    passed = [one for one, later in pairwise(levels) if (one.detail, one.when) == (later.detail, later.when)]
    for claim in stated:
        if claim in passed:
            continue  # "16飙到38再回到20" ends at the last
        if not (given and claim.about == "market.level" and claim.op in {"<", ">"}):
            yield claim


_RANGE_BEFORE = re.compile(r"\d\s?[-–~至到]\s?$")
"""Before the second of two levels: 维持在12-13 is no level."""
_RANGE_BEHIND = re.compile(r"\s?[-–~至到]\s?\d")
_FOR_MEETING = re.compile(r"\sfor (?:mon|tues|wednes|thurs|fri)day\b")
_BEYOND = re.compile(
    r"(?:above|past|beyond|surpass(?:ed|ing)|topp(?:ed|ing)|eclips(?:ed|ing))"
    r"\s(?:its|the|a|an)\s(?:(?!record)\w+\s){0,2}$"
)
"""Beyond an old record there is a new one: "above its February record"."""
_FROM_PEAK = re.compile(r"[较自从由比距][^，,]{0,14}(?:高点|高位|低点|低位|峰值|谷底|底部)")
_FROM_POINT = re.compile(
    r"(?:低点|高点|低位|高位)(?:算起|以来|起)|\bsince (?:its|the|a|their) [^,;]{0,16}(?:low|high|peak|bottom|trough)s?\b"
)
"""A span that begins at a low or a peak has no window of ours."""
_OF_A_MOVE = re.compile(
    r"^\s?(?:(?:one|single)[- ]day|daily|weekly|monthly|yearly|annual|percentage|points?|-)?\s?"
    r"(?:gains?|drops?|falls?|rises?|declines?|losses|loss|runs?|streaks?|rall(?:y|ies)|jumps?|slides?|plunges?|slumps?|surges?"
    r"|inflows?|outflows?|pace|turnover|volumes?|profits?|earnings|revenues?|week|month|quarter|year|session|day|swings?|spikes?)\b"
)
"""What a record may be of instead of a level: "a record one-day drop"."""
_OF_SUPERLATIVE = re.compile(
    r"\b(?:best|worst|biggest|largest|steepest|sharpest|most|strongest|weakest|highest|lowest)\b"
    r"(?: [a-z-]+){0,4}(?: since(?: the)?)?\s*$"
)
"""Since when a move was the largest is no span of its own: "for its worst week since September"."""
_SUPERLATIVE_AFTER = re.compile(r"(?:以来)?的?最(?:佳|好|差|大|深|惨|长|强|弱|糟)")
_STEEPNESS = re.compile(r"\b(?:steepest|sharpest|fastest|hottest|most|biggest|largest|best|worst)\b")
"""Extremes of a move, not of a level."""
_SHORT_OF = re.compile(
    r"(?:(?:near(?:ing)?|close to|approach(?:ing|es)|below|under|beneath|off|short of|shy of|away from"
    r"|than|from|since|versus|against"
    r"|towards?)"
    r"\s(?:(?:its|the|a|an|that|last|\w+'s|\w+(?:ary|uary|ch|il|may|ne|ly|ust|ber)|20\d\d|all-time|closing|record|previous|prior)\s?)*"
    r"|(?:距离?|低于|不及|离|逼近|挑战|接近|收复|[较比](?:前期|此前|年内|历史)?)[^，,]{0,8})$"
)
"""A record that the index stands below, or far from: it sets none."""


# ---- records -----------------------------------------------------------------------------------------------------
def _extremes(line: Line, clause: Clause) -> Iterator[Claim]:
    mark = clause.first("extreme.record", "extreme.high", "extreme.low", "extreme.within")
    if mark is None or _SHORT_OF.search(line.text[clause.start : mark.start]):
        return
    if _STEEPNESS.search(mark.text) or _OF_A_MOVE.match(line.text[mark.end : mark.end + 32]):
        return
    if _BEYOND.search(line.text[clause.start : mark.end]) or _BEYOND.search(
        line.text[clause.start : mark.start]
    ):
        if line.open.index is not None and "record" in line.text[clause.start : clause.end]:
            day, detail = _extreme_day(line, clause, line.open.index), f"{line.open.index} record_high"
            yield line.claim((clause.start, clause.end), "market.extreme", day, "=", 1.0, "bool", detail)
        return
    names = [token.name("index.") or "" for token in clause.all("index.")]
    if not names and line.open.index is not None and not clause.has("head.", "other.thing", "pboc."):
        told = line.clauses[: line.clauses.index(clause)]
        every = [token.name("index.") or "" for part in told for token in part.all("index.")]
        names = (
            list(dict.fromkeys(every))
            if clause.has("tenor.both") or _ALL.match(mark.text)
            else [line.open.index]
        )
    if (
        mark.has("extreme.record")
        and _LEVEL_BEHIND.match(line.text, mark.end)
        and not clause.has("tenor.both")
    ):
        ahead = [token.name("index.") or "" for token in clause.all("index.") if token.end <= mark.start]
        names = ahead[-1:] or names  # "the S&P 500 gained 2.3% and the Nasdaq 2.9% to a record 16,428.82"
    for name in names if mark.has("extreme.record") or clause.has("tenor.both") else names[:1]:
        yield from _extreme(line, clause, name)


_LEVEL_BEHIND = re.compile(r"\s?(?:high |close |finish )?(?:of |at )?\d[\d,.]{3,}")
_ALL = re.compile(r"双双|齐|携手|均|都")


def _extreme(line: Line, clause: Clause, name: str) -> Iterator[Claim]:
    day = _extreme_day(line, clause, name)
    span = (clause.start, clause.end)
    within = clause.first("extreme.within")
    if within is not None:
        size = next(
            (cell.quantity.middle for cell in line.cells(clause) if cell.quantity.kind == "pct"), None
        )
        if size is not None:
            yield line.claim(
                (within.start, clause.end), "market.extreme", day, "~", -size, "pct", f"{name} vs_record"
            )
        return
    low_mark = clause.first("extreme.low", "extreme.high")
    if low_mark is not None and any(
        one.has("move.from") and one.end <= low_mark.start for one in clause.tokens
    ):
        return  # "31% from its 52-week low"
    low = clause.first("extreme.low") is not None and clause.first("extreme.high") is None
    since = _since(line, clause)
    record = clause.first("extreme.record")
    if record is not None and record.text.startswith("for the first time"):
        side = _side_of_level(line, clause)
        if side is None:
            return
        low = side == "low"
    if record is not None and (
        since is None or record.text.startswith(("历史", "史上", "all-time", "a record", "an all", "new all"))
    ):
        yield line.claim(
            span, "market.extreme", day, "=", 1.0, "bool", f"{name} record_{'low' if low else 'high'}"
        )
    elif since is not None:
        near = any(token.has("extreme.near") for token in clause.tokens)
        detail = f"{name} {'low' if low else 'high'}_since"
        yield line.claim(span, "market.extreme", day, "~" if near else "=", since, "date", detail)


def _side_of_level(line: Line, clause: Clause) -> str | None:
    """Return what "for the first time since" makes of the level passed: below it a low, above it a high."""
    passed = {
        cell.quantity.op for cell in line.cells(clause) if cell.quantity.kind in {"number", "points"}
    } & {"<", ">"}
    if len(passed) != 1:
        return None
    return "low" if passed == {"<"} else "high"


_DAY_AFTER = re.compile(r"\b(?:a|one|the) day after\b|前一(?:交易)?日")


def _extreme_day(line: Line, clause: Clause, name: str) -> str:
    if _DAY_AFTER.search(line.text[clause.start : clause.end]) and not times_in(clause.tokens):
        told = line.open.span if line.open.span is not None and line.open.span.startswith("day:") else None
        return _session_before(
            dt.date.fromisoformat(told[4:]) if told else _trading_day(line.date)
        ).isoformat()
    for _, time in times_in(clause.tokens):
        if time.reach == "since":
            continue
        if time.unit in {"day", "weekday"} and not _begins_since(line, time):
            day = time.date(line.date)
            if day is not None and day <= line.date:
                return day.isoformat()
    for part in reversed(line.clauses[: line.clauses.index(clause)]):
        for _, time in reversed(times_in(part.tokens)):
            day = time.date(line.date) if time.unit in {"day", "weekday"} and time.reach != "since" else None
            if day is not None and day <= line.date and part.has("index."):
                return _of_market(line, day.isoformat(), name)  # "上周五收于18475.92点，创去年11月以来新高"
    if line.open.span is not None and line.open.span.startswith("day:"):
        return line.open.span[4:]
    if line.chinese and name in _AMERICAN and line.date.weekday() < 4:
        return _session_before(line.date).isoformat()  # as its close: written before New York opens
    return _trading_day(line.date).isoformat()


def _begins_since(line: Line, time: Time) -> bool:
    return line.text[time.end : time.end + 3].startswith("以来") or line.text[
        max(0, time.start - 6) : time.start
    ].rstrip().endswith("since")


def _since(line: Line, clause: Clause) -> str | None:
    """Return since when no close was higher: a month, a year, or the span of "in three years" counted back."""
    text = line.text[clause.start : clause.end]
    for _, time in reversed(times_in(clause.tokens)):
        if time.name in {"ago", "weeks_52"} and time.shift is not None:
            return str(line.date.year + time.shift)
        if (
            time.unit == "month"
            or (time.unit == "day" and _begins_since(line, time))
            or (time.unit == "day" and time.reach == "since")
        ):
            found = time.month_of(line.date, ahead=False)
            return f"{found[0]}-{found[1]:02d}" if found else None
        if time.unit == "year":
            year = time.year_on(line.date)
            if year is None or year > line.date.year:
                return None
            return f"{year}-01" if "以来" in text or "since" in text else f"{year}"
    if "年内新" in text or "今年以来" in text or "this year" in text:
        return f"{line.date.year}-01"
    return None


# ---- one against another -----------------------------------------------------------------------------------------
def _beats(line: Line, clause: Clause, place: int) -> Iterator[Claim]:
    mark = clause.first("market.beat", "market.lag")
    if mark is None:
        return
    before = [
        token.name("index.") for token in clause.tokens if token.has("index.") and token.start < mark.start
    ]
    after = [
        token.name("index.") for token in clause.tokens if token.has("index.") and token.start >= mark.end
    ]
    first = before[-1] if before else _subject_before(line, place)
    if not after or first is None or first == after[0]:
        return
    op: Op = ">" if mark.has("market.beat") else "<"
    cell = Cell.of(mark, _NONE)
    when = _window(line, clause, cell, place)
    if when is None:
        return
    gap = next((one.quantity for one in line.cells(clause) if one.quantity.kind == "pp"), None)
    if gap is not None:  # "ahead of the HSI by more than 4pp"
        signed = gap.middle if op == ">" else -gap.middle
        told = gap.op if op == ">" else _FLIPPED.get(gap.op, gap.op)
        yield line.claim(
            (mark.start if not before else clause.start, clause.end),
            "market.change", when, told, signed, "pp", f"{first}-{after[0]}",
        )  # fmt: skip
        return
    yield line.claim(
        (mark.start if not before else clause.start, clause.end),
        "market.change",
        when,
        op,
        0.0,
        "pp",
        f"{first}-{after[0]}",
    )


def _subject_before(line: Line, place: int) -> str | None:
    for before in range(place - 1, -1, -1):
        name = _index_of(line.clauses[before])
        if name is not None:
            return name
    return None


def _is_timed(line: Line, place: int) -> bool:
    """Return whether the sentence names the time over which an index moved, here or before."""
    for part in line.clauses[: place + 1]:
        if part.has("market.day", "market.week", "market.month") or any(
            _of_time(line, time) for _, time in times_in(_carried_times(line, part))
        ):
            return True
    return False


def _reaches_level(clause: Clause, verb: Token) -> bool:
    """Return whether the exact level that a move led to stands behind its verb: "shot to 45.31" is that level.

    "Drifting lower to 18" says the direction as well.
    """
    if verb.text.endswith(("lower", "higher")):
        return False
    following = [token for token in clause.tokens if token.start >= verb.end][:2]
    return (
        len(following) == 2
        and following[0].has("move.to")
        and following[1].quantity is not None
        and following[1].quantity.kind in {"number", "points"}
        and following[1].quantity.op == "="
    )


def _drift(line: Line, clause: Clause, place: int) -> Iterator[Claim]:
    """Yield a direction said without a size over a named time: "drifting lower", 周线收涨."""
    token = clause.first("index.")
    verb = clause.first("move.up", "move.down")
    if token is None or verb is None or verb.start < token.end or not _is_timed(line, place):
        return
    if any(other.quantity is not None and other.quantity.kind in {"pct", "share"} for other in clause.tokens):
        return
    if any(
        other.quantity is not None and (other.start - verb.end <= 2 or other.quantity.op not in {"=", "~"})
        for other in clause.tokens
    ):
        return  # 累升971点 has its size
    if (
        line.text[verb.end : verb.end + 1] in "一二两三四五六七八九十连"
        and line.text[verb.end : verb.end + 1]
    ):
        return  # 连跌四年 counts years
    if clause.has("market.beat", "market.lag", "other.thing", "extreme.") or _reaches_level(clause, verb):
        return
    if token.text.startswith(("港股", "大市")):
        return  # the whole market, of no index named
    if line.text[max(0, verb.start - 1) : verb.start] == "先":
        return  # 先扬后抑 says nothing of where it ended
    following = line.clauses[place + 1 : place + 2]
    if any(part.has("figure.pct") and not part.has("index.") for part in following):
        return  # its size follows
    name = token.name("index.")
    op: Op = "<" if verb.has("move.down") else ">"
    cell = Cell.of(verb, _NONE)
    when = _window(line, clause, cell, place)
    if when is not None and when.startswith(("week:", "day:", "month:", "ytd:")):
        yield line.claim((token.start, verb.end), "market.change", when, op, 0.0, "pct", name or "")
