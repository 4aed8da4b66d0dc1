"""Where a store is: a file, or a database server that a team shares."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sources.message import message

SCHEME = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A PostgreSQL database, such as ``postgresql+psycopg://user@host/name``; its password is never printed."""

    url: str

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        user = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        return f"{SCHEME}://{user}{parts.hostname or ''}{port}{parts.path}"

    def __repr__(self) -> str:
        return f"ServerAddress({str(self)!r})"

    def exists(self) -> bool:
        """Return True: whether the database is there, only its server can say."""
        return True


Place = Path | ServerAddress


def place_of(text: str | Path | ServerAddress) -> Place:
    """Return the place that a setting or an option names.

    Raises:
        ValueError: it is an address of another kind of server.
    """
    if isinstance(text, Path | ServerAddress):
        return text
    if "://" not in text:
        return Path(text)
    if text.startswith("sqlite:///"):
        return Path(text.removeprefix("sqlite:///"))
    if not text.startswith(f"{SCHEME}://"):
        raise ValueError(
            message("expected a path, sqlite:///PATH or {scheme}://USER@HOST/NAME", scheme=SCHEME)
        )
    return ServerAddress(text)
