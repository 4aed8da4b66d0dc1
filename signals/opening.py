"""The world a run stands in: the user's store or the sample, and the day to read it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from signals.calendars.fed import calendars
from signals.calendars.lpr import may_be_lpr_day
from signals.calendars.releases import release_calendar
from signals.config import ConfigError, config_root, misread, read_toml
from signals.panel import Panel
from signals.remembered import Memory
from sources.catalogue import parse_catalogue
from sources.contract import (
    FuturesHistory,
    PolicyEvent,
    Reader,
    Scheduled,
    SeriesHistory,
    SeriesSpec,
    WeeklyRow,
)
from sources.door.judging.evidence import ActSize, Decision, Evidence, TargetRange
from sources.message import message
from sources.places import Place, place_of

if TYPE_CHECKING:
    from sources.door.judging.reader import Heard, JudgedReader


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
        raise misread(path, error) from error
    except ValueError as error:  # one entry contradicts another
        raise ConfigError(message("{path}: {error}", path=path, error=error)) from error


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
        raise ConfigError(message("--store and --sample: choose one"))
    if not sample:
        from signals.settings import read_settings  # noqa: PLC0415 - the sample asks the environment nothing

        default = read_settings()
        path = place_of(store) if store is not None else default.store
        if path.exists():
            from sources.store import Store  # noqa: PLC0415 - the sample needs no database

            opened = Store.open(path, readonly=True)
            named = store is not None or default.named_store is not None
            if named or opened.series_ids() or opened.events():
                return judged(opened)
            # A default store that holds nothing yet is no store of one's own.
            return BundledSample()
        if store is not None or default.named_store is not None:
            raise ConfigError(
                message(
                    "store {path}: no such file; `signals load` and `signals fetch` create one", path=path
                )
            )
    return BundledSample()


class BundledSample:
    """The bundled sample, read when first asked for: a remembered day needs none of its rows."""

    origin = "sample"

    @cached_property
    def _rows(self) -> JudgedReader:
        from sources.sample import sample_reader  # noqa: PLC0415

        return judged(sample_reader(catalogue().keys()))

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted."""
        return self._rows.series_ids()

    def series(self, series: str) -> SeriesHistory:
        """Return one series with its verdicts; an empty history where none of it is held."""
        return self._rows.series(series)

    def futures(self, root: str) -> FuturesHistory:
        """Return all prices of one futures root with their verdicts; empty where there are none."""
        return self._rows.futures(root)

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event with its verdict, in order of visibility."""
        return self._rows.events()

    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """Return every row of the weekly's tables, in order of release."""
        return self._rows.weekly_rows()


@cache
def evidence() -> Evidence:
    """Return what verdicts on rows rest on besides the rows.

    Raises:
        ConfigError: a file of the configuration breaks its format.
    """
    return read_evidence(catalogue())


def judged(heard: Heard) -> JudgedReader:
    """Return what was heard with the verdict of the door on every row."""
    from sources.door.judging.reader import JudgedReader  # noqa: PLC0415

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


def read_evidence(specs: Mapping[str, SeriesSpec]) -> Evidence:
    """Return the evidence of the active configuration.

    Raises:
        ConfigError: a file of it breaks its format.
    """
    fed = calendars()
    policy = read_toml(config_root() / "policy.toml")
    kinds = policy.get("kind", {})
    levels = policy.get("level", {}).values()
    return Evidence(
        specs=specs,
        targets=tuple(
            TargetRange(
                effective_on=change.effective_on,
                lower_pct=change.lower_bp / 100,
                upper_pct=change.upper_bp / 100,
            )
            for change in fed.targets
        ),
        targets_through=fed.target_verified_through,
        meetings=tuple(
            Decision(
                decision_date=meeting.decision_date,
                known_from=meeting.known_from,
                withdrawn_on=meeting.withdrawn_on,
            )
            for meeting in fed.meetings
        ),
        also_read=frozenset(level["series"] for level in levels if "series" in level),
        acts={name: _act_size(name, kinds) for name in kinds},
    )


def _act_size(name: str, kinds: Mapping[str, Mapping[str, Any]]) -> ActSize:
    """Half the usual step is the smallest there is: 25 bp of 50 for the reserve requirement, 5 of 10 for the LPR.

    What is counted in pieces, such as licences, has no step and no smallest size.
    """
    kind = kinds[name]
    is_step = kind.get("binding") == "step"
    usual = kind.get("standard_size") if is_step else None
    days = kind.get("days_of_month")  # only the LPR's notice names some
    others = [other for key, other in kinds.items() if key != name and other.get("binding") == "step"]
    return ActSize(
        unit=kind.get("unit"),
        smallest=usual / 2 if usual is not None else None,
        largest=kind.get("max_size"),
        is_step=is_step,
        comes_on=partial(may_be_lpr_day, days_of_month=tuple(days)) if days is not None else None,
        tier_words={tier: tuple(words) for tier, words in kind.get("tiers", {}).items()},
        cues=(*kind.get("cues", ()), *kind.get("cut_words", ())),
        unless=tuple(kind.get("unless", ())),
        other_cues=tuple(word for other in others for word in other.get("cues", ())) if is_step else (),
        apart_days=kind.get("apart_days"),
    )
