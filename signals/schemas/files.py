"""JSON Schemas of the files that people write, so that an editor completes and checks them.

They are generated from the models that read the files. What a schema cannot say
(a fact that does not exist, weights that do not add up) `signals lint` says.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from signals.allocation.claims import ClaimsFile
from signals.rules.strategy import Strategy
from sources.catalogue import CatalogueFile

FILES: dict[str, tuple[type[BaseModel], str]] = {
    "strategy": (Strategy, "A strategy of Macro Signals (configs/strategies/*.toml)"),
    "claims": (ClaimsFile, "Sentences of others with their tests (configs/claims/*.toml)"),
    "catalogue": (CatalogueFile, "The series that Macro Signals knows (configs/catalogue.toml)"),
}
"""What a schema is called on the command line: the model of the file, and its title."""


def file_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file.

    Raises:
        KeyError: there is no such kind.
    """
    model, title = FILES[name]
    body = model.model_json_schema(mode="validation", by_alias=True)
    body.pop("title", None)
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": title, **body}
