"""A remark: something that a reader of the path must know, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One warning; ``code`` is stable and short, the sentences are for people."""

    code: str
    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return the sentence in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en
