"""US inflation as known on a day: the trend and its direction, the fan, the year, the news."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

import numpy as np

from signals.calendars.releases import Release, next_release, release_calendar
from signals.calendars.releases import overdue as overdue_on
from signals.facts import Input, Reason, Status, worst
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
from signals.readings.inflation.health import all_of, of_model, of_prints, twice
from signals.readings.inflation.inputs import CPI, lost_months, monthly_prices, read_inputs
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.fan import Record, past_record
from signals.readings.inflation.model.known import Inputs, Prices
from signals.readings.inflation.model.next_print import Flip, flips
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.sources import Source, sources
from signals.readings.inflation.model.startup import run_filter
from signals.readings.inflation.model.system import TREND, system
from signals.readings.inflation.model.trend import Estimate, annual_pct
from signals.readings.inflation.news import News, read_news
from signals.words import Word
from sources.months import month_label, month_start

T = TypeVar("T")
Part = Literal["fan", "next", "record", "news", "consensus", "published", "adjusted", "breadth"]
ALL_PARTS: frozenset[Part] = frozenset(get_args(Part))
AHEAD: frozenset[Part] = frozenset({"fan", "next", "record", "news", "consensus"})  # what needs a look ahead
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
    flips: tuple[Flip, ...]
    """What the next print would have to be for the words on the trend to change."""
    sources: tuple[Source, ...]
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
    warnings: tuple[Word, ...]


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
    prices = monthly_prices(panel.series(CPI), lost=lost_months(panel.as_of))
    fan = not parts.isdisjoint(AHEAD)
    inputs = read_inputs(panel, chosen, ahead=fan)
    health = of_model(panel, prices, inputs, chosen)
    beside = {name: panel.input(name) for name in ADJUSTED} if "adjusted" in parts else {}
    if "consensus" in parts:
        beside[chosen.consensus.q4q4] = panel.input(chosen.consensus.q4q4)
    warnings = _warned(panel, prices, health, beside.get(chosen.consensus.q4q4), solver)
    estimate, record = None, tuple[Record, ...]()
    turning: tuple[Flip, ...] = ()
    parts_of: tuple[Source, ...] = ()
    if inputs is None:
        warnings.append(Word.of("inflation.no_model"))
    else:
        estimate = solver.estimate(inputs, parameters, fan=fan)
        warnings.extend(undefined(estimate, chosen) if fan else ())
        if fan and (pull := after_hole(inputs, estimate, parameters)) is not None:
            warnings.append(pull)
        if "next" in parts:
            turning = flips(inputs, parameters, chosen, estimate.rates[0] if estimate.rates else None)
            solution = solver.solve(inputs, parameters)
            parts_of = sources(inputs, solution, chosen.fan.record_months)
        if "record" in parts:
            errors = solver.past_errors(solver.solve(inputs, parameters))
            record = past_record(errors, inputs, chosen.fan)
    consensus = read_consensus(panel, estimate, chosen.consensus) if "consensus" in parts else None
    if consensus is None and "consensus" in parts:
        warnings.append(Word.of("inflation.no_consensus", series=chosen.consensus.q4q4))
    core, published, adjusted, breadth = _read_others(panel, prices, parts, held, chosen)
    return Inflation(
        as_of=panel.as_of,
        origin=panel.origin,
        prices=prices,
        latest=None if prices is None else latest_print(prices),
        next_release=next_release(
            release_calendar(), panel.as_of, None if prices is None else month_start(prices.last)
        ),
        estimate=estimate,
        flips=turning,
        sources=parts_of,
        record=record,
        consensus=consensus,
        surveys=read_surveys(panel, held, estimate) if "consensus" in parts else (),
        news=read_news(panel, chosen, estimate, lambda known: solver.estimate(known, parameters))
        if estimate and "news" in parts
        else None,
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


def _read_others(
    panel: Panel, prices: Prices | None, parts: frozenset[Part], held: frozenset[str], chosen: Settings
) -> tuple[PublishedRate | None, tuple[PublishedRate, ...], tuple[Adjusted, ...], Breadth | None]:
    """Read what stands beside the model: core, measures of others, adjusted rates, breadth."""
    core = read_core(panel) if "published" in parts else None
    published = tuple(_read_each(panel, ALTERNATIVES, held, read_published) if "published" in parts else ())
    adjusted = tuple(_read_each(panel, ADJUSTED, held, read_adjusted) if "adjusted" in parts else ())
    month = None if prices is None else prices.last
    breadth = read_breadth(panel, month, held, chosen.breadth) if "breadth" in parts else None
    return core, published, adjusted, breadth


def _warned(
    panel: Panel, prices: Prices | None, health: Mapping[str, Input], survey: Input | None, solver: Solver
) -> list[Word]:
    """Say what is wrong with the inputs, the survey and the parameters, and which months stand twice."""
    looked_at = (*health.values(), *((survey,) if survey and survey.status != "missing" else ()))
    warnings = [_warning(one) for one in looked_at if one.reason or one.status != "ok"]
    warnings += _of_parameters(usable_set(panel.as_of, solver.sets), panel.as_of, solver.sets)
    if prices is not None and health[CPI].status != "suspect":
        twins = (twice(month, values) for month, values in prices.twins.items())
        warnings += [Word.of("facts.of_input", series=CPI, reason=text) for text in twins]
    return warnings


def _warning(one: Input) -> Word:
    if one.status == "ok":  # not wrong, but something is left open
        return Word.of("facts.of_input", series=one.series, reason=one.reason)
    status = Word.of(f"facts.status_{one.status}")
    return Word.of("inflation.warned", series=one.series, reason=one.reason, status=status)


def _of_parameters(parameters: Parameters, as_of: dt.date, sets: Sequence[Parameters]) -> list[Word]:
    if parameters.estimated_as_of > as_of:
        return [Word.of("inflation.parameters_of_the_future", version=parameters.version, day=as_of)]
    year = due_year(as_of, sets)
    return (
        [] if year is None else [Word.of("inflation.parameters_due", year=year, version=parameters.version)]
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


def undefined(estimate: Estimate, chosen: Settings) -> list[Word]:
    """Return what cannot be said and why."""
    inputs, lost = estimate.inputs, estimate.inputs.lost
    reached = range(inputs.last, inputs.last + inputs.horizon + 1)
    said: list[Word] = []
    for hole in sorted({*inputs.prices.holes(), *(month for month in lost if month > inputs.last)}):
        rates = (undefined_rate(inputs, month) for month in (hole, hole + YEAR) if month in reached)
        said.extend(rate for rate in rates if rate)
        if hole >= (inputs.as_of.year - 1) * YEAR:
            code = "inflation.bridged_lost" if hole in lost else "inflation.bridged_absent"
            said.append(Word.of(code, month=month_label(hole)))
    if len(inputs.level) <= max(chosen.direction.months):
        said.append(Word.of("inflation.too_few_months"))
    if estimate.year.average is None or estimate.year.december_on_december is None:
        said.append(year_out_of_reach(estimate))
    return list(dict.fromkeys(said))


def undefined_rate(inputs: Inputs, month: int) -> Word | None:
    """Say why a month has, or will have, no 12-month rate; None where it has one."""
    lost, prices = inputs.lost, inputs.prices
    if month in lost and month > inputs.last:
        return Word.of("inflation.rate_never", month=month_label(month))
    for needed in (month, month - YEAR):
        if needed in prices.twins:
            why = twice(needed, prices.twins[needed])
        elif needed in lost:
            why = Word.of("inflation.never_published", month=month_label(needed))
        elif needed <= inputs.last and not math.isfinite(prices.at(needed)):
            why = Word.of("inflation.absent", month=month_label(needed))
        else:
            continue
        return Word.of("inflation.rate_undefined", month=month_label(month), why=why)
    return None


def year_out_of_reach(estimate: Estimate) -> Word:
    """Say why the year of the day has no forecast."""
    inputs = estimate.inputs
    return Word.of(
        "inflation.year_out_of_reach",
        year=estimate.year.year,
        month=month_label(inputs.last),
        n=inputs.horizon,
    )


def after_hole(inputs: Inputs, estimate: Estimate, parameters: Parameters) -> Word | None:
    """Say what the first print after a month that was never published does to the trend, for a year.

    Prices that were not collected are carried forward (BLS did so for October
    2025), so that this print is noisier than the model takes it for.
    """
    recent = [month for month in inputs.lost if inputs.last - YEAR <= month < inputs.last]
    if not recent:
        return None
    hole = max(recent)
    heard = inputs.observed(parameters)
    level = heard.level.copy()
    level[hole + 1 - inputs.first] = np.nan
    run = run_filter(system(parameters, (parameters.kappa,)), replace(heard, level=level))
    return Word.of(
        "inflation.after_hole",
        month=month_label(hole + 1),
        hole=month_label(hole),
        without=annual_pct(float(run.mean[-1, 0, TREND])),
        trend=estimate.trend_pct,
    )


def status_of(reading: Inflation) -> tuple[Status, Reason]:
    """Return the worst status among what the model rests on, with the reason of each that is not fine."""
    reasons = [
        Word.of("facts.of_input", series=name, reason=item.reason or Word.of(f"facts.status_{item.status}"))
        for name, item in reading.inputs.items()
        if item.status != "ok"
    ]
    return worst(reading.inputs.values())[0], all_of(reasons)


def left_open(reading: Inflation) -> tuple[Word, ...]:
    """Return what the model leaves open because it is not known, one word an input that is otherwise fine."""
    return tuple(_warning(one) for one in reading.inputs.values() if one.status == "ok" and one.reason)


def is_old(reading: Inflation) -> bool:
    """Return whether prices are too old, or a newer print is due and absent, for the reading to speak of the present."""
    return reading.latest is not None and reading.inputs[CPI].status == "stale"


def overdue(reading: Inflation) -> tuple[Release, ...]:
    """Return the releases after the newest print whose day has come, as scheduled on the reading's day."""
    if reading.latest is None:
        return ()
    return overdue_on(release_calendar(), reading.as_of, reading.latest.period)


def overdue_words(late: tuple[Release, ...]) -> Word | None:
    """Return which prints should be here and are not; None where all are."""
    if not late:
        return None
    first, last = late[0], late[-1]
    if len(late) == 1:
        return Word.of("inflation.overdue_one", month=f"{first.period:%Y-%m}", day=first.released_at)
    return Word.of(
        "inflation.overdue_many",
        n=len(late),
        first=f"{first.period:%Y-%m}",
        last=f"{last.period:%Y-%m}",
        day=last.released_at,
    )
