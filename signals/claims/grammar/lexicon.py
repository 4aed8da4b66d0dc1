"""The words of claims, from `configs/claims/grammar/`: each part of speech compiled into one pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signals.claims.claim import Unit
from signals.claims.grammar.word_index import WordIndex, word_index
from signals.config import config_root, misread, read_toml

_CJK = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-z]")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Model):
    """The words of one part of speech, as regular expressions without groups that capture."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class IndexMeasure(Words):
    """A price index: `id` is its name in claims, ``series`` where its closes are kept."""

    id: str
    series: str


class PrintMeasure(_Model):
    """A monthly figure: whose, and how the value comes from the series."""

    head: str
    country: Literal["us", "cn"]
    about: str
    series: str
    source: Annotated[Literal["level", "change"], Field(alias="from")]
    unit: Unit
    detail: str = "yoy"


class EventMeasure(_Model):
    """A kind of policy step: the words that name it, and those that tell of an act."""

    about: str
    kinds: tuple[str, ...]
    topic: Words
    easing: Words
    tightening: Words
    whole: Words = Words()


class Measures(_Model):
    """``measures.toml``."""

    index: tuple[IndexMeasure, ...]
    print: tuple[PrintMeasure, ...]
    event: tuple[EventMeasure, ...]
    head: Mapping[str, Words]

    def print_of(self, head: str, country: str) -> PrintMeasure | None:
        """Return the figure that a head means in a country; None where we follow no such figure."""
        return next((one for one in self.print if one.head == head and one.country == country), None)

    def index_of(self, name: str) -> IndexMeasure:
        """Return an index by its name in claims."""
        return next(one for one in self.index if one.id == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every part of speech with its words, those of either language apart."""

    zh: WordIndex
    en: WordIndex
    measures: Measures

    def hits(self, text: str) -> list[tuple[str, int, int]]:
        """Return (part of speech, start, end) of every word in lower-case plain text.

        A text is read in the language of most of its letters; Chinese words hold
        the Latin names (CPI, MLF, FedWatch) that stand in Chinese sentences.
        """
        if _CJK.search(text) is None:
            return self.en.hits(text)
        mostly_latin = len(_CJK.findall(text)) <= len(_LATIN.findall(text))
        return self.zh.hits(text) + (self.en.hits(text) if mostly_latin else [])


def lexicon() -> Lexicon:
    """Return the words of the active configuration.

    Raises:
        ConfigError: a file is missing or breaks its format; a word is no regular expression.
    """
    return _load(config_root() / "claims" / "grammar")


@cache
def _load(folder: Path) -> Lexicon:
    try:
        measures = Measures.model_validate(read_toml(folder / "measures.toml"))
        raw = read_toml(folder / "words.toml")
        parts = {
            f"{part}.{name}": Words.model_validate(words)
            for part, names in raw.items()
            for name, words in names.items()
        }
    except ValidationError as error:
        raise misread(folder, error) from error
    parts |= {f"head.{name}": words for name, words in measures.head.items()}
    parts |= {f"index.{one.id}": Words(zh=one.zh, en=one.en) for one in measures.index}
    for event in measures.event:
        name = event.about.partition(".")[2]
        parts[f"topic.{name}"] = event.topic
        parts[f"easing.{name}"] = event.easing
        parts[f"tightening.{name}"] = event.tightening
        parts[f"whole.{name}"] = event.whole
    return Lexicon(
        zh=word_index(
            {tag: [_bounded(word) for word in words.zh] for tag, words in parts.items() if words.zh},
            folder=folder,
        ),
        en=word_index({tag: words.en for tag, words in parts.items() if words.en}, folder=folder, whole=True),
        measures=measures,
    )


def _bounded(word: str) -> str:
    """Keep a Latin word among the Chinese ones whole: "mlf" is no part of another word."""
    return word if _CJK.search(word) else rf"(?<![a-z])(?:{word})(?![a-z])"
