"""The whole answer of the rule layer for one strategy on one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from signals.facts import Facts
from signals.rules.compiled import Rules
from signals.rules.flips import flips
from signals.rules.judge import Judge
from signals.rules.scheduled import ScheduledChange, scheduled_flips
from signals.rules.verdict import CallVerdict, Grade


def call(
    rules: Rules,
    facts: Facts,
    *,
    previous: Grade | None = None,
    scheduled: Iterable[ScheduledChange] = (),
) -> CallVerdict:
    """Judge a strategy and say what would change the answer.

    Args:
        rules: the strategy, checked against the vocabulary.
        facts: what is known on the day.
        previous: the grade held before, from the log of calls; None on a first call.
        scheduled: what the calendar will do to the facts.
    """
    judge = Judge(rules)
    found = flips(judge, facts, previous=previous)
    return replace(
        judge.verdict(facts, previous=previous),
        flips=found.sets,
        flips_complete=found.complete,
        scheduled=scheduled_flips(judge, facts, scheduled, previous=previous),
    )
