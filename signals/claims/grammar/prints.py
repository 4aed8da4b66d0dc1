"""Monthly figures of statistics: US CPI, and China's CPI, PPI, PMI and M2."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from signals.claims.claim import Claim, Unit
from signals.claims.grammar.clauses import Cell, Clause
from signals.claims.grammar.lexicon import PrintMeasure
from signals.claims.grammar.line import Line, times_in, topic
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op, Quantity
from sources.prose.times import Time

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "maybe", "other country", "negation", "target"}
_CPI_AT_MOST = 15.0
"""Percent. American inflation has not been higher: "CPI后降至22%" is of odds."""
_MONTHLY_AT_MOST = 0.9
"""Percent. "Prices rose 0.3%" without a basis is over the month, "inflation at 2.9%" over the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What a figure is of, as far as the sentence says."""

    measure: PrintMeasure
    month: str
    token: Token | None


def print_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the prints that one clause states, with what it says of their direction."""
    clause = line.clauses[place]
    _note_country(line, clause)
    if line.is_question:
        _note_head(line, clause)
        return
    if clause.blocked & _NOT_OURS:
        if "negation" in clause.blocked and not clause.blocked & (_NOT_OURS - {"negation"}):
            _note_head(line, clause)  # "10月CPI至今未发布。最近一份仍是9月的：…"
        return
    yield from _forecast(line, clause)
    if clause.holder in {"other", "survey"} or (
        clause.blocked & {"future"} and not clause.has("basis.expected")
    ):
        return
    stated: list[Claim] = []
    found = line.cells(clause)
    for order, cell in enumerate(found):
        earlier = found[order - 1] if order else None
        for claim in _of_cell(line, clause, cell, earlier):
            stated.append(claim)
            if claim.about.startswith(
                "cn."
            ):  # a bare CPI after it is of the same country, or nobody can tell
                line.open.country = "mixed" if line.open.country == "us" else "cn"
            yield claim
            yield from _of_other(line, clause, claim)
    _note_head(line, clause)
    yield from _worded(line, clause, stated)


# ---- whose figure ------------------------------------------------------------------------------------------------
def _note_country(line: Line, clause: Clause) -> None:
    if line.open.country is None and clause.has("pboc.lpr", "pboc.rrr", "pboc.mlf"):
        line.open.country = "cn"
    for token in clause.all("country.us", "country.cn", "subject.pboc", "subject.fed"):
        if token.has("country.us"):
            line.open.country = "us"
        elif token.has("country.cn", "subject.pboc"):
            line.open.country = "cn"
        elif line.open.country is None:
            line.open.country = "us"
        elif line.open.country == "cn" and line.chinese:
            line.open.country = "mixed"  # 央行 and 美联储 in turn: a bare CPI may be either's
    if "negation" in clause.blocked:
        return
    for token, time in times_in(clause.tokens):
        if time.unit == "month" and not token.has("outcome.") and not _is_of_odds(clause, token):
            month = _month(line, time)
            elsewhere = clause.has("index.", "pboc.", "outcome.", "odds.", "other.thing", "subject.market")
            told = clause.has("head.") or (line.open.head is not None and not elsewhere and line.chinese)
            compared = _is_compared(line, token)
            if month is not None and told and time.reach != "since" and not compared:
                line.open.month = month


def _is_of_odds(clause: Clause, month: Token) -> bool:
    """Return whether what follows a month right behind is a meeting's outcome: "core CPI 3.9%, May cut odds 34%"."""
    following = next((token for token in clause.tokens if token.start >= month.end), None)
    return following is not None and following.has("outcome.", "odds.", "moves.")


_EVENT = re.compile(r"\b(?:after|following|before|ahead of|post|since|on)[ -](?:the |\w+ )?$")
"""Before what is told as an event: "After CPI, September's odds jumped" leaves no price index open."""


def _note_head(line: Line, clause: Clause) -> None:
    token = clause.first("head.")
    if (
        token is not None
        and _EVENT.search(line.text[clause.start : token.start])
        and not any(one.quantity is not None for one in clause.tokens)
    ):
        return
    if token is not None:
        names = [one.name("head.") or "" for one in clause.all("head.")]
        together = ["cpi" if name == "headline" else name for name in names]
        line.open.heads = together if clause.has("tenor.both") and len(set(together)) == 2 else []
    if token is None and clause.has("odds.word") and clause.outcomes:
        line.open.head = None  # what is dropped next is the last thing named
        return
    if clause.has("other.thing"):
        last = clause.all("head.", "other.thing")[-1]
        if last.has("other.thing"):
            line.open.head = None  # what is dropped next is the last thing named
            return
    if token is not None and not any(one.has("head.") and one.start > token.start for one in clause.tokens):
        head = token.name("head.") or "cpi"
        line.open.head = "cpi" if head == "headline" else head
        line.open.instrument = _country(line, line.open.head, token)


def _country(line: Line, head: str, token: Token | None) -> str:
    text = token.text if token is not None else ""
    if head in {"pmi", "m2"} or "居民消费" in text or "出厂" in text or "工业" in text:
        return "cn"
    if line.open.country is not None:
        return line.open.country
    if (head == "ppi" and line.chinese) or line.has("head.pmi", "head.m2"):
        return "cn"
    return "cn" if line.chinese and line.has("head.ppi") else "us"


def _is_of_other_prices(line: Line, token: Token) -> bool:
    """Return whether a bare "core" is that of the PCE index named last: "PCE rose 2.7%, and the core 2.9%"."""
    if not token.has("head.core") or any(word in token.text for word in ("cpi", "consumer", "消费")):
        return False
    before = [one for part in line.clauses for one in part.tokens if one.end <= token.start]
    last = next((one for one in reversed(before) if one.has("head.cpi", "other.thing")), None)
    return last is not None and any(word in last.text for word in ("pce", "personal consumption", "个人消费"))


def _head(line: Line, clause: Clause, cell: Cell) -> _Head | None:
    token = cell.nearest("head.")
    if token is None and _starts_pair(line, cell):
        following = [one for one in line.cells(clause) if one.value.start > cell.value.start][:1]
        token = following[0].nearest("head.") if following else None
    state = line.open
    if token is not None and _is_of_other_prices(line, token):
        return None
    if token is None and line.open.heads:
        return _of_list(line, clause, cell)
    head = token.name("head.") if token is not None else state.head
    if head is None:
        return None
    if token is None and not _continues(line, clause, cell):
        return None
    if head == "headline":
        head = "cpi"
    if head == "cpi" and _is_stripped(line, clause):
        head = "core"
    country = _country(line, head, token) if token is not None else (state.country or "us")
    if token is None and state.head is not None and state.instrument is not None:
        country = state.instrument
    measure = line.measures.print_of(head, country)
    if measure is None:
        state.head = None
        return None
    month = _month_of(line, clause, cell, measure)
    if month is None:
        return None
    state.head, state.instrument = head, country
    return _Head(measure=measure, month=month, token=token)


_STRIPPED = re.compile(
    r"\s*(?:but )?(?:excluding|stripping|ex[ -]|without|minus|less)|[^，,]{0,6}(?:剔除|扣除|不含|不计|撇除)"
)


def _is_stripped(line: Line, clause: Clause) -> bool:
    """Return whether the clause before takes food and energy out: "Excluding food and energy, the CPI gained 0.3%"."""
    place = line.clauses.index(clause)
    before = line.clauses[place - 1] if place else None
    return (
        before is not None
        and before.has("head.core")
        and not any(token.quantity is not None for token in before.tokens)
        and bool(_STRIPPED.match(line.text[before.start : before.end]))
    )


def _of_list(line: Line, clause: Clause, cell: Cell) -> _Head | None:
    """Return the head of one of as many figures as heads were named together: "both headline and core …, 3.2% and 3.8%"."""
    figures = [one for one in line.cells(clause) if one.quantity.kind == "pct"]
    if len(figures) != len(line.open.heads) or cell not in figures or clause.has("head.", "tenor.both"):
        return None
    measure = line.measures.print_of(line.open.heads[figures.index(cell)], line.open.country or "us")
    month = _month_of(line, clause, cell, measure) if measure is not None else None
    return _Head(measure=measure, month=month, token=None) if measure is not None and month else None


def _continues(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure without a head may be of the one left open."""
    if topic(cell) not in {None, "print"} or cell.quantity.kind not in {"pct", "pp", "number"}:
        return False
    if clause.has("head.") and (cell.has("basis.yoy", "basis.mom") or line.text[: cell.start].endswith("%/")):
        return True
    if clause.has(
        "index.", "pboc.", "outcome.", "odds.word", "other.thing", "subject.pboc", "rate.", "subject.market"
    ):
        return False
    if _is_held_against(line, cell):
        return True
    if cell.quantity.kind == "number" and not cell.has("basis.yoy", "basis.mom"):
        alone = (
            len(clause.tokens) == 1 and clause.mark == "," and "." in cell.value.text
        )  # "跌回收缩区间，49.2"
        return line.open.head == "pmi" and (alone or cell.has("move.from", "basis.previous", "move.to"))
    if clause.aside and not clause.has("basis."):
        return _is_month_alone(line, clause)  # "(Feb 3.2%)", not "Tesla (1.9%)"
    if clause.has("tenor.both") and not cell.has("move.up", "move.down", "basis."):
        return False  # "both well under the 3.1% expected"
    if _unread(line, clause) > (6 if line.chinese else 16):
        return False  # too much in it that we do not know
    return cell.has("basis.", "move.", "joint.") or clause.aside or clause.mark in {",", "", ":"}


def _is_held_against(line: Line, cell: Cell) -> bool:
    """Return whether a bare figure is the rate of a month that the one before is held against: "8.3，比三月的8.5低"."""
    bare = cell.quantity.kind == "number" and line.open.head in {"cpi", "core"} and line.open.basis == "yoy"
    return bare and cell.has("move.from") and any(time.unit == "month" for _, time in times_in(cell.own))


def _is_month_alone(line: Line, clause: Clause) -> bool:
    place = line.clauses.index(clause)
    return (
        len(clause.tokens) == 2
        and any(time.unit == "month" for _, time in times_in(clause.tokens))
        and place > 0
        and (
            line.clauses[place - 1].has("head.")
            or (line.clauses[place - 1].has("basis.yoy") and line.open.basis == "yoy")
        )
    )


def _unread(line: Line, clause: Clause) -> int:
    """Return how many letters of a clause belong to no word that we know."""
    text = list(line.text[clause.start : clause.end])
    for token in clause.tokens:
        text[token.start - clause.start : token.end - clause.start] = " " * (token.end - token.start)
    small = {
        "the",
        "a",
        "an",
        "it",
        "its",
        "that",
        "which",
        "over",
        "rate",
        "pace",
        "still",
        "now",
        "also",
        "only",
        "just",
        "by",
        "in",
        "for",
    }
    words = "".join(text).split()
    return sum(len(word) for word in words if word not in small and word.isalpha())


# ---- of which month ----------------------------------------------------------------------------------------------
def _month(line: Line, time: Time) -> str | None:
    if time.unit == "month":
        found = time.month_of(line.date, ahead=False)
        return f"{found[0]}-{found[1]:02d}" if found else None
    return None


def _months_among(line: Line, tokens: tuple[Token, ...]) -> list[Time]:
    return [
        time
        for token, time in times_in(tokens)
        if time.unit == "month" and time.reach != "since" and not _is_compared(line, token)
    ]


def _month_of(line: Line, clause: Clause, cell: Cell, measure: PrintMeasure) -> str | None:
    """Return the period of a figure as YYYY-MM: named beside it, in the clause, left open, or the last one out."""
    near = _months_among(line, (*cell.after, *reversed(cell.before)))
    linked = _months_among(line, cell.after)
    if cell.has("basis.previous") and line.open.month is not None:
        return _previous(line.open.month)
    before = any(_MONTH_BEFORE.fullmatch(token.text) for token in cell.after)
    after = [token for token in cell.before if token.text in {"after", "following"}]
    if before or (after and not near and cell.before[-1].has("move.up", "move.down")):
        latest = line.open.month or line.open.month_stated or _latest(line.date, measure)
        return _previous(latest)  # "a 1.3% surge the month before", "up 0.2% after falling 0.3%"
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
    if led and not beside and clause.has("move.to") and (month := _month(line, led[-1])) is not None:
        return _previous(month)  # "4月整体CPI从3.5%回落至3.4%"
    if any(time.name == "months_ago" for time in near):
        return _previous(line.open.month_stated) if near[0].shift == -1 and line.open.month_stated else None
    if (linked or near) and (held_against := _month_against(line, (linked or near)[0])) is not None:
        return _previous(held_against)
    for time in linked or near:
        month = _month(line, time)
        if month is not None:
            if not cell.has("move.from") and not clause.aside:
                line.open.month = month
            return month
    if cell.has("move.from") and line.open.month is not None:
        return _previous(line.open.month)
    if any(
        time.unit in {"year", "quarter", "half"} and time.reach != "since"
        for _, time in times_in(clause.tokens)
    ):
        return None  # a whole year's or quarter's figure is no print
    others = {
        id(token)
        for other in line.cells(clause)
        if other.value.start > cell.value.start
        for token in other.own
    }  # "rose 3.4% after advancing 3.1% in November"
    for part in (clause, *line.clauses):
        for token, time in times_in(part.tokens):
            if id(token) in others:
                continue
            if part.has("head.", "basis.yoy") and time.unit == "month" and time.reach != "since":
                month = _month(line, time)
                if month is not None:
                    return month
    latest = min(line.open.month or "9999", _latest(line.date, measure))
    return _previous(latest) if cell.has("move.from", "basis.previous") else latest


_COMPARED_ZH = re.compile(r"[与和同跟较比]$")
_COMPARED = re.compile(r"(?:match(?:ed|ing|es)|than(?: in)?|like|unlike|same as|from)(?: that of| the)?\s$")


def _is_compared(line: Line, token: Token) -> bool:
    """Return whether a month is what a figure is held against: "February's CPI matched January at 2.7%"."""
    before = line.text[max(0, token.start - 20) : token.start]
    same = token.text.endswith("月") and line.text[token.end : token.end + 2] in {
        "相同",
        "持平",
        "一致",
        "一样",
    }
    return bool(_COMPARED.search(before)) or (same and bool(_COMPARED_ZH.search(before)))


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
        if token.end <= time.start and one.shift is None and (month := _month(line, one)) is not None
    ]
    stated = named[-1] if named else line.open.month_stated
    against = bool(_AGAINST_MONTH.search(line.text[: time.start])) or line.text.startswith("前", time.start)
    against = against or bool(
        _ALONE_BEFORE.search(line.text[: time.start]) and _ALONE_BEHIND.match(line.text, time.end)
    )  # "3月CPI 3.5%，上月3.2%"
    return stated if against else None


def _previous(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{12 if number == 1 else number - 1:02d}"


def _latest(date: dt.date, measure: PrintMeasure) -> str:
    """Return the month that a print without one is of: last month from the 9th on, the one before until then."""
    back = 1 if date.day >= 9 or measure.about == "cn.pmi" else 2
    if measure.about == "cn.pmi" and (date + dt.timedelta(days=3)).month != date.month:
        back = 0  # out on the last day of its own month
    count = 12 * date.year + date.month - 1 - back
    return f"{count // 12}-{count % 12 + 1:02d}"


# ---- one figure --------------------------------------------------------------------------------------------------
_MONTH_BEFORE = re.compile(
    r"(?:(?:a|the|one) month (?:before|earlier)|(?:in )?the (?:previous|prior|preceding) month)"
)
"""The month before the one that a print is of, not before the text."""
_DROP_IN = re.compile(
    r"\b(?:drop|decline|fall|contraction|slide|decrease)s? (?:in|of) (?:the |china's |chinese )*"
    r"(?:ppi|cpi|producer|consumer|factory)"
)
_THAN = re.compile(
    r"\b(?:lower|higher|less|more|cooler|hotter|slower|faster|softer|firmer|weaker|stronger) than\b[^,;%]{0,28}$"
)


def _of_cell(line: Line, clause: Clause, cell: Cell, earlier: Cell | None) -> Iterator[Claim]:
    quantity = cell.quantity
    if quantity.kind not in {"pct", "pp", "number", "points", "bp"} or topic(cell) not in {"print", None}:
        return
    against = any(
        token.text in {"vs", "vs.", "versus", "against", "compared with"} for token in cell.before[-1:]
    )
    if against and not any(_MONTH_BEFORE.fullmatch(token.text) for token in cell.after):
        return  # "2.9% vs 3.0%": of the survey or of the month before, which is not said
    if not line.chinese and _THAN.search(line.text[clause.start : cell.start]):
        return  # "a tick lower than March's 3.5%": of what it is held against
    versus = cell.nearest("basis.versus_survey")
    if versus is not None and versus.end <= cell.start and cell.start - versus.end <= 6:
        return  # "below forecasts of 3.3%"
    if cell.has("basis.expected") or cell.value.has("odds.") or cell.has("odds.word"):
        return
    listed = (
        cell.has("basis.yoy", "basis.mom")
        and clause.has("head.")
        and not cell.has("outcome.", "rate.", "pboc.")
    )
    if clause.has("outcome.", "rate.", "pboc.") and cell.nearest("head.") is None and not listed:
        return
    head = _head(line, clause, cell)
    if head is None:
        return
    span = _span(cell)
    measure = head.measure
    if measure.unit == "points":
        if quantity.kind in {"number", "points", "pct"} and 30 <= quantity.value <= 70:
            yield line.claim(
                span, measure.about, head.month, quantity.op, quantity.middle, "points", measure.detail
            )
        return
    change = None if line.text.startswith(" or ", cell.value.end) else _change_of(clause, cell)
    if change is not None:
        if (clause.has("basis.mom") and not line.chinese) or measure.country != "us":
            return
        month = line.open.month_stated or head.month
        yield line.claim(span, measure.about, month, quantity.op, change, "pp", "yoy_change")
        return
    if (
        quantity.kind not in {"pct", "number"}
        or abs(quantity.value) > (_CPI_AT_MOST if measure.about.startswith("cpi.") else 30)
        or _is_of_two_months(line, clause, cell)
    ):
        return
    if quantity.kind == "number" and (not _is_rate(line, quantity, cell)):
        return
    basis = _basis(line, clause, cell, quantity)
    own = cell.has("basis.yoy", "basis.mom") or cell.nearest("head.") is not None
    if not basis or (not own and measure.country == "cn" and line.open.basis == "mom"):
        return
    value = _signed(line, clause, cell, quantity)
    line.open.basis = basis
    if not cell.has("move.from", "basis.previous"):
        line.open.month_stated = head.month
    yield line.claim(span, measure.about, head.month, quantity.op, value, measure.unit, basis)
    yield from _direction(line, cell, head, basis, earlier)


_BOTH = {"cpi.headline": "cpi.core", "cpi.core": "cpi.headline"}


def _of_other(line: Line, clause: Clause, claim: Claim) -> Iterator[Claim]:
    """Yield the same of the other rate where a clause says both: "core eased to 4.8%, and both rose 0.2%"."""
    own = clause.all("head.")
    both = clause.has("tenor.both") and len(own) != 1 and claim.unit in {"pct", "pp"}
    named = line.has("head.core") and line.has("head.cpi", "head.headline")
    if both and named and claim.about in _BOTH:
        yield replace(claim, about=_BOTH[claim.about])


def _is_rate(line: Line, quantity: Quantity, cell: Cell) -> bool:
    """Return whether a bare figure can be a rate in percent: "Headline 2.7, core 2.6"."""
    said = line.text[cell.value.start : cell.value.end]
    named = cell.nearest("head.") is not None or cell.has("basis.yoy", "basis.mom")
    named = named or _is_held_against(line, cell)
    return "." in said and abs(quantity.value) < 15 and named


def _span(cell: Cell) -> tuple[int, int]:
    start = min([cell.start, *(token.start for token in cell.before)])
    end = max([cell.end, *(token.end for token in cell.after)])
    return start, end


def _basis(line: Line, clause: Clause, cell: Cell, quantity: Quantity) -> str:
    after = next((token for token in cell.after if token.has("basis.yoy", "basis.mom")), None)
    before = next((token for token in reversed(cell.before) if token.has("basis.yoy", "basis.mom")), None)
    token = (before or after) if line.chinese else (after or before)
    if token is not None:
        return "yoy" if token.has("basis.yoy") else "mom"
    if line.open.basis in {"yoy", "mom"} and any(_MONTH_BEFORE.fullmatch(token.text) for token in cell.after):
        return line.open.basis
    if line.text[: cell.start].endswith("%/") or _starts_pair(line, cell):  # "core 3.8%/0.4%"
        return "mom" if abs(quantity.value) <= _MONTHLY_AT_MOST else "yoy"
    place = line.clauses.index(clause)
    lead = line.clauses[place - 1].tokens if place else ()
    told = [one for one in lead if one.has("basis.yoy", "basis.mom")]
    bare = not any(one.quantity is not None for one in lead) and not clause.has("basis.yoy", "basis.mom")
    if len(told) == 1 and bare and clause.mark == ",":
        return (
            "yoy" if told[0].has("basis.yoy") else "mom"
        )  # "monthly, it slowed to 0.3%", "环比居然转负了，-0.1%"
    if line.open.basis is not None and (
        cell.has("basis.previous") or (cell.nearest("head.") is None and clause.aside)
    ):
        return line.open.basis
    if line.chinese and cell.nearest("head.") is None and line.open.basis in {"yoy", "mom"}:
        monthly = line.open.basis == "mom" and abs(quantity.value) <= _MONTHLY_AT_MOST
        return "mom" if monthly else "yoy"  # "月增0.2%，低于6月的0.3%"
    small = abs(quantity.value) <= _MONTHLY_AT_MOST and quantity.kind == "pct"
    if (
        small
        and line.open.instrument == "us"
        and line.has("basis.mom")
        and cell.nearest("head.core") is not None
    ):
        return "mom"  # "0.1% m/m, 2.4% y/y; core 0.1%": no yearly core rate is so small
    moved = cell.has("move.up", "move.down") and not cell.has("move.to", "move.from")
    moved = moved or bool(_FALL_OF.match(line.text[cell.value.end : cell.value.end + 24]))
    rate = cell.nearest("head.")
    if line.open.instrument == "cn" and not (small and moved and _BY_MONTH.search(line.text)):
        return "yoy"  # China's rates are told over the year
    if small and moved and not line.chinese and (rate is None or "inflation rate" not in rate.text):
        return "mom"
    if small and not moved and clause.mark in {":", ""} and not clause.has("move.to"):
        return ""  # "Core: 0.3%" may be either
    return "yoy"


def _starts_pair(line: Line, cell: Cell) -> bool:
    """Return whether a figure is the first of a monthly and a yearly one: "0.2%/3.4% core"."""
    end = cell.value.end
    return line.text[end : end + 1] == "/" and line.text[end + 1 : end + 2].isdigit()


def _is_of_two_months(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether both of a pair are monthly figures, whose is not said: "0.1%/0.3% m/m"."""
    pair = [
        one for one in line.cells(clause) if _starts_pair(line, one) or line.text[: one.start].endswith("%/")
    ]
    small = [one for one in pair if abs(one.quantity.value) <= _MONTHLY_AT_MOST]
    return len(pair) == len(small) == 2 and cell in pair


_BY_MONTH = re.compile(r"\bmonth\b|\bmonthly\b|m/m|环比|按月|月率")
_FALL_OF = re.compile(
    r"\s(?:monthly |annual |further )?(?:declines?|drops?|falls?|decreases?|dips?|slide) (?:in|for)\b"
)
"""The noun behind a figure: "June's 0.1% decline in consumer prices"."""


def _signed(line: Line, clause: Clause, cell: Cell, quantity: Quantity) -> float:
    """Return the value with its sign: a fall of 0.8% is -0.8, and so is a fall that narrowed to it."""
    value = quantity.middle
    if quantity.signed or value == 0:
        return value
    if _FALL_OF.match(line.text[cell.value.end : cell.value.end + 24]):
        return -value
    said = line.text[clause.start : cell.value.start]
    falls = any(word in said for word in ("跌幅", "降幅", "通缩", "deflation")) or bool(_DROP_IN.search(said))
    head = cell.nearest("head.")
    deflation = head is not None and "deflation" in head.text
    verb = next((token for token in reversed(cell.before) if token.has("move.up", "move.down")), None)
    if verb is None and _falls_too(line, clause, cell):
        return -value
    to = next((token for token in reversed(cell.before) if token.has("move.to")), None)
    goes_down = verb is not None and verb.has("move.down") and not verb.has("move.up")
    to_level = to is not None and verb is not None and to.start >= verb.end
    if falls or deflation:
        return -value
    if goes_down and not to_level and verb is not None:
        near = line.text[verb.end : cell.value.start].strip()
        level = any(
            word in verb.text for word in ("放缓", "回落", "slow", "cool", "eas", "moderat", "降温", "掉")
        )
        if not level and (len(near) <= (4 if line.chinese else 12)):
            return -value
    return value


def _falls_too(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure shares the fall of the one before: "consumer prices fell 0.3% and producer prices 5.4%"."""
    own = [token for token in cell.before if not token.has("head.", "joint.and") and token.time is None]
    earlier = [
        token for token in clause.tokens if token.end <= (cell.before[0].start if cell.before else cell.start)
    ]
    verb = next(
        (place for place in range(len(earlier) - 1, -1, -1) if earlier[place].has("move.up", "move.down")),
        None,
    )
    if own or not cell.has("joint.and") or cell.nearest("head.") is None or verb is None or line.chinese:
        return False
    if any(token.has("move.up", "move.down") for token in cell.after):
        return False
    return earlier[verb].has("move.down") and not any(token.has("move.to") for token in earlier[verb + 1 :])


def _change_of(clause: Clause, cell: Cell) -> float | None:
    """Return the change of the yearly rate in percentage points; None where the figure is no change."""
    quantity = cell.quantity
    if quantity.kind == "bp" and quantity.value in {10, 20}:
        size = quantity.value / 100  # "a tenth", "two tenths"
    elif quantity.kind == "pp":
        size = quantity.middle
    else:
        return None
    down = clause.has("move.narrow", "move.down") and not clause.has("move.widen")
    return -size if down else size


def _direction(line: Line, cell: Cell, head: _Head, basis: str, earlier: Cell | None) -> Iterator[Claim]:
    """Yield what "rose to" or "回落至" says beside the figure: that the rate was another the month before."""
    if basis != "yoy" or head.measure.about not in {"cpi.headline", "cpi.core"}:
        return
    verb = next((token for token in reversed(cell.before) if token.has("move.up", "move.down")), None)
    if (
        verb is None
        or verb.has("move.from")
        or any(word in verb.text for word in ("掉", "涨幅", "降幅", "跌幅", "升幅"))
    ):
        return
    between = line.text[verb.end : cell.value.start]
    to_level = between.strip() in {"to", "至", "到", "了至"} or between.strip().startswith(
        ("to ", "至", "到")
    )
    if not to_level or cell.has("move.from") or earlier is not None:
        return
    if any(token.has("move.from", "basis.previous") for part in line.clauses for token in part.tokens):
        return  # the sentence gives the month before, which is checked itself
    up = verb.has("move.up")
    op: Op = ">" if up else "<"
    yield line.claim((verb.start, cell.end), head.measure.about, head.month, op, 0.0, "pp", "yoy_change")


# ---- what is said without a figure -------------------------------------------------------------------------------
def _worded(line: Line, clause: Clause, stated: list[Claim]) -> Iterator[Claim]:
    state = line.open
    about = _open_about(line, clause)
    if about is None:
        return
    unit: Unit = "pp"
    month = stated[-1].when if stated else (state.month or _latest(line.date, about))
    survey = clause.first("basis.versus_survey")
    dated = any(time.unit == "month" for _, time in times_in(clause.tokens))
    told = stated or dated or (state.month_stated is not None and not clause.has("head."))
    if survey is not None and told:
        below = any(
            word in survey.text
            for word in ("低", "不及", "弱", "below", "under", "short", "lower", "cooler", "softer")
        )
        level = any(word in survey.text for word in ("符合", "一致", "持平", "in line"))
        op: Op = "=" if level else "<" if below else ">"
        named = any(word in survey.text for word in ("经济学家", "economist"))
        if named:
            yield line.claim((clause.start, clause.end), about.about, month, op, 0.0, unit, "vs_consensus")
    if clause.has("trend.falling", "trend.rising") and about.about == "cpi.headline" and not stated:
        which = "falling" if clause.has("trend.falling") else "rising"
        yield line.claim(
            (clause.start, clause.end), "cpi.trend", line.date.isoformat(), "=", 1.0, "bool", which
        )
    flat = clause.first("move.flat")
    if flat is not None and not any(cell.quantity.kind in {"pct", "pp"} for cell in line.cells(clause)):
        yield from _flat(line, clause, flat, about, month)
    elif flat is not None and flat.text.startswith("match") and about.about in {"cpi.headline", "cpi.core"}:
        if any(
            time.unit == "month" and token.start - flat.end <= 2 for token, time in times_in(clause.tokens)
        ):
            yield line.claim((clause.start, clause.end), about.about, month, "~", 0.0, unit, "yoy_change")
    elif (
        flat is not None
        and about.unit == "pct"
        and (_is_flat_of_month(clause, flat) or _is_index_flat(line, clause, flat))
    ):
        yield line.claim((clause.start, flat.end), about.about, month, "=", 0.0, "pct", "mom")
    yield from _lowest(line, clause, about, month)


def _open_about(line: Line, clause: Clause) -> PrintMeasure | None:
    token = clause.first("head.")
    head = token.name("head.") if token is not None else line.open.head
    if head is None or (
        token is None and clause.has("index.", "pboc.", "outcome.", "other.thing", "subject.pboc")
    ):
        return None
    head = "cpi" if head == "headline" else head
    country = (
        _country(line, head, token)
        if token is not None
        else (line.open.instrument or line.open.country or "us")
    )
    return line.measures.print_of(head, country)


def _is_flat_of_month(clause: Clause, flat: Token) -> bool:
    """Return whether the words right beside "flat" say over what: "flat on the month and 3.2% on the year", 环比持平."""
    following = [token for token in clause.tokens if token.start >= flat.end][:1]
    before = [token for token in clause.tokens if token.end <= flat.start][-1:]
    beside = any(token.has("basis.mom") for token in following)
    return beside or any(token.has("basis.mom") and token.end == flat.start for token in before)


def _is_index_flat(line: Line, clause: Clause, flat: Token) -> bool:
    """Return whether an index, not a rate, is flat in a month: "the consumer price index was unchanged last month"."""
    head = next(
        (token for token in reversed(clause.tokens) if token.has("head.") and token.end <= flat.start), None
    )
    following = [token for token in clause.tokens if token.start >= flat.end][:1]
    if line.chinese or head is None or "inflation" in head.text or "rate" in head.text:
        return False
    return flat.text in {"flat", "unchanged"} and any(
        token.time is not None
        and token.time.unit == "month"
        and token.time.reach == "at"
        and token.start - flat.end <= 4
        for token in following
    )


def _flat(line: Line, clause: Clause, flat: Token, about: PrintMeasure, month: str) -> Iterator[Claim]:
    monthly = clause.has("basis.mom") or _is_index_flat(line, clause, flat)
    if clause.has("basis.expected", "basis.versus_survey"):
        return
    if monthly and line.open.basis is None:
        line.open.basis = "mom"
    if monthly or "零增长" in flat.text:
        yield line.claim(
            (clause.start, flat.end), about.about, month, "=", 0.0, "pct", "mom" if monthly else "yoy"
        )
        return
    if line.open.basis == "mom":
        return  # what is unchanged is the monthly rate
    compared = flat.text.startswith(("the same", "in line", "match", "相同")) or (
        line.chinese and any(word in line.text[clause.start : clause.end] for word in ("上月", "前值", "与"))
    )
    if compared and about.unit == "pct" and about.about in {"cpi.headline", "cpi.core"}:
        yield line.claim((clause.start, clause.end), about.about, month, "~", 0.0, "pp", "yoy_change")


def _lowest(line: Line, clause: Clause, about: PrintMeasure, month: str) -> Iterator[Claim]:
    low = clause.first("extreme.low", "extreme.handle")
    high = clause.first("extreme.high")
    mark = low or high
    if mark is None or clause.has("index.") or about.unit != "pct" or line.open.basis == "mom":
        return  # the least of monthly rates is another thing
    since = next(
        (
            time
            for _, time in times_in(clause.tokens)
            if time.unit == "month" and (time.year_on(line.date) or time.reach == "since")
        ),
        None,
    )
    if since is None and any(
        time.name == "ytd" and "january" in token.text for token, time in times_in(clause.tokens)
    ):
        found: tuple[int, int] | None = (line.date.year, 1)  # "since January" is also said of the year so far
    elif since is None:
        return
    else:
        found = since.month_of(line.date, ahead=False)
    if found is None:
        return
    detail = "lowest_since" if low is not None else "highest_since"
    yield line.claim(
        (clause.start, clause.end), about.about, month, "=", f"{found[0]}-{found[1]:02d}", "date", detail
    )


def _forecast(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield a survey's forecast of a year, which the survey's own series may answer."""
    if (
        clause.holder in {"other", "market"}
        or not clause.has("head.cpi")
        or clause.has("basis.yoy", "basis.mom")
    ):
        return
    years = [time for _, time in times_in(clause.tokens) if time.unit == "year"]
    country = line.open.country or "us"
    if not years or country != "us":
        return
    year = years[-1].year_on(line.date) or line.date.year
    bound = year >= line.date.year and not any(time.unit == "month" for _, time in times_in(clause.tokens))
    for cell in line.cells(clause):
        if cell.quantity.kind == "pct" and (
            clause.holder == "survey" or (bound and cell.quantity.op in {"<", ">"})
        ):
            yield line.claim(
                (clause.start, clause.end), "cpi.forecast", str(year), cell.quantity.op, cell.quantity.middle, "pct",
                "consensus" if clause.holder == "survey" else "",
            )  # fmt: skip
            return
