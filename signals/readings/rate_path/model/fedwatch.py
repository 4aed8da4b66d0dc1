"""CME FedWatch's rule, exactly: which combination of contracts is the rate before and after each meeting.

Source: exchange note "Understanding the CME Group FedWatch Tool Methodology";
checked against the exchange's own exports (see the tests).
No effective rate enters: only differences of implied rates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signals.readings.rate_path.model.months import Layout, Note, Solution
from sources.contract import Bools, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """The rate before and after each meeting as weighted sums of implied rates.

    ``before`` and ``after`` have shape (n_meetings, n_months + 1) and multiply
    the implied rates ``100 - price`` of the months of the layout and, last, the
    average of the expired month; a month without a price has weight 0. Meetings that the rule leaves undefined, and all after
    them, are missing from ``meetings`` and named in ``notes``.
    """

    meetings: tuple[dt.date, ...]
    before: Floats
    after: Floats
    notes: tuple[Note, ...]


@lru_cache(maxsize=4096)
def fedwatch_weights(layout: Layout) -> Weights:
    """Return the weights that the rule gives to each contract, for one layout."""
    months = layout.months
    places = [place for place, month in enumerate(months) if month.coming and month.covered]
    solved = _Solved(layout)
    for place in places:
        solved.take_anchors(place)
    for place, following in zip(reversed(places), [None, *reversed(places[1:])], strict=True):
        solved.work_back(place, following)
    chained = []
    for place, preceding in zip(places, [None, *places[:-1]], strict=True):
        if solved.work_forward(place, preceding):
            chained.append(place)

    notes: list[Note] = []
    meetings: list[dt.date] = []
    for index, place in enumerate(places):
        gap = solved.undefined(place)
        if gap is not None:
            notes.append(gap)
            later = tuple(day for other in places[index + 1 :] for day in months[other].coming)
            if later:
                notes.append(Note(why="behind", meetings=later, decisions=months[place].coming[:1]))
            break
        meetings.append(months[place].coming[0])
    kept = places[: len(meetings)]
    chained = [place for place in chained if place in kept]
    if chained:
        notes.append(Note(why="chained", meetings=tuple(months[place].coming[0] for place in chained)))
    none = np.zeros((0, len(months) + 1))
    return Weights(
        meetings=tuple(meetings),
        before=np.array([solved.before[place] for place in kept]) if kept else none,
        after=np.array([solved.after[place] for place in kept]) if kept else none,
        notes=tuple(notes),
    )


class _Solved:
    """The start rate S and end rate E of each meeting month, as they become known."""

    def __init__(self, layout: Layout) -> None:
        self.months = layout.months
        self.follows_anchor = layout.follows_anchor
        self.before: dict[int, Floats] = {}
        self.after: dict[int, Floats] = {}

    def own(self, place: int) -> Floats:
        unit = np.zeros(len(self.months) + 1)  # the expired month stands last, at place -1
        unit[place] = 1.0
        return unit

    def odd(self, place: int) -> bool:
        """Whether two decisions share the month, so that its average does not tell them apart."""
        return len(self.months[place].past) + len(self.months[place].coming) > 1

    def split(self, place: int) -> tuple[int, int, int]:
        """Return D, N and M: days in the month, days at the old rate, days at the new."""
        month = self.months[place]
        old = month.coming[0].day  # the decision day itself still carries the old rate
        return month.days, old, month.days - old

    def take_anchors(self, place: int) -> None:
        if self.odd(place):
            return
        # Without the expired month, a decision on the first days of a month has S = (D A - M E) / N with a small
        # N, which multiplies price noise: on 2023-11-01 "a lower range 62 % +- 178 %".
        if self.months[place - 1].anchor if place > 0 else self.follows_anchor:
            self.before[place] = self.own(place - 1)
        if place + 1 < len(self.months) and self.months[place + 1].anchor:
            self.after[place] = self.own(place + 1)

    def work_back(self, place: int, following: int | None) -> None:
        """Latest first: E is S of the next meeting month; S follows from the month's own average."""
        if self.odd(place):
            return
        if place not in self.after and following is not None and following in self.before:
            self.after[place] = self.before[following]
        if place not in self.before and place in self.after and self.months[place].priced:
            days, old, new = self.split(place)
            self.before[place] = (days * self.own(place) - new * self.after[place]) / old

    def work_forward(self, place: int, preceding: int | None) -> bool:
        """Chain forward where no anchor lies beyond; return whether the end rate came that way."""
        if self.odd(place):
            return False
        if place not in self.before and preceding is not None and preceding in self.after:
            self.before[place] = self.after[preceding]
        if place in self.after or place not in self.before or not self.months[place].priced:
            return False
        days, old, new = self.split(place)
        if new == 0:
            return False
        self.after[place] = (days * self.own(place) - old * self.before[place]) / new
        return True

    def undefined(self, place: int) -> Note | None:
        """Return why the rule leaves this month undefined, or None."""
        if place in self.before and place in self.after:
            return None
        month = self.months[place]
        if self.odd(place):
            return Note(
                why="two_decisions",
                meetings=month.coming,
                month=month.first,
                decisions=(*month.past, *month.coming),
            )
        if not month.priced:
            return Note(why="no_price", meetings=month.coming, month=month.first)
        return Note(why="last_day" if place in self.before else "no_rate_before", meetings=month.coming)


def fedwatch(layout: Layout, implied_pct: Floats, month_before_pct: Floats) -> Solution:
    """Solve a block of dates by the rule.

    Args:
        layout: the calendar that the dates share.
        implied_pct: 100 - price, shape (n_dates, n_months); NaN where there is no price.
        month_before_pct: average of the expired month, shape (n_dates,); read only
            where the layout follows an anchor.
    """
    weights = fedwatch_weights(layout)
    rates = np.nan_to_num(np.column_stack([implied_pct, month_before_pct]))
    before, after = rates @ weights.before.T, rates @ weights.after.T
    level = before[:, 0] if weights.meetings else rates[:, 0]
    step = after - before
    now = weights.before[:1] if weights.meetings else np.eye(1, len(layout.months) + 1)
    average = level[:, None] + step @ shares(layout, weights.meetings).T
    speakable = np.array([month.covered and not month.past for month in layout.months])
    reach = _reach(layout, weights.meetings)
    return Solution(
        meetings=weights.meetings,
        now_pct=level,
        now_weights=now,
        step_pp=step,
        after_pct=after,
        step_weights=(weights.after - weights.before)[None],
        after_weights=weights.after[None],
        repricing_bp=np.where(speakable & reach, (average - implied_pct) * 100.0, np.nan),
        notes=weights.notes,
    )


@lru_cache(maxsize=4096)
def shares(layout: Layout, meetings: tuple[dt.date, ...]) -> Floats:
    """Return the share of each month's days that come after each meeting; (n_months, n_meetings)."""
    first = np.array([month.first.toordinal() for month in layout.months])[:, None]
    days = np.array([month.days for month in layout.months])[:, None]
    elapsed = (
        np.array([meeting.toordinal() for meeting in meetings]) - first + 1
    )  # the decision day is at the old rate
    return np.asarray(np.clip(days - elapsed, 0, days) / days)


def _reach(layout: Layout, meetings: tuple[dt.date, ...]) -> Bools:
    """Return the months before the first meeting that was left out."""
    left_out = [day for day in layout.coming if day not in meetings]
    end = min(left_out, default=dt.date.max)
    return np.array([month.first <= end and end not in month.coming for month in layout.months])
