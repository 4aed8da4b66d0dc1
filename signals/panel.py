"""The panel: everything that was known as of a day, and how healthy it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from signals.facts import Input, Reason, Status, gate_word
from signals.remembered import Memory
from signals.words import Word
from sources.contract import Bools, FuturesHistory, PolicyEvent, Reader, SeriesSpec, SeriesView, WeeklyRow
from sources.versions import standing


class Panel:
    """What was known on ``as_of``; a value released later does not exist here.

    Args:
        reader: every history, from the store or the bundled sample.
        as_of: the day to stand on.
        catalogue: what is expected of each series.
        memory: facts of past days that need not be reckoned again.
    """

    def __init__(
        self,
        reader: Reader,
        as_of: dt.date,
        catalogue: Mapping[str, SeriesSpec],
        memory: Memory | None = None,
    ) -> None:
        self.reader = reader
        self.as_of = as_of
        self.catalogue = catalogue
        self.memory = memory
        self._views: dict[str, SeriesView] = {}

    @property
    def origin(self) -> str:
        """``sample`` or ``store``."""
        return self.reader.origin

    def at(self, day: dt.date) -> Panel:
        """Return the same world as known on an earlier day.

        Raises:
            ValueError: ``day`` lies after this panel's own ``as_of``.
        """
        if day > self.as_of:
            raise ValueError(f"a panel as of {self.as_of} cannot show {day}")
        return Panel(self.reader, day, self.catalogue, self.memory)

    def series(self, series: str) -> SeriesView:
        """Return one value per period as known on ``as_of``; empty where nothing was."""
        if series not in self._views:
            self._views[series] = self.reader.series(series).as_of(self.as_of)
        return self._views[series]

    @cached_property
    def events(self) -> Sequence[PolicyEvent]:
        """The latest visible version of each policy event, oldest announcement first."""
        visible = [event for event in self.reader.events() if event.visible_from <= self.as_of]
        return tuple(sorted(standing(visible), key=lambda event: (event.announced_at, event.event_id)))

    @cached_property
    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """The newest word on each row of the weekly's tables, by table, week and key; of two of a day the sound one."""
        newest: dict[tuple[str, dt.date], WeeklyRow] = {}
        for row in self.reader.weekly_rows():  # in the order of release
            held = newest.get(row.place)
            if row.released_at > self.as_of:
                continue
            if held is None or (held.released_at, held.sound) <= (row.released_at, row.sound):
                newest[row.place] = row
        return sorted(newest.values(), key=lambda row: (row.table, row.period, row.key))

    def futures(self, root: str) -> FuturesHistory:
        """Return the prices of one futures root that were known on ``as_of``."""
        return self.reader.futures(root).as_of(self.as_of)

    def input(self, series: str, *, max_age_days: int | None = None, back_to: dt.date | None = None) -> Input:
        """Return the health of ``series``: is it there, is it fresh, does a gate doubt it?

        Args:
            series: the series that a fact rests on.
            max_age_days: a limit other than the catalogue's.
            back_to: the first period that the fact rests on; a doubted value
                anywhere from it on makes the input suspect. Default: the newest
                period alone.

        Stale means released longer ago than the catalogue allows, about a period
        longer ago than that allows for (an old value released again is no news),
        or passed by a scheduled release.
        """
        view = self.series(series)
        spec = self.catalogue.get(series)
        limit = max_age_days if max_age_days is not None else (spec.max_age_days if spec else None)
        if len(view) == 0:
            blocked = (
                Word.of("gates.all_blocked", rule=gate_word(view.blocked_rule)) if view.blocked else None
            )
            reason = blocked or Word.of("inputs.nothing_known")
            return Input(series=series, status="missing", reason=reason, max_age_days=limit)
        newest: dt.date = view.released_at[-1].astype(object)
        newest_period: dt.date = view.period[-1].astype(object)
        age_days = (self.as_of - newest).days
        stale = self._staleness(view, spec, limit)
        doubt = _doubt(view, back_to)
        status: Status = "stale" if stale else "suspect" if doubt else "ok"
        return Input(
            series=series,
            status=status,
            reason=stale or doubt or _accepted(view),
            period=newest_period,
            released_at=newest,
            age_days=age_days,
            max_age_days=limit,
            source=str(view.source[-1]),
            exact=bool(view.exact[-1]),
        )

    def _staleness(self, view: SeriesView, spec: SeriesSpec | None, limit: int | None) -> Word | None:
        """Say why the newest value is too old, or nothing."""
        day = np.datetime64(self.as_of, "D")
        if limit is not None:
            age_days = int((day - view.released_at[-1]).astype(np.int64))
            if age_days > limit:
                return Word.of("inputs.too_old", age_days=age_days, limit_days=limit)
            recent = slice(-RECENT_PERIODS, None)
            usual_lag_days = int(np.median((view.released_at[recent] - view.period[recent]).astype(np.int64)))
            about_days = int((day - view.period[-1]).astype(np.int64))
            if about_days - max(usual_lag_days, 0) > limit:
                return Word.of(
                    "inputs.about_an_old_period",
                    age_days=age_days,
                    period=view.period[-1].astype(object),
                    about_days=about_days,
                    limit_days=limit + max(usual_lag_days, 0),
                )
        overdue = spec.overdue(view.period[-1].astype(object), self.as_of) if spec else None
        if overdue is not None:
            return Word.of("inputs.overdue", released_at=overdue.released_at, period=overdue.period)
        return None


RECENT_PERIODS = 20
"""The usual time from period to release is the median over this many periods."""


def _doubt(view: SeriesView, back_to: dt.date | None) -> Word | None:
    """Say what a quality gate holds against the values from ``back_to`` on, or nothing."""
    if view.blocked:
        return Word.of("gates.newest_blocked", rule=gate_word(view.blocked_rule))
    suspect = view.quality == "suspect"
    if suspect[-1]:
        return Word.of("gates.newest_doubted", rule=gate_word(str(view.rule[-1])))
    # A doubted revision that came after the newest figure may be the next one under a mistyped year.
    revised = np.flatnonzero(suspect & (view.released_at > view.released_at[-1]))
    if len(revised):
        period = view.period[revised[-1]].astype(object)
        return Word.of("gates.revision_doubted", period=period, rule=gate_word(str(view.rule[revised[-1]])))
    return None if back_to is None else _earlier_doubt(view, suspect, back_to)


def _earlier_doubt(view: SeriesView, suspect: Bools, back_to: dt.date) -> Word | None:
    doubted = np.flatnonzero(suspect & (view.period >= np.datetime64(back_to, "D")))
    if len(doubted) == 0:
        return None
    first = view.period[doubted[0]].astype(object)
    rule = gate_word(str(view.rule[doubted[0]]))
    if len(doubted) == 1:
        return Word.of("gates.earlier_doubted", first=first, rule=rule)
    return Word.of("gates.earlier_doubted_more", first=first, more=len(doubted) - 1, rule=rule)


def _accepted(view: SeriesView) -> Reason:
    """Say that a person accepted the newest value by name, where one did."""
    rule = str(view.rule[-1])
    return gate_word(rule) if view.quality[-1] == "ok" and rule else ""
