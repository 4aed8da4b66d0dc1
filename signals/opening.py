"""The world a run stands in: the user's store or the sample, and the day to read it on."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
from pydantic import ValidationError

from signals.calendars.releases import release_calendar
from signals.config import ConfigError, config_root, read_toml
from signals.evidence import read_evidence
from signals.panel import Panel
from signals.remembered import Memory
from signals.settings import read_settings
from sources.catalogue import parse_catalogue
from sources.contract import Reader, Scheduled, SeriesSpec
from sources.door.judging.evidence import Evidence
from sources.door.judging.reader import Heard, JudgedReader
from sources.places import Place, place_of
from sources.sample import sample_reader


@cache
def catalogue() -> dict[str, SeriesSpec]:
    """Return the catalogue of the active configuration.

    Raises:
        ConfigError: it breaks the format.
    """
    path = config_root() / "catalogue.toml"
    try:
        return parse_catalogue(read_toml(path), calendar=_schedule)
    except ValidationError as error:
        raise ConfigError(f"{path}: {error}") from error


def _schedule(name: str) -> tuple[Scheduled, ...]:
    rows = release_calendar(config_root() / "calendars" / f"{name}.csv")
    return tuple(
        Scheduled(period=row.period, released_at=row.released_at, known_from=row.known_from) for row in rows
    )


def open_reader(*, store: str | Place | None, sample: bool) -> Reader:
    """Open the store that was named, or the sample if asked, or your default store if there is one.

    Without a store of his own a user reads the bundled sample; every output says so.

    Raises:
        ConfigError: a store was named and is not there, or a store and the sample at once.
        StoreError: the store cannot be read as it is.
    """
    if store is not None and sample:
        raise ConfigError("--store and --sample: choose one")
    if not sample:
        default = read_settings()
        path = place_of(store) if store is not None else default.store
        if path.exists():
            from sources.store import Store  # noqa: PLC0415 - the sample needs no database

            opened = Store.open(path, readonly=True)
            named = store is not None or default.named_store is not None
            if named or opened.series_ids() or opened.events():
                return judged(opened)
            # A default store that holds nothing yet is no store of one's own.
            return judged(sample_reader(catalogue().keys()))
        if store is not None or default.named_store is not None:
            raise ConfigError(f"store {path}: no such file; `signals load` and `signals fetch` create one")
    return judged(sample_reader(catalogue().keys()))


@cache
def evidence() -> Evidence:
    """Return what verdicts on rows rest on besides the rows.

    Raises:
        ConfigError: a file of the configuration breaks its format.
    """
    return read_evidence(catalogue())


def judged(heard: Heard) -> JudgedReader:
    """Return what was heard with the verdict of the door on every row."""
    return JudgedReader(heard, evidence())


def panel_as_of(
    reader: Reader, as_of: dt.date | None, *, today: dt.date, memory: Memory | None = None
) -> Panel:
    """Stand on ``as_of``; by default on today for a store, on its last day for the sample."""
    if as_of is None:
        as_of = last_release(reader) if reader.origin == "sample" else today
    return Panel(reader, as_of, catalogue(), memory)


def last_release(reader: Reader) -> dt.date:
    """Return the newest release day of anything in the data."""
    days = [
        reader.series(series).released_at.max()
        for series in reader.series_ids()
        if len(reader.series(series))
    ]
    newest: dt.date = np.max(days).astype(object)
    return newest
