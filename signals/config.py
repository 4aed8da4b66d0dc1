"""Where the configuration lives: a checkout's ``configs/``, or the copy inside the wheel."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sources.message import message, told

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


class ConfigError(Exception):
    """A configuration file cannot be used as it is; the message says where and what would do."""


def cache_folder() -> Path:
    """Return where this system keeps what may be lost."""
    import platformdirs  # noqa: PLC0415 - most commands remember nothing

    return Path(platformdirs.user_cache_dir("macro-signals", appauthor=False))


def config_root() -> Path:
    """Return the folder that holds the configuration.

    ``SIGNALS_CONFIG_DIR`` wins; then the copy that a wheel carries; then the
    checkout that this package was imported from.

    Raises:
        ConfigError: none of them exists.
    """
    named = os.environ.get("SIGNALS_CONFIG_DIR")
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise ConfigError(message("SIGNALS_CONFIG_DIR: found {named!r}, which is no folder", named=named))
        return folder
    package = Path(__file__).parent
    for folder in (package / "_configs", package.parent / "configs"):
        if folder.is_dir():
            return folder
    raise ConfigError(
        message("no configs folder beside the package or in it; reinstall, or set SIGNALS_CONFIG_DIR")
    )


def complaint(fault: ErrorDetails) -> str:
    """Return what pydantic says of one fault; a sentence of our own validators keeps its template."""
    if fault["type"] == "value_error":
        return message("Value error, {problem}", problem=told(fault["ctx"]["error"]))
    return fault["msg"]


def where_and_what(error: ValidationError) -> tuple[str, str]:
    """Return the place of a file's first fault, such as ``legs.0.weight_bp``, and what is wrong there.

    The place is empty where the fault is of the file as a whole.
    """
    first = error.errors(include_url=False)[0]
    problem = complaint(first)
    if first["type"] != "missing" and not isinstance(first["input"], dict | list | tuple):
        problem = message("{problem}; found {found!r}", problem=problem, found=first["input"])
    return ".".join(str(part) for part in first["loc"]), problem


def misread(path: Path, error: ValidationError) -> ConfigError:
    """Return the complaint about a configuration file that breaks its format."""
    where, problem = where_and_what(error)
    if not where:
        return ConfigError(message("{path}: {problem}", path=path, problem=problem))
    return ConfigError(message("{path}: {where}: {problem}", path=path, where=where, problem=problem))


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file.

    Raises:
        ConfigError: it is missing or no TOML; the message names file, line and column.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(message("{path}: no such file", path=path)) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # no TOML, no UTF-8, a number of 5,000 digits, nests without end
        raise ConfigError(message("{path}: {error}", path=path, error=told(error))) from error
