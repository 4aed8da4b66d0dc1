"""The picture of ``signals appetite --plot FILE``: an index a group, a bar a mark that it stands above or below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from signals.config import ConfigError
from signals.facts import Fact, not_ok
from signals.pictures import look
from signals.pictures.canvas import Around, canvas, check, source
from signals.readings.risk_appetite.reading import MarketReading, RiskAppetite
from signals.readings.risk_appetite.screen import beside_the_table, by_region
from signals.words import Word, said
from sources.message import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = 0.26
"""Of the height of a group, so that three bars leave a gap between two indices."""
COLOURS = (look.MAIN, look.SECOND, look.NEUTRAL)
GROUP_IN = 0.62


def draw(reading: RiskAppetite, facts: tuple[Fact, ...], file: Path, lang: str = "en") -> None:
    """Draw one reading to ``file``, SVG or PNG by its suffix; the same reading gives the same bytes.

    Raises:
        ConfigError: as `canvas`, or the catalogue names no index.
    """
    check(file)
    by_name = {fact.name: fact for fact in facts}
    markets = [market for market in by_region(reading) if market.market.measures == "trend"]
    if not markets:
        raise ConfigError(
            message("--plot {file}: the catalogue names no index, so there is nothing to draw", file=file)
        )
    measures = _measures(reading.as_of.year)
    drawn = [by_name[f"{market.market.prefix}.{measure}"] for market in markets for measure in measures]
    wrong = dict.fromkeys((fact.status, fact.reason) for fact in drawn if fact.status != "ok")
    days = [fact.period for fact in facts if fact.period is not None]
    around = Around(
        title=Word.of("appetite.title", day=reading.as_of).text(lang),
        shows=Word.of("appetite.plot_shows").text(lang),
        source=source(
            lang,
            Word.of("appetite.plot_source", day=max(days, default=reading.as_of)).text(lang),
            origin=reading.origin,
        ),
        remarks=tuple(said(not_ok(status, reason), lang) for status, reason in wrong),
    )
    with canvas(file, (9.0, 1.9 + GROUP_IN * len(markets)), around, lang) as figure:
        axes = figure.subplots()
        _bars(axes, markets, by_name, measures, lang)
        lines = [text.plain for text in beside_the_table(reading, by_name, lang)]
        axes.set_xlabel("\n".join(lines), loc="left", color=look.INK, fontsize=look.TEXT_PT)


def _measures(this_year: int) -> Mapping[str, Word]:
    """Return the figures that are drawn, by the end of their facts' names."""
    return {
        "off_52w_high": Word.of("appetite.column_52w"),
        f"off_high_since_{this_year}": Word.of("appetite.column_since", year=this_year),
        "vs_40w_average": Word.of("appetite.column_average"),
    }


def _bars(
    axes: Axes,
    markets: list[MarketReading],
    facts: dict[str, Fact],
    measures: Mapping[str, Word],
    lang: str,
) -> None:
    for place, (measure, label) in enumerate(measures.items()):
        for row, market in enumerate(markets):
            fact = facts[f"{market.market.prefix}.{measure}"]
            height = row + (place - 1) * BAR
            value = fact.value if fact.usable and isinstance(fact.value, float) else None
            axes.barh(
                height,
                value or 0.0,
                height=BAR * 0.86,
                color=COLOURS[place],
                label=label.text(lang) if row == 0 else None,
            )
            words = Word.of(f"facts.status_{fact.status}").text(lang) if value is None else f"{value:+.1f}"
            right = value is None or value >= 0
            axes.annotate(
                words,
                (value or 0.0, height),
                xytext=(4 if right else -4, 0),
                textcoords="offset points",
                ha="left" if right else "right",
                va="center",
                fontsize=look.SMALL_PT,
                color=look.BAD if value is None else look.INK,
            )
    names = [
        "\n".join((one.zh, one.region_zh) if lang == "zh" else (one.en, one.region_en))
        for one in (market.market for market in markets)
    ]
    axes.set_yticks(range(len(markets)), names)
    axes.invert_yaxis()
    axes.axvline(0, color=look.INK, lw=0.9)
    axes.margins(x=0.12)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0.2)
