"""The range in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in, window_of
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from sources.prose.quantities import Quantity

_IT_STAYS = re.compile(r"\b(?:it stays|it is|still|stays at)\b")


def is_news(line: Line) -> bool:
    """Return whether a sentence with a range of the Fed's in it is of the day of a decision, or of the day after."""
    held = line.meetings.held()
    fresh = held is not None and (line.date - held).days <= 1
    return fresh and any(
        token.quantity is not None and range_of(token.quantity)
        for part in line.clauses
        for token in part.tokens
    )


ANNOUNCED = re.compile(r"\bannounced\b[^.;]{0,40}\b(?:will|would)\b|宣布[^，,。]{0,6}将")
"""What the bank itself says that it will do is done: "announced on Wednesday that it will lower the range"."""


_CHANCE_OF = re.compile(r"\b(?:chance|probability|likelihood|odds) (?:of|for) (?:an? )?$")
"""Before a level that has odds: "a 24.8% chance of a 3.5% to 3.75% fed funds rate"."""


def range_in_force(line: Line, place: int) -> Iterator[Claim]:
    """Yield the target range that a clause says is in force, or that a decision led to."""
    clause = line.clauses[place]
    chance = clause.has("odds.word") and any(
        token.quantity is not None
        and token.quantity.kind in {"pct", "tenth", "chance"}
        and token.quantity.low is None
        for token in clause.tokens
    )
    if _is_blocked(line, clause) and not clause.has("odds.word"):
        return
    stays = bool(_IT_STAYS.search(line.text[clause.start : clause.end])) and is_news(line)
    before = line.clauses[place - 1] if place and clause.mark == ":" else None
    headed = before is not None and before.has("rate.range")  # "Fed funds: 4.50-4.75%"
    kept = any(_RATES.search(token.text) for token in clause.all("outcome.hold"))
    about = (
        clause.has("rate.range")
        or kept
        or stays
        or headed
        or (
            line.open.subject == "fed" and not clause.has("pboc.", "head.", "index.", "other.thing", "basis.")
        )
    )
    if not about or _is_of_another_day(line, place):
        return
    if any(time.reach == "since" for _, time in times_in(clause.tokens)):
        return  # where it stood before
    ranges = [cell for cell in line.cells(clause) if range_of(cell.quantity) is not None]
    for cell in ranges:
        span = range_of(cell.quantity)
        if span is None or cell.has("pboc.", "head.", "index."):
            continue
        if any(time.unit == "year" and time.reach in {"end", "by"} for _, time in times_in(clause.tokens)):
            continue
        if len(ranges) > 1 and _LEFT.search(line.text[: cell.value.start]):
            continue  # "from 4.25-4.50% to 4.00-4.25%"
        if _STEP_TO.search(line.text[: cell.value.start]) and clause.has("odds.word"):
            continue  # "the likelihood of an increase to the 5.50%-5.75% range"
        if _CHANCE_OF.search(line.text[: cell.start]) or (
            chance and not (cell.after and cell.after[0].has("rate.range"))
        ):
            continue  # "a 34% chance that the rate ends the year at 4%-4.25%" says nothing of the range in force
        low, high = span
        start = min([cell.start, *(token.start for token in cell.before)])
        end = max([cell.end, *(token.end for token in cell.after if token.has("rate.range"))])
        yield line.claim(
            (start, end), "fed.range", line.date.isoformat(), "=", high, "pct", f"{low:.2f}-{high:.2f}"
        )
        return


_RATES = re.compile(r"^(?:maintain|keep|leav|hold)ing\b.*\b(?:rates?|range|benchmark)$")


_LEFT = re.compile(
    r"(?:\bfrom (?:(?:the|a) )?(?:(?:target )?range of )?|(?:从|由|自)(?:此前的?|原来的?|之前的?)?)$"
)
"""Before the range that a step has left."""


_STEP_TO = re.compile(
    r"\b(?:hikes?|increases?|cuts?|moves?|rises?|reductions?)\b[^,.;]{0,12} to (?:the |a )?(?:range of )?$"
)


def _is_blocked(line: Line, clause: Clause) -> bool:
    """Return whether a range is denied or only in view; what follows "and" says nothing of what stands before it."""
    if not clause.has("mode.maybe", "mode.future", "mode.negation"):
        return False
    if ANNOUNCED.search(line.text[clause.start : clause.end]):
        return False
    joint = next((token.start for token in clause.tokens if token.has("joint.and")), clause.end)
    told = any(token.quantity is not None and token.end <= joint for token in clause.tokens)
    return any(
        token.has("mode.maybe", "mode.future", "mode.negation") and (token.start < joint or not told)
        for token in clause.tokens
    )


def meeting_told(line: Line, place: int) -> dt.date | None:
    """Return the meeting whose day the sentence has named last, up to a clause."""
    for part in reversed(line.clauses[: place + 1]):
        for _, time in reversed(times_in(part.tokens)):
            day = time.date(line.date) if time.unit == "day" and time.reach != "since" else None
            if day is not None and day <= line.date:
                return line.meetings.on(day)
    return None


_LEADS_TO = re.compile(r"\s*(?:lower|bring|tak|cutt|rais|lift|push|mov|leav|putt)ing\b")
"""A clause on what a step in view would lead to: "anticipate a cut, lowering it to the range of 4%-4.25%"."""


_LONG_AGO = dt.timedelta(days=100)


def _is_of_another_day(line: Line, place: int) -> bool:
    """Return whether a range goes with a step in view, or with one of long ago: "set to cut by 25bp, to 4%-4.25%"."""
    clause = line.clauses[place]
    before = line.clauses[place - 1] if place else None
    goes_on = (
        clause.mark == ","
        and bool(clause.tokens)
        and (clause.tokens[0].has("move.to") or _LEADS_TO.match(line.text, clause.start) is not None)
    )
    if (
        goes_on
        and before is not None
        and before.outcomes
        and before.blocked & {"maybe", "future", "condition"}
    ):
        return True
    told, held = meeting_told(line, place), line.meetings.held()
    if told is not None and held is not None and told < held:
        return True  # "9月17日…下调25个基点至4.00%—4.25%区间", told in December
    for part in line.clauses[: place + 1]:
        for _, time in times_in(part.tokens):
            if time.unit in {"day", "month"} and time.year is not None and part.outcomes:
                span = window_of(time, line.date)
                if span is not None and span[1] < line.date - _LONG_AGO:
                    return True
    return False


def range_of(quantity: Quantity) -> tuple[float, float] | None:
    """Return the lower and upper end of a range in percent; None where a figure is no target range."""
    if quantity.low is None or quantity.kind not in {"pct", "li"}:
        return None
    low, high = quantity.low, quantity.value
    return (low, high) if abs(high - low - 0.25) < 1e-6 and low >= 0 else None
