"""A heading that names the meeting which the points of a list below it are of."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line

NOT_SURE = dt.date.max
"""Under a heading that names several meetings."""
_POINT = re.compile(r"\s*(?:[•·*▪◦‣–-]|\d{1,2}[.)、])\s")
_MONTH = re.compile(r"[a-z]{3,}|\d{1,2}月")
_BEHIND = re.compile(r"(?:\s?(?:fomc |fed )?(?:meeting|decision)|(?:议息)?会议)?\s*(?:[:：,，]|[–—-]\s|$)")


def note_heading(line: Line, place: int) -> None:
    """Note the meeting that a line names alone, as "April 29 meeting, the next cut arrives"; a point of a list keeps it."""
    if place or _POINT.match(line.text):
        return
    line.open.headed_meeting = None
    named = [
        time for part in line.clauses for _, time in times_in(part.tokens) if time.unit in {"day", "month"}
    ]
    figures = any(
        token.has("figure.pct", "figure.bp", "figure.tenth") for part in line.clauses for token in part.tokens
    )
    if not named or figures or line.text[: named[0].start].strip():
        return
    meetings = {line.meetings.meant(time) for time in named}
    if None not in meetings and _BEHIND.match(line.text, named[-1].end if len(named) == 1 else named[0].end):
        months = _MONTH.findall(line.text, named[0].start, named[-1].end)
        line.open.headed_meeting = meetings.pop() if len(meetings) == 1 and len(months) == 1 else NOT_SURE


def meeting_headed(line: Line) -> dt.date | None:
    """Return the meeting that a point of a list is of by its heading; `NOT_SURE` where that names several."""
    return line.open.headed_meeting if _POINT.match(line.text) else None
