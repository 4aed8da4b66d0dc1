"""The screen of ``signals inflation --refit``: two parameter sets side by side."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.readings.inflation.refit import Refit, Side

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Parameters of the inflation model as of {day}",
        "old": "in force ({version})",
        "new": "fitted today",
        "through": "data to",
        "sigma_trend": "σ of the trend, percent a month",
        "sigma_transitory": "σ of transitory growth, percent a month",
        "phi": "φ, persistence of transitory growth",
        "sigma_season": "σ of the season, percent a month",
        "beta": "β, share of gasoline in the CPI",
        "sigma_gasoline": "σ of gasoline, percent a month",
        "kappa": "κ, pull of the anchor a month (set)",
        "fit": "log-likelihood on all data",
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
        "beta": "β，汽油在CPI中的份额",
        "sigma_gasoline": "汽油σ，%/月",
        "kappa": "κ，锚的月度拉力（设定值）",
        "fit": "全样本对数似然",
        "trend": "趋势，年率%",
        "falling": "P(趋势低于{n}个月前)",
        "average": "{year}年平均，%",
        "note": "未存储任何内容。--save FILE 按年写入一月参数组，各自只用当日已知数据。",
    },
}
_NUMBERS = {
    "sigma_trend": 4,
    "sigma_transitory": 4,
    "phi": 3,
    "sigma_season": 4,
    "beta": 4,
    "sigma_gasoline": 2,
    "kappa": 2,
}


def screen(refit: Refit, lang: str) -> RenderableType:
    """Return both sets with their fit and with what they make of today."""
    words = _WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold")
    for heading in (words["old"].format(version=refit.old.parameters.version), words["new"]):
        table.add_column(Text(heading), justify="right", overflow="fold")
    for old, new in zip(_rows(refit.old, words), _rows(refit.new, words), strict=True):
        table.add_row(Text(old[0]), Text(old[1]), Text(new[1]))
    title = Text(words["title"].format(day=refit.as_of), style="bold")
    return Group(title, Text(), table, Text(), Text(words["note"], style="dim"))


def _rows(side: Side, words: Mapping[str, str]) -> list[tuple[str, str]]:
    parameters, estimate = side.parameters, side.estimate
    rows = [(words["through"], f"{parameters.through:%Y-%m}")]
    rows += [(words[name], f"{getattr(parameters, name):.{digits}f}") for name, digits in _NUMBERS.items()]
    rows += [(words["fit"], f"{side.log_likelihood:.2f}"), (words["trend"], f"{estimate.trend_pct:.2f}")]
    for one in estimate.directions:
        said = "-" if one.p_falling is None else f"{one.p_falling:.2f}"
        rows.append((words["falling"].format(n=one.months), said))
    average = estimate.year.average
    said = "-" if average is None else f"{average.median_pct:.2f}"
    rows.append((words["average"].format(year=estimate.year.year), said))
    return rows
