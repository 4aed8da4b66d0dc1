"""What scrapers have in common: an optional package, and a freshness gate before anything of theirs is kept.

They scrape pages that change without notice, so they are imported only when
asked for: akshare's jin10-backed US series froze in August 2025 without an error.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterable
from types import ModuleType

from sources.contract import Observation, SeriesSpec
from sources.errors import BadPayload, MissingExtra, SourceError, Unreachable
from sources.message import message
from sources.source import Download


class ScrapedSource:
    """A source behind an optional package, with a freshness gate."""

    name = "market data"
    package = ""

    def __init__(self, spec: SeriesSpec, *, today: dt.date) -> None:
        self._spec, self._today = spec, today

    def download(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Download:
        """Return what the source has, if it is current.

        Raises:
            MissingExtra: the package is not installed.
            Unreachable: it failed in a way of its own.
            BadPayload: nothing came, or the newest is too old to be alive.
        """
        del known_until, from_period  # these sources have no vintages
        module = import_extra(self.package)
        try:
            rows = sorted(self._rows(module, series, since), key=lambda row: (row.released_at, row.period))
        except SourceError:
            raise
        except Exception as error:  # noqa: BLE001 - a scraper fails in any way it likes
            raise Unreachable(
                message(
                    "{name}, {series}: it failed ({error})",
                    name=self.name,
                    series=series,
                    error=type(error).__name__,
                )
            ) from None
        if since is not None:
            rows = [row for row in rows if row.released_at >= since]
        elif not rows:
            raise BadPayload(message("{name}, {series}: not one value", name=self.name, series=series))
        if rows:
            self._gate(series, rows[-1])
        return Download(rows=tuple(rows))

    def _gate(self, series: str, newest: Observation) -> None:
        age = (self._today - newest.released_at).days
        if age > self._spec.max_age_days:
            raise BadPayload(
                message(
                    "{name}, {series}: its newest value is of {released_at}, {age} days old (limit "
                    "{max_age_days}); the feed has stopped, so nothing of it was kept",
                    name=self.name,
                    series=series,
                    released_at=newest.released_at,
                    age=age,
                    max_age_days=self._spec.max_age_days,
                )
            )

    def _rows(self, module: ModuleType, series: str, since: dt.date | None) -> Iterable[Observation]:
        raise NotImplementedError


def import_extra(package: str, *, extra: str | None = None) -> ModuleType:
    """Import an optional package.

    Raises:
        MissingExtra: it is not installed; the message says how to install it.
    """
    try:
        return importlib.import_module(package)
    except ImportError:
        raise MissingExtra(
            message(
                "this needs the package {package}: pip install 'macro-signals[{extra}]'",
                package=package,
                extra=extra or package,
            )
        ) from None
