"""The panel: everything that was known as of a day, and how healthy it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

from signals.facts import Input, Status
from sources.contract import FuturesHistory, PolicyEvent, Reader, SeriesSpec, SeriesView


class Panel:
    """What was known on ``as_of``; a value released later does not exist here.

    Args:
        reader: every history, from the store or the bundled sample.
        as_of: the day to stand on.
        catalogue: what is expected of each series.
    """

    def __init__(self, reader: Reader, as_of: dt.date, catalogue: Mapping[str, SeriesSpec]) -> None:
        self.reader = reader
        self.as_of = as_of
        self.catalogue = catalogue
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
        return Panel(self.reader, day, self.catalogue)

    def series(self, series: str) -> SeriesView:
        """Return one value per period as known on ``as_of``; empty where nothing was."""
        if series not in self._views:
            self._views[series] = self.reader.series(series).as_of(self.as_of)
        return self._views[series]

    @cached_property
    def events(self) -> Sequence[PolicyEvent]:
        """The latest visible version of each policy event, oldest announcement first."""
        latest: dict[str, PolicyEvent] = {}
        for event in self.reader.events():
            if event.visible_from <= self.as_of:
                latest[event.event_id] = event
        return tuple(sorted(latest.values(), key=lambda event: (event.announced_at, event.event_id)))

    def futures(self, root: str) -> FuturesHistory:
        """Return the prices of one futures root that were known on ``as_of``."""
        return self.reader.futures(root).as_of(self.as_of)

    def input(self, series: str, *, max_age_days: int | None = None) -> Input:
        """Return the newest word of ``series`` and its health.

        Missing, stale (older than the catalogue allows, or a scheduled release
        passed it by) and suspect (a gate
        doubts it, or blocked a newer value) are told apart.
        """
        view = self.series(series)
        spec = self.catalogue.get(series)
        limit = max_age_days if max_age_days is not None else (spec.max_age_days if spec else None)
        if len(view) == 0:
            reason = "every value is blocked by a quality gate" if view.blocked else "no value is known"
            return Input(series=series, status="missing", reason=reason, max_age_days=limit)
        newest: dt.date = view.released_at[-1].astype(object)
        age_days = (self.as_of - newest).days
        status: Status = "ok"
        reason = ""
        newest_period: dt.date = view.period[-1].astype(object)
        overdue = spec.overdue(newest_period, self.as_of) if spec else None
        if limit is not None and age_days > limit:
            status, reason = "stale", f"{age_days} days old, limit {limit}"
        elif overdue is not None:
            status = "stale"
            reason = f"the release of {overdue.released_at} for {overdue.period:%Y-%m} passed and is not here"
        elif view.blocked:
            status, reason = "suspect", "a quality gate blocked the newest value"
        elif view.quality[-1] == "suspect":
            status, reason = "suspect", "a quality gate doubts the newest value"
        return Input(
            series=series,
            status=status,
            reason=reason,
            period=newest_period,
            released_at=newest,
            age_days=age_days,
            max_age_days=limit,
            source=str(view.source[-1]),
            exact=bool(view.exact[-1]),
        )
