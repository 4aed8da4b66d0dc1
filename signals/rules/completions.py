"""What the score can be, over everything that the unknown facts might turn out to be.

An unknown fact lies in one of its cells, so all completions of a rule can be
tried. Facts that share a leg are tried together; legs that share no fact are
independent, and their outcomes simply add up. The result is exact: every
attainable score is in it and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from signals.rules.cells import Signature
from signals.rules.compiled import Leg, Rules, Stop
from signals.rules.conditions import Leaf, Node, leaves
from signals.rules.verdict import Grade

MAX_COMPLETIONS = 100_000  # of one group of legs; past it the interval of Kleene's logic is used instead


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way things can stand: what the legs add up to, and whether a rule stops the call."""

    score_bp: int
    stopped: bool


Outcomes = frozenset[Outcome]
NOTHING: Outcomes = frozenset({Outcome(0, stopped=False)})
Cells = Mapping[str, Sequence[Signature]]  # for each fact the cells that it may lie in


class Part:
    """Legs and stop rules that share facts, directly or through others, and so must be tried together."""

    def __init__(
        self, rules: Rules, legs: Sequence[Leg], stops: Sequence[Stop], facts: Sequence[str]
    ) -> None:
        self.legs, self.stops, self.facts = tuple(legs), tuple(stops), tuple(facts)
        nodes = [node for leg in legs for node in leg.conditions()] + [stop.when for stop in stops]
        self._bit = {  # by identity: hashing a leaf costs more than all else here
            id(leaf): (leaf.fact, rules.lines[leaf.fact].leaves.index(leaf))
            for node in nodes
            for leaf in leaves(node)
        }
        self._at: dict[tuple[Signature, ...], Outcome] = {}

    def outcomes(self, cells: Cells) -> Outcomes:
        """Return everything that this part can come to while its facts lie in ``cells``."""
        options = [cells[fact] for fact in self.facts]
        if math.prod(map(len, options)) > MAX_COMPLETIONS:
            return self._bounds()
        return frozenset(self._outcome(choice) for choice in product(*options))

    def mattering(self, cells: Cells) -> tuple[str, ...]:
        """Return the facts whose value alone can change the outcome for some value of the others."""
        open_facts = [index for index, fact in enumerate(self.facts) if len(cells[fact]) > 1]
        options = [cells[fact] for fact in self.facts]
        if math.prod(map(len, options)) > MAX_COMPLETIONS:
            return tuple(self.facts[index] for index in open_facts)
        return tuple(self.facts[index] for index in open_facts if self._matters(index, options))

    def leg_interval(self, leg: Leg, cells: Cells) -> tuple[int, int] | None:
        """Return the least and the most that one leg can add; None where there is too much to try."""
        options = [cells[fact] for fact in leg.facts]
        if math.prod(map(len, options)) > MAX_COMPLETIONS:
            return None
        found = {
            self._contribution(leg, dict(zip(leg.facts, choice, strict=True))) for choice in product(*options)
        }
        return min(found), max(found)

    def _matters(self, index: int, options: Sequence[Sequence[Signature]]) -> bool:
        others = [option if place != index else (option[0],) for place, option in enumerate(options)]
        for choice in product(*others):
            first, last = choice[:index], choice[index + 1 :]
            if len({self._outcome((*first, cell, *last)) for cell in options[index]}) > 1:
                return True
        return False

    def _outcome(self, choice: tuple[Signature, ...]) -> Outcome:
        known = self._at.get(choice)
        if known is None:
            cells = dict(zip(self.facts, choice, strict=True))
            score = sum(self._contribution(leg, cells) for leg in self.legs)
            stopped = any(self._holds(stop.when, cells) for stop in self.stops)
            known = self._at[choice] = Outcome(score, stopped)
        return known

    def _contribution(self, leg: Leg, cells: Mapping[str, Signature]) -> int:
        speaks_for = leg.supports is not None and self._holds(leg.supports, cells)
        against = leg.opposes is not None and self._holds(leg.opposes, cells)
        return leg.weight_bp * (speaks_for - against)

    def _holds(self, node: Node, cells: Mapping[str, Signature]) -> bool:
        if isinstance(node, Leaf):
            fact, bit = self._bit[id(node)]
            return bool(cells[fact] >> bit & 1)
        true = sum(self._holds(child, cells) for child in node.children)
        if node.node == "not":
            return not true
        needed = len(node.children) if node.node == "all" else node.n or 1
        return true >= needed

    def _bounds(self) -> Outcomes:
        low = -sum(leg.weight_bp for leg in self.legs if leg.opposes is not None)
        high = sum(leg.weight_bp for leg in self.legs if leg.supports is not None)
        stops = (False, True) if self.stops else (False,)
        return frozenset(Outcome(score, stopped) for score in (low, high) for stopped in stops)


def parts_of(rules: Rules) -> tuple[Part, ...]:
    """Split a strategy into parts that share no fact."""
    groups: list[tuple[set[str], list[Leg], list[Stop]]] = []
    items: list[tuple[set[str], list[Leg], list[Stop]]] = [
        *((set(leg.facts), [leg], []) for leg in rules.legs),
        *(({leaf.fact for leaf in leaves(stop.when)}, [], [stop]) for stop in rules.stops),
    ]
    for facts, legs, stops in items:
        touching = [group for group in groups if group[0] & facts]
        merged = (
            facts.union(*(group[0] for group in touching)),
            [leg for group in touching for leg in group[1]] + legs,
            [stop for group in touching for stop in group[2]] + stops,
        )
        groups = [group for group in groups if group not in touching] + [merged]
    order = {fact: index for index, fact in enumerate(rules.facts)}
    return tuple(
        Part(rules, legs, stops, sorted(facts, key=order.__getitem__)) for facts, legs, stops in groups
    )


def added(outcomes: Iterable[Outcomes]) -> Outcomes:
    """Return what independent parts can come to together."""
    return reduce(_sum, outcomes, NOTHING)


def grades(outcomes: Outcomes, previous: Grade | None, *, enter_bp: int, leave_bp: int) -> frozenset[Grade]:
    """Return every grade that some completion leads to."""
    return frozenset(
        "neutral" if outcome.stopped else grade_of(outcome.score_bp, previous, enter_bp, leave_bp)
        for outcome in outcomes
    )


def grade_of(score_bp: int, previous: Grade | None, enter_bp: int, leave_bp: int) -> Grade:
    """Return the grade of a score: entered at ``enter_bp`` from zero, held until below ``leave_bp``."""
    if score_bp >= enter_bp or (previous == "overweight" and score_bp >= leave_bp):
        return "overweight"
    if score_bp <= -enter_bp or (previous == "underweight" and score_bp <= -leave_bp):
        return "underweight"
    return "neutral"


def interval(outcomes: Outcomes) -> tuple[int, int]:
    """Return the lowest and the highest score."""
    scores = [outcome.score_bp for outcome in outcomes]
    return min(scores), max(scores)


def _sum(left: Outcomes, right: Outcomes) -> Outcomes:
    return frozenset(
        Outcome(one.score_bp + other.score_bp, one.stopped or other.stopped)
        for one in left
        for other in right
    )
