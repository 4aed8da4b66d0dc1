"""The fixed words of the page, from ``signals/wording/page.toml``."""

from __future__ import annotations

from signals.words import Word


def t(key: str, lang: str, **parts: object) -> str:
    """Return a phrase of the page in one language."""
    return Word.of(f"page.{key}", **parts).text(lang)
