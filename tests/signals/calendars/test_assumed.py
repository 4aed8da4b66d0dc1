"""Meetings before their dates are announced: by the pattern of the last year, and never past the announced ones."""

from __future__ import annotations

import datetime as dt

from signals.calendars.fed import calendars, with_assumed

D = dt.date


def test_assumed_meetings_lie_within_nine_days_of_those_announced_later() -> None:
    """The eight meetings of 2025 were announced on 9 August 2024; Mays and Octobers moved by a week."""
    assumed = with_assumed(calendars()).assumed(D(2024, 8, 8))
    came = [day for day in calendars().known_meetings(D(2024, 8, 9)) if D(2025, 2, 1) < day < D(2026, 1, 1)]
    assert len(assumed) == len(came) == 7
    assert max(abs((a - b).days) for a, b in zip(assumed, came, strict=True)) <= 9


def test_what_is_announced_is_never_replaced() -> None:
    known = calendars()
    for day in (D(2013, 12, 6), D(2024, 3, 1), D(2024, 8, 12)):
        assumed = with_assumed(known)
        announced = known.known_meetings(day)
        assert assumed.known_meetings(day)[: len(announced)] == announced
        assert min(assumed.assumed(day)) > announced[-1]
