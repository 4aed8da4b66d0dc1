"""China's policy rates and reserve requirement: what was moved, by how much, to what level, and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from signals.claims.claim import Claim, window
from signals.claims.grammar.clauses import Cell, Clause, cells, step_bp
from signals.claims.grammar.line import Line, times_in, topic, window_of
from signals.claims.grammar.tokens import Token
from sources.prose.times import Time

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "maybe", "other bank"}
_INSTRUMENTS = ("pboc.rrr", "pboc.lpr", "pboc.mlf", "pboc.omo")
_GENERIC = {"中标利率", "操作利率"}
_LPR_FROM = dt.date(2019, 8, 20)
"""Until then "the benchmark lending rate" was another, that the central bank set itself."""
_LATELY = dt.timedelta(days=31)
_HIGHEST = {"omo": 5.0, "mlf": 6.0, "lpr": 5.0}
"""Percent. A level above is of something else: a down payment, a share."""
_LANDS = re.compile(r"\s?[至到]\s?[\d.]+\s?(?:%|厘)")
_LOAN = re.compile(r"房贷|按揭|首套|二套|下限|贷款利率|mortgage")
_SPREAD = re.compile(r"(?:lpr|报价利率)[)）]?\s?(?:再|上|下)?(?:减|加|浮|\+|-|minus|plus)(?:去|点)?\s?$")


def rate_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the steps and levels of China's rates that one clause states."""
    clause = line.clauses[place]
    named = clause.all(*_INSTRUMENTS)
    for token in named:
        if token.text not in _GENERIC:
            _noted(line, token.name("pboc."))
    _note_time(line, clause, bool(named))
    if not named and not line.open.instruments:
        return
    if line.is_question or (clause.holder in {"other", "market"} and not named) or clause.blocked & _NOT_OURS:
        return
    if clause.holder == "other" or ("future" in clause.blocked and not _is_dated(clause)):
        return
    if (
        clause.has("subject.fed", "index.", "head.", "outcome.hold")
        and not (named or clause.has("pboc.rate", "said.rate"))
        and not clause.has("tenor.")
    ):
        return
    if clause.blocked & {"negation"} and not clause.has("act.hold"):
        return
    if not named and not _continues(clause):
        return
    explicit = clause.has(
        "tenor.",
        "joint.latter",
        "joint.former",
        "act.effective",
        "act.cut",
        "act.raise",
        "pboc.rate",
        "said.rate",
    )
    if not named and not line.has(*_INSTRUMENTS) and not explicit:
        return  # a figure of another sentence needs more than a verb
    stated = list(_steps(line, clause)) + list(_both_land(line, clause, named))
    yield from stated
    _note_last_tenor(line, clause)
    if not any(claim.unit == "bp" or line.chinese for claim in stated):
        yield from _held(line, clause)


def _note_last_tenor(line: Line, clause: Clause) -> None:
    """Leave open a tenor that stands behind the last figure: "…and the five-year, a benchmark, by 15bp"."""
    figures = [one.end for one in clause.tokens if one.quantity is not None and not one.has("tenor.")]
    last = [one for one in clause.tokens if one.has("tenor.one", "tenor.five")][-1:]
    if figures and last and last[0].start >= figures[-1]:
        line.open.tenor = "1Y" if last[0].has("tenor.one") else "5Y"


def _is_dated(clause: Clause) -> bool:
    """Return whether a step to come has its day: "将于2月5日下调" is decided, "将下调" may be hoped for."""
    return any(
        (time.unit == "day" and time.day is not None) or (time.unit == "weekday" and time.shift is not None)
        for _, time in times_in(clause.tokens)
    )


def _continues(clause: Clause) -> bool:
    """Return whether a clause without an instrument goes on about the one left open."""
    if clause.has(
        "index.", "head.", "other.thing", "pboc.other", "odds.word", "subject.market", "rate.", "subject.fed"
    ):
        return False
    return clause.has(
        "tenor.",
        "act.",
        "joint.latter",
        "joint.former",
        "move.to",
        "move.flat",
        "figure.bp",
        "pboc.rate",
        "said.rate",
    )


def _note_time(line: Line, clause: Clause, named: bool) -> None:
    ours = named or clause.has("subject.pboc")
    for _, time in times_in(clause.tokens):
        if time.unit not in {"day", "weekday", "week", "month"} or _is_since(line, time):
            continue
        if line.text[max(0, time.start - 1) : time.start] in set("与和较比跟同"):
            continue  # "与上月持平"
        if ours or (
            time.unit != "month" and not clause.has("index.", "head.", "outcome.", "other.thing", "odds.word")
        ):
            day = time.date(line.date)
            if named or line.open.policy_time is None or day is None or day <= line.date:
                line.open.policy_timed = _named_in(line)
                line.open.policy_time = time  # "5月15日起执行" is of the step before it alone
    if line.open.policy_time is not None and any(
        time is line.open.policy_time for part in line.clauses for _, time in times_in(part.tokens)
    ):
        line.open.policy_timed = _named_in(line)
    tenors = clause.all("tenor.one", "tenor.five")
    if len(tenors) == 1 and named:
        line.open.tenor = "1Y" if tenors[0].has("tenor.one") else "5Y"


def _named_in(line: Line) -> frozenset[str]:
    return frozenset(
        token.name("pboc.") or ""
        for part in line.clauses
        for token in part.tokens
        if token.has(*_INSTRUMENTS)
    )


# ---- which instrument --------------------------------------------------------------------------------------------
def _instrument(line: Line, cell: Cell | None, clause: Clause) -> str | None:
    if cell is not None:
        token = cell.nearest(*_INSTRUMENTS)
        if token is not None and token.text in _GENERIC:
            own = [one for one in cell.before if one.has(*_INSTRUMENTS) and one.text not in _GENERIC]
            token = own[-1] if own else token
        if (
            token is not None
            and token.text in _GENERIC
            and not named_before(clause)
            and line.open.instruments
        ):
            return line.open.instruments[-1]  # "今天先动的是MLF：中标利率2.00%"
        if token is not None:
            return _noted(line, token.name("pboc."))
        if cell.has("joint.latter") and line.open.instruments:
            return line.open.instruments[-1]
        if cell.has("joint.former") and len(line.open.instruments) > 1:
            return line.open.instruments[-2]
    token = clause.first(*_INSTRUMENTS)
    if cell is not None:
        earlier = [one for one in clause.tokens if one.has(*_INSTRUMENTS) and one.end <= cell.start]
        named = [one for one in earlier if one.text not in _GENERIC]
        token = next(reversed(named or earlier), token)
    if token is not None:
        return _noted(line, token.name("pboc."))
    if clause.has("tenor.one", "tenor.five") and "lpr" in line.open.instruments:
        return "lpr"
    return line.open.instruments[-1] if line.open.instruments else None


def named_before(clause: Clause) -> bool:
    """Return whether a clause names an instrument itself, not only "the bid rate"."""
    return any(one.has(*_INSTRUMENTS) and one.text not in _GENERIC for one in clause.tokens)


def _noted(line: Line, name: str | None) -> str | None:
    if name is not None:
        known = line.open.instruments
        if name in known:
            known.remove(name)
        known.append(name)
    return name


def _tenors(line: Line, cell: Cell | None, clause: Clause) -> tuple[str, ...]:
    """Return the LPR tenors that a figure is of; empty where nothing says."""
    tokens: Sequence[Token] = cell.own if cell is not None else clause.tokens
    for token in (*reversed(cell.before), *cell.after) if cell is not None else tokens:
        if token.has("tenor.both"):
            return ("1Y", "5Y")
        if token.has("tenor.one"):
            return ("1Y",)
        if token.has("tenor.five"):
            return ("5Y",)
        if token.has("joint.former", "joint.latter") and _both_told(line, clause):
            return ("1Y",) if token.has("joint.former") else ("5Y",)
    if cell is not None and not clause.has("tenor."):
        return (line.open.tenor,) if line.open.tenor else ()
    return ()


def _both_told(line: Line, clause: Clause) -> bool:
    """Return whether the sentence has named both tenors, one year first, before a clause: "前者较上期下降5个基点"."""
    before = line.clauses[: line.clauses.index(clause)]
    named = [
        "one" if token.has("tenor.one") else "five"
        for part in before
        for token in part.tokens
        if token.has("tenor.one", "tenor.five")
    ]
    return named == ["one", "five"] or any(part.has("tenor.both") for part in before)


# ---- steps and levels --------------------------------------------------------------------------------------------
def _steps(line: Line, clause: Clause) -> Iterator[Claim]:
    _note_list(line, clause)
    found = [
        cell for cell in _cells(line, clause) if topic(cell) in {"rates", "fed", None} or cell.has("act.")
    ]
    levels = [cell for cell in found if _is_level(cell) and not _is_old_level(line, cell)]
    previous = clause.start
    for cell in found:
        instrument = _instrument(line, cell, clause)
        bp = None if _is_level(cell) else step_bp(cell.quantity) or _bare_step(clause, cell, instrument)
        if instrument is None or (bp is None and cell not in levels) or _is_old_level(line, cell):
            continue
        noun = cell.nearest("topic.", *_INSTRUMENTS, "tenor.", "pboc.other")
        if noun is not None and noun.has("topic.", "pboc.other") and not noun.has(*_INSTRUMENTS):
            continue  # "公积金利率降25个点"
        if _is_of_rates_at_large(cell, instrument) or (instrument == "lpr" and line.date < _LPR_FROM):
            continue
        if _is_spread(line, cell) or (bp is not None and clause.has("moves.so_far")):
            continue
        if cell in levels and instrument in _HIGHEST and cell.quantity.value > _HIGHEST[instrument]:
            continue
        if instrument != "lpr" and cell not in levels and not _has_time(line, clause):
            continue  # a cut without a day may be any: silence; a level is of today
        if len(line.open.listed) > 1 and (bp is not None or len(levels) == len(line.open.listed)):
            yield from _of_each(line, clause, cell, levels, bp)
            continue
        tenors = _tenor_list(line, clause, cell, levels, instrument)
        span = (
            max(previous, min([cell.start, *(t.start for t in cell.before)])),
            max([cell.end, *(t.end for t in cell.after)]),
        )
        if previous == clause.start:  # the quote holds its subject
            first = [token.start for token in clause.all(*_INSTRUMENTS, "tenor.") if token.end <= cell.start]
            span = (min([span[0], *first]), span[1])
        when, clock = _when(line, clause, instrument, cell)
        both = _both_days(line, clause) if instrument == "rrr" and bp is not None else None
        if both is not None and bp is not None:
            line.open.policy_bp[instrument] = signed = (1.0 if _raises(cell) else -1.0) * bp
            for day, clock in both:
                yield line.claim(span, "pboc.rrr", day, "=", signed, "bp", clock)
            previous = span[1]
            continue
        for tenor in tenors or ("",):
            if bp is not None:
                sign = 1.0 if _raises(cell) else -1.0
                line.open.policy_bp[instrument] = sign * bp
                yield line.claim(span, f"pboc.{instrument}", when, "=", sign * bp, "bp", tenor or clock)
            else:
                yield line.claim(
                    span,
                    f"pboc.{instrument}",
                    when,
                    cell.quantity.op,
                    cell.quantity.middle,
                    "pct",
                    tenor or "level",
                )
        previous = span[1]


_FIXING_STEPS = {5, 10, 15, 20, 25, 30, 35, 50}


def _bare_step(clause: Clause, cell: Cell, instrument: str | None) -> float | None:
    """Return a step of a fixing told without its unit: "the one-year LPR fell 10 and the five-year 5"."""
    quantity = cell.quantity
    told = (
        clause.has("act.cut", "act.raise")
        and bool(cell.before)
        and cell.before[-1].has("act.cut", "act.raise", "tenor.")
    )
    if instrument != "lpr" or quantity.kind != "number" or not told or quantity.value not in _FIXING_STEPS:
        return None
    return quantity.value


def _note_list(line: Line, clause: Clause) -> None:
    """Note several instruments told of together: "MLF和逆回购利率双双下调10个基点，分别至2.75%和2.0%"."""
    tokens = [token for token in clause.tokens if token.has(*_INSTRUMENTS)]
    named = [token.name("pboc.") or "" for token in tokens if token.text not in _GENERIC]
    if (
        tokens and not named
    ):  # "开展MLF和7天逆回购操作，中标利率均下降10个基点": the rates of those just named
        before = line.clauses[: line.clauses.index(clause)][-1:]
        named = [
            token.name("pboc.") or "" for part in before for token in part.tokens if token.has(*_INSTRUMENTS)
        ]
    together = clause.has("tenor.both", "joint.respectively") or any(
        word in line.text[clause.start : clause.end] for word in ("均", "各", "同步", "同时", "both", "each")
    )
    if len(dict.fromkeys(named)) > 1 and together:
        line.open.listed = list(dict.fromkeys(named))
    elif named:
        line.open.listed = []


def _of_each(line: Line, clause: Clause, cell: Cell, levels: list[Cell], bp: float | None) -> Iterator[Claim]:
    names = line.open.listed if bp is not None else [line.open.listed[levels.index(cell)]]
    for name in names:
        when, clock = _when(line, clause, name, cell)
        if bp is not None:
            sign = 1.0 if _raises(cell) else -1.0
            yield line.claim((clause.start, cell.end), f"pboc.{name}", when, "=", sign * bp, "bp", clock)
        else:
            yield line.claim(
                (cell.start, cell.end),
                f"pboc.{name}",
                when,
                cell.quantity.op,
                cell.quantity.middle,
                "pct",
                "level",
            )


def _cells(line: Line, clause: Clause) -> list[Cell]:
    """Return the figures of a clause, those that stand by an outcome's word too: 降息 is also a cut of ours."""
    plain = replace(clause, outcomes=())
    return [cell for cell in cells(line.text, plain) if not cell.value.has("odds.")]


def _is_spread(line: Line, cell: Cell) -> bool:
    """Return whether a figure is what a loan is priced over or under the LPR: "LPR减30个基点"."""
    signed = cell.quantity.signed and cell.quantity.kind == "bp"
    if _LANDS.match(line.text, cell.value.end) and not _LOAN.search(line.text, 0, cell.value.start):
        return signed  # "五年期LPR减10点子至3.95厘": a step that lands on a level
    return signed or bool(_SPREAD.search(line.text[max(0, cell.value.start - 24) : cell.value.start]))


def _has_time(line: Line, clause: Clause) -> bool:
    """Return whether the sentence says when, or tells of the step as news."""
    if clause.has("act.cut", "act.raise") and "history" not in clause.blocked:
        return True
    if line.open.policy_time is not None or any(times_in(part.tokens) for part in line.clauses):
        return True
    if line.chinese:
        before = line.clauses[: line.clauses.index(clause)][-1:]  # "央行公告，7天期逆回购利率…"
        told = any(part.has("subject.pboc") and part.has("act.announce") for part in before)
        return told or clause.has("act.announce", "act.effective", "said.done")
    return line.has("act.announce", "act.effective", "said.done", "subject.pboc", "country.cn")


def _is_level(cell: Cell) -> bool:
    if (
        cell.quantity.kind == "li"
        and cell.quantity.value >= 1
        and cell.before
        and cell.before[-1].has("move.to")
    ):
        return True  # 至1.5厘: where to, whatever its size
    return (
        cell.quantity.kind in {"pct", "li"}
        and step_bp(cell.quantity) is None
        and 0 < cell.quantity.value < 25
    )


_FORMER = re.compile(
    r"(?:此前|之前|前值|原先?|上次|前次|上期|\b(?:previously|formerly|had been|used to be|before that))\s?(?:为|是|的|at|of)?\s?$"
)


def _is_old_level(line: Line, cell: Cell) -> bool:
    if _FORMER.search(line.text[: cell.start]):
        return True  # "中标利率2.30%，此前为2.50%"
    token = next((one for one in reversed(cell.before) if one.has("move.from")), None)
    return token is not None and not any(t.has("move.to") and t.start > token.start for t in cell.before)


def _is_of_rates_at_large(cell: Cell, instrument: str | None) -> bool:
    """Return whether a step is of interest rates, not of the requirement named before: "降准0.5个百分点、降息0.1个百分点"."""
    last = next((one for one in reversed(cell.before) if one.has("act.cut", *_INSTRUMENTS)), None)
    return instrument == "rrr" and last is not None and last.text.startswith(("降息", "减息"))


def _tenor_list(
    line: Line, clause: Clause, cell: Cell, levels: list[Cell], instrument: str
) -> tuple[str, ...]:
    if instrument != "lpr":
        return ()
    own = _tenors(line, cell, clause)
    steps = [one for one in _cells(line, clause) if step_bp(one.quantity) is not None and one not in levels]
    if clause.has("joint.respectively") and not clause.has("tenor.") and len(steps) == 2:
        same = (
            [one.value for one in steps].index(cell.value)
            if cell.value in [one.value for one in steps]
            else None
        )
        own = own if same is None else (("1Y",), ("5Y",))[same]
    if len(levels) == 2 and cell in levels and (len(own) != 1 or _is_listed(clause)):
        own = ("1Y",) if cell is levels[0] else ("5Y",)
    if not own and not clause.has("tenor."):
        own = ("1Y", "5Y") if not _is_level(cell) and not line.open.tenor else own
    if not own:
        before = [token for token in clause.tokens if token.has("tenor.") and token.start < cell.start]
        own = (
            ()
            if not before
            else ("1Y", "5Y")
            if before[-1].has("tenor.both")
            else ("5Y",)
            if before[-1].has("tenor.five")
            else ("1Y",)
        )
    if len(own) == 1:
        line.open.tenor = own[0]
    return own


def _is_listed(clause: Clause) -> bool:
    """Return whether both tenors stand before both levels: "1年期、5年期分别报3.0%和3.5%"."""
    return clause.has("joint.respectively") or clause.has("tenor.both") or not clause.has("tenor.")


def _raises(cell: Cell) -> bool:
    token = cell.nearest("act.cut", "act.raise", "move.up", "move.down")
    return token is not None and token.has("act.raise") and not token.has("act.cut")


# ---- steps without a figure of their own -------------------------------------------------------------------------
def _both_land(line: Line, clause: Clause, named: list[Token]) -> Iterator[Claim]:
    """Yield that a cut told before is now in force: "今起执行", 双双落地."""
    figures = any(
        token.quantity is not None and step_bp(token.quantity) is not None for token in clause.tokens
    )
    if not clause.has("act.effective") or figures or (named and not line.open.policy_bp):
        return
    for instrument in ("rrr", "mlf", "omo"):
        if instrument in line.open.policy_bp and (
            not named or any(t.has(f"pboc.{instrument}") for t in named)
        ):
            bp = line.open.policy_bp[instrument]
            time = next((time for _, time in times_in(clause.tokens)), None)
            if time is None:
                return
            span = window_of(time, line.date)
            if span is not None:
                yield line.claim(
                    (clause.start, clause.end),
                    f"pboc.{instrument}",
                    window(*span),
                    "=",
                    bp,
                    "bp",
                    "effective",
                )
                return


def _held(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield that a rate was left unchanged, where the clause says so without a level of its own."""
    verbs = {
        "left",
        "kept",
        "leaving",
        "keeping",
        "维持",
        "stayed",
        "stays",
        "held",
    }  # "left at 3.45%" is its level
    marks = [
        one
        for one in clause.tokens
        if one.has("act.hold", "move.flat", "outcome.hold") and one.text not in verbs
    ]
    instrument = _instrument(line, None, clause)
    if not marks or instrument != "lpr" or clause.has("act.cut", "act.raise"):
        return
    mark = marks[0]
    tenors = _tenors(line, None, clause) or ("1Y",)
    if clause.has("tenor.both") or not clause.has("tenor."):
        tenors = (
            (line.open.tenor,) if clause.aside and line.open.tenor else ("1Y",)
        )  # of both: said once, of the first
    when, _ = _when(line, clause, instrument, None)
    for tenor in tenors:
        line.open.tenor = tenor if clause.has("tenor.") and not clause.has("tenor.both") else line.open.tenor
        yield line.claim((clause.start, max(mark.end, clause.start)), "pboc.lpr", when, "=", 0.0, "bp", tenor)


_IN_FORCE_BEFORE = re.compile(r"(?:from|effective|starting|自|于|将于)\s?$")


_SAID = re.compile(r"\b(?:said|says|told)\b")


def _both_days(line: Line, clause: Clause) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the day a cut was announced and the day it takes effect, where the sentence names both."""
    place = line.clauses.index(clause)
    announced = effective = None
    for part in line.clauses[max(0, place - 1) : place + 2]:
        if part is not clause and part.has(*_INSTRUMENTS):
            continue
        for token, time in times_in(part.tokens):
            span = window_of(time, line.date) if time.unit in {"day", "weekday"} else None
            if span is None:
                continue
            begins = line.text.startswith("起", token.end) or bool(
                _IN_FORCE_BEFORE.search(line.text[max(0, token.start - 12) : token.start])
            )
            begins = begins and not line.text.startswith(("宣布", "公布", "发布"), token.end)
            later = span[0] > line.date or begins
            if (
                (time.day is not None or time.unit == "weekday")
                and later
                and (begins or part.has("act.effective"))
            ):
                effective = effective or window(*span)
            elif span[0] <= line.date:
                announced = announced or window(*span)
    mark = clause.first("act.announce")
    if announced is None and mark is not None and not mark.text.startswith(("said", "says")):
        weeks = [time.week_of(line.date) for _, time in times_in(clause.tokens) if time.unit == "week"]
        announced = (
            window(*weeks[0]) if weeks and weeks[0] else window(line.date - _LATELY, line.date)
        )  # of no day named, and before it is in force
    if announced is None or effective is None or announced == effective:
        return None
    return (announced, "announced"), (effective, "effective")


# ---- when --------------------------------------------------------------------------------------------------------
def _when(line: Line, clause: Clause, instrument: str, cell: Cell | None) -> tuple[str, str]:
    """Return (when, announced or effective or "") of a step or a level."""
    following = line.clauses[line.clauses.index(clause) + 1 :][:1]
    for part in following:
        days = [time for _, time in times_in(part.tokens) if time.unit == "day"]
        if (
            part.has("act.effective")
            and days
            and not part.has(*_INSTRUMENTS)
            and "future" not in part.blocked
        ):
            span = window_of(days[0], line.date)
            if span is not None and span[0] > line.date:
                return window(*span), "effective"
    clock = "effective" if clause.has("act.effective") else "announced" if clause.has("act.announce") else ""
    times = [
        time
        for token, time in times_in(clause.tokens)
        if time.unit in {"day", "weekday", "week", "month"}
        and not _is_since(line, time)
        and line.text[token.start - 1 : token.start] not in set("与和较比跟同")  # "与上月持平"
    ]
    own = [time for _, time in times_in(cell.own) if time in times] if cell is not None else []
    others = _times_of_others(line, clause, cell, instrument)
    chosen = own or [time for time in times if time not in others]
    if others and not chosen and cell is not None:
        clock = ""  # 5月15日起 is of the step before alone: the day of this one is that of the news
        chosen = [
            time
            for part in line.clauses[: line.clauses.index(clause)]
            for _, time in times_in(part.tokens)
            if time.unit in {"day", "weekday"}
        ][-1:]
        if not chosen:
            return window(line.date - _LATELY, line.date), "announced"
    last = bool(own) and cell is not None and bool(cell.after)
    time: Time | None = chosen[-1 if last else 0] if chosen else line.open.policy_time
    if not chosen and cell is not None and _is_level(cell) and _is_of_other_sentence(line, instrument):
        return line.date.isoformat(), clock  # "上周央行降准。LPR为4.2%": a level of another rate is today's
    span = window_of(time, line.date) if time is not None else None
    ahead = _begins_ahead(line, time) if time is not None else None
    if ahead is not None:
        span = (ahead, ahead)
    if span is not None and span[0] > line.date and span[0] == span[1]:
        return window(*span), "effective"
    if span is None or span[0] > line.date:
        return window(line.date - _LATELY, line.date), clock
    if clock == "" and span[0] == span[1] and instrument != "rrr":
        clock = "effective"  # of a cut of the requirement either day may be meant
    if instrument == "lpr" and clock == "effective":
        clock = "change"
    return window(*span), clock


def _is_of_other_sentence(line: Line, instrument: str) -> bool:
    """Return whether the time left open is that of a sentence about another rate."""
    time = line.open.policy_time
    own = any(time is one for part in line.clauses for _, one in times_in(part.tokens))
    timed = line.open.policy_timed
    return time is not None and not own and bool(timed) and instrument not in timed


def _is_since(line: Line, time: Time) -> bool:
    """Return whether a time bounds a span that began then; 自2月5日起 is the day from which a step holds."""
    return time.reach == "since" and not line.text.startswith("起", time.end)


def _times_of_others(line: Line, clause: Clause, cell: Cell | None, instrument: str) -> list[Time]:
    """Return the days from which another step of the clause is in force: "a cut in the RRR effective May 15 and …"."""
    if cell is None:
        return []
    return [
        time
        for other in _cells(line, clause)
        if other.value is not cell.value
        and (named := other.nearest(*_INSTRUMENTS)) is not None
        and named.name("pboc.") != instrument
        for token, time in times_in(other.own)
        if _IN_FORCE_BEFORE.search(line.text[max(0, token.start - 12) : token.start])
    ]


_NOT_YET = re.compile(r"(?:要到|等到|将于|定于|到)\s?$")


def _begins_ahead(line: Line, time: Time) -> dt.date | None:
    """Return the day to come from which a step holds: "from Thursday", said on a Wednesday; 要到20日才实施."""
    before = line.text[max(0, time.start - 12) : time.start]
    if time.name == "day_of_month" and _NOT_YET.search(before):
        days = (line.date + dt.timedelta(days=n) for n in range(31))
        return next((day for day in days if day.day == time.day), None)
    if time.unit != "weekday" or time.shift is not None or time.weekday is None:
        return None
    if not _IN_FORCE_BEFORE.search(before) or time.weekday <= line.date.weekday():
        return None
    return line.date + dt.timedelta(days=time.weekday - line.date.weekday())
