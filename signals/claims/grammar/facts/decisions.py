"""The last decision, told with its bank."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.claim import Claim, window
from signals.claims.grammar.days import times_in, window_of
from signals.claims.grammar.facts.ranges import ANNOUNCED, is_news, meeting_told, range_of
from signals.claims.grammar.line import Line
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Clause, Outcome
from sources.prose.times import Time


def decision_told(line: Line, place: int) -> Claim | None:
    """Return what a clause says that the Fed decided, with its day; None where it says nothing of it."""
    clause = line.clauses[place]
    if not clause.outcomes or (clause.holder == "market" and not _speaks_after(line, clause)):
        return None
    if clause.has(
        "odds.word",
        "odds.sure",
        "odds.likely",
        "odds.nine",
        "moves.number",
        "meeting.schedule",
    ):
        return None
    if clause.has("moves.first") and not (
        (clause.has("subject.fed") or line.open.subject == "fed")
        and (any(one.size for one in clause.outcomes) or _size_follows(line, place) is not None)
    ):
        return None
    if clause.has("pboc.", "subject.pboc", "topic.property", "country.cn") or _odds_follow(line, place):
        return None
    announced = ANNOUNCED.search(line.text[clause.start : clause.end]) is not None
    if clause.blocked & {"maybe", "future", "negation"} and not (announced or _is_told_before(clause)):
        return None
    if clause.has("other.thing") and not clause.has("rate.range"):
        return None  # the pace of the balance sheet is held too
    if clause.has("moves.so_far") or any(time.name == "ytd" for _, time in times_in(clause.tokens)):
        return None  # of several decisions together
    named = clause.has("subject.fed") or line.open.subject == "fed" or line.has("rate.range")
    if not (named or is_news(line) or _IN_THAT_WEEK.match(line.text, clause.start)):
        return None
    if not clause.has("subject.fed") and line.open.country == "cn":
        return None
    outcome = next((one for one in clause.outcomes if one.size is not None), clause.outcomes[0])
    counted = outcome.count is not None and not _IN_A_ROW.search(line.text[clause.start : clause.end])
    if counted or any(
        token.quantity
        and token.quantity.kind in {"pct", "tenth"}
        and not (clause.has("rate.range") or range_of(token.quantity))
        for token in clause.tokens
    ):
        return None
    size = _size(line, place, outcome)
    when = when_decided(line, clause)
    if size is None or when is None or not _is_told(line, clause, outcome):
        return None
    value = {"hold": 0.0, "cut": -1.0, "hike": 1.0}[outcome.move] * size
    detail = "hold" if outcome.move == "hold" else f"{outcome.move}={size:g}"
    end = max(
        outcome.end,
        outcome.figure.end if outcome.figure else 0,
        *(t.end for t, _ in times_in(clause.tokens)),
        0,
    )
    return line.claim((clause.start, end), "fed.decision", when, "=", value + 0.0, "bp", detail)


def _speaks_after(line: Line, clause: Clause) -> bool:
    """Return whether a market comes after the step told: "left rates alone at 4.25-4.50% and the market took the hint".

    So it does where the clause only tells after what: ", following the Fed's third straight quarter-point cut".
    """
    if not clause.has("subject.market") and _AFTER_STEP.match(line.text, clause.start):
        return True
    step, market = clause.outcomes[0], clause.first("subject.market")
    return market is not None and clause.has("subject.fed") and any(
        token.has("joint.and") and step.end <= token.start < market.start for token in clause.tokens
    )  # fmt: skip


_AFTER_STEP = re.compile(
    r"\s*(?:and )?(?:after|following|since|despite|on the heels of) (?:the )?(?:fed|federal reserve|fomc)'s "
    r"(?:\w+ ){0,2}(?:(?:straight|consecutive) )?(?:25|50|75|quarter|half)\b"
)


_IN_THAT_WEEK = re.compile(
    r"\s*(?:after |following |with |and )?(?:this week|(?:mon|tues|wednes|thurs|fri)day)'s "
    r"(?:(?:25|50|75)[- ]?(?:bp|basis[- ]point)s?|(?:quarter|half)[- ](?:percentage[- ])?point)"
    r" (?:rate )?(?:cut|hike|reduction|increase)\b"
)
"""A step of this week with its size is the Fed's, though nobody names it: "this week's quarter-point cut"."""


def _is_told_before(clause: Clause) -> bool:
    """Return whether what is denied or in view comes after the step told: "kept rates on hold and now sees one cut"."""
    step = next((one for one in clause.outcomes), None)
    hedge = clause.first("mode.maybe", "mode.future", "mode.negation")
    if step is None or hedge is None:
        return True
    if hedge.start > step.end and any(
        token.has("joint.and") and step.end <= token.start <= hedge.start for token in clause.tokens
    ):
        return True
    if hedge.has("mode.negation") and not clause.has("mode.maybe", "mode.future"):
        return clause.has("outcome.hold")
    return any(token.has("joint.and") and step.end <= token.start < hedge.start for token in clause.tokens)


def _size(line: Line, place: int, outcome: Outcome) -> float | None:
    if outcome.move == "hold":
        return 0.0
    if outcome.figure is not None and "jumbo" in outcome.figure.text:
        return _size_follows(line, place) or (outcome.size if outcome.move == "cut" else None)
    moved = _WITH_MOVE.search(line.text, outcome.end)
    if outcome.size is None and moved is not None:
        return 50.0 if moved["half"] else 25.0  # "opened its easing cycle with a half-point move"
    if outcome.size is not None:
        return outcome.size if outcome.size in {25, 50, 75, 100} else None
    return _size_follows(line, place)


_WITH_MOVE = re.compile(
    r"\bcycle with an? (?:(?P<half>half|50)|(?:quarter|25))[- ](?:percentage[- ]|basis[- ])?points?"
    r" (?:move|cut|step|reduction|increase)\b"
)


def _size_follows(line: Line, place: int) -> float | None:
    """Return the size that the next clause gives and nothing else: "…, a quarter point to 2-2.25%", 幅度50个基点."""
    if place + 1 >= len(line.clauses):
        return None
    following = line.clauses[place + 1]
    steps = [size for token in following.tokens if token.quantity and (size := step_bp(token.quantity))]
    ranges = [token for token in following.tokens if token.quantity and range_of(token.quantity)]
    leads = bool(following.tokens) and following.tokens[0].has("figure.bp")
    small = len(following.tokens) - len(ranges) <= (_TAIL if leads else 3)
    figures = sum(token.quantity is not None for token in following.tokens)
    if small and len(steps) == 1 and figures == 1 + len(ranges) and not following.outcomes:
        return steps[0] if steps[0] in STEPS else None
    return None


STEPS = {25, 50, 75, 100}


_TAIL = 5
"""Words that may follow a size which begins its clause: "…, a quarter-point move and the third of 2017"."""


_IN_A_ROW = re.compile(
    r"连续?第?[一二三四五六七八九十两]+[次度]|\b(?:straight|consecutive|in a row|running|successive)\b"
)


WENT_BIG = re.compile(r"\bwent (?:big|small)\b|靴子落地|如期(?:降息|加息)$")


_FORETOLD = re.compile(
    r" (?:was|were|had been|has been|is|are|being) (?:\w+ly |well )?"
    r"(?:telegraphed|signall?ed|flagged|expected|priced|floated|discussed|considered|debated|hinted)\b"
)
"""Behind a step that was spoken of, not taken: "a 50 bps hike was telegraphed by the Fed"."""


_WOULD = re.compile(r"[\s,–—-]*which would\b")
"""Behind a step that is in view: "a 25bp rate cut – which would take the target rate to …"."""


def _is_told(line: Line, clause: Clause, outcome: Outcome) -> bool:
    """Return whether the clause tells of a step taken, not of one in view."""
    if _FORETOLD.match(line.text, outcome.end) or _WOULD.match(line.text, clause.end):
        return False
    past = [time for _, time in times_in(clause.tokens) if _past(line, time)]
    joint = next((one.start for one in clause.all("joint.and") if one.start > outcome.end), clause.end)
    ahead = [
        time
        for token, time in times_in(clause.tokens)
        if token.start < joint  # "cut by a quarter point but signalled just two more in 2025"
        and time.unit in {"month", "week", "year", "half"}
        and time.reach != "since"  # "for the first time since 2018"
        and not _past(line, time)
        and time.shift != 0
    ]
    if ahead and not past and not _NTH.search(line.text[clause.start : clause.end]):
        return False
    place = line.place(clause)
    headed = clause.mark == ":" and place > 0 and line.clauses[place - 1].has("subject.fed")
    ranged = any(token.quantity is not None and range_of(token.quantity) for token in clause.tokens)
    if line.open.subject == "fed" and outcome.size is not None and ranged and not ahead:
        return True  # "聯準會睽違九個月重啟降息，降1碼至4%到4.25%"
    if outcome.move == "hold" and is_news(line) and not ahead:
        return True  # "No cut, no surprise: 4.25-4.50 it stays"
    if past or clause.has("said.done") or _goes_on(line, clause) or (headed and outcome.size is not None):
        return True  # "利率决议：降25基点"
    fresh = line.meetings.held()
    if (
        outcome.move == "hold"
        and clause.has("rate.range")
        and fresh is not None
        and (line.date - fresh).days <= 2
    ):
        return True  # "Rates on hold at 5.25-5.5%", on the day
    return bool(clause.has("subject.fed")) and (outcome.size is not None or outcome.move == "hold")


_NTH = re.compile(r"第[一二三四五六七八九十]次[降加减]息(?!的|概率|押注|预期|在|将|会|料)")


_PARTICIPLE = re.compile(
    r"^\s*(?:taking|bringing|lifting|lowering|raising|cutting|trimming|slashing|reducing|pushing|moving)\b"
)


def _goes_on(line: Line, clause: Clause) -> bool:
    """Return whether a clause sizes the step that the Fed takes in the one before: "…, lifting rates 75 basis points"."""
    place = line.place(clause)
    if not place or not _PARTICIPLE.match(line.text[clause.start : clause.end]):
        return False
    before = line.clauses[place - 1]
    return (
        before.has("subject.fed")
        and (bool(before.outcomes) or bool(WENT_BIG.search(line.text, before.start, before.end)))
        and not before.blocked & {"maybe", "future", "negation"}
    )


_SPOKEN_OF = dt.timedelta(days=45)
"""A meeting is named by its month until the next one."""


def _past(line: Line, time: Time) -> bool:
    if time.unit == "month":
        found = time.month_of(line.date, ahead=False)
        named = time.shift is not None and time.shift <= 0
        held = line.meetings.in_month(*found) if found else None
        if held is not None and held <= line.date <= held + _SPOKEN_OF:
            return True  # "在9月会议上" just after it
        return bool(found) and (named or time.year is not None) and found <= (line.date.year, line.date.month)  # type: ignore[operator]
    span = window_of(time, line.date)
    return span is not None and span[0] <= line.date and time.unit != "year"


def when_decided(line: Line, clause: Clause) -> str | None:
    """Return the day, or the days, on which a clause says that the Fed decided; else that of its last meeting."""
    told = times_in(clause.tokens)
    if _goes_on(line, clause):
        told += times_in(line.clauses[line.place(clause) - 1].tokens)
    for _, time in told:
        if time.reach == "since" or line.text.startswith(("以来", "起"), time.end):
            continue  # when what has held since began
        if time.unit in {"day", "weekday"}:
            day = time.date(line.date)
            if day is None or day > line.date:
                continue
            if (
                line.chinese
                and day not in line.meetings.days
                and day - dt.timedelta(days=1) in line.meetings.days
            ):
                day -= dt.timedelta(days=1)
            return day.isoformat()
        span = window_of(time, line.date) if time.unit in {"week", "month"} else None
        if span is not None and span[0] <= line.date:
            held = line.meetings.by(min(span[1], line.date))
            return held.isoformat() if held and held >= span[0] else window(*span)
    held = meeting_told(line, line.place(clause)) or line.meetings.held()
    return held.isoformat() if held else None


def _odds_follow(line: Line, place: int) -> bool:
    """Return whether the next clause gives odds of this one's outcome."""
    if place + 1 >= len(line.clauses):
        return False
    following = line.clauses[place + 1]
    return (
        following.has("odds.word")
        and not following.outcomes
        and any(token.quantity for token in following.tokens)
    )
