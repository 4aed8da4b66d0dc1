"""Policy events out of dated text: sentences are cut, read for steps and acts, and new acts told from tellings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sources.contract import PolicyEvent
from sources.message import message
from sources.policy_text.acts import Acts
from sources.policy_text.clauses import MAX_CHARS, MAX_SENTENCE, plain, sentences
from sources.policy_text.cues import Cues
from sources.policy_text.finding import Finding
from sources.policy_text.novelty import Settled, settle
from sources.policy_text.steps import StepReading
from sources.policy_text.taxonomy import Kind, Taxonomy
from sources.prose.plain import simplified

MAX_CUES = 16
"""Most words for steps in one sentence that is read; the richest of the evening news has 7. It bounds the work."""
MAX_CUES_OF_TEXT = 80
"""Most words for steps in one text; a statement of the central bank has a dozen, its quarterly report is no news."""


class Extractor:
    """Reads text with one taxonomy. Holds no state between texts.

    Args:
        taxonomy: kinds, their words and limits.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._cues = Cues(taxonomy)
        self._acts = Acts(taxonomy)

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds that it knows."""
        return self._cues.kinds

    def read(self, text: str, appeared: dt.date, *, source: str = "text") -> list[Finding]:
        """Return what a text tells, and what was passed over with the reason.

        Args:
            text: a headline, a sentence or an article; markup is dropped.
            appeared: the day on which the text could first be read.
            source: said of every event.

        Returns:
            Findings in order of place; empty for text without a cue.
        """
        if len(text) > MAX_CHARS:
            return [
                Finding(
                    skipped=message(
                        "an item of {n_text} characters, limit {max_chars}",
                        n_text=len(text),
                        max_chars=MAX_CHARS,
                    ),
                    quote=plain(text[:80]),
                )
            ]
        if not self._cues.worth_reading(text):
            cleaned = simplified(plain(text))
            if cleaned == text or not self._cues.worth_reading(cleaned):
                return []
        found: list[Finding] = []
        read: set[str] = set()
        n_cues = 0
        for sentence in sentences(plain(text)):
            if sentence.text in read:
                continue  # said twice in one text, told once
            read.add(sentence.text)
            if len(sentence.text) > MAX_SENTENCE:
                reason = message(
                    "a sentence of {n_text} characters, limit {most}",
                    n_text=len(sentence.text),
                    most=MAX_SENTENCE,
                )
                found.append(Finding(skipped=reason, quote=sentence.quote[:80]))
                continue
            cues = list(self._cues.steps(sentence.text))
            n_cues += len(cues)
            if len(cues) > MAX_CUES:
                reason = message(
                    "a sentence with {n_cues} words for steps, limit {most}: a list, no prose",
                    n_cues=len(cues),
                    most=MAX_CUES,
                )
                found.append(Finding(skipped=reason, quote=sentence.quote[:80]))
                continue
            if n_cues > MAX_CUES_OF_TEXT:
                reason = message(
                    "more than {most} words for steps in one text: a list, no prose", most=MAX_CUES_OF_TEXT
                )
                found.append(Finding(skipped=reason, quote=sentence.quote[:80]))
                break
            found += StepReading(sentence, appeared, source, self._cues, cues).findings()
            found += self._acts.read(sentence, appeared, source)
        return found


def settled(
    extractor: Extractor,
    items: Iterable[tuple[dt.date, str]],
    *,
    source: str = "text",
    known: Iterable[PolicyEvent] = (),
) -> Settled:
    """Return what many dated texts tell: new acts once each, and tellings of those that were known."""
    findings = (
        finding for appeared, text in items for finding in extractor.read(text, appeared, source=source)
    )
    return settle(findings, extractor.kinds, known)


def events(
    extractor: Extractor,
    items: Iterable[tuple[dt.date, str]],
    *,
    source: str = "text",
    known: Iterable[PolicyEvent] = (),
) -> tuple[PolicyEvent, ...]:
    """Return the merged events of many dated texts, without tellings of known acts."""
    return settled(extractor, items, source=source, known=known).events
