"""When a step is announced, and when it takes effect."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.claim import window
from signals.claims.grammar.china.instruments import INSTRUMENTS, named_in
from signals.claims.grammar.china.levels import is_level, rate_cells
from signals.claims.grammar.days import times_in, window_of
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from sources.prose.times import Time

_LATELY = dt.timedelta(days=31)


def is_dated(clause: Clause) -> bool:
    """Return whether a step to come has its day: "将于2月5日下调" is decided, "将下调" may be hoped for."""
    return any(
        (time.unit == "day" and time.day is not None) or (time.unit == "weekday" and time.shift is not None)
        for _, time in times_in(clause.tokens)
    )


_SAYS_IT_WILL = re.compile(
    r"\b(?:announced|said)\b[^,.;]{0,30}? (?:that )?(?:it|they|the (?:central )?bank) (?:will|would|is to)\b"
)


def is_decided(line: Line, clause: Clause) -> bool:
    """Return whether who decides told on a day what will be: "the PBOC announced on Tuesday that it will cut the RRR"."""
    told = _SAYS_IT_WILL.search(line.text, clause.start, clause.end)
    return told is not None and any(
        time.unit in {"day", "weekday"} and told.start() < time.start < told.end()
        for _, time in times_in(clause.tokens)
    )


_SAYS_WOULD = re.compile(
    r"\b(?:pboc|people's bank of china|central bank) (?:said|announced)\b[^.;,]{0,60}? (?:would|will) (?:be )?\w+"
)


def is_told_ahead(line: Line, clause: Clause) -> bool:
    """Return whether the bank itself told a step with its day: "the PBOC said reserves would fall by 0.5 point from May 15"."""
    return _SAYS_WOULD.search(line.text, clause.start, clause.end) is not None and is_dated(clause)


def note_time(line: Line, clause: Clause, named: bool) -> None:
    """Note the time that a clause gives the central bank's steps, for those that follow."""
    ours = named or clause.has("subject.pboc")
    for _, time in times_in(clause.tokens):
        if time.unit not in {"day", "weekday", "week", "month"} or _is_since(line, time):
            continue
        if line.text[max(0, time.start - 1) : time.start] in set("与和较比跟同"):
            continue  # "与上月持平"
        if ours or (
            (time.unit != "month" or len(clause.tokens) == 1)
            and not clause.has("index.", "head.", "outcome.", "other.thing", "odds.word")
        ):
            day = time.date(line.date)
            if named or line.open.policy_time is None or day is None or day <= line.date:
                line.open.policy_timed = named_in(line)
                line.open.policy_time = time  # "5月15日起执行" is of the step before it alone
    if line.open.policy_time is not None and any(
        time is line.open.policy_time for part in line.clauses for _, time in times_in(part.tokens)
    ):
        line.open.policy_timed = named_in(line)
    tenors = clause.all("tenor.one", "tenor.five")
    if len(tenors) == 1 and named:
        line.open.tenor = "1Y" if tenors[0].has("tenor.one") else "5Y"


def has_time(line: Line, clause: Clause) -> bool:
    """Return whether the sentence says when, or tells of the step as news."""
    if clause.has("act.cut", "act.raise") and "history" not in clause.blocked:
        return True
    if line.open.policy_time is not None or any(times_in(part.tokens) for part in line.clauses):
        return True
    if line.chinese:
        before = line.clauses[: line.place(clause)][-1:]  # "央行公告，7天期逆回购利率…"
        told = any(part.has("subject.pboc") and part.has("act.announce") for part in before)
        return told or clause.has("act.announce", "act.effective", "said.done")
    return line.has("act.announce", "act.effective", "said.done", "subject.pboc", "country.cn")


_IN_FORCE_BEFORE = re.compile(r"(?:from|effective|starting|自|于|将于)\s?$")


def both_days(line: Line, clause: Clause) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the day a cut was announced and the day it takes effect, where the sentence names both."""
    place = line.place(clause)
    announced = effective = None
    for part in line.clauses[max(0, place - 1) : place + 2]:
        if part is not clause and part.has(*INSTRUMENTS):
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


def announced_when(line: Line, clause: Clause, instrument: str, cell: Cell | None) -> tuple[str, str]:
    """Return (when, announced or effective or "") of a step or a level."""
    following = line.clauses[line.place(clause) + 1 :][:1]
    for part in following:
        days = [time for _, time in times_in(part.tokens) if time.unit == "day"]
        if part.has("act.effective") and days and not part.has(*INSTRUMENTS) and "future" not in part.blocked:
            span = window_of(days[0], line.date)
            has_own = any(time.unit != "year" for _, time in times_in(clause.tokens))
            if span is not None and (span[0] > line.date or (not has_own and not line.chinese)):
                return window(*span), "effective"  # "rrr down 50, live today"
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
            for part in line.clauses[: line.place(clause)]
            for _, time in times_in(part.tokens)
            if time.unit in {"day", "weekday"}
        ][-1:]
        if not chosen:
            return window(line.date - _LATELY, line.date), "announced"
    last = bool(own) and cell is not None and bool(cell.after)
    time: Time | None = chosen[-1 if last else 0] if chosen else line.open.policy_time
    if not chosen and cell is not None and is_level(cell) and _is_of_other_sentence(line, instrument):
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
    begun = [
        time
        for token, time in times_in(clause.tokens)
        if token.end <= cell.value.start
        and _IN_FORCE_BEFORE.search(line.text[max(0, token.start - 12) : token.start])
        and (last := [one for one in clause.all(*INSTRUMENTS) if one.end <= token.start][-1:])
        and last[0].name("pboc.") != instrument
    ]  # "reserves would fall by half a point from May 15 and the repo rate by 10bp"
    return begun + [
        time
        for other in rate_cells(line, clause)
        if other.value is not cell.value
        and (named := other.nearest(*INSTRUMENTS)) is not None
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
