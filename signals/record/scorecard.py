"""The scorecard: calls settled by their own criterion, beside chance, the base rate and simple rivals.

What was replayed and what was recorded are never added up: rules written later
than a day know what came after it, so a replay tells what they would have
said, and only a record can show an edge.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

import numpy as np

from signals.allocation.criterion.relative import RelativePrice, as_days, disjoint_windows
from signals.record.settle import GRADES, Said, Settled, outcome_of, settle, spells
from signals.record.statistics import (
    Codes,
    Mean,
    chance_rate,
    confusion,
    hit_rate,
    learned_odds,
    log_score,
    mean_with_error,
    placebo,
    ranked_probability_score,
)
from signals.rules.verdict import Grade
from signals.words import Word
from sources.contract import Floats

MIN_TESTED = 3
"""Below so many separate windows neither interval nor t nor placebo is told.

Within a single window a HAC t fires on a third of calls without skill, within two the placebo on one in eleven
(`benchmarks/no_skill.py` on 30 and 52 weeks).
"""
MIN_WINDOWS = 20
"""Below so many separate windows there is no verdict: a share of one half is then known to 11 points at best."""
EVEN = (1 / 3, 1 / 3, 1 / 3)
"""The odds of a day on which no base rate was known."""

Kind = Literal["replayed", "recorded"]
SIGN: Mapping[Grade, int] = {"underweight": -1, "neutral": 0, "overweight": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """What a simple rule would have called on the same days. ``signed_pp`` is its mean of sign x result."""

    name: str
    n: int
    hit_pct: float
    signed_pp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCard:
    """The mean result by what a leg said, in pp; None where it never said so. ``right_sign`` None: it cannot be told."""

    leg: str
    n_supports: int
    n_opposes: int
    after_supports_pp: float | None
    after_opposes_pp: float | None
    after_neither_pp: float | None
    right_sign: bool | None
    placebo_p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How good odds were: those that the grades' own record gave, and the base rate alone, on the same calls."""

    rps: float
    rps_base: float
    log: float
    log_base: float

    @property
    def rps_skill(self) -> float:
        """The part of the base rate's ranked probability score that the grades save; below zero they cost."""
        return 1 - self.rps / self.rps_base

    @property
    def log_skill(self) -> float:
        """The same of the log score."""
        return 1 - self.log / self.log_base


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointCard:
    """Calls of one pair, or of several pooled, at one checkpoint."""

    label: str
    primary: bool
    n: int
    n_open: int
    n_windows: int
    n_spells: int
    spell_hits: int
    years_missing: int
    confusion: tuple[tuple[int, int, int], ...]
    hit_pct: float | None
    chance_pct: float | None
    base_rate_pct: float | None
    forecast: Forecast | None
    signed_pp: Mean | None
    tilt_bp: Mean | None
    right_sign_pct: float | None
    placebo_p: float | None
    rivals: tuple[Rival, ...]
    legs: tuple[LegCard, ...]
    verdict: Word
    edge: Literal["unproven", "shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One pair, or all pooled (``thread`` is then ``*``)."""

    thread: str
    kind: Kind
    first: dt.date
    last: dt.date
    n_calls: int
    n_abstained: int
    n_hindsight: int
    versions: tuple[str, ...]
    needs: tuple[tuple[str, int], ...]
    checkpoints: tuple[CheckpointCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The calls of one pair with the closes that settle them; ``written_on`` is when its rules were fixed."""

    calls: tuple[Said, ...]
    price: RelativePrice
    written_on: dt.date
    months: Mapping[str, int]


def scorecard(threads: Sequence[Thread], kind: Kind) -> tuple[Card, ...]:
    """Return a card for each pair, and one for all of them where there are several."""
    cards = [_card([thread], thread.calls[0].thread, kind) for thread in threads]
    if len(threads) > 1:
        cards.append(_card(threads, "*", kind))
    return tuple(cards)


def _card(threads: Sequence[Thread], name: str, kind: Kind) -> Card:
    calls = [call for thread in threads for call in thread.calls]
    labels = dict.fromkeys(label for thread in threads for label in thread.months)
    return Card(
        thread=name,
        kind=kind,
        first=min(call.as_of for call in calls),
        last=max(call.as_of for call in calls),
        n_calls=len(calls),
        n_abstained=sum(call.grade is None for call in calls),
        n_hindsight=sum(call.as_of < thread.written_on for thread in threads for call in thread.calls),
        versions=tuple(dict.fromkeys(call.version for call in calls)),
        needs=tuple(Counter(need for call in calls for need in call.needs).most_common(5)),
        checkpoints=tuple(_checkpoint(threads, label, kind) for label in labels),
    )


def _checkpoint(threads: Sequence[Thread], label: str, kind: Kind) -> CheckpointCard:
    by_thread = [settle(thread.calls, label, thread.price) for thread in threads]
    settled = sorted((one for calls in by_thread for one in calls), key=lambda one: one.said.as_of)
    graded = [call for thread in threads for call in thread.calls if call.grade is not None]
    months = max(thread.months[label] for thread in threads if label in thread.months)
    windows = _windows(settled)
    missing = max(0, math.ceil((MIN_WINDOWS - windows) * months / 12))
    table = confusion(_codes(one.grade for one in settled), _codes(one.outcome for one in settled))
    firsts = [first for calls in by_thread for first in spells(calls)]
    signed, tilt = _results(settled, months, windows)
    p = _placebo(settled) if len(threads) == 1 and windows >= MIN_TESTED else None
    hit, chance = (100 * hit_rate(table), 100 * chance_rate(table)) if settled else (None, None)
    neutral = 100 * sum(one.outcome == "neutral" for one in settled) / len(settled) if settled else None
    verdict = _verdict(windows, missing, hit, chance, neutral, p)
    taken = [one for one in settled if one.grade != "neutral"]
    stated = [one.odds[GRADES.index(one.grade)] for one in settled if one.odds is not None]
    return CheckpointCard(
        label=label,
        primary=any(call.primary == label for call in graded),
        n=len(settled),
        n_open=len(graded) - len(settled),
        n_windows=windows,
        n_spells=len(firsts),
        spell_hits=sum(one.grade == one.outcome for one in firsts),
        years_missing=missing,
        confusion=tuple((int(a), int(b), int(c)) for a, b, c in table),
        hit_pct=hit,
        chance_pct=chance,
        base_rate_pct=float(np.mean(stated)) if stated else None,
        forecast=_forecast(settled),
        signed_pp=signed,
        tilt_bp=tilt,
        right_sign_pct=100 * sum(SIGN[one.grade] * one.result_pct > 0 for one in taken) / len(taken)
        if taken
        else None,
        placebo_p=p,
        rivals=_rivals(settled),
        legs=_legs(settled, tested=windows >= MIN_TESTED) if len(threads) == 1 else (),
        verdict=verdict,
        edge="shown" if kind == "recorded" and verdict.code == "scorecard.better" else "unproven",
    )


def _windows(settled: Sequence[Settled]) -> int:
    """Return how many of the calls' windows do not overlap: pairs that are settled together are one."""
    ordered = sorted(settled, key=lambda one: one.entered)
    return disjoint_windows(
        as_days([one.entered for one in ordered]), as_days([one.ended for one in ordered])
    )


def _codes(grades: Iterable[Grade]) -> Codes:
    return np.array([GRADES.index(grade) for grade in grades], dtype=np.int64)


def _results(settled: Sequence[Settled], months: int, windows: int) -> tuple[Mean | None, Mean | None]:
    """Return the mean of sign x result (pp) and of the tilt x result (bp of the sleeve); pairs of one day are one value."""
    if len(settled) < 3:
        return None, None
    signed, tilt, days = [], [], []
    for day, group in groupby(settled, key=lambda one: one.said.as_of):
        same = list(group)
        days.append(day)
        signed.append(np.mean([SIGN[one.grade] * one.result_pct for one in same]))
        tilt.append(np.mean([one.said.active_bp * one.result_pct / 100 for one in same]))
    if windows < MIN_TESTED:
        return Mean(value=float(np.mean(signed))), Mean(value=float(np.mean(tilt)))
    step = (
        float(np.median([(after - before).days for before, after in pairwise(days)]))
        if len(days) > 1
        else 7.0
    )
    lags = max(1, round(2 * months * 365.25 / 12 / step))
    return mean_with_error(np.array(signed), lags), mean_with_error(np.array(tilt), lags)


def _placebo(settled: Sequence[Settled]) -> float | None:
    position = np.array([SIGN[one.grade] for one in settled], dtype=np.float64)
    if len(settled) < 3 or np.ptp(position) == 0:
        return None
    return placebo(position, np.array([one.result_pct for one in settled]))


def _forecast(settled: Sequence[Settled]) -> Forecast | None:
    if not settled:
        return None
    base = np.array([_normal(one.odds) for one in settled])
    called = _codes([one.grade for one in settled])
    came = _codes([one.outcome for one in settled])
    day = as_days([one.said.as_of for one in settled]).astype(np.float64)
    ended = as_days([one.ended for one in settled]).astype(np.float64)
    learned = learned_odds(called, came, base, day, ended)
    return Forecast(
        rps=float(ranked_probability_score(learned, came).mean()),
        rps_base=float(ranked_probability_score(base, came).mean()),
        log=float(log_score(learned, came).mean()),
        log_base=float(log_score(base, came).mean()),
    )


_LEAST = 0.005
"""No outcome is given odds below half a percent: a base rate of zero starts only says that it has not come yet."""


def _normal(odds: tuple[float, float, float] | None) -> Floats:
    known = np.maximum(
        np.array(EVEN if odds is None else odds, dtype=np.float64) / (1 if odds is None else 100), _LEAST
    )
    found: Floats = known / known.sum()
    return found


def _momentum(one: Settled) -> Grade | None:
    return None if one.momentum_pct is None else outcome_of(one.momentum_pct, one.said.threshold_pct)


_RIVALS: Mapping[str, Callable[[Settled], Grade | None]] = {
    "ours": lambda one: one.grade,
    "always_neutral": lambda _: "neutral",
    "momentum_12m": _momentum,
    "always_overweight": lambda _: "overweight",
    "always_underweight": lambda _: "underweight",
}


def _rivals(settled: Sequence[Settled]) -> tuple[Rival, ...]:
    found = []
    for name, rule in _RIVALS.items():
        calls = [(grade, one) for one in settled if (grade := rule(one)) is not None]
        if calls:
            found.append(
                Rival(
                    name=name,
                    n=len(calls),
                    hit_pct=100 * sum(grade == one.outcome for grade, one in calls) / len(calls),
                    signed_pp=float(np.mean([SIGN[grade] * one.result_pct for grade, one in calls])),
                )
            )
    return tuple(found)


def _legs(settled: Sequence[Settled], *, tested: bool) -> tuple[LegCard, ...]:
    names = dict.fromkeys(name for one in settled for name in one.said.stances)
    result = np.array([one.result_pct for one in settled])
    found = []
    for name in names:
        stance = np.array([one.said.stances.get(name, 0) for one in settled], dtype=np.float64)
        means = [
            float(result[stance == sign].mean()) if (stance == sign).any() else None for sign in (1, -1, 0)
        ]
        moved = len(settled) > 2 and np.ptp(stance) > 0
        found.append(
            LegCard(
                leg=name,
                n_supports=int((stance == 1).sum()),
                n_opposes=int((stance == -1).sum()),
                after_supports_pp=means[0],
                after_opposes_pp=means[1],
                after_neither_pp=means[2],
                right_sign=bool(np.cov(stance, result)[0, 1] > 0) if moved else None,
                placebo_p=placebo(stance, result) if moved and tested else None,
            )
        )
    return tuple(found)


ALPHA = 0.05
"""Of the placebo: the share of no-skill calls that look this good."""


def _verdict(
    windows: int,
    missing: int,
    hit: float | None,
    chance: float | None,
    neutral: float | None,
    p: float | None,
) -> Word:
    """Return what may be concluded: better only where no-skill calls and "always neutral" are both beaten."""
    if hit is None or chance is None or neutral is None:
        return Word.of("scorecard.nothing_settled")
    if windows < MIN_WINDOWS:
        return Word.of("scorecard.too_few_windows", windows=windows, needed=MIN_WINDOWS, years=missing)
    if p is None:
        return Word.of("scorecard.pooled", windows=windows)
    code = "scorecard.better" if p <= ALPHA and hit > max(chance, neutral) else "scorecard.no_better"
    return Word.of(code, hit=round(hit, 1), chance=round(chance, 1), neutral=round(neutral, 1), p=round(p, 3))
