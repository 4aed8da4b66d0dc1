"""What was heard of two series, brought beside each other."""

from __future__ import annotations

import datetime as dt

from sources.contract import Observation, SeriesHistory
from sources.door.judging.heard import first_told, in_both


def history(*rows: tuple[str, float, str]) -> SeriesHistory:
    """Return rows of a period, a value and a release day, in the order given."""
    return SeriesHistory.of(
        "user.one",
        [
            Observation(
                series="user.one", period=dt.date.fromisoformat(period), value=value,
                released_at=dt.date.fromisoformat(day), source="test",
            )
            for period, value, day in rows
        ],
    )  # fmt: skip


def test_a_correction_is_not_what_was_told_first() -> None:
    told = history(
        ("2024-01-01", 1.0, "2024-02-10"),
        ("2024-01-01", 1.1, "2024-03-10"),
        ("2024-02-01", 2.0, "2024-03-10"),
    )
    assert first_told(told).value.tolist() == [1.0, 2.0]


def test_a_hole_of_one_series_leaves_the_other_s_row_out() -> None:
    mine = history(
        ("2024-01-01", 1.0, "2024-02-10"),
        ("2024-02-01", 2.0, "2024-03-10"),
        ("2024-03-01", 3.0, "2024-04-10"),
    )
    theirs = history(("2024-01-01", 7.0, "2024-02-12"), ("2024-03-01", 9.0, "2024-04-09"))
    rows, their_rows, known = in_both(mine, theirs)
    assert (mine.value[rows].tolist(), theirs.value[their_rows].tolist()) == ([1.0, 3.0], [7.0, 9.0])
    assert known.tolist() == [dt.date(2024, 2, 12), dt.date(2024, 4, 10)]


def test_what_was_told_after_a_later_period_is_no_evidence_for_it() -> None:
    late = history(("2024-01-01", 1.0, "2024-05-10"), ("2024-02-01", 2.0, "2024-03-10"))
    rows, _, _ = in_both(late, history(("2024-01-01", 7.0, "2024-02-12"), ("2024-02-01", 8.0, "2024-03-09")))
    assert late.value[rows].tolist() == [2.0]
