"""What a sentence is made of: clauses, the outcomes that they name, figures with the words that are their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Quantity

Holder = Literal["market", "other", "survey"]


Move = Literal["hold", "cut", "hike"]


NO_PARTS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a meeting may decide: a move, its size in bp, or how many moves.

    ``is_total`` marks a size that is the sum of moves: "70 basis points of cuts".
    """

    move: Move
    start: int
    end: int
    size: float | None = None
    figure: Token | None = None
    count: Token | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clause:
    """A run of tokens between two marks; ``aside`` where it stands in brackets.

    ``after_official``: the speaker is an official whom an earlier clause named. Officials
    give no odds and no closes, so such figures are the market's again.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    outcomes: tuple[Outcome, ...]
    aside: bool
    mark: str
    holder: Holder | None = None
    after_official: bool = False
    blocked: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def has(self, *tags: str) -> bool:
        """Return whether any token is one of these parts of speech."""
        return not self.parts.isdisjoint(tags)

    def first(self, *tags: str) -> Token | None:
        """Return the first token that is one of these parts of speech."""
        if self.parts.isdisjoint(tags):
            return None
        return next((token for token in self.tokens if token.has(*tags)), None)

    def all(self, *tags: str) -> list[Token]:
        """Return every token that is one of these parts of speech, in order."""
        if self.parts.isdisjoint(tags):
            return []
        return [token for token in self.tokens if token.has(*tags)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """A figure with the words that are its own: those before it and those after it.

    ``own`` is every word of the cell, nearest last before the figure, nearest first
    after it; ``parts`` what they may be.
    """

    value: Token
    quantity: Quantity
    before: tuple[Token, ...]
    after: tuple[Token, ...]
    own: tuple[Token, ...]
    parts: frozenset[str]

    @classmethod
    def of(
        cls,
        value: Token,
        quantity: Quantity,
        before: tuple[Token, ...] = (),
        after: tuple[Token, ...] = (),
    ) -> Cell:
        """Return the cell of a figure and the words on either side of it."""
        own = (*before, *after)
        parts = NO_PARTS.union(*[token.parts for token in own])
        return cls(value=value, quantity=quantity, before=before, after=after, own=own, parts=parts)

    def has(self, *tags: str) -> bool:
        """Return whether any word of the cell is one of these parts of speech."""
        return not self.parts.isdisjoint(tags)

    def nearest(self, *tags: str) -> Token | None:
        """Return the last such word before the figure, or the first after it."""
        if self.parts.isdisjoint(tags):
            return None
        for token in (*reversed(self.before), *self.after):
            if token.has(*tags):
                return token
        return None

    @property
    def start(self) -> int:
        """Where the figure begins, hedges included."""
        return min(self.value.start, self.quantity.start)

    @property
    def end(self) -> int:
        """Where the figure ends, hedges included."""
        return max(self.value.end, self.quantity.end)
