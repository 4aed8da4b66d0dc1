"""The schemas for editors are those of the models, and every file that ships fits its own."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from signals.cli.schema import SchemaName
from signals.schemas.files import FILES, file_schema

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *(("strategy", path) for path in sorted((ROOT / "configs/strategies").glob("*.toml"))),
    *(("claims", path) for path in sorted((ROOT / "configs/claims").glob("*.toml"))),
    ("catalogue", ROOT / "configs/catalogue.toml"),
]


def as_json(value: object) -> object:
    """Return what an editor's validator sees: TOML dates as text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=[path.name for _, path in SHIPPED])
def test_every_file_that_ships_fits_its_schema(kind: str, path: Path) -> None:
    found = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert not list(Draft202012Validator(file_schema(kind)).iter_errors(found))


@pytest.mark.parametrize("kind", list(FILES))
def test_the_published_schema_is_that_of_the_code(kind: str) -> None:
    """`just golden` renews it."""
    published = json.loads((ROOT / f"schema/{kind}.json").read_text(encoding="utf-8"))
    assert file_schema(kind) == published
    Draft202012Validator.check_schema(published)


def test_a_key_that_is_mistyped_is_marked() -> None:
    shipped = as_json(tomllib.loads((ROOT / "configs/strategies/hstech.toml").read_text(encoding="utf-8")))
    assert isinstance(shipped, dict)
    errors = Draft202012Validator(file_schema("strategy")).iter_errors({**shipped, "scoer": {}})
    assert "scoer" in next(iter(errors)).message


def test_every_kind_can_be_asked_for() -> None:
    assert {name.value for name in SchemaName} == {"allocation", *FILES}
