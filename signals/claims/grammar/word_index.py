"""Words found by their first letters: what a text cannot begin at a place is not tried there.

A hundred parts of speech with fifty words each, searched one pattern after the other, took two thirds of the
time that a sentence takes. At each place the letters of the text lead to the few words that may begin with
them, and only those are matched; which words are found, and in which order of preference, is what one pattern
a part of speech would find.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from signals.config import ConfigError
from sources.message import message
from sources.prose.openings import openings

_MOST_LETTERS = 6
"""Letters that words are told apart by: "the " and two more, for the many that may begin so."""


class _Word:
    """One word of a part of speech, compiled when a text first may hold it; ``order`` is of preference."""

    __slots__ = ("_match", "_source", "order", "slot", "tag")

    def __init__(self, tag: str, slot: int, order: int, source: str) -> None:
        self.tag, self.slot, self.order, self._source = tag, slot, order, source
        self._match: Any = None

    def end(self, text: str, place: int) -> int:
        """Return where the word ends that stands at a place of the text; -1 where it does not stand there."""
        if self._match is None:
            self._match = re.compile(self._source).match
        found = self._match(text, place)
        return found.end() if found else -1


class _Begun:
    """The words that may stand where a text begins with some letters, and what one letter more leaves of them."""

    __slots__ = ("after", "words")

    def __init__(self, words: Sequence[_Word] = ()) -> None:
        self.words = list(words)
        self.after: dict[str, _Begun] = {}

    def add(self, opening: str, word: _Word) -> None:
        begun = self
        for letter in opening:
            begun = begun.after.setdefault(letter, _Begun())
        begun.words.append(word)

    def settle(self, shorter: Sequence[_Word] = ()) -> None:
        """Take in the words with shorter openings, each part of speech in its order of preference."""
        self.words = sorted([*shorter, *self.words], key=lambda word: (word.slot, word.order))
        for begun in self.after.values():
            begun.settle(self.words)


class WordIndex:
    """Parts of speech with their words, by first letters; ``whole`` words begin at no letter inside another."""

    __slots__ = ("_first", "_searched", "_slots", "_starts")

    def __init__(
        self, first: _Begun, searched: Sequence[tuple[str, re.Pattern[str]]], *, slots: int, whole: bool
    ) -> None:
        self._first, self._searched, self._slots = first, searched, slots
        letters = "".join(map(re.escape, first.after))
        self._starts = re.compile(rf"{_NOT_INSIDE if whole else ''}[{letters}]" if letters else r"(?!)")

    def hits(self, text: str) -> list[tuple[str, int, int]]:
        """Return (part of speech, start, end) of every word; those of one part of speech do not overlap."""
        hits: list[tuple[str, int, int]] = []
        reached = [0] * self._slots
        for start in self._starts.finditer(text):
            place = start.start()
            begun = self._first
            for letter in text[place : place + _MOST_LETTERS]:
                if letter not in begun.after:
                    break
                begun = begun.after[letter]
            for word in begun.words:
                if reached[word.slot] <= place and (end := word.end(text, place)) > place:
                    reached[word.slot] = end
                    hits.append((word.tag, place, end))
        for tag, pattern in self._searched:
            hits += [(tag, *found.span()) for found in pattern.finditer(text) if found.end() > found.start()]
        return hits


_NOT_INSIDE = "(?<![a-z0-9])"


def word_index(words: Mapping[str, Sequence[str]], *, folder: Path, whole: bool = False) -> WordIndex:
    """Return the index of the words of every part of speech; longer words are preferred.

    Args:
        words: regular expressions without groups that capture, by part of speech.
        folder: where they stand, for errors.
        whole: they match whole Latin words alone.

    Raises:
        ConfigError: a word is no regular expression.
    """
    first = _Begun()
    searched: list[tuple[str, re.Pattern[str]]] = []
    for slot, (tag, said) in enumerate(words.items()):
        ordered = sorted(said, key=len, reverse=True)
        begins = [_openings(folder, tag, word) for word in ordered]
        if any(found is None for found in begins):
            before = _NOT_INSIDE if whole else ""
            searched.append((tag, re.compile(before + _ended("|".join(ordered), whole=whole))))
            continue
        for order, (source, found) in enumerate(zip(ordered, begins, strict=True)):
            word = _Word(tag, slot, order, _ended(source, whole=whole))
            for opening in found or ():
                first.add(opening, word)
    first.settle()
    return WordIndex(first, searched, slots=len(words), whole=whole)


def _ended(source: str, *, whole: bool) -> str:
    return rf"(?:{source})(?![a-z])" if whole else source


def _openings(folder: Path, tag: str, word: str) -> frozenset[str] | None:
    try:
        return openings(word, _MOST_LETTERS)
    except re.error as error:
        raise ConfigError(
            message(
                "{folder}: {tag}: {word!r} is no regular expression ({error})",
                folder=folder,
                tag=tag,
                word=word,
                error=error,
            )
        ) from error
