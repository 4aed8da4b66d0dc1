"""The JSON Schema (2020-12) of the allocation document, as published."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import json
from collections.abc import Iterator
from pkgutil import iter_modules
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from signals.allocation import contract, figures, terms
from signals.allocation.contract import SCHEMA_ID, SCHEMA_VERSION, AllocationDocument
from signals.allocation.terms import DEFINITIONS


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
    definitions = body["$defs"]
    for name, descriptions in _descriptions().items():
        part = body if name == AllocationDocument.__name__ else definitions.get(name, {})
        for key, description in descriptions.items():
            part["properties"][key]["description"] = description
    _plain(body)
    definitions.update(json.loads(json.dumps(DEFINITIONS)))
    for name, definition in definitions.items():
        definition.setdefault("title", name)
        definition.setdefault("description", f"One of the closed list of `{name}`.")
    body.pop("title", None)
    body.pop("description", None)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": SCHEMA_ID,
        "title": AllocationDocument.__name__,
        "description": (
            "Allocation calls as of one day, with their evidence, their distance to being wrong, and their "
            "flags. Consumers ignore keys that they do not know."
        ),
        "$comment": f"schema_version {SCHEMA_VERSION}",
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _plain(node: object) -> None:
    """Write the schema as the strictest readers take it.

    Titles of fields go: generators would name a type after each. A definition that no model stands
    for is referred to by name. Keywords of our own do not occur.
    """
    if isinstance(node, list):
        for child in node:
            _plain(child)
    if not isinstance(node, dict):
        return
    name = node.pop("x-definition", None)
    if name is not None:
        node["$ref"] = f"#/$defs/{name}"
    for field in node.get("properties", {}).values():
        if isinstance(field, dict):
            field.pop("title", None)
    if "$ref" in node and len(node) > 1:  # beside a reference, some readers make a copy of what it names
        node["allOf"] = [{"$ref": node.pop("$ref")}]
    for child in node.values():
        _plain(child)


def _descriptions() -> dict[str, dict[str, str]]:
    """Return what stands under each field of the contract, by model and published key."""
    found: dict[str, dict[str, str]] = {}
    parts = (
        importlib.import_module(part.name)
        for part in iter_modules(contract.__path__, f"{contract.__name__}.")
    )
    for module in (terms, figures, *parts):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef) and node.name != terms.Model.__name__:
                found[node.name] = dict(_of_fields(node, getattr(module, node.name)))
    return found


def _of_fields(node: ast.ClassDef, model: type[terms.Model]) -> Iterator[tuple[str, str]]:
    for field, below in itertools.pairwise(node.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(description))),
            ):
                yield model.model_fields[name].alias or name, inspect.cleandoc(description)


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
