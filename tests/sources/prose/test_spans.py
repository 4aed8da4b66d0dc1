"""Of spans that overlap one is meant."""

from typing import NamedTuple

from sources.prose.spans import longest


class Found(NamedTuple):
    """A span with a name."""

    start: int
    end: int
    name: str = ""


def test_the_first_span_wins_then_the_longer_then_the_one_found_first():
    found = [Found(4, 6), Found(0, 2), Found(0, 3, "first"), Found(0, 3, "second"), Found(2, 5), Found(6, 7)]
    assert longest(found) == [Found(0, 3, "first"), Found(4, 6), Found(6, 7)]
