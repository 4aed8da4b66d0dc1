"""What the score can be, over everything that the unknown facts might turn out to be.

An unknown fact lies in one of its cells, so all completions of a rule can be
tried. Facts that share a leg are tried together; legs that share no fact are
independent, and their outcomes simply add up. The result is exact: both
ends of a span are reached by some completion.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from signals.rules.compiled import Leg, Rules, Stop
from signals.rules.conditions import Leaf, Node, leaves
from signals.rules.thresholds import Signature
from signals.rules.verdict import Grade

MAX_COMPLETIONS = 20_000  # of the facts that are tried together, about a tenth of a second; see `Part.span`


class Outcome(NamedTuple):
    """One way things can stand: what the legs add up to, and whether a rule stops the call."""

    score_bp: int
    stopped: bool


class Span(NamedTuple):
    """All ways in which things can stand, as far as a grade can tell them apart.

    A grade only rises with the score, so the ends decide: ``score_bp`` over
    everything, ``running_bp`` where no rule stops the call (None where one
    always does). ``may_stop`` says whether one can.
    """

    score_bp: tuple[int, int]
    running_bp: tuple[int, int] | None
    may_stop: bool

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Span:
        """Return the span of some outcomes; at least one."""
        found = set(outcomes)
        scores = [outcome.score_bp for outcome in found]
        running = [outcome.score_bp for outcome in found if not outcome.stopped]
        return cls(
            score_bp=(min(scores), max(scores)),
            running_bp=(min(running), max(running)) if running else None,
            may_stop=any(outcome.stopped for outcome in found),
        )

    def grades(self, previous: Grade | None, *, enter_bp: int, leave_bp: int) -> frozenset[Grade]:
        """Return the grades at the ends: one where all completions agree, several where they do not."""
        ends = set(self.running_bp or ())
        found = {grade_of(score, previous, enter_bp, leave_bp) for score in ends}
        return frozenset(found | {"neutral"} if self.may_stop else found)


NOTHING = Span((0, 0), (0, 0), may_stop=False)
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

    def cases(self, cells: Cells) -> int:
        """Return how many completions there are while the facts lie in ``cells``."""
        return _cases(self.facts, cells)

    def span(self, cells: Cells) -> Span:
        """Return everything that this part can come to while its facts lie in ``cells``.

        Past `MAX_COMPLETIONS` each leg is tried alone and the intervals are
        added up: every completion is still inside, and some scores may be that
        none reaches.
        """
        if self.cases(cells) > MAX_COMPLETIONS:
            return self._bounds(cells)
        return Span.of(self._outcome(choice) for choice in product(*(cells[fact] for fact in self.facts)))

    def mattering(self, cells: Cells) -> tuple[str, ...]:
        """Return the facts whose value alone can change the outcome for some value of the others."""
        open_facts = [index for index, fact in enumerate(self.facts) if len(cells[fact]) > 1]
        if self.cases(cells) > MAX_COMPLETIONS:
            return tuple(self.facts[index] for index in open_facts)
        options = [cells[fact] for fact in self.facts]
        return tuple(self.facts[index] for index in open_facts if self._matters(index, options))

    def leg_interval(self, leg: Leg, cells: Cells) -> tuple[int, int] | None:
        """Return the least and the most that one leg can add; None where there is too much to try."""
        if _cases(leg.facts, cells) > MAX_COMPLETIONS:
            return None
        found = {self._contribution(leg, choice) for choice in _choices(leg.facts, cells)}
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

    def _bounds(self, cells: Cells) -> Span:
        low = high = 0
        for leg in self.legs:
            most = (
                -leg.weight_bp if leg.opposes is not None else 0,
                leg.weight_bp if leg.supports is not None else 0,
            )
            least, best = self.leg_interval(leg, cells) or most
            low, high = low + least, high + best
        verdicts = [self._verdicts(stop.when, cells) for stop in self.stops]
        always = any(found == {True} for found in verdicts)
        may_stop = any(True in found for found in verdicts)
        return Span((low, high), None if always else (low, high), may_stop)

    def _verdicts(self, node: Node, cells: Cells) -> set[bool]:
        facts = tuple(dict.fromkeys(leaf.fact for leaf in leaves(node)))
        if _cases(facts, cells) > MAX_COMPLETIONS:
            return {True, False}
        return {self._holds(node, choice) for choice in _choices(facts, cells)}


def _cases(facts: Sequence[str], cells: Cells) -> int:
    return math.prod(len(cells[fact]) for fact in facts)


def _choices(facts: Sequence[str], cells: Cells) -> Iterator[dict[str, Signature]]:
    for choice in product(*(cells[fact] for fact in facts)):
        yield dict(zip(facts, choice, strict=True))


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


def added(spans: Iterable[Span]) -> Span:
    """Return what independent parts can come to together."""
    low = high = run_low = run_high = 0
    runs, may_stop = True, False
    for span in spans:
        low += span.score_bp[0]
        high += span.score_bp[1]
        may_stop = may_stop or span.may_stop
        if span.running_bp is None:
            runs = False
        elif runs:
            run_low += span.running_bp[0]
            run_high += span.running_bp[1]
    return Span((low, high), (run_low, run_high) if runs else None, may_stop)


def grade_of(score_bp: int, previous: Grade | None, enter_bp: int, leave_bp: int) -> Grade:
    """Return the grade of a score: entered at ``enter_bp`` from zero, held until below ``leave_bp``."""
    if score_bp >= enter_bp or (previous == "overweight" and score_bp >= leave_bp):
        return "overweight"
    if score_bp <= -enter_bp or (previous == "underweight" and score_bp <= -leave_bp):
        return "underweight"
    return "neutral"
