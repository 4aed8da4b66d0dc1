"""The folder of a replay: one document a day, what was replayed, and from when each leg is known.

A document is written under another name and then renamed, so that whatever
stands there is whole; a replay that was killed goes on behind the last one.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from signals.allocation.contract import read_document
from signals.allocation.hashing import is_intact
from signals.config import ConfigError
from signals.engine import config_sha256
from signals.record.coverage import LegCoverage
from signals.record.draft import Written, as_file
from signals.record.log import Trail
from signals.record.replay import Plan
from signals.version import __version__
from sources.message import message

MANIFEST, COVERAGE = "replay.json", "coverage.json"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json")


def manifest(plan: Plan, *, step_days: int) -> dict[str, Any]:
    """Return what a replay rests on: the same manifest gives the same documents."""
    return {
        "replay": 1,
        "from": plan.days[0].isoformat(),
        "to": plan.days[-1].isoformat(),
        "step_days": step_days,
        "strategies": [
            {
                "thread_id": loaded.rules.strategy.thread_id,
                "path": loaded.label,
                "version": loaded.rules.strategy.version,
                "written_on": loaded.rules.strategy.written_on.isoformat(),
                "sha256": loaded.sha256,
            }
            for loaded in plan.strategies
        ],
        "config_sha256": config_sha256(),
        "code": __version__,
        "data": {"origin": plan.origin, "state": plan.data.state},
    }


class ReplayFolder:
    """A folder to write a replay into, or to go on with one.

    Raises:
        ConfigError: it holds another replay, or something that is none.
    """

    def __init__(self, path: Path, wanted: Mapping[str, Any]) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        for left in path.glob(".*.part"):
            left.unlink()
        held = _read(path / MANIFEST) if (path / MANIFEST).exists() else None
        if held is None:
            if any(path.iterdir()):
                raise ConfigError(
                    message(
                        "{path}: it is not empty and holds no replay; name another folder with -o", path=path
                    )
                )
            self._write(MANIFEST, as_file(wanted))
        elif held != dict(wanted):
            other = ", ".join(sorted(key for key in wanted if held.get(key) != wanted[key]))
            raise ConfigError(
                message(
                    "{path}: it holds a replay of other {other}; name another folder with -o, or remove this one",
                    path=path,
                    other=other,
                )
            )

    def done(self, days: Sequence[dt.date]) -> tuple[int, Trail]:
        """Return how many days are written without a hole, and what they leave on record."""
        trail = Trail()
        count = 0
        raw: dict[str, Any] | None = None
        for day in days:
            file = self.path / _name(day)
            if not file.exists():
                break
            raw = _read(file)
            trail.note(day, {call["thread_id"]: call["rating"]["model_grade"] for call in raw["calls"]})
            count += 1
        if raw is not None:
            trail.last = read_document(raw)
        return count, trail

    def coverage(self) -> tuple[LegCoverage, ...] | None:
        """Return the coverage that was written first; None where none was."""
        file = self.path / COVERAGE
        return tuple(map(_leg, _read(file)["legs"])) if file.exists() else None

    def write_coverage(self, legs: Sequence[LegCoverage]) -> None:
        """Keep from when each leg is known."""
        self._write(COVERAGE, as_file({"legs": [coverage_document(leg) for leg in legs]}))

    def write(self, document: Written) -> None:
        """Add the document of a day."""
        self._write(_name(document.as_of), document.content)

    def _write(self, name: str, content: bytes) -> None:
        part = self.path / f".{name}.part"
        part.write_bytes(content)
        os.replace(part, self.path / name)  # noqa: PTH105 - the one call that is atomic everywhere


def coverage_document(leg: LegCoverage) -> dict[str, Any]:
    """Return the coverage of a leg as plain JSON values."""
    found = asdict(leg)
    for key in ("known_from", "last_unknown"):
        found[key] = None if found[key] is None else found[key].isoformat()
    return found | {"missing": list(leg.missing), "missing_zh": list(leg.missing_zh)}


def _leg(raw: Mapping[str, Any]) -> LegCoverage:
    days = {key: raw[key] and dt.date.fromisoformat(raw[key]) for key in ("known_from", "last_unknown")}
    reasons = {"missing": tuple(raw["missing"]), "missing_zh": tuple(raw.get("missing_zh", raw["missing"]))}
    return LegCoverage(**{**raw, **days, **reasons})


def documents_in(path: Path) -> Iterator[dict[str, Any]]:
    """Yield every allocation document of a folder as plain JSON, oldest first.

    Raises:
        ConfigError: there is none, or one was changed after its hash was taken.
    """
    files = sorted(file for file in path.glob("*.json") if _DAY.fullmatch(file.name)) if path.is_dir() else []
    if not files:
        raise ConfigError(
            message(
                "{path}: no documents named like 2024-02-16.json; `signals replay -o DIR` writes them",
                path=path,
            )
        )
    for file in files:
        raw = _read(file)
        if not is_intact(raw):
            raise ConfigError(
                message(
                    "{file}: its content was changed after its hash was taken; replay it again", file=file
                )
            )
        yield raw


def _name(day: dt.date) -> str:
    return f"{day.isoformat()}.json"


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(message("{file}: cannot be read ({error})", file=file, error=error)) from error
    if not isinstance(found, dict):
        raise ConfigError(
            message("{file}: found {name}; expected one JSON object", file=file, name=type(found).__name__)
        )
    return found
