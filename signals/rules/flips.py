"""What would change the call: the minimal sets of facts that have to move, and how far.

A change moves one fact to the nearest value on which other leaves hold. A set
is minimal where it changes the grade and no proper subset of it does. While
the call abstains, the sets name what the unknown facts would have to be.

Facts that share no leg act on the score independently, so each part of the
strategy is enumerated alone and only its outcomes are combined.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import TypeVar

from signals.facts import Facts, FactValue
from signals.rules.cells import Move
from signals.rules.completions import Cells, Outcomes, Part, added, interval
from signals.rules.evaluate import Evidence
from signals.rules.judge import Judge
from signals.rules.verdict import FactChange, FlipSet, Grade

MAX_MOVES = 20_000  # combinations tried within one part, and between parts; past it larger sets are left out
Moves = tuple[Move, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """All minimal sets, cheapest first.

    ``complete`` is False where the strategy is so large that only sets up to
    ``largest`` parts were tried; every set that is given is minimal all the same.
    """

    sets: tuple[FlipSet, ...]
    complete: bool

    @property
    def nearest(self) -> FlipSet | None:
        """The cheapest set, or None where nothing can change the call."""
        return self.sets[0] if self.sets else None


def flips(judge: Judge, facts: Facts, *, previous: Grade | None = None) -> Flips:
    """Return every minimal set of changes after which the grade is another one.

    The cost of a set is its largest move in one-week sigmas; where a move has
    no such measure the set comes after those that have one, the smaller first.
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
    sigmas = {fact: known.week_sigma for fact, known in now.items()}
    values = {fact: known.value for fact, known in now.items()}
    units = {fact: line.unit for fact, line in judge.rules.lines.items()}
    sets = [
        FlipSet(
            changes=tuple(
                _change(move, values[move.fact], units[move.fact], sigmas[move.fact]) for move in moves
            ),
            new_score_bp=interval(outcomes),
            new_grade=search.grade(outcomes),
            cost_sigma=_cost(moves, sigmas),
        )
        for moves, outcomes in found
    ]
    return Flips(sets=tuple(sorted(sets, key=_order)), complete=complete)


class _Search:
    """Minimal sets over the parts of one strategy, from one day's facts."""

    def __init__(self, judge: Judge, cells: Cells, previous: Grade | None) -> None:
        self.judge, self.cells, self.previous = judge, cells, previous
        self._known: dict[tuple[int, frozenset[Move]], Outcomes] = {}
        self._grades: dict[Outcomes, Grade | None] = {}
        self.now = [self._outcomes(index, ()) for index in range(len(judge.parts))]
        self.grade_now = self.grade(added(self.now))

    def grade(self, outcomes: Outcomes) -> Grade | None:
        """Return the grade on which all outcomes agree, or None."""
        if outcomes not in self._grades:
            found = self.judge.grades(outcomes, self.previous)
            self._grades[outcomes] = next(iter(found)) if len(found) == 1 else None
        return self._grades[outcomes]

    def run(self, options: Mapping[str, Moves]) -> tuple[list[tuple[Moves, Outcomes]], bool]:
        complete = True
        by_part: list[dict[Outcomes, list[Moves]]] = []
        for index, part in enumerate(self.judge.parts):
            candidates, whole = self._candidates(index, part, options)
            by_part.append(candidates)
            complete &= whole
        found: list[tuple[Moves, Outcomes]] = []
        tried = 0
        for size in range(1, len(by_part) + 1):
            for touched in combinations(range(len(by_part)), size):
                tried += math.prod(len(by_part[index]) for index in touched)
                if tried > MAX_MOVES:
                    return found, False
                for choice in product(*(by_part[index] for index in touched)):
                    if self._turns(dict(zip(touched, choice, strict=True))):
                        found += self._sets(touched, choice, by_part)
        return found, complete

    def _candidates(
        self, index: int, part: Part, options: Mapping[str, Moves]
    ) -> tuple[dict[Outcomes, list[Moves]], bool]:
        """Return the sets of moves in one part by what they lead to, without those that a subset equals."""
        movable = [options[fact] for fact in part.facts if fact in options]
        found: dict[Outcomes, list[Moves]] = {}
        tried = 0
        for size in range(1, len(movable) + 1):
            for chosen in combinations(movable, size):
                tried += math.prod(map(len, chosen))
                if tried > MAX_MOVES:
                    return found, False
                for moves in product(*chosen):
                    outcomes = self._outcomes(index, moves)
                    if all(self._outcomes(index, fewer) != outcomes for fewer in _proper_subsets(moves)):
                        found.setdefault(outcomes, []).append(moves)
        return found, True

    def _turns(self, changed: Mapping[int, Outcomes]) -> bool:
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
        choice: Sequence[Outcomes],
        by_part: Sequence[Mapping[Outcomes, list[Moves]]],
    ) -> Iterator[tuple[Moves, Outcomes]]:
        """Yield the minimal sets among those that lead to ``choice`` in the parts ``touched``."""
        after = added(self._with(dict(zip(touched, choice, strict=True))))
        for moves in product(
            *(by_part[index][outcomes] for index, outcomes in zip(touched, choice, strict=True))
        ):
            if all(
                self._grade_with(
                    {
                        index: self._outcomes(index, fewer)
                        for index, fewer in zip(touched, smaller, strict=True)
                    }
                )
                == self.grade_now
                for smaller in product(*((*_proper_subsets(each), each) for each in moves))
                if smaller != moves
            ):
                yield tuple(chain.from_iterable(moves)), after

    def _grade_with(self, changed: Mapping[int, Outcomes]) -> Grade | None:
        return self.grade(added(self._with(changed)))

    def _with(self, changed: Mapping[int, Outcomes]) -> list[Outcomes]:
        return [changed.get(index, outcomes) for index, outcomes in enumerate(self.now)]

    def _outcomes(self, index: int, moves: Moves) -> Outcomes:
        key = (index, frozenset(moves))
        if key not in self._known:
            moved = {move.fact: (move.signature,) for move in moves}
            self._known[key] = self.judge.parts[index].outcomes({**self.cells, **moved})
        return self._known[key]


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
    return max(known) if len(known) == len(costs) else None


def _order(flip: FlipSet) -> tuple[bool, float, int, tuple[str, ...]]:
    cost = flip.cost_sigma
    names = tuple(f"{change.fact} {change.flips_when}" for change in flip.changes)
    return cost is None, 0.0 if cost is None else cost, len(flip.changes), names
