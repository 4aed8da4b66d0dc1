"""The house view: the tilts of several calls as one book, netted over the sides that they share.

Pure arithmetic: calls and weekly returns in, weights in whole basis points out. Every tilt is funded from
its own benchmark, so the net weights add up to zero whatever is scaled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signals.allocation import contract
from signals.allocation.sentences import told
from signals.rules.strategy import Bilingual
from signals.units import rounded
from signals.words import Word

if TYPE_CHECKING:
    import datetime as dt

WEEKS_A_YEAR = 52
LEAST_WEEKS = 26
"""A covariance out of half a year of weeks is known to about a seventh; fewer say too little."""
_RANK = {"high": 0, "moderate": 1, "low": 2, None: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The limits of a house, as its file states them."""

    id: str
    title: Bilingual
    budget_bp: int
    max_tracking_error_bp: int
    covariance_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Weekly returns of several sides over the same weeks, oldest first; empty where they share too few."""

    by_side: Mapping[str, Sequence[float]]
    first: dt.date | None = None
    last: dt.date | None = None
    missing: tuple[str, ...] = ()

    @property
    def weeks(self) -> int:
        """Return how many weeks there are."""
        return len(next(iter(self.by_side.values()), ()))


def house_view(
    book: Book, document: contract.AllocationDocument, returns_of: Callable[[Sequence[str]], Returns]
) -> contract.HouseView:
    """Net the tilts of a document's calls and hold them to the limits of the house.

    Args:
        book: the limits.
        document: the calls of one day, every member among them.
        returns_of: weekly returns of the sides that carry a weight.
    """
    tilts = {call.thread_id: call.tilt.active for call in document.calls}
    sides = sorted({one.id for tilt in tilts.values() for one in tilt if one.active_bp})
    returns = returns_of(sides)
    usable = returns.weeks >= LEAST_WEEKS
    covariance = _covariance(returns) if usable else {}

    def error_bp(factor: float) -> float | None:
        return _error_bp(net(_scaled(tilts, factor)), covariance) if usable or not sides else None

    factor, binding = _factor(book, tilts, error_bp)
    used = _scaled(tilts, factor)
    weights = net(used)
    return contract.HouseView(
        id=book.id,
        title=contract.Text(en=book.title.en, zh=book.title.zh),
        members=tuple(_members(document, used)),
        weights=tuple(contract.ActiveWeight(id=side, active_bp=weights[side]) for side in sorted(weights)),
        gross_bp=_gross_bp(weights),
        budget_bp=book.budget_bp,
        tracking_error_bp=rounded(error_bp(factor), "bp"),
        max_tracking_error_bp=book.max_tracking_error_bp,
        binding=binding,
        weeks=returns.weeks if usable else 0,
        first_week=returns.first if usable else None,
        last_week=returns.last if usable else None,
        reason=told("") if usable or not sides else told(_too_few(returns, book)),
    )


def _too_few(returns: Returns, book: Book) -> Word:
    if returns.missing:
        return Word.of("allocation.no_closes", sides=returns.missing)
    return Word.of(
        "allocation.few_weeks", weeks=returns.weeks, least=LEAST_WEEKS, asked=book.covariance_weeks
    )


Tilts = Mapping[str, Sequence[contract.ActiveWeight]]


def net(tilts: Tilts) -> dict[str, int]:
    """Return the active weight of each side over all tilts; they add up to zero, as each tilt does."""
    weights: dict[str, int] = {}
    for tilt in tilts.values():
        for one in tilt:
            weights[one.id] = weights.get(one.id, 0) + one.active_bp
    return {side: weight for side, weight in weights.items() if weight}


def _scaled(tilts: Tilts, factor: float) -> Tilts:
    """Scale every tilt alike, toward zero, both of its sides by the same whole number."""
    if factor >= 1:
        return tilts
    return {
        thread: tuple(
            one.model_copy(update={"active_bp": math.trunc(one.active_bp * factor)}) for one in tilt
        )
        for thread, tilt in tilts.items()
    }


def _gross_bp(weights: Mapping[str, int]) -> int:
    """Return the active weight on one side of the book: half of all weights without their signs."""
    return sum(abs(weight) for weight in weights.values()) // 2


def _factor(
    book: Book, tilts: Tilts, error_bp: Callable[[float], float | None]
) -> tuple[float, contract.HouseBinding]:
    """Return how much of every tilt the limits leave, and which of them decides."""
    gross, error = _gross_bp(net(tilts)), error_bp(1.0)
    by_budget = 1.0 if gross <= book.budget_bp else book.budget_bp / gross
    by_error = (
        1.0 if error is None or error <= book.max_tracking_error_bp else book.max_tracking_error_bp / error
    )
    factor = min(by_budget, by_error)
    if factor >= 1:
        return 1.0, "none"
    # Tilts are cut to whole basis points one by one, so that where they offset each other a net weight may
    # come out a little larger than the factor says; a hundredth less is taken until both limits hold.
    while _gross_bp(net(_scaled(tilts, factor))) > book.budget_bp or (
        (now := error_bp(factor)) is not None and now > book.max_tracking_error_bp
    ):
        factor *= 0.99
    return factor, "budget" if by_budget <= by_error else "tracking_error"


def _covariance(returns: Returns) -> dict[tuple[str, str], float]:
    """Return the sample covariance of weekly returns, a year."""
    count = returns.weeks
    apart = {
        side: [value - math.fsum(values) / count for value in values]
        for side, values in returns.by_side.items()
    }
    return {
        (one, two): WEEKS_A_YEAR
        * math.fsum(a * b for a, b in zip(apart[one], apart[two], strict=True))
        / (count - 1)
        for one in apart
        for two in apart
    }


def _error_bp(weights: Mapping[str, int], covariance: Mapping[tuple[str, str], float]) -> float:
    """Return the tracking error of a year, in basis points."""
    variance = math.fsum(
        weights[one] * weights[two] * covariance[one, two] for one in weights for two in weights
    )
    return math.sqrt(max(variance, 0.0))


def _members(document: contract.AllocationDocument, used: Tilts) -> Sequence[contract.HouseMember]:
    """Return the members by conviction, never by score: scores of two strategies have two scales."""
    flags = document.risk_flags
    ordered = sorted(document.calls, key=lambda call: (_RANK[call.conviction.level], call.thread_id))
    return [
        contract.HouseMember(
            rank=place,
            thread_id=call.thread_id,
            grade=call.rating.published_grade,
            conviction=call.conviction.level,
            score_bp=call.score.interval_bp,
            range_bp=call.score.range_bp,
            stated_bp=call.tilt.active[0].active_bp,
            active_bp=used[call.thread_id][0].active_bp,
            next_change=next((flip.on for flip in call.flips.scheduled if flip.changes_grade), None),
            nearest_sigma=call.flips.nearest.cost_sigma if call.flips.nearest else None,
            gravest_flag=next((flag.id for flag in flags if call.thread_id in flag.thread_ids), None),
        )
        for place, call in enumerate(ordered, start=1)
    ]
