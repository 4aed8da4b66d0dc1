"""The content hash: SHA-256 over the canonical form (RFC 8785) of what a document says.

Left out are ``run`` (it differs from run to run) and the hash itself. Keys
that this version does not know count: whoever adds one changes the content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, TypeAlias

import rfc8785

Json: TypeAlias = "dict[str, Any] | list[Any] | tuple[Any, ...] | str | int | float | bool | None"

EXCLUDED = ("run", "content_hash")


def canonical(value: Json) -> bytes:
    """Return the RFC 8785 form of a JSON value.

    Raises:
        ValueError: it holds NaN, an infinity or an integer beyond 2**53.
    """
    return rfc8785.dumps(value)


def sha256(value: Json) -> str:
    """Return the SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def content_hash(document: Mapping[str, Any]) -> str:
    """Return the hash that ``document`` ought to carry."""
    return sha256({key: part for key, part in document.items() if key not in EXCLUDED})


def stated_hash(document: Mapping[str, Any]) -> str | None:
    """Return the hash that ``document`` carries; None where it carries none."""
    stated = document.get("content_hash")
    found = stated.get("value") if isinstance(stated, Mapping) else None
    return found if isinstance(found, str) else None


def is_intact(document: Mapping[str, Any]) -> bool:
    """Whether the document says what it said when it was hashed."""
    return stated_hash(document) == content_hash(document)
