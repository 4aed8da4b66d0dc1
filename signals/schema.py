"""The JSON Schema (2020-12) of the allocation document, as published."""

from __future__ import annotations

import ast
import inspect
import itertools
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from signals.allocation import contract
from signals.allocation.contract import SCHEMA_ID, SCHEMA_VERSION, AllocationDocument


def allocation_schema() -> dict[str, Any]:
    """Return the schema that consumers validate with.

    It leaves unknown keys alone, as consumers must; `exact_schema` is the one
    that the writer holds itself to.
    """
    schema = _closed()
    _open(schema)
    return schema


def exact_schema() -> dict[str, Any]:
    """Return the same schema with every unknown key forbidden."""
    return _closed()


def _closed() -> dict[str, Any]:
    body = AllocationDocument.model_json_schema(mode="serialization", by_alias=True)
    for name, descriptions in _descriptions().items():
        part = body if name == AllocationDocument.__name__ else body["$defs"].get(name, {})
        for key, description in descriptions.items():
            part["properties"][key]["description"] = description
    body.pop("title", None)
    body.pop("description", None)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": SCHEMA_ID,
        "title": "Macro Signals allocation document",
        "description": (
            "Allocation calls as of one day, with their evidence, their distance to being wrong, and their "
            "flags. Consumers ignore keys that they do not know."
        ),
        "$comment": f"schema_version {SCHEMA_VERSION}",
        **body,
    }


def _descriptions() -> dict[str, dict[str, str]]:
    """Return what stands under each field of the contract, by model and published key."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(contract)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        model = getattr(contract, node.name)
        for field, below in itertools.pairwise(node.body):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(description))),
                ):
                    key = model.model_fields[name].alias or name
                    found.setdefault(node.name, {})[key] = inspect.cleandoc(description)
    return found


def _open(node: object) -> None:
    """Drop ``additionalProperties: false`` everywhere."""
    if isinstance(node, dict):
        if node.get("additionalProperties") is False:
            del node["additionalProperties"]
        for child in node.values():
            _open(child)
    elif isinstance(node, list):
        for child in node:
            _open(child)
