"""What the calendar alone will change: windows roll off, and the score moves without any news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from signals.facts import Facts, FactValue
from signals.rules.judge import Judge
from signals.rules.substitute import substituted
from signals.rules.verdict import Grade, ScheduledFlip


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledChange:
    """A fact that takes another value on a known day unless something new happens first.

    ``unless_en`` and ``unless_zh`` say what would have to happen.
    """

    on: dt.date
    fact: str
    to_value: FactValue
    because: str
    unless_en: str
    unless_zh: str


def scheduled_flips(
    judge: Judge, facts: Facts, changes: Iterable[ScheduledChange], *, previous: Grade | None = None
) -> tuple[ScheduledFlip, ...]:
    """Return what each scheduled change does to the score, all else as it is today, in order of days.

    Changes add up: a later day starts from what the earlier ones have left,
    and holds the grade that they have led to (``previous`` is the one held
    before today). Changes of one day act together and share their new score.
    Facts that decide nothing or cannot be used today, and changes that change
    no value, are left out.
    """
    held = judge.verdict(facts, previous=previous).grade or previous
    now = facts
    grade = judge.verdict(facts, previous=previous).grade
    found = []
    relevant = [change for change in changes if change.fact in judge.rules.lines]
    for on, group in groupby(sorted(relevant, key=attrgetter("on", "fact")), key=attrgetter("on")):
        moved = [
            (change, now[change.fact].value)
            for change in group
            if change.fact in now and now[change.fact].usable and now[change.fact].value != change.to_value
        ]
        if not moved:
            continue
        now = substituted(now, {change.fact: change.to_value for change, _ in moved}, {})
        after = judge.verdict(now, previous=held)
        for change, before in moved:
            found.append(
                ScheduledFlip(
                    on=on,
                    fact=change.fact,
                    because=change.because,
                    from_value=before,
                    to_value=change.to_value,
                    new_score_bp=after.score_bp,
                    new_grade=after.grade,
                    changes_grade=after.grade != grade,
                    unless_en=change.unless_en,
                    unless_zh=change.unless_zh,
                )
            )
        grade = after.grade
        held = after.grade or held
    return tuple(found)
