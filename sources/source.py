"""What every adapter is: a way to download a series, made from the means that a run lends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import SecretStr

from sources.contract import Observation, PolicyEvent, SeriesSpec
from sources.policy_text.extract import Extractor
from sources.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What a source had of a series.

    ``whole`` says that these rows claim to be all of it; ``n_withdrawn`` counts
    values that the source took back.
    """

    rows: tuple[Observation, ...]
    n_withdrawn: int = 0
    whole: bool = False
    events: tuple[PolicyEvent, ...] = ()


class Source(Protocol):
    """Where a series can be downloaded from."""

    name: str

    def download(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Download:
        """Return what the source has of a series.

        Args:
            series: our id.
            since: leave out what became known before this day.
            known_until: the newest vintage that is already known, where a source has vintages.
            from_period: periods before this one are known.

        Raises:
            SourceError: sorted by what to do.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a run lends its adapters: they know no settings, no clock and no taxonomy.

    Args:
        today: the user's day; a source may hold nothing later.
        reach: opens a server: the prefix of the feed, its own address, and what messages call it.
        key: returns the credential of a prefix, None where none was given.
        extractor: reads policy events out of text.
        hosts: servers that a feed of news may link to.
        known: events of the store; an item of the news that repeats one is no new act.
        memory: kept for the run, so that eight series of one workbook cost one download.
    """

    today: dt.date
    reach: Callable[[str, str, str], Transport]
    key: Callable[[str], SecretStr | None]
    extractor: Callable[[], Extractor]
    hosts: Collection[str] = ()
    known: Callable[[], Sequence[PolicyEvent]] = tuple
    memory: dict[str, Any] = field(default_factory=dict)


class Adapter(Protocol):
    """A module of ``sources.adapters``: found by its name, which is the prefix of ``feed`` in the catalogue."""

    EXTRA: str | None
    """The optional package that it needs, by which the extra of that name is known."""

    BY_DEFAULT: bool
    """Whether a fetch of everything asks it."""

    OFFERS: Mapping[str, SeriesSpec]
    """What it offers beside the series of the catalogue, such as a strip of futures or a feed of news."""

    def open_source(self, what: str, spec: SeriesSpec, means: Means) -> Source:
        """Return the source of one series; ``what`` follows the prefix in its ``feed``."""
        ...
