"""The one table of units: what each is called, how finely it is kept, where its values can lie, how it is said.

A unit that stands here is complete; nothing about a unit stands anywhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["number", "count", "date", "bool", "word"]
Value = float | bool | dt.date | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of measure.

    Attributes:
        meaning: what it is, in English words.
        kind: how its values compare.
        decimals: digits after the point that a document keeps. Two machines may disagree in the last bit
            of a float and a content hash must not, so every float is rounded once, to more digits than
            anybody acts on.
        step: a value "just past" a threshold is shown to this much, so that a person can read and type it.
        low, high: where its values can lie at all; a threshold outside is a slip of the unit.
        factor, form: how a number is said; probabilities are said in percent, as on every desk.
        en, zh: what stands beside the number, where the sentence says what is counted.
        alone_zh: the same where no noun stands beside it.
        name_zh: its name in a column of units.
    """

    meaning: str
    kind: Kind = "number"
    decimals: int = 6
    step: Decimal = Decimal("0.01")
    low: float | None = None
    high: float | None = None
    factor: float = 1
    form: str = "g"
    en: str = ""
    zh: str = ""
    alone_zh: str = ""
    name_zh: str = ""


UNITS: Mapping[str, Unit] = {
    "pct": Unit(meaning="percent", decimals=4, form=".2f", en="%", zh="%", name_zh="%"),
    "pp": Unit(
        meaning="percentage points", decimals=4, form="+.2f", en="pp", zh="个百分点", name_zh="百分点"
    ),
    "bp": Unit(meaning="basis points", decimals=2, step=Decimal(1), en="bp", zh="个基点", name_zh="基点"),
    "prob": Unit(
        meaning="probability, 0 to 1 (rules may write it in pct)",
        decimals=4,  # a hundredth of a percentage point; a futures tick moves a meeting by two to seven points
        step=Decimal("0.001"),
        low=0.0,
        high=1.0,
        factor=100,
        form=".1f",
        en="%",
        zh="%",
        name_zh="概率",
    ),
    "cuts": Unit(
        meaning="cuts of 25 bp",
        decimals=4,
        form=".2f",
        en="cuts",
        zh="次",
        alone_zh="次降息",
        name_zh="降息次数",
    ),
    "hikes": Unit(
        meaning="hikes of 25 bp",
        decimals=4,
        form=".2f",
        en="hikes",
        zh="次",
        alone_zh="次加息",
        name_zh="加息次数",
    ),
    "pts": Unit(meaning="index points", decimals=4, form=".2f", en="pts", zh="点", name_zh="点"),
    "days": Unit(meaning="days", kind="count", decimals=2, en="days", zh="天", name_zh="天"),
    "months": Unit(meaning="months", kind="count", decimals=2, en="months", zh="个月", name_zh="月"),
    "events": Unit(meaning="events", kind="count", decimals=2, low=0.0, en="events", zh="件", name_zh="件"),
    "ratio": Unit(meaning="ratio", step=Decimal("0.001"), form=".3f", name_zh="比值"),
    "times": Unit(
        meaning="times, as price over earnings", decimals=4, form=".1f", en="x", zh="倍", name_zh="倍数"
    ),
    "date": Unit(meaning="ISO date", kind="date", name_zh="日期"),
    "bool": Unit(meaning="true or false", kind="bool", name_zh="是否"),
    "word": Unit(meaning="one of a closed list", kind="word", name_zh="用语"),
    "index": Unit(
        meaning="level of a price index",
        decimals=3,  # as index providers and the BLS publish them, or finer
        form=",.2f",
        name_zh="指数",
    ),
    "usd_per_gallon": Unit(
        meaning="dollars a gallon",
        decimals=4,
        step=Decimal("0.001"),
        form=".3f",
        en="USD/gal",
        zh="美元/加仑",
        name_zh="美元/加仑",
    ),
}

_PLAIN = Unit(meaning="no unit")
_SINGULAR = frozenset({"events", "days", "months", "cuts", "hikes"})
_TRUTHS = {True: ("yes", "是"), False: ("no", "否")}
SIGMA_DECIMALS = 2


def unit_of(code: str | None) -> Unit:
    """Return a unit by its code; one without digits, domain or words where there is none."""
    return UNITS.get(code or "", _PLAIN)


def rounded(number: float | None, unit: str | None) -> float | None:
    """Return ``number`` with the digits that a document keeps of its unit."""
    if number is None:
        return None
    return round(float(number), unit_of(unit).decimals) + 0.0  # + 0.0 turns -0.0 into 0.0


def rounded_error(number: float | None, unit: str | None) -> float | None:
    """Return an error or a sigma in a unit, with four decimals at least: it may be far below one."""
    if number is None:
        return None
    return round(float(number), max(4, unit_of(unit).decimals)) + 0.0


def rounded_sigmas(number: float | None) -> float | None:
    """Return a distance in one-week sigmas, rounded."""
    return None if number is None else round(float(number), SIGMA_DECIMALS) + 0.0


def rounded_value(raw: Value, unit: str | None) -> bool | float | str | None:
    """Return a fact's value as JSON carries it: dates as ISO text, numbers rounded."""
    if raw is None or isinstance(raw, bool | str):
        return raw
    if isinstance(raw, dt.date):
        return raw.isoformat()
    return rounded(raw, unit)


def with_unit(number: str, unit: str, lang: str) -> str:
    """Return a number that stands alone with its unit: ``14.24 pts``, or ``14.24点`` in Chinese."""
    known = UNITS.get(unit)
    if known is None:
        return f"{number}{unit}" if lang == "zh" else f"{number} {unit}"
    return f"{number}{known.alone_zh or known.zh}" if lang == "zh" else f"{number} {known.en}".rstrip()


def unit_name(unit: str, lang: str) -> str:
    """Return a unit as rules write it; in Chinese its meaning stands before: ``概率 prob``."""
    return f"{UNITS[unit].name_zh} {unit}" if lang == "zh" and unit in UNITS else unit


def amount(
    value: Value, unit: str | None, lang: str, *, error: float | None = None, literal: bool = False
) -> str:
    """Say a value in its unit: ``33.6 %``, ``3.58 ± 0.05 cuts``; a dash where there is none.

    A ``literal`` (a threshold that somebody wrote) is said as short as it is: ``65 %``.
    """
    zh = lang == "zh"
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _TRUTHS[value][zh]
    if isinstance(value, str | dt.date):
        return str(value)
    known = unit_of(unit)
    spread = "" if error is None else f" ± {error * known.factor:{known.form.lstrip('+')}}"
    number = f"{value * known.factor:g}" if literal else f"{value * known.factor:{known.form}}"
    if zh:
        return f"{number}{spread}{known.zh}"
    suffix = known.en.removesuffix("s") if number == "1" and unit in _SINGULAR else known.en
    return f"{number}{spread} {suffix}" if suffix else f"{number}{spread}"


def difference(value: float, unit: str | None, lang: str) -> str:
    """Say a distance between two values of a unit: that of two percentages is in percentage points."""
    if unit == "prob":
        return amount(100 * value, "pp", lang)
    if unit == "pct":
        return amount(value, "pp", lang)
    return f"{'+' if value > 0 else ''}{amount(value, unit, lang)}"
