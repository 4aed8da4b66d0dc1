"""Read a text: every claim it makes, with its place; what is no claim, or not understood, is left alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from signals.claims.claim import Claim
from signals.claims.grammar.china_rates import rate_claims
from signals.claims.grammar.clauses import clauses
from signals.claims.grammar.fed_facts import fact_claims
from signals.claims.grammar.fed_moves import moves_claims
from signals.claims.grammar.fed_odds import odds_claims
from signals.claims.grammar.lexicon import Lexicon, lexicon
from signals.claims.grammar.line import Line, Open
from signals.claims.grammar.markets import market_claims
from signals.claims.grammar.meetings import Meetings, meetings_on
from signals.claims.grammar.policy_steps import step_claims
from signals.claims.grammar.prints import print_claims
from signals.claims.grammar.tokens import tokens
from sources.prose.plain import Plain, plain
from sources.prose.sentences import Sentence, sentences

_CJK = re.compile("[\u3400-\u9fff]")
READERS: Sequence[Callable[[Line, int], Iterator[Claim]]] = (
    odds_claims,
    moves_claims,
    fact_claims,
    print_claims,
    rate_claims,
    step_claims,
    market_claims,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """One sentence of a text with its claims; ``start`` and ``end`` are its place in the text."""

    text: str
    start: int
    end: int
    claims: tuple[Claim, ...]


MOST_CHARS = 1_000_000
"""Characters of a text that are read: a report has a hundredth of it."""
MOST_OF_LINE = 100_000
"""Characters of one line that are read: a whole report without a line break has half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """The sentences of a text as far as it was read, and how many characters were ``left`` unread."""

    sentences: list[ReadSentence]
    left: int


def read(text: str, date: dt.date) -> list[ReadSentence]:
    """Return the sentences of a text that appeared on ``date``, each with the claims that it makes.

    At most `MOST_CHARS` are read, and `MOST_OF_LINE` of a line; `read_bounded` says what was left.
    """
    return read_bounded(text, date).sentences


def read_bounded(text: str, date: dt.date) -> ReadText:
    """Return what `read` does, and how many characters it left: time is bounded whatever the text."""
    flat = plain(text[:MOST_CHARS])
    left_out = max(0, len(text) - MOST_CHARS)
    words = lexicon()
    meetings = {chinese: meetings_on(date, chinese=chinese) for chinese in (False, True)}
    found: list[ReadSentence] = []
    left, paragraph, before, line_start = Open(), -1, "", 0
    for sentence in sentences(flat.text):
        said = flat.text[sentence.start : sentence.end]
        if sentence.paragraph != paragraph:
            line_start = sentence.start
        if sentence.end - line_start > MOST_OF_LINE:
            left_out += sentence.end - sentence.start
            continue
        if sentence.paragraph != paragraph and not _goes_on(before, said):
            left = Open()
        paragraph, before = sentence.paragraph, said
        start, end = flat.span(sentence.start, sentence.end)
        found.append(
            ReadSentence(
                text=text[start:end],
                start=start,
                end=end,
                claims=tuple(_claims(flat, sentence, words, meetings, left)),
            )
        )
    return ReadText(sentences=found, left=left_out)


_ITEM = re.compile(r"^\s*(?:[-•·▪●○◦–—]|\d{1,2}[.)、]|[①-⑨])")


def _goes_on(before: str, said: str) -> bool:
    """Return whether a line goes on with the one before: an item of a list, or what follows a colon."""
    return before.rstrip().endswith((":", "：")) or (bool(_ITEM.match(said)) and bool(_ITEM.match(before)))


def _claims(
    flat: Plain, sentence: Sentence, words: Lexicon, meetings: dict[bool, Meetings], left: Open
) -> Iterator[Claim]:
    body = _lower(flat.text[sentence.start : sentence.end])
    if body.count("|") >= 2:
        return  # a row of a table says its columns elsewhere
    chinese = bool(_CJK.search(body))

    def quote(start: int, end: int) -> tuple[str, int, int]:
        first, last = flat.span(sentence.start + start, sentence.start + end)
        return flat.original[first:last], first, last

    line = Line(
        text=body,
        date=meetings[chinese].date,
        chinese=chinese,
        clauses=tuple(clauses(body, tokens(body, words))),
        meetings=meetings[chinese],
        measures=words.measures,
        quote=quote,
        is_question=sentence.is_question,
        open=left,
    )
    seen: set[tuple[object, ...]] = set()
    left.odds_place = None
    taken: dict[tuple[float | str, int], str] = {}
    for place, clause in enumerate(line.clauses):
        if clause.has("subject.fed"):
            left.subject = "fed"
        elif clause.has("subject.pboc", "other.bank", "country.cn", "country.other"):
            left.subject = None
        for reader in READERS:
            name = reader.__name__
            for claim in reader(line, place):
                key = (claim.about, claim.when, claim.value, claim.detail)
                figure = (claim.value, claim.end)
                if key not in seen and taken.get(figure, name) == name:
                    seen.add(key)
                    taken[figure] = name  # a figure is of one thing: the first reader's
                    yield claim


def _lower(text: str) -> str:
    """Return lower case of the same length, so that places stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
