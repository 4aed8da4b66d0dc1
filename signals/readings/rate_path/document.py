"""The JSON of a path: what ``signals path --format json`` prints."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np

from signals.facts import Input, worst
from signals.readings.rate_path.health import remarks_on
from signals.readings.rate_path.history import (
    Earlier,
    OptionOdds,
    Priced,
    Surprise,
    higher_than_now,
    lower_than_now,
)
from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.model.solved import Solved
from signals.readings.rate_path.path import (
    YEAR_AHEAD,
    Estimate,
    RatePath,
    coming_move,
    decided_since,
    hole_in,
    is_stale,
)
from signals.readings.rate_path.printed import (
    BUCKET,
    MEETING,
    Figures,
    as_probabilities,
    figures,
    meetings_as_json,
)
from signals.readings.rate_path.track_record import Beside, Calibration
from sources.contract import Floats, contract_code

COUNTS = range(1, 9)  # "at least n" is asked for 1 to 8: eight scheduled meetings a year
_COUNTS = tuple(map(str, COUNTS))
Encode = Callable[[Mapping[str, Any]], str]


def path_document(
    path: RatePath,
    beside: Beside | None = None,
) -> dict[str, Any]:
    """Return one path as plain JSON values.

    Every ``error`` is one sigma of price noise: the half-width that holds 68 %;
    ``error_95`` holds 95 %, and is more than twice that where prices are no
    settlements. ``error_rounding`` is the part that comes from rounding to a tick,
    and all of it where prices are settlements.
    ``status`` is "degraded" where every input is fine and yet contracts are
    missing, so that meetings inside the strip are lost. Moves count from
    ``price_target_range_bp``; ``target_range_bp`` is in force on ``as_of``.
    Where prices are stale, meetings of ``decided_since`` have no chance of a
    move, and what should lie ahead of ``as_of`` and does not is null.

    Args:
        path: the reading.
        beside: what else is known of the same day; without it the path stands alone.
    """
    return {
        **_before_meetings(path, beside),
        "meetings": _meetings(path),
        **_after_meetings(path, beside),
    }


def path_lines(paths: Iterable[RatePath], encode: Encode) -> Iterator[str]:
    """Yield the document of each path as compact JSON, in their order, its largest part never made as objects.

    Args:
        paths: readings; those that were worked out together follow each other.
        encode: writes an object as JSON without blanks.

    Raises:
        ValueError: a figure is not finite, which JSON cannot hold.
    """
    for _, together in groupby(paths, key=lambda path: id(path.solved)):
        block = list(together)
        for path, meetings in zip(block, meetings_as_json(block), strict=True):
            before, after = encode(_before_meetings(path)), encode(_after_meetings(path))
            yield f'{before[:-1]},"meetings":[{meetings}],{after[1:]}'


def _before_meetings(path: RatePath, beside: Beside | None = None) -> dict[str, Any]:
    """Return the part of a document that stands before its meetings."""
    return {
        "as_of": path.as_of.isoformat(),
        "origin": path.origin,
        "instrument": path.strip.root,
        "price_date": path.strip.date.isoformat(),
        "price_age_days": (path.as_of - path.strip.date).days,
        "price_kind": path.strip.kind,
        "status": _status(path, beside.doubt if beside else None),
        "target_range_bp": [path.target_now.lower_bp, path.target_now.upper_bp],
        "price_target_range_bp": [path.target.lower_bp, path.target.upper_bp],
        "method": path.method,
        "decided_since": [meeting.isoformat() for meeting in _decided(path)],
    }


def _after_meetings(path: RatePath, beside: Beside | None = None) -> dict[str, Any]:
    """Return the part of a document that stands after its meetings."""
    document: dict[str, Any] = {
        "p_cut_by": {},
        "p_cut_by_error": {},
        "p_cut_by_error_95": {},
        "p_cut_by_error_rounding": {},
        "p_hike_by": {},
        "p_hike_by_error": {},
    }
    _by_meeting(path, document)
    first_cut = coming_move(path, path.first_cut())
    first_hike = coming_move(path, path.first_hike())
    document["first_cut"] = first_cut.isoformat() if first_cut else None
    document["first_hike"] = first_hike.isoformat() if first_hike else None
    document["by_year_end"] = _by_year_end(path)
    document["in_12_months"] = _in_12_months(path)
    document["repricing_rms_bp"] = _number(path.repricing_rms_bp)
    codes = [contract_code(path.strip.root, month.first) for month in path.months]
    document["repricing_bp"] = dict(zip(codes, _numbers(path.repricing_bp), strict=True))
    if beside is not None:
        _add_beside(path, beside, document)
    doubt = [str(beside.doubt.reason)] if beside is not None and beside.doubt is not None else []
    document["warnings"] = [*doubt, *map(_in_english, remarks_on(path))]
    return document


def _add_beside(path: RatePath, beside: Beside, document: dict[str, Any]) -> None:
    """Add what stands beside a path, where there is any of it."""
    if beside.record is not None:
        document["historical_error"] = [
            {
                "horizon_months": one.months,
                "dates": one.n_dates,
                "separate": one.n_separate,
                "mean_bp": _number(one.mean_bp),
                "rmse_bp": _number(one.rmse_bp),
            }
            for one in beside.record
        ]
    if beside.other is not None:
        document["other_method"] = _other(path, beside.other)
    if beside.options:
        document["options"] = _options(beside.options)
    if beside.assumed is not None:
        document["assumed_meetings"] = [
            one
            for one in _meetings(beside.assumed)
            if dt.date.fromisoformat(one["meeting"]) not in path.meetings
        ]
    if beside.believed is not None:
        document["recalibrated"] = _recalibrated(path, beside.believed)
    if beside.earlier is not None:
        document["earlier"] = _earlier(path, beside.earlier)


def _options(odds: Sequence[OptionOdds]) -> dict[str, Any]:
    """Return what options imply: for the next meeting by name, for others by their day."""
    found: dict[str, Any] = {}
    for one in odds:
        said = {"day": one.day.isoformat(), "probability": _probability(one.probability)}
        if one.meeting is None:
            found[f"p_{one.word}_next"] = said
        else:
            found.setdefault(f"p_{one.word}_by", {})[one.meeting.isoformat()] = said
    return found


def _status(path: RatePath, doubt: Input | None) -> str:
    """Return the worst status of the inputs; "degraded" where only contracts are missing."""
    status = worst((*path.inputs, *((doubt,) if doubt else ())))[0]
    return "degraded" if status == "ok" and hole_in(path) else status


def _earlier(path: RatePath, earlier: Sequence[Earlier]) -> dict[str, Any]:
    """Return the chance of a lower and a higher range than the one now in force, as priced earlier."""
    found: dict[str, Any] = {}
    for one in earlier:
        pairs = {
            meeting.isoformat(): (
                lower_than_now(one.path, path, meeting),
                higher_than_now(one.path, path, meeting),
            )
            for meeting in path.meetings
        }
        found[one.label] = {
            "price_date": one.path.strip.date.isoformat(),
            "p_lower": {day: _probability(lower.value) for day, (lower, _) in pairs.items() if lower},
            "p_higher": {day: _probability(higher.value) for day, (_, higher) in pairs.items() if higher},
        }
    return found


_in_english = lru_cache(maxsize=4096)(str)
"""Say a remark; most stand for months on end."""


def _decided(path: RatePath) -> tuple[dt.date, ...]:
    """Return the meetings of a stale path whose decisions are known."""
    return decided_since(path) if is_stale(path) else ()


def _recalibrated(path: RatePath, believed: Calibration) -> dict[str, Any]:
    """Return the odds of a lower and a higher range, believed as much as past ones deserved."""
    row, here = path.row, slice(len(path.meetings))
    lower, higher = path.solved.at_most(-1)[row, here], 1.0 - path.solved.at_most(0)[row, here]
    odds = {
        name: {
            meeting.isoformat(): _probability(believed.believed(p, (meeting - path.as_of).days))
            for meeting, p in zip(path.meetings, shares.tolist(), strict=True)
            if meeting not in _decided(path)
        }
        for name, shares in (("p_cut_by", lower), ("p_hike_by", np.maximum(higher, 0.0)))
    }
    slopes = [
        {"up_to_days": days, "slope": _number(slope), "pairs": pairs}
        for days, slope, pairs in zip(believed.up_to_days, believed.slopes, believed.n_pairs, strict=True)
    ]
    return {**odds, "slopes": slopes}


_BY_MEETING = (
    "p_cut_by",
    "p_cut_by_error",
    "p_cut_by_error_95",
    "p_cut_by_error_rounding",
    "p_hike_by",
    "p_hike_by_error",
)


def _by_meeting(path: RatePath, document: dict[str, Any]) -> None:
    """Fill in P(lower) and P(higher) by every meeting that is still to come."""
    decided, rows = _decided(path), figures(path.solved).by_meeting[path.row]
    for meeting, row in zip(path.meetings, rows, strict=False):  # rows are padded to the longest path
        if meeting not in decided:
            day = meeting.isoformat()
            for name, figure in zip(_BY_MEETING, row, strict=True):
                document[name][day] = figure


def _meetings(path: RatePath) -> list[dict[str, Any]]:
    known, n_padded = figures(path.solved), figures(path.solved).meetings.shape[1]
    rows = known.meetings[path.row].tolist()
    return [
        {
            "meeting": meeting.isoformat(),
            **dict(zip(MEETING, values, strict=True)),
            "distribution": _distribution(path, known, place),
        }
        for place, (meeting, values) in enumerate(
            zip(path.meetings, rows, strict=False), start=path.row * n_padded
        )
    ]


def _distribution(path: RatePath, known: Figures, place: int) -> list[dict[str, Any]]:
    """Return the ranges after one meeting, its place counted over the dates of the block."""
    mine = slice(known.ends[place - 1] if place else 0, known.ends[place])
    lower_bp, upper_bp = path.target.lower_bp, path.target.upper_bp
    return [
        dict(zip(BUCKET, (lower_bp + 25 * move, upper_bp + 25 * move, *shares), strict=True))
        for move, shares in zip(known.bucket_moves[mine].tolist(), known.buckets[mine].tolist(), strict=True)
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
            "probability_at_least": dict.fromkeys(_COUNTS),
            "probability_at_least_hikes": dict.fromkeys(_COUNTS),
        }
    cuts = path.expected_cuts(place)
    lower, higher = _at_least(path.solved)[path.row, place].tolist()
    return {
        "year": coming.year,
        "meeting": path.meetings[place].isoformat(),
        "expected_cuts": _number(cuts.value),
        "expected_cuts_error": _number(cuts.error),
        "expected_cuts_error_rounding": _number(cuts.rounding),
        "moved_before_bp": _moved_before_bp(path, coming.year),
        "probability_at_least": dict(zip(_COUNTS, lower, strict=True)),
        "probability_at_least_hikes": dict(zip(_COUNTS, higher, strict=True)),
    }


@lru_cache(maxsize=4)
def _at_least(solved: Solved) -> Floats:
    """Return P(at least n moves) down and up after each meeting, (n_dates, n_meetings, 2, len(COUNTS))."""
    down = [solved.at_most(-count) for count in COUNTS]
    up = [1.0 - solved.at_most(count - 1) for count in COUNTS]
    return np.stack([as_probabilities(down), as_probabilities(up)], axis=2)


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


def _numbers(values: Floats) -> list[float | None]:
    """Return figures as `_number` does, all at once."""
    rounded = (np.round(values, 6) + 0.0).tolist()
    return [value if math.isfinite(value) else None for value in rounded]


def _probability(value: float) -> float:
    """Return a probability, or its error, to eight decimals and never below 0 or above 1."""
    if value < 0.0:
        return 0.0
    return round(value, 8) if value < 1.0 else 1.0


def range_row(path: RatePath) -> dict[str, Any]:
    """Return the headline figures of one day as a flat row, for a table of many days."""
    place = path.last_meeting_of(path.meetings[0].year) if path.meetings else None
    by_year_end = path.expected_cuts(place) if place is not None else None
    lower, higher = (path.cuts_at_least(0), path.hikes_at_least(0)) if path.meetings else (None, None)
    first_cut, first_hike = path.first_cut(), path.first_hike()
    in_a_year = path.cuts_to_month_12
    return {
        "as_of": path.as_of.isoformat(),
        "price_date": path.strip.date.isoformat(),
        "price_kind": path.strip.kind,
        "status": _status(path, None),
        "target_lower_bp": path.target.lower_bp,
        "target_upper_bp": path.target.upper_bp,
        "next_meeting": path.meetings[0].isoformat() if path.meetings else None,
        "next_step_bp": _number(float(path.step_bp[0])) if path.meetings else None,
        "next_step_error_bp": _number(float(path.step_error_bp.total[0])) if path.meetings else None,
        "p_cut_next": _probability(lower.value) if lower else None,
        "p_cut_next_error": _probability(lower.error) if lower else None,
        "p_hike_next": _probability(higher.value) if higher else None,
        "first_cut": first_cut.isoformat() if first_cut else None,
        "first_hike": first_hike.isoformat() if first_hike else None,
        "cuts_by_year_end": _number(by_year_end.value) if by_year_end else None,
        "cuts_by_year_end_error": _number(by_year_end.error) if by_year_end else None,
        "cuts_12m": _number(in_a_year.value) if in_a_year else None,
        "cuts_12m_error": _number(in_a_year.error) if in_a_year else None,
    }


def meeting_row(priced: Priced) -> dict[str, Any]:
    """Return how one meeting was priced on one day; ``ranges`` by the lower end in bp."""
    path, place = priced.path, priced.place
    lower, higher = path.cuts_at_least(place), path.hikes_at_least(place)
    return {
        "as_of": path.as_of.isoformat(),
        "price_date": path.strip.date.isoformat(),
        "price_kind": path.strip.kind,
        "status": _status(path, None),
        "target_lower_bp": path.target.lower_bp,
        "target_upper_bp": path.target.upper_bp,
        "step_bp": _number(float(path.step_bp[place])),
        "step_error_bp": _number(float(path.step_error_bp.total[place])),
        "implied_rate_pct": _number(float(path.implied_rate_pct[place])),
        "implied_rate_error_bp": _number(100.0 * float(path.implied_rate_error_pp.total[place])),
        "p_lower": _probability(lower.value),
        "p_lower_error": _probability(lower.error),
        "p_higher": _probability(higher.value),
        "p_higher_error": _probability(higher.error),
        "ranges": {str(low): _probability(p) for low, p in priced.buckets().items()},
    }


def surprise_document(found: Surprise) -> dict[str, Any]:
    """Return the surprise of one decision."""
    return {
        "meeting": found.meeting.isoformat(),
        "surprise_bp": _number(found.surprise_bp),
        "error_bp": _number(found.error_bp),
        "step_bp": _number(found.step_bp),
        "expected_bp": _number(found.expected_bp),
        "expected_on": found.before.isoformat(),
        "known_on": found.known_on.isoformat(),
        "status": worst(found.inputs)[0],
    }
