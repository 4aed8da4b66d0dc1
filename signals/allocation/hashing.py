"""JSON as it is written, and the content hash: SHA-256 over the canonical form (RFC 8785) of what a document says.

Left out are ``run`` (it differs from run to run) and the hash itself. Keys
that this version does not know count: whoever adds one changes the content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = "dict[str, Any] | list[Any] | tuple[Any, ...] | str | int | float | bool | None"

EXCLUDED = ("run", "content_hash")

compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""Write a value as JSON on one line: no blanks, keys in the order given, ValueError where it holds NaN or an infinity."""


def canonical(value: Json) -> bytes:
    """Return the RFC 8785 form of a JSON value.

    Raises:
        ValueError: it holds NaN, an infinity or an integer beyond 2**53.
    """
    try:
        plain = _as_the_standard_writes(value)
    except _RareError:
        import rfc8785  # noqa: PLC0415 - only what is rare needs it

        return rfc8785.dumps(value)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class _RareError(Exception):
    """A value that Python's own encoder writes otherwise than RFC 8785."""


_EXACT = 2**53
"""Above it not every whole number is a double."""


def _as_the_standard_writes(value: Json) -> Json:
    """Return the value such that Python's encoder gives its RFC 8785 form.

    A fifth of a replay was spent writing documents in pure Python; the encoder in C takes a twentieth of that
    and differs in three things only: whole floats (1.0 is written 1), very small and very large ones, and keys
    beyond ASCII, which the standard sorts by UTF-16. The first is mended here, the others are left to the package.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if isinstance(value, float) and (value == 0 or 1e-4 <= abs(value) < _EXACT):
        return int(value) if value.is_integer() else value
    if kind is int and abs(value) < _EXACT:  # type: ignore[arg-type] # it is one
        return value
    if isinstance(value, dict):
        if set(map(type, value)) <= {str} and all(map(str.isascii, value)):
            return {
                key: part if type(part) is str else _as_the_standard_writes(part)
                for key, part in value.items()
            }
    elif isinstance(value, list | tuple):
        return [part if type(part) is str else _as_the_standard_writes(part) for part in value]
    raise _RareError


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
