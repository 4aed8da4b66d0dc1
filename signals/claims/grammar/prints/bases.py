"""Over which time a figure counts, and with which sign: on the year, on the month, down 0.1%."""

from __future__ import annotations

import re

from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.prints.months import MONTH_BEFORE
from sources.prose.numerals import MONTHS
from sources.prose.quantities import Quantity

_MONTHLY_AT_MOST = 0.9
"""Percent. "Prices rose 0.3%" without a basis is over the month, "inflation at 2.9%" over the year."""


_DROP_IN = re.compile(
    r"\b(?:drop|decline|fall|contraction|slide|decrease)s? (?:in|of) (?:the |china's |chinese )*"
    r"(?:ppi|cpi|producer|consumer|factory)"
)


_MONTHLY_BEHIND = re.compile(
    r",? (?:the |its )?(?:biggest|largest|smallest|sharpest|strongest|fastest|first) monthly"
    r" (?:gain|increase|rise|drop|decline|advance)"
)
"""Behind a rate over a month: "ticking up 0.4%, the biggest monthly gain since February 2013"."""


_FROM_A_YEAR = re.compile(
    r"(?: (?:increase|rise|gain|higher|up))? (?:from|since|over|than in|compared (?:with|to)) "
    rf"(?:{'|'.join(MONTHS)}) (?:of )?20\d\d\b"
)
"""Behind a rate over a year: "4.8% from June 2022"."""


_AGAINST = {"against", "versus", "vs", "vs.", "compared with"}


_AFTER_WHICH = re.compile(r"(?:之)?后[，,][^，,。]{0,8}(?:环比|按月|月率|月增)")
"""Behind what came before a monthly rate: "CPI在6月份下降0.1%后,7月环比上涨了0.2%"."""


def basis_of(line: Line, clause: Clause, cell: Cell, quantity: Quantity) -> str:
    """Return over which time a figure counts: "yoy" or "mom"."""
    after = next((token for token in cell.after if token.has("basis.yoy", "basis.mom")), None)
    before = next((token for token in reversed(cell.before) if token.has("basis.yoy", "basis.mom")), None)
    token = (before or after) if line.chinese else (after or before)
    if token is not None:
        return "yoy" if token.has("basis.yoy") else "mom"
    if _FROM_A_YEAR.match(line.text, cell.value.end):
        return "yoy"
    if _AFTER_WHICH.match(line.text, cell.value.end):
        return "mom"
    if _MONTHLY_BEHIND.match(line.text, cell.value.end):
        return "mom"
    if line.open.basis in {"yoy", "mom"} and any(MONTH_BEFORE.fullmatch(token.text) for token in cell.after):
        return line.open.basis
    against = any(token.text in _AGAINST for token in cell.before)
    if (
        (cell.has("move.from") or against)
        and line.open.basis in {"yoy", "mom"}
        and cell.nearest("head.") is None
    ):
        return line.open.basis  # "rose 0.2% in July, down from 0.3% in June"
    if line.text[: cell.start].endswith("%/") or starts_pair(line, cell):  # "core 3.8%/0.4%"
        return "mom" if abs(quantity.value) <= _MONTHLY_AT_MOST else "yoy"
    place = line.place(clause)
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
    if small and cell.has("move.from") and cell.nearest("head.") is None and line.open.basis == "mom":
        return "mom"  # "core rose 0.1%, down from 0.2%"
    if (
        abs(quantity.value) <= _MONTHLY_AT_MOST
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


def starts_pair(line: Line, cell: Cell) -> bool:
    """Return whether a figure is the first of a monthly and a yearly one: "0.2%/3.4% core"."""
    end = cell.value.end
    return line.text[end : end + 1] == "/" and line.text[end + 1 : end + 2].isdigit()


def is_of_two_months(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether both of a pair are monthly figures, whose is not said: "0.1%/0.3% m/m"."""
    pair = [
        one for one in line.cells(clause) if starts_pair(line, one) or line.text[: one.start].endswith("%/")
    ]
    small = [one for one in pair if abs(one.quantity.value) <= _MONTHLY_AT_MOST]
    return len(pair) == len(small) == 2 and cell in pair


_BY_MONTH = re.compile(r"\bmonth\b|\bmonthly\b|m/m|环比|按月|月率")


_FALL_OF = re.compile(
    r"\s(?:monthly |annual |further )?(?:declines?|drops?|falls?|decreases?|dips?|slide)"
    r"(?: (?:in|for|from|seen|recorded)\b|[,.;]|$)"
    r"|\slower than (?:a year|in|the same)\b"
)
"""The noun behind a figure: "June's 0.1% decline in consumer prices"."""


_PASSED = re.compile(r"\b(?:below|under|beneath|above)\b|低于|跌破|高于|以[上下]")
"""A bound on a level: "fallen below 3%" is no fall of 3 %."""


_A_FALL_OF = re.compile(r"\b(?:falls?|declines?|drops?|decreases?|contractions?) of (?:about |around )?$")


_AT_A_PACE = re.compile(
    r"\b(?:f[ea]ll|fallen|dropped|declined|shrank|contracted|slid|decreased) (?:at|by) an? (?:[\w-]+ ){0,2}(?:pace|rate) of $"
)
"""Before a fall by its pace: "producer prices dropped at a slower pace of 2.9%"."""


def signed(line: Line, clause: Clause, cell: Cell, quantity: Quantity) -> float:
    """Return the value with its sign: a fall of 0.8% is -0.8, and so is a fall that narrowed to it."""
    value = quantity.middle
    if quantity.signed or value == 0:
        return value
    if _FALL_OF.match(line.text[cell.value.end : cell.value.end + 24]):
        return -value
    said = line.text[_of_own_subject(clause, cell) : cell.value.start]
    basis = cell.nearest("basis.yoy", "basis.mom")
    if basis is not None and basis.text.endswith(("减", "跌", "降")) and basis.end <= cell.start:
        return -value  # 月减0.1%
    falls = any(word in said for word in ("跌幅", "降幅", "减幅", "通缩", "deflation")) or any(
        words.search(said) for words in (_DROP_IN, _A_FALL_OF)
    )
    falls = falls or _AT_A_PACE.search(said) is not None
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
        if _PASSED.search(f"{near} {cell.value.text}") or near.startswith("from"):
            return value
        level = any(verb.text.startswith(word) for word in ("slow", "cool", "eas", "moderat")) or any(
            word in verb.text for word in ("放缓", "回落", "降温", "掉")
        )
        if not level and (len(near) <= (4 if line.chinese else 12)):
            return -value
    return value


def _of_own_subject(clause: Clause, cell: Cell) -> int:
    """Return where the words of a figure's own subject begin: "deflation deepened to 3.6% while consumer prices rose 0.1%"."""
    earlier = [token.end for token in clause.tokens if token.has("figure.") and token.end <= cell.value.start]
    if not earlier:
        return clause.start
    named = any(
        token.has("head.") and earlier[-1] <= token.start < cell.value.start for token in clause.tokens
    )
    return earlier[-1] if named else clause.start


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


def change_of(clause: Clause, cell: Cell) -> float | None:
    """Return the change of the yearly rate in percentage points; None where the figure is no change."""
    quantity = cell.quantity
    if quantity.kind == "bp" and quantity.value in {10, 20}:
        size = quantity.value / 100  # "a tenth", "two tenths"
    elif quantity.kind == "pp" and any(token.text.startswith(("累", "合计")) for token in cell.before):
        return None  # 累计回升0.7个百分点: over a span
    elif quantity.kind == "pp":
        size = quantity.middle
    else:
        return None
    down = clause.has("move.narrow", "move.down") and not clause.has("move.widen")
    of_fall = any("降幅" in token.text or "跌幅" in token.text for token in clause.tokens)
    return size if down == of_fall else -size
