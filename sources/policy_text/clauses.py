"""Text made plain, cut into sentences and clauses.

Where a sentence ends, `sources.prose.sentences` says for everyone. Two parts have another shape than those of
the reader of claims, and stay: `plain` makes the words that an event is published with, in the script they
were written in and with their blanks between words, while `sources.prose.plain` may change more, for it keeps
the way back to the original; and a clause here is a run of text that verb and size are looked for in, where a
claim's is a run of tokens with a speaker and with figures bound to words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.prose import sentences as prose
from sources.prose.plain import INVISIBLE, simplified

MAX_CHARS = 20_000
"""Longest item that is read, in characters. A headline has 60, a long statement 6 000."""

MAX_SENTENCE = 800
"""Longest sentence that is read, in characters: the longest of the evening news has 192, of an FOMC statement 420."""

_FULL_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}  # digits
_FULL_WIDTH |= {code: code - 0xFEE0 for code in range(0xFF21, 0xFF3B)}  # capitals
_FULL_WIDTH |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}  # small letters
_FULL_WIDTH |= {0xFF05: "%", 0xFF0E: ".", 0xFF0D: "-", 0xFF5E: "~", 0xFF0B: "+", 0xFF0F: "/"}
_FULL_WIDTH |= {0x2212: "-", 0xFE63: "-", 0x2010: "-", 0x2011: "-", 0x3000: " ", 0x00A0: " "}
# Full-width punctuation stays: a Chinese comma ends a clause, a comma inside a number does not.

_TAG = re.compile(r"<[^<>]{0,2000}>")
_LINK = re.compile(
    r"!?\[([^\[\]]{0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}\)"
)  # [words](address) keeps the words
_INVISIBLE = re.compile(INVISIBLE)
_SPACE = re.compile(r"[^\S\n]+")
# Blanks set around figures are typography: "2 月 5 日", "25 个基点". A blank between two words may end a clause.
_BLANK_IN_FIGURE = re.compile(
    r"(?<=[0-9.]) (?=[年月日号个基百万亿点码厘款项元倍家周季期%])|(?<=[年月第]) (?=[0-9])"
)
_VULGAR = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_FRACTION_SIGN = re.compile(rf"(?P<whole>[0-9])?(?P<sign>[{''.join(_VULGAR)}])")
_SEMICOLON = re.compile(r"[；;]+")
_CLAUSE_END = re.compile(r"[，：]|,(?!\d{3}\b)|:(?!\d)|(?<=[\u4e00-\u9fff点])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a sentence, as a span of the sentence's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the clause ends in the sentence."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with its clauses. ``text`` is in simplified script, ``quote`` as it was written."""

    text: str
    quote: str
    clauses: tuple[Clause, ...]
    is_question: bool


def plain(text: str) -> str:
    """Return text without markup, control characters and marks of direction, with half-width digits.

    Markup is dropped, its words are kept; entities are resolved once, and what
    they resolve to is stripped again, so no tag survives.
    """
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text)))
        text = text.replace("<", " ").replace(">", " ")
    text = _LINK.sub(r"\1", text)
    text = _INVISIBLE.sub("", text.translate(_FULL_WIDTH))
    text = _FRACTION_SIGN.sub(_spelled, text)
    return _BLANK_IN_FIGURE.sub("", _SPACE.sub(" ", text)).strip()


def _spelled(found: re.Match[str]) -> str:
    return (f"{found['whole']}-" if found["whole"] else "") + _VULGAR[found["sign"]]


def sentences(text: str) -> Iterator[Sentence]:
    """Cut plain text into sentences.

    A semicolon ends a sentence: Chinese lists decisions of one meeting that way,
    each with its own verb and number.
    """
    plainly = simplified(text)
    for whole in prose.sentences(plainly, most_chars=MAX_CHARS):
        start = whole.start
        for mark in _SEMICOLON.finditer(plainly, whole.start, whole.end):
            yield from _sentence(plainly, text, start, mark.end(), is_question=False)
            start = mark.end()
        yield from _sentence(plainly, text, start, whole.end, is_question=whole.is_question)


def _sentence(text: str, written: str, start: int, end: int, *, is_question: bool) -> Iterator[Sentence]:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    part = part.strip()
    if not part:
        return
    clauses: list[Clause] = []
    begins = 0
    for mark in _CLAUSE_END.finditer(part):
        clauses.append(Clause(text=part[begins : mark.start()], start=begins))
        begins = mark.end()
    clauses.append(Clause(text=part[begins:], start=begins))
    yield Sentence(
        text=part,
        quote=written[start : start + len(part)],
        clauses=tuple(clause for clause in clauses if clause.text.strip()),
        is_question=is_question,
    )
