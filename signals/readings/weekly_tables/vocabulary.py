"""What the weekly's tables may say of each group that the configuration names, by name and unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signals.facts import FactSpec
from signals.readings.weekly_tables.config import weekly_tables_config
from signals.words import Names
from sources.contract import SeriesSpec

YEARS: Mapping[str, int] = {"this_year": 0, "next_year": 1}
"""Years of earnings by how far they lie from the year of the table: a column of its own each January."""

_OF_YEAR = {"this_year": ("this year's", "本年"), "next_year": ("next year's", "下一年")}


def specs(catalogue: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return the facts of every group and category; the catalogue adds none."""
    del catalogue
    config = weekly_tables_config()
    found: list[FactSpec] = []
    for group, name in config.groups("valuation").items():
        found += _of_group(group, name)
    for category, name in config.groups("traffic").items():
        found += _of_category(category, name, config.momentum_weeks)
    return tuple(found)


def momentum_name(category: str, weeks: int) -> str:
    """Return the fact of a category's change over weeks: ``traffic.chat.visits_change_4w``."""
    return f"traffic.{category}.visits_change_{weeks}w"


def _of_group(group: str, name: Names) -> Iterator[FactSpec]:
    for year, (en, zh) in _OF_YEAR.items():
        median = f"valuation.{group}.median_pe_{year}"
        of_en, of_zh = f"{name.en}: median PE on {en} earnings", f"{name.zh}：{zh}市盈率中位数"
        yield FactSpec(pattern=median, unit="times", en=of_en, zh=of_zh)
        yield FactSpec(
            pattern=f"{median}_percentile",
            unit="pct",
            en=f"{of_en}, percentile among its own weeks",
            zh=f"{of_zh}在自身历史中的分位",
        )
        yield FactSpec(
            pattern=f"{median}_vs_history",
            unit="pct",
            en=f"{of_en}, against the median of its own weeks",
            zh=f"{of_zh}较自身历史中位数",
        )


def _of_category(category: str, name: Names, weeks: int) -> Iterator[FactSpec]:
    yield FactSpec(
        pattern=f"traffic.{category}.share_growing",
        unit="pct",
        en=f"{name.en}: share of sites with more visits than the week before",
        zh=f"{name.zh}：访问量周环比上升的网站占比",
    )
    yield FactSpec(
        pattern=momentum_name(category, weeks),
        unit="pct",
        en=f"{name.en}: visits against {weeks} weeks before",
        zh=f"{name.zh}：访问量较{weeks}周前",
    )
