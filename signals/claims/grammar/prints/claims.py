"""Prints of prices and activity: CPI of the United States, and China's CPI, PPI, PMI and M2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.prints.bases import basis_of, change_of, is_of_two_months, signed
from signals.claims.grammar.prints.heads import (
    head_of,
    is_held_against,
    is_month_and_figure,
    note_country,
    note_head,
)
from signals.claims.grammar.prints.months import MONTH_BEFORE
from signals.claims.grammar.prints.worded import direction_of, forecast, worded
from signals.claims.grammar.topics import topic
from sources.prose.quantities import Quantity

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "maybe", "other country", "negation", "target"}


_CPI_AT_MOST = 15.0
"""Percent. American inflation has not been higher: "CPI后降至22%" is of odds."""


_TOLD_AS_FACT = re.compile(r"(?:指出|显示|提到|表示)[，,：:]\s?$")
_OUTLOOK = re.compile(r"预计|预期|预测|认为|判断|或|料|可能|有望|将|会")


def _is_told_as_fact(line: Line, place: int) -> bool:
    """Return whether a house tells a print that is out, not its view: "中金研报指出，美国2月CPI反弹至3.2%（前值3.1%）"."""
    for number in range(place, -1, -1):
        part = line.clauses[number]
        if _OUTLOOK.search(line.text, part.start, part.end) or part.blocked:
            return False
        if _TOLD_AS_FACT.search(line.text[: part.start]):
            return line.clauses[place].has("head.", "basis.previous", "basis.")
    return False


_GOES_ON = re.compile(
    r"\s*(?:再|并|然后|随后|之后|而后|继而|(?:and )?then\b|before |and (?:the )?(?:headline|core)\b[\w ]{0,12} from "
    r"|with an? (?:increase|rise|gain|fall|drop) of )"
)


_SEEN_BY_SWAPS = re.compile(
    r"\b(?:swaps?|fixings?|breakevens?)\b[^.;]{0,24}\b(?:see(?:ing|s)?|pric\w+|imply|implies|implying|expect\w*|point\w*)\b"
    r"[^.;]{0,24}\b(?:cpi|inflation)\b"
)
"""What inflation swaps foresee is no print."""


def print_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the prints that one clause states, with what it says of their direction."""
    clause = line.clauses[place]
    note_country(line, clause)
    if line.is_question:
        note_head(line, clause)
        return
    if clause.blocked & _NOT_OURS:
        if "negation" in clause.blocked and not clause.blocked & (_NOT_OURS - {"negation"}):
            note_head(line, clause)  # "10月CPI至今未发布。最近一份仍是9月的：…"
        return
    if _goes_on_with_outlook(line, place) or _SEEN_BY_SWAPS.search(line.text, 0, clause.end):
        return
    yield from forecast(line, clause)
    outlook = clause.holder in {"other", "survey"} and not _is_told_as_fact(line, place)
    if outlook or (clause.blocked & {"future"} and not clause.has("basis.expected")):
        return
    stated: list[Claim] = []
    found = line.cells(clause)
    compared = False
    for earlier, cell in zip([None, *found], found, strict=False):
        compared = _is_of_comparison(line, clause, cell) or (
            compared and cell.has("joint.and") and not cell.has("head.")
        )
        if compared:
            continue  # "below expectations of a gain of 0.3% on the month and 2.5% on the year"
        for claim in _of_cell(line, clause, cell, earlier):
            stated.append(claim)
            if claim.about.startswith(
                "cn."
            ):  # a bare CPI after it is of the same country, or nobody can tell
                line.open.country = "mixed" if line.open.country == "us" else "cn"
            yield claim
            yield from _of_other(line, clause, claim)
    note_head(line, clause)
    yield from worded(line, clause, stated)


def _goes_on_with_outlook(line: Line, place: int) -> bool:
    """Return whether a clause goes on with what is only expected: "预计…升至8月3.1%,再降至12月2.7%"."""
    before = line.clauses[place - 1] if place else None
    if before is None or not before.blocked & {"future", "maybe"}:
        return False
    return _GOES_ON.match(line.text, line.clauses[place].start) is not None


_NEAR = 6
"""Letters. What was expected stands so near behind the word that says so: "forecasts of"."""


_THAN = re.compile(
    r"\b(?:lower|higher|less|more|cooler|hotter|slower|faster|quicker|softer|firmer|weaker|stronger) than\b[^,;%]{0,28}$"
)


_OF_SEASON = re.compile(r"\s(?:(?:in|during) )?(?:last|this|that) (?:summer|winter|spring|autumn|fall)\b")
"""A time that is no month of a print."""


_TRANSLATED = re.compile(r"\b(?:translat\w+|equivalent|correspond\w+|equal|amounting) (?:in)?to\b")
"""Within brackets, what a figure foreseen would come to: "(translating into a 5.2% core YoY rate)"."""


_SHARE_OF = re.compile(r"(?:影响|拉动|推动|带动|拖累|贡献)[^，,。；;]{0,10}$")
"""Before a part's share of a rate: 影响CPI上涨约0.08个百分点."""


_MONTHS_TOGETHER = re.compile(
    r"(?:今年|年内|20\d\d年)?(?:首|(?<![此之以从目])前)(?:\d{1,2}|[两三四五六七八九十]|十一)个?月|\d{1,2}月?\s?[至~–—-]\s?\d{1,2}月(?:份)?(?:平均|累计|合计)?"
    r"|\b(?:january|jan)[\s-]+(?:to|through)?[\s-]*(?:\w+ber|\w+uary|\w+ust|march|april|may|june|july)\b"
)


def _is_of_months_together(line: Line, cell: Cell) -> bool:
    """Return whether a figure is of several months together, and of none named after them: "今年首10月，CPI按年升2.1%"."""
    told = None
    for found in _MONTHS_TOGETHER.finditer(line.text, 0, cell.value.start):
        told = found
    if told is None:
        return False
    later = [
        time
        for part in line.clauses
        for token, time in times_in(part.tokens)
        if time.unit == "month" and told.end() <= token.start < cell.value.start
    ]
    return not later


_OF_QUARTER = re.compile(
    r"[较比]上(?:个|一)?季度?|按季|季率|季增|\b(?:quarter[- ](?:on|over)[- ]quarter|q/q|qoq)\b"
)
"""Before a change over a quarter, for which prints have no form."""


_OF_MEAN = re.compile(r"(?:均值|平均(?:值|水平|增速)?)(?:的|为|是)?$|\baverage (?:rate |pace )?of $")
"""Before what the months before came to on average: 高于12个月均值0.2%."""


_OF_A_GAIN = re.compile(r" (?:of|for) an? (?:\w+ ){1,2}of ")


def _is_over_longer(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is over a quarter, over several months, or of a season, for which prints have no form."""
    before = clause.start, cell.value.start
    over = _OF_QUARTER.search(line.text, *before) or _OF_MEAN.search(line.text, *before)
    season = _OF_SEASON.match(line.text, cell.value.end)  # "a bit more than 9% last summer"
    return over is not None or season is not None or _is_of_months_together(line, cell)


def _is_of_comparison(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is what a print is held against, was expected to be, or owes to one of its parts."""
    against = any(
        token.text in {"vs", "vs.", "versus", "against", "compared with"} for token in cell.before[-1:]
    )
    months = any(one.unit == "month" and one.shift is None for _, one in times_in(cell.after))
    dated = any(MONTH_BEFORE.fullmatch(token.text) for token in cell.after) or (months and not line.chinese)
    if against and not dated:
        return True  # "2.9% vs 3.0%": of the survey or of the month before, which is not said
    if not line.chinese and _THAN.search(line.text[clause.start : cell.start]):
        return True  # "a tick lower than March's 3.5%"
    if _TRANSLATED.search(line.text, clause.start, cell.value.start) and clause.aside:
        return True
    if "annuali" in line.text[clause.start : cell.value.end + 12]:
        return True  # "increased at a 1.9% annualized rate": over some months
    if _is_over_longer(line, clause, cell):
        return True
    if cell.quantity.kind in {"pp", "bp"} and _SHARE_OF.search(line.text[clause.start : cell.value.start]):
        return True
    versus = cell.nearest("basis.versus_survey")
    if versus is not None and _OF_A_GAIN.fullmatch(line.text, versus.end, max(versus.end, cell.start)):
        return True  # "below expectations of a gain of 0.3%"
    own_figure = versus is not None and "%" in versus.text  # "beat the 3.4% consensus at 3.5%"
    close_by = versus is not None and 0 <= cell.start - versus.end <= _NEAR
    if close_by and not own_figure and not (line.chinese and cell.has("move.to")):
        return True  # "below forecasts of 3.3%"
    return cell.has("basis.expected")


def _of_cell(line: Line, clause: Clause, cell: Cell, earlier: Cell | None) -> Iterator[Claim]:
    quantity = cell.quantity
    if quantity.kind not in {"pct", "pp", "number", "points", "bp"} or topic(cell) not in {"print", None}:
        return
    if _is_of_comparison(line, clause, cell) or cell.value.has("odds.") or cell.has("odds.word"):
        return
    listed = (
        cell.has("basis.yoy", "basis.mom")
        and clause.has("head.")
        and not cell.has("outcome.", "rate.", "pboc.")
    )
    came_from = cell.has("move.from") and earlier is not None and earlier.nearest("head.") is not None
    if (
        clause.has("outcome.", "rate.", "pboc.")
        and cell.nearest("head.") is None
        and not (listed or came_from)
    ):
        return
    head = head_of(line, clause, cell)
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
    change = None if line.text.startswith(" or ", cell.value.end) else change_of(clause, cell)
    if change is not None:
        monthly = clause.has("basis.mom") and not line.chinese
        monthly = monthly or (line.chinese and line.open.basis == "mom" and not clause.has("basis.yoy"))
        if monthly or measure.country != "us":
            return
        month = line.open.month_stated or head.month
        yield line.claim(span, measure.about, month, quantity.op, change, "pp", "yoy_change")
        return
    if (
        quantity.kind not in {"pct", "number"}
        or abs(quantity.value) > (_CPI_AT_MOST if measure.about.startswith("cpi.") else 30)
        or is_of_two_months(line, clause, cell)
    ):
        return
    if quantity.kind == "number" and (not _is_rate(line, clause, quantity, cell)):
        return
    basis = basis_of(line, clause, cell, quantity)
    own = cell.has("basis.yoy", "basis.mom") or cell.nearest("head.") is not None
    if not basis or (not own and measure.country == "cn" and line.open.basis == "mom"):
        return
    value = signed(line, clause, cell, quantity)
    line.open.basis = basis
    if not cell.has("move.from", "basis.previous"):
        line.open.month_stated = head.month
    yield line.claim(span, measure.about, head.month, quantity.op, value, measure.unit, basis)
    yield from direction_of(line, cell, head, basis, earlier)


_BOTH = {"cpi.headline": "cpi.core", "cpi.core": "cpi.headline"}


def _of_other(line: Line, clause: Clause, claim: Claim) -> Iterator[Claim]:
    """Yield the same of the other rate where a clause says both: "core eased to 4.8%, and both rose 0.2%"."""
    own = clause.all("head.")
    both = clause.has("tenor.both") and len(own) != 1 and claim.unit in {"pct", "pp"}
    named = line.has("head.core") and line.has("head.cpi", "head.headline")
    if both and named and claim.about in _BOTH:
        yield replace(claim, about=_BOTH[claim.about])


def _is_rate(line: Line, clause: Clause, quantity: Quantity, cell: Cell) -> bool:
    """Return whether a bare figure can be a rate in percent: "Headline 2.7, core 2.6"."""
    said = line.text[cell.value.start : cell.value.end]
    named = cell.nearest("head.") is not None or cell.has("basis.yoy", "basis.mom")
    named = named or is_held_against(line, cell) or is_month_and_figure(line, clause)
    return "." in said and abs(quantity.value) < 15 and named


def _span(cell: Cell) -> tuple[int, int]:
    start = min([cell.start, *(token.start for token in cell.before)])
    end = max([cell.end, *(token.end for token in cell.after)])
    return start, end
