"""The number that decides a leg, in few plain words: ``4.1 cuts priced in 12 months, needs 2``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from signals.allocation import contract
from signals.render.call.phrases import Labels, Lang, status_word
from signals.units import amount
from signals.words import plain_condition

_PARTS = {"date": r"\d{4}-\d{2}-\d{2}", "year": r"\d{4}", "n": r"\d+", "market": r"[\w.]+"}
_DIGITS = {"prob": 0, "pct": 1, "cuts": 1, "hikes": 1, "pts": 1, "pp": 1}
"""Decimals on the first screen; a number is never rounded onto its threshold (see `_number`)."""


def deciding(trace: contract.Trace | None) -> Iterator[contract.Trace]:
    """Yield the leaves that make a condition what it is, the nearest to turning first.

    Of ``all`` that fails, the failing parts; of ``any`` that holds, the holding ones; otherwise every part.
    """
    if trace is None:
        return
    if trace.node == "leaf":
        yield trace
        return
    alike = [child for child in trace.children if child.verdict == trace.verdict]
    parts = trace.children if trace.node == "not" else alike or trace.children
    found = [leaf for child in parts for leaf in deciding(child)]
    yield from sorted(found, key=_nearness)


def _nearness(leaf: contract.Trace) -> float:
    return abs(leaf.margin_sigma) if leaf.margin_sigma is not None else float("inf")


def leg_leaves(leg: contract.Driver) -> Iterator[tuple[contract.Trace, bool]]:
    """Yield what to say of a leg, what decides first; True where the leaf counts against."""
    undecided = leg.supports is not None and leg.supports.verdict == "unknown"
    if leg.stance == "opposes" or leg.supports is None or (leg.stance == "unknown" and not undecided):
        yield from ((leaf, True) for leaf in deciding(leg.opposes))
        return
    first = list(deciding(leg.supports))
    yield from ((leaf, False) for leaf in first)
    rest = [leaf for leaf in _leaves(leg.supports) if leaf not in first]
    yield from ((leaf, False) for leaf in rest if leaf.verdict == "holds")


def _leaves(trace: contract.Trace) -> Iterator[contract.Trace]:
    if trace.node == "leaf":
        yield trace
    for child in trace.children:
        yield from _leaves(child)


def leaf_words(leaf: contract.Trace, labels: Labels, lang: Lang, *, against: bool) -> str:
    """Say one condition on a fact: where it is, and what it takes."""
    name = leaf.fact or ""
    if leaf.verdict == "unknown":
        state = status_word(leaf.status or "missing", lang)
        return f"{unknown_words(name, labels, lang)}{'：' if lang == 'zh' else ': '}{state}"
    near = leaf.threshold if isinstance(leaf.threshold, int | float) else None
    where, sized = _where(name, leaf.actual, leaf.unit, near, labels, lang)
    return f"{where}{'，' if lang == 'zh' else ', '}{_needs(leaf, lang, size=sized, against=against)}"


def move_words(change: contract.FactChange, labels: Labels, lang: Lang) -> str:
    """Say one change of a fact: where it is, and where it would have to be."""
    near = change.to_value if isinstance(change.to_value, int | float) else None
    there = change.flips_when.removeprefix(f"{change.fact} ").removeprefix("== ")
    where, sized = _where(change.fact, change.now, change.unit, near, labels, lang)
    mirrored = _mirrored(there) if sized else there
    if mirrored is None:  # beyond zero the size has another sign, so the number is said with its own
        where = f"{labels.get(change.fact, change.fact)} {amount(change.now, change.unit, lang)}"
    return f"{where} → {plain_condition(mirrored or there, lang)}"


_BOUND = re.compile(r"(<=|>=|<|>) (-?\d[\d.]*)")
_MIRROR = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def _mirrored(there: str) -> str | None:
    """Return a condition on a negative number as one on its size; None where it reaches zero."""
    if any(float(bound[2]) >= 0 for bound in _BOUND.finditer(there)):
        return None
    return _BOUND.sub(lambda bound: f"{_MIRROR[bound[1]]} {bound[2].removeprefix('-')}", there)


def bare(number: str, unit: str | None, lang: Lang) -> str:
    """Drop the unit of a count whose phrase says what is counted."""
    return number.split(" ", maxsplit=1)[0] if unit == "events" and lang == "en" else number


def unknown_words(name: str, labels: Labels, lang: Lang) -> str:
    """Name a fact whose value nobody may use."""
    if any("market" in pattern.groupindex and pattern.fullmatch(name) for pattern, _ in _phrases()):
        return labels.get(name, name)  # the phrase does not name the market, and here nothing else does
    phrase, _ = _phrase(name, None, lang)
    counted = ("降息" if lang == "zh" else "cuts") if ".cuts" in name else ""
    if lang == "zh" and counted in phrase:
        counted = ""
    told = re.sub(r":? ?{(?:value|size)}", f" {counted}" if counted and lang == "en" else counted, phrase)
    return told.strip() or labels.get(name, name)


def fact_words(name: str, value: contract.Value, unit: str, labels: Labels, lang: Lang) -> str:
    """Say where a fact is."""
    return _where(name, value, unit, None, labels, lang)[0]


def _where(
    name: str, value: contract.Value, unit: str | None, near: float | None, labels: Labels, lang: Lang
) -> tuple[str, bool]:
    """Say where a fact is, and whether that is a size without its sign."""
    phrase, sized = _phrase(name, value, lang)
    if value is None:
        return unknown_words(name, labels, lang), False
    number = _number(value, unit, near, lang, size=sized)
    if phrase:
        number = bare(number, unit, lang)
    if phrase:
        return phrase.replace("{value}", number).replace("{size}", number), sized
    return f"{labels.get(name, name)} {number}", False


def _needs(leaf: contract.Trace, lang: Lang, *, size: bool, against: bool) -> str:
    """Say the threshold: what support needs, what an objection counts from, or the limit of a size."""
    threshold = leaf.threshold
    if size and isinstance(threshold, int | float) and not isinstance(threshold, bool):
        threshold = abs(threshold)
    there = amount(threshold, leaf.unit, lang, literal=True)
    if lang == "en" and leaf.unit in {"cuts", "hikes", "events", "pts"}:
        there = there.split(" ")[0]  # the unit stands beside the value already
    if size:
        return f"限{there}" if lang == "zh" else f"limit {there}"
    words = _COUNTS if against else _NEEDS
    return words[leaf.op or "=="][lang == "zh"].format(there)


_NEEDS = {
    ">=": ("needs {}", "需{}"),
    ">": ("needs >{}", "需高于{}"),
    "<=": ("needs {} or less", "需不高于{}"),
    "<": ("needs <{}", "需低于{}"),
    "==": ("needs {}", "需为{}"),
    "!=": ("needs other than {}", "需非{}"),
}
_COUNTS = {
    ">=": ("{} counts", "{}即计"),
    ">": (">{} counts", "高于{}即计"),
    "<=": ("{} or less counts", "不高于{}即计"),
    "<": ("<{} counts", "低于{}即计"),
    "==": ("counts at {}", "为{}即计"),
    "!=": ("counts unless {}", "非{}即计"),
}


def _number(value: contract.Value, unit: str | None, near: float | None, lang: Lang, *, size: bool) -> str:
    """Say a value with few digits, and with more where few would put it onto the threshold beside it."""
    digits = _DIGITS.get(unit or "")
    if not isinstance(value, int | float) or isinstance(value, bool) or digits is None:
        return amount(value, unit, lang)
    factor = 100 if unit == "prob" else 1
    while near not in {None, value} and digits < 3 and _same(value * factor, near, factor, digits):
        digits += 1
    said = round((abs(value) if size else value) * factor, digits) / factor
    return amount(round(said, 6), unit, lang, literal=True)


def _same(value: float, near: float | None, factor: int, digits: int) -> bool:
    return near is not None and round(value, digits) == round(near * factor, digits)


def _phrase(name: str, value: object, lang: Lang) -> tuple[str, bool]:
    """Return the phrase of a fact with its parts filled in, and whether it tells a size without its sign."""
    down = isinstance(value, int | float) and not isinstance(value, bool) and value < 0
    for pattern, words in _phrases():
        match = pattern.fullmatch(name)
        if match is None:
            continue
        phrase = (words.get(f"{lang}_down") if down else None) or words[lang]
        for part, text in match.groupdict().items():
            phrase = phrase.replace(f"{{{part}}}", text)
        return phrase, "{size}" in phrase
    return "", False


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    found = []
    for pattern, words in raw.items():
        expression = re.escape(pattern)
        for part, shape in _PARTS.items():
            expression = expression.replace(r"\{" + part + r"\}", f"(?P<{part}>{shape})")
        found.append((re.compile(expression), words))
    return tuple(found)
