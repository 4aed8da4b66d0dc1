"""Replay: the documents of many days, as the present rules would have written them.

Facts of many days are independent of each other and are spread over workers.
Grades are not: whether one is entered or held depends on the one before, so
they are chained here, in order. Then workers write the documents but for what
these take over from the chain before them (`signals.record.draft`), which is
added here, in order again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from signals.engine import LoadedStrategy, held_grade, named
from signals.facts import Fact, Facts
from signals.readings.week_sigma import numbers_of, weekly_days
from signals.record.coverage import LegCoverage, coverage
from signals.record.draft import Link, Written
from signals.record.log import Trail
from signals.record.spread import Calls, Data, Stretch, Workers, drafts, named_facts
from signals.rules.judge import Judge
from signals.rules.verdict import CallVerdict

T = TypeVar("T")

CHUNK = 52
"""Days a task at most. Each reckons the day before its first as well, so a year of weeks wastes one day in 53."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to replay. ``names`` are the strategies' as a worker finds them: a name, or an absolute path."""

    days: tuple[dt.date, ...]
    names: tuple[str, ...]
    strategies: tuple[LoadedStrategy, ...]
    data: Data
    origin: str


def days_between(first: dt.date, last: dt.date, step_days: int) -> tuple[dt.date, ...]:
    """Return every so many days from ``first`` to ``last``."""
    return tuple(first + dt.timedelta(days=ahead) for ahead in range(0, (last - first).days + 1, step_days))


class Replay:
    """The days of a plan from ``skip`` on; what was written of the days before is continued.

    Args:
        plan: what to replay.
        workers: where.
        before: the grades and the last document of the days that are done already.
        skip: how many days are done.
        chunk: days a task at most; what is written does not depend on it.
    """

    def __init__(
        self,
        plan: Plan,
        workers: Workers,
        *,
        before: Trail | None = None,
        skip: int = 0,
        chunk: int = CHUNK,
    ) -> None:
        self.plan, self.workers = plan, workers
        self.trail = before or Trail()
        self.done = skip
        self.chunk = chunk
        self._wanted = sorted({week for day in plan.days[skip:] for week in weekly_days(day)})
        self._past: dict[dt.date, Mapping[str, Fact]] = {}
        self._calls: list[Calls] = []
        self._judges = [Judge(loaded.rules) for loaded in plan.strategies]

    @property
    def n_wanted(self) -> int:
        """How many days of facts will be read."""
        return len(self._wanted)

    def read(self) -> Iterator[int]:
        """Read the facts that decide; yield how many days are read."""
        names = tuple(sorted(named(self.plan.strategies)))  # a set would reach Dask's workers as a promise
        tasks = ((self.plan.data, chunk, names) for chunk in self._chunks(self._wanted))
        for part in self.workers.map(named_facts, tasks):
            self._past.update(part)
            self._chain(max(part))
            yield len(self._past)

    def with_rules(self, *strategies: LoadedStrategy) -> Replay:
        """Return the same days and facts under other rules, which name no fact that was not read."""
        found = Replay(replace(self.plan, strategies=strategies), self.workers, chunk=self.chunk)
        found._past = self._past
        return found

    def coverage(self) -> tuple[LegCoverage, ...]:
        """Return from when each leg is known, and why not before."""
        return coverage(
            self.plan.strategies, [(day, self.verdicts(day, {})) for day in self.plan.days[self.done :]]
        )

    def documents(self) -> Iterator[Written]:
        """Yield the document of each day that is not done."""
        plan = self.plan
        tasks = ((plan.data, plan.names, plan.origin, stretch) for stretch in self._stretches())
        last = None if self.trail.last is None else Link.of(self.trail.last)
        for part in self.workers.map(drafts, tasks):
            for draft in part:
                written = draft.behind(last)
                last = written.link
                yield written

    def _stretches(self) -> Iterator[Stretch]:
        """Yield the tasks; each begins a day early where nobody holds the document before its first day."""
        days = self.plan.days[self.done :]
        size = _even(len(days), self.chunk)
        for start in range(0, len(days), size):
            lead = min(start, 1)
            part = slice(start - lead, start + size)
            wanted = sorted({week for day in days[part] for week in weekly_days(day)})
            yield Stretch(
                days=days[part],
                calls=self._calls[part],
                past=numbers_of({week: self._past[week] for week in wanted}),
                document=None if lead else self.trail.last,
                lead=lead,
            )

    def _chain(self, last: dt.date) -> None:
        """Chain the grades of the days up to ``last``, while the facts of later ones are still being read."""
        for day in self.plan.days[self.done + len(self._calls) :]:
            if day > last:
                break
            calls = self.trail.calls()
            verdicts = self.verdicts(day, calls)
            self.trail.note(day, {thread: verdict.grade for thread, verdict in verdicts.items()})
            self._calls.append(calls)

    def verdicts(self, day: dt.date, calls: Calls) -> Mapping[str, CallVerdict]:
        """Return the verdicts of a day without their flips: enough to chain the grades."""
        facts = Facts(day, self._past[day].values())
        found = {}
        for judge in self._judges:
            thread = judge.rules.strategy.thread_id
            found[thread] = judge.verdict(facts, previous=held_grade(calls.get(thread), day))
        return found

    def _chunks(self, items: Sequence[T]) -> list[Sequence[T]]:
        size = _even(len(items), self.chunk)
        return [items[start : start + size] for start in range(0, len(items), size)]


def _even(n: int, most: int) -> int:
    """Return how many of ``n`` a task takes, so that an even number of tasks have as good as equally many."""
    pairs = max(-(-n // (2 * most)), 1)
    return max(-(-n // (2 * pairs)), 1)
