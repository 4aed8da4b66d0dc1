"""What is ahead: decisions and releases to come, as scheduled on a day, and which facts they can move.

Where a published calendar ends inside the days asked for, that is said, never passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from signals.calendars.fed import calendars
from signals.calendars.lpr import LPR_DAY, lpr_day
from signals.calendars.releases import as_known, release_calendar
from signals.calendars.upcoming import Ahead, FutureEvent, Schedule, Upcoming
from signals.facts import Input
from signals.panel import Panel
from signals.readings.policy.config import taxonomy
from signals.readings.policy.inputs import timeline_of
from signals.words import Word
from sources.contract import PolicyEvent

HOLIDAYS_KNOWN_FROM = (11, 25)
"""Month and day from which the State Council's holiday notice for the next year is out.

The notices for 2020 to 2026 came between 25 October and 25 November. Before it, a make-up working day or a
bridge day is unknown, so a publication that meets a holiday is only approximate.
"""

SATURDAY = 5
"""As `datetime.date.weekday` counts."""

_POLITBURO: Mapping[int, tuple[int, int]] = {4: (25, 30), 7: (20, 31), 12: (5, 15)}
"""Month and the days within which the meeting on the economy was held; of 2016 to 2024, all but April 2020.

April 2020 met on the 17th. September 2024 met out of turn: that cannot be foreseen.
"""


MOVES = {
    "us.fomc": ("us.fed.",),
    "us.cpi": ("us.cpi.",),
    "cn.lpr": ("cn.policy.lpr_",),
    "cn.pmi": ("cn.pmi.",),
    "cn.politburo": ("cn.policy.package_", "cn.policy.property_easing_"),
}
"""What a scheduled event can move, by prefix of fact. Steps that merely come into force move no window."""


BETWEEN_CPI_RELEASES = dt.timedelta(days=21)
"""After one release of US CPI the next is at least three weeks away (the shortest since 2004 was 21 days)."""


def calendar(panel: Panel, ahead_days: int) -> Ahead:
    """Return the events known on the panel's day for the ``ahead_days`` after it.

    A meeting counts only once its date was published, and only until it was withdrawn.
    """
    first, last = panel.as_of + dt.timedelta(days=1), panel.as_of + dt.timedelta(days=ahead_days)
    timeline = timeline_of(panel)
    events = timeline.on(panel.as_of).events
    found = [
        *_fomc(panel.as_of),
        *_cpi(panel.as_of),
        *_lpr(panel.as_of, last),
        *_pmi(panel.as_of, last),
        *_politburo(panel.as_of, last, events),
        *_in_force(events),
    ]
    inside = [event for event in found if event.on <= last and (event.until or event.on) >= first]
    return Ahead(
        events=tuple(sorted(inside, key=lambda event: (event.on, event.what))),
        gaps=tuple(_gaps(panel.as_of, last)),
    )


def schedule(panel: Panel, within_days: int) -> Schedule:
    """Return what was scheduled for the days after the panel's own, as known on it.

    Raises:
        ConfigError: a calendar is missing or breaks its format.
    """
    ahead = calendar(panel, within_days)
    return Schedule(
        events=tuple(
            Upcoming(
                on=event.on,
                kind=event.what,
                name_en=f"{event.en} ({event.on} to {event.until})" if event.until else event.en,
                name_zh=f"{event.zh}（{event.on}至{event.until}）" if event.until else event.zh,
                facts=MOVES[event.what],
                source=event.source,
            )
            for event in ahead.events
            if event.what in MOVES
        ),
        gaps=ahead.gaps,
    )


def _gaps(as_of: dt.date, last: dt.date) -> Iterator[Input]:
    announced = [
        row.released_at for row in as_known(release_calendar(), as_of) if row.released_at is not None
    ]
    ends = {
        "calendar.us_cpi": max(announced, default=dt.date.min) + BETWEEN_CPI_RELEASES,
        "calendar.fomc": calendars().covered_through(as_of),
    }
    for name, end in ends.items():
        if end < last:
            yield Input(
                series=name,
                status="missing",
                reason=Word.of("inputs.calendar_ends", end=end, last=last),
                source="configs/calendars",
            )


def _fomc(as_of: dt.date) -> Iterator[FutureEvent]:
    for day in calendars().known_meetings(as_of):
        yield FutureEvent(
            on=day,
            until=None,
            what="us.fomc",
            en="FOMC decision",
            zh="美联储议息决定",
            certainty="dated",
            source="Federal Reserve calendar",
        )


def _cpi(as_of: dt.date) -> Iterator[FutureEvent]:
    for release in as_known(release_calendar(), as_of):
        if release.released_at is not None:
            yield FutureEvent(
                on=release.released_at,
                until=None,
                what="us.cpi",
                en=f"US CPI for {release.period:%Y-%m}",
                zh=f"美国{release.period.year}年{release.period.month}月CPI",
                certainty="dated" if release.exact else "approximate",
                source="BLS release calendar",
            )


def _lpr(as_of: dt.date, last: dt.date) -> Iterator[FutureEvent]:
    for year, month in _months(as_of, last):
        day = lpr_day(year, month)
        notice = dt.date(year - 1, *HOLIDAYS_KNOWN_FROM)
        # Before the notice, no weekend can be known to be worked: only a weekday is a rule.
        known = as_of >= notice or (day.day == LPR_DAY and day.weekday() < SATURDAY)
        yield FutureEvent(
            on=day,
            until=None if known else day + dt.timedelta(days=7),  # the longest holiday lasts eight days
            what="cn.lpr",
            en="LPR publication",
            zh="LPR报价",
            certainty="rule" if known else "approximate",
            source="PBoC notice 2019 no. 15: the 20th or the next working day",
        )


def _pmi(as_of: dt.date, last: dt.date) -> Iterator[FutureEvent]:
    """Yield the last day of each month, weekends included; January's may wait for a holiday."""
    for year, month in _months(as_of, last):
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        day = following - dt.timedelta(days=1)
        yield FutureEvent(
            on=day,
            until=None,
            what="cn.pmi",
            en=f"China PMI for {day:%Y-%m}",
            zh=f"中国{day.year}年{day.month}月PMI",
            certainty="rule",
            source="NBS: the last day of each month",
        )


def _politburo(as_of: dt.date, last: dt.date, events: Iterable[PolicyEvent]) -> Iterator[FutureEvent]:
    held = [
        event.announced_at for event in events if event.kind == "politburo" and event.jurisdiction == "CN"
    ]
    for year, month in _months(as_of, last):
        if month not in _POLITBURO:
            continue
        start, end = (dt.date(year, month, day) for day in _POLITBURO[month])
        if any((day.year, day.month) == (year, month) for day in held):
            continue
        yield FutureEvent(
            on=max(start, as_of + dt.timedelta(days=1)),
            until=end,
            what="cn.politburo",
            en="Politburo meeting on the economy",
            zh="中央政治局经济会议",
            certainty="approximate",
            source="custom: late April, late July, early December",
        )


def _in_force(events: Iterable[PolicyEvent]) -> Iterator[FutureEvent]:
    """Yield what is decided and will come into force."""
    kinds = taxonomy().kind
    for event in events:
        if event.effective_at is None or event.stage not in {"decided", "effective"}:
            continue
        kind = kinds.get(event.kind)
        yield FutureEvent(
            on=event.effective_at,
            until=None,
            what=f"in_force.{event.kind}",
            en=f"In force: {event.title_en or (kind.en if kind else event.kind)}",
            zh=f"生效：{event.title_zh or (kind.zh if kind else event.kind)}",
            certainty="dated",
            source=event.evidence or event.source,
        )


def _months(as_of: dt.date, last: dt.date) -> Iterator[tuple[int, int]]:
    year, month = as_of.year, as_of.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
