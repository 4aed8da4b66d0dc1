"""What to read where a folder was named: every table directly in it, and the rest by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sources.door.files.sheets import SUFFIXES
from sources.errors import BadTable
from sources.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The files to read, by name within a folder, and what lies beside them that is no table."""

    tables: tuple[Path, ...]
    others: tuple[str, ...] = ()


def files_of(named: Iterable[Path]) -> Named:
    """Return files as named, each folder replaced by the tables directly in it, by name.

    An exchange's history often comes as one file a day; a folder of them is
    loaded in one go, and so in one transaction.

    Raises:
        BadTable: a folder holds no table.
    """
    tables: list[Path] = []
    others: list[str] = []
    for path in named:
        if not path.is_dir():
            tables.append(path)
            continue
        entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith((".", "__")))
        inside = [entry for entry in entries if entry.is_file() and entry.suffix.lower() in SUFFIXES]
        if not inside:
            raise BadTable(
                file=str(path),
                found=message("a folder without tables"),
                expected=message("files that end in {names}", names=", ".join(sorted(SUFFIXES))),
            )
        tables += inside
        others += [entry.name + ("/" if entry.is_dir() else "") for entry in entries if entry not in inside]
    return Named(tables=tuple(tables), others=tuple(others))
