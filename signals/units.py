"""Units as screens say them, in both languages."""

from __future__ import annotations

_SYMBOLS: dict[str, tuple[str, str]] = {  # unit: beside a number in English, and in Chinese
    "prob": ("%", "%"),
    "pct": ("%", "%"),
    "pp": ("pp", "个百分点"),
    "bp": ("bp", "个基点"),
    "cuts": ("cuts", "次降息"),
    "hikes": ("hikes", "次加息"),
    "pts": ("pts", "点"),
    "days": ("days", "天"),
    "months": ("months", "个月"),
    "events": ("events", "件"),
    "ratio": ("", ""),
    "index": ("", ""),
    "usd_per_gallon": ("USD/gal", "美元/加仑"),
    "date": ("", ""),
    "word": ("", ""),
    "bool": ("", ""),
}
_NAMES_ZH: dict[str, str] = {  # where a column of units has no number to explain it
    "prob": "概率",
    "pct": "%",
    "pp": "百分点",
    "bp": "基点",
    "cuts": "降息次数",
    "hikes": "加息次数",
    "pts": "点",
    "days": "天",
    "months": "月",
    "events": "件",
    "ratio": "比值",
    "index": "指数",
    "usd_per_gallon": "美元/加仑",
    "date": "日期",
    "word": "用语",
    "bool": "是否",
}


def with_unit(number: str, unit: str, lang: str) -> str:
    """Return a number with its unit: ``14.24 pts``, or ``14.24点`` in Chinese."""
    english, chinese = _SYMBOLS.get(unit, (unit, unit))
    return f"{number}{chinese}" if lang == "zh" else f"{number} {english}".rstrip()


def unit_name(unit: str, lang: str) -> str:
    """Return a unit as rules write it; in Chinese its meaning stands before: ``概率 prob``."""
    return f"{_NAMES_ZH[unit]} {unit}" if lang == "zh" and unit in _NAMES_ZH else unit
