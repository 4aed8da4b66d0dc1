"""Where each key and value of a TOML file stands, so that a complaint can say line and column.

`tomllib` gives positions for syntax errors alone. This scanner walks text
that `tomllib` has already accepted, so it may trust the grammar and only has
to keep count of the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_ATOM = re.compile(r"[^\s,\]}#]+(?: \d{2}:[0-9:.Z+-]+)?")  # a date and a time may have a space between
_ESCAPE = re.compile(r'\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[btnfre"\\])')
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; both count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(slots=True)
class Places:
    """The start of every key and every value of one file."""

    text: str
    keys: dict[Path, int] = field(default_factory=dict)
    values: dict[Path, int] = field(default_factory=dict)

    def of_key(self, path: Path) -> Place:
        """Return where the last key of ``path`` is written; a parent's place where it is not."""
        return self._nearest(path, self.keys, self.values)

    def of_value(self, path: Path) -> Place:
        """Return where the value at ``path`` starts; a parent's place where there is none."""
        return self._nearest(path, self.values, self.keys)

    def inside_string(self, path: Path, offset: int) -> Place:
        """Return the place ``offset`` characters into the one-line string at ``path``."""
        start = self.values.get(path)
        if start is None or self.text[start] not in "\"'":
            return self.of_value(path)
        if self.text.startswith(('"""', "'''"), start):
            return _place(self.text, start)
        position = start + 1
        for _ in range(offset):
            escape = _ESCAPE.match(self.text, position) if self.text[start] == '"' else None
            position = escape.end() if escape else position + 1
        return _place(self.text, position)

    def _nearest(self, path: Path, first: dict[Path, int], second: dict[Path, int]) -> Place:
        for length in range(len(path), 0, -1):
            for found in (first, second):
                if path[:length] in found:
                    return _place(self.text, found[path[:length]])
        return Place(1, 1)


def places(text: str) -> Places:
    """Scan ``text``, which `tomllib` must have accepted."""
    found = Places(text)
    table: Path = ()
    counts: dict[Path, int] = {}
    position = _skip(text, 0)
    while position < len(text):
        if text.startswith("[[", position):
            keys, position = _dotted(text, position + 2)
            position = _skip_space(text, position) + 2
            table = _resolve(keys, counts, is_array=True)
            found.keys.setdefault(table, keys[-1][1])
            found.keys.setdefault(table[:-1], keys[-1][1])
        elif text[position] == "[":
            keys, position = _dotted(text, position + 1)
            position = _skip_space(text, position) + 1
            table = _resolve(keys, counts, is_array=False)
            found.keys.setdefault(table, keys[-1][1])
        else:
            position = _pair(found, table, position)
        position = _skip(text, position)
    return found


def _resolve(keys: list[tuple[str, int]], counts: dict[Path, int], *, is_array: bool) -> Path:
    """Return the path that a header opens; names of arrays of tables mean their newest item."""
    path: Path = ()
    for index, (name, _) in enumerate(keys):
        path = (*path, name)
        if is_array and index == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _pair(found: Places, table: Path, position: int) -> int:
    keys, position = _dotted(found.text, position)
    path = table
    for name, start in keys:
        path = (*path, name)
        found.keys.setdefault(path, start)
    position = _skip_space(found.text, _skip_space(found.text, position) + 1)  # past the equals sign
    return _value(found, path, position)


def _value(found: Places, path: Path, position: int) -> int:
    text = found.text
    found.values[path] = position
    if text[position] == "[":
        position = _skip(text, position + 1)
        index = 0
        while text[position] != "]":
            position = _skip(text, _value(found, (*path, index), position))
            index += 1
            if text[position] == ",":
                position = _skip(text, position + 1)
        return position + 1
    if text[position] == "{":
        position = _skip(text, position + 1)
        while text[position] != "}":
            position = _skip(text, _pair(found, path, position))
            if text[position] == ",":
                position = _skip(text, position + 1)
        return position + 1
    atom = _STRING.match(text, position) or _ATOM.match(text, position)
    if atom is None:  # pragma: no cover - tomllib has accepted the text
        raise ValueError(f"no TOML value at {_place(text, position)}")
    return atom.end()


def _dotted(text: str, position: int) -> tuple[list[tuple[str, int]], int]:
    """Read ``a."b".c``; return each part with its start, and the end."""
    parts: list[tuple[str, int]] = []
    while True:
        position = _skip_space(text, position)
        match = _BARE_KEY.match(text, position) or _STRING.match(text, position)
        if match is None:  # pragma: no cover - tomllib has accepted the text
            raise ValueError(f"no TOML key at {_place(text, position)}")
        parts.append((_unquoted(match.group()), position))
        position = match.end()
        dot = _skip_space(text, position)
        if not text.startswith(".", dot):
            return parts, position
        position = dot + 1


def _unquoted(word: str) -> str:
    if word.startswith("'"):
        return word[1:-1]
    if not word.startswith('"'):
        return word
    return _ESCAPE.sub(
        lambda match: (
            chr(int(match[1][1:], 16)) if match[1][0] in "uU" and len(match[1]) > 1 else _ESCAPED[match[1]]
        ),
        word[1:-1],
    )


def _skip(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _place(text: str, position: int) -> Place:
    before = text.rfind("\n", 0, position)
    return Place(text.count("\n", 0, position) + 1, position - before)


def paths_of(value: object, at: Path = ()) -> Iterator[Path]:
    """Yield the path of every value inside parsed TOML."""
    if at:
        yield at
    if isinstance(value, dict):
        for key, child in value.items():
            yield from paths_of(child, (*at, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from paths_of(child, (*at, index))
