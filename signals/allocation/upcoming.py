"""What the calendar holds: meetings and releases that were scheduled before the document's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A scheduled meeting or release.

    ``facts`` are prefixes of the names of the facts that it can move
    (``us.fed.`` for a rate meeting).
    """

    on: dt.date
    kind: str
    name_en: str
    name_zh: str
    facts: tuple[str, ...]
    source: str
