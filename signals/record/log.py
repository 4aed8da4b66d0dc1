"""The log of calls: append-only, each entry chained to the one before by its hash.

An entry's hash covers everything in it and the hash of the entry before, so
that no entry can be changed, dropped or slipped in without every later hash
failing. The first entry of a document carries the document itself.

What came before a day D is what is on record for days before D; of several
entries for one day the one recorded last counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from signals.allocation.calls import Past
from signals.allocation.contract import SCHEMA_VERSION, AllocationDocument, Call, read_document
from signals.allocation.hashing import canonical, content_hash, sha256
from signals.allocation.rating import PreviousCall
from sources.message import message

FIRST = ""
"""The previous hash of the first entry."""


class Entry(Protocol):
    """One recorded call, as the store hands it over. ``recorded_at`` is ISO 8601 in UTC."""

    @property
    def recorded_at(self) -> str: ...  # noqa: D102 - a field
    @property
    def as_of(self) -> dt.date: ...  # noqa: D102 - a field
    @property
    def thread_id(self) -> str: ...  # noqa: D102 - a field
    @property
    def document_hash(self) -> str: ...  # noqa: D102 - a field
    @property
    def previous_hash(self) -> str: ...  # noqa: D102 - a field
    @property
    def entry_hash(self) -> str: ...  # noqa: D102 - a field
    @property
    def payload(self) -> str: ...  # noqa: D102 - a field


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to append. ``payload`` is canonical JSON."""

    recorded_at: str
    as_of: dt.date
    thread_id: str
    document_hash: str
    previous_hash: str
    entry_hash: str
    payload: str


def new_entries(
    document: AllocationDocument, *, recorded_at: dt.datetime, log: Sequence[Entry]
) -> tuple[NewEntry, ...]:
    """Return one entry a call, chained to the end of ``log``; none for calls of this document on record already.

    Raises:
        ValueError: ``recorded_at`` has no time zone.
    """
    if recorded_at.tzinfo is None:
        raise ValueError("recorded_at needs a time zone")
    raw = document.as_json()
    digest = document.content_hash.value
    recorded = {entry.thread_id for entry in log if entry.document_hash == digest}
    stamp = recorded_at.astimezone(dt.UTC).isoformat(timespec="seconds")
    last = log[-1].entry_hash if log else FIRST
    entries: list[NewEntry] = []
    for call in document.calls:
        if call.thread_id in recorded:
            continue
        said: dict[str, Any] = summary_of(call)
        if not recorded and not entries:
            said["document"] = raw
        payload = canonical(said).decode()
        entry = NewEntry(
            recorded_at=stamp,
            as_of=document.document.as_of,
            thread_id=call.thread_id,
            document_hash=digest,
            previous_hash=last,
            entry_hash=_entry_hash(stamp, document.document.as_of, call.thread_id, digest, last, payload),
            payload=payload,
        )
        entries.append(entry)
        last = entry.entry_hash
    return tuple(entries)


def summary_of(call: Call) -> dict[str, Any]:
    """Return what the log says of a call at a glance."""
    override = call.rating.override
    return {
        "model_grade": call.rating.model_grade,
        "published_grade": call.rating.published_grade,
        "score_bp": list(call.score.interval_bp),
        "override": None if override is None else {"by": override.by, "reason": override.reason},
    }


def _entry_hash(*parts: str | dt.date) -> str:
    return sha256([str(part) for part in parts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place where the chain does not hold; ``position`` counts entries from 1."""

    position: int
    problem: str


def faults(log: Sequence[Entry]) -> tuple[Fault, ...]:
    """Return every place where the log is not what was recorded; none for a sound one."""
    found = []
    last = FIRST
    for position, entry in enumerate(log, start=1):
        expected = _entry_hash(
            entry.recorded_at,
            entry.as_of,
            entry.thread_id,
            entry.document_hash,
            entry.previous_hash,
            entry.payload,
        )
        if entry.previous_hash != last:
            found.append(Fault(position=position, problem=message("does not follow the entry before it")))
        if entry.entry_hash != expected:
            found.append(Fault(position=position, problem=message("no longer says what was recorded")))
        raw = _payload(entry).get("document")
        if raw is not None and content_hash(raw) != entry.document_hash:
            found.append(Fault(position=position, problem=message("carries a document with another hash")))
        last = entry.entry_hash
    return tuple(found)


def _payload(entry: Entry) -> dict[str, Any]:
    try:
        said = json.loads(entry.payload)
    except json.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def grade_in(entry: Entry, key: str = "model_grade") -> str | None:
    """Return the grade that an entry records; ``key`` may ask for the published one."""
    grade = _payload(entry).get(key)
    return grade if isinstance(grade, str) else None


def score_in(entry: Entry) -> tuple[int, int] | None:
    """Return the score interval that an entry records, in basis points."""
    match _payload(entry).get("score_bp"):
        case [int(low), int(high)]:
            return low, high
    return None


def past_of(log: Sequence[Entry], as_of: dt.date, threads: Iterable[str]) -> Past:
    """Return what was on record from days before ``as_of``: last grades, and the last document.

    The last document is the newest one that holds any of ``threads``.
    """
    wanted = set(threads)
    earlier = [entry for entry in log if entry.as_of < as_of and entry.thread_id in wanted]
    return Past(
        logged=True,
        calls=_previous_calls(earlier),
        document=_last_document(log, earlier),
    )


class Trail:
    """The past that the documents of one run make for the next one."""

    def __init__(self) -> None:
        self._days: dict[str, list[tuple[dt.date, str | None]]] = defaultdict(list)
        self.last: AllocationDocument | None = None

    def add(self, document: AllocationDocument) -> None:
        """Put a document behind those already there; days ascend."""
        grades = {call.thread_id: call.rating.model_grade for call in document.calls}
        self.note(document.document.as_of, grades)
        self.last = document

    def note(self, day: dt.date, grades: Mapping[str, str | None]) -> None:
        """Put the grades of a day behind those already there, its document being elsewhere."""
        for thread, grade in grades.items():
            self._days[thread].append((day, grade))

    def calls(self) -> Mapping[str, PreviousCall]:
        """Return the last grade of each thread."""
        found = {thread: _run(thread, rows) for thread, rows in self._days.items()}
        return {thread: call for thread, call in found.items() if call is not None}

    def counts(self) -> Mapping[str, Counter[str]]:
        """Return how often each thread was given each grade; ``abstain`` where it was given none."""
        return {
            thread: Counter(grade or "abstain" for _, grade in rows) for thread, rows in self._days.items()
        }

    def past(self) -> Past:
        """Return what is on record from the documents added so far."""
        return Past(logged=True, calls=self.calls(), document=self.last)


def _previous_calls(earlier: Iterable[Entry]) -> Mapping[str, PreviousCall]:
    by_day: dict[str, dict[dt.date, str | None]] = defaultdict(dict)
    for entry in earlier:  # oldest recorded first, so the last word on a day wins
        by_day[entry.thread_id][entry.as_of] = grade_in(entry)
    calls = {}
    for thread, days in by_day.items():
        found = _run(thread, sorted(days.items()))
        if found is not None:
            calls[thread] = found
    return calls


def _run(thread: str, rows: Sequence[tuple[dt.date, str | None]]) -> PreviousCall | None:
    """Return the last grade with the first day of its unbroken run; an abstention breaks a run."""
    graded = [(day, grade) for day, grade in rows if grade in {"overweight", "neutral", "underweight"}]
    if not graded:
        return None
    last_day, last_grade = graded[-1]
    since: dt.date | None = None
    for day, grade in reversed(rows):
        if grade != last_grade:
            break
        since = day
    return PreviousCall(
        thread_id=thread,
        grade=last_grade,  # type: ignore[arg-type] # one of the three by the line above
        as_of=last_day,
        in_force_since=since,
    )


def _is_readable(raw: Mapping[str, Any]) -> bool:
    """Return whether a recorded document is of a version that can be compared; the chain holds older ones too."""
    return str(raw.get("schema_version")).partition(".")[0] == SCHEMA_VERSION.partition(".")[0]


def _last_document(log: Sequence[Entry], earlier: Sequence[Entry]) -> AllocationDocument | None:
    if not earlier:
        return None
    newest_day = max(entry.as_of for entry in earlier)
    newest = [entry for entry in earlier if entry.as_of == newest_day][-1]
    for entry in log:
        if entry.document_hash == newest.document_hash:
            raw = _payload(entry).get("document")
            if raw is not None:
                return read_document(raw) if _is_readable(raw) else None
    return None
