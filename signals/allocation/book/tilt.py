"""From score to active weight: score times step, capped, funded from the stated side."""

from __future__ import annotations

from typing import Literal

from signals.allocation import contract
from signals.allocation.sentences import told
from signals.rules.strategy import FULL_BP, Strategy, in_both
from signals.rules.verdict import CallVerdict, Grade

METHOD = "score-tilt/1"
Binding = Literal["none", "active_cap", "tracking_error_cap", "not_graded", "override"]


def cautious_score_bp(interval: tuple[int, int]) -> int:
    """Return the end of the interval nearest to zero; zero where it spans zero."""
    low, high = interval
    return max(low, 0) + min(high, 0)


def tilt_of(strategy: Strategy, verdict: CallVerdict, published: Grade | None) -> contract.Tilt:
    """Size the tilt. A neutral call and an abstention carry none, and neither does a person's override."""
    rule = strategy.tilt
    score = cautious_score_bp(verdict.score_bp)
    binding: Binding = "none"
    uncapped = 0
    if verdict.grade in {None, "neutral"}:
        binding = "not_graded"
    elif published != verdict.grade:
        binding = "override"
    else:
        uncapped = _whole(score * rule.step_bp, FULL_BP)
    by_tracking_error = int(rule.max_tracking_error_bp * 100 / rule.relative_volatility_pct)
    limit = min(rule.cap_bp, by_tracking_error)
    active = max(-limit, min(limit, uncapped))
    if active != uncapped:
        binding = "active_cap" if rule.cap_bp <= by_tracking_error else "tracking_error_cap"
    return contract.Tilt(
        unit="bp_of_equity_sleeve",
        active=(
            contract.ActiveWeight(id=strategy.subject.id, active_bp=active),
            contract.ActiveWeight(id=rule.funding, active_bp=-active),
        ),
        score_bp=score,
        uncapped_bp=uncapped,
        step_bp=rule.step_bp,
        binding=binding,
        tracking_error_bp=round(abs(active) * rule.relative_volatility_pct / 100),
        relative_volatility_pct=rule.relative_volatility_pct,
        caps=contract.TiltCaps(max_active_bp=rule.cap_bp, max_tracking_error_bp=rule.max_tracking_error_bp),
        method=METHOD,
        reason=told(in_both(rule.reason)),
    )


def _whole(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero, in integers, so that both signs round alike."""
    sign = 1 if numerator >= 0 else -1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
