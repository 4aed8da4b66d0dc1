"""The reading as facts: named, typed, each with the inputs it rests on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from signals.facts import Fact, FactValue, Input, Reason, fact_from
from signals.panel import Panel
from signals.readings.inflation.beside import SPANS
from signals.readings.inflation.config import settings
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.reading import (
    ADJUSTED,
    AHEAD,
    Inflation,
    Part,
    read,
    read_range,
    undefined_rate,
    year_out_of_reach,
)
from signals.words import Word
from sources.months import month_number

_LEVEL = re.compile(r"us\.cpi\.(?:year_average|dec_dec)\.p_below_(\d+(?:_\d+)?)pct")


def facts(panel: Panel, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return the facts of the panel's day.

    Args:
        panel: the world as of a day.
        wanted: names that will be looked at; None means all. Levels named here
            (``p_below_2_25pct``) are worked out besides those of the configuration.
    """
    reading = read(panel, solver=Solver(startup=True), parts=_parts(wanted))
    return facts_of(reading, wanted=wanted)


def facts_range(
    panel: Panel, days: Iterable[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day; one filter pass serves them all.

    A call on one day asks for a year of weeks behind it, a replay for years.
    """
    ordered = tuple(days)
    short = not ordered or (max(ordered) - min(ordered)).days < STARTUP_DAYS
    solver = Solver(startup=short)
    for reading in read_range(panel, ordered, solver=solver, parts=_parts(wanted)):
        yield reading.as_of, facts_of(reading, wanted=wanted)


STARTUP_DAYS = 800
"""A shorter span is filtered in numpy: loading statsmodels would cost more than it saves (`model.startup`)."""


def facts_of(reading: Inflation, *, wanted: Collection[str] | None = None) -> tuple[Fact, ...]:
    """Return the facts of a reading, all or only those wanted."""
    levels = {match[1] for name in wanted or () if (match := _LEVEL.fullmatch(name))}
    asked = wanted is not None
    found: list[Fact] = []
    sections: tuple[tuple[tuple[str, ...], Callable[[], Iterator[Fact]]], ...] = (
        (("us.cpi.yoy",), lambda: _prints(reading)),
        (("us.cpi.trend",), lambda: _trend(reading)),
        (_PARTS["fan"], lambda: _ahead(reading, levels)),
        (_PARTS["news"], lambda: _news(reading)),
        (_PARTS["consensus"], lambda: _consensus(reading)),
        (_PARTS["adjusted"], lambda: _adjusted(reading, asked=asked)),
        (_PARTS["breadth"], lambda: _breadth(reading, asked=asked)),
    )
    for stems, say in sections:
        if wanted is None or any(name.startswith(stems) for name in wanted):
            found.extend(say())
    return tuple(_kept(fact) for fact in found if wanted is None or fact.name in wanted)


DECIMALS = 6
"""Far below any meaning, and far above the 1e-10 in which the two filters may differ: a fact is the same from either."""


def _kept(fact: Fact) -> Fact:
    value, error = fact.value, fact.error
    if not isinstance(value, float):
        return fact
    return replace(
        fact, value=round(value, DECIMALS), error=None if error is None else round(error, DECIMALS)
    )


_PARTS: Mapping[Part, tuple[str, ...]] = {
    "fan": ("us.cpi.year_average.", "us.cpi.dec_dec.", "us.cpi.yoy.p_lower_in_"),
    "news": ("us.cpi.yoy.surprise",),
    "consensus": ("us.cpi.consensus_gap",),
    "adjusted": ("us.cpi.all.sa.", "us.cpi.core.sa."),
    "breadth": ("us.cpi.breadth.",),
}


def _parts(wanted: Collection[str] | None) -> frozenset[Part]:
    """Return the parts of a reading that any wanted fact rests on."""
    return frozenset(
        part for part, stems in _PARTS.items() if wanted is None or any(n.startswith(stems) for n in wanted)
    )


def _of_model(
    reading: Inflation,
    name: str,
    value: FactValue,
    unit: str,
    derivation: Word,
    *,
    error: float | None = None,
    reason: Reason = "",
    besides: tuple[Input, ...] = (),
) -> Fact:
    return fact_from(
        name=name,
        value=value,
        unit=unit,
        inputs=(*reading.inputs.values(), *besides),
        derivation=Word.of("inflation.by_model", what=derivation, version=reading.parameters.version),
        period=reading.latest.period if reading.latest else None,
        error=error,
        reason=reason,
    )


def _of_print(
    reading: Inflation, name: str, value: float | None, unit: str, derivation: Word, *, over: int = 0
) -> Fact:
    only: tuple[Input, ...] = (reading.prints[over],)
    return fact_from(
        name=name,
        value=value,
        unit=unit,
        inputs=only,
        derivation=derivation,
        period=reading.latest.period if reading.latest else None,
        reason=_why_no_rate(reading, over),
    )


def _why_no_rate(reading: Inflation, before: int) -> Reason:
    """Say which month the newest 12-month rate lacks, or the one so many months before it."""
    if reading.latest is None or reading.estimate is None:
        return Word.of("inflation.no_rate") if reading.latest else ""
    inputs = reading.estimate.inputs
    return undefined_rate(inputs, inputs.last) or undefined_rate(inputs, inputs.last - before) or ""


def _prints(reading: Inflation) -> Iterator[Fact]:
    latest = reading.latest
    month = f"{latest.period:%Y-%m}" if latest else "-"
    what = Word.of("inflation.d_yoy", month=month)
    yield _of_print(reading, "us.cpi.yoy", latest.yoy_pct if latest else None, "pct", what)
    if reading.estimate is None or latest is None:
        return
    prices, now = reading.estimate.inputs.prices, month_number(latest.period)
    for one in reading.estimate.directions:
        change = prices.change_pct(now, YEAR) - prices.change_pct(now - one.months, YEAR)
        what = Word.of("inflation.d_yoy_change", month=month, n=one.months)
        yield _of_print(reading, f"us.cpi.yoy.change_{one.months}m", change, "pp", what, over=one.months)


def _trend(reading: Inflation) -> Iterator[Fact]:
    estimate = reading.estimate
    yield _of_model(
        reading,
        "us.cpi.trend",
        estimate.trend_pct if estimate else None,
        "pct",
        Word.of("inflation.d_trend"),
        error=estimate.trend_sd_pp if estimate else None,
    )
    directions = {one.months: one for one in estimate.directions} if estimate else {}
    for months in settings().direction.months:
        one = directions.get(months)
        p, word = (one.p_falling, one.word) if one else (None, None)
        what = Word.of("inflation.d_direction", n=months)
        why = Word.of("inflation.too_few_months_ago", n=months) if estimate else ""
        yield _of_model(reading, f"us.cpi.trend.p_falling_{months}m", p, "prob", what, reason=why)
        yield _of_model(reading, f"us.cpi.trend.direction_{months}m", word, "word", what, reason=why)


def _ahead(reading: Inflation, levels: Collection[str]) -> Iterator[Fact]:
    if reading.parts.isdisjoint(AHEAD):
        return
    lower = {one.months: one.probability for one in reading.estimate.lower} if reading.estimate else {}
    for months in settings().direction.months:
        what = Word.of("inflation.d_lower", n=months)
        name, lacking = f"us.cpi.yoy.p_lower_in_{months}m", _why_not_lower(reading, months)
        yield _of_model(reading, name, lower.get(months), "prob", what, reason=lacking)
    year = reading.estimate.year if reading.estimate else None
    this = reading.as_of.year
    why: Reason = year_out_of_reach(reading.estimate) if reading.estimate else ""
    labels = dict.fromkeys((*_configured(), *sorted(levels)))
    average = Word.of("inflation.d_average", year=this, last=this - 1)
    if year is not None and year.months != (YEAR, YEAR):
        n, m = year.months
        average = Word.of("inflation.d_average_of", year=this, last=this - 1, n=n, m=m)
    for stem, outcome, what in (
        ("year_average", year and year.average, average),
        (
            "dec_dec",
            year and year.december_on_december,
            Word.of("inflation.d_dec_dec", year=this, last=this - 1),
        ),
    ):
        median, sd = (outcome.median_pct, outcome.sd_pp) if outcome else (None, None)
        yield _of_model(reading, f"us.cpi.{stem}.median", median, "pct", what, error=sd, reason=why)
        for label in labels:
            level = float(label.replace("_", "."))
            p = outcome.probability_below(level) if outcome else None
            name, below = (
                f"us.cpi.{stem}.p_below_{label}pct",
                Word.of("inflation.d_below", what=what, level=level),
            )
            yield _of_model(reading, name, p, "prob", below, reason=why)


def _why_not_lower(reading: Inflation, months: int) -> Reason:
    """Say which of the two 12-month rates is undefined, and why."""
    if reading.estimate is None:
        return ""
    inputs = reading.estimate.inputs
    return undefined_rate(inputs, inputs.last) or undefined_rate(inputs, inputs.last + months) or ""


def _configured() -> tuple[str, ...]:
    return tuple(f"{level:g}".replace(".", "_") for level in settings().fan.levels_pct)


def _news(reading: Inflation) -> Iterator[Fact]:
    news = reading.news
    if "news" not in reading.parts:
        return
    value, sigmas, error = (
        (news.surprise_pp, news.surprise_sigmas, news.expected_sd_pp) if news else (None,) * 3
    )
    what = Word.of("inflation.d_surprise")
    why: Reason = ""
    if reading.estimate is not None:
        inputs = reading.estimate.inputs
        why = undefined_rate(inputs, inputs.last) or Word.of("inflation.no_forecast_on_eve")
    yield _of_model(reading, "us.cpi.yoy.surprise", value, "pp", what, error=error, reason=why)
    yield _of_model(reading, "us.cpi.yoy.surprise_sigmas", sigmas, "ratio", what, reason=why)


def _consensus(reading: Inflation) -> Iterator[Fact]:
    consensus = reading.consensus
    if "consensus" not in reading.parts:
        return
    gap = error = sigmas = None
    what = Word.of("inflation.d_gap")
    if consensus is not None and consensus.ours_q4q4_pct is not None:
        gap, error = consensus.ours_q4q4_pct - consensus.q4q4_pct, consensus.ours_sd_pp
        sigmas = consensus.gap_sigmas
        what = Word.of(
            "inflation.d_gap_of", year=consensus.year, last=consensus.year - 1, survey=consensus.survey
        )
    why: Reason = ""
    survey = (reading.beside[settings().consensus.q4q4],)
    if consensus is not None and consensus.year != reading.as_of.year:
        why = Word.of("inflation.other_year", survey=consensus.year, ours=reading.as_of.year)
    elif reading.estimate is not None:
        why = year_out_of_reach(reading.estimate)
    for name, value, unit, sd in (
        ("us.cpi.consensus_gap", gap, "pp", error),
        ("us.cpi.consensus_gap_sigmas", sigmas, "ratio", None),
    ):
        yield _of_model(reading, name, value, unit, what, error=sd, reason=why, besides=survey)


def _adjusted(reading: Inflation, *, asked: bool) -> Iterator[Fact]:
    """Yield the adjusted rates; those of a series that is not loaded only where they were asked for."""
    if "adjusted" not in reading.parts:
        return
    found = {one.series: one for one in reading.adjusted}
    for series in ADJUSTED:
        one = found.get(series)
        if one is None and not asked:
            continue
        for span in SPANS:
            what = Word.of("inflation.d_adjusted", n=span) if span > 1 else Word.of("inflation.d_adjusted_1")
            yield fact_from(
                name=f"{series}.change_{span}m",
                value=one.rates_pct[span] if one else None,
                unit="pct",
                inputs=(one.health[span] if one else reading.beside[series],),
                derivation=what,
                period=one.period if one else None,
                reason=Word.of("inflation.no_vintages") if one is None else "",
            )


def _breadth(reading: Inflation, *, asked: bool) -> Iterator[Fact]:
    """Yield the breadth of the basket; without any item only where it was asked for."""
    if "breadth" not in reading.parts:
        return
    breadth = reading.breadth
    if breadth is None and not asked:
        return
    for name, share in (
        ("slowing", breadth and breadth.slowing),
        ("six_month_below_year", breadth and breadth.six_month_below_year),
        ("above", breadth and breadth.above),
    ):
        known = share.share if share else None
        yield fact_from(
            name=f"us.cpi.breadth.{name}",
            value=None if known is None else 100.0 * known,
            unit="pct",
            inputs=(reading.prints[0], *(share.inputs if share else ())),
            derivation=Word.of(f"inflation.d_share_{name}", items=share.items if share else 0),
            period=breadth.period if breadth else None,
            reason=Word.of("inflation.too_few_items"),
        )
