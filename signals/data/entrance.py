"""The door of the active configuration: catalogue, layouts and taxonomy together."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from signals.config import config_root, misread, read_toml
from signals.opening import catalogue
from signals.readings.policy.config import taxonomy
from sources.door import Door
from sources.door.layouts import parse_layouts


@cache
def door() -> Door:
    """Return everything that is needed to read a stranger's file.

    Raises:
        ConfigError: the catalogue, the layouts or the taxonomy break their format.
    """
    path = config_root() / "layouts.toml"
    try:
        vendors = parse_layouts(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error
    return Door.of(catalogue(), vendors, taxonomy().event_rules())
