"""The taxonomy of the active configuration."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from signals.config import config_root, misread, read_toml
from signals.words import Names
from sources.policy_text.taxonomy import Taxonomy, parse_taxonomy


def taxonomy() -> Taxonomy:
    """Return ``policy.toml`` of the active configuration, checked.

    Raises:
        ConfigError: it is missing or breaks the format; the message names the place.
    """
    return _load(config_root() / "policy.toml")


def group_name(taxonomy_: Taxonomy, group: str) -> Names:
    """Return what a group is called; its own word where the configuration gives it no name."""
    named = taxonomy_.group.get(group)
    return Names(named.en, named.zh) if named else Names(group, group)


def kind_name(taxonomy_: Taxonomy, kind: str) -> Names:
    """Return what a kind is called; its own word where the configuration does not know it."""
    named = taxonomy_.kind.get(kind)
    return Names(named.en, named.zh) if named else Names(kind, kind)


@cache
def _load(path: Path) -> Taxonomy:
    try:
        return parse_taxonomy(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error
