"""The screen of ``signals appetite``: a row an index, a column a measure."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import Fact
from signals.readings.risk_appetite.reading import RiskAppetite
from signals.readings.risk_appetite.vocabulary import INDICES

_TITLE = {"en": "Risk appetite as of {day}, market by market", "zh": "风险偏好（截至{day}），分市场"}
_MARKET = {"en": {"us": "United States", "hk": "Hong Kong"}, "zh": {"us": "美国", "hk": "香港"}}
_COLUMNS = {
    "en": ("", "52-week high", "high since {last}", "high since {this}", "40-week average", "close of"),
    "zh": ("", "52周高点", "{last}年来高点", "{this}年来高点", "40周均线", "收盘日"),
}
_AGAINST = {
    "en": "Percent of the newest close above (+) or below (-) each mark, on the closes at hand.",
    "zh": "最新收盘价高于（+）或低于（-）各参照的百分比，按现有收盘价计算。",
}
_VIX = {"en": "VIX {value:.2f}, close of {day}", "zh": "VIX {value:.2f}，{day}收盘"}
_RELATIVE = {
    "en": "Hang Seng TECH against the Hang Seng over 13 weeks: {value:+.2f} %",
    "zh": "恒生科技指数13周相对恒生指数：{value:+.2f} %",
}
_SAMPLE = {
    "en": "Read from the bundled sample: an illustration, not a feed.",
    "zh": "数据来自内置样本，仅作演示，并非行情源。",
}


def screen(reading: RiskAppetite, lang: str) -> RenderableType:
    """Return one table a market, then whatever cannot be said and why."""
    facts = {fact.name: fact for fact in reading.facts}
    parts: list[RenderableType] = [
        Text(_TITLE[lang].format(day=reading.as_of), style="bold"),
        Text(_AGAINST[lang], style="dim"),
    ]
    for market in ("us", "hk"):
        parts += [Text(), _market(market, facts, reading, lang)]
        if market == "us":
            parts.append(_line(_VIX[lang], facts["us.vix"]))
        else:
            parts.append(_line(_RELATIVE[lang], facts["hk.hstech.vs_hsi_13w"]))
    wrong = dict.fromkeys((fact.status, fact.reason) for fact in reading.facts if fact.status != "ok")
    if wrong:
        parts.append(Text())
        parts += [Text(f"{status}: {reason}", style="yellow") for status, reason in wrong]
    if reading.origin == "sample":
        parts += [Text(), Text(_SAMPLE[lang], style="dim")]
    return Group(*parts)


def _market(market: str, facts: dict[str, Fact], reading: RiskAppetite, lang: str) -> Table:
    this = reading.as_of.year
    measures = ("off_52w_high", f"off_high_since_{this - 1}", f"off_high_since_{this}", "vs_40w_average")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(_COLUMNS[lang]):
        text = name.format(last=this - 1, this=this) or _MARKET[lang][market]
        table.add_column(Text(text), justify="left" if number == 0 else "right", overflow="fold")
    for prefix, (_, en, zh) in INDICES.items():
        if prefix.startswith(f"{market}."):
            row = [facts[f"{prefix}.{measure}"] for measure in measures]
            cells = [_percent(fact) for fact in row]
            table.add_row(Text(zh if lang == "zh" else en), *cells, Text(str(row[0].period or "-")))
    return table


def _percent(fact: Fact) -> Text:
    if not isinstance(fact.value, float):
        return Text("-")
    return Text(f"{fact.value:+.2f} %", style="" if fact.status == "ok" else "yellow")


def _line(words: str, fact: Fact) -> Text:
    if not isinstance(fact.value, float):
        return Text(f"{fact.name}: {fact.status}, {fact.reason}", style="yellow")
    return Text(words.format(value=fact.value, day=fact.period))
