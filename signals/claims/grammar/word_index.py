"""Words found by their first letter: what a text cannot begin at a place is not tried there.

A hundred parts of speech with fifty words each, searched one pattern after the other, took two thirds of the
time that a sentence takes. At each letter only the words that may begin with it are matched; which words are
found, and in which order of preference, is what one pattern a part of speech would find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from re import _constants as parts  # type: ignore[attr-defined] # the library's own parser tells how a word may begin
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from signals.config import ConfigError
from sources.message import message

_WORDLIKE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_ZERO_WIDTH = {parts.AT, parts.ASSERT, parts.ASSERT_NOT}
_REPEATS = {parts.MAX_REPEAT, parts.MIN_REPEAT}
_MOST_OF_RANGE = 64


class _Words:
    """The words of one part of speech that begin with one letter, compiled when they are first met."""

    __slots__ = ("_match", "_source", "slot", "tag")

    def __init__(self, tag: str, slot: int, source: str) -> None:
        self.tag, self.slot, self._source = tag, slot, source
        self._match: Any = None

    def match(self, text: str, place: int) -> re.Match[str] | None:
        if self._match is None:
            self._match = re.compile(self._source).match
        found: re.Match[str] | None = self._match(text, place)
        return found


class _Begun:
    """What may begin with one letter: whether anything does, asked once, and then which parts of speech."""

    __slots__ = ("gate", "words")

    def __init__(self, gate: _Words, words: Sequence[_Words]) -> None:
        self.gate, self.words = gate, words


class WordIndex:
    """Parts of speech with their words, by first letter; ``whole`` words begin at no letter inside another."""

    __slots__ = ("_by_letter", "_searched", "_slots", "_whole")

    def __init__(
        self,
        by_letter: Mapping[str, _Begun],
        searched: Sequence[tuple[str, re.Pattern[str]]],
        *,
        slots: int,
        whole: bool,
    ) -> None:
        self._by_letter, self._searched, self._slots, self._whole = by_letter, searched, slots, whole

    def hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield (part of speech, start, end) of every word; those of one part of speech do not overlap."""
        reached = [0] * self._slots
        inside = False
        for place, letter in enumerate(text):
            begins = not (self._whole and inside)
            inside = letter in _WORDLIKE
            begun = self._by_letter.get(letter) if begins else None
            if begun is None or begun.gate.match(text, place) is None:
                continue
            for words in begun.words:
                if reached[words.slot] > place:
                    continue
                found = words.match(text, place)
                if found is not None and found.end() > place:
                    reached[words.slot] = found.end()
                    yield words.tag, place, found.end()
        for tag, pattern in self._searched:
            for found in pattern.finditer(text):
                if found.end() > found.start():
                    yield tag, found.start(), found.end()


def word_index(words: Mapping[str, Sequence[str]], *, folder: Path, whole: bool = False) -> WordIndex:
    """Return the index of the words of every part of speech; longer words are preferred.

    Args:
        words: regular expressions without groups that capture, by part of speech.
        folder: where they stand, for errors.
        whole: they match whole Latin words alone.

    Raises:
        ConfigError: a word is no regular expression.
    """
    by_letter: dict[str, list[_Words]] = {}
    any_of: dict[str, list[str]] = {}
    searched: list[tuple[str, re.Pattern[str]]] = []
    for slot, (tag, said) in enumerate(words.items()):
        ordered = sorted(said, key=len, reverse=True)
        firsts = [_first_letters(folder, tag, word) for word in ordered]
        if any(letters is None for letters in firsts):
            before = "(?<![a-z0-9])" if whole else ""
            searched.append((tag, re.compile(before + _joined(ordered, whole=whole))))
            continue
        for letter in sorted(set().union(*(letters or () for letters in firsts))):
            mine = [word for word, letters in zip(ordered, firsts, strict=True) if letter in (letters or ())]
            by_letter.setdefault(letter, []).append(_Words(tag, slot, _joined(mine, whole=whole)))
            any_of.setdefault(letter, []).extend(mine)
    begun = {
        letter: _Begun(_Words("", -1, _joined(any_of[letter], whole=whole)), parts_of_speech)
        for letter, parts_of_speech in by_letter.items()
    }
    return WordIndex(begun, searched, slots=len(words), whole=whole)


def _joined(words: Sequence[str], *, whole: bool) -> str:
    return rf"(?:{'|'.join(words)})(?![a-z])" if whole else "|".join(words)


def _first_letters(folder: Path, tag: str, word: str) -> frozenset[str] | None:
    """Return the letters that a word may begin with; None where it may begin with any, or be empty."""
    try:
        parsed = parser.parse(word)
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
    letters, may_be_empty = _first_of(list(parsed))
    return None if letters is None or may_be_empty else letters


def _first_of(sequence: list[Any]) -> tuple[frozenset[str] | None, bool]:
    """Return the first letters of a parsed sequence, and whether it may match nothing."""
    found: frozenset[str] = frozenset()
    for kind, value in sequence:
        letters, empty = _first_of_part(kind, value)
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return found, False
    return found, True


def _first_of_part(kind: object, value: Any) -> tuple[frozenset[str] | None, bool]:  # noqa: ANN401 - what a part holds depends on its kind
    if kind in _ZERO_WIDTH:
        return frozenset(), True
    if kind is parts.LITERAL:
        return frozenset({chr(value)}), False
    if kind is parts.IN:
        return _of_class(value), False
    if kind is parts.SUBPATTERN:
        return _first_of(list(value[-1]))
    if kind in _REPEATS:
        letters, empty = _first_of(list(value[2]))
        return letters, empty or value[0] == 0
    if kind is parts.BRANCH:
        firsts = [_first_of(list(branch)) for branch in value[1]]
        if any(letters is None for letters, _ in firsts):
            return None, False
        return frozenset().union(*(letters or () for letters, _ in firsts)), any(empty for _, empty in firsts)
    return None, False


def _of_class(members: list[Any]) -> frozenset[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if kind is parts.LITERAL:
            found.add(chr(value))
        elif kind is parts.RANGE and value[1] - value[0] < _MOST_OF_RANGE:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif kind is parts.CATEGORY and value is parts.CATEGORY_DIGIT:
            found |= set("0123456789")
        else:
            return None
    return frozenset(found)
