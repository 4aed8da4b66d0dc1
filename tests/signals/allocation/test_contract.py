"""The contract: exact where written, tolerant where read, and published as a schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from signals.allocation.contract import SCHEMA_ID, Text, read_document
from signals.allocation.hashing import is_intact
from signals.schemas.allocation import allocation_schema, exact_schema

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "schema" / "allocation-2.json"
SAMPLES = sorted((ROOT / "schema" / "samples" / "2").glob("*.json"))
OLD = json.loads((ROOT / "schema" / "allocation-1.json").read_text(encoding="utf-8"))
OLD_SAMPLES = sorted((ROOT / "schema" / "samples" / "1").glob("*.json"))


def validator(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_the_published_schema_is_the_current_one():
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    assert allocation_schema() == published, "run: signals schema > schema/allocation-2.json"


def test_the_schema_names_its_dialect_itself_and_its_version():
    schema = allocation_schema()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == SCHEMA_ID
    assert schema["title"]
    assert "2.3.0" in schema["$comment"]


def parts() -> dict[str, dict]:
    schema = allocation_schema()
    return {**schema["$defs"], "the document": schema}


def test_every_field_and_every_part_is_described():
    for name, part in parts().items():
        assert part.get("description"), name
        for field, spec in part.get("properties", {}).items():
            assert spec.get("description"), f"{name}.{field}"


def test_every_interval_says_its_unit_in_its_name():
    for name, part in parts().items():
        for field, spec in part.get("properties", {}).items():
            if {"$ref": "#/$defs/Interval"} in (*spec.get("allOf", ()), *spec.get("anyOf", ())):
                assert field.endswith("_bp"), f"{name}.{field}"


def test_closed_lists_have_names_and_none_says_true_as_a_string():
    for name, part in parts().items():
        for field, spec in part.get("properties", {}).items():
            assert "enum" not in spec, f"{name}.{field}"
        assert not {"true", "false"} & set(part.get("enum", ())), name


def test_a_reference_stands_alone():
    # json-schema-to-typescript makes a copy of what is named (Text1, Text2 ...) where anything stands beside it
    def walk(node: object) -> None:
        if isinstance(node, dict):
            assert "$ref" not in node or len(node) == 1
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(allocation_schema())


def test_what_is_written_obeys_the_exact_schema(make_document):
    validator(exact_schema()).validate(make_document().as_json())


def test_a_date_that_is_none_is_refused_by_the_schema(make_document):
    raw = make_document().as_json()
    raw["document"]["as_of"] = "2024-02-30"

    with pytest.raises(jsonschema.ValidationError, match="2024-02-30"):
        validator(allocation_schema()).validate(raw)


def test_the_writer_cannot_write_an_unknown_key():
    with pytest.raises(ValidationError, match="extra"):
        Text(en="a", zh="b", fr="c")


def test_unknown_keys_of_a_newer_writer_are_ignored_at_every_depth(make_document):
    document = make_document()
    raw = document.as_json()
    raw["new"] = 1
    raw["calls"][0]["new"] = {"x": 1}
    raw["calls"][0]["drivers"][0]["supports"]["children"][0]["new"] = None

    assert read_document(raw) == document
    validator(allocation_schema()).validate(raw)


def test_an_absent_field_is_not_ignored(make_document):
    raw = make_document().as_json()
    del raw["calls"][0]["score"]["interval_bp"]

    with pytest.raises(ValidationError, match="interval_bp"):
        read_document(raw)


def test_another_major_version_is_refused(make_document):
    raw = make_document().as_json() | {"schema_version": "1.0.0"}

    with pytest.raises(ValidationError, match="schema_version"):
        read_document(raw)


def test_a_document_survives_json_and_keeps_its_hash(make_document):
    document = make_document()
    raw = json.loads(json.dumps(document.as_json(), allow_nan=False))

    assert read_document(raw) == document
    assert is_intact(raw)


def test_there_is_a_sample_document():
    assert SAMPLES


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_document_ever_published_still_validates_and_reads(path):
    raw = json.loads(path.read_text(encoding="utf-8"))

    validator(allocation_schema()).validate(raw)
    assert is_intact(raw)
    read_document(raw)


@pytest.mark.parametrize("path", OLD_SAMPLES, ids=lambda path: path.stem)
def test_documents_of_the_first_version_still_validate_under_their_own_schema(path):
    raw = json.loads(path.read_text(encoding="utf-8"))

    validator(OLD).validate(raw)
    assert is_intact(raw)
    with pytest.raises(ValidationError, match="schema_version"):
        read_document(raw)
