"""From a file to a `Strategy`: every complaint with file, line, column and what would do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

import signals.rules.strategy as model
from signals.config import ConfigError, config_root
from signals.rules.strategy import WANTS_CONDITION, Strategy
from signals.rules.toml_places import Path as TomlPath
from signals.rules.toml_places import Place, Places, places
from sources.message import Message, joined, message, told
from sources.spelling import did_you_mean, nearest

_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_SAYS = {  # pydantic's error types in the words of someone who edits a TOML file
    "string_type": message("expected a text in quotes"),
    "int_type": message("expected a whole number"),
    "bool_type": message("expected true or false"),
    "date_type": message("expected a date such as 2024-02-16 without quotes"),
    "condition": WANTS_CONDITION,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint about one place in a strategy file."""

    file: str
    place: Place
    message: str

    @property
    def says(self) -> Message:
        """The complaint with its file, line and column before it."""
        return message("{file}:{place}: {problem}", file=self.file, place=self.place, problem=self.message)

    def __str__(self) -> str:
        return str(self.says)


class StrategyError(ConfigError):
    """A strategy cannot be used as it is; one line a problem, each with file, line and column."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(joined(problem.says for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategySource:
    """A strategy with the text that it came from."""

    path: Path
    text: str
    places: Places
    strategy: Strategy

    def problem(self, place: Place, message: str) -> Problem:
        """Return a complaint about a place in this file."""
        return Problem(str(self.path), place, message)


def strategies_folder() -> Path:
    """Return the folder of the strategies that ship with the configuration."""
    return config_root() / "strategies"


def strategy_names() -> tuple[str, ...]:
    """Return the names of the strategies that ship, sorted."""
    return tuple(sorted(path.stem for path in strategies_folder().glob("*.toml")))


def find_strategy(name_or_path: str | Path) -> Path:
    """Return the file of a strategy, by its name (``hstech``, in any case) or by its path.

    Raises:
        ConfigError: there is none; the message offers the nearest name.
    """
    text = str(name_or_path)
    if text.endswith(".toml") or "/" in text or isinstance(name_or_path, Path):
        path = Path(name_or_path)
        if not path.is_file():
            raise ConfigError(message("{path}: no such strategy file", path=path))
        return path
    names = strategy_names()
    if text.lower() in names:
        return strategies_folder() / f"{text.lower()}.toml"
    raise ConfigError(
        message(
            "no strategy is called {text!r}{near}; known: {names}; or give the path of a .toml file",
            text=text,
            near=did_you_mean(text.lower(), names, quoted=True),
            names=", ".join(names),
        )
    )


def load_strategy(name_or_path: str | Path) -> Strategy:
    """Read one strategy by its name or path.

    Raises:
        ConfigError: there is no such file, or it breaks the format. Facts and
            units are checked when it is compiled against a vocabulary.
    """
    return read_strategy(find_strategy(name_or_path)).strategy


def read_strategy(path: Path) -> StrategySource:
    """Read one strategy file and keep its text beside it.

    Raises:
        StrategyError: it is not TOML, or breaks the format.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            message("{path}: cannot be read ({said})", path=path, said=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise StrategyError(
            [Problem(str(path), Place(1, 1), message("not UTF-8: {reason}", reason=error.reason))]
        ) from error
    return parse_strategy(path, text)


def parse_strategy(path: Path, text: str) -> StrategySource:
    """Read a strategy from text; complaints name ``path``.

    Raises:
        StrategyError: it is not TOML, or breaks the format.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, a number of 5,000 digits, nests without end
        raise StrategyError([_syntax_problem(path, text, error)]) from error
    found = places(text)
    try:
        strategy = Strategy.model_validate(data)
    except ValidationError as error:
        details = _telling(error.errors(include_url=False))
        problems = [_format_problem(path, data, found, detail) for detail in details]
        raise StrategyError(sorted(problems, key=attrgetter("place"))) from error
    return StrategySource(path=path, text=text, places=found, strategy=strategy)


def _syntax_problem(path: Path, text: str, error: Exception) -> Problem:
    match = _TOML_PLACE.search(str(error))
    problem = str(error)
    if match:
        place, problem = Place(int(match[1]), int(match[2])), problem[: match.start()]
    else:  # "at end of document"
        lines = text.split("\n")
        place = Place(len(lines), len(lines[-1]) + 1)
    if problem.startswith("Cannot overwrite"):
        problem = _named_duplicate(text, place)
    return Problem(str(path), place, problem)


def _named_duplicate(text: str, place: Place) -> str:
    """Say which key is duplicate; `tomllib` points just past the second value."""
    line = text.split("\n")[place.line - 1]
    key = line.split("=", 1)[0].strip() if "=" in line else ""
    if not key:
        return message("duplicate key")
    return message("duplicate key `{key}`: this table sets it already; keep one", key=key)


def _telling(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what only repeats another complaint: a missing key that is misspelled beside it."""
    typos = {
        (detail["loc"][:-1], near)
        for detail in details
        if detail["type"] == "extra_forbidden"
        if (near := nearest(str(detail["loc"][-1]), _keys_at(detail["loc"][:-1])))
    }
    inner = {detail["loc"][:size] for detail in details for size in range(1, len(detail["loc"]))}
    return [
        detail
        for detail in details
        if not (detail["type"] == "missing" and (detail["loc"][:-1], detail["loc"][-1]) in typos)
        and not (detail["type"] == "too_short" and detail["loc"] in inner)
    ]


def _format_problem(path: Path, data: dict[str, Any], found: Places, detail: ErrorDetails) -> Problem:
    at, owner = _real_path(data, detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        siblings = set(owner) if isinstance(owner, dict) else set()
        known = _keys_at(detail["loc"][:-1]) or _all_keys()
        unknown = message(
            "unknown key `{key}`{near}", key=key, near=did_you_mean(key, known - siblings, quoted=True)
        )
        return Problem(str(path), found.of_key(at), unknown)
    if kind == "missing":
        missing = message("the key `{key}` is missing", key=detail["loc"][-1])
        return Problem(str(path), found.of_key(at), missing)
    problem = _SAYS.get(kind) or (told(detail["ctx"]["error"]) if kind == "value_error" else detail["msg"])
    if not isinstance(detail["input"], (dict, list)):
        problem = message("{problem}; found {found!r}", problem=problem, found=detail["input"])
    return Problem(str(path), found.of_value(at), problem)


def _real_path(data: object, loc: Sequence[str | int]) -> tuple[TomlPath, object]:
    """Drop the parts of a pydantic location that name a union's branch, not a key.

    Returns the path, and the value that holds its last part.
    """
    at: TomlPath = ()
    owner, here = data, data
    for part in loc:
        inside = _child(here, part)
        if inside is not _NOTHING:
            at, owner, here = (*at, part), here, inside
    return at, owner


_NOTHING = object()


def _child(value: object, part: str | int) -> object:
    if isinstance(value, dict):
        return value.get(part, _NOTHING)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        item: object = value[part]
        return item
    return _NOTHING


def _models() -> dict[str, type[BaseModel]]:
    return {
        name: value
        for name, value in vars(model).items()
        if isinstance(value, type) and issubclass(value, BaseModel) and not name.startswith("_")
    }


def _keys(of: type[BaseModel]) -> set[str]:
    return {info.alias or name for name, info in of.model_fields.items()} - {"BaseModel"}


def _all_keys() -> set[str]:
    return {key for each in _models().values() for key in _keys(each)}


def _keys_at(loc: Sequence[str | int]) -> set[str]:
    """Return the keys that the table at ``loc`` may have."""
    here: type[BaseModel] = Strategy
    conditions: dict[str, type[BaseModel]] = {
        "all": model.AllOf,
        "any": model.AnyOf,
        "not": model.NotOf,
        "at_least": model.AtLeastOf,
    }
    for part in loc:
        if isinstance(part, int) or part == "leaf":
            continue
        field = here.model_fields.get(part)
        if field is None:
            if part not in conditions:
                return set()
            here = conditions[part]
            continue
        inner = [each for each in _models().values() if each.__name__ in _names_in(field.annotation)]
        if len(inner) == 1:
            here = inner[0]
    return _keys(here)


def _names_in(annotation: object) -> set[str]:
    return set(re.findall(r"[A-Za-z_]+", repr(annotation)))
