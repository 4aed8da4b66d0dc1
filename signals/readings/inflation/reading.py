"""US inflation as known on a day: the trend and its direction, the fan, the year, the news."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from signals.calendars.releases import Release, as_known, next_release, release_calendar
from signals.facts import Input, Status, worst
from signals.panel import Panel
from signals.readings.inflation.beside import (
    ALTERNATIVES,
    CORE_RATE,
    Adjusted,
    Breadth,
    PublishedRate,
    read_adjusted,
    read_breadth,
    read_core,
    read_published,
)
from signals.readings.inflation.config import Parameters, Settings, due_year, usable_set
from signals.readings.inflation.consensus import Consensus, SurveyGap, read_consensus, read_surveys
from signals.readings.inflation.health import of_model, of_prints
from signals.readings.inflation.inputs import CPI, monthly_prices, read_inputs
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.fan import Record, past_record
from signals.readings.inflation.model.known import Inputs, Prices
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.trend import Estimate, estimate_from
from signals.readings.inflation.news import News, read_news
from sources.months import month_label, month_start

T = TypeVar("T")
Part = Literal["fan", "record", "news", "consensus", "published", "adjusted", "breadth"]
ALL_PARTS: frozenset[Part] = frozenset(get_args(Part))
AHEAD: frozenset[Part] = frozenset({"fan", "record", "news", "consensus"})  # what needs a look ahead
ADJUSTED = ("us.cpi.all.sa", "us.cpi.core.sa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The newest print. ``yoy_pct`` is None where the month a year earlier was never published."""

    period: dt.date
    released_at: dt.date
    yoy_pct: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inflation:
    """The reading. ``estimate`` is None where a series that the model needs is not there."""

    as_of: dt.date
    origin: str
    prices: Prices | None
    latest: Latest | None
    next_release: Release | None
    estimate: Estimate | None
    record: tuple[Record, ...]
    consensus: Consensus | None
    surveys: tuple[SurveyGap, ...]
    news: News | None
    core: PublishedRate | None
    published: tuple[PublishedRate, ...]
    adjusted: tuple[Adjusted, ...]
    breadth: Breadth | None
    parts: frozenset[Part]
    parameters: Parameters
    inputs: Mapping[str, Input]
    """The health of what the model rests on, as far back as its errors matter."""
    prints: Mapping[int, Input]
    """The health of CPI behind the 12-month rate (key 0) and its change over some months."""
    beside: Mapping[str, Input]
    """The health of what is shown beside it."""
    absent: tuple[str, ...]
    warnings: tuple[str, ...]


def read(panel: Panel, *, solver: Solver | None = None, parts: frozenset[Part] = ALL_PARTS) -> Inflation:
    """Read US inflation as known on the panel's day.

    Args:
        panel: the world as of a day.
        solver: passes kept from readings of other dates; by default none.
        parts: what to work out besides the model itself.
    """
    return _read(panel, solver or Solver(), parts, _held(panel, parts))


def _held(panel: Panel, parts: frozenset[Part]) -> frozenset[str]:
    """Return the series that there are; asking a store costs more than reading, so a range asks once."""
    return frozenset() if parts <= {"fan", "record", "news"} else frozenset(panel.reader.series_ids())


def _read(panel: Panel, solver: Solver, parts: frozenset[Part], held: frozenset[str]) -> Inflation:
    chosen = solver.settings
    parameters = usable_set(panel.as_of, solver.sets)
    prices = monthly_prices(panel.series(CPI))
    health = of_model(panel, prices, chosen.consensus.anchor)
    beside = {name: panel.input(name) for name in ADJUSTED} if "adjusted" in parts else {}
    if "consensus" in parts:
        beside[chosen.consensus.q4q4] = panel.input(chosen.consensus.q4q4)
    survey = beside.get(chosen.consensus.q4q4)
    looked_at = (*health.values(), *((survey,) if survey and survey.status != "missing" else ()))
    warnings = [f"{one.series}: {one.reason} ({one.status})" for one in looked_at if one.status != "ok"]
    if parameters.estimated_as_of > panel.as_of:
        warnings.append(
            f"the parameters ({parameters.version}) were estimated after {panel.as_of}: "
            "they rest on data that were not known then"
        )
    elif (year := due_year(panel.as_of, solver.sets)) is not None:
        warnings.append(
            f"the parameter set of January {year} is due and the one of {parameters.version} is used; "
            "`signals inflation --refit` shows what it would change"
        )
    fan = not parts.isdisjoint(AHEAD)
    inputs = read_inputs(panel, chosen, ahead=fan)
    if prices is not None:
        told = " ".join(warnings)
        warnings.extend(f"{CPI}: {text}" for text in prices.twins.values() if text not in told)
    estimate = None
    record: tuple[Record, ...] = ()
    if inputs is None:
        warnings.append("no trend and no forecast: the model needs prices, gasoline and the ten-year survey")
    else:
        estimate = estimate_from(inputs, solver, parameters, fan=fan)
        warnings.extend(undefined(estimate, chosen) if fan else ())
        if "record" in parts:
            errors = solver.past_errors(solver.solve(inputs, parameters))
            record = past_record(errors, inputs, chosen.fan)
    consensus = read_consensus(panel, estimate, chosen.consensus) if "consensus" in parts else None
    if consensus is None and "consensus" in parts:
        warnings.append(f"no consensus: {chosen.consensus.q4q4} holds nothing")
    core = read_core(panel) if "published" in parts else None
    published = tuple(_read_each(panel, ALTERNATIVES, held, read_published) if "published" in parts else ())
    adjusted = tuple(_read_each(panel, ADJUSTED, held, read_adjusted) if "adjusted" in parts else ())
    month = None if prices is None else prices.last
    breadth = read_breadth(panel, month, held, chosen.breadth) if "breadth" in parts else None
    return Inflation(
        as_of=panel.as_of,
        origin=panel.origin,
        prices=prices,
        latest=None if prices is None else latest_print(prices),
        next_release=next_release(release_calendar(), panel.as_of),
        estimate=estimate,
        record=record,
        consensus=consensus,
        surveys=read_surveys(panel, held, estimate) if "consensus" in parts else (),
        news=read_news(panel, solver, parameters, estimate) if estimate and "news" in parts else None,
        core=core,
        published=published,
        adjusted=adjusted,
        breadth=breadth,
        parts=parts,
        parameters=parameters,
        inputs=health,
        prints=of_prints(panel, prices, chosen.direction.months),
        beside=beside,
        absent=tuple(_absent(parts, core, published, adjusted, breadth)),
        warnings=tuple(warnings),
    )


def _read_each(
    panel: Panel, series: Iterable[str], held: frozenset[str], how: Callable[[Panel, str], T | None]
) -> Iterator[T]:
    for name in series:
        if name in held and (found := how(panel, name)) is not None:
            yield found


def _absent(
    parts: frozenset[Part],
    core: PublishedRate | None,
    published: tuple[PublishedRate, ...],
    adjusted: tuple[Adjusted, ...],
    breadth: Breadth | None,
) -> Iterator[str]:
    """Say what is not shown because it is not loaded."""
    if "published" in parts:
        if core is None:
            yield CORE_RATE
        yield from (name for name in ALTERNATIVES if name not in {one.series for one in published})
    if "adjusted" in parts:
        yield from (name for name in ADJUSTED if name not in {one.series for one in adjusted})
    if "breadth" in parts and breadth is None:
        yield "us.cpi.item.*.nsa"


def read_range(
    panel: Panel, days: Iterable[dt.date], *, solver: Solver | None = None, parts: frozenset[Part] = ALL_PARTS
) -> Iterator[Inflation]:
    """Yield the reading of each day; one filter pass a parameter set serves them all.

    The passes run over the panel's own newest data; each day then looks only at
    the rows of its own past, which is exact because filtered states never look
    forward.

    Raises:
        ValueError: a day lies after the panel's.
    """
    solver = solver or Solver()
    ordered = tuple(days)
    newest = panel.at(max(ordered)) if ordered else panel
    inputs = read_inputs(newest, solver.settings, ahead=False)
    if inputs is not None:
        for parameters in dict.fromkeys(usable_set(day, solver.sets) for day in ordered):
            solver.solve(inputs, parameters)
    held = _held(panel, parts)
    for day in ordered:
        yield _read(panel.at(day), solver, parts, held)


def latest_print(prices: Prices) -> Latest:
    """Return the newest print and its change on the same month a year earlier."""
    change = prices.change_pct(prices.last, YEAR)
    return Latest(
        period=month_start(prices.last),
        released_at=prices.released_at[-1].astype(object),
        yoy_pct=change if math.isfinite(change) else None,
    )


def undefined(estimate: Estimate, chosen: Settings) -> list[str]:
    """Return what cannot be said and why."""
    inputs = estimate.inputs
    lost = inputs.lost
    reached = range(inputs.last, inputs.last + inputs.horizon + 1)
    said: list[str] = []
    for hole in sorted({*inputs.prices.holes(), *(month for month in lost if month > inputs.last)}):
        why = "was never published" if hole in lost else "is not in the data"
        rates = (undefined_rate(inputs, month) for month in (hole, hole + YEAR) if month in reached)
        said.extend(text for text in rates if text)
        if hole >= (inputs.as_of.year - 1) * YEAR:
            said.append(
                f"{month_label(hole)} {why}: the model bridges it, and year averages rest on its estimate"
            )
    if len(inputs.level) <= max(chosen.direction.months):
        said.append("too few months to compare the trend with its own past")
    if estimate.year.average is None or estimate.year.december_on_december is None:
        said.append(year_out_of_reach(estimate))
    return list(dict.fromkeys(said))


def undefined_rate(inputs: Inputs, month: int) -> str:
    """Say why a month has, or will have, no 12-month rate; nothing where it has one."""
    lost, base, prices = inputs.lost, month - YEAR, inputs.prices
    if month in lost and month > inputs.last:
        return f"{month_label(month)} will never be published, so its 12-month rate is undefined"
    for needed in (month, base):
        if needed in lost or (needed <= inputs.last and not math.isfinite(prices.at(needed))):
            why = "was never published" if needed in lost else "is not in the data"
            said = prices.twins.get(needed, f"{month_label(needed)} {why}")
            return f"the 12-month rate of {month_label(month)} is undefined: {said}"
    return ""


def year_out_of_reach(estimate: Estimate) -> str:
    """Say why the year of the day has no forecast."""
    inputs = estimate.inputs
    return (
        f"the year {estimate.year.year} is out of reach: the newest print is of "
        f"{month_label(inputs.last)} and the fan spans {inputs.horizon} months"
    )


def status_of(reading: Inflation) -> tuple[Status, str]:
    """Return the worst status among what the model rests on, with the reason of each that is not fine."""
    reasons = [
        f"{name}: {item.reason or item.status}"
        for name, item in reading.inputs.items()
        if item.status != "ok"
    ]
    return worst(reading.inputs.values())[0], "; ".join(reasons)


def is_old(reading: Inflation) -> bool:
    """Return whether prices are too old, or a newer print is due and absent, for the reading to speak of the present."""
    return reading.latest is not None and reading.inputs[CPI].status == "stale"


def overdue(reading: Inflation) -> tuple[Release, ...]:
    """Return the releases after the newest print whose day has come, as scheduled on the reading's day."""
    if reading.latest is None:
        return ()
    newest = reading.latest.period
    return tuple(
        row
        for row in as_known(release_calendar(), reading.as_of)
        if row.period > newest and row.released_at is not None and row.released_at <= reading.as_of
    )


def overdue_words(late: tuple[Release, ...], lang: str) -> str:
    """Return which prints should be here and are not, in ``en`` or ``zh``; empty where none is."""
    if not late:
        return ""
    first, last = late[0], late[-1]
    if len(late) == 1:
        if lang == "zh":
            return f"{first.period:%Y-%m}应于{first.released_at}公布，此处没有"
        return f"{first.period:%Y-%m} was due on {first.released_at} and is not here"
    if lang == "zh":
        return f"{first.period:%Y-%m}至{last.period:%Y-%m}应于{last.released_at}前公布，此处缺{len(late)}期"
    return (
        f"{len(late)} prints from {first.period:%Y-%m} to {last.period:%Y-%m} were due by "
        f"{last.released_at} and are not here"
    )
