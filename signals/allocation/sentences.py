"""The recurring sentences of the document, in both languages."""

from __future__ import annotations

from signals.allocation.contract import Text
from signals.rules.strategy import Bilingual
from signals.words import Names, Word, said

ABSTAIN = Text(en="No call", zh="暂不评级")


_NOTHING = Text(en="", zh="")


def text(words: Bilingual) -> Text:
    """Carry a strategy's sentence into the document."""
    return Text(en=words.en, zh=words.zh)


def both(en: str, zh: str) -> Text:
    """Return a sentence in both languages."""
    return Text(en=en, zh=zh)


def told(what: Word | Names | str) -> Text:
    """Carry a word of the catalogue into the document; text from outside stays as it is in both languages."""
    if what == "":  # half of what is told: a sound fact has no reason
        return _NOTHING
    if isinstance(what, Names):
        return Text(en=what.en, zh=what.zh)
    return Text(en=said(what, "en"), zh=said(what, "zh"))
