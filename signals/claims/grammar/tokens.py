"""A sentence as tokens: words of the lexicon, figures, times and joints, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from signals.claims.grammar.lexicon import Lexicon
from sources.prose.hedges import hedged
from sources.prose.quantities import Quantity, quantities
from sources.prose.times import Time, times

_MARKS = re.compile(r"[，,；;：:（）()【】\[\]、|•·●▪]|\s[-–—/]+\s|[—–]{1,2}")
_MARK_TAGS = dict(zip("，,；;：:（(）)【】[]、|•·●▪", ",,;;::(())()()、,;;;;", strict=True))

_WORDED: dict[str, tuple[float, str]] = {
    "odds.sure": (100.0, "~"),
    "odds.none": (0.0, "~"),
    "odds.zero": (0.0, "~"),
    "odds.even": (50.0, "~"),
    "odds.likely": (50.0, ">"),
    "odds.nine": (85.0, "~"),
}
"""Chances said in words, in percent: certainty words are numbers to the reader of a market page."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Token:
    """One span of a sentence: what it may be (``tags``), its figure or its time.

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
    spans: dict[tuple[int, int], list[object]] = {}
    for tag, start, end in words.hits(text):
        spans.setdefault((start, end), []).append(tag)
    for time in times(text):
        spans.setdefault((time.start, time.end), []).append(time)
    for quantity in quantities(text):
        spans.setdefault((quantity.start, quantity.end), []).append(quantity)
    for mark in _MARKS.finditer(text):
        if not _inside_number(text, mark.start(), mark.end()):
            spans.setdefault(mark.span(), []).append(_MARK_TAGS.get(mark.group().strip(), "-"))
    chosen: list[Token] = []
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            token = _token(text, start, end, spans[start, end])
            if (
                token.has("head.")
                and chosen
                and chosen[-1].has("other.thing", "country.other")
                and start - chosen[-1].end <= 1
            ):
                token = replace(
                    token, tags=_OTHER, parts=_with_parts(_OTHER)
                )  # "services inflation", "PCE物价"
            chosen.append(token)
            reached = end
    return chosen


def _inside_number(text: str, start: int, end: int) -> bool:
    return (
        text[start:end] in {",", ":"} and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
    )


def _token(text: str, start: int, end: int, found: list[object]) -> Token:
    tags = frozenset(item for item in found if isinstance(item, str))
    time = next((item for item in found if isinstance(item, Time)), None)
    figures = sorted(
        (item for item in found if isinstance(item, Quantity)), key=lambda item: item.kind == "number"
    )
    quantity = None if time is not None or not figures else hedged(text, figures[0])
    worded = next((tag for tag in _WORDED if tag in tags), None)
    if worded is not None and (quantity is None or quantity.kind == "number"):
        value, op = _WORDED[worded]
        quantity = Quantity(start=start, end=end, kind="chance", value=value, op=op, in_words=True)  # type: ignore[arg-type]
    if time is not None:
        tags = frozenset(
            tag for tag in tags if not tag.startswith(("mode.", "holder."))
        )  # the month of May is no "may", Sep no projections
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
def _with_parts(tags: frozenset[str]) -> frozenset[str]:
    return tags | {tag[: tag.index(".") + 1] for tag in tags if "." in tag}


def spoken(found: list[Token]) -> Iterator[Token]:
    """Yield the tokens that are words or figures, without the marks between them."""
    return (token for token in found if not token.tags & {",", ";", ":", "(", ")", "、", "-"})
