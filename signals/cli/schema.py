"""`signals schema`: the contract that report generators validate with, and the schemas of the files people write."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from signals.cli.emit import emit_json
from signals.cli.options import Lang, Language
from signals.cli.session import error_boundary


class SchemaName(StrEnum):
    """What a schema is of."""

    allocation = "allocation"
    strategy = "strategy"
    claims = "claims"
    catalogue = "catalogue"


Of = Annotated[
    SchemaName,
    typer.Argument(help="The allocation document, or a file that you write: strategy, claims, catalogue."),
]


def schema(of: Of = SchemaName.allocation, _lang: Language = Lang.en) -> None:
    """Print the JSON Schema (2020-12) of the allocation document, or of a configuration file."""
    with error_boundary():
        if of is SchemaName.allocation:
            from signals.schemas.allocation import allocation_schema

            emit_json(allocation_schema(), indent=2)
        else:
            from signals.schemas.files import file_schema

            emit_json(file_schema(of.value), indent=2)
