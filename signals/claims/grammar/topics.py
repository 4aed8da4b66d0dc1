"""Which subject a word, and with it a figure, belongs to."""

from __future__ import annotations

from functools import cache, lru_cache

from signals.claims.grammar.parts import Cell
from signals.claims.grammar.tokens import Token

TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("market", ("index.",)),
    ("print", ("head.",)),
    ("rates", ("pboc.rrr", "pboc.lpr", "pboc.mlf", "pboc.omo", "tenor.one", "tenor.five")),
    ("other", ("other.thing", "pboc.other")),
    ("fed", ("outcome.", "odds.", "rate.", "moves.number", "moves.first", "meeting.")),
)


def topic_of(token: Token) -> str | None:
    """Return which subject a word belongs to; None for words of any."""
    return _topic_of(token.parts)


@cache
def _topic_of(parts: frozenset[str]) -> str | None:
    for topic, tags in TOPICS:
        if not parts.isdisjoint(tags):
            only_move = topic == "fed" and parts.isdisjoint(tags[1:]) and "move." in parts
            return None if only_move else topic  # 降 and "lower" are as often how an index moves
    return None


@lru_cache(maxsize=256)
def topic(cell: Cell) -> str | None:
    """Return the subject of a figure: of the nearest word before it, else after it.

    Every reader asks it of the same few figures in turn.
    """
    found = [one for token in cell.own if (one := topic_of(token))]
    if "rates" in found and "other" not in found[-1:]:
        return "rates"
    for token in (*reversed(cell.before), *cell.after):
        one = topic_of(token)
        if one == "fed" and token.has("outcome.hold") and {"print", "market"} & set(found):
            continue  # "the core gauge held at 3.3%"
        if one:
            return one
    return None
