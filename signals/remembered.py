"""Facts of past days, remembered: the same weeks are looked at in every run, and nothing about them changed.

A fact follows from the rows, the configuration and the program. So facts are
kept under one key for the three, in a file that may be lost: whatever is
missing, of another key or damaged is reckoned again. A remembered fact equals
a reckoned one to the last digit (a law in the tests).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from signals.facts import Fact, Input
from signals.words import Names, Quantity, Word

T = TypeVar("T")
DayFacts = tuple[dt.date, tuple[Fact, ...]]
_TABLE = (
    "CREATE TABLE IF NOT EXISTS facts (key TEXT, reading TEXT, asked TEXT, day TEXT, crc INTEGER, said TEXT, "
    "PRIMARY KEY (key, reading, asked, day)) WITHOUT ROWID"
)


class Memory:
    """A file of remembered facts under one key.

    Args:
        path: an SQLite file, made where there is none; one that cannot be used remembers nothing.
        key: of the rows, the configuration and the program.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key

    def facts_range(
        self,
        reading: str,
        days: Sequence[dt.date],
        wanted: Collection[str] | None,
        reckon: Callable[[Sequence[dt.date]], Iterator[DayFacts]],
    ) -> Iterator[DayFacts]:
        """Yield the facts of each day: those remembered, and the others reckoned and then remembered."""
        asked = "*" if wanted is None else _digest(wanted)
        held = {}
        with contextlib.suppress(ValueError, KeyError, TypeError):  # what cannot be read is reckoned again
            held = {day: _read(said) for day, said in self._recall(reading, asked, days).items()}
        missing = [day for day in days if day not in held]
        if missing:
            fresh = dict(reckon(missing))
            said = {}
            for day, facts in fresh.items():
                with contextlib.suppress(TypeError):  # a value of a kind that is not kept
                    said[day] = _written(facts)
            self._keep(reading, asked, said)
            held |= fresh
        for day in days:
            yield day, held[day]

    def records(
        self,
        what: str,
        of: Collection[str],
        day: dt.date,
        make: Callable[[], tuple[T, ...]],
        *,
        kinds: Kinds = MappingProxyType({}),
    ) -> tuple[T, ...]:
        """Return what follows from a day and the rows: records that are remembered, or new ones that then are.

        ``kinds`` names the records that are none of facts' own.
        """
        asked = _digest(of)
        with contextlib.suppress(ValueError, KeyError, TypeError):  # what cannot be read is made again
            found: tuple[T, ...] = _read(self._recall(what, asked, [day])[day], kinds)
            return found
        fresh = make()
        with contextlib.suppress(TypeError):
            self._keep(what, asked, {day: _written(fresh, kinds)})
        return fresh

    def text(self, what: str, of: Collection[str], day: dt.date, make: Callable[[], str]) -> str:
        """Return a text about a day: the one remembered, or a new one that is then remembered."""
        asked = _digest(of)
        found = self._recall(what, asked, [day]).get(day)
        if found is None:
            found = make()
            self._keep(what, asked, {day: found})
        return found

    def _recall(self, what: str, asked: str, days: Sequence[dt.date]) -> dict[dt.date, str]:
        query = "SELECT day, crc, said FROM facts WHERE key = ? AND reading = ? AND asked = ? AND day BETWEEN ? AND ?"
        if not days or not self.path.exists():
            return {}
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=1.0)) as connection:
                span = (min(days).isoformat(), max(days).isoformat())
                rows = connection.execute(query, (self.key, what, asked, *span)).fetchall()
            return {
                dt.date.fromisoformat(day): said
                for day, crc, said in rows
                if crc == self._crc(what, asked, day, said)
            }
        except (sqlite3.Error, OSError, ValueError, TypeError):
            return {}

    def _keep(self, what: str, asked: str, said: Mapping[dt.date, str]) -> None:
        """Write texts down, and drop those of other keys; a medium that cannot be written remembers nothing."""
        rows = [
            (self.key, what, asked, str(day), self._crc(what, asked, str(day), text), text)
            for day, text in said.items()
        ]
        with contextlib.suppress(sqlite3.Error, OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self.path, timeout=1.0)) as connection, connection:
                connection.execute("PRAGMA synchronous = OFF")  # what is lost is reckoned again
                connection.execute(_TABLE)
                connection.execute("DELETE FROM facts WHERE key != ?", (self.key,))
                connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _crc(self, *parts: str) -> int:
        return zlib.crc32("\n".join((self.key, *parts)).encode())


def _digest(names: Collection[str]) -> str:
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def memory_key(state: str, config_sha256: str) -> str:
    """Return the key of rows in a state, a configuration and this program."""
    return hashlib.sha256(f"{state}\n{config_sha256}\n{program()}".encode()).hexdigest()


@cache
def program() -> str:
    """Return what tells this program from any other: its files by size and time, and the arithmetic beneath it."""
    from importlib.metadata import version  # noqa: PLC0415 - only a store with a memory asks

    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in (*_files(f"{root}/signals"), *_files(f"{root}/sources")):
        seen = file.stat()
        digest.update(f"{file.path.removeprefix(str(root))} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    for package in ("numpy", "scipy", "statsmodels", "holidays"):
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a folder and of those in it, by name, without compiled ones."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if not entry.is_dir():
                yield entry
            elif entry.name != "__pycache__":
                yield from _files(entry.path)


# ---- facts as plain JSON and back: the type of every value stands beside it ------------------------------------------

Kinds = Mapping[str, type[Any]]
"""Records by the name that stands beside their values."""
_KINDS: Kinds = {"fact": Fact, "input": Input, "quantity": Quantity, "names": Names}


def _plain(value: object, kinds: Kinds) -> Any:  # noqa: ANN401 - as many kinds as JSON has
    if value is None or type(value) in {str, bool, int, float}:
        return value
    if type(value) is dt.date:
        return {"date": value.isoformat()}
    if type(value) is tuple:
        return [_plain(item, kinds) for item in value]
    if type(value) is Word:
        return {"word": value.code, "of": [[name, _plain(item, kinds)] for name, item in value.parameters]}
    for name, kind in kinds.items():
        if type(value) is kind:
            return {name: [_plain(getattr(value, field), kinds) for field in _fields(kind)]}
    raise TypeError(f"{type(value).__name__} is not remembered")


def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(kind.__annotations__)


def _tuples(value: Any) -> Any:  # noqa: ANN401
    return tuple(map(_tuples, value)) if type(value) is list else value


def _written(records: tuple[object, ...], kinds: Kinds = MappingProxyType({})) -> str:
    every = {**_KINDS, **kinds}
    return json.dumps(
        [_plain(record, every) for record in records], ensure_ascii=False, separators=(",", ":")
    )


def _read(said: str, kinds: Kinds = MappingProxyType({})) -> Any:  # noqa: ANN401
    every = {**_KINDS, **kinds}

    def value(raw: dict[str, Any]) -> Any:  # noqa: ANN401 - called from the inside out, once an object
        if "date" in raw:
            return dt.date.fromisoformat(raw["date"])
        if "word" in raw:
            return Word(raw["word"], _tuples(raw["of"]))
        ((name, values),) = raw.items()
        kind = every[name]
        return kind(**dict(zip(_fields(kind), map(_tuples, values), strict=True)))

    return _tuples(json.loads(said, object_hook=value))
