"""What is heard after a day changes no verdict on what was known on it, whatever is wrong with either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from signals.opening import judged
from sources.contract import Observation
from sources.memory import MemoryReader
from tests.door.test_cases import sample

Name = tuple[str, dt.date, dt.date, float]
SINCE = dt.date(2023, 6, 1)


@cache
def told() -> tuple[Observation, ...]:
    """Return the sample without the deep past, which no verdict on its last months looks at twice."""
    return tuple(row for row in sample()[0] if row.period >= dt.date(2012, 1, 1))


def verdicts(rows: tuple[Observation, ...], until: dt.date) -> Mapping[Name, str]:
    reader = judged(MemoryReader(rows, sample()[1]))
    return {
        (series, *row): f"{quality} {rule}"
        for series in sorted({row.series for row in rows})
        for history in (reader.series(series),)
        for *row, quality, rule in zip(
            history.period.tolist(), history.released_at.tolist(), history.value.tolist(),
            history.quality.tolist(), history.rule.tolist(), strict=True,
        )
        if row[1] <= until
    }  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[tuple[Observation, ...], dt.date]:
    """Draw the sample with some rows of its last months copied, moved, delayed or told anew; and a day."""
    rows = list(told())
    recent = [place for place, row in enumerate(rows) if row.period >= SINCE]
    for place in draw(st.lists(st.sampled_from(recent), min_size=3, max_size=40, unique=True)):
        row = rows[place]
        match draw(st.sampled_from(["late", "copied", "wrong", "again"])):
            case "late":
                rows[place] = replace(
                    row, released_at=row.released_at + dt.timedelta(draw(st.integers(1, 90)))
                )
            case "copied":
                rows[place] = replace(row, value=rows[place - 1].value)
            case "wrong":
                rows[place] = replace(
                    row, value=round(row.value * draw(st.sampled_from([0.9, 1.02, 1.3])), 2)
                )
            case _:
                later = row.released_at + dt.timedelta(draw(st.integers(0, 60)))
                rows.append(replace(row, value=round(row.value * 1.01, 2), released_at=later))
    return tuple(rows), draw(st.dates(dt.date(2023, 9, 1), dt.date(2024, 3, 1)))


@settings(max_examples=25)
@given(spoilt())
def test_no_later_row_changes_an_earlier_verdict(drawn: tuple[tuple[Observation, ...], dt.date]) -> None:
    rows, day = drawn
    then = tuple(row for row in rows if row.released_at <= day)
    assert verdicts(rows, day) == verdicts(then, day)
