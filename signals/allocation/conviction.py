"""Conviction: stated reasons, each with the highest level that it allows; the lowest decides.

The caps are judgement, not measurement, and each says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from signals.allocation import contract
from signals.allocation.sentences import both
from signals.rules.graded import GradedCall
from signals.rules.verdict import CallVerdict, FlipSet, LegVerdict
from signals.units import rounded_sigmas

Level = Literal["low", "moderate", "high"]
Code = Literal[
    "NEAREST_FLIP_SIGMA",
    "NEAREST_FLIP_UNKNOWN",
    "SCHEDULED_FLIP_DAYS",
    "LEGS_OPPOSED",
    "LEGS_UNKNOWN",
    "DATA_QUALITY",
    "SAMPLE_DATA",
    "EDGE_UNPROVEN",
]
LEVELS: tuple[Level, ...] = ("low", "moderate", "high")

# One-week sigmas to the nearest flip: inside one, an ordinary week (one in three) undoes the call;
# beyond two, about one week in twenty does.
LOW_BELOW_SIGMA, HIGH_FROM_SIGMA = 1.0, 2.0
# Share of the total weight that speaks against: from a third on, the call is one view among two.
LOW_FROM_OPPOSED_SHARE = 1 / 3
# Days until the calendar alone ends the call: a call for 6 to 12 months that lapses within a month
# without news says little; within two it deserves a warning.
LOW_WITHIN_DAYS, MODERATE_WITHIN_DAYS = 30, 60


def nearest_flip(flips: Iterable[FlipSet]) -> FlipSet | None:
    """Return the cheapest set of changes whose cost is known."""
    known = [flip for flip in flips if flip.cost_sigma is not None]
    return min(known, key=lambda flip: (flip.cost_sigma, len(flip.changes)), default=None)


def conviction_of(call: GradedCall, *, sample: bool) -> contract.Conviction:
    """Weigh how easily the call is undone and how good its evidence is."""
    verdict = call.verdict
    reasons = [
        *_by_flips(verdict),
        *_by_calendar(verdict),
        _by_opposition(verdict),
        *_by_unknown_legs(verdict),
        _by_data(call),
    ]
    if sample:
        reasons.append(
            _reason(
                "SAMPLE_DATA",
                True,
                None,
                "moderate",
                both(
                    "rests on the bundled sample, an excerpt for a first run",
                    "依据内置样本数据，仅供初次运行",
                ),
            )
        )
    reasons.append(
        _reason(
            "EDGE_UNPROVEN",
            True,
            None,
            "moderate",
            both("no scorecard has shown an edge over the base rate yet", "尚无记分卡证明优于基准概率"),
        )
    )
    level = None if verdict.grade is None else min((r.caps_at for r in reasons), key=LEVELS.index)
    return contract.Conviction(level=level, reasons=tuple(reasons))


def _reason(
    code: Code, value: bool | float | None, unit: str | None, caps_at: Level, said: contract.Text
) -> contract.ConvictionReason:
    return contract.ConvictionReason(code=code, value=value, unit=unit, caps_at=caps_at, text=said)


def _by_flips(verdict: CallVerdict) -> Iterable[contract.ConvictionReason]:
    nearest = nearest_flip(verdict.flips)
    if nearest is not None and nearest.cost_sigma is not None:
        cost = nearest.cost_sigma
        cap: Level = "low" if cost < LOW_BELOW_SIGMA else "high" if cost >= HIGH_FROM_SIGMA else "moderate"
        yield _reason(
            "NEAREST_FLIP_SIGMA",
            rounded_sigmas(cost),
            "sigma",
            cap,
            both(
                f"the nearest measurable flip is {cost:.1f} one-week sigmas away",
                f"距可度量的最近翻转{cost:.1f}个周标准差",
            ),
        )
    unmeasured = sum(flip.cost_sigma is None for flip in verdict.flips)
    if unmeasured:
        yield _reason(
            "NEAREST_FLIP_UNKNOWN",
            unmeasured,
            "flips",
            "moderate",
            both(
                f"{unmeasured} {'ways' if unmeasured > 1 else 'way'} to flip "
                f"{'lie' if unmeasured > 1 else 'lies'} at a distance that cannot be measured",
                f"{unmeasured}种翻转路径的距离无法度量",
            ),
        )


def _by_calendar(verdict: CallVerdict) -> Iterable[contract.ConvictionReason]:
    changing = [flip for flip in verdict.scheduled if flip.changes_grade]
    if not changing:
        return
    first = min(changing, key=lambda flip: flip.on)
    days = (first.on - verdict.as_of).days
    cap: Level = "low" if days <= LOW_WITHIN_DAYS else "moderate" if days <= MODERATE_WITHIN_DAYS else "high"
    yield _reason(
        "SCHEDULED_FLIP_DAYS",
        days,
        "days",
        cap,
        both(
            f"without any news the grade changes on {first.on} ({days} day{'s' if days > 1 else ''})",
            f"若无新消息，评级将于{first.on}改变（{days}天后）",
        ),
    )


def _by_opposition(verdict: CallVerdict) -> contract.ConvictionReason:
    supports = [leg for leg in verdict.legs if leg.stance == "supports"]
    opposes = [leg for leg in verdict.legs if leg.stance == "opposes"]
    if verdict.grade == "neutral":  # a neutral call is undecided to the extent that both sides pull
        against = min(supports, opposes, key=_weight)
        verb, en, zh = "pull", "against the rest", "与其余方向相反"
    else:
        against = supports if verdict.grade == "underweight" else opposes
        verb, en, zh = "point", "the other way", "方向相反"
    verb += "s" if len(against) == 1 else ""
    share = _weight(against) / _weight(verdict.legs)
    cap: Level = "low" if share >= LOW_FROM_OPPOSED_SHARE else "moderate" if against else "high"
    return _reason(
        "LEGS_OPPOSED",
        len(against),
        "legs",
        cap,
        both(
            f"{len(against)} of {len(verdict.legs)} legs {verb} {en} ({share:.0%} of the weight)",
            f"{len(verdict.legs)}条支柱中{len(against)}条{zh}（占权重{share:.0%}）",
        ),
    )


def _weight(legs: Sequence[LegVerdict]) -> int:
    return sum(leg.weight_bp for leg in legs)


def _by_unknown_legs(verdict: CallVerdict) -> Iterable[contract.ConvictionReason]:
    unknown = sum(leg.contribution_bp[0] != leg.contribution_bp[1] for leg in verdict.legs)
    if unknown:
        yield _reason(
            "LEGS_UNKNOWN",
            unknown,
            "legs",
            "low",
            both(
                f"{unknown} of {len(verdict.legs)} legs cannot be decided",
                f"{len(verdict.legs)}条支柱中{unknown}条无法判断",
            ),
        )


def _by_data(call: GradedCall) -> contract.ConvictionReason:
    unusable, used = len(call.unusable), len(call.names)
    return _reason(
        "DATA_QUALITY",
        unusable,
        "facts",
        "low" if unusable else "high",
        both(
            f"{unusable} of {used} facts {'is' if unusable == 1 else 'are'} missing, stale or suspect",
            f"{used}项事实中{unusable}项缺失、过期或存疑",
        ),
    )
