"""What would change the call: the minimal sets of facts that have to move, and how far.

A change moves one fact to the nearest value on which other leaves hold. A set
is minimal where it changes the grade and no proper subset of it does; sets
that only move the same facts further to the same grade are left out. While the
call abstains, the sets say what the unknown facts would have to be, and
only those with the fewest facts are given.

Facts that share no leg act on the score independently, so each part of the
strategy is enumerated alone and only its span are combined.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, groupby, product
from operator import attrgetter
from typing import TypeVar

from signals.facts import Fact, Facts, FactValue
from signals.rules.compiled import Rules
from signals.rules.completions import Cells, Part, Span, added
from signals.rules.evaluate import Evidence
from signals.rules.judge import Judge
from signals.rules.thresholds import Move
from signals.rules.verdict import CallVerdict, FactChange, FlipSet, Grade, ScheduledFlip
from signals.words import Word

MAX_TRIALS = 50_000  # grades worked out for one call, about half a second; past it larger sets are left out
Moves = tuple[Move, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """All minimal sets, cheapest first.

    ``complete`` is False where larger sets may exist that are not given: the
    call abstains, or the strategy is too large to try them all. Every set that
    is given is minimal all the same.
    """

    sets: tuple[FlipSet, ...]
    complete: bool

    @property
    def nearest(self) -> FlipSet | None:
        """The cheapest set, or None where nothing can change the call."""
        return self.sets[0] if self.sets else None


def flips(judge: Judge, facts: Facts, *, previous: Grade | None = None) -> Flips:
    """Return every minimal set of changes after which the grade is another one.

    The cost of a set is its distance in one-week sigmas, as if facts moved
    independently: several moves at once are rarer than the largest of them.
    Where a move has no such measure the set comes after those that have one, the
    smaller first.
    ``previous`` is the grade that was held before, as in `Judge.verdict`.
    """
    evidence = Evidence(facts)
    cells = judge.cells(facts, evidence)
    search = _Search(judge, cells, previous)
    now = {fact: evidence.of(line.leaves[0]) for fact, line in judge.rules.lines.items()}
    abstains = search.grade_now is None
    options = {
        fact: line.moves(now[fact].value if not now[fact].reason else None)
        for fact, line in judge.rules.lines.items()
        if bool(now[fact].reason) == abstains
    }
    found, complete = search.run(options)
    found = _without_longer_ways(found, search)
    sigmas = {fact: known.week_sigma for fact, known in now.items()}
    values = {fact: known.value for fact, known in now.items()}
    units = {fact: line.unit for fact, line in judge.rules.lines.items()}
    sets = [
        FlipSet(
            changes=tuple(
                _change(move, values[move.fact], units[move.fact], sigmas[move.fact]) for move in moves
            ),
            new_score_bp=span.score_bp,
            new_grade=search.grade(span),
            cost_sigma=_cost(moves, sigmas),
        )
        for moves, span in found
    ]
    return Flips(sets=tuple(sorted(sets, key=_order)), complete=complete)


class _Search:
    """Minimal sets over the parts of one strategy, from one day's facts."""

    def __init__(self, judge: Judge, cells: Cells, previous: Grade | None) -> None:
        self.judge, self.cells, self.previous = judge, cells, previous
        self._known: dict[tuple[int, ...], Span] = {}
        self._grades: dict[Span, Grade | None] = {}
        self._trials = 0
        self.now = [self._span_of(index, ()) for index in range(len(judge.parts))]
        self._trials = 0  # what stands now had to be tried anyway
        self.grade_now = self.grade(added(self.now))

    def grade(self, span: Span) -> Grade | None:
        """Return the grade on which all completions agree, or None."""
        if span not in self._grades:
            self._grades[span] = self.judge.grade(span, self.previous)
        return self._grades[span]

    def run(self, options: Mapping[str, Moves]) -> tuple[list[tuple[Moves, Span]], bool]:
        """Return the minimal sets, and whether these are all."""
        by_part = [self._candidates(index, part, options) for index, part in enumerate(self.judge.parts)]
        found: list[tuple[Moves, Span]] = []
        for size in range(1, len(by_part) + 1):
            if self.grade_now is None and found and min(len(moves) for moves, _ in found) < size:
                break
            for touched in combinations(range(len(by_part)), size):
                for choice in product(*(by_part[index] for index in touched)):
                    if self._trials > MAX_TRIALS:
                        return found, False
                    if self._turns(dict(zip(touched, choice, strict=True))):
                        found += self._sets(touched, choice, by_part)
        if self.grade_now is not None or not found:
            return found, self._trials <= MAX_TRIALS
        fewest = min(len(moves) for moves, _ in found)
        return [(moves, span) for moves, span in found if len(moves) == fewest], False

    def _candidates(self, index: int, part: Part, options: Mapping[str, Moves]) -> dict[Span, list[Moves]]:
        """Return the sets of moves in one part by what they lead to, without those that a subset equals."""
        movable = [options[fact] for fact in part.facts if fact in options]
        found: dict[Span, list[Moves]] = {}
        for size in range(1, len(movable) + 1):
            for chosen in combinations(movable, size):
                for moves in product(*chosen):
                    if self._trials > MAX_TRIALS:
                        return found
                    self._trials += 1
                    span = self._span_of(index, moves)
                    if all(self._span_of(index, fewer) != span for fewer in _proper_subsets(moves)):
                        found.setdefault(span, []).append(moves)
        return found

    def _turns(self, changed: Mapping[int, Span]) -> bool:
        """Whether the grade changes, and no longer does once any part goes back to how it is now."""
        if self._grade_with(changed) == self.grade_now:
            return False
        return all(
            self._grade_with(dict(fewer)) == self.grade_now
            for fewer in _proper_subsets(tuple(changed.items()))
        )

    def _sets(
        self,
        touched: Sequence[int],
        choice: Sequence[Span],
        by_part: Sequence[Mapping[Span, list[Moves]]],
    ) -> Iterator[tuple[Moves, Span]]:
        """Yield the minimal sets among those that lead to ``choice`` in the parts ``touched``."""
        after = added(self._with(dict(zip(touched, choice, strict=True))))
        for moves in product(*(by_part[index][span] for index, span in zip(touched, choice, strict=True))):
            if all(
                self._grade_with(
                    {
                        index: self._span_of(index, fewer)
                        for index, fewer in zip(touched, smaller, strict=True)
                    }
                )
                == self.grade_now
                for smaller in product(*((*_proper_subsets(each), each) for each in moves))
                if smaller != moves
            ):
                yield tuple(chain.from_iterable(moves)), after

    def _grade_with(self, changed: Mapping[int, Span]) -> Grade | None:
        self._trials += 1
        return self.grade(added(self._with(changed)))

    def _with(self, changed: Mapping[int, Span]) -> list[Span]:
        return [changed.get(index, span) for index, span in enumerate(self.now)]

    def _span_of(self, index: int, moves: Moves) -> Span:
        key = (index, *map(id, moves))  # moves of one search are told apart by identity, and kept in order
        if key not in self._known:
            part = self.judge.parts[index]
            cells = {**self.cells, **{move.fact: (move.signature,) for move in moves}}
            self._known[key] = part.span(cells)
            self._trials += part.cases(cells) - 1
        return self._known[key]


def _without_longer_ways(found: Sequence[tuple[Moves, Span]], search: _Search) -> list[tuple[Moves, Span]]:
    """Drop each set that passes through another one on its way to the same grade."""
    alike: dict[tuple[tuple[str, ...], Grade | None], list[Moves]] = {}
    for moves, span in found:
        alike.setdefault((tuple(move.fact for move in moves), search.grade(span)), []).append(moves)
    return [
        (moves, span)
        for moves, span in found
        if not any(
            other is not moves and all(map(_on_the_way, other, moves))
            for other in alike[tuple(move.fact for move in moves), search.grade(span)]
        )
    ]


def _on_the_way(nearer: Move, further: Move) -> bool:
    if nearer.signature == further.signature:
        return True
    if nearer.way is None or further.way is None or (nearer.way > 0) != (further.way > 0):
        return False
    return abs(nearer.way) < abs(further.way)


def _proper_subsets(items: tuple[_T, ...]) -> Iterator[tuple[_T, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(len(items)))


def _change(move: Move, now: FactValue, unit: str, sigma: float | None) -> FactChange:
    return FactChange(
        fact=move.fact,
        now=now,
        unit=unit,
        flips_when=move.when,
        to_value=move.to_value,
        distance=move.distance,
        distance_sigma=_in_sigmas(move, sigma),
    )


def _in_sigmas(move: Move, sigma: float | None) -> float | None:
    return None if move.distance is None or sigma is None else move.distance / sigma


def _cost(moves: Iterable[Move], sigmas: Mapping[str, float | None]) -> float | None:
    costs = [_in_sigmas(move, sigmas[move.fact]) for move in moves]
    known = [cost for cost in costs if cost is not None]
    return math.hypot(*known) if len(known) == len(costs) else None


def _order(flip: FlipSet) -> tuple[bool, float, int, tuple[str, ...]]:
    cost = flip.cost_sigma
    names = tuple(f"{change.fact} {change.flips_when}" for change in flip.changes)
    return cost is None, 0.0 if cost is None else cost, len(flip.changes), names


def substituted(facts: Facts, values: Mapping[str, FactValue], units: Mapping[str, str]) -> Facts:
    """Return the facts with some values assumed; None makes a fact unknown.

    An assumed value counts as known, whatever was wrong with the fact. A fact
    that no reading gave is added, in the unit that ``units`` names.
    """
    changed = dict(facts)
    for name, value in values.items():
        fact = facts.get(name) or Fact(
            name=name, value=None, unit=units[name], released_at=None, age_days=None, status="missing"
        )
        changed[name] = replace(
            fact,
            value=value,
            status="missing" if value is None else "ok",
            reason=Word.of("rules.assumed_unknown") if value is None else "",
            error=None,
            derivation=Word.of("rules.assumed"),
        )
    return Facts(facts.as_of, changed.values())


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
