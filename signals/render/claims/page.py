"""The page of a report whose claims were checked: its sentences with the claims marked, the evidence beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from signals.claims.report import CheckedReport
from signals.claims.verdict import Judged
from signals.claims.wording import reading
from signals.render.claims.wording import FALSE, VERDICTS, WORDS, counts, evidence, head, verdict_word
from signals.render.page.writing import TAGS
from signals.safe_text import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One claim as it stands beside its sentence, numbered through the page."""

    number: int
    verdict: str
    quote: str
    reading: str
    evidence: str
    start: int
    end: int

    @property
    def is_false(self) -> bool:
        """Whether the sentence should not be printed as it stands."""
        return self.verdict in FALSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a line: plain text, or what one or more claims are read from, with the gravest verdict on them."""

    text: str
    notes: tuple[Note, ...] = ()

    @property
    def verdict(self) -> str:
        """The gravest verdict on this piece."""
        return min((note.verdict for note in self.notes), key=list(VERDICTS).index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the report."""

    spans: tuple[Span, ...]
    notes: tuple[Note, ...]


def page(report: CheckedReport, lang: str) -> str:
    """Return the report itself as one self-contained HTML file; nothing of it runs, and nothing is fetched."""
    css = (files("signals.render.page") / "templates" / "page.css").read_text(encoding="utf-8")
    lines = list(_lines(report, lang))
    words = WORDS[lang]
    made: str = (
        _environment()
        .get_template("claims.html.j2")
        .render(
            title=words["title"] + (f" · {report.name}" if report.name else ""),
            tag=TAGS[lang],
            css=Markup(css),  # noqa: S704 - our own file
            head=head(report, lang),
            counts=counts(report, lang),
            untrue=[note for line in lines for note in line.notes if note.is_false],
            lines=lines,
            words=words,
            verdict_word=lambda verdict: verdict_word(verdict, lang),
        )
    )
    return made


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("signals.render.claims"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )


def _lines(report: CheckedReport, lang: str) -> Iterator[Line]:
    """Yield every line with text, its claims numbered in the order of the page."""
    texts = report.text.split("\n")
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    found: dict[int, list[Judged]] = defaultdict(list)
    for sentence in report.sentences:
        found[bisect_right(starts, sentence.start) - 1] += sentence.judged
    number = 0
    for place, text in enumerate(texts):
        if not text.strip():
            continue
        notes = []
        for one in sorted(found[place], key=lambda judged: judged.claim.start):
            number += 1
            notes.append(_note(one, number, starts[place], lang))
        yield Line(spans=tuple(_spans(text, notes)), notes=tuple(notes))


def _note(one: Judged, number: int, line_start: int, lang: str) -> Note:
    return Note(
        number=number,
        verdict=one.verdict,
        quote=one.claim.quote.replace("\n", " "),
        reading=reading(one.claim).text(lang),
        evidence=evidence(one, lang),
        start=one.claim.start - line_start,
        end=one.claim.end - line_start,
    )


def _spans(text: str, notes: Sequence[Note]) -> Iterator[Span]:
    """Cut a line where claims begin and end; of claims that overlap, what is left of the later one is its own."""
    reached = 0
    marked: list[tuple[int, int, list[Note]]] = []
    for note in notes:
        first, last = max(note.start, reached), min(note.end, len(text))
        if first < last:
            marked.append((first, last, [note]))
            reached = last
        elif marked:
            marked[-1][2].append(note)
    place = 0
    for first, last, of in marked:
        if place < first:
            yield Span(text=text[place:first])
        yield Span(text=text[first:last], notes=tuple(of))
        place = last
    if place < len(text):
        yield Span(text=text[place:])
