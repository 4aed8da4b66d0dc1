"""Three-valued evaluation: true, false, or unknown with the reason.

Every branch is evaluated and kept (Kleene's strong logic, without short cuts),
because a reader wants to see the clauses that did not decide as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, cast

from signals.facts import Fact, FactValue, Reason, not_ok
from signals.rules.conditions import Group, Leaf, Node
from signals.rules.thresholds import scalar
from signals.rules.verdict import Trace, Truth, builder
from signals.words import Word, all_of


class Known(NamedTuple):
    """What a rule may use of one fact: its value, or why it may not."""

    value: FactValue
    reason: Reason
    week_sigma: float | None
    fact: Fact | None
    source: str | None


class Evidence:
    """Facts as rules read them; each is looked at once, however many leaves name it."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._known: dict[str, Known] = {}

    def of(self, leaf: Leaf) -> Known:
        """Return what is known of the fact that ``leaf`` compares."""
        known = self._known.get(leaf.fact)
        if known is None:
            known = self._known[leaf.fact] = _look(leaf, self._facts.get(leaf.fact))
        return known


def evaluate(node: Node, evidence: Evidence) -> Trace:
    """Return the verdict on a condition with that of every branch under it."""
    if isinstance(node, Leaf):
        return _leaf(node, evidence.of(node))
    children = tuple([evaluate(child, evidence) for child in node.children])
    verdict = _combine(node, children)
    margin, note = _margin(node, children)
    reason = _undecided(children) if verdict == "unknown" else note
    return _trace(
        node.node, verdict, node.text, reason, margin, None, None, None, None, None, None, None, None, None,
        node.n, children,
    )  # fmt: skip


_trace = builder(Trace)


def _look(leaf: Leaf, fact: Fact | None) -> Known:
    if fact is None:
        return Known(None, Word.of("rules.no_reading"), None, None, None)
    source = None
    if fact.inputs:
        source = ", ".join(dict.fromkeys(item.source for item in fact.inputs if item.source)) or None
    reason: Reason = ""
    if not fact.usable:
        reason = not_ok(fact.status, fact.reason)
    elif fact.unit != leaf.unit:
        reason = not_ok("suspect", Word.of("rules.other_unit", found=fact.unit, expected=leaf.unit))
    elif not _fits(leaf, fact.value):
        reason = not_ok("suspect", Word.of("rules.other_kind", value=repr(fact.value), kind=leaf.kind))
    sigma = fact.week_sigma
    if sigma is not None and not (math.isfinite(sigma) and sigma > 0):
        sigma = None
    return Known(None if reason else fact.value, reason, sigma, fact, source)


def _fits(leaf: Leaf, value: FactValue) -> bool:
    """Whether a value is of the kind that its leaves compare; a NaN is of none."""
    if leaf.kind in {"number", "count"}:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if leaf.kind == "bool":
        return isinstance(value, bool)
    if leaf.kind == "word":
        return isinstance(value, str) and (not leaf.words or value in leaf.words)
    return type(value) is type(leaf.threshold)


def _leaf(leaf: Leaf, known: Known) -> Trace:
    fact = known.fact
    if known.reason:
        verdict, margin, sigma = "unknown", None, None
    else:
        verdict = "true" if leaf.holds(known.value) else "false"
        margin = _distance(leaf, known.value)
        week = known.week_sigma
        sigma = None if margin is None or week is None else margin / week
    if fact is None:
        actual, status, released_at = None, "missing", None
    else:
        actual, status, released_at = fact.value, fact.status, fact.released_at
    return _trace(
        "leaf", verdict, leaf.text, known.reason, sigma, leaf.fact, leaf.op, leaf.threshold, leaf.unit,
        actual, margin, status, released_at, known.source, None, (),
    )  # fmt: skip


def _distance(leaf: Leaf, value: FactValue) -> float | None:
    """Return the signed distance to where the verdict turns, positive while true; None without an order.

    Between whole numbers and between days nothing lies, so there the nearest
    value with the other verdict counts: one event is one away from "no event".
    """
    if leaf.kind == "number":
        above = cast("float", value) - cast("float", leaf.threshold)  # numbers, or there were no verdict
        op = leaf.op
        if op in {">", ">="}:
            return above
        if op in {"<", "<="}:
            return 0.0 - above
        return abs(above) if op == "!=" else 0.0 - abs(above)
    if leaf.kind not in {"count", "date"}:
        return None
    at, here = scalar(leaf.threshold), scalar(value)
    if leaf.op in {"==", "!="}:
        away = abs(here - at)
        return (away if leaf.op == "!=" else -away) or (1.0 if leaf.op == "==" else -1.0)
    upward = leaf.op in {">", ">="}
    if leaf.op == ">":
        first = math.floor(at) + 1  # the first whole value on the true side
    elif leaf.op == ">=":
        first = math.ceil(at)
    else:
        first = math.floor(at) if leaf.op == "<=" else math.ceil(at) - 1
    inside = here - first if upward else first - here
    return inside + 1.0 if inside >= 0 else inside


_INVERSE: Mapping[Truth, Truth] = {"true": "false", "false": "true", "unknown": "unknown"}


def _combine(group: Group, children: tuple[Trace, ...]) -> Truth:
    verdicts = [child.verdict for child in children]
    if group.node == "not":
        return _INVERSE[verdicts[0]]
    true, needed = verdicts.count("true"), _needed(group)
    if true >= needed:
        return "true"
    return "false" if true + verdicts.count("unknown") < needed else "unknown"


def _needed(group: Group) -> int:
    """Return how many children must hold."""
    if group.node == "all":
        return len(group.children)
    return group.n if group.n is not None else 1


def _margin(group: Group, children: tuple[Trace, ...]) -> tuple[float | None, Reason]:
    """Return the margin of a group in one-week sigmas, and what is known where it has none.

    The n-th largest margin of the children: their minimum for ``all``, their
    maximum for ``any`` (robustness of signal temporal logic, Fainekos and
    Pappas 2009). One child without a margin leaves it open, save for a bound.
    """
    margins = [child.margin_sigma for child in children]
    known = [margin for margin in margins if margin is not None]
    if group.node == "not":
        return (0.0 - known[0], "") if known else (None, "")
    needed, unsaid = _needed(group), len(margins) - len(known)
    known.sort(reverse=True)
    if not unsaid:
        return known[needed - 1], ""
    low = high = None
    if needed <= len(known):
        low = known[needed - 1]
    if needed > unsaid:
        high = known[needed - unsaid - 1]
    counted = {"unsaid": unsaid, "n": len(children)}
    if low is not None and high is not None:
        return None, Word.of("rules.margin_between", low=low, high=high, **counted)
    if low is not None:
        return None, Word.of("rules.margin_at_least", low=low, **counted)
    return None, Word.of("rules.margin_at_most", high=high, **counted) if high is not None else ""


def _undecided(children: tuple[Trace, ...]) -> Reason:
    reasons = dict.fromkeys(
        Word.of("facts.of_input", series=child.fact, reason=child.reason) if child.fact else child.reason
        for child in children
        if child.verdict == "unknown"
    )
    return all_of(reasons)
