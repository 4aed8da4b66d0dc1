"""The screen of ``signals inflation``: the answer first, then its odds, its year, and what moved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.readings.inflation.beside import SPANS, Breadth, PublishedRate
from signals.readings.inflation.config import settings
from signals.readings.inflation.consensus import Consensus, SurveyGap
from signals.readings.inflation.inputs import CPI
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.fan import Record
from signals.readings.inflation.model.trend import Estimate, Outcome
from signals.readings.inflation.news import News
from signals.readings.inflation.reading import Inflation, is_old, left_open, overdue, overdue_words, status_of
from signals.words import said

if TYPE_CHECKING:  # refitting imports statsmodels
    from signals.readings.inflation.fitting import Refit, Side

_SHOWN_AHEAD = (1, 2, 3, 6, 9, 12, 18, 24)
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "US inflation as of {day}",
        "latest": "CPI {period}: {yoy} on a year earlier, not seasonally adjusted (released {released})",
        "next": "Next: {period}, due on {day}",
        "no_yoy": "undefined",
        "trend": "Trend {trend:.2f} % a year, ± {sd:.2f} pp (one standard error)",
        "falling": "falling",
        "rising": "rising",
        "stalled": "stalled",
        "over": "over",
        "months": "{n} months",
        "month_1": "1 month",
        "p_trend": "odds it is lower",
        "p_range": "their range",
        "word": "trend",
        "p_yoy": "odds the 12-month rate falls",
        "direction": "Direction",
        "year": "Year {year}",
        "average": "average on {last}",
        "dec": "December on December",
        "median": "median",
        "band": "90 % band",
        "below": "odds < {level} %",
        "news": "What the print of {released} changed",
        "news_line": "{period}: {yoy:.2f} % against {expected:.2f} % expected by the model: "
        "{pp:+.2f} pp, {sigmas:+.1f} standard errors",
        "before": "eve",
        "after": "after",
        "n_trend": "trend",
        "n_falling": "odds trend lower than {n} months ago",
        "n_average": "average of {year}",
        "n_below": "odds average < {level} %",
        "consensus": "Consensus: {value:.2f} % Q4 on Q4 {year} ({survey}, {published}); ours {ours:.2f} %, "
        "{gap:+.1f} of our standard errors",
        "consensus_alone": "Consensus: {value:.2f} % Q4 on Q4 {year} ({survey}, {published})",
        "survey": "{survey}, {period}: {value:.2f} % ({published})",
        "survey_gap": "; ours {ours:.2f} %, {gap:+.1f} of our standard errors",
        "fan": "12-month rate ahead",
        "error": "past error",
        "no_change": "of no change",
        "said": "The trend: {said}.",
        "said_then": "The trend as the print of {released} left it: {said}.",
        "trend_then": "Trend then {trend:.2f} % a year, ± {sd:.2f} pp (one standard error)",
        "old": "Not today's inflation: the newest print is {period}, released on {released}, {n} days ago "
        "(limit {limit}).",
        "late": "Not the newest print: what follows rests on {period}, released on {released}, {n} days ago.",
        "inputs": "What this rests on is {status}: {reason}.",
        "stale": "stale",
        "suspect": "suspect",
        "missing": "missing",
        "unreleased": "not released",
        "overdue": "{overdue}.",
        "said_one": "{word} over {months}",
        "and": " and ",
        "comma": ", ",
        "some_months": "{some} months",
        "month": "month",
        "undefined": "undefined",
        "beside": "Beside it",
        "rate": "12-month rate",
        "half_year": "in six months",
        "us.cpi.core.nsa": "core",
        "us.cpi.core.yoy": "core, as published",
        "us.cpi.median.yoy": "median (Cleveland Fed)",
        "us.cpi.trimmed.yoy": "trimmed mean (Cleveland Fed)",
        "us.cpi.sticky.yoy": "sticky prices (Atlanta Fed)",
        "us.cpi.all.sa": "all items",
        "us.cpi.core.sa": "core",
        "adjusted": "Seasonally adjusted, as of the day",
        "span": "{n}m",
        "breadth": "Breadth in {period}: {n} items listed, each counting once",
        "b_slowing": "{said} slower than six months earlier (of {items})",
        "b_shorter": "{said} with a six-month rate below the 12-month rate (of {items})",
        "b_above": "{said} above {level} % (of {items})",
        "too_few": "too few items",
        "absent": "Not loaded, so not shown: {names}",
        "model": "Parameters {version}, estimated on data to {through}. The ranges of odds are for how fast the "
        "trend closes its distance to forecasters' ten-year view: {kappa:g} of it a month here, {low:g} to {high:g} "
        "in the ranges. Bands are as wide as past errors were; these are root mean squares since {since} of forecasts with "
        "these parameters and the data of their day, beside those of no change.",
        "sample": "Read from the bundled sample: an illustration, not a feed.",
        "next_print": "What the print of {month} would have to be; expected {expected:.2f} %, "
        "90 % band {low:.2f} – {high:.2f} %",
        "now": "now",
        "falling_below": "falling below (odds)",
        "rising_above": "rising above (odds)",
        "sources": "What moves the 12-month rate from {rate:.2f} %, in pp, and what its error comes from",
        "ahead": "in",
        "base": "base effects",
        "gasoline": "gasoline",
        "to_trend": "trend",
        "comes_to": "comes to",
        "error_of": "error: gasoline",
        "error_now": "trend today",
        "error_ahead": "shocks to come",
        "average_of": "average on {last} ({n} and {m} months)",
        "older": "older: {period}",
        "year_over": "The newest survey is about {year}, a year that is over. ",
    },
    "zh": {
        "title": "美国通胀（截至{day}）",
        "latest": "CPI {period}：同比{yoy}，未季调（{released}公布）",
        "next": "下次：{period}，定于{day}公布",
        "no_yoy": "无定义",
        "trend": "趋势通胀 年率{trend:.2f} %，± {sd:.2f} 个百分点（一个标准误）",
        "falling": "下行",
        "rising": "上行",
        "stalled": "停滞",
        "over": "期限",
        "months": "{n}个月",
        "month_1": "1个月",
        "p_trend": "低于当时的概率",
        "p_range": "概率区间",
        "word": "趋势",
        "p_yoy": "同比走低的概率",
        "direction": "方向",
        "year": "{year}年",
        "average": "全年平均较{last}年",
        "dec": "12月同比",
        "median": "中位数",
        "band": "90 %区间",
        "below": "低于{level} %的概率",
        "news": "{released}公布的数据改变了什么",
        "news_line": "{period}：{yoy:.2f} %，模型预期{expected:.2f} %，"
        "意外{pp:+.2f}个百分点（{sigmas:+.1f}个标准误）",
        "before": "公布前一日",
        "after": "公布后",
        "n_trend": "趋势",
        "n_falling": "趋势低于{n}个月前的概率",
        "n_average": "{year}年平均",
        "n_below": "平均低于{level} %的概率",
        "consensus": "市场共识：{year}年四季度同比{value:.2f} %（{survey}，{published}）；我们{ours:.2f} %，"
        "差{gap:+.1f}个标准误",
        "consensus_alone": "市场共识：{year}年四季度同比{value:.2f} %（{survey}，{published}）",
        "survey": "{survey}，{period}：{value:.2f} %（{published}）",
        "survey_gap": "；我们{ours:.2f} %，差{gap:+.1f}个标准误",
        "fan": "未来同比",
        "error": "过往误差",
        "no_change": "假设不变",
        "said": "趋势：{said}。",
        "said_then": "{released}公布时的趋势：{said}。",
        "trend_then": "当时趋势通胀 年率{trend:.2f} %，± {sd:.2f} 个百分点（一个标准误）",
        "old": "并非今日通胀：最新一期为{period}，{released}公布，已有{n}天（上限{limit}天）。",
        "late": "并非最新一期：以下依据{period}，{released}公布，已有{n}天。",
        "inputs": "所依据的数据{status}：{reason}。",
        "stale": "已过期",
        "suspect": "存疑",
        "missing": "缺失",
        "unreleased": "尚未公布",
        "overdue": "{overdue}。",
        "said_one": "{months}{word}",
        "and": "、",
        "comma": "，",
        "some_months": "{some}个月",
        "month": "月份",
        "undefined": "无定义",
        "beside": "参照指标",
        "rate": "同比",
        "half_year": "六个月变化",
        "us.cpi.core.nsa": "核心",
        "us.cpi.core.yoy": "核心（公布值）",
        "us.cpi.median.yoy": "中位数（克利夫兰联储）",
        "us.cpi.trimmed.yoy": "截尾均值（克利夫兰联储）",
        "us.cpi.sticky.yoy": "粘性价格（亚特兰大联储）",
        "us.cpi.all.sa": "全部项目",
        "us.cpi.core.sa": "核心",
        "adjusted": "季调（当日版本）",
        "span": "{n}个月",
        "breadth": "{period}广度：目录{n}项，每项计一次",
        "b_slowing": "{said}低于六个月前（{items}项）",
        "b_shorter": "{said}六个月折年率低于同比（{items}项）",
        "b_above": "{said}高于{level} %（{items}项）",
        "too_few": "项目过少",
        "absent": "未载入，故不显示：{names}",
        "model": "参数{version}，估计所用数据至{through}。概率区间对应趋势向十年期调查预期靠拢的快慢："
        "此处每月{kappa:g}，区间取{low:g}至{high:g}。区间宽度按过往误差校准；误差为{since}年以来按当日数据所作预测的均方根，并与“同比不变”对照。",
        "sample": "数据来自内置样本，仅作演示，并非行情源。",
        "next_print": "{month}的数据须为多少；预期{expected:.2f} %，90 %区间 {low:.2f} – {high:.2f} %",
        "now": "当前",
        "falling_below": "低于此为下行（概率）",
        "rising_above": "高于此为上行（概率）",
        "sources": "同比由{rate:.2f} %如何变动（百分点），误差来自何处",
        "ahead": "此后",
        "base": "基数效应",
        "gasoline": "汽油",
        "to_trend": "趋势",
        "comes_to": "结果",
        "error_of": "误差：汽油",
        "error_now": "当前趋势",
        "error_ahead": "未来冲击",
        "average_of": "全年平均较{last}年（{n}与{m}个月）",
        "older": "较旧：{period}",
        "year_over": "最新调查针对已结束的{year}年。",
    },
}
_COLOURS = {"falling": "green", "rising": "red", "stalled": "yellow"}
_NEWS_LEVEL = 3.0


def screen(reading: Inflation, lang: str) -> RenderableType:
    """Return the reading as one screen; what is undefined says so, in words."""
    words = _WORDS[lang]
    parts: list[RenderableType] = [Text(words["title"].format(day=reading.as_of), style="bold")]
    parts += _standing(reading, lang)
    latest, estimate = reading.latest, reading.estimate
    old = is_old(reading)
    if latest is not None:
        yoy = words["no_yoy"] if latest.yoy_pct is None else f"{latest.yoy_pct:.2f} %"
        line = words["latest"].format(period=f"{latest.period:%Y-%m}", yoy=yoy, released=latest.released_at)
        parts.append(Text(line))
    if reading.next_release is not None and reading.next_release.released_at is not None:
        coming = reading.next_release
        parts.append(
            Text(words["next"].format(period=f"{coming.period:%Y-%m}", day=coming.released_at), style="dim")
        )
    if estimate is not None:
        trend = words["trend_then" if old else "trend"]
        parts.append(Text(trend.format(trend=estimate.trend_pct, sd=estimate.trend_sd_pp)))
        parts.append(
            Text(_said(estimate, words, latest.released_at if old and latest else None), style="bold")
        )
        parts += [Text(), _directions(estimate, words), *_next_print(reading, estimate, words)]
        parts += [Text(), _year(estimate, words)]
    if reading.news is not None:
        parts += [Text(), *_news(reading.news, words)]
    if reading.consensus is not None:
        parts += [Text(), _consensus(reading.consensus, reading.as_of.year, words)]
    parts += [_survey(one, words) for one in reading.surveys]
    parts += _beside(reading, words)
    if estimate is not None:
        parts += [Text(), _fan(estimate, reading.record, words), *_sources(reading, estimate, words)]
    if further := [warning for warning in reading.warnings if warning not in left_open(reading)]:
        parts += [Text(), *(Text(f"! {said(warning, lang)}", style="yellow") for warning in further)]
    parameters = reading.parameters
    chosen = settings()
    pulls = chosen.model.kappa_range
    footer = words["model"].format(
        version=parameters.version,
        through=f"{parameters.through:%Y-%m}",
        kappa=parameters.kappa,
        low=min(pulls),
        high=max(pulls),
        since=chosen.fan.calibrate_from.year,
    )
    parts += [Text(), Text(footer, style="dim")]
    if reading.origin == "sample":
        parts.append(Text(words["sample"], style="dim"))
    return Group(*parts)


def _standing(reading: Inflation, lang: str) -> list[RenderableType]:
    """Return what must be said before any figure: old or doubtful inputs, and prints that are not here."""
    words, (status, reason) = _WORDS[lang], status_of(reading)
    lines: list[RenderableType] = []
    if is_old(reading) and reading.latest is not None:
        health = reading.inputs[CPI]
        age_days, limit = health.age_days, health.max_age_days
        too_old = age_days is not None and limit is not None and age_days > limit
        line = words["old" if too_old else "late"].format(
            period=f"{reading.latest.period:%Y-%m}",
            released=reading.latest.released_at,
            n=age_days,
            limit=limit,
        )
        lines.append(Text(line, style="bold red"))
    elif status != "ok":
        line = words["inputs"].format(status=words[status], reason=said(reason, lang))
        lines.append(Text(line, style="bold red"))
    lines += [Text(f"{said(left, lang)}.", style="yellow") for left in left_open(reading)]
    if late := overdue(reading):
        lines.append(
            Text(words["overdue"].format(overdue=said(overdue_words(late) or "", lang)), style="red")
        )
    return lines


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(columns):
        table.add_column(Text(name), justify="left" if number == 0 else "right", overflow="fold")
    return table


def _said(estimate: Estimate, words: Mapping[str, str], released: dt.date | None) -> str:
    """Return the answer in one sentence, each word with its horizons.

    ``released`` is the day of the newest print where that is too old to speak of today.
    """
    horizons: dict[str, list[int]] = {}
    for one in estimate.directions:
        if one.word is not None:
            horizons.setdefault(one.word, []).append(one.months)
    parts = [
        words["said_one"].format(
            word=words[word], months=words["some_months"].format(some=words["and"].join(map(str, months)))
        )
        for word, months in sorted(horizons.items(), key=lambda item: -max(item[1]))
    ]
    said = words["comma"].join(parts)
    if not said:
        return ""
    return (
        words["said_then"].format(said=said, released=released)
        if released
        else words["said"].format(said=said)
    )


def _directions(estimate: Estimate, words: Mapping[str, str]) -> Table:
    table = _table(words["over"], words["word"], words["p_trend"], words["p_range"], words["p_yoy"])
    ahead = {one.months: one.probability for one in estimate.lower}
    for one in estimate.directions:
        word = Text("-") if one.word is None else Text(words[one.word], style=_COLOURS[one.word])
        table.add_row(
            Text(_months(one.months, words)),
            word,
            _odds(one.p_falling),
            Text("-") if one.p_range is None else Text(_spread(*one.p_range)),
            _odds(ahead.get(one.months)),
        )
    return table


def _year(estimate: Estimate, words: Mapping[str, str]) -> Table:
    year = estimate.year
    outcomes = (year.average, year.december_on_december)
    n, m = year.months
    whole = n == m == YEAR
    average = words["average" if whole else "average_of"].format(last=year.year - 1, n=n, m=m)
    table = _table(words["year"].format(year=year.year), average, words["dec"])
    table.add_row(Text(words["median"]), *(_median(outcome, words) for outcome in outcomes))
    table.add_row(Text(words["band"]), *(_band(outcome) for outcome in outcomes))
    levels = next((list(outcome.p_below) for outcome in outcomes if outcome), [])
    for level in levels:
        name = words["below"].format(level=f"{level:g}")
        table.add_row(Text(name), *(_below(outcome, level) for outcome in outcomes))
    return table


def _median(outcome: Outcome | None, words: Mapping[str, str]) -> Text:
    if outcome is None:
        return Text(words["undefined"], style="yellow")
    return Text(f"{outcome.median_pct:.2f} %")


def _band(outcome: Outcome | None) -> Text:
    if outcome is None:
        return Text("-")
    low, high = outcome.interval_pct
    return Text(f"{low:.2f} – {high:.2f} %")


def _below(outcome: Outcome | None, level: float) -> Text:
    if outcome is None:
        return Text("-")
    least, most = outcome.p_below_range[level]
    return Text.assemble(f"{percent(outcome.p_below[level])} ", (f"({_spread(least, most)})", "dim"))


def _news(news: News, words: Mapping[str, str]) -> list[RenderableType]:
    line = words["news_line"].format(
        period=f"{news.period:%Y-%m}",
        yoy=news.yoy_pct,
        expected=news.expected_yoy_pct,
        pp=news.surprise_pp,
        sigmas=news.surprise_sigmas,
    )
    table = _table("", words["before"], words["after"])
    before, after = news.before, news.after
    table.add_row(Text(words["n_trend"]), Text(f"{before.trend_pct:.2f} %"), Text(f"{after.trend_pct:.2f} %"))
    for old, new in zip(before.directions, after.directions, strict=True):
        name = words["n_falling"].format(n=new.months)
        table.add_row(Text(name), _odds(old.p_falling), _odds(new.p_falling))
    one, two = before.year.average, after.year.average
    if one is not None and two is not None and before.year.year == after.year.year:
        name = words["n_average"].format(year=after.year.year)
        table.add_row(Text(name), Text(f"{one.median_pct:.2f} %"), Text(f"{two.median_pct:.2f} %"))
        name = words["n_below"].format(level=f"{_NEWS_LEVEL:g}")
        table.add_row(
            Text(name), _odds(one.probability_below(_NEWS_LEVEL)), _odds(two.probability_below(_NEWS_LEVEL))
        )
    return [Text(words["news"].format(released=news.released_at), style="dim"), Text(line), table]


def _consensus(consensus: Consensus, year: int, words: Mapping[str, str]) -> Text:
    over = words["year_over"].format(year=consensus.year) if consensus.year < year else ""
    said = {
        "value": consensus.q4q4_pct,
        "year": consensus.year,
        "survey": consensus.survey,
        "published": f"{consensus.published_at}" if consensus.exact else f"≈{consensus.published_at}",
    }
    if consensus.ours_q4q4_pct is None or consensus.gap_sigmas is None:
        return Text(over + words["consensus_alone"].format(**said))
    return Text(words["consensus"].format(ours=consensus.ours_q4q4_pct, gap=consensus.gap_sigmas, **said))


def _survey(gap: SurveyGap, words: Mapping[str, str]) -> Text:
    period = f"{gap.period:%Y-%m}" if gap.about == "yoy" else f"{gap.period:%Y}"
    said = words["survey"].format(
        survey=gap.survey, period=period, value=gap.expected_pct, published=gap.published_at
    )
    if gap.ours_pct is None or gap.gap_sigmas is None:
        return Text(said)
    return Text(said + words["survey_gap"].format(ours=gap.ours_pct, gap=gap.gap_sigmas))


def _beside(reading: Inflation, words: Mapping[str, str]) -> list[RenderableType]:
    """Return what others publish and what the parts of the basket say, as far as it is loaded."""
    parts: list[RenderableType] = []
    rates = [one for one in (reading.core, *reading.published) if one is not None]
    if rates:
        table = _table(words["beside"], words["month"], words["rate"], words["half_year"], "")
        for one in rates:
            change = one.six_months_change_pp
            table.add_row(
                Text(words.get(one.series, one.series)),
                Text(f"{one.period:%Y-%m}"),
                Text(f"{one.yoy_pct:.2f} %", style="" if one.status == "ok" else "yellow"),
                Text("-" if change is None else f"{change:+.2f} pp"),
                Text(_standing_beside(one, reading, words), style="yellow"),
            )
        parts += [Text(), table]
    if reading.adjusted:
        table = _table(words["adjusted"], words["month"], *(words["span"].format(n=span) for span in SPANS))
        for adjusted in reading.adjusted:
            cells = ["-" if rate is None else f"{rate:.2f} %" for rate in adjusted.rates_pct.values()]
            name = words.get(adjusted.series, adjusted.series)
            table.add_row(Text(name), Text(f"{adjusted.period:%Y-%m}"), *(Text(cell) for cell in cells))
        parts += [Text(), table]
    if reading.breadth is not None:
        parts += [Text(), *_breadth(reading.breadth, words)]
    if reading.absent:
        parts += [Text(), Text(words["absent"].format(names=", ".join(reading.absent)), style="dim")]
    return parts


def _standing_beside(one: PublishedRate, reading: Inflation, words: Mapping[str, str]) -> str:
    """Say in a word, for a screen without colours too, that a rate is not of the headline's month or not sound."""
    if one.status != "ok":
        return words[one.status]
    behind = reading.latest is not None and one.period < reading.latest.period
    return words["older"].format(period=f"{one.period:%Y-%m}") if behind else ""


def _next_print(reading: Inflation, estimate: Estimate, words: Mapping[str, str]) -> list[RenderableType]:
    """Return the table to take into the meeting: which print would change which word."""
    step = estimate.forecast[0] if estimate.forecast else None
    if not reading.flips or step is None or step.median_pct is None or step.interval_pct is None:
        return []
    low, high = step.interval_pct
    title = words["next_print"].format(
        month=f"{step.period:%Y-%m}", expected=step.median_pct, low=low, high=high
    )
    table = _table(words["over"], words["now"], words["falling_below"], words["rising_above"])
    now = {one.months: one.word for one in estimate.directions}
    for one in reading.flips:
        word = now.get(one.months)
        table.add_row(
            Text(_months(one.months, words)),
            Text(words[word] if word else "-"),
            Text(f"{one.falling_below_pct:.2f} % ({percent(one.p_falling)})"),
            Text(f"{one.rising_above_pct:.2f} % ({percent(one.p_rising)})"),
        )
    return [Text(), Text(title, style="dim"), table]


def _sources(reading: Inflation, estimate: Estimate, words: Mapping[str, str]) -> list[RenderableType]:
    """Return what the forecast is made of, and what its error is made of."""
    latest = reading.latest
    if not reading.sources or latest is None or latest.yoy_pct is None:
        return []
    table = _table(
        *(words[name] for name in ("ahead", "base", "gasoline", "to_trend", "comes_to")),
        *(words[name] for name in ("error_of", "error_now", "error_ahead")),
    )
    points = 1.0 + latest.yoy_pct / 100.0  # percentage points of the rate in a 100·log point
    for one in reading.sources:
        median = estimate.forecast[one.horizon_months - 1].median_pct
        table.add_row(
            Text(_months(one.horizon_months, words)),
            *(Text(f"{points * part:+.2f}") for part in (one.base, one.gasoline, one.trend)),
            Text("-" if median is None else f"{median:.2f} %"),
            *(
                Text(f"{100.0 * share:.0f} %")
                for share in (one.share_gasoline, one.share_now, one.share_ahead)
            ),
        )
    return [Text(), Text(words["sources"].format(rate=latest.yoy_pct), style="dim"), table]


def _breadth(breadth: Breadth, words: Mapping[str, str]) -> list[Text]:
    lines = [Text(words["breadth"].format(period=f"{breadth.period:%Y-%m}", n=breadth.listed), style="dim")]
    for name, share in (
        ("b_slowing", breadth.slowing),
        ("b_shorter", breadth.six_month_below_year),
        ("b_above", breadth.above),
    ):
        said = words["too_few"] if share.share is None else f"{100.0 * share.share:.0f} %"
        line = words[name].format(level=f"{breadth.level_pct:g}", said=said, items=share.items)
        lines.append(Text(line))
    return lines


def _fan(estimate: Estimate, past: tuple[Record, ...], words: Mapping[str, str]) -> Table:
    table = _table(
        words["fan"], words["month"], words["median"], words["band"], words["error"], words["no_change"]
    )
    record = {one.horizon_months: one for one in past}
    for step in estimate.forecast:
        if step.horizon_months not in _SHOWN_AHEAD and step.median_pct is not None:
            continue
        cells = [Text(_months(step.horizon_months, words)), Text(f"{step.period:%Y-%m}")]
        if step.median_pct is None or step.interval_pct is None:
            cells.append(Text(words["undefined"], style="yellow"))
        else:
            low, high = step.interval_pct
            cells += [Text(f"{step.median_pct:.2f} %"), Text(f"{low:.2f} – {high:.2f} %")]
            if (miss := record.get(step.horizon_months)) is not None:
                cells += [Text(f"{miss.rmse_pp:.2f} pp"), Text(f"{miss.no_change_rmse_pp:.2f} pp")]
        table.add_row(*cells)
    return table


def _months(n: int, words: Mapping[str, str]) -> str:
    return words["month_1" if n == 1 else "months"].format(n=n)


def _odds(p: float | None) -> Text:
    return Text("-") if p is None else Text(percent(p))


def percent(p: float) -> str:
    """Say odds as every other screen does; what is not quite none or certain does not read so."""
    return "<1 %" if 0 < p < 0.005 else ">99 %" if 0.995 < p < 1 else f"{100 * p:.0f} %"


def _spread(low: float, high: float) -> str:
    return f"{100 * low:.0f} – {100 * high:.0f} %"


_REFIT_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Parameters of the inflation model as of {day}",
        "old": "in force ({version})",
        "new": "fitted today",
        "through": "data to",
        "sigma_trend": "σ of the trend, percent a month",
        "sigma_transitory": "σ of transitory growth, percent a month",
        "phi": "φ, persistence of transitory growth",
        "sigma_season": "σ of the season, percent a month",
        "beta": "β, index points a dollar a gallon at once",
        "beta_lag": "and a month later",
        "sigma_gasoline": "σ of gasoline, percent a month",
        "kappa": "κ, pull of the anchor a month (set)",
        "fit": "log-likelihood on all data",
        "serial": "errors follow each other, p (Ljung–Box, 12)",
        "variance": "their width changes, p (last third on first)",
        "normality": "they are normal, p (Jarque–Bera)",
        "trend": "trend, percent a year",
        "falling": "P(trend lower than {n} months ago)",
        "average": "average of {year}, percent",
        "note": "Nothing is stored. --save FILE writes one set a January, each from what was known on its day.",
    },
    "zh": {
        "title": "通胀模型参数（截至{day}）",
        "old": "现用（{version}）",
        "new": "今日估计",
        "through": "数据至",
        "sigma_trend": "趋势σ，%/月",
        "sigma_transitory": "暂时性增长σ，%/月",
        "phi": "φ，暂时性增长的持续性",
        "sigma_season": "季节σ，%/月",
        "beta": "β，每加仑一美元对应的指数点（当月）",
        "beta_lag": "次月再加",
        "sigma_gasoline": "汽油σ，%/月",
        "kappa": "κ，锚的月度拉力（设定值）",
        "fit": "全样本对数似然",
        "serial": "误差自相关，p值（Ljung–Box，12阶）",
        "variance": "误差方差变化，p值（后三分之一对前三分之一）",
        "normality": "误差正态，p值（Jarque–Bera）",
        "trend": "趋势，年率%",
        "falling": "P(趋势低于{n}个月前)",
        "average": "{year}年平均，%",
        "note": "未存储任何内容。--save FILE 按年写入一月参数组，各自只用当日已知数据。",
    },
}
_REFIT_NUMBERS = {
    "sigma_trend": 4,
    "sigma_transitory": 4,
    "phi": 3,
    "sigma_season": 4,
    "beta": 2,
    "beta_lag": 2,
    "sigma_gasoline": 2,
    "kappa": 2,
}


def refit_screen(refit: Refit, lang: str) -> RenderableType:
    """Return both sets with their fit and with what they make of today."""
    words = _REFIT_WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold")
    for heading in (words["old"].format(version=refit.old.parameters.version), words["new"]):
        table.add_column(Text(heading), justify="right", overflow="fold")
    for old, new in zip(_refit_rows(refit.old, words), _refit_rows(refit.new, words), strict=True):
        table.add_row(Text(old[0]), Text(old[1]), Text(new[1]))
    title = Text(words["title"].format(day=refit.as_of), style="bold")
    return Group(title, Text(), table, Text(), Text(words["note"], style="dim"))


def _refit_rows(side: Side, words: Mapping[str, str]) -> list[tuple[str, str]]:
    parameters, estimate = side.parameters, side.estimate
    rows = [(words["through"], f"{parameters.through:%Y-%m}")]
    rows += [
        (words[name], f"{getattr(parameters, name):.{digits}f}") for name, digits in _REFIT_NUMBERS.items()
    ]
    rows += [(words["fit"], f"{side.log_likelihood:.2f}"), (words["trend"], f"{estimate.trend_pct:.2f}")]
    for name in ("serial", "variance", "normality"):
        rows.insert(-1, (words[name], f"{getattr(side.diagnostics, name):.3f}"))
    for one in estimate.directions:
        said = "-" if one.p_falling is None else f"{one.p_falling:.2f}"
        rows.append((words["falling"].format(n=one.months), said))
    average = estimate.year.average
    said = "-" if average is None else f"{average.median_pct:.2f}"
    rows.append((words["average"].format(year=estimate.year.year), said))
    return rows
