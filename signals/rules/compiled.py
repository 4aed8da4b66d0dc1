"""A strategy checked against the vocabulary: typed conditions, ready to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from signals.facts import FactSpec
from signals.rules.conditions import ConditionError, Leaf, Node, leaves, parse_tree
from signals.rules.loading import Problem, StrategyError, StrategySource, find_strategy, read_strategy
from signals.rules.strategy import Condition, Invalidation, Strategy
from signals.rules.strategy import Leg as LegText
from signals.rules.thresholds import Line
from signals.rules.toml_places import Path as TomlPath
from sources.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg with typed conditions; ``text`` is what the file says of it."""

    text: LegText
    supports: Node | None
    opposes: Node | None
    facts: tuple[str, ...]

    @property
    def weight_bp(self) -> int:
        """The leg's weight in basis points of the score."""
        return self.text.weight_bp

    def conditions(self) -> Iterator[Node]:
        """Yield the conditions that it has."""
        if self.supports is not None:
            yield self.supports
        if self.opposes is not None:
            yield self.opposes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """An invalidation rule with its typed condition."""

    text: Invalidation
    when: Node


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One strategy, typed: what `judge` needs beside the facts.

    ``flags`` holds the triggers of those risk flags that have one, by flag id.
    """

    strategy: Strategy
    legs: tuple[Leg, ...]
    stops: tuple[Stop, ...]
    flags: Mapping[str, Node]

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """Every fact that can move the score or stop the call, cut into cells."""
        named: dict[str, list[Leaf]] = {}
        for node in self._deciding():
            for leaf in leaves(node):
                named.setdefault(leaf.fact, []).append(leaf)
        return {fact: Line(found) for fact, found in named.items()}

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that decide, in the order of the file."""
        return tuple(self.lines)

    @cached_property
    def flag_facts(self) -> tuple[str, ...]:
        """The names of the facts that only raise flags."""
        named = (leaf.fact for node in self.flags.values() for leaf in leaves(node))
        return tuple(dict.fromkeys(fact for fact in named if fact not in self.lines))

    def _deciding(self) -> Iterator[Node]:
        for leg in self.legs:
            yield from leg.conditions()
        for stop in self.stops:
            yield stop.when


def load_rules(name_or_path: str | Path, vocabulary: Sequence[FactSpec]) -> Rules:
    """Read a strategy by name or path and check it against the vocabulary.

    Raises:
        ConfigError: there is no such file; it breaks the format; a fact or a
            unit in it is unknown. Each problem has file, line and column.
    """
    return compile_strategy(read_strategy(find_strategy(name_or_path)), vocabulary)


def compile_strategy(source: StrategySource, vocabulary: Sequence[FactSpec]) -> Rules:
    """Type every condition of a strategy.

    Raises:
        StrategyError: with every problem found, not just the first.
    """
    problems: list[Problem] = []
    rules = check_conditions(source, vocabulary, problems)
    if rules is None:
        raise StrategyError(problems)
    return rules


def check_conditions(
    source: StrategySource, vocabulary: Sequence[FactSpec], problems: list[Problem]
) -> Rules | None:
    """Type every condition, add what is wrong to ``problems``; None where anything is."""
    before = len(problems)

    def report(error: ConditionError, at: TomlPath) -> None:
        place = source.places.inside_string(at, error.offset)
        problems.append(
            source.problem(place, message("{text!r}: {problem}", text=error.text, problem=error.problem))
        )

    def typed(condition: Condition | None, *at: str | int) -> Node | None:
        return None if condition is None else parse_tree(condition, vocabulary, report, at)

    strategy = source.strategy
    legs = []
    for index, text in enumerate(strategy.legs):
        supports = typed(text.supports, "legs", index, "supports")
        opposes = typed(text.opposes, "legs", index, "opposes")
        named = [leaf.fact for node in (supports, opposes) if node is not None for leaf in leaves(node)]
        legs.append(Leg(text=text, supports=supports, opposes=opposes, facts=tuple(dict.fromkeys(named))))
    stops = []
    for index, stop in enumerate(strategy.invalidation):
        when = typed(stop.when, "invalidation", index, "when")
        if when is not None:
            stops.append(Stop(text=stop, when=when))
    flags = {}
    for index, flag in enumerate(strategy.flags):
        trigger = typed(flag.when, "flags", index, "when")
        if trigger is not None:
            flags[flag.id] = trigger
    if len(problems) > before:
        return None
    return Rules(strategy=strategy, legs=tuple(legs), stops=tuple(stops), flags=flags)
