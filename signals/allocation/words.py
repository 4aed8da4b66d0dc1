"""The recurring words of the document in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from signals.allocation.contract import Text
from signals.facts import FactValue
from signals.rules.strategy import Bilingual

ABSTAIN = Text(en="No call", zh="暂不评级")


def text(words: Bilingual) -> Text:
    """Carry a strategy's sentence into the document."""
    return Text(en=words.en, zh=words.zh)


def both(en: str, zh: str) -> Text:
    """Return a sentence in both languages."""
    return Text(en=en, zh=zh)


def listed(names: Iterable[str], lang: str) -> str:
    """Join names as a sentence does."""
    found = list(names)
    if lang == "zh":
        return "、".join(found)
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else ""


def score(basis_points: int) -> str:
    """Write a score in basis points as people say it: ``+0.45``."""
    return f"{basis_points / 10_000:+.2f}"


def score_interval(interval: tuple[int, int]) -> str:
    """Write a score, or the interval that it is known to."""
    low, high = interval
    return score(low) if low == high else f"{score(low)} … {score(high)}"


# How a number in a unit is said. Probabilities are said in percent, as on every desk.
_SAID: dict[str, tuple[float, str, str, str]] = {  # factor, format, English unit, Chinese unit
    "prob": (100, ".1f", " %", "%"),
    "pct": (1, ".2f", " %", "%"),
    "pp": (1, "+.2f", " pp", "个百分点"),
    "bp": (1, "g", " bp", "个基点"),
    "cuts": (1, ".2f", " cuts", "次"),
    "hikes": (1, ".2f", " hikes", "次"),
    "pts": (1, ".2f", " pts", "点"),
    "days": (1, "g", " days", "天"),
    "months": (1, "g", " months", "个月"),
    "events": (1, "g", " events", "件"),
    "ratio": (1, ".3f", "", ""),
    "index": (1, ",.2f", "", ""),
    "usd_per_gallon": (1, ".3f", " USD/gal", "美元/加仑"),
}


def difference(value: float, unit: str | None, lang: str) -> str:
    """Say a distance between two values of a unit: that of two percentages is in percentage points."""
    if unit == "prob":
        return amount(100 * value, "pp", lang)
    if unit == "pct":
        return amount(value, "pp", lang)
    return f"{'+' if value > 0 else ''}{amount(value, unit, lang)}"


_MEASURE = re.compile(r"(?<![\w.])(-?\d[\d.]*(?:e[+-]?\d+)?) (" + "|".join(_SAID) + r")\b")
_JOINED = {" and ": "且", " or ": "或"}


def condition(text: str, lang: str) -> str:
    """Say the measures of a condition as values are said: ``<= 35 pct`` becomes ``<= 35 %``."""
    if text in {"true", "false"}:
        return _TRUTHS[text == "true"][lang == "zh"]
    told = _MEASURE.sub(lambda one: amount(float(one[1]), one[2], lang, literal=True), text)
    if lang == "zh":
        for en, zh in _JOINED.items():
            told = told.replace(en, zh)
    return told


_TRUTHS = {True: ("yes", "是"), False: ("no", "否")}


def amount(
    value: FactValue, unit: str | None, lang: str, *, error: float | None = None, literal: bool = False
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
    factor, form, *suffixes = _SAID.get(unit or "", (1, "g", "", ""))
    spread = "" if error is None else f" ± {error * factor:{form.lstrip('+')}}"
    number = f"{value * factor:g}" if literal else f"{value * factor:{form}}"
    suffix = suffixes[zh]
    if number == "1" and unit in {"events", "days", "months", "cuts", "hikes"} and not zh:
        suffix = suffix.removesuffix("s")
    return f"{number}{spread}{suffix}"
