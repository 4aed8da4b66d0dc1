"""Plain text cut into paragraphs and sentences, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_SENTENCE = 2_000
"""Longest sentence that is read, in characters: more without a full stop is no prose."""

_END = re.compile(
    r"[。！？!?]+[\"'”’」』）)]*"
    r"|\n+"
    r"|\.(?<=[a-zA-Z0-9%)\]\"”']\.)[\"'”’)]*(?=\s+[\"“'(（]?[A-Z0-9])"
)
ABBREVIATED = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|vs|no|mr|ms|mrs|dr|st|inc|co|corp|approx|est|cons|exp|fcst|prev|ca|u\.s|u\.k|a\.m|p\.m)"
    r"|(?:^|[\s.(])[a-z])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as a span of plain text; ``paragraph`` counts lines from 0."""

    start: int
    end: int
    paragraph: int
    is_question: bool


def sentences(text: str, *, most_chars: int = MAX_SENTENCE) -> Iterator[Sentence]:
    """Yield the sentences of plain text in order; a line break ends a paragraph.

    One longer than ``most_chars`` is cut there: a line of five megabytes is read
    in pieces, in time linear in its length.
    """
    start, paragraph = 0, 0
    for mark in _END.finditer(text):
        if mark.group().startswith(".") and ABBREVIATED.search(text[max(0, mark.start() - 8) : mark.start()]):
            continue
        yield from _pieces(text, start, mark.end(), paragraph, most_chars)
        paragraph += mark.group().startswith("\n")
        start = mark.end()
    yield from _pieces(text, start, len(text), paragraph, most_chars)


def _pieces(text: str, start: int, end: int, paragraph: int, most_chars: int) -> Iterator[Sentence]:
    for first in range(start, end, most_chars):
        last = min(first + most_chars, end)
        words = text[first:last]
        if words.strip():
            lead = len(words) - len(words.lstrip())
            tail = len(words) - len(words.rstrip())
            yield Sentence(
                start=first + lead,
                end=last - tail,
                paragraph=paragraph,
                is_question=words.rstrip().rstrip("\"'”’」』）)").endswith(("?", "？")),
            )
