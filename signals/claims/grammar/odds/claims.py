"""Odds of a hold, a cut or a hike at a meeting, or by it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from signals.claims.claim import Claim
from signals.claims.grammar.days import is_past, times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.chances import is_chance, is_of_something_else
from signals.claims.grammar.odds.dates import best_time, is_coming, time_before
from signals.claims.grammar.odds.headings import NOT_SURE, meeting_headed, note_heading
from signals.claims.grammar.odds.kinds import CHANCES, QUASI
from signals.claims.grammar.odds.left_open import note_meeting, note_outcome
from signals.claims.grammar.odds.outcomes import detail_of, is_larger, outcome_of
from signals.claims.grammar.odds.shares import (
    SIZES,
    behind_brackets,
    is_split,
    meeting_behind,
    note_pair,
    of_pair,
    share_of,
    split,
)
from signals.claims.grammar.odds.sources import note_source
from signals.claims.grammar.odds.standing import NOWHERE, day_stood, is_left_behind, is_of_an_hour, was
from signals.claims.grammar.odds.unnamed import is_only_meeting
from signals.claims.grammar.parts import Cell, Clause, Outcome
from sources.prose.times import Time

_NOT_OURS = {"condition", "rumour", "call", "history", "other bank"}


def odds_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the odds that one clause states, and leave its outcome and meeting open for the next."""
    clause = line.clauses[place]
    note_heading(line, place)
    note_meeting(line, clause)
    note_pair(line, clause)
    note_source(line, place)
    opinion = clause.holder in {"other", "survey"} and not (clause.after_official and clause.has("odds.noun"))
    if line.open.odds_of_bettors or opinion or clause.blocked & _NOT_OURS or was(line, place):
        return
    found = line.cells(clause, CHANCES)
    chances = [cell for cell in found if is_chance(line, clause, cell)]
    chances += [
        cell
        for last, cell in pairwise(found)
        if last in chances
        and cell not in chances
        and (
            (cell.before[:1] == cell.before and cell.has("move.from"))
            or (last.has("move.from") and cell.has("move.to") and cell.quantity.kind == "tenth")
        )
        and cell.quantity.kind == last.quantity.kind
        and not is_of_something_else(clause, cell)
    ]  # "bets on a September move to about 80% from 72%"
    if not chances:
        note_outcome(line, clause)
        return
    if any(not cell.value.has(*QUASI) for cell in chances) or _figure_follows(line, place):
        if chances and chances[-1].value.has(*QUASI):
            line.open.odds, line.open.odds_place = True, place
        chances = [cell for cell in chances if not cell.value.has(*QUASI)]
    if clause.aside and _AGAINST_EACH_OTHER.fullmatch(line.text, clause.start, clause.end):
        return  # "“hold” and “one cut” are as likely (44.7% vs 46.5%)": which is which the order alone would tell
    if not line.is_question:
        for cell in _origins_last(clause, chances):
            both = list(split(line, clause, cell)) if is_split(cell) else []
            if both:
                line.open.odds, line.open.odds_place = True, place
                for outcome, value in both:
                    side = _claim(line, clause, cell, outcome, value)
                    if side is not None:
                        yield side
                continue
            claim = _claim(line, clause, cell)
            if claim is not None and claim.op in {"<", ">"} and _exact_follows(line, place):
                line.open.odds_place = place
                claim = None  # "跌破20%，现报19.9%"
            if claim is not None:
                line.open.odds, line.open.odds_place = True, place
                yield claim
    note_outcome(line, clause)


_AGAINST_EACH_OTHER = re.compile(r"[(（]?\s?[\d.]+%\s?(?:vs\.?|versus|对|比)\s?[\d.]+%\s?[)）]?")


def _origins_last(clause: Clause, chances: list[Cell]) -> list[Cell]:
    """Return the figures so that where one came from follows it, and takes its outcome: "from 91% to 84%", "to 0% from 9%"."""
    ordered: list[Cell] = []
    waiting: list[Cell] = []
    for place, cell in enumerate(chances):
        following = chances[place + 1] if place + 1 < len(chances) else None
        leads = (
            cell.has("move.from")
            and following is not None
            and not following.has("move.from")
            and not any(cell.value.end <= one.start < following.value.start for one in clause.outcomes)
        )
        if leads:
            waiting.append(cell)
            continue
        ordered += [cell, *waiting]
        waiting = []
    return ordered + waiting


def _figure_follows(line: Line, place: int) -> bool:
    """Return whether the next clause gives the figure for this one's worded odds."""
    if place + 1 >= len(line.clauses):
        return False
    clause = line.clauses[place + 1]
    if (
        is_only_meeting(line, line.clauses[place])
        and clause.has("figure.pct", "figure.tenth")
        and not clause.has("figure.bp")
    ):
        return True  # "March is off the table: futures give it barely 20%"
    alone = [token for token in clause.tokens if not token.has("move.to", "subject.market", "joint.and")]
    exact = len(alone) == 1 and alone[0].has("figure.pct", "figure.tenth")
    if exact and not clause.aside and clause.mark == "," and not clause.has("move.from"):
        return True  # "…as a done deal, at 96%"
    if clause.outcomes or not clause.has("odds.word"):
        return False
    if any(time.unit == "month" for _, time in times_in(clause.tokens)):
        return False  # of another meeting
    sized = any(
        token.quantity is not None and token.quantity.value in {25, 50, 75, 100} for token in clause.tokens
    )
    return not sized and any(cell.quantity.kind in {"pct", "tenth", "chance"} for cell in line.cells(clause))


_HELD_AGAINST = {"versus", "vs", "vs.", "against", "compared with"}


def _exact_follows(line: Line, place: int) -> bool:
    """Return whether the next clause gives the same odds exactly, with nothing else in it."""
    following = line.clauses[place + 1 : place + 2]
    for part in following:
        words = [
            one for one in part.tokens if not one.has("move.", "joint.", "market.close") and one.time is None
        ]
        exact = len(words) == 1 and words[0].quantity is not None and words[0].quantity.op in {"=", "~"}
        exact = exact and not any(one.text in _HELD_AGAINST for one in part.tokens)
        if exact and words[0].has("figure.pct", "figure.tenth") and not part.has("move.from"):
            return True
    return False


_SIZE_OF_FIRST = re.compile(
    r" (?:chance|odds|probability|likelihood)"
    r" (?:that )?(?:the|its) first (?:rate |fed )*(?:cut|hike|move|reduction) (?:will|would|is|was)\b"
)
"""The chance of how large a first move is, whenever it comes."""


def _is_by_no_meeting(line: Line, cell: Cell) -> bool:
    """Return whether a chance is of a week to come in which nobody meets: "cuts by next week, before the May meeting"."""
    return any(
        time.unit == "week" and time.reach in {"by", "before"} and line.meetings.meant(time) is None
        for _, time in times_in(cell.own)
        if not is_past(time, line.date)
    )


_AFTER_THAT = re.compile(
    r"\bat (?:the|its) (?:meeting after\b|(?:following|subsequent) (?:meeting|gathering)\b)"
)
_NEAR = 48
_BACK_THEN = re.compile(r"当时|彼时|\bback then\b|\bat the time\b")


_PRINT_OF_YEAR = re.compile(r"(?P<year>20\d\d)年\d{1,2}月[^，,。]{0,12}(?:后|前|以来|时)$")


def _is_after_print_of_past(line: Line, time: Time, meeting: dt.date) -> bool:
    """Return whether a month follows an event of an earlier year: "2024年8月CPI公布后9月降息概率", said in 2025."""
    told = _PRINT_OF_YEAR.search(line.text, 0, time.start) if time.year is None else None
    return told is not None and int(told["year"]) < meeting.year


def _meeting_of(line: Line, cell: Cell, time: Time | None) -> tuple[dt.date, str] | None:
    """Return the meeting that a chance is of and how its time reaches there; None where that is not sure, or it is over."""
    state = line.open
    meeting = line.meetings.meant(time) if time is not None else None
    if meeting is not None and time is not None and _is_after_print_of_past(line, time, meeting):
        return None
    if time is not None and is_coming(line, time):
        meeting = line.meetings.next()
    reach: str = time.reach if time is not None else "at"
    if time is not None and meeting is None:
        return None  # it names a meeting that we cannot find: silence
    if (
        time is None
        and state.meeting is not None
        and _AFTER_THAT.search(line.text, cell.value.end, cell.value.end + _NEAR)
    ):
        meeting = next((day for day in line.meetings.days if day > state.meeting), None)
    if meeting is None and cell.has("meeting.next"):
        meeting = line.meetings.next()
    if meeting is None:
        meeting = meeting_headed(line)
        if meeting == NOT_SURE:
            return None
    if meeting is None:
        meeting, reach = state.meeting, state.meeting_reach
    if meeting is None:
        meeting = line.meetings.next()
        if state.meeting_told not in {None, meeting}:
            return None  # of the meeting that the paragraph before spoke of, or of the next: silence
    over = (
        meeting is not None and time is not None and meeting < line.date
        and (time.year_on(line.date) is None or _BACK_THEN.search(line.text) is not None)
    )  # fmt: skip
    if meeting is None or (over and not line.meetings.is_of_last_night(meeting)):
        return None  # no odds are left of a meeting that is over
    return meeting, reach


def _is_of_step(outcome: Outcome | None, *, cumulative: bool) -> bool:
    return outcome is not None and outcome.size is not None and not cumulative


def _claim(
    line: Line, clause: Clause, cell: Cell, told: Outcome | None = None, value: float | None = None
) -> Claim | None:
    state = line.open
    if is_of_an_hour(line, cell) or _is_by_no_meeting(line, cell):
        return None
    if _SIZE_OF_FIRST.match(line.text, cell.value.end):
        return None
    behind = behind_brackets(line, clause)
    outcome = told or share_of(line, cell) or of_pair(line, cell) or behind or outcome_of(line, clause, cell)
    if outcome in clause.outcomes and is_larger(line, outcome):
        return None
    time = best_time(line, clause, cell, outcome) or time_before(line, clause, cell)
    if time is None and outcome is behind:
        time = meeting_behind(line, clause)
    found = _meeting_of(line, cell, time)
    if found is None:
        return None
    meeting, reach = found
    if outcome not in clause.outcomes and (reach == "at" or clause.has("moves.first")):
        summed = outcome.size is not None and outcome.size > max(SIZES)
        outcome = replace(
            outcome, count=None, size=None if summed or clause.has("moves.first") else outcome.size
        )  # of one meeting, or of any size: not the sum that was named before
    if (
        time is None
        and clause.has("moves.so_far")
        and _is_of_step(state.outcome, cumulative=state.cumulative)
    ):
        state.meeting, state.meeting_told = None, dt.date.max
        return None  # a sum, after the step of one meeting: of a later one that is not said
    summed = any(part.has("moves.so_far") for part in line.clauses[: line.place(clause)])
    listed = time is None and outcome.move != "hold" and (summed or not clause.outcomes)
    goes_on = outcome is state.outcome or listed  # "a cumulative 25bp cut at 50.4%, and a 50bp cut at 35.1%"
    cumulative = clause.has("moves.so_far") or (state.cumulative and goes_on)
    dated = day_stood(line, clause, cell, time)
    if dated == NOWHERE and not is_left_behind(line, clause, cell):
        return None
    state.outcome, state.meeting, state.meeting_reach, state.cumulative = outcome, meeting, reach, cumulative
    if dated == NOWHERE:
        state.odds, state.odds_place = True, line.place(clause)  # "but is back above 40%" is of the same
        return None
    detail = detail_of(outcome, cumulative=cumulative) + (f"@{dated}" if dated else "")
    quantity = cell.quantity
    start = min([cell.start, *(token.start for token in cell.before)])
    end = max([cell.end, *(token.end for token in cell.after)])
    return line.claim(
        (start, end),
        "fed.odds",
        meeting.isoformat(),
        quantity.op,
        quantity.middle if value is None else value,
        "pct",
        detail,
        reach=reach,
    )
