"""What a document was made from, when, and the hash of it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from signals.allocation.terms import Model, Sha256


class Ruleset(Model):
    """The strategy file behind a call."""

    thread_id: str
    """The call."""
    path: str
    """Name of the file."""
    version: str
    """Version that the file states."""
    sha256: Sha256
    """SHA-256 of its bytes."""


class Code(Model):
    """The program that wrote the document."""

    package: str
    """Name of the package."""
    version: str
    """Its version."""


class Provenance(Model):
    """What the document was made from."""

    rulesets: tuple[Ruleset, ...]
    """The strategy files."""
    config_sha256: Sha256
    """Over the names and bytes of every file of the active configuration."""
    code: Code
    """The program."""
    command: str
    """A command that makes these calls again from the same data and configuration."""


class Run(Model):
    """The only part that differs between two runs; outside the content hash."""

    generated_at: dt.datetime
    """When the document was written, UTC."""
    duration_ms: int
    """How long it took, in milliseconds."""


class ContentHash(Model):
    """SHA-256 over the RFC 8785 form of the document without `excludes`."""

    algorithm: Literal["sha-256"]
    """The hash."""
    canonicalization: Literal["RFC8785"]
    """The form that is hashed."""
    excludes: tuple[str, ...]
    """JSON pointers of the parts left out."""
    value: Sha256
    """The hash in hexadecimal."""
