"""Of which month a figure is."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.lexicon import PrintMeasure
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token
from sources.prose.times import Time


def month_meant(line: Line, time: Time) -> str | None:
    """Return the month, as YYYY-MM, that a time means of a print; None where it is no month."""
    if time.unit == "month":
        found = time.month_of(line.date, ahead=False)
        return f"{found[0]}-{found[1]:02d}" if found else None
    return None


def months_among(line: Line, tokens: tuple[Token, ...]) -> list[Time]:
    """Return the months that some words name, without those that a figure is only held against."""
    return [
        time
        for token, time in times_in(tokens)
        if time.unit == "month" and time.reach != "since" and not is_compared(line, token)
    ]


def month_of(line: Line, clause: Clause, cell: Cell, measure: PrintMeasure) -> str | None:
    """Return the period of a figure as YYYY-MM: named beside it, in the clause, left open, or the last one out."""
    behind = _behind(line, cell)
    near = months_among(line, (*behind, *reversed(cell.before)))
    if (ended := year_ended(line, cell, measure)) is not None:
        return ended
    linked = months_among(line, behind)
    if cell.has("basis.previous"):
        own = _month_of_previous(line, cell)
        if own is not None or line.open.month is not None:
            return own or month_before(line.open.month or "")
    before = any(MONTH_BEFORE.fullmatch(token.text) for token in cell.after)
    after = [token for token in cell.before if token.text in {"after", "following"}]
    if before or (after and not near and cell.before[-1].has("move.up", "move.down")):
        latest = line.open.month or line.open.month_stated or latest_printed(line.date, measure)
        return month_before(latest)  # "a 1.3% surge the month before", "up 0.2% after falling 0.3%"
    origin = next((token for token in cell.before if token.has("move.from")), None)
    led = [
        time
        for token, time in times_in(cell.before)
        if time.unit == "month" and origin and token.end <= origin.start
    ]
    beside = [
        time
        for token, time in times_in(cell.own)
        if time.unit == "month" and origin and token.start > origin.start
    ]
    if led and not beside and clause.has("move.to") and (month := month_meant(line, led[-1])) is not None:
        return month_before(month)  # "4月整体CPI从3.5%回落至3.4%"
    if any(time.name == "months_ago" for time in near):
        return (
            month_before(line.open.month_stated) if near[0].shift == -1 and line.open.month_stated else None
        )
    if (linked or near) and (held_against := _month_against(line, (linked or near)[0])) is not None:
        return month_before(held_against)
    for time in linked or near:
        month = month_meant(line, time)
        if month is not None:
            if not cell.has("move.from") and not after and not clause.aside:
                line.open.month = max([month, *_months_told(line, cell)])
                if line.open.month < f"{line.date:%Y-%m}":
                    line.open.printed[_country(measure)] = line.open.month
            return month
    if cell.has("move.from") and line.open.month is not None:
        return month_before(line.open.month)
    longer = {"year", "quarter", "half"}
    if any(time.unit in longer and time.reach != "since" for _, time in times_in(clause.tokens)):
        return None  # a whole year's or quarter's figure is no print
    led_in = _month_before_clause(line, clause)
    if led_in is not None and not cell.has("move.from", "basis.previous"):
        if not WHEN.match(line.text, clause.start):
            line.open.month = led_in
        return led_in
    elsewhere = _month_elsewhere(line, clause, cell)
    if elsewhere is not None:
        return elsewhere
    told = line.open.month
    latest = max(latest_printed(line.date, measure), line.open.printed.get(_country(measure), ""))
    if told is not None and told < f"{line.date:%Y-%m}":
        latest = told  # named in the text: it may be out this very day
    return month_before(latest) if cell.has("move.from", "basis.previous") else latest


def _behind(line: Line, cell: Cell) -> tuple[Token, ...]:
    """Return the words behind a figure without the month of what it came from: "rose to 3.1% from 2.9% in June"."""
    end = cell.value.end
    return tuple(one for one in cell.after if one.time is None or not is_of_origin(line, one, end))


def year_ended(line: Line, cell: Cell, measure: PrintMeasure) -> str | None:
    """Return the month a year after the one that a rise is from: "4.8% higher than in June 2022", in July 2023."""
    latest = latest_printed(line.date, measure)
    for token, time in times_in(cell.after):
        if time.unit != "month" or time.year is None or not _FROM.search(line.text[: token.start]):
            continue
        month = month_meant(line, time)
        ended = f"{int(month[:4]) + 1}{month[4:]}" if month is not None else ""
        if ended in {latest, line.open.month}:
            return ended
    return None


_FROM = re.compile(r"\b(?:from|since|over|compared (?:with|to)|than(?: in)?) (?:that of )?$")


def _month_of_previous(line: Line, cell: Cell) -> str | None:
    """Return the month that brackets give the print before: "前值（9月）3.0%", where October's does not exist."""
    return next(
        (
            month_meant(line, time)
            for token, time in times_in(cell.before)
            if time.unit == "month" and is_of_previous(line, token)
        ),
        None,
    )


def is_of_previous(line: Line, token: Token) -> bool:
    """Return whether a month stands in brackets behind the print before: "前值(1月)"."""
    return _PREVIOUS.search(line.text, max(0, token.start - 4), token.start) is not None


_PREVIOUS = re.compile(r"(?:前值|上期|前次)[(（]\s?$")


def _country(measure: PrintMeasure) -> str:
    return "cn" if measure.about.startswith("cn.") else "us"


_PUBLISHED = re.compile(r"(?:曾|已|才)?(?:公布|发布)")


def came_out_in(line: Line, token: Token) -> bool:
    """Return whether a month is the one in which a print came out, not the one that it is of: 上月公布的10月CPI."""
    return _PUBLISHED.match(line.text, token.end) is not None


def _months_told(line: Line, cell: Cell) -> list[str]:
    """Return the months that a sentence has named before a figure: the latest is whose print it tells of."""
    found = [
        month_meant(line, time)
        for part in line.clauses
        for token, time in times_in(part.tokens)
        if time.unit == "month" and time.reach == "at" and token.end <= cell.start
        if not came_out_in(line, token)
    ]
    return [month for month in found if month is not None]


def _month_elsewhere(line: Line, clause: Clause, cell: Cell) -> str | None:
    """Return the month that the sentence names beside a print, but not one of a figure behind this one."""
    others = {
        id(token)
        for other in line.cells(clause)
        if other.value.start > cell.value.start
        for token in other.own
    }  # "rose 3.4% after advancing 3.1% in November"
    others |= _months_of_origins(line, clause)
    others |= {id(token) for token in clause.tokens if is_left_month(line, token) and token not in cell.own}
    named = [
        month_meant(line, time)
        for part in (clause, *line.clauses)
        if part.has("head.", "basis.yoy")
        for token, time in times_in(part.tokens)
        if id(token) not in others and time.unit == "month" and time.reach != "since"
        if not is_of_previous(line, token)
        if not _AFTER_FLAT.search(line.text, 0, token.start)
    ]
    found = next((month for month in named if month is not None), None)
    later = line.open.month if found is not None and line.open.month in _months_told(line, cell) else None
    return max(found, later) if found is not None and later is not None else found


def _months_of_origins(line: Line, clause: Clause) -> set[int]:
    """Return the words of other clauses that say of when a figure is that was left behind: "down from 2.5% in August"."""
    found: set[int] = set()
    for other in (cell for part in line.clauses if part is not clause for cell in line.cells(part)):
        origin = next((token for token in other.before if token.has("move.from")), None)
        if origin is not None:
            found |= {id(token) for token in other.own if token.start > origin.start}
    return found


def _month_before_clause(line: Line, clause: Clause) -> str | None:
    """Return the month that leads a clause from before its comma: "In June, inflation was 9.1%"."""
    place = line.place(clause)
    before = line.clauses[place - 1] if place else None
    if before is None or clause.mark != ",":
        return None
    if WHEN.match(line.text, clause.start):  # "Prior to June 2022, when inflation peaked at 9.1%"
        ends = [token for token in before.tokens[-1:] if not line.text[token.end : clause.start].strip(" ,")]
        months = [time for _, time in times_in(tuple(ends)) if time.unit == "month"]
        if months and months[-1].shift == -1 and line.open.month is not None:
            return month_before(line.open.month)  # "accelerations from last month, when it was 2.4%"
        return month_meant(line, months[-1]) if months else None
    if not all(one.time is not None for one in before.tokens):
        return None
    months = [time for time in months_among(line, before.tokens) if time.shift is None]
    return month_meant(line, months[-1]) if months else None


WHEN = re.compile(r"\s*when\b")
"""How a clause begins that tells of the time named right before it."""


_COMPARED_ZH = re.compile(r"[与和同跟较比]$")


_SAME_ZH = re.compile(r"(?:份?的?(?:增幅|涨幅|升幅|增速|水平|数据|数字|读数)?)?(?:相同|持平|一致|一样|相若)")


_COMPARED = re.compile(r"(?:match(?:ed|ing|es)|than(?: in)?|like|unlike|same as|from)(?: that of| the)?\s$")


_AFTER_FLAT = re.compile(r"\bafter \w+ing (?:flat|unchanged|steady) (?:in|for) $")


_PEAK_OF = re.compile(r"(?:'s)? (?:peak|high|low|trough)(?: of| at)?\s[\d.]")


def is_compared(line: Line, token: Token) -> bool:
    """Return whether a month is what a figure is held against: "February's CPI matched January at 2.7%"."""
    before = line.text[max(0, token.start - 20) : token.start]
    same = token.text.endswith("月") and _SAME_ZH.match(line.text, token.end) is not None
    if _PEAK_OF.match(line.text, token.end):
        return False  # "from June's peak of 9.1%"
    if _AFTER_FLAT.search(line.text, 0, token.start):
        return True  # "dropped 0.4% after remaining flat in July"
    return bool(_COMPARED.search(before)) or (same and bool(_COMPARED_ZH.search(before)))


_LEFT = re.compile(r"[从由自]$")


def is_left_month(line: Line, token: Token) -> bool:
    """Return whether a month is the one whose figure was left behind: 从2月的2.8%放缓至2.4%."""
    return _LEFT.search(line.text, 0, token.start) is not None and line.text.startswith("的", token.end)


_FROM_IN = re.compile(
    r"\b(?:from|versus|against|after|compared (?:with|to)) (?:an? |the )?(?:\w+ ){0,3}[\d.]+ ?(?:%|per ?cent)?"
    r"(?: \w+){0,2} (?:in|for) $"
)
_OF_NEXT = re.compile(r"\b(?:after|following|versus|against|than) (?:an? )?$")


def is_of_origin(line: Line, token: Token, since: int = 0) -> bool:
    """Return whether a month is that of the figure a rate came from, told from ``since`` on: "to 3.1% from 2.9% in June"."""
    if _FROM_IN.search(line.text[since : token.start]) is not None:
        return True
    led = _OF_NEXT.search(line.text[since : token.start]) is not None
    return led and _FIGURE_BEHIND.match(line.text, token.end) is not None


_FIGURE_BEHIND = re.compile(r"\s-?[\d.]+")


_AGAINST_MONTH = re.compile(r"(?:[比较过自从由及]|[高低多少大小好差强弱]于|不如)$")


_ALONE_BEFORE = re.compile(r"[，,（(；;]\s?$")


_ALONE_BEHIND = re.compile(r"(?:为|是|的)?\s?-?\d")


def _month_against(line: Line, time: Time) -> str | None:
    """Return the month of the print that 上月 is held against: "2月CPI同比3.2%，高于上月的3.1%" is of January.

    上月 alone is the month before the text; beside a print it is the month before that.
    """
    if time.unit != "month" or time.shift != -1:
        return None
    named = [
        month
        for part in line.clauses
        for token, one in times_in(part.tokens)
        if token.end <= time.start and one.shift is None and (month := month_meant(line, one)) is not None
    ]
    stated = named[-1] if named else line.open.month_stated
    against = bool(_AGAINST_MONTH.search(line.text[: time.start])) or line.text.startswith("前", time.start)
    against = against or bool(
        _ALONE_BEFORE.search(line.text[: time.start]) and _ALONE_BEHIND.match(line.text, time.end)
    )  # "3月CPI 3.5%，上月3.2%"
    return stated if against else None


def month_before(month: str) -> str:
    """Return the month before one, both as YYYY-MM."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{12 if number == 1 else number - 1:02d}"


def latest_printed(date: dt.date, measure: PrintMeasure) -> str:
    """Return the month that a print without one is of: last month from the 9th on, the one before until then."""
    back = 1 if date.day >= 9 or measure.about == "cn.pmi" else 2
    if measure.about == "cn.pmi" and (date + dt.timedelta(days=3)).month != date.month:
        back = 0  # out on the last day of its own month
    count = 12 * date.year + date.month - 1 - back
    return f"{count // 12}-{count % 12 + 1:02d}"


MONTH_BEFORE = re.compile(
    r"(?:(?:a|the|one) month (?:before|earlier)|(?:in )?the (?:previous|prior|preceding) month(?:'s)?)"
)
"""The month before the one that a print is of, not before the text."""
