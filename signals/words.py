"""The one way to say a thing in two languages: a code with parameters, worded at the edge.

Inside the engine a reason, a warning or a derivation is a `Word`: a stable code
such as ``rate_path.strip_is_old`` and what it speaks of. Its sentences stand side
by side in ``signals/wording/<domain>.toml``, the domain being the first part of
the code, so that a missing translation is a missing key beside its twin:

    [strip_is_old]
    en = "the newest prices are of {day}, {age} ago"
    zh = "最新价格为{day}，距今{age}"

A parameter may be text, a number, a date (``{day:%Y-%m}`` says its month), a
`Quantity` (said with its unit), a `Names` (a name in both languages), another
word, or a tuple of those (joined as a sentence joins them).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, TypeGuard

from signals.units import UNITS, Value, amount

Lang = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and, where it has one, its error."""

    value: Value
    unit: str
    error: float | None = None
    literal: bool = False

    def text(self, lang: str) -> str:
        """Say it: ``3.58 cuts``, ``3.58次``."""
        return amount(self.value, self.unit, lang, error=self.error, literal=self.literal)


@dataclass(frozen=True, slots=True)
class Names:
    """A name in both languages, such as the catalogue's name of a series or the title of an event."""

    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return the name in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said: a stable code, and what it speaks of. Equal words say the same."""

    code: str
    parameters: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, code: str, /, **parameters: object) -> Word:
        """Return the word with this code.

        Raises:
            KeyError: the catalogue has no such code, with the nearest that it has.
            ValueError: the parameters are not those that its sentences name.
        """
        wanted = _entry(code).parameters
        if wanted != parameters.keys():
            raise ValueError(f"{code} speaks of {sorted(wanted)}; found {sorted(parameters)}")
        return cls(code, tuple(sorted(parameters.items())))

    def __getitem__(self, name: str) -> object:
        return dict(self.parameters)[name]

    def text(self, lang: str) -> str:
        """Return the sentence in ``en`` or ``zh``."""
        return (
            _entry(self.code)
            .sentence(lang)
            .format_map({name: _said(value, lang) for name, value in self.parameters})
        )

    def __str__(self) -> str:
        return self.text("en")

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The sentences of one code."""

    en: str
    zh: str
    parameters: frozenset[str]

    def sentence(self, lang: str) -> str:
        """Return the sentence with its places still open."""
        return self.zh if lang == "zh" else self.en


def said(what: Word | str, lang: str) -> str:
    """Return a reason in one language; text that came from outside stays as it is."""
    return what.text(lang) if is_word(what) else str(what)


def is_word(what: object) -> TypeGuard[Word]:
    """Return whether something is said by code."""
    return isinstance(what, Word)


def all_of(reasons: Iterable[Word | str]) -> Word | str:
    """Return several reasons as one; each stands once, in the order given."""
    every = tuple(dict.fromkeys(reason for reason in reasons if reason))
    if len(every) < 2:
        return every[0] if every else ""
    return Word.of("facts.all_of", first=every[0], rest=all_of(every[1:]))


def listed(names: Iterable[str], lang: str) -> str:
    """Join names as a sentence does."""
    every = list(names)
    if lang == "zh":
        return "、".join(every)
    return every[0] if len(every) == 1 else ", ".join(every[:-1]) + " and " + every[-1] if every else ""


def score(basis_points: int) -> str:
    """Write a score in basis points as people say it: ``+0.45``."""
    return f"{basis_points / 10_000:+.2f}"


def score_interval(interval: tuple[int, int]) -> str:
    """Write a score, or the interval that it is known to."""
    low, high = interval
    return score(low) if low == high else f"{score(low)} … {score(high)}"


_MEASURE = re.compile(
    r"(?<![\w.])(-?\d[\d.]*(?:e[+-]?\d+)?) ("
    + "|".join(code for code, unit in UNITS.items() if unit.kind in {"number", "count"})
    + r")\b"
)
_JOINED = {" and ": "且", " or ": "或"}


def condition(text: str, lang: str) -> str:
    """Say the measures of a condition as values are said: ``<= 35 pct`` becomes ``<= 35 %``."""
    if text in {"true", "false"}:
        return amount(text == "true", None, lang)
    measured = _MEASURE.sub(lambda match: amount(float(match[1]), match[2], lang, literal=True), text)
    if lang == "zh":
        for en, zh in _JOINED.items():
            measured = measured.replace(en, zh)
    return measured


_BOUND = re.compile(r"(<=|>=|<|>) (-?\d.*?)(?= and | or |[且或,、)]|$)")
_BOUND_WORDS = {
    "<=": ("{} or less", "不高于{}"),
    ">=": ("{} or more", "不低于{}"),
    "<": ("under {}", "低于{}"),
    ">": ("over {}", "高于{}"),
}


def plain_condition(text: str, lang: str) -> str:
    """Say a condition without signs: ``<= 35 pct`` becomes ``35 % or less``."""
    return _BOUND.sub(
        lambda bound: _BOUND_WORDS[bound[1]][lang == "zh"].format(bound[2]), condition(text, lang)
    )


@cache
def catalogue(domain: str) -> Mapping[str, Entry]:
    """Return the sentences of one domain by the rest of their code.

    Raises:
        ValueError: an entry lacks a language, or its two sentences speak of different things.
    """
    text = files("signals").joinpath("wording", f"{domain}.toml").read_text(encoding="utf-8")
    return {name: checked(f"{domain}.{name}", raw) for name, raw in tomllib.loads(text).items()}


def domains() -> tuple[str, ...]:
    """Return every domain that has sentences."""
    folder = files("signals").joinpath("wording")
    return tuple(sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml")))


_PLACE = re.compile(r"{(\w+)[^{}]*}")


def checked(code: str, raw: Mapping[str, str]) -> Entry:
    """Return the entry of a code.

    Raises:
        ValueError: it lacks a language, or its two sentences speak of different things.
    """
    if raw.keys() != {"en", "zh"}:
        raise ValueError(f"{code}: expected en and zh, found {sorted(raw)}")
    places = {lang: frozenset(_PLACE.findall(sentence)) for lang, sentence in raw.items()}
    if places["en"] != places["zh"]:
        raise ValueError(f"{code}: en speaks of {sorted(places['en'])}, zh of {sorted(places['zh'])}")
    return Entry(en=raw["en"], zh=raw["zh"], parameters=places["en"])


def _entry(code: str) -> Entry:
    domain, _, name = code.partition(".")
    try:
        return catalogue(domain)[name]
    except (KeyError, FileNotFoundError):
        raise KeyError(f"no sentence for {code!r} in signals/wording/{domain}.toml") from None


def _said(value: object, lang: str) -> object:
    if isinstance(value, Word | Quantity | Names):
        return value.text(lang)
    if isinstance(value, tuple):
        return listed((str(_said(item, lang)) for item in value), lang)
    return value
