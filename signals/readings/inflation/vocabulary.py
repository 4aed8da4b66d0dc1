"""The names that the inflation reading may give to facts; known before any data is read."""

from __future__ import annotations

from collections.abc import Mapping

from signals.facts import FactSpec
from sources.contract import SeriesSpec

WORDS = ("falling", "rising", "stalled")

FACTS: tuple[FactSpec, ...] = (
    FactSpec(
        pattern="us.cpi.yoy",
        unit="pct",
        en="US CPI, 12-month change, two decimals from the unadjusted index",
        zh="美国CPI同比（由未季调指数计算）",
    ),
    FactSpec(
        pattern="us.cpi.yoy.change_{n}m",
        unit="pp",
        en="US CPI, 12-month change now less that of n months ago",
        zh="美国CPI同比较n个月前的变化",
    ),
    FactSpec(
        pattern="us.cpi.yoy.p_lower_in_{n}m",
        unit="prob",
        en="probability that the US 12-month rate is lower in n months than now",
        zh="n个月后美国CPI同比低于当前的概率",
    ),
    FactSpec(
        pattern="us.cpi.yoy.surprise",
        unit="pp",
        en="newest US 12-month rate less the model's forecast on its eve",
        zh="最新美国CPI同比减去公布前一日的模型预测",
    ),
    FactSpec(
        pattern="us.cpi.yoy.surprise_sigmas",
        unit="ratio",
        en="newest US 12-month rate less the model's forecast on its eve, in standard errors of the forecast",
        zh="最新美国CPI同比减去公布前一日的模型预测，以预测标准误为单位",
    ),
    FactSpec(
        pattern="us.cpi.trend",
        unit="pct",
        en="US CPI trend, annual rate",
        zh="美国CPI趋势通胀（年率）",
    ),
    FactSpec(
        pattern="us.cpi.trend.p_falling_{n}m",
        unit="prob",
        en="probability that the US inflation trend is lower than n months ago",
        zh="美国通胀趋势低于n个月前的概率",
    ),
    FactSpec(
        pattern="us.cpi.trend.direction_{n}m",
        unit="word",
        en="direction of the US inflation trend over n months",
        zh="美国通胀趋势n个月方向",
        words=WORDS,
    ),
    FactSpec(
        pattern="us.cpi.year_average.median",
        yearly=True,
        unit="pct",
        en="median forecast of this year's average US inflation",
        zh="今年美国平均通胀预测中位数",
    ),
    FactSpec(
        pattern="us.cpi.year_average.p_below_{level}pct",
        yearly=True,
        unit="prob",
        en="probability that this year's average US inflation ends below the level",
        zh="今年美国平均通胀低于该水平的概率",
    ),
    FactSpec(
        pattern="us.cpi.dec_dec.median",
        yearly=True,
        unit="pct",
        en="median forecast of this year's December-on-December US inflation",
        zh="今年12月美国CPI同比预测中位数",
    ),
    FactSpec(
        pattern="us.cpi.dec_dec.p_below_{level}pct",
        yearly=True,
        unit="prob",
        en="probability that December-on-December US inflation ends below the level",
        zh="今年12月美国CPI同比低于该水平的概率",
    ),
    FactSpec(
        pattern="us.cpi.consensus_gap",
        unit="pp",
        en="our Q4-on-Q4 forecast less the survey's median for the survey's year",
        zh="我们的四季度同比预测减去调查中位数",
    ),
    FactSpec(
        pattern="us.cpi.consensus_gap_sigmas",
        unit="ratio",
        en="our Q4-on-Q4 forecast less the survey's median, in our own standard errors",
        zh="我们的四季度同比预测减去调查中位数，以我们自己的标准误为单位",
    ),
    FactSpec(
        pattern="us.cpi.all.sa.change_{n}m",
        unit="pct",
        en="US CPI, seasonally adjusted, change over n months, annualised from 3 on",
        zh="美国CPI（季调）n个月变化，3个月起折年率",
    ),
    FactSpec(
        pattern="us.cpi.core.sa.change_{n}m",
        unit="pct",
        en="US core CPI, seasonally adjusted, change over n months, annualised from 3 on",
        zh="美国核心CPI（季调）n个月变化，3个月起折年率",
    ),
    FactSpec(
        pattern="us.cpi.breadth.slowing",
        unit="pct",
        en="share of US CPI items whose 12-month rate is below that of six months earlier",
        zh="同比低于六个月前的CPI分项占比",
    ),
    FactSpec(
        pattern="us.cpi.breadth.six_month_below_year",
        unit="pct",
        en="share of US CPI items whose six-month rate, annualised, is below the 12-month rate",
        zh="六个月折年率低于同比的CPI分项占比",
    ),
    FactSpec(
        pattern="us.cpi.breadth.above",
        unit="pct",
        en="share of US CPI items whose 12-month rate is above the level of the configuration (3 %)",
        zh="同比高于设定水平（3 %）的CPI分项占比",
    ),
)


def specs(_: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return `FACTS`: what this reading states depends on no catalogue."""
    return FACTS
