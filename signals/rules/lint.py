"""Lint: everything that can be known to be wrong with a strategy before any data is read."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from signals.facts import Fact, Facts, FactSpec, FactValue
from signals.rules.compiled import Leg, Rules, check_conditions
from signals.rules.conditions import ConditionError, Group, Leaf, Node, kind_of, leaves, parse_value, spec_of
from signals.rules.conditions import nearest_fact as nearest
from signals.rules.judge import judge
from signals.rules.loading import Problem, StrategyError, StrategySource, read_strategy
from signals.rules.strategy import FULL_BP, Example
from signals.rules.thresholds import Line, Signature
from signals.rules.toml_places import Path as TomlPath
from sources.message import message
from sources.spelling import did_you_mean, meant

MAX_CASES = 50_000  # values tried to see whether a condition can hold; past it nothing is said
_EXAMPLE_DAY = dt.date(2000, 1, 1)  # an example has no date of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What lint found in one file; empty ``problems`` means that it is fine."""

    path: Path
    problems: tuple[Problem, ...]
    legs: int = 0
    leaves: int = 0
    examples: int = 0


def lint(path: Path, vocabulary: Sequence[FactSpec]) -> Report:
    """Check one strategy file and run its examples.

    Raises:
        ConfigError: the file cannot be opened.
    """
    try:
        source = read_strategy(path)
    except StrategyError as error:
        return Report(path=path, problems=error.problems)
    problems: list[Problem] = []
    rules = check_conditions(source, vocabulary, problems)
    problems += _duplicates(source)
    problems += _references(source)
    problems += _weights(source)
    if rules is not None:
        problems += _logic(source, rules)
        problems += _reach(source, rules)
        if not problems:
            problems += _examples(source, rules, vocabulary)
    return Report(
        path=path,
        problems=tuple(sorted(problems, key=lambda problem: problem.place)),
        legs=len(source.strategy.legs),
        leaves=0 if rules is None else sum(len(line.leaves) for line in rules.lines.values()),
        examples=len(source.strategy.examples),
    )


def _duplicates(source: StrategySource) -> Iterator[Problem]:
    strategy = source.strategy
    named: Mapping[str, Sequence[str]] = {
        "legs": [leg.id for leg in strategy.legs],
        "flags": [flag.id for flag in strategy.flags],
        "invalidation": [stop.id for stop in strategy.invalidation],
    }
    for table, ids in named.items():
        for index, name in enumerate(ids):
            if name in ids[:index]:
                place = source.places.of_value((table, index, "id"))
                yield source.problem(
                    place,
                    message("{table} has the id {name!r} twice; each needs its own", table=table, name=name),
                )


def _references(source: StrategySource) -> Iterator[Problem]:
    """Names that must exist elsewhere in the file."""
    strategy = source.strategy
    legs = [leg.id for leg in strategy.legs]
    links: list[tuple[str, str, Sequence[str], TomlPath]] = [
        (message("leg"), leg, legs, ("flags", index, "threatens", place))
        for index, flag in enumerate(strategy.flags)
        for place, leg in enumerate(flag.threatens)
    ]
    links.append((message("benchmark"), strategy.tilt.funding, [strategy.benchmark.id], ("tilt", "funding")))
    for what, name, known, at in links:
        if name not in known:
            hint = did_you_mean(name, known, quoted=True) or message(
                "; known: {names}", names=", ".join(known)
            )
            yield source.problem(
                source.places.of_value(at),
                message("no {what} is called {name!r}{hint}", what=what, name=name, hint=hint),
            )


def _weights(source: StrategySource) -> Iterator[Problem]:
    total = sum(leg.weight_bp for leg in source.strategy.legs)
    if total != FULL_BP:
        last = len(source.strategy.legs) - 1
        yield source.problem(
            source.places.of_value(("legs", last, "weight_bp")),
            message(
                "the weights add up to {total} bp, not {full_bp} bp; {missing:+d} bp to go",
                total=total,
                full_bp=FULL_BP,
                missing=FULL_BP - total,
            ),
        )


def _logic(source: StrategySource, rules: Rules) -> Iterator[Problem]:
    """Conditions that no facts can satisfy, that all satisfy, or that contradict each other."""
    for index, leg in enumerate(rules.legs):
        sides = (("supports", leg.supports), ("opposes", leg.opposes))
        dead = [
            problem
            for side, condition in sides
            if condition is not None
            for problem in _dead_ends(source, ("legs", index, side), condition)
        ]
        yield from dead or _overlap(source, index, leg)
    for index, stop in enumerate(rules.stops):
        yield from _dead_ends(source, ("invalidation", index, "when"), stop.when)
    for index, flag in enumerate(source.strategy.flags):
        if flag.id in rules.flags:
            yield from _dead_ends(source, ("flags", index, "when"), rules.flags[flag.id])


def _dead_ends(source: StrategySource, at: TomlPath, node: Node) -> Iterator[Problem]:
    """Report the outermost conditions that are the same whatever the facts are."""
    verdicts = _possible(node, lambda holds: holds(node))
    if len(verdicts) == 1:
        what = (
            message("{condition!r}", condition=node.text)
            if isinstance(node, Leaf)
            else message("this condition")
        )
        says = (
            message("{what} always holds, whatever its facts are", what=what)
            if verdicts.pop()
            else message("{what} can never hold, whatever its facts are", what=what)
        )
        yield source.problem(source.places.of_value(at), says)
        return
    if isinstance(node, Group):
        key = {"not": "not", "at_least": "of"}.get(node.node, node.node)
        for index, child in enumerate(node.children):
            inner = (*at, key) if node.node == "not" else (*at, key, index)
            yield from _dead_ends(source, inner, child)


def _overlap(source: StrategySource, index: int, leg: Leg) -> Iterator[Problem]:
    if leg.supports is None or leg.opposes is None:
        return
    supports, opposes = leg.supports, leg.opposes
    both = Group(node="all", children=(supports, opposes))
    if True in _possible(both, lambda holds: holds(supports) and holds(opposes)):
        yield source.problem(
            source.places.of_value(("legs", index, "opposes")),
            message(
                "leg {id!r} can support and oppose at once; make the two exclude each other", id=leg.text.id
            ),
        )


def _possible(node: Node, ask: Callable[[Callable[[Node], bool]], bool]) -> set[bool]:
    """Return the answers that some values of the facts under ``node`` give; both where there are too many."""
    named: dict[str, list[Leaf]] = {}
    for leaf in leaves(node):
        named.setdefault(leaf.fact, []).append(leaf)
    lines = [Line(found) for found in named.values()]
    if math.prod(len(line.signatures) for line in lines) > MAX_CASES:
        return {True, False}
    return {ask(_reader(lines, choice)) for choice in product(*(line.signatures for line in lines))}


def _reader(lines: Sequence[Line], choice: Sequence[Signature]) -> Callable[[Node], bool]:
    """Return a function that says whether a condition holds while each fact lies in its chosen cell."""
    true = {
        leaf
        for line, signature in zip(lines, choice, strict=True)
        for bit, leaf in enumerate(line.leaves)
        if signature >> bit & 1
    }

    def holds(node: Node) -> bool:
        if isinstance(node, Leaf):
            return node in true
        count = sum(holds(child) for child in node.children)
        if node.node == "not":
            return not count
        return count >= (len(node.children) if node.node == "all" else node.n or 1)

    return holds


def _reach(source: StrategySource, rules: Rules) -> Iterator[Problem]:
    """A band that no facts reach makes the call neutral for ever."""
    low, high = judge(rules, Facts(_EXAMPLE_DAY, [])).score_bp
    enter = source.strategy.score.enter_bp
    if max(high, -low) < enter:
        yield source.problem(
            source.places.of_value(("score", "enter_bp")),
            message(
                "the score can only reach {low:+d} to {high:+d} bp, so no grade is ever entered at {enter} bp",
                low=low,
                high=high,
                enter=enter,
            ),
        )


def _examples(source: StrategySource, rules: Rules, vocabulary: Sequence[FactSpec]) -> Iterator[Problem]:
    for index, example in enumerate(source.strategy.examples):
        problems: list[Problem] = []
        facts = list(_example_facts(source, rules, vocabulary, index, problems))
        yield from problems
        if problems:
            continue
        verdict = judge(rules, Facts(_EXAMPLE_DAY, facts), previous=example.previous)
        yield from _against(source, index, example, verdict.grade or "abstain", verdict.score_bp)


def _against(
    source: StrategySource, index: int, example: Example, grade: str, score_bp: tuple[int, int]
) -> Iterator[Problem]:
    if grade != example.grade:
        yield source.problem(
            source.places.of_value(("examples", index, "grade")),
            message(
                "example {name!r} expects {grade}; the rules say {found} (score {low:+d} to {high:+d} bp)",
                name=example.name,
                grade=example.grade,
                found=grade,
                low=score_bp[0],
                high=score_bp[1],
            ),
        )
    elif example.score_bp is not None and example.score_bp != score_bp:
        yield source.problem(
            source.places.of_value(("examples", index, "score_bp")),
            message(
                "example {name!r} expects a score of {expected} bp; the rules say {found}",
                name=example.name,
                expected=list(example.score_bp),
                found=list(score_bp),
            ),
        )


def _example_facts(
    source: StrategySource,
    rules: Rules,
    vocabulary: Sequence[FactSpec],
    index: int,
    problems: list[Problem],
) -> Iterator[Fact]:
    for name, written in source.strategy.examples[index].facts.items():
        at = ("examples", index, "facts", name)
        spec = spec_of(name, vocabulary)
        if spec is None or name not in rules.lines:
            near = nearest(name, vocabulary) if spec is None else None
            hint = meant(near, quoted=True) or did_you_mean(name, rules.facts, quoted=True)
            what = (
                message("unknown fact {name!r}", name=name)
                if spec is None
                else message("no leg and no invalidation rule names {name!r}", name=name)
            )
            problems.append(
                source.problem(source.places.of_key(at), message("{what}{hint}", what=what, hint=hint))
            )
            continue
        try:
            value = example_value(written, spec)
        except ConditionError as error:
            place = source.places.inside_string(at, error.offset)
            problems.append(
                source.problem(place, message("{text!r}: {problem}", text=error.text, problem=error.problem))
            )
            continue
        yield Fact(name=name, value=value, unit=spec.unit, released_at=_EXAMPLE_DAY, age_days=0, status="ok")


def example_value(written: str | bool | dt.date, spec: FactSpec) -> FactValue:
    """Read a value as an example writes it: in quotes with its unit, or a bare TOML boolean or date.

    Raises:
        ConditionError: it is of the wrong kind, or its unit does not fit.
    """
    if isinstance(written, str):
        return parse_value(written, spec)
    fits = kind_of(spec.unit) == ("bool" if isinstance(written, bool) else "date")
    if not fits:
        raise ConditionError(
            str(written), 0, message("{pattern} is in {unit}", pattern=spec.pattern, unit=spec.unit)
        )
    return written
