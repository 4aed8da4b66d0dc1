"""Calls, their evidence and changes as plain rows, for CSV: one row a call, a comparison or a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from signals.allocation import contract
from signals.render.call.diff import changes_rows, kind_word
from signals.render.call.phrases import Lang, said, trace_leaves

Rows = tuple[Sequence[str], Iterable[Sequence[object]]]

CALLS = (
    "as_of", "thread_id", "model_grade", "published_grade", "conviction", "score_low_bp", "score_high_bp",
    "enter_at_bp", "leave_at_bp", "active_bp", "met_pct", "next_change_by_calendar", "nearest_sigma",
)  # fmt: skip
LEAVES = (
    "leg", "stance", "side", "fact", "verdict", "actual", "op", "threshold", "unit", "margin", "margin_sigma",
    "status", "released_at",
)  # fmt: skip


def call_rows(documents: Iterable[dict[str, Any]]) -> Rows:
    """Return a row for each call of each document, as published in JSON."""
    return CALLS, (_call(document, call) for document in documents for call in document["calls"])


def _call(document: dict[str, Any], call: dict[str, Any]) -> Sequence[object]:
    rating, points, flips = call["rating"], call["score"], call["flips"]
    odds = call["probability"]
    coming = next((flip["on"] for flip in flips["scheduled"] if flip["changes_grade"]), None)
    return (
        document["document"]["as_of"],
        call["thread_id"],
        rating["model_grade"],
        rating["published_grade"],
        call["conviction"]["level"],
        points["interval_bp"]["low"],
        points["interval_bp"]["high"],
        points["enter_at_bp"],
        points["leave_at_bp"],
        call["tilt"]["active"][0]["active_bp"],
        odds["met_pct"] if odds else None,
        coming,
        flips["nearest"]["cost_sigma"] if flips["nearest"] else None,
    )


def leaf_rows(call: contract.Call) -> Rows:
    """Return a row for each comparison of each leg."""
    return LEAVES, _leaves(call)


def _leaves(call: contract.Call) -> Iterator[Sequence[object]]:
    for leg in call.drivers:
        for side, trace in (("supports", leg.supports), ("opposes", leg.opposes)):
            for leaf in trace_leaves(trace):
                yield (
                    leg.leg, leg.stance, side, leaf.fact, leaf.verdict, leaf.actual, leaf.op, leaf.threshold,
                    leaf.unit, leaf.margin, leaf.margin_sigma, leaf.status, leaf.released_at,
                )  # fmt: skip


def change_rows(
    changes: contract.Changes, old: contract.AllocationDocument, new: contract.AllocationDocument, lang: Lang
) -> Rows:
    """Return a row for each change, in words."""
    flags = {flag.id: said(flag.title, lang) for one in (old, new) for flag in one.risk_flags}
    return ("kind", "change"), (
        (kind_word(kind, lang), words) for kind, words in changes_rows(changes, new, flags, lang)
    )
