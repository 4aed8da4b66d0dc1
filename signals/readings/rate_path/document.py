"""The JSON of a path: what ``signals path --format json`` prints."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.path import YEAR_AHEAD, Estimate, RatePath
from signals.readings.rate_path.standing import coming_move, decided_since, hole_in, is_stale
from signals.readings.rate_path.track_record import HorizonError
from sources.contract import contract_code

COUNTS = range(1, 9)  # "at least n" is asked for 1 to 8: eight scheduled meetings a year


def path_document(
    path: RatePath, *, other: RatePath | None = None, record: Sequence[HorizonError] | None = None
) -> dict[str, Any]:
    """Return one path as plain JSON values.

    Every ``error`` is one sigma of price noise; ``error_rounding`` is the part
    that comes from rounding to a tick, and all of it where prices are settlements.
    ``status`` is "degraded" where every input is fine and yet contracts are
    missing, so that meetings inside the strip are lost. Moves count from
    ``price_target_range_bp``; ``target_range_bp`` is in force on ``as_of``.
    Where prices are stale, meetings of ``decided_since`` have no chance of a
    move, and what should lie ahead of ``as_of`` and does not is null.

    Args:
        path: the reading.
        other: the reading of the same day by the other method, for the gap.
        record: past errors of the path by horizon.
    """
    document: dict[str, Any] = {
        "as_of": path.as_of.isoformat(),
        "origin": path.origin,
        "instrument": path.strip.root,
        "price_date": path.strip.date.isoformat(),
        "price_age_days": (path.as_of - path.strip.date).days,
        "price_kind": path.strip.kind,
        "status": _status(path),
        "target_range_bp": [path.target_now.lower_bp, path.target_now.upper_bp],
        "price_target_range_bp": [path.target.lower_bp, path.target.upper_bp],
        "method": path.method,
        "decided_since": [meeting.isoformat() for meeting in _decided(path)],
        "meetings": _meetings(path),
        "p_cut_by": {},
        "p_cut_by_error": {},
        "p_cut_by_error_rounding": {},
        "p_hike_by": {},
        "p_hike_by_error": {},
    }
    for place, meeting in enumerate(path.meetings):
        if meeting in _decided(path):
            continue
        cut, hike = path.cuts_at_least(place), path.hikes_at_least(place)
        document["p_cut_by"][meeting.isoformat()] = _probability(cut.value)
        document["p_cut_by_error"][meeting.isoformat()] = _probability(cut.error)
        document["p_cut_by_error_rounding"][meeting.isoformat()] = _probability(cut.rounding)
        document["p_hike_by"][meeting.isoformat()] = _probability(hike.value)
        document["p_hike_by_error"][meeting.isoformat()] = _probability(hike.error)
    first_cut = coming_move(path, path.first_cut())
    first_hike = coming_move(path, path.first_hike())
    document["first_cut"] = first_cut.isoformat() if first_cut else None
    document["first_hike"] = first_hike.isoformat() if first_hike else None
    document["by_year_end"] = _by_year_end(path)
    document["in_12_months"] = _in_12_months(path)
    document["repricing_rms_bp"] = _number(path.repricing_rms_bp)
    document["repricing_bp"] = {
        contract_code(path.strip.root, month.first): _number(error)
        for month, error in zip(path.months, path.repricing_bp.tolist(), strict=True)
    }
    if record is not None:
        document["historical_error"] = [
            {
                "horizon_months": one.months,
                "dates": one.n_dates,
                "separate": one.n_separate,
                "mean_bp": _number(one.mean_bp),
                "rmse_bp": _number(one.rmse_bp),
            }
            for one in record
        ]
    if other is not None:
        document["other_method"] = _other(path, other)
    document["warnings"] = [remark.en for remark in path.remarks]
    return document


def _status(path: RatePath) -> str:
    """Return the worst status of the inputs; "degraded" where only contracts are missing."""
    return "degraded" if path.status == "ok" and hole_in(path) else path.status


def _decided(path: RatePath) -> tuple[dt.date, ...]:
    """Return the meetings of a stale path whose decisions are known."""
    return decided_since(path) if is_stale(path) else ()


def _meetings(path: RatePath) -> list[dict[str, Any]]:
    step_error, rate_error = path.step_error_bp, path.implied_rate_error_pp
    rows = zip(
        path.meetings,
        path.step_bp.tolist(),
        step_error.total.tolist(),
        step_error.rounding.tolist(),
        path.implied_rate_pct.tolist(),
        (rate_error.total * 100.0).tolist(),
        path.cumulative.tolist(),
        path.cumulative_error.total.tolist(),
        strict=True,
    )
    return [
        {
            "meeting": meeting.isoformat(),
            "step_bp": _number(step),
            "step_error_bp": _number(step_error_bp),
            "step_error_rounding_bp": _number(step_rounding_bp),
            "implied_rate_pct": _number(rate),
            "implied_rate_error_bp": _number(rate_error_bp),
            "expected_cuts": _number(-moved),
            "expected_cuts_error": _number(moved_error),
            "distribution": [
                {
                    "lower_bp": bucket.lower_bp,
                    "upper_bp": bucket.upper_bp,
                    "probability": _probability(bucket.probability),
                    "error": _probability(bucket.error),
                    "error_rounding": _probability(bucket.error_rounding),
                }
                for bucket in path.buckets(place)
            ],
        }
        for place, (
            meeting,
            step,
            step_error_bp,
            step_rounding_bp,
            rate,
            rate_error_bp,
            moved,
            moved_error,
        ) in enumerate(rows)
    ]


def _by_year_end(path: RatePath) -> dict[str, Any]:
    """Return the expected move from the range in force to the end of the next meeting's year."""
    coming = path.meetings[0] if path.meetings else path.strip.date
    place = path.last_meeting_of(coming.year)
    if place is None or path.meetings[place] in _decided(path):
        return {
            "year": coming.year,
            "meeting": path.meetings[place].isoformat() if place is not None else None,
            "expected_cuts": None,
            "expected_cuts_error": None,
            "expected_cuts_error_rounding": None,
            "moved_before_bp": _moved_before_bp(path, coming.year),
            "probability_at_least": {str(count): None for count in COUNTS},
            "probability_at_least_hikes": {str(count): None for count in COUNTS},
        }
    cuts = path.expected_cuts(place)
    return {
        "year": coming.year,
        "meeting": path.meetings[place].isoformat(),
        "expected_cuts": _number(cuts.value),
        "expected_cuts_error": _number(cuts.error),
        "expected_cuts_error_rounding": _number(cuts.rounding),
        "moved_before_bp": _moved_before_bp(path, coming.year),
        "probability_at_least": {
            str(count): _probability(path.cuts_at_least(place, count).value) for count in COUNTS
        },
        "probability_at_least_hikes": {
            str(count): _probability(path.hikes_at_least(place, count).value) for count in COUNTS
        },
    }


def _moved_before_bp(path: RatePath, year: int) -> float:
    """Return how far the range had moved in a year by the day of the prices."""
    return path.moved_this_year_bp if year == path.strip.date.year else 0.0


def _in_12_months(path: RatePath) -> dict[str, Any]:
    """Return the expected cuts from now to the contract month twelve months ahead."""
    month = month_after(path.strip.date, YEAR_AHEAD)
    cuts = path.cuts_to_month_12 if month > path.as_of else None
    return {
        "contract": contract_code(path.strip.root, month),
        "expected_cuts": _number(cuts.value) if cuts else None,
        "expected_cuts_error": _number(cuts.error) if cuts else None,
    }


def _other(path: RatePath, other: RatePath) -> dict[str, Any]:
    """Return the other method's headline figures and how far the two lie apart."""
    both = [meeting for meeting in path.meetings if meeting in other.meetings]
    year = path.meetings[0].year if path.meetings else path.strip.date.year
    mine, theirs = path.last_meeting_of(year), other.last_meeting_of(year)
    if theirs is not None and other.meetings[theirs] in _decided(other):
        theirs = None
    gap: Estimate | None = None
    if mine is not None and theirs is not None:
        gap = path.expected_cuts(mine)
    return {
        "method": other.method,
        "p_cut_by": {
            meeting.isoformat(): _probability(other.cuts_at_least(place).value)
            for place, meeting in enumerate(other.meetings)
            if meeting not in _decided(other)
        },
        "implied_rate_pct": {
            meeting.isoformat(): _number(float(other.implied_rate_pct[place]))
            for place, meeting in enumerate(other.meetings)
        },
        "expected_cuts_by_year_end": _number(other.expected_cuts(theirs).value)
        if theirs is not None
        else None,
        "expected_cuts_gap": _number(gap.value - other.expected_cuts(theirs).value)
        if gap is not None and theirs is not None
        else None,
        "largest_p_cut_gap": _probability(
            max(
                (
                    abs(path.cuts_at_least(path.place(m)).value - other.cuts_at_least(other.place(m)).value)
                    for m in both
                ),
                default=0.0,
            )
        ),
        "repricing_rms_bp": _number(other.repricing_rms_bp),
    }


def _number(value: float) -> float | None:
    """Return a figure to six decimals, so that the last bits of arithmetic never show; None for NaN."""
    return round(value, 6) + 0.0 if math.isfinite(value) else None


def _probability(value: float) -> float:
    """Return a probability, or its error, to eight decimals and never below 0 or above 1."""
    if value < 0.0:
        return 0.0
    return round(value, 8) if value < 1.0 else 1.0
