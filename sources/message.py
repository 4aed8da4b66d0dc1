"""What a program says to the person who runs it: an English sentence that remembers its template and what it speaks of.

Errors, remarks and checks are written where they arise, in English, and read as plain text. A catalogue of another
language is keyed by the template, as gettext's are, so that a sentence can be said again at the edge without having
been built twice. Calls and figures have codes instead (``signals.words``): programs read those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Self


class Message(str):
    """An English sentence with the template and the parameters that it was made from."""

    __slots__ = ("parameters", "template")

    template: str
    parameters: Mapping[str, object]

    def __new__(cls, template: str, /, **parameters: object) -> Self:
        """Fill the template in."""
        self = super().__new__(cls, template.format_map(parameters))
        self.template, self.parameters = template, parameters
        return self

    def __reduce__(self) -> tuple[partial[Self], tuple[()]]:
        """An error may cross from a worker's process to ours; it is made again from its template there."""
        return partial(type(self), self.template, **self.parameters), ()


class Named(str):
    """An English name that has its Chinese one beside it, as the layouts of files do."""

    __slots__ = ("zh",)

    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """Return the name."""
        self = super().__new__(cls, en)
        self.zh = zh
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str(self), self.zh)


def message(template: str, /, **parameters: object) -> Message:
    """Return the sentence of a template such as ``{path}: no such file``; a parameter may be a message itself."""
    return Message(template, **parameters)


def joined(parts: Iterable[str], *, by: str = "\n") -> Message:
    """Return several sentences as one that still knows its parts."""
    named = {f"part_{number}": part for number, part in enumerate(parts)}
    return Message(by.join(f"{{{name}}}" for name in named), **named)


def either(names: Sequence[str]) -> str:
    """Return ``a``, ``a or b``, ``a or b or c``."""
    first, *others = names
    for other in others:
        first = message("{first} or {other}", first=first, other=other)
    return first


def told(error: Exception) -> str:
    """Return what an error says, with the template that it was made from where it has one.

    Of a file that cannot be read the system's words and no number; of bytes that are no text, which kind was expected.
    """
    if isinstance(error, UnicodeDecodeError):
        return message(
            "text that is not {encoding}, at byte {place}",
            encoding=error.encoding.upper(),
            place=error.start + 1,
        )
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    first = error.args[0] if len(error.args) == 1 else None
    return first if isinstance(first, str) else str(error)
