"""The catalogue of series, checked as it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sources.adapters import prefixes
from sources.contract import Gates, Market, Scheduled, SeriesSpec
from sources.door.judging.rules import RULES
from sources.message import message


class _Gates(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    low: float | None = None
    high: float | None = None
    step: Literal["pct", "unit"] = "unit"
    usual_step: float | None = Field(default=None, gt=0)
    jump: float | None = Field(default=None, gt=0)
    max_revision: float | None = Field(default=None, ge=0)
    decimals: int | None = Field(default=None, ge=2)
    most_decimals: int | None = Field(default=None, ge=0)
    dated: Literal["period", "day"] = "period"
    weekday: int | None = Field(default=None, ge=0, le=6)
    min_lag_days: int | None = Field(default=None, ge=0)
    target_margin: float | None = Field(default=None, gt=0)
    decimals_since: dt.date = dt.date.min
    frozen_after: int | None = Field(default=None, ge=2)
    longest_gap_days: int | None = Field(default=None, gt=0)
    regular_since: dt.date = dt.date.min
    seasonal: bool | None = None
    twin: str | None = None
    twin_tolerance: float | None = Field(default=None, gt=0)
    unpublished: list[dt.date] = []
    confused_with: list[str] = []
    known: dict[str, float] = {}
    known_within: float = Field(default=0.05, gt=0)
    repeats_to: int | None = Field(default=None, ge=0)
    headline: str | None = None
    alone: float | None = Field(default=None, gt=0)
    year_of: list[str] = Field(default=[], max_length=4)
    moves_against: str | None = None
    blocks: list[Literal[tuple(sorted(RULES))]] = []  # type: ignore[valid-type]  # the closed list of rule names
    allows: list[Literal[tuple(sorted(RULES))]] = []  # type: ignore[valid-type]


class _Market(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    prefix: str = Field(pattern=r"^[a-z]{2}\.[a-z0-9_]+$")
    en: str
    zh: str
    measures: Literal["trend", "level"] = "trend"
    benchmark: str | None = None


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    unit: str
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "event"]
    max_age_days: int = Field(gt=0)
    en: str
    zh: str
    source: str
    fact: bool = False
    fred: str | None = None
    release_lag_days: int | None = Field(default=None, ge=0)
    vintages: Literal["all", "latest"] = "all"
    feed: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9]*:\S.*$")
    calendar: str | None = None
    aliases: list[str] = []
    exchange: str | None = Field(default=None, pattern=r"^X[A-Z]{3}$")
    gates: _Gates = _Gates()
    market: _Market | None = None


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    en: str
    zh: str


class CatalogueFile(BaseModel):
    """``configs/catalogue.toml``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    series: dict[str, _Entry]
    cpi_items: dict[str, _Item] = {}
    regions: dict[str, _Item] = {}


Schedule = tuple[Scheduled, ...]


def _no_calendar(_: str) -> Schedule:
    return ()


def parse_catalogue(
    document: Mapping[str, Any], *, calendar: Callable[[str], Schedule] = _no_calendar
) -> dict[str, SeriesSpec]:
    """Return the series of a catalogue document, by id.

    Args:
        document: as read from TOML.
        calendar: returns the release calendar of a name that an entry uses.

    Raises:
        pydantic.ValidationError: an entry breaks the format.
        ValueError: a twin is not in the catalogue.
    """
    checked = CatalogueFile.model_validate(document)
    specs = {
        series: _spec(series, entry, calendar, checked.regions) for series, entry in checked.series.items()
    }
    for code, item in checked.cpi_items.items():
        for adjusted in (False, True):
            spec = _item_spec(code, item, adjusted=adjusted, schedule=specs[_HEADLINE].schedule)
            specs[spec.id] = spec
    for spec in specs.values():
        if spec.feed is not None and spec.feed.partition(":")[0] not in prefixes():
            raise ValueError(
                message(
                    "series {id}: feed {feed!r} begins with none of {names}",
                    id=spec.id,
                    feed=spec.feed,
                    names=", ".join(prefixes()),
                )
            )
        if spec.gates.twin is not None and spec.gates.twin not in specs:
            raise ValueError(
                message(
                    "series {id}: its twin {twin!r} is not in the catalogue", id=spec.id, twin=spec.gates.twin
                )
            )
    _check_markets(specs)
    return specs


def _check_markets(specs: Mapping[str, SeriesSpec]) -> None:
    markets = {spec.id: spec.market for spec in specs.values() if spec.market is not None}
    prefixes: dict[str, str] = {}
    for series, market in markets.items():
        other = prefixes.setdefault(market.prefix, series)
        if other != series:
            raise ValueError(
                message(
                    "series {series}: the market prefix {prefix!r} is that of {other}",
                    series=series,
                    prefix=market.prefix,
                    other=other,
                )
            )
        if market.benchmark is not None and market.benchmark not in markets:
            raise ValueError(
                message(
                    "series {series}: its benchmark {benchmark!r} is no market of the catalogue",
                    series=series,
                    benchmark=market.benchmark,
                )
            )


def _market(market: _Market, regions: Mapping[str, _Item]) -> Market:
    code = market.prefix.partition(".")[0]
    region = regions.get(code, _Item(en=code.upper(), zh=code.upper()))
    return Market(**market.model_dump(), region_en=region.en, region_zh=region.zh)


def _spec(
    series: str, entry: _Entry, calendar: Callable[[str], Schedule], regions: Mapping[str, _Item]
) -> SeriesSpec:
    bounds = entry.gates.model_dump()
    for name in ("unpublished", "confused_with", "blocks", "allows"):
        bounds[name] = frozenset(bounds[name])
    bounds["year_of"] = tuple(bounds["year_of"])
    bounds["known"] = tuple(
        (dt.date.fromisoformat(day), value) for day, value in sorted(bounds["known"].items())
    )
    return SeriesSpec(
        id=series,
        unit=entry.unit,
        frequency=entry.frequency,
        max_age_days=entry.max_age_days,
        name_en=entry.en,
        name_zh=entry.zh,
        source=entry.source,
        fact=entry.fact,
        fred=entry.fred,
        release_lag_days=entry.release_lag_days,
        vintages=entry.vintages,
        feed=entry.feed,
        exchange=entry.exchange,
        gates=Gates(**bounds),
        schedule=calendar(entry.calendar) if entry.calendar else (),
        market=_market(entry.market, regions) if entry.market else None,
        aliases=tuple(entry.aliases),
    )


_HEADLINE = "us.cpi.all.nsa"  # items come with it
_SHUTDOWN_MONTH = dt.date(2025, 10, 1)  # prices were not collected


def _item_spec(code: str, item: _Item, *, adjusted: bool, schedule: Schedule) -> SeriesSpec:
    fred = f"CU{'S' if adjusted else 'U'}R0000{code}"
    return SeriesSpec(
        id=f"us.cpi.item.{code}.{'sa' if adjusted else 'nsa'}",
        unit="index",
        frequency="monthly",
        max_age_days=45,  # as the headline
        name_en=f"US CPI, {item.en.lower()}, {'' if adjusted else 'not '}seasonally adjusted",
        name_zh=f"美国CPI：{item.zh}（{'季调' if adjusted else '未季调'}）",
        source=f"BLS {fred}",
        fred=fred,
        release_lag_days=None if adjusted else 48,
        schedule=schedule,
        gates=Gates(
            low=1.0,
            high=10_000.0,
            step="pct",
            usual_step=40.0,  # motor fuel fell by 29 in 2008-11; single items move far more than the whole
            jump=80.0,
            max_revision=10.0 if adjusted else 0.1,
            unpublished=frozenset({_SHUTDOWN_MONTH}),
            regular_since=dt.date(1998, 1, 1),  # several came every other month or quarter before
        ),
    )
