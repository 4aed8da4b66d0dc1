"""Replay: the documents of many days, as the present rules would have written them.

Facts of many days are independent of each other and are spread over workers.
Grades are not: whether one is entered or held depends on the one before, so
they are chained here, in order, before the documents are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from signals.allocation.build import Past, sealed
from signals.allocation.contract import AllocationDocument, Run
from signals.engine import History, LoadedStrategy, document_of, held_grade, named
from signals.facts import Fact, Facts
from signals.readings.week_sigma import weekly_days
from signals.record.coverage import LegCoverage, coverage
from signals.record.log import Trail
from signals.record.spread import Calls, Data, Workers, judged, named_facts
from signals.rules.judge import Judge
from signals.rules.verdict import CallVerdict

T = TypeVar("T")

CHUNK = 26
"""Days a task: half a year of weeks keeps one pass of the filters busy and two workers even."""


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
        chunk: days a task; what is written does not depend on it.
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
        self.skip = skip - skip % chunk  # a task that is done in part is done again, so tasks stay the same
        self.done = skip
        self.chunk = chunk
        self._wanted = sorted({week for day in plan.days[self.skip :] for week in weekly_days(day)})
        self._past: History = {}
        self._judges = [Judge(loaded.rules) for loaded in plan.strategies]

    @property
    def n_wanted(self) -> int:
        """How many days of facts will be read."""
        return len(self._wanted)

    def read(self) -> Iterator[int]:
        """Read the facts that decide; yield how many days are read."""
        names = tuple(
            sorted(named(self.plan.strategies))
        )  # a tuple: joblib would send a set to Dask as a promise
        found: dict[dt.date, Mapping[str, Fact]] = {}
        tasks = [(self.plan.data, chunk, names) for chunk in self._chunks(self._wanted)]
        for part in self.workers.map(named_facts, tasks):
            found.update(part)
            yield len(found)
        self._past = found

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

    def documents(self) -> Iterator[AllocationDocument]:
        """Yield the document of each day that is not done."""
        days = self.plan.days[self.skip :]
        calls = self._chain(days)
        tasks = []
        for chunk, earlier in zip(self._chunks(days), self._chunks(calls), strict=True):
            wanted = {week for day in chunk for week in weekly_days(day)}
            past = {day: self._past[day] for day in sorted(wanted)}
            tasks.append((self.plan.data, self.plan.names, chunk, past, earlier))
        results = (one for part in self.workers.map(judged, tasks) for one in part)
        last = self.trail.last
        again = self.done - self.skip
        for day, before, found in islice(zip(days, calls, results, strict=True), again, None):
            document = document_of(
                found,
                strategies=self.plan.strategies,
                past=Past(logged=True, calls=before, document=last),
                run=run_of(day),
                origin=self.plan.origin,
            )
            last = sealed(document)
            yield last

    def _chain(self, days: Sequence[dt.date]) -> list[Calls]:
        """Return for each day the grades on record before it."""
        found: list[Calls] = []
        for place, day in enumerate(days):
            if self.skip + place < self.done:
                found.append({})  # done already; the task is repeated for the days behind it
                continue
            calls = self.trail.calls()
            found.append(calls)
            verdicts = self.verdicts(day, calls)
            self.trail.note(day, {thread: verdict.grade for thread, verdict in verdicts.items()})
        return found

    def verdicts(self, day: dt.date, calls: Calls) -> Mapping[str, CallVerdict]:
        """Return the verdicts of a day without their flips: enough to chain the grades."""
        facts = Facts(day, self._past[day].values())
        found = {}
        for judge in self._judges:
            thread = judge.rules.strategy.thread_id
            found[thread] = judge.verdict(facts, previous=held_grade(calls.get(thread), day))
        return found

    def _chunks(self, items: Sequence[T]) -> list[Sequence[T]]:
        return [items[start : start + self.chunk] for start in range(0, len(items), self.chunk)]


def run_of(day: dt.date) -> Run:
    """Return the run of a replayed day: the day's own end, so that the same replay gives the same bytes."""
    return Run(generated_at=dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC), duration_ms=0)
