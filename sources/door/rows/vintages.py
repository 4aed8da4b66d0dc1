"""Vintages side by side: a value that repeats what was known is no release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sources.contract import Observation
from sources.door.remarks import Remarks


def changes_only(rows: Sequence[Observation], remarks: Remarks) -> tuple[Observation, ...]:
    """Return the rows of several vintages that say something new, by series, period and release.

    The first vintage of a file also holds what was known before it: its older
    periods became known at some earlier day, so theirs is not exact.
    """
    first: dict[str, dt.date] = {}
    for item in rows:
        first[item.series] = min(item.released_at, first.get(item.series, dt.date.max))
    newest: dict[str, dt.date] = {}
    for item in rows:
        if item.released_at == first[item.series]:
            newest[item.series] = max(item.period, newest.get(item.series, dt.date.min))
    kept = []
    last: dict[tuple[str, dt.date], float] = {}
    for item in sorted(rows, key=lambda item: (item.series, item.period, item.released_at)):
        if last.get((item.series, item.period)) == item.value:
            continue
        last[item.series, item.period] = item.value
        before = item.released_at == first[item.series] and item.period < newest[item.series]
        if before:
            remarks.say("first_vintage_is_clipped", series=item.series, day=item.released_at.isoformat())
        kept.append(replace(item, exact=item.exact and not before))
    return tuple(kept)
