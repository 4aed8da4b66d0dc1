"""The JSON of many paths, a line each: the documents of `path_document` to the byte, without making their largest part.

What is said of meetings is nine tenths of a line: a million figures over 3,692 days. Made as objects and encoded
they took 0.9 s, written straight from the arrays of a block of dates 0.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np

from signals.readings.rate_path.document import BUCKET, MEETING, after_meetings, before_meetings, figures
from signals.readings.rate_path.path import RatePath
from sources.contract import Floats

Encode = Callable[[Mapping[str, Any]], str]


def path_lines(paths: Iterable[RatePath], encode: Encode) -> Iterator[str]:
    """Yield the document of each path as compact JSON, in their order.

    Args:
        paths: readings; those that were worked out together follow each other.
        encode: writes an object as JSON without blanks.

    Raises:
        ValueError: a figure is not finite, which JSON cannot hold.
    """
    for _, block in groupby(paths, key=lambda path: id(path.solved)):
        together = list(block)
        for path, meetings in zip(together, _meetings(together), strict=True):
            before, after = encode(before_meetings(path)), encode(after_meetings(path))
            yield f'{before[:-1]},"meetings":[{meetings}],{after[1:]}'


def _meetings(block: Sequence[RatePath]) -> Iterator[str]:
    """Yield what stands between the brackets of ``meetings``, for paths with one and the same figures."""
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
