"""The figures of many paths as they are printed: rounded, and as text.

What is said of meetings is nine tenths of a JSON line: a million figures over 3,692 days. Made as objects and encoded
they took 0.9 s, written straight from the arrays of a block of dates 0.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signals.readings.rate_path.model.distribution import Integers
from signals.readings.rate_path.model.solved import Solved
from signals.readings.rate_path.path import DUST, NEGLIGIBLE, RatePath
from sources.contract import Floats

Indices = NDArray[np.intp]

MEETING = (
    "step_bp",
    "step_error_bp",
    "step_error_95_bp",
    "step_error_rounding_bp",
    "implied_rate_pct",
    "implied_rate_error_bp",
    "expected_cuts",
    "expected_cuts_error",
    "expected_cuts_error_95",
)
BUCKET = ("lower_bp", "upper_bp", "probability", "error", "error_95", "error_rounding")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """The figures of a block of dates, rounded as they are printed.

    ``meetings`` and ``by_meeting`` run over dates, meetings and the names above.
    Every bucket that is not negligible, meeting after meeting, has a row of
    ``buckets``: its probability, error, wide error and rounding part; beside it
    stand the date and the move. Those of the meeting i end at ``ends[i]``. A
    long range has a million figures: rounded one by one they took 60 % of the
    time of a document.
    """

    meetings: Floats
    by_meeting: list[list[list[float]]]
    buckets: Floats
    bucket_dates: Indices
    bucket_moves: Integers
    ends: list[int]


@lru_cache(maxsize=4)
def figures(solved: Solved) -> Figures:
    """Return the figures of a block of dates, worked out once."""
    step, rate, moved = solved.step_error_bp, solved.rate_error_pp, solved.cumulative_error
    meetings = (
        solved.step_bp,
        step.total,
        step.wide,
        step.rounding,
        solved.rate_pct,
        rate.total * 100.0,
        -solved.cumulative,
        moved.total,
        moved.wide,
    )
    cut, kept = solved.at_most_error(-1), solved.at_most_error(0)
    higher = 1.0 - solved.at_most(0)
    by_meeting = (
        solved.at_most(-1),
        cut.total,
        cut.wide,
        cut.rounding,
        np.where(higher > DUST, higher, 0.0),
        kept.total,
    )
    errors = solved.probability_error
    spread = solved.distribution
    shown = spread.probability >= NEGLIGIBLE
    buckets = (one[shown] for one in (spread.probability, errors.total, errors.wide, errors.rounding))
    moves = (spread.lowest[:, :, None] + np.arange(shown.shape[2]))[shown]
    return Figures(
        meetings=np.asarray(np.round(np.stack(meetings, axis=-1), 6) + 0.0),
        by_meeting=as_probabilities(by_meeting).tolist(),
        buckets=as_probabilities(tuple(buckets)),
        bucket_dates=np.nonzero(shown)[0],
        bucket_moves=moves,
        ends=np.cumsum(shown.sum(axis=2).ravel()).tolist(),
    )


def as_probabilities(arrays: Sequence[Floats]) -> Floats:
    """Return arrays side by side, rounded as `_probability` does: to eight decimals, never below 0 or above 1."""
    return np.asarray(np.clip(np.round(np.stack(arrays, axis=-1), 8), 0.0, 1.0) + 0.0)


def meetings_as_json(block: Sequence[RatePath]) -> Iterator[str]:
    """Yield what stands between the brackets of ``meetings`` in the document of each path of one block.

    Raises:
        ValueError: a figure is not finite, which JSON cannot hold.
    """
    known = figures(block[0].solved)
    n_padded = known.meetings.shape[1]
    lowest_bp = np.zeros(len(known.meetings), dtype=np.int64)
    width_bp = np.zeros_like(lowest_bp)
    for path in block:
        lowest_bp[path.row] = path.target.lower_bp
        width_bp[path.row] = path.target.upper_bp - path.target.lower_bp
    lower_bp = lowest_bp[known.bucket_dates] + 25 * known.bucket_moves
    of_bucket = [""] * (len(BUCKET) * len(lower_bp))
    of_bucket[0 :: len(BUCKET)] = _written(lower_bp)
    of_bucket[1 :: len(BUCKET)] = _written(lower_bp + width_bp[known.bucket_dates])
    for place in range(2, len(BUCKET)):
        of_bucket[place :: len(BUCKET)] = _written(known.buckets[:, place - 2])
    of_meeting = _written(known.meetings.ravel())
    ends = [0, *known.ends]
    for path in block:
        texts = []
        for place, day in enumerate(path.meetings, start=path.row * n_padded):
            start, end = ends[place], ends[place + 1]
            own = of_meeting[len(MEETING) * place : len(MEETING) * (place + 1)]
            spread = of_bucket[len(BUCKET) * start : len(BUCKET) * end]
            texts.append(_template(end - start) % (day.isoformat(), *own, *spread))
        yield ",".join(texts)


def _written(numbers: Floats | np.ndarray[Any, np.dtype[np.int64]]) -> list[str]:
    """Return numbers as JSON holds them, all at once: Python's own shortest form, as its encoder writes it."""
    if not np.isfinite(numbers).all():
        raise ValueError("a figure is not finite")
    return repr(numbers.tolist())[1:-1].split(", ") if len(numbers) else []


@lru_cache(maxsize=64)
def _template(n_buckets: int) -> str:
    """Return a meeting with so many ranges, its figures left out."""
    bucket = "{" + ",".join(f'"{name}":%s' for name in BUCKET) + "}"
    own = ",".join(f'"{name}":%s' for name in MEETING)
    return f'{{"meeting":"%s",{own},"distribution":[{",".join([bucket] * n_buckets)}]}}'
