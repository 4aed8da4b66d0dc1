"""The screen of ``signals appetite``: a row an index, a column a measure."""

from __future__ import annotations

from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import Fact, not_ok
from signals.readings.risk_appetite.reading import MarketReading, RiskAppetite
from signals.readings.risk_appetite.vocabulary import WEEKS_AGAINST
from signals.words import Word, said


def screen(reading: RiskAppetite, facts: tuple[Fact, ...], lang: str) -> RenderableType:
    """Return one table a region, then whatever cannot be said and why."""
    by_name = {fact.name: fact for fact in facts}
    parts: list[RenderableType] = [
        Text(Word.of("appetite.title", day=reading.as_of).text(lang), style="bold"),
        Text(Word.of("appetite.against").text(lang), style="dim"),
    ]
    for _, markets in groupby(by_region(reading), key=lambda market: market.market.region):
        parts += [Text(), *_region(tuple(markets), by_name, reading.as_of.year, lang)]
    wrong = dict.fromkeys((fact.status, fact.reason) for fact in facts if fact.status != "ok")
    if wrong:
        parts.append(Text())
        parts += [
            Text(
                not_ok(status, reason).text(lang),
                "yellow",
            )
            for status, reason in wrong
        ]
    if reading.origin == "sample":
        parts += [Text(), Text(Word.of("appetite.sample").text(lang), style="dim")]
    return Group(*parts)


def by_region(reading: RiskAppetite) -> list[MarketReading]:
    """Return the markets with those of a region together, regions in the order of the catalogue."""
    return sorted(reading.markets, key=lambda market: _order(market, reading))


def beside_the_table(reading: RiskAppetite, facts: dict[str, Fact], lang: str) -> list[Text]:
    """Return what is said of markets in lines of its own: levels, and one index against another."""
    return [
        _line(market, figure.name, facts, lang)
        for market in by_region(reading)
        for figure in market.measured
        if not _in_table(figure.name)
    ]


def _order(market: MarketReading, reading: RiskAppetite) -> int:
    """Return the place of a market's region: that of its first market in the catalogue."""
    regions = list(dict.fromkeys(other.market.region for other in reading.markets))
    return regions.index(market.market.region)


def _region(
    markets: tuple[MarketReading, ...], facts: dict[str, Fact], this_year: int, lang: str
) -> list[RenderableType]:
    trends = [market for market in markets if market.market.measures == "trend"]
    parts: list[RenderableType] = [_table(trends, facts, this_year, lang)] if trends else []
    for market in markets:
        parts += [
            _line(market, figure.name, facts, lang)
            for figure in market.measured
            if not _in_table(figure.name)
        ]
    return parts


def _in_table(name: str) -> bool:
    return ".off_" in name or name.endswith(".vs_40w_average")


def _table(markets: list[MarketReading], facts: dict[str, Fact], this: int, lang: str) -> Table:
    measures = ("off_52w_high", f"off_high_since_{this - 1}", f"off_high_since_{this}", "vs_40w_average")
    first = markets[0].market
    names = [
        first.region_zh if lang == "zh" else first.region_en,
        Word.of("appetite.column_52w").text(lang),
        Word.of("appetite.column_since", year=this - 1).text(lang),
        Word.of("appetite.column_since", year=this).text(lang),
        Word.of("appetite.column_average").text(lang),
        Word.of("appetite.column_close_of").text(lang),
    ]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(names):
        table.add_column(Text(name), justify="left" if number == 0 else "right", overflow="fold")
    for market in markets:
        row = [facts[f"{market.market.prefix}.{measure}"] for measure in measures]
        label = market.market.zh if lang == "zh" else market.market.en
        table.add_row(Text(label), *(_percent(fact) for fact in row), Text(str(row[0].period or "-")))
    return table


def _percent(fact: Fact) -> Text:
    if not isinstance(fact.value, float):
        return Text("-")
    return Text(f"{fact.value:+.2f} %", style="" if fact.status == "ok" else "yellow")


def _line(market: MarketReading, name: str, facts: dict[str, Fact], lang: str) -> Text:
    fact = facts[name]
    label = market.market.zh if lang == "zh" else market.market.en
    if not isinstance(fact.value, float):
        status = Word.of(f"facts.status_{fact.status}").text(lang)
        return Text(f"{label}: {status}, {said(fact.reason, lang)}", style="yellow")
    if market.market.measures == "level":
        return Text(
            Word.of("appetite.level", name=label, value=f"{fact.value:.2f}", day=fact.period).text(lang)
        )
    other = market.benchmark
    against = Word.of(
        "appetite.relative",
        subject=label,
        benchmark=("" if other is None else other.zh if lang == "zh" else other.en),
        weeks=WEEKS_AGAINST,
        value=f"{fact.value:+.2f}",
    )
    return Text(against.text(lang))
