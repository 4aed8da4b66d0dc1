"""Read a text: every claim it makes, with its place; what is no claim, or not understood, is left alone."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from signals.claims.claim import Claim
from signals.claims.grammar.china.rates import rate_claims
from signals.claims.grammar.china.steps import step_claims
from signals.claims.grammar.clauses import clauses
from signals.claims.grammar.facts.claims import fact_claims
from signals.claims.grammar.lexicon import Lexicon, lexicon
from signals.claims.grammar.line import Line, Open
from signals.claims.grammar.markets.claims import market_claims
from signals.claims.grammar.meetings import Meetings, meetings_on
from signals.claims.grammar.moves.claims import moves_claims
from signals.claims.grammar.odds.claims import odds_claims
from signals.claims.grammar.prints.claims import print_claims
from signals.claims.grammar.tokens import Token, tokens
from sources.prose.plain import Plain, lowered, plain
from sources.prose.sentences import Sentence, sentences
from sources.prose.tables import Entry, entries, is_row

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


MOST_ROWS = 200
"""Rows of a table that are read: a report's has twenty, more is data."""


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
    table: list[Sentence] = []
    for sentence in sentences(flat.text):
        if is_row(flat.text[sentence.start : sentence.end]):
            table.append(sentence)
            continue
        if table:
            found += _of_table(text, flat, table, words, meetings)
            table = []
        said = flat.text[sentence.start : sentence.end]
        if sentence.paragraph != paragraph:
            line_start = sentence.start
        if sentence.end - line_start > MOST_OF_LINE:
            left_out += sentence.end - sentence.start
            continue
        if sentence.paragraph != paragraph and not _goes_on(before, said):
            left = left.after_paragraph()
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
    found += _of_table(text, flat, table, words, meetings)
    return ReadText(sentences=found, left=left_out)


def _of_table(
    text: str, flat: Plain, rows: Sequence[Sentence], words: Lexicon, meetings: dict[bool, Meetings]
) -> Iterator[ReadSentence]:
    """Yield the rows of a table with their claims: row, heading and figure are read as one short sentence.

    What the sentence leaves open is left out: only a heading that names the measure says what a figure is of.
    """
    claims: dict[int, list[Claim]] = {}
    starts = [row.start for row in rows]
    for entry in entries(flat.text, [(row.start, row.end) for row in rows[:MOST_ROWS]]):
        line = bisect_right(starts, entry.figure.start) - 1
        for claim in _of_entry(flat, entry, words, meetings):
            claims.setdefault(line, []).append(claim)
    for number, row in enumerate(rows):
        start, end = flat.span(row.start, row.end)
        yield ReadSentence(text=text[start:end], start=start, end=end, claims=tuple(claims.get(number, ())))


def _of_entry(flat: Plain, entry: Entry, words: Lexicon, meetings: dict[bool, Meetings]) -> Iterator[Claim]:
    chinese = bool(_CJK.search(entry.row.text + entry.heading.text))
    column = next((said for pattern, said in _COLUMNS if pattern.fullmatch(entry.heading.text.lower())), None)
    heading = entry.heading.text if column is None else column
    body = lowered(f"{entry.row.text} {heading} {_with_sign(entry, column)}")
    first, last = flat.span(entry.row.start, entry.figure.end)
    quote = (flat.original[first:last], first, last)
    line = _line(body, words, meetings[chinese], chinese, lambda _start, _end: quote, Open(), asked=False)
    named = [token for clause in line.clauses for token in clause.tokens if token.quantity is None]
    if any(token.has("index.") for token in named):
        ours = column is not None
    else:
        measured = any(token.has("head.", "pboc.") or _names_odds(token, line) for token in named)
        measured = measured or _is_of_meeting(entry, words, meetings[chinese])
        ours = measured and column is None and _reads_whole(entry.heading.text.lower(), words)
    if ours:
        yield from _claims_of(line)


def _is_of_meeting(entry: Entry, words: Lexicon, meetings: Meetings) -> bool:
    """Return whether a row names a meeting and nothing else, and its column what may be decided there."""
    row = tokens(entry.row.text.lower(), words)
    heading = tokens(entry.heading.text.lower(), words)
    return (
        len(row) == 1
        and row[0].time is not None
        and meetings.meant(row[0].time) is not None
        and any(token.has("outcome.") for token in heading)
        and entry.figure.text.endswith("%")
    )


_CHANGE = r"(?: ?(?:change|chg\.?|move|%))*(?:涨跌幅?|升跌|变动)?"
_COLUMNS = (
    (re.compile(r"(?:close|last|level|收盘价?|点位|最新价?|收市|收报)"), "at"),
    (re.compile(rf"(?:1|one|this|the|一|本|全)?[ -]?(?:w|wk|week|weekly|wtd|周|星期){_CHANGE}"), "this week"),
    (re.compile(rf"(?:1|one|一|单|当)?[ -]?(?:d|day|daily|日){_CHANGE}"), "on the day"),
    (re.compile(rf"(?:ytd|year[- ]to[- ]date|年初至今|年初以来|今年以来|年内){_CHANGE}"), "ytd"),
)
"""What a table of indices heads its columns with, and how a sentence says it; figures of other columns are left alone."""
_SMALL = {"of", "a", "the", "in", "for", "at", "by", "to"}


def _reads_whole(heading: str, words: Lexicon) -> bool:
    """Return whether every word of a heading is one we know: an unknown word may change what its column holds."""
    left = list(heading)
    for token in tokens(heading, words):
        left[token.start : token.end] = " " * (token.end - token.start)
    return all(word in _SMALL for word in re.findall(r"[a-z\u3400-\u9fff]+", "".join(left)))


def _with_sign(entry: Entry, column: str | None) -> str:
    """Return the figure; a percentage of a column of changes without a sign is a rise."""
    words = entry.figure.text
    unsigned = words.endswith("%") and words[:1].isdigit()
    return f"+{words}" if unsigned and column not in {None, "at"} else words


def _names_odds(token: Token, line: Line) -> bool:
    return token.has("odds.noun", "moves.priced") and line.has("outcome.")


_ITEM = re.compile(r"^\s*(?:[-•·▪●○◦–—]|\d{1,2}[.)、]|[①-⑨])")


def _goes_on(before: str, said: str) -> bool:
    """Return whether a line goes on with the one before: an item of a list, or what follows a colon."""
    return before.rstrip().endswith((":", "：")) or (bool(_ITEM.match(said)) and bool(_ITEM.match(before)))


def _claims(
    flat: Plain, sentence: Sentence, words: Lexicon, meetings: dict[bool, Meetings], left: Open
) -> Iterator[Claim]:
    body = lowered(flat.text[sentence.start : sentence.end])
    told = _told_before_question(body) if sentence.is_question else None
    asked, body = (False, body[:told]) if told is not None else (sentence.is_question, body)
    chinese = bool(_CJK.search(body))

    def quote(start: int, end: int) -> tuple[str, int, int]:
        first, last = flat.span(sentence.start + start, sentence.start + end)
        return flat.original[first:last], first, last

    yield from _claims_of(_line(body, words, meetings[chinese], chinese, quote, left, asked=asked))


_ASKS = re.compile(
    r"[吗么]|呢(?![，,])|谁|什么|怎么|为何|为什么|是不是|难道|哪|几时|何时|多少|会不会|能不能|要不要|该不该|还是|对吧|吧"
    r"|\b(?:who|what|why|when|which|how|right|huh|anyone|isn't|aren't|doesn't|don't|does|is|are|will|would|can|could|should|no|really)\b"
)
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十半][成次码]")
_ASIDES = re.compile(r"[，,;；]|\s[—–-]\s")


def _told_before_question(body: str) -> int | None:
    """Return where a question begins that only closes what is told: "…只剩三成四，谁还敢抄底？"; None where all is asked."""
    marks = [mark for mark in _ASIDES.finditer(body) if not body[mark.end() : mark.end() + 1].isdigit()]
    if not marks:
        return None
    last = marks[-1].start()
    chinese = _CJK.search(body[last:]) and _FIGURE.search(body[:last])
    ours = (chinese or _ASKS.search(body[last:])) and not _ASKS.search(body[:last])
    return last if ours and not re.search(r"\d|[一二三四五六七八九]成", body[last:]) else None


def _line(
    body: str,
    words: Lexicon,
    meetings: Meetings,
    chinese: bool,
    quote: Callable[[int, int], tuple[str, int, int]],
    left: Open,
    *,
    asked: bool,
) -> Line:
    return Line(
        text=body,
        date=meetings.date,
        chinese=chinese,
        clauses=tuple(clauses(body, _of_its_market(body, tokens(body, words), left))),
        meetings=meetings,
        measures=words.measures,
        quote=quote,
        is_question=asked,
        open=left,
    )


_HANG_SENG, _ITS_TECH = re.compile(r"恒指|恒生指数"), "科技指数"
_OTHER = frozenset({"other.thing", "other."})


def _of_its_market(body: str, found: list[Token], left: Open) -> list[Token]:
    """Return the words of a sentence; 科技指数 is Hang Seng Tech only where the text has spoken of the Hang Seng."""
    left.hang_seng = left.hang_seng or bool(_HANG_SENG.search(body))
    if left.hang_seng or _ITS_TECH not in body:
        return found
    return [one._replace(tags=_OTHER, parts=_OTHER) if one.text == _ITS_TECH else one for one in found]


def _claims_of(line: Line) -> Iterator[Claim]:
    """Yield the claims of one sentence, each figure of one thing alone."""
    left = line.open
    seen: set[tuple[object, ...]] = set()
    left.odds_last, left.odds_place = left.odds_place is not None, None
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
