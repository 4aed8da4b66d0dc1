"""Cells: the thresholds of a rule cut a fact's line into stretches on which nothing changes.

Two values in one cell satisfy the same leaves, so a rule can be decided for
every possible value of a fact by trying one value a cell. That is what makes
score intervals exact, examples checkable and flips enumerable.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from signals.facts import FactValue
from signals.rules.conditions import OPERATORS, Leaf
from signals.units import unit_of

# Which leaves a value satisfies: bit i is leaf i of its fact.
Signature = int

_OTHER_WORD = "other"  # stands for any word that no leaf names, where the closed list is not declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """An interval of numbers (dates as ordinals) on which every leaf of the fact is constant."""

    low: float
    low_closed: bool
    high: float
    high_closed: bool
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The nearest value of a fact that satisfies other leaves.

    ``distance`` (unit of the fact, days for dates) reaches to the edge of the
    cell, the signed ``way`` to the value inside it; both are None where the
    fact has no value now or no order.
    """

    fact: str
    signature: Signature
    to_value: FactValue
    distance: float | None
    way: float | None
    when: str


class Line:
    """One fact as the leaves of a rule see it.

    Args:
        leaves: every leaf that names the fact, in the order of the rule; at least one.
    """

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self.leaves = tuple(dict.fromkeys(leaves))
        self._tests = tuple(
            (OPERATORS[leaf.op], leaf.threshold, 1 << index) for index, leaf in enumerate(self.leaves)
        )
        first = self.leaves[0]
        self.fact, self.unit, self.kind, self.words = first.fact, first.unit, first.kind, first.words
        self.stretches = self._stretches() if self.kind in {"number", "count", "date"} else ()
        self._written = {scalar(leaf.threshold): leaf.written for leaf in self.leaves if self.stretches}
        self.signatures: tuple[Signature, ...] = tuple(
            dict.fromkeys(
                [stretch.signature for stretch in self.stretches]
                or [self.signature(option) for option in self._options()]
            )
        )

    def signature(self, value: FactValue) -> Signature:
        """Return which leaves a known value satisfies."""
        found = 0
        for holds, threshold, bit in self._tests:
            if holds(value, threshold):
                found |= bit
        return found

    def moves(self, now: FactValue) -> tuple[Move, ...]:
        """Return the nearest move into each other cell; into every cell where ``now`` is None."""
        here = None if now is None else self.signature(now)
        found: dict[Signature, Move] = {}
        for move in self._moves(now):
            best = found.get(move.signature)
            if move.signature != here and (best is None or (move.distance or 0.0) < (best.distance or 0.0)):
                found[move.signature] = move
        return tuple(found.values())

    def _moves(self, now: FactValue) -> list[Move]:
        if not self.stretches:
            return [
                Move(
                    fact=self.fact,
                    signature=self.signature(option),
                    to_value=option,
                    distance=None,
                    way=None,
                    when=f"{self.fact} == {str(option).lower() if isinstance(option, bool) else option}",
                )
                for option in self._options()
            ]
        return [self._move_into(stretch, now) for stretch in self.stretches]

    def _move_into(self, stretch: Stretch, now: FactValue) -> Move:
        here = None if now is None else scalar(now)
        target = self._nearest(stretch, here)
        distance: float | None = None
        if here is not None:
            edge = target if self.kind != "number" else min(max(here, stretch.low), stretch.high)
            distance = abs(edge - here)
        value: FactValue = dt.date.fromordinal(int(target)) if self.kind == "date" else target
        return Move(
            fact=self.fact,
            signature=stretch.signature,
            to_value=value,
            distance=distance,
            way=None if here is None else target - here,
            when=self._when(stretch),
        )

    def _options(self) -> tuple[FactValue, ...]:
        if self.kind == "bool":
            return (True, False)
        named = dict.fromkeys(str(leaf.threshold) for leaf in self.leaves)
        return tuple(self.words) or (*named, _OTHER_WORD)

    def _stretches(self) -> tuple[Stretch, ...]:
        cuts = sorted({scalar(leaf.threshold) for leaf in self.leaves})
        low, high = unit_of(self.unit).low, unit_of(self.unit).high
        pieces: list[tuple[float, bool, float, bool, float]] = []  # low, closed, high, closed, a value inside
        edges = [-math.inf, *cuts, math.inf]
        for index, edge in enumerate(edges[:-1]):
            if index:
                pieces.append((edge, True, edge, True, edge))
            following = edges[index + 1]
            pieces.append((edge, False, following, False, _between(edge, following)))
        merged: list[Stretch] = []
        for piece_low, low_closed, piece_high, high_closed, inside in pieces:
            signature = self.signature(self._value(inside))
            if merged and merged[-1].signature == signature:
                last = merged.pop()
                piece_low, low_closed = last.low, last.low_closed  # noqa: PLW2901 # one stretch out of two
            merged.append(
                Stretch(
                    low=piece_low,
                    low_closed=low_closed,
                    high=piece_high,
                    high_closed=high_closed,
                    signature=signature,
                )
            )
        clipped = (_clip(stretch, low, high) for stretch in merged)
        kept = [stretch for stretch in clipped if stretch is not None]
        return tuple(self._whole(kept) if self.kind in {"count", "date"} else kept)

    def _value(self, scalar: float) -> FactValue:
        """Return what the leaves compare; a day beyond the calendar becomes its first or last."""
        if self.kind != "date":
            return scalar
        ordinal = math.floor(scalar)
        return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))

    def _whole(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """Keep the whole numbers of each stretch, with both ends closed; drop those without any."""
        kept = []
        for stretch in stretches:
            low, high = stretch.low, stretch.high
            if math.isfinite(low):
                low = math.ceil(low) if stretch.low_closed or low != int(low) else low + 1
            if math.isfinite(high):
                high = math.floor(high) if stretch.high_closed or high != int(high) else high - 1
            if low > high:
                continue
            kept.append(
                Stretch(low=low, low_closed=True, high=high, high_closed=True, signature=stretch.signature)
            )
        return kept

    def _nearest(self, stretch: Stretch, here: float | None) -> float:
        """Return a value inside ``stretch``, as near to ``here`` as a readable number gets."""
        from_below = here is None or here <= stretch.low
        if here is not None and stretch.low < here < stretch.high:
            return here
        if from_below and math.isfinite(stretch.low):
            if stretch.low_closed:
                return stretch.low
            return self._past(stretch, stretch.low, ROUND_FLOOR, 1)
        if stretch.high_closed:
            return stretch.high
        return self._past(stretch, stretch.high, ROUND_CEILING, -1)

    def _past(self, stretch: Stretch, edge: float, rounding: str, sign: int) -> float:
        step = unit_of(self.unit).step
        count = (Decimal(repr(edge)) / step).to_integral_value(rounding=rounding) + sign
        value = float(count * step)
        inside_low = value > stretch.low or (stretch.low_closed and value == stretch.low)
        inside_high = value < stretch.high or (stretch.high_closed and value == stretch.high)
        return value if inside_low and inside_high else _between(stretch.low, stretch.high)

    def _when(self, stretch: Stretch) -> str:
        low, high = self._edge(stretch.low), self._edge(stretch.high)
        domain_low, domain_high = unit_of(self.unit).low, unit_of(self.unit).high
        has_low = math.isfinite(stretch.low) and stretch.low != domain_low
        has_high = math.isfinite(stretch.high) and stretch.high != domain_high
        if stretch.low == stretch.high:
            return f"{self.fact} == {low}"
        above, below = ">=" if stretch.low_closed else ">", "<=" if stretch.high_closed else "<"
        if has_low and has_high:
            return f"{self.fact} {above} {low} and {below} {high}"
        if has_low:
            return f"{self.fact} {above} {low}"
        if has_high:
            return f"{self.fact} {below} {high}"
        return f"{self.fact} has any value"

    def _edge(self, scalar: float) -> str:
        if scalar in self._written:
            return self._written[scalar]
        if not math.isfinite(scalar):
            return ""
        if self.kind == "date":
            return dt.date.fromordinal(int(scalar)).isoformat()
        return f"{scalar:g} {self.unit}"


def _clip(stretch: Stretch, low: float | None, high: float | None) -> Stretch | None:
    """Cut a stretch to where its unit can lie; None where nothing is left."""
    new_low, low_closed, new_high, high_closed = (
        stretch.low,
        stretch.low_closed,
        stretch.high,
        stretch.high_closed,
    )
    if low is not None and new_low < low:
        new_low, low_closed = low, True
    if high is not None and new_high > high:
        new_high, high_closed = high, True
    if new_low > new_high or (new_low == new_high and not (low_closed and high_closed)):
        return None
    return Stretch(
        low=new_low,
        low_closed=low_closed,
        high=new_high,
        high_closed=high_closed,
        signature=stretch.signature,
    )


def _between(low: float, high: float) -> float:
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - max(1.0, abs(high))
    if math.isinf(high):
        return low + max(1.0, abs(low))
    return low + (high - low) / 2


def scalar(value: FactValue) -> float:
    """Return a number or a date as a number; dates as their ordinal day."""
    if isinstance(value, dt.date):
        return float(value.toordinal())
    if isinstance(value, (int, float)):
        return float(value)
    raise TypeError(f"{value!r} has no place on a line")
