"""How a match of a regular expression may begin: its first letters, read off the expression itself."""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants as parts  # type: ignore[attr-defined] # the library's own parser tells how a word may begin
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_ZERO_WIDTH = {parts.AT, parts.ASSERT, parts.ASSERT_NOT}
_REPEATS = {parts.MAX_REPEAT, parts.MIN_REPEAT}
_MOST_OF_RANGE = 64
"""Letters of a class that are told apart; what begins with a wider one may begin with anything."""
_MOST_OPENINGS = 64
"""Openings of one expression that are told apart; where there are more, they are cut short."""


def openings(expression: str, most_letters: int) -> frozenset[str] | None:
    """Return the openings of whatever an expression matches; None where it may begin with any letter, or be empty.

    A match begins with one of them. One shorter than ``most_letters`` says
    nothing of the letter that follows it.

    Raises:
        re.error: it is no regular expression.
    """
    begun, ended = _Openings(most_letters).after({""}, parser.parse(expression))
    found = begun | ended
    return None if "" in found else frozenset(found)


class _Openings:
    """Openings grown part by part: those still ``begun``, and those ``ended``, of which no more is known."""

    def __init__(self, most_letters: int) -> None:
        self._most_letters = most_letters

    def after(self, begun: set[str], sequence: Iterable[tuple[object, Any]]) -> tuple[set[str], set[str]]:
        """Return what openings become by the parts of a parsed sequence."""
        ended: set[str] = set()
        for kind, value in sequence:
            begun, also_ended = self._after_part(begun, kind, value)
            ended |= also_ended
            if not begun:
                break
        return begun, ended

    def _after_part(self, begun: set[str], kind: object, value: Any) -> tuple[set[str], set[str]]:  # noqa: ANN401 - what a part holds depends on its kind
        if kind in _ZERO_WIDTH:
            return begun, set()
        if kind is parts.LITERAL or kind is parts.IN:
            return self._grown(begun, {chr(value)} if kind is parts.LITERAL else _letters(value))
        if kind is parts.SUBPATTERN:
            return self.after(begun, value[-1])
        if kind is parts.BRANCH:
            branches = [self.after(begun, branch) for branch in value[1]]
            return set().union(*(one for one, _ in branches)), set().union(*(one for _, one in branches))
        if kind in _REPEATS:
            return self._repeated(begun, *value)
        return set(), begun

    def _grown(self, begun: set[str], letters: set[str] | None) -> tuple[set[str], set[str]]:
        if letters is None:
            return set(), begun
        cut_short: set[str] = set()
        if len(begun) * len(letters) > _MOST_OPENINGS:
            cut_short, begun = begun - {""}, begun & {""}
        grown = {opening + letter for opening in begun for letter in letters}
        long_enough = {opening for opening in grown if len(opening) >= self._most_letters}
        return grown - long_enough, long_enough | cut_short

    def _repeated(self, begun: set[str], least: int, most: int, item: Any) -> tuple[set[str], set[str]]:  # noqa: ANN401
        left: set[str] = set(begun) if least == 0 else set()
        ended: set[str] = set()
        for count in range(1, min(most, least + self._most_letters) + 1):
            begun, also_ended = self.after(begun, item)
            ended |= also_ended
            if count >= least:
                left |= begun
            if not begun:
                break
        return left, ended


def _letters(members: list[Any]) -> set[str] | None:
    """Return the letters of a class; None where it holds too many, or is told by what it leaves out."""
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
    return found
