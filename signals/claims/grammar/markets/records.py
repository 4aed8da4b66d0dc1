"""Records, highs and lows since."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.markets.sessions import in_market_days, session_before, trading_day, usual_session
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token
from sources.prose.numerals import number
from sources.prose.times import Time

_BEYOND = re.compile(
    r"(?:above|past|beyond|surpass(?:ed|ing)|topp(?:ed|ing)|eclips(?:ed|ing))"
    r"\s(?:its|the|a|an)\s(?:(?!record)\w+\s){0,2}$"
)
"""Beyond an old record there is a new one: "above its February record"."""


_OF_A_MOVE = re.compile(
    r"^\s?(?:(?:one|single)[- ]day|daily|weekly|monthly|yearly|annual|percentage|points?|-)?\s?"
    r"(?:gains?|drops?|falls?|rises?|declines?|losses|loss|runs?|streaks?|rall(?:y|ies)|jumps?|slides?|plunges?|slumps?|surges?"
    r"|inflows?|outflows?|pace|turnover|volumes?|profits?|earnings|revenues?|week|month|quarter|year|session|day|swings?|spikes?)\b"
)
"""What a record may be of instead of a level: "a record one-day drop"."""


_STEEPNESS = re.compile(r"\b(?:steepest|sharpest|fastest|hottest|most|biggest|largest|best|worst)\b")
"""Extremes of a move, not of a level."""


_MOVE_BEFORE = re.compile(
    r"\b(?:jump|gain|drop|fall|rise|surge|decline|slide|plunge|spike|rally|loss|advance|day|week|month)\s$"
)
"""Before "on record" and "ever": the largest of moves, "the biggest one-day jump on record"."""


_SHORT_OF = re.compile(
    r"(?:(?:near(?:ing)?|close to|approach(?:ing|es)|below|under|beneath|off|short of|shy of|away from"
    r"|than|from|since|versus|against"
    r"|towards?)"
    r"\s(?:(?:its|own|latest|recent|the|a|an|that|last|\w+'s|\w+(?:ary|uary|ch|il|may|ne|ly|ust|ber)|20\d\d|all-time|closing|record|previous|prior)\s?)*"
    r"|(?:距离?|低于|不及|离|逼近|挑战|接近|收复|[较比](?:前期|此前|年内|历史)?)[^，,]{0,8})$"
)
"""A record that the index stands below, or far from: it sets none."""


_TIMES = re.compile(
    r" (?:\w+ )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|dozens of) times\b|[^，,。]{0,2}\d+次"
)
"""Behind records that are counted, the last of them on a day that is not said: "an all-time high 57 times this year"."""


_COUNTED = re.compile(
    r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|dozens of|several|many|multiple) (?:new |fresh )?$"
)


_HIGHS = re.compile(r" (?:closing )?(?:highs|closes|finishes)\b")


_AIMED_AT = re.compile(
    r"\b(?:aim(?:ing|s|ed)?|try(?:ing)?|hop(?:ing|es?)|(?:set|poised|ready) (?:to|for)|on (?:track|course|pace)"
    r"|threaten(?:ing|s)?|bid(?:ding)?|flirt(?:ing|s|ed)?|(?:with)?in (?:reach|sight|striking distance)|a whisker)\b"
)
"""A record that is not reached yet: "aiming to surpass its record from two weeks ago"."""


def extremes(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield the records, highs and lows that a clause says an index reached."""
    mark = clause.first("extreme.record", "extreme.high", "extreme.low", "extreme.within")
    if mark is None or any(
        words.search(line.text[clause.start : mark.start]) for words in (_SHORT_OF, _AIMED_AT)
    ):
        return
    if line.text.endswith(("that ", "those "), 0, mark.start):
        return  # "to lose 1.1% of that new high value"
    if _STEEPNESS.search(mark.text) or _OF_A_MOVE.match(line.text[mark.end : mark.end + 32]):
        return
    if _MOVE_BEFORE.search(line.text, clause.start, mark.start) or _is_counted(line, clause, mark):
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
        told = line.clauses[: line.place(clause)]
        every = [token.name("index.") or "" for part in told for token in part.all("index.")]
        names = (
            list(dict.fromkeys(every))
            if clause.has("tenor.both") or _ALL.match(mark.text)
            else [line.open.index]
        )
    if not names and mark.has("extreme.record") and _STOCKS.search(line.text, clause.start, mark.start):
        names = _risen_behind(line, clause)
    if (
        mark.has("extreme.record")
        and _LEVEL_BEHIND.match(line.text, mark.end)
        and not clause.has("tenor.both")
    ):
        ahead = [token for token in clause.all("index.", "other.thing") if token.end <= mark.start]
        if ahead and ahead[-1].has("other.thing"):
            return  # "the Nasdaq dropped 0.3% while the Dow rose 0.7% to a record 48,254.82"
        names = [
            token.name("index.") or "" for token in ahead[-1:]
        ] or names  # "the S&P 500 gained 2.3% and the Nasdaq 2.9% to a record 16,428.82"
    for name in names if mark.has("extreme.record") or clause.has("tenor.both") else names[:1]:
        yield from _extreme(line, clause, name)


def _is_counted(line: Line, clause: Clause, mark: Token) -> bool:
    """Return whether records are told by their number: "the S&P 500 has notched 18 record highs this year"."""
    if _TIMES.match(line.text, mark.end):
        return True
    several = mark.text.endswith("s") or _HIGHS.match(line.text, mark.end) is not None
    return several and _COUNTED.search(line.text, clause.start, mark.start) is not None


_STOCKS = re.compile(
    r"\b(?:stocks|shares|equities|indexes|indices|averages|benchmarks)\b[^,;]{0,24}"
    r"\b(?:clos|finish|end|settl)\w* (?:\w+ ){0,3}(?:at|on) (?:an? )?(?:fresh |new )?$"
)


def _risen_behind(line: Line, clause: Clause) -> list[str]:
    """Return the indices behind a market's records: "Stocks finished at all-time highs, the S&P 500 adding 0.5%"."""
    behind = line.clauses[line.place(clause) + 1 :]
    if any(part.has("move.down") for part in behind):
        return []
    return list(dict.fromkeys(token.name("index.") or "" for part in behind for token in part.all("index.")))


_LEVEL_BEHIND = re.compile(r"\s?(?:high |close |finish )?(?:of |at )?\d[\d,.]{3,}")


_ALL = re.compile(r"双双|齐|携手|均|都")


_BESIDE = 16
"""Letters between "3.2%" and "below its all-time high"."""


def _extreme(line: Line, clause: Clause, name: str) -> Iterator[Claim]:
    day = _extreme_day(line, clause, name)
    span = (clause.start, clause.end)
    within = clause.first("extreme.within")
    if within is not None:
        size = next(
            (
                cell.quantity.middle
                for cell in line.cells(clause)
                if cell.quantity.kind == "pct" and -_BESIDE <= within.start - cell.value.end <= _BESIDE
            ),
            None,
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


_DAY_AFTER = re.compile(
    r"\b(?:a|one|the) day (?:after|before|earlier)\b|\bthe (?:session|day) before\b|前一(?:交易)?日"
)


def _extreme_day(line: Line, clause: Clause, name: str) -> str:
    named = any(time.unit in {"day", "weekday", "month", "year"} for _, time in times_in(clause.tokens))
    if _DAY_AFTER.search(line.text[clause.start : clause.end]) and not named:
        told = line.open.span if line.open.span is not None and line.open.span.startswith("day:") else None
        return session_before(dt.date.fromisoformat(told[4:]) if told else trading_day(line.date)).isoformat()
    for _, time in times_in(clause.tokens):
        if time.reach == "since":
            continue
        if time.unit in {"day", "weekday"} and not _begins_since(line, time):
            day = time.date(line.date)
            if day is not None and day <= line.date:
                return day.isoformat()
    for part in reversed(line.clauses[: line.place(clause)]):
        for _, time in reversed(times_in(part.tokens)):
            day = time.date(line.date) if time.unit in {"day", "weekday"} and time.reach != "since" else None
            near = part.has("index.") or part is line.clauses[line.place(clause) - 1]
            if day is not None and day <= line.date and near:
                return in_market_days(
                    line, day.isoformat(), name
                )  # "上周五收于18475.92点，创去年11月以来新高"
    if line.open.span is not None and line.open.span.startswith(("day:", "week:")):
        return line.open.span.partition(":")[2]  # of a week, its end
    return usual_session(line, name).isoformat()  # as its close


def _begins_since(line: Line, time: Time) -> bool:
    return line.text[time.end : time.end + 3].startswith("以来") or line.text[
        max(0, time.start - 6) : time.start
    ].rstrip().endswith("since")


_IN_YEARS = re.compile(
    r"\b(?:highest|lowest|high|low|peak)(?: close| level| finish)? in (?:more than |over |nearly |almost |about )?"
    r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years\b"
)


_IN_YEARS_ZH = re.compile(
    r"近(?P<n>[两二三四五六七八九十\d]{1,2})年(?:来|以来)?的?(?:新|最|收盘|收市)?(?:高|低)(?:点|位|水平)?"
)


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
    told = _IN_YEARS.search(text) or _IN_YEARS_ZH.search(text)
    if told is not None:
        return str(line.date.year - int(number(told["n"])))
    if "年内新" in text or "今年以来" in text or "this year" in text:
        return f"{line.date.year}-01"
    return None
