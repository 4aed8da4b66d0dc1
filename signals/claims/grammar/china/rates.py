"""Steps and levels of the reserve requirement, the prime rate, the medium-term facility and the reverse repo."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from signals.claims.claim import Claim
from signals.claims.grammar.china.days import (
    announced_when,
    both_days,
    has_time,
    is_dated,
    is_decided,
    is_told_ahead,
    note_time,
)
from signals.claims.grammar.china.instruments import (
    GENERIC,
    INSTRUMENTS,
    continues,
    instrument_noted,
    instrument_of,
    note_last_tenor,
    note_list,
    tenors_of,
)
from signals.claims.grammar.china.levels import (
    both_land,
    is_level,
    is_of_rates_at_large,
    is_old_level,
    is_spread,
    rate_cells,
    tenor_list,
)
from signals.claims.grammar.line import Line
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.topics import topic

_NOT_OURS = {"condition", "rumour", "call", "history", "risk", "maybe", "other bank"}


_LPR_FROM = dt.date(2019, 8, 20)
"""Until then "the benchmark lending rate" was another, that the central bank set itself."""


_HIGHEST = {"omo": 5.0, "mlf": 6.0, "lpr": 5.0}
"""Percent. A level above is of something else: a down payment, a share."""


_EXPECTED = re.compile(
    r"预[期测计]的?(?:降幅|幅度)?(?:为|是)?$|预[计料][^，,。]{0,40}$"
    r"|\b(?:economists|analysts) (?:had |have )?(?:predicted|expected|forecast|projected|anticipated) (?:an? )?$"
    r"|\b(?:expected|likely|seen|projected) to [^.;]{0,60}$|\bexpectations? (?:of|for) (?:an? )?$"
)
"""Before a step that was only expected: 超出市场预期的5到15个基点, "is expected to lead the loan prime rate down by"."""


def rate_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the steps and levels of China's rates that one clause states."""
    clause = line.clauses[place]
    named = clause.all(*INSTRUMENTS)
    for token in named:
        if token.text not in GENERIC:
            instrument_noted(line, token.name("pboc."))
    note_time(line, clause, bool(named))
    if not named and not line.open.instruments:
        return
    tenors = clause.all("tenor.one", "tenor.five")
    if len(tenors) == 1 and not any(one.quantity is not None and one not in tenors for one in clause.tokens):
        line.open.tenor = (
            "1Y" if tenors[0].has("tenor.one") else "5Y"
        )  # "The five-year rate, …, was cut to 3.5%"
    blocked = clause.blocked & (_NOT_OURS - {"maybe"} if is_told_ahead(line, clause) else _NOT_OURS)
    if line.is_question or (clause.holder in {"other", "market"} and not named) or blocked:
        return
    if clause.holder == "other" or (
        "future" in clause.blocked and not is_dated(clause) and not is_decided(line, clause)
    ):
        return
    if (
        clause.has("subject.fed", "index.", "head.", "outcome.hold")
        and not (named or clause.has("pboc.rate", "said.rate"))
        and not clause.has("tenor.")
    ):
        return
    if clause.blocked & {"negation"} and not clause.has("act.hold"):
        return
    if not named and not continues(clause):
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
    if not named and not line.has(*INSTRUMENTS) and not explicit:
        return  # a figure of another sentence needs more than a verb
    stated = list(_steps(line, clause)) + list(both_land(line, clause, named))
    yield from stated
    yield from _other_held(clause, stated)
    note_last_tenor(line, clause)
    if not any(claim.unit == "bp" or line.chinese for claim in stated):
        yield from _held(line, clause)


_EACH_TIME = re.compile(r"\s(?:each|every) time\b")
"""Behind the size of each of several steps: "cut the RRR twice by 25 bps each time"."""


def _steps(line: Line, clause: Clause) -> Iterator[Claim]:
    note_list(line, clause)
    found = [
        cell for cell in rate_cells(line, clause) if topic(cell) in {"rates", "fed", None} or cell.has("act.")
    ]
    levels = [cell for cell in found if is_level(cell) and not is_old_level(line, cell)]
    previous = clause.start
    for cell in found:
        instrument = instrument_of(line, cell, clause)
        bp = None if is_level(cell) else step_bp(cell.quantity) or _bare_step(line, clause, cell, instrument)
        if instrument is None or (bp is None and cell not in levels) or is_old_level(line, cell):
            continue
        noun = cell.nearest("topic.", *INSTRUMENTS, "tenor.", "pboc.other")
        if noun is not None and noun.has("topic.", "pboc.other") and not noun.has(*INSTRUMENTS):
            continue  # "公积金利率降25个点"
        if _is_no_step(line, cell):
            continue
        if is_of_rates_at_large(cell, instrument) or (instrument == "lpr" and line.date < _LPR_FROM):
            continue
        if is_spread(line, cell) or (bp is not None and clause.has("moves.so_far")):
            continue
        if cell in levels and instrument in _HIGHEST and cell.quantity.value > _HIGHEST[instrument]:
            continue
        if instrument != "lpr" and cell not in levels and not has_time(line, clause):
            continue  # a cut without a day may be any: silence; a level is of today
        if len(line.open.listed) > 1 and (bp is not None or len(levels) == len(line.open.listed)):
            yield from _of_each(line, clause, cell, levels, bp)
            continue
        tenors = tenor_list(line, clause, cell, levels, instrument)
        span = (
            max(previous, min([cell.start, *(t.start for t in cell.before)])),
            max([cell.end, *(t.end for t in cell.after)]),
        )
        if previous == clause.start:  # the quote holds its subject
            first = [token.start for token in clause.all(*INSTRUMENTS, "tenor.") if token.end <= cell.start]
            span = (min([span[0], *first]), span[1])
        when, clock = announced_when(line, clause, instrument, cell)
        both = both_days(line, clause) if instrument == "rrr" and bp is not None else None
        if both is not None and bp is not None:
            line.open.policy_bp[instrument] = signed = _signed(cell, bp)
            for day, clock in both:
                yield line.claim(span, "pboc.rrr", day, "=", signed, "bp", clock)
            previous = span[1]
            continue
        for tenor in tenors or ("",):
            if bp is not None:
                line.open.policy_bp[instrument] = signed = _signed(cell, bp)
                yield line.claim(span, f"pboc.{instrument}", when, "=", signed, "bp", tenor or clock)
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


def _is_no_step(line: Line, cell: Cell) -> bool:
    """Return whether a size is that of several steps, of one expected, or what one is held against."""
    before = line.text[: cell.start]
    told = _EXPECTED.search(before) or _THAN.search(before) or _EACH_TIME.match(line.text, cell.end)
    return told is not None


_THAN = re.compile(r"\bthan (?:the |an? )?$")
"""Before what was looked for: "a bigger step than the 20bp most had hoped for"."""


_STEP_ENDS = re.compile(r"\s?(?:[,.;:)(]|$|(?:and|to|on|today|this|from|at|as|while|with)\b)")


_BARE_STEPS = {
    "lpr": {5, 10, 15, 20, 25, 30, 35, 50},
    "rrr": {25, 50, 100},
    "omo": {5, 10, 20, 30},
    "mlf": {5, 10, 15, 20, 30},
}


def _bare_step(line: Line, clause: Clause, cell: Cell, instrument: str | None) -> float | None:
    """Return a step of a fixing told without its unit: "the one-year LPR fell 10 and the five-year 5"."""
    quantity = cell.quantity
    told = (
        clause.has("act.cut", "act.raise")
        and bool(cell.before)
        and cell.before[-1].has("act.cut", "act.raise", "tenor.")
    )
    if quantity.kind != "number" or not told or quantity.value not in _BARE_STEPS.get(instrument or "", ()):
        return None
    if not line.chinese and line.text[cell.before[-1].end : cell.start].strip() not in {"", "by", "another"}:
        return None  # "the first cut in 10 months"
    if not line.chinese and not _STEP_ENDS.match(line.text, cell.value.end):
        return None  # "down 50 places"
    return quantity.value


def _of_each(line: Line, clause: Clause, cell: Cell, levels: list[Cell], bp: float | None) -> Iterator[Claim]:
    names = line.open.listed if bp is not None else [line.open.listed[levels.index(cell)]]
    for name in names:
        when, clock = announced_when(line, clause, name, cell)
        if bp is not None:
            yield line.claim(
                (clause.start, cell.end), f"pboc.{name}", when, "=", _signed(cell, bp), "bp", clock
            )
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


def _signed(cell: Cell, bp: float) -> float:
    """Return a step with its sign: its own in print, else that of the verb."""
    if cell.quantity.signed:
        return bp
    return bp if _raises(cell) else -bp


def _raises(cell: Cell) -> bool:
    token = cell.nearest("act.cut", "act.raise", "move.up", "move.down")
    return token is not None and token.has("act.raise") and not token.has("act.cut")


def _other_held(clause: Clause, stated: list[Claim]) -> Iterator[Claim]:
    """Yield that one term stayed where a clause moves the other: "maintained the one-year LPR and cut the five-year by 25bp"."""
    moved = [claim for claim in stated if claim.unit == "bp" and claim.detail in {"1Y", "5Y"}]
    held = clause.first("act.hold", "outcome.hold")
    terms = [one for one in clause.tokens if one.has("tenor.one", "tenor.five")]
    if len(moved) != 1 or held is None or moved[0].value == 0.0 or len(terms) != 2:
        return
    other = "5Y" if moved[0].detail == "1Y" else "1Y"
    if any(claim.detail == other for claim in stated):
        return  # "left the one-year LPR at 3.45%" is its level
    near = min(terms, key=lambda one: abs(one.start - held.end))
    if near.has("tenor.one" if other == "1Y" else "tenor.five"):
        yield replace(moved[0], value=0.0, detail=other)


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
    instrument = instrument_of(line, None, clause)
    if not marks or instrument != "lpr" or clause.has("act.cut", "act.raise"):
        return
    mark = marks[0]
    tenors = tenors_of(line, None, clause) or ("1Y",)
    if clause.has("tenor.both") or not clause.has("tenor."):
        tenors = (
            (line.open.tenor,) if clause.aside and line.open.tenor else ("1Y",)
        )  # of both: said once, of the first
    when, _ = announced_when(line, clause, instrument, None)
    for tenor in tenors:
        line.open.tenor = tenor if clause.has("tenor.") and not clause.has("tenor.both") else line.open.tenor
        yield line.claim((clause.start, max(mark.end, clause.start)), "pboc.lpr", when, "=", 0.0, "bp", tenor)
