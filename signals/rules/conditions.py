"""Conditions: ``fact op literal unit`` leaves under ``all``, ``any``, ``not`` and ``at_least``.

A condition is data, never code: no arithmetic, no names but those of facts.
Everything about it is checked against the vocabulary of facts before any
value is read, so that a typo can never be evaluated.
"""

from __future__ import annotations

import datetime as dt
import difflib
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from signals.config import ConfigError
from signals.facts import FactSpec, FactValue
from signals.rules.verdict import Operator
from signals.units import Kind, unit_of
from sources.message import either, message
from sources.spelling import meant

if TYPE_CHECKING:
    from signals.rules.strategy import Condition

GroupKind = Literal["all", "any", "not", "at_least"]

# Written unit, unit of the fact, and what to multiply by. Only conversions that cannot change the meaning.
CONVERSIONS: Mapping[tuple[str, str], Decimal] = {
    ("pct", "prob"): Decimal("0.01"),
    ("bp", "pp"): Decimal("0.01"),
    ("pp", "bp"): Decimal(100),
}
OPERATORS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[.\-][A-Za-z0-9_]+)*")
_OPERATOR = re.compile(r"<=|>=|==|!=|<|>")
_LITERAL = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})(?![\d.])|(?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+))|(?P<word>[A-Za-z_][\w]*)"
)
_UNIT = re.compile(r"[A-Za-z_%]+")
_SPACE = re.compile(r"\s*")


class ConditionError(ConfigError):
    """A condition cannot be read; ``offset`` counts characters from the start of its text."""

    def __init__(self, text: str, offset: int, problem: str) -> None:
        super().__init__(
            message("{text!r}, column {column}: {problem}", text=text, column=offset + 1, problem=problem)
        )
        self.text, self.offset, self.problem = text, offset, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One comparison. ``threshold`` is in ``unit``, the fact's own; ``written`` is as in the file."""

    text: str
    fact: str
    op: Operator
    threshold: FactValue
    unit: str
    kind: Kind
    written: str
    words: tuple[str, ...] = ()

    def holds(self, value: FactValue) -> bool:
        """Return whether a known value of the right kind satisfies the comparison."""
        return OPERATORS[self.op](value, self.threshold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """``n`` is set for ``at_least`` alone."""

    node: GroupKind
    children: tuple[Node, ...]
    n: int | None = None

    @property
    def text(self) -> str:
        """The group in words, without its children."""
        if self.node == "at_least":
            return f"at least {self.n} of {len(self.children)}"
        return self.node


Node = Leaf | Group
Report = Callable[[ConditionError, tuple[str | int, ...]], None]


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the leaves of a condition, left to right."""
    if isinstance(node, Leaf):
        yield node
    else:
        for child in node.children:
            yield from leaves(child)


def kind_of(unit: str) -> Kind:
    """Return how values of a unit compare."""
    return unit_of(unit).kind


def parse_tree(
    condition: Condition,
    vocabulary: Sequence[FactSpec],
    report: Report | None = None,
    at: tuple[str | int, ...] = (),
) -> Node | None:
    """Check a condition as read from a file and return it typed.

    Args:
        condition: text, or one of the models of `signals.rules.strategy`.
        vocabulary: every fact that may be named.
        report: told of each problem with the path of its leaf, so that a file
            can be checked to its end; without it the first problem is raised.
        at: the path of this condition in its file.

    Returns:
        The typed condition, or None where any leaf had a problem.

    Raises:
        ConditionError: a leaf has a problem and there is no ``report``.
    """
    if isinstance(condition, str):
        try:
            return parse_condition(condition, vocabulary)
        except ConditionError as error:
            if report is None:
                raise
            report(error, at)
            return None
    # A comparison that somebody asks for is no file: it does without the models, which take 40 ms to build.
    from signals.rules.strategy import AllOf, AnyOf, AtLeastOf, NotOf  # noqa: PLC0415

    n: int | None = None
    node: GroupKind
    match condition:
        case AllOf():
            node, key, children = "all", "all", condition.all
        case AnyOf():
            node, key, children = "any", "any", condition.any
        case NotOf():
            child = parse_tree(condition.not_, vocabulary, report, (*at, "not"))
            return None if child is None else Group(node="not", children=(child,))
        case AtLeastOf():
            node, key, children, n = "at_least", "of", condition.of, condition.at_least
    parsed = [
        parse_tree(child, vocabulary, report, (*at, key, index)) for index, child in enumerate(children)
    ]
    kept = tuple(child for child in parsed if child is not None)
    return Group(node=node, children=kept, n=n) if len(kept) == len(parsed) else None


def parse_condition(text: str, vocabulary: Sequence[FactSpec], *, lenient: bool = False) -> Leaf:
    """Read one comparison such as ``us.fed.cuts_2024 > 5 cuts``.

    The unit must be the fact's own, or one that converts without a change of
    meaning (pct for prob; bp for pp and back). With ``lenient`` a number may
    leave its unit out and then has the fact's.

    Raises:
        ConditionError: the text is no comparison, the fact is unknown, the
            literal is of the wrong kind or the unit does not fit.
    """
    name, position = _take(_NAME, text, 0)
    if not name:
        raise ConditionError(text, position, message("expected a fact, such as us.cpi.yoy"))
    spec = _spec(text, name, position - len(name), vocabulary)
    op, position = _take(_OPERATOR, text, position)
    if not op:
        raise ConditionError(text, position, message("expected one of < <= > >= == != after the fact"))
    start = _SPACE.match(text, position).end()  # type: ignore[union-attr] # an empty match is a match
    match = _LITERAL.match(text, start)
    if match is None:
        raise ConditionError(text, start, message("expected {wanted}", wanted=_wanted(spec)))
    unit, end = _take(_UNIT, text, match.end())
    unit_at = end - len(unit)
    if text[end:].strip():
        rest = text[end:].strip()
        raise ConditionError(
            text, text.index(rest, end), message("cannot read {rest!r}: one comparison, no more", rest=rest)
        )
    threshold = _threshold(text, spec, match, unit, unit_at, lenient=lenient)
    kind = kind_of(spec.unit)
    checked_op = _operator(text, op, text.index(op), kind, spec, lenient=lenient)
    return Leaf(
        text=" ".join(text.split()),
        fact=name,
        op=checked_op,
        threshold=threshold,
        unit=spec.unit,
        kind=kind,
        written=f"{match.group()} {unit or (spec.unit if kind in {'number', 'count'} else '')}".strip(),
        words=spec.words,
    )


def parse_value(text: str, spec: FactSpec, *, lenient: bool = False) -> FactValue:
    """Read a value of a fact, such as ``80 pct``, by the rules of `parse_condition`.

    Raises:
        ConditionError: it is of the wrong kind, or its unit does not fit.
    """
    start = _SPACE.match(text).end()  # type: ignore[union-attr] # an empty match is a match
    match = _LITERAL.match(text, start)
    if match is None:
        raise ConditionError(text, start, message("expected {wanted}", wanted=_wanted(spec)))
    unit, end = _take(_UNIT, text, match.end())
    if text[end:].strip():
        raise ConditionError(
            text, end, message("cannot read {rest!r} after the value", rest=text[end:].strip())
        )
    return _threshold(text, spec, match, unit, end - len(unit), lenient=lenient)


def spec_of(name: str, vocabulary: Sequence[FactSpec]) -> FactSpec | None:
    """Return what the vocabulary says of a fact, or None where it does not know it."""
    global _found  # noqa: PLW0603 - what was found in the one vocabulary at hand
    held = _found
    if held is None or held[0] is not vocabulary or not isinstance(vocabulary, tuple):
        held = _found = vocabulary, {}
    if name not in held[1]:
        held[1][name] = next((spec for spec in vocabulary if spec.matches(name)), None)
    return held[1][name]


_found: tuple[Sequence[FactSpec], dict[str, FactSpec | None]] | None = None
"""A document asks for each of its 200 facts twice; told by identity, which is safe because the vocabulary is held."""


_PARTS: Mapping[str, tuple[str, str]] = {  # what fills a varying part, and an example of it
    "date": (r"\d{4}-\d{2}-\d{2}", "2024-05-01"),
    "year": (r"\d{4}", "2024"),
    "n": (r"\d+", "12"),
    "level": (r"\d+(?:_\d+)?", "3"),
}


def nearest_fact(name: str, vocabulary: Sequence[FactSpec]) -> str | None:
    """Return the known fact whose name is nearest, with the numbers of ``name`` in place of its parts."""
    numbers: list[str] = re.findall(r"\d{4}-\d{2}-\d{2}|\d+(?:_\d+)?", name)

    def filled(pattern: str) -> str:
        left = list(numbers)

        def part(match: re.Match[str]) -> str:
            wanted, example = _PARTS[str(match[1])]
            fitting = next((number for number in left if re.fullmatch(wanted, number)), None)
            if fitting is None:
                return example
            left.remove(fitting)
            return fitting

        return re.sub(r"\{(\w+)\}", part, pattern)

    near = difflib.get_close_matches(name, [filled(spec.pattern) for spec in vocabulary], n=1, cutoff=0.6)
    return near[0] if near else None


def _take(pattern: re.Pattern[str], text: str, position: int) -> tuple[str, int]:
    """Skip blanks and match; return the match (or nothing) and where it ends."""
    start = _SPACE.match(text, position).end()  # type: ignore[union-attr] # an empty match is a match
    match = pattern.match(text, start)
    return (match.group(), match.end()) if match else ("", start)


def _spec(text: str, name: str, offset: int, vocabulary: Sequence[FactSpec]) -> FactSpec:
    spec = spec_of(name, vocabulary)
    if spec is None:
        near = nearest_fact(name, vocabulary)
        hint = meant(near, quoted=True) or message("; `signals facts` lists those that exist")
        raise ConditionError(text, offset, message("unknown fact {name!r}{hint}", name=name, hint=hint))
    for day in re.findall(r"\d{4}-\d{2}-\d{2}", name) if "{date}" in spec.pattern else ():
        try:
            dt.date.fromisoformat(day)
        except ValueError as error:
            raise ConditionError(
                text, offset + name.index(day), message("{day} is no date: {error}", day=day, error=error)
            ) from None
    return spec


def _wanted(spec: FactSpec) -> str:
    kind = kind_of(spec.unit)
    if kind == "word":
        return message("a word: {names}", names=", ".join(spec.words)) if spec.words else message("a word")
    if kind == "bool":
        return message("true or false")
    if kind == "date":
        return message("a date such as 2024-05-01")
    return message("a number with its unit, such as 3 {unit}", unit=spec.unit)


def _threshold(
    text: str, spec: FactSpec, match: re.Match[str], unit: str, unit_at: int, *, lenient: bool
) -> FactValue:
    kind = kind_of(spec.unit)
    if kind in {"number", "count"}:
        if match["number"] is None:
            raise ConditionError(
                text,
                match.start(),
                message("found {group!r}; expected {wanted}", group=match.group(), wanted=_wanted(spec)),
            )
        return _number(text, spec, match["number"], unit, unit_at, lenient=lenient)
    value = _unitless(text, spec, match)
    if unit and unit != spec.unit:
        raise ConditionError(
            text,
            unit_at,
            message("unit {unit!r} does not fit; {pattern} takes none", unit=unit, pattern=spec.pattern),
        )
    return value


def _unitless(text: str, spec: FactSpec, match: re.Match[str]) -> FactValue:
    """Read a date, a boolean or a word."""
    kind, literal = kind_of(spec.unit), match.group()
    refusal = message("found {literal!r}; expected {wanted}", literal=literal, wanted=_wanted(spec))
    if kind == "date":
        try:
            return dt.date.fromisoformat(match["date"] or "")
        except ValueError:
            raise ConditionError(text, match.start(), refusal) from None
    if kind == "bool":
        if literal not in {"true", "false"}:
            raise ConditionError(text, match.start(), refusal)
        return literal == "true"
    if match["word"] is None or (spec.words and literal not in spec.words):
        near = next(iter(difflib.get_close_matches(literal, spec.words, n=1)), None)
        raise ConditionError(
            text, match.start(), message("{refusal}{near}", refusal=refusal, near=meant(near, quoted=True))
        )
    return literal


def _number(text: str, spec: FactSpec, number: str, unit: str, unit_at: int, *, lenient: bool) -> float:
    accepted = [spec.unit, *(written for written, own in CONVERSIONS if own == spec.unit)]
    if not unit:
        if not lenient:
            raise ConditionError(
                text,
                unit_at,
                message(
                    "{number} needs a unit; {pattern} is in {names}",
                    number=number,
                    pattern=spec.pattern,
                    names=either(accepted),
                ),
            )
        unit = spec.unit
    factor = Decimal(1) if unit == spec.unit else CONVERSIONS.get((unit, spec.unit))
    if factor is None:
        near = "pct" if unit == "%" else next(iter(difflib.get_close_matches(unit, accepted, n=1)), None)
        hint = meant(near if near in accepted else None, quoted=True)
        raise ConditionError(
            text,
            unit_at,
            message(
                "unit {unit!r} does not fit; {pattern} is in {names}{hint}",
                unit=unit,
                pattern=spec.pattern,
                names=either(accepted),
                hint=hint,
            ),
        )
    value = float(Decimal(number) * factor)
    measure = unit_of(spec.unit)
    low, high = measure.low, measure.high
    if (low is not None and value < low) or (high is not None and value > high):
        hint = (
            message("; did you mean '{number} pct'?", number=number)
            if spec.unit == "prob" and unit == "prob" and value > 1
            else ""
        )
        raise ConditionError(
            text,
            unit_at,
            message(
                "{number} {unit} lies outside what {meaning} can be{hint}",
                number=number,
                unit=unit,
                meaning=measure.meaning,
                hint=hint,
            ),
        )
    return value


def _operator(text: str, op: str, offset: int, kind: Kind, spec: FactSpec, *, lenient: bool) -> Operator:
    checked = next(known for known in OPERATORS if known == op)
    if kind in {"word", "bool"} and checked not in {"==", "!="}:
        raise ConditionError(
            text, offset, message("{op!r} cannot compare a {unit}; use == or !=", op=op, unit=spec.unit)
        )
    if kind == "number" and checked in {"==", "!="} and not lenient:
        raise ConditionError(
            text,
            offset,
            message(
                "{op!r} on a measured number ({unit}) hinges on its last digit; use >= or <=",
                op=op,
                unit=spec.unit,
            ),
        )
    return checked
