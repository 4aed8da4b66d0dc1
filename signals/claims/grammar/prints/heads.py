"""Whose figure it is: which print, of which country, named beside it or before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from signals.claims.grammar.days import times_in
from signals.claims.grammar.lexicon import PrintMeasure
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.prints.bases import starts_pair
from signals.claims.grammar.prints.months import (
    WHEN,
    came_out_in,
    is_compared,
    is_left_month,
    is_of_origin,
    is_of_previous,
    month_meant,
    month_of,
)
from signals.claims.grammar.tokens import Token
from signals.claims.grammar.topics import topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a figure is of, as far as the sentence says."""

    measure: PrintMeasure
    month: str
    token: Token | None


_BUREAU = re.compile(
    r"\bnational bureau of statistics\b|\bnbs\b|\bchina's (?:statistics|stats) (?:bureau|office)\b"
)


def note_country(line: Line, clause: Clause) -> None:
    """Note the country that the prints of a clause are of, for those that follow."""
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
    abroad = clause.has("country.other") and clause.has("head.")
    if line.open.country is None and abroad and not line.has("country.us", "country.cn", "subject.fed"):
        line.open.country = "other"  # "Headline inflation in the UK …": so is what follows
    if (
        line.open.country is None
        and not line.chinese
        and _BUREAU.search(line.text)
        and not line.has("country.us")
    ):
        line.open.country = "cn"  # "The PPI fell 3.0%, China's National Bureau of Statistics said"
    if "negation" in clause.blocked:
        return
    named: list[str] = []
    for token, time in times_in(clause.tokens):
        if time.unit == "month" and not token.has("outcome.") and not _is_of_odds(clause, token):
            month = month_meant(line, time)
            elsewhere = clause.has("index.", "pboc.", "outcome.", "odds.", "other.thing", "subject.market")
            told = clause.has("head.") or (line.open.head is not None and not elsewhere and line.chinese)
            compared = is_compared(line, token) or _AFTER_MOVE.search(line.text, 0, token.start) is not None
            compared = compared or is_of_previous(line, token) or _is_told_besides(line, clause, month)
            compared = compared or is_left_month(line, token) or came_out_in(line, token)
            compared = compared or is_of_origin(line, token)
            if month is not None and told and time.reach != "since" and not compared:
                named.append(month)
    line.open.month = max(named, default=line.open.month)  # "January CPI 7.5% vs 7.0% in December"


def _is_told_besides(line: Line, clause: Clause, month: str | None) -> bool:
    """Return whether a month before the one told is named without a figure: "上月CPI降0.4%，7月CPI则持平"."""
    earlier = month is not None and line.open.month is not None and month < line.open.month
    return earlier and line.place(clause) > 0 and not any(token.quantity for token in clause.tokens)


_AFTER_MOVE = re.compile(
    r"\b(?:after|following) (?:an? )?(?:\w+ing|[\d.]+%) (?:by )?(?:an? )?[\w.% ]{0,24}\b(?:in|for) $"
)
"""Before the month of what came before: "rose 0.4% after rising 0.4% in December"."""


def _is_of_odds(clause: Clause, month: Token) -> bool:
    """Return whether what follows a month right behind is a meeting's outcome: "core CPI 3.9%, May cut odds 34%"."""
    following = next((token for token in clause.tokens if token.start >= month.end), None)
    return following is not None and following.has("outcome.", "odds.", "moves.")


_EVENT = re.compile(r"\b(?:after|following|before|ahead of|post|since|on)[ -](?:the |\w+ )?$")
"""Before what is told as an event: "After CPI, September's odds jumped" leaves no price index open."""


def _is_in_passing(line: Line, clause: Clause, token: Token) -> bool:
    """Return whether a print is only an event, or what a rate is measured by, and leads to no figure."""
    if any(one.quantity is not None for one in clause.tokens):
        return False
    event = _EVENT.search(line.text[clause.start : token.start])
    return event is not None or _MEASURED_BY.match(line.text, clause.start) is not None


_MEASURED_BY = re.compile(r"\s*(?:as )?(?:measured|gauged|tracked) by\b")
"""Before the index that a rate is of: "core inflation, as measured by the consumer price index, rose to 3.3%"."""


def note_head(line: Line, clause: Clause) -> None:
    """Note the print that a clause names, for the clauses that drop it."""
    for one in clause.tokens:
        if one.has("head.cpi", "other.thing", "head.headline"):
            line.open.pce = any(word in one.text for word in _PCE)
    token = clause.first("head.")
    if _LEAVES_OUT.match(line.text, clause.start) and line.open.head is not None:
        return  # "core prices, which exclude volatile costs to gauge price growth, were up 0.2%"
    if token is not None and _is_in_passing(line, clause, token):
        return
    if token is not None and (
        _is_said_of_part(clause, token)
        or _is_of_other_survey(line, clause, token)
        or _is_of_other_prices(line, token)
    ):
        line.open.head = None
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
        line.open.instrument = country_of(line, line.open.head, token)


_LEAVES_OUT = re.compile(r"\s*(?:which|that) (?:exclud|strip|omit|leav|ignor|remov)\w*\b")


def country_of(line: Line, head: str, token: Token | None) -> str:
    """Return the country of a print: by its own name, else by the one noted."""
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
    return (last is None and line.open.pce) or (last is not None and any(word in last.text for word in _PCE))


_PCE = ("pce", "personal consumption", "个人消费")
_OTHER_SURVEY = re.compile(r"caixin|rating ?dog|s&p global|hsbc|财新|汇丰|标普全球")
_OF_SIZE = re.compile(
    r"\bpmis? (?:of|for) (?:the )?(?:high-tech|equipment|consumer)|"
    r"\b(?:large|medium|small|big)\b[^,;]{0,30}\b(?:enterprises|firms|companies|manufacturers)\b|型企业"
)


def _is_of_other_survey(line: Line, clause: Clause, token: Token | None) -> bool:
    """Return whether a PMI is another survey's, or that of the firms of one size, and not the official one."""
    if token is None or not token.has("head.pmi"):
        return False
    said = line.text[clause.start : clause.end]
    return bool(_OF_SIZE.search(said)) or (
        _OTHER_SURVEY.search(line.text[: clause.end]) is not None
        and "official" not in said
        and "官方" not in said
    )


def _is_said_of_part(clause: Clause, token: Token) -> bool:
    """Return whether "inflation" only describes a part of it named before: 住房成本这一通胀粘性较强的关键因素."""
    before = [one for one in clause.tokens if one.end <= token.start]
    part = next((one for one in reversed(before) if one.has("other.thing") or one.quantity is not None), None)
    return token.text in {"通胀", "通胀率", "inflation"} and part is not None and part.quantity is None


def head_of(line: Line, clause: Clause, cell: Cell) -> Head | None:
    """Return the print that a figure is of, with its month; None where that is not sure."""
    token = cell.nearest("head.")
    if token is None and starts_pair(line, cell):
        following = [one for one in line.cells(clause) if one.value.start > cell.value.start][:1]
        token = following[0].nearest("head.") if following else None
    state = line.open
    if _is_of_other_survey(line, clause, token) or (token is None and _is_of_part(line, clause, cell)):
        return None
    if token is not None and (_is_of_other_prices(line, token) or _is_said_of_part(clause, token)):
        state.head = None
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
    country = country_of(line, head, token) if token is not None else (state.country or "us")
    if token is None and state.head is not None and state.instrument is not None:
        country = state.instrument
    measure = line.measures.print_of(head, country)
    if measure is None:
        state.head = None
        return None
    month = month_of(line, clause, cell, measure)
    if month is None:
        return None
    state.head, state.instrument = head, country
    return Head(measure=measure, month=month, token=token)


_PARTS_OF_PMI = re.compile(
    r"\bsub-?ind(?:ex|ices)\b|\b(?:new|export|order|production|output|employment|inventor|input|price|purchas|deliver)\w* "
    r"(?:\w+ )?(?:index|gauge|measure|component)\b|新订单|生产指数|从业人员|出厂价格指数|购进价格|原材料库存"
)


def _is_of_part(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure is of a part of the PMI: "the new orders index dropped to 48.8 from 49.7"."""
    part = _PARTS_OF_PMI.search(line.text, clause.start, cell.value.start)
    return line.open.head == "pmi" and part is not None


_STRIPPED = re.compile(
    r"\s*(?:but )?(?:excluding|stripping|ex[ -]|without|minus|less)|[^，,]{0,6}(?:剔除|扣除|不含|不计|撇除)"
)


def _is_stripped(line: Line, clause: Clause) -> bool:
    """Return whether the clause before takes food and energy out: "Excluding food and energy, the CPI gained 0.3%".

    So it does where it tells of a time: "core prices ran hotter than in May, when inflation was 2.8%".
    """
    place = line.place(clause)
    before = line.clauses[place - 1] if place else None
    return (
        before is not None
        and before.has("head.core")
        and not any(token.quantity is not None for token in before.tokens)
        and bool(_STRIPPED.match(line.text[before.start : before.end]) or WHEN.match(line.text, clause.start))
    )


def _of_list(line: Line, clause: Clause, cell: Cell) -> Head | None:
    """Return the head of one of as many figures as heads were named together: "both headline and core …, 3.2% and 3.8%"."""
    figures = [one for one in line.cells(clause) if one.quantity.kind == "pct"]
    if len(figures) != len(line.open.heads) or cell not in figures or clause.has("head.", "tenor.both"):
        return None
    measure = line.measures.print_of(line.open.heads[figures.index(cell)], line.open.country or "us")
    month = month_of(line, clause, cell, measure) if measure is not None else None
    return Head(measure=measure, month=month, token=None) if measure is not None and month else None


def _continues(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether a figure without a head may be of the one left open."""
    if topic(cell) not in {None, "print"} or cell.quantity.kind not in {"pct", "pp", "number"}:
        return False
    if clause.has("head.") and cell.has("move.from") and not clause.has("odds.", "pboc.", "index.", "rate."):
        return True  # "core CPI rose to 3.1% from 2.9%", behind a rate that held
    if clause.has("head.") and (cell.has("basis.yoy", "basis.mom") or line.text[: cell.start].endswith("%/")):
        return True
    if clause.has(
        "index.", "pboc.", "outcome.", "odds.word", "other.thing", "subject.pboc", "rate.", "subject.market"
    ):
        return False
    if is_held_against(line, cell):
        return True
    if is_of_index(line, clause):
        return False
    if cell.quantity.kind == "number" and not cell.has("basis.yoy", "basis.mom"):
        alone = (
            len(clause.tokens) == 1 and clause.mark == "," and "." in cell.value.text
        )  # "跌回收缩区间，49.2"
        if line.open.head in {"cpi", "core"} and is_month_and_figure(line, clause):
            return line.open.basis in {None, "yoy"}  # "june was 3.0"
        return line.open.head == "pmi" and (alone or cell.has("move.from", "basis.previous", "move.to"))
    if clause.aside and not clause.has("basis."):
        return _is_month_alone(line, clause)  # "(Feb 3.2%)", not "Tesla (1.9%)"
    if clause.has("tenor.both") and not cell.has("move.up", "move.down", "basis."):
        return False  # "both well under the 3.1% expected"
    if _unread(line, clause) > (6 if line.chinese else 16):
        return False  # too much in it that we do not know
    return cell.has("basis.", "move.", "joint.") or clause.aside or clause.mark in {",", "", ":"}


def is_of_index(line: Line, clause: Clause) -> bool:
    """Return whether a sentence has named an index, and no print, before a clause: "The S&P 500 rose 32.90, or 0.7%"."""
    before = line.clauses[: line.place(clause)]
    return any(part.has("index.") for part in before) and not any(part.has("head.") for part in before)


def is_month_and_figure(line: Line, clause: Clause) -> bool:
    """Return whether a clause is a month and what it was, and nothing else: "june was 3.0"."""
    months = [time for _, time in times_in(clause.tokens) if time.unit == "month"]
    rest = [token for token in clause.tokens if token.time is None and not token.has("move.to")]
    return len(months) == len(rest) == 1 and rest[0].quantity is not None and _unread(line, clause) <= _WAS


_WAS = 3
"""Letters of "was"."""


def is_held_against(line: Line, cell: Cell) -> bool:
    """Return whether a bare figure is the rate of a month that the one before is held against: "8.3，比三月的8.5低"."""
    bare = cell.quantity.kind == "number" and line.open.head in {"cpi", "core"} and line.open.basis == "yoy"
    return bare and cell.has("move.from") and any(time.unit == "month" for _, time in times_in(cell.own))


def _is_month_alone(line: Line, clause: Clause) -> bool:
    place = line.place(clause)
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
