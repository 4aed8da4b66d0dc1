"""A report held against the data of its day: every sentence, every claim with its verdict, as one document."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from signals.claims.claim import Claim
from signals.claims.evidence.answer import Witness
from signals.claims.reader import ReadSentence, read_bounded
from signals.claims.verdict import VERDICTS, Judged, judge
from signals.claims.wording import reading
from signals.panel import Panel
from signals.words import said


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence:
    """One sentence with its claims judged; none where it claims nothing that we can read."""

    text: str
    start: int
    end: int
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReport:
    """A text read on its day.

    ``origin`` says which data it was held against, ``unread`` how many characters
    lay beyond what is read of one text or line (`reader.MOST_CHARS`, `reader.MOST_OF_LINE`).
    """

    name: str
    text: str
    day: dt.date
    origin: str
    sentences: tuple[CheckedSentence, ...]
    unread: int = 0

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Every claim in order of place."""
        return tuple(one for sentence in self.sentences for one in sentence.judged)

    def counts(self) -> Mapping[str, int]:
        """Return how many claims have each verdict, in the order of verdicts."""
        found = Counter(one.verdict for one in self.judged)
        return {verdict: found[verdict] for verdict in VERDICTS}


def check_report(panel: Panel, text: str, *, name: str = "") -> CheckedReport:
    """Read a text on the panel's day and hold each of its claims against what was known then."""
    witness = Witness(panel=panel)
    day = panel.as_of
    found = read_bounded(text, day)
    return CheckedReport(
        name=name, text=text, day=day, origin=panel.origin, unread=found.left,
        sentences=tuple(_checked(witness, sentence, day) for sentence in found.sentences),
    )  # fmt: skip


def _checked(witness: Witness, sentence: ReadSentence, day: dt.date) -> CheckedSentence:
    return CheckedSentence(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        judged=tuple(judge(witness, claim, day) for claim in sentence.claims),
    )


def document(report: CheckedReport) -> dict[str, Any]:
    """Return the report as a document: counts, and one entry a claim."""
    return {
        "report": report.name,
        "as_of": report.day.isoformat(),
        "data": report.origin,
        "sentences": len(report.sentences),
        "sentences_without_claim": sum(not sentence.judged for sentence in report.sentences),
        "characters_unread": report.unread,
        "verdicts": dict(report.counts()),
        "claims": entries(report),
    }


def entries(report: CheckedReport) -> list[dict[str, Any]]:
    """Return one entry a claim: its place, its reading in words and in the normal form, and what was found."""
    lines = _line_starts(report.text)
    return [_entry(one, sentence.text, lines) for sentence in report.sentences for one in sentence.judged]


def _entry(one: Judged, sentence: str, lines: Sequence[int]) -> dict[str, Any]:
    claim, finding = one.claim, one.finding
    words = reading(claim)
    return {
        "quote": claim.quote,
        "verdict": one.verdict,
        "claim": {**claim.normal_form(), "verdict": one.verdict},
        "reading": {"en": words.text("en"), "zh": words.text("zh")},
        "actual": finding.actual,
        "error": finding.error,
        "unit": finding.unit or None,
        "source": {"en": said(finding.source, "en"), "zh": said(finding.source, "zh")},
        "note": {"en": said(finding.note, "en"), "zh": said(finding.note, "zh")},
        "last_true": one.last_true.isoformat() if one.last_true else None,
        "last_true_before": one.last_true_before.isoformat() if one.last_true_before else None,
        "sentence": sentence,
        "place": {"start": claim.start, "end": claim.end, "line": _line_of(claim, lines)},
    }


def lines_of(report: CheckedReport) -> list[int]:
    """Return the line, counted from 1, on which each claim begins."""
    lines = _line_starts(report.text)
    return [_line_of(one.claim, lines) for one in report.judged]


def _line_starts(text: str) -> list[int]:
    return [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]


def _line_of(claim: Claim, lines: Sequence[int]) -> int:
    return bisect_right(lines, claim.start)
