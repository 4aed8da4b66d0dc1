"""The taxonomy of the active configuration."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from signals.config import ConfigError, config_root, read_toml
from sources.policy_text.taxonomy import Taxonomy, parse_taxonomy


def taxonomy() -> Taxonomy:
    """Return ``policy.toml`` of the active configuration, checked.

    Raises:
        ConfigError: it is missing or breaks the format; the message names the place.
    """
    return _load(config_root() / "policy.toml")


@cache
def _load(path: Path) -> Taxonomy:
    try:
        return parse_taxonomy(read_toml(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {place}: {first['msg']}; found {first['input']!r}") from error
