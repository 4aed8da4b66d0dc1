"""A sentence as tokens: words of the lexicon, figures, times and joints, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from signals.claims.grammar.lexicon import Lexicon
from sources.prose.hedges import hedged
from sources.prose.quantities import Op, Quantity, quantities
from sources.prose.sentences import ABBREVIATED
from sources.prose.times import Time, times

_STOP = re.compile(r"(?<=[a-z0-9%])\.(?=\s+[a-z])")
"""A full stop before a small letter: chat writes none large."""
_MARKS = re.compile(r"[，,；;：:（）()【】\[\]、|•·●▪]|\s[-–—/]+\s|[—–]{1,2}")
_MARK_TAGS = dict(zip("，,；;：:（(）)【】[]、|•·●▪", ",,;;::(())()()、,;;;;", strict=True))

_WORDED: dict[str, tuple[float, Op]] = {
    "odds.sure": (100.0, "~"),
    "odds.none": (0.0, "~"),
    "odds.zero": (0.0, "~"),
    "odds.even": (50.0, "~"),
    "odds.likely": (50.0, ">"),
    "odds.nine": (85.0, "~"),
}
"""Chances said in words, in percent: certainty words are numbers to the reader of a market page."""


class Token(NamedTuple):
    """One span of a sentence: what it may be (``tags``), its figure or its time.

    A tuple, for every sentence makes ten of them: 0.5 us each, a frozen dataclass takes 1.2.

    ``parts`` holds the tags and, for each, the part before its dot: "index.HSI"
    and "index.", so that one look-up answers either question.
    """

    start: int
    end: int
    text: str
    tags: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    quantity: Quantity | None = None
    time: Time | None = None

    def has(self, *tags: str) -> bool:
        """Return whether the token is one of these parts of speech; "index." takes all that begin so."""
        return not self.parts.isdisjoint(tags)

    def name(self, part: str) -> str | None:
        """Return what stands after ``part`` in a tag: the HSI of "index.HSI"."""
        return next((tag[len(part) :] for tag in sorted(self.tags) if tag.startswith(part)), None)


def tokens(text: str, words: Lexicon) -> list[Token]:
    """Return the tokens of lower-case plain text in order; spans do not overlap.

    Where two overlap, the one that begins first wins, then the longer; parts of
    speech with the same span are one token. A year or a day beats a bare number.
    """
    said = _said(text, words)
    chosen: list[Token] = []
    reached = 0
    for span in sorted(said):
        start, end = span[0], -span[1]
        if start < reached:
            continue
        token = _token(text, start, end, said[span])
        if token.has("head.") and chosen and _is_of_another(chosen[-1], start):
            # "services inflation", "PCE物价"
            token = token._replace(tags=_OTHER, parts=_with_parts(_OTHER))
        chosen.append(token)
        reached = end
    return chosen


def _is_of_another(before: Token, start: int) -> bool:
    """Return whether the word right before ``start`` makes what begins there a measure of something else."""
    return start - before.end <= 1 and before.has("other.thing", "country.other")


def _said(text: str, words: Lexicon) -> dict[tuple[int, int], list[str | Time | Quantity]]:
    """Return what may stand at each span, by (start, -end): in that order the first and longest comes first."""
    said: dict[tuple[int, int], list[str | Time | Quantity]] = {}
    for tag, start, end in words.hits(text):
        said.setdefault((start, -end), []).append(tag)
    for time in times(text):
        said.setdefault((time.start, -time.end), []).append(time)
    for quantity in quantities(text):
        said.setdefault((quantity.start, -quantity.end), []).append(quantity)
    for mark in _MARKS.finditer(text):
        start, end = mark.span()
        if not _inside_number(text, start, end):
            said.setdefault((start, -end), []).append(_MARK_TAGS.get(mark.group().strip(), "-"))
    for stop in _STOP.finditer(text) if ". " in text else ():
        if not ABBREVIATED.search(text[max(0, stop.start() - 8) : stop.start()]):
            said.setdefault((stop.start(), -stop.end()), []).append(";")
    return said


def _inside_number(text: str, start: int, end: int) -> bool:
    return (
        text[start:end] in {",", ":"} and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
    )


def _token(text: str, start: int, end: int, said: list[str | Time | Quantity]) -> Token:
    words: list[str] = []
    time: Time | None = None
    figure: Quantity | None = None
    for one in said:
        if isinstance(one, str):
            words.append(one)
        elif isinstance(one, Time):
            time = time or one
        elif figure is None or (figure.kind == "number" and one.kind != "number"):
            figure = one
    tags, worded = _of_words(tuple(words))
    if time is None and figure is None and worded is None:
        return Token(start, end, text[start:end], tags, _with_parts(tags))
    quantity = None if time is not None or figure is None else hedged(text, figure)
    if worded is not None and (quantity is None or quantity.kind == "number"):
        value, op = _WORDED[worded]
        quantity = Quantity(start=start, end=end, kind="chance", value=value, op=op, in_words=True)
    if time is not None:
        tags = _without_moods(tags)
    if quantity is not None and quantity.kind != "number":
        tags |= {f"figure.{quantity.kind}"}
    return Token(
        start=start,
        end=end,
        text=text[start:end],
        tags=tags,
        parts=_with_parts(tags),
        quantity=quantity,
        time=time,
    )


_OTHER = frozenset({"other.thing"})


@cache
def _of_words(words: tuple[str, ...]) -> tuple[frozenset[str], str | None]:
    """Return the tags of one span, and which of them says a chance in words."""
    return frozenset(words), next((tag for tag in _WORDED if tag in words), None)


@cache
def _without_moods(tags: frozenset[str]) -> frozenset[str]:
    """Leave out what a time is not: the month of May is no "may", Sep no projections."""
    return frozenset(tag for tag in tags if not tag.startswith(("mode.", "holder.")))


@cache
def _with_parts(tags: frozenset[str]) -> frozenset[str]:
    return tags | {tag[: tag.index(".") + 1] for tag in tags if "." in tag}


def spoken(found: list[Token]) -> Iterator[Token]:
    """Yield the tokens that are words or figures, without the marks between them."""
    return (token for token in found if not token.tags & {",", ";", ":", "(", ")", "、", "-"})
