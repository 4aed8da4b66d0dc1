"""Sentences of others, held against the facts of their own day."""

from __future__ import annotations

import datetime as dt

from signals.allocation.terms import ClaimTopic, ClaimVerdict, Model, Text, Value


class ClaimSource(Model):
    """Who wrote the sentence and when."""

    document: str
    """Where it stands."""
    date: dt.date
    """Day on which it was written."""
    quote: str
    """The words themselves."""


class ClaimPlace(Model):
    """Where a sentence's words stand in the report that was read."""

    line: int
    """Line, counted from 1."""
    start: int
    """First character, counted from 0 in the whole text."""
    end: int
    """The character after the last."""


class ClaimForm(Model):
    """A claim in the normal form of `docs/claims.md`."""

    about: str
    """The thing spoken of, such as `fed.odds`."""
    when: str
    """The time spoken of: a day, YYYY-MM, YYYY, A..B, or `week:` and the like with the last day."""
    op: str
    """The comparison: = ~ > >= < <=."""
    value: float | str
    """What is claimed; a text for a date."""
    unit: str
    """Unit of `value`: pct, bp, pp, cuts, hikes, points, date, bool."""
    detail: str
    """What the thing needs beside: an outcome, a tenor, an index."""


class ClaimPart(Model):
    """One reading of the sentence, tested."""

    label: Text
    """Which reading it is."""
    test: str
    """The test as a condition."""
    verdict: ClaimVerdict
    """What this reading gives."""
    actual: Value
    """The value on the day of the claim; a text for events."""
    unit: str | None
    """Unit of `actual`; null where it has none."""
    error: float | None
    """One-sigma error of `actual`, in `unit`; null where not known."""
    detail: Text
    """What was found, in words."""
    witness: bool
    """An outside opinion shown beside ours; it does not decide the verdict."""
    facts: tuple[str, ...]
    """The facts that it rests on."""


class ClaimCheck(Model):
    """What the same day's facts say of a sentence that somebody wrote."""

    id: str
    """Name of the sentence."""
    claim: Text
    """The sentence."""
    source: ClaimSource
    """Who wrote it."""
    reading: Text
    """How the sentence was turned into a test."""
    about: ClaimTopic
    """What it speaks of."""
    checked_as_of: dt.date
    """The day whose facts it is held against."""
    verdict: ClaimVerdict
    """What they say."""
    summary: Text
    """Why, in words."""
    parts: tuple[ClaimPart, ...]
    """Its readings, each tested."""
    place: ClaimPlace | None = None
    """Where its words stand in the report that was read (2.2); null for one typed by hand."""
    form: ClaimForm | None = None
    """What it was read to say, for machines (2.2); null for one typed by hand."""
