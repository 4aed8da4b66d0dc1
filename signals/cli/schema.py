"""`signals schema`: the contract that report generators validate with."""

from __future__ import annotations

from signals.cli.emit import emit_json
from signals.cli.session import error_boundary


def schema() -> None:
    """Print the JSON Schema (2020-12) of the allocation document."""
    with error_boundary():
        from signals.schema import allocation_schema

        emit_json(allocation_schema())
